//! The resources of a cloud that address each requirement.

use std::collections::BTreeSet;

use polder_cloud::{Cloud, Index, ResourceId, Stack, StackScope};
use polder_design::{Design, Site};

use crate::families::requirements;
use crate::requirement::Requirement;
use crate::scope::Scope;
use crate::selector::{ANY, Subject};

/// A resource that addresses a requirement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The path of its stack.
    pub stack: String,
    /// Its address there.
    pub address: String,
    /// How it addresses the requirement.
    pub why: &'static str,
}

/// A requirement with the resources that address it.
#[derive(Clone, Debug)]
pub struct Row {
    /// The requirement.
    pub requirement: Requirement,
    /// Each resource once, for the first reason that fits.
    pub evidence: Vec<Evidence>,
}

/// The table of all requirements.
pub fn table(design: &Design, cloud: &Cloud) -> Vec<Row> {
    let index = Index::new(cloud);
    let sites: Vec<Option<&Site>> = cloud.stacks.iter().map(|stack| site_of(design, stack)).collect();
    let all: Vec<ResourceId> = index.ids().collect();
    let row = |requirement: Requirement| {
        let mut seen = BTreeSet::new();
        let mut evidence = vec![];
        for selector in requirement.selectors {
            let ids = if selector.kind == ANY { &all } else { index.of_kind(selector.kind) };
            for resource in ids.iter().filter_map(|id| index.view(*id)) {
                let (stack, scope) = (resource.stack(), requirement.scope);
                let site = sites[stack.id.index()];
                if !selector.anywhere && !within(design, scope, stack, site) {
                    continue;
                }
                let subject = Subject { design, site, scope, resource };
                if selector.matches(&subject) && seen.insert((stack.id, resource.address())) {
                    let (stack, address) = (stack.key.to_string(), resource.address().to_string());
                    evidence.push(Evidence { stack, address, why: selector.why });
                }
            }
        }
        Row { requirement, evidence }
    };
    requirements(design).into_iter().map(row).collect()
}

/// The site that a stack belongs to.
fn site_of<'a>(design: &'a Design, stack: &Stack) -> Option<&'a Site> {
    let StackScope::Site { region, cell } = &stack.key.scope else { return None };
    design.sites.iter().find(|site| {
        let (account, known) = (&design.accounts[site.account], &design.cells[site.cell]);
        known.name == **cell && site.region == **region && account.name == *stack.key.account
    })
}

fn within(design: &Design, scope: Scope, stack: &Stack, site: Option<&Site>) -> bool {
    match scope {
        Scope::Platform => true,
        Scope::Site(wanted) => site.is_some_and(|site| site.id == wanted),
        Scope::Environment(environment) => {
            let mut known = design.accounts.iter().filter(|account| account.environment == environment);
            known.any(|account| account.name == *stack.key.account)
        }
    }
}
