//! The environment variables of a process.

use polder_design::{Design, EnvironmentValue, Role};

/// Why there is no such environment, with the valid choices.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EnvironmentError {
    /// No cell of that name.
    #[error("there is no cell `{asked}`; the cells are {known}")]
    Cell {
        /// The requested name.
        asked: String,
        /// The valid names.
        known: String,
    },
    /// The cell has no site in that region.
    #[error("the cell has no site in `{asked}`; its sites are in {known}")]
    Site {
        /// The requested name.
        asked: String,
        /// The valid names.
        known: String,
    },
    /// The site has no such process.
    #[error("the site has no process `{asked}`; its processes are {known}")]
    Process {
        /// The requested name.
        asked: String,
        /// The valid names.
        known: String,
    },
}

/// The environment of `process` in the site of `cell` in the region `site`, or in the primary site if none is named:
/// pairs of name and value, sorted, a secret as `${secret:NAME}` with its name in the secret store.
///
/// # Errors
/// If there is no such cell, site or process.
pub fn environment(
    design: &Design,
    cell: &str,
    site: Option<&str>,
    process: &str,
) -> Result<Vec<(String, String)>, EnvironmentError> {
    let list =
        |names: Vec<&str>| names.into_iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let cell =
        design.cells.iter().find(|known| known.name == cell).ok_or_else(|| EnvironmentError::Cell {
            asked: cell.to_owned(),
            known: list(design.cells.iter().map(|known| known.name.as_str()).collect()),
        })?;
    let sites: Vec<_> = design.sites.iter().filter(|known| known.cell == cell.id).collect();
    let wanted = |known: &&&polder_design::Site| match site {
        Some(region) => known.region == region || known.name == region,
        None => known.role == Role::Primary,
    };
    let site = sites.iter().find(wanted).ok_or_else(|| EnvironmentError::Site {
        asked: site.unwrap_or("primary").to_owned(),
        known: list(sites.iter().map(|known| known.region.as_str()).collect()),
    })?;
    let processes = || site.services.iter().chain(&site.jobs);
    let service = processes().find(|known| known.process.name() == process).ok_or_else(|| {
        let known = list(processes().map(|known| known.process.name()).collect());
        EnvironmentError::Process { asked: process.to_owned(), known }
    })?;
    let secrets = || site.secrets.iter().chain(&cell.secrets);
    let shown = |value: &EnvironmentValue| match value {
        EnvironmentValue::Text(text) => text.clone(),
        EnvironmentValue::Secret(id) => {
            let name = secrets().find(|secret| secret.id == *id).map_or(id.as_str(), |secret| &secret.name);
            format!("${{secret:{name}}}")
        }
    };
    Ok(service.environment.iter().map(|(name, value)| (name.clone(), shown(value))).collect())
}
