//! What the checks report.

use polder_cloud::ResourceId;
use polder_diag::{Code, Severity};

/// What the checks found, in the order of the resources.
#[derive(Debug, Default)]
pub struct Report {
    /// What AWS refuses.
    pub findings: Vec<Finding>,
    /// What could not be compared, because a value is known after apply only.
    pub undecided: Vec<Undecided>,
}

/// A value, or a combination of values, that AWS refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What kind of finding.
    pub code: &'static Code,
    /// The resource.
    pub resource: ResourceId,
    /// Its address: `aws_db_instance.main`.
    pub address: String,
    /// The attribute, with the blocks around it: `vpc_config.subnet_ids`. Empty for the resource as a whole.
    pub attribute: String,
    /// What is wrong: one line, lower case, no full stop, values in backticks.
    pub message: String,
    /// What AWS accepts, in the same form.
    pub accepts: String,
    /// Where that is written.
    pub source: String,
}

/// A comparison that could not be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undecided {
    /// What would have been found.
    pub code: &'static Code,
    /// The resource.
    pub resource: ResourceId,
    /// The attribute whose value is not known.
    pub attribute: String,
}

impl Finding {
    /// Its severity.
    pub fn severity(&self) -> Severity {
        self.code.severity
    }

    /// The finding for the renderers of diagnostics.
    pub fn diagnostic(&self) -> polder_diag::Finding {
        let place = if self.attribute.is_empty() {
            format!("`{}`", self.address)
        } else {
            format!("`{}`, `{}`", self.address, self.attribute)
        };
        polder_diag::Finding::new(self.code, &*self.message)
            .note(place)
            .note(format!("source: {}", self.source))
            .help(format!("AWS accepts {}", self.accepts))
    }
}
