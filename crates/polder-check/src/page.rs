//! The table as a page of the documentation.

use polder_design::Design;

use crate::families::requirements;
use crate::requirement::{Requirement, Status};

const HEAD: &str = "# Requirements

What the owner of the built-in example asks for, row by row. The rows on regions, accounts and languages are made from the
platform file, so that another platform has others. `polder check --requirements` lists each row with the resources that
speak to it, `polder check --requirements=REGION-1` one row with all of them. That a resource speaks to a row does not mean
that the row holds: it is *met* when that is shown on the resources that are about to be deployed.

This page is written from the table in `crates/polder-check`; a test there tells when it is not fresh.
";

/// The page that lists all requirements on a platform.
pub fn page(design: &Design) -> String {
    let mut out = HEAD.to_owned();
    let mut family = String::new();
    for requirement in requirements(design) {
        let own = requirement.id.split('-').next().unwrap_or_default();
        if own != family {
            out.push_str(&format!(
                "\n## {}\n\n| id | what is asked | met when |\n| --- | --- | --- |\n",
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
