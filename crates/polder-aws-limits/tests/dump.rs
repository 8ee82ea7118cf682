use polder_aws_quotas::{findings, over_fixed, requests, usages};
use polder_cloud::index::Variables;
use polder_cloud::{Cloud, Index};
use polder_facts::Facts;
use std::fmt::Write;

fn cloud(text: &str) -> Cloud {
    let facts = Facts::embedded();
    let platform = polder_spec::read(text, facts).value.expect("examples have no errors");
    let design = polder_design::design(&platform, facts).value.expect("a design");
    polder_aws::lower(&design).cloud
}

#[test]
fn dump() {
    let mut out = String::new();
    let mut names: Vec<_> =
        std::fs::read_dir("../../examples").unwrap().map(|it| it.unwrap().path()).collect();
    names.sort();
    for name in names {
        let Ok(text) = std::fs::read_to_string(name.join("polder.toml")) else { continue };
        let cloud = cloud(&text);
        let mut bodies = std::collections::BTreeSet::new();
        let mut n = 0;
        for s in &cloud.stacks {
            for r in &s.resources {
                n += 1;
                bodies.insert(std::sync::Arc::as_ptr(&r.body));
            }
        }
        println!("{name:?} resources {n} bodies {}", bodies.len());
        let _ = writeln!(out, "== {name:?}\n{:#?}", cloud.quota_requests);
        for variables in [Variables::Examples, Variables::Unknown] {
            let index = Index::with(&cloud, variables);
            let _ = writeln!(
                out,
                "{:#?}\n{:#?}\n{:#?}\n{:#?}",
                usages(&index),
                requests(&index),
                findings(&index),
                over_fixed(&index)
            );
        }
    }
    std::fs::write(std::env::var("DUMP").unwrap(), out).unwrap();
}
