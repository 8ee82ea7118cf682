//! The table as a page of the documentation.

use polder_design::Design;

use crate::families::requirements;
use crate::requirement::{Requirement, Status};

const HEAD: &str = "# Requirements

The requirements of the owner of the built-in example. The rows on regions, accounts and languages are generated from the
platform file, so that another platform has others. `polder check --requirements` lists each row with the resources that
address it, `polder check --requirements=REGION-1` one row with all of them. A resource that addresses a row does not prove
it: a row is *met* when that is shown for the resources to be deployed.

This page is generated from the table in `crates/polder-check`; a test there fails if it is out of date.
";

/// The page that lists all requirements on a platform.
pub fn page(design: &Design) -> String {
    let mut out = HEAD.to_owned();
    let mut family = String::new();
    for requirement in requirements(design) {
        let own = requirement.id.split('-').next().unwrap_or_default();
        if own != family {
            out.push_str(&format!(
                "\n## {}\n\n| ID | requirement | met when |\n| --- | --- | --- |\n",
                title(own)
            ));
            own.clone_into(&mut family);
        }
        out.push_str(&line(&requirement));
    }
    out
}

fn line(requirement: &Requirement) -> String {
    let later = match requirement.status {
        Status::Now => String::new(),
        Status::Later(what) => format!(". Shown by {what}"),
    };
    format!("| {} | {} | {}{later} |\n", requirement.id, requirement.asks, requirement.met_when)
}

fn title(family: &str) -> &str {
    match family {
        "REGION" => "Regions",
        "ACCT" => "Accounts",
        "SVC" => "Services",
        "COST" => "Cost",
        "SEC" => "Security and compliance",
        "PORT" => "Other providers",
        "LANG" => "Languages",
        other => other,
    }
}
