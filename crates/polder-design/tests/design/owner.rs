//! The design of the built-in example, so that reviewers see changes.

use polder_design::SiteId;

use crate::dump::{OWNER, designed, dump, dump_arithmetic, dump_flows, dump_processes, platform};

#[test]
fn sites_and_sizes() {
    insta::assert_snapshot!(dump(&designed(&platform(OWNER))));
}

#[test]
fn arithmetic() {
    insta::assert_snapshot!(dump_arithmetic(&designed(&platform(OWNER))));
}

#[test]
fn processes_of_the_active_site() {
    insta::assert_snapshot!(dump_processes(&designed(&platform(OWNER)).sites[SiteId::new(0)]));
}

#[test]
fn flows_of_the_active_site() {
    insta::assert_snapshot!(dump_flows(&designed(&platform(OWNER)).sites[SiteId::new(0)]));
}

#[test]
fn the_arithmetic_names_facts_that_exist() {
    let known: std::collections::BTreeSet<String> =
        polder_facts::Facts::embedded().entries().into_iter().map(|entry| entry.id).collect();
    for step in designed(&platform(OWNER)).arithmetic {
        for fact in &step.facts {
            assert!(known.contains(fact), "`{}` names `{fact}`", step.what);
        }
    }
}
