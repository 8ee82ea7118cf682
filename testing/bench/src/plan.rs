//! How fast plans are read, and their size.

mod generated;

use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::Path;

use polder_cloud::schema::Schema;
use polder_cloud::{Cloud, Value as Attribute, walk};
use polder_plan::{Document, read};
use serde_json::Value;

use crate::memory::{peak_kib, reset_peak};
use crate::{median, milliseconds, timed};

/// Resources of the plan in `docs/performance.md`.
const RESOURCES: usize = 6_000;

/// Reads plans and states from files, or a generated plan if there are none, and compares the figures with
/// `serde_json`, which only parses them.
pub(crate) fn measure(files: &[String]) {
    let of = |name: &String| (name.clone(), std::fs::read(name).expect("the file can be read"));
    let mut plans: Vec<(String, Vec<u8>)> = files.iter().map(of).collect();
    if plans.is_empty() {
        plans.push(("generated".to_owned(), generated::plan(RESOURCES)));
    }
    let document = |(name, bytes)| Document { name, bytes, state_key: None };
    let documents: Vec<Document<'_>> =
        plans.iter().map(|(name, bytes)| document((name.as_str(), bytes.as_slice()))).collect();
    let load = || read(&documents, Schema::aws()).expect("the plans are sound");
    reset_peak();
    let (first, cloud) = timed(load);
    let peak = peak_kib();
    let kib = plans.iter().map(|(_, bytes)| bytes.len()).sum::<usize>() / 1024;
    println!("plans                           {}, {kib} KiB", plans.len());
    found(&cloud);
    drop(cloud);
    let ours = median(load);
    reset_peak();
    let parse = || -> Vec<Value> {
        plans.iter().map(|(_, bytes)| serde_json::from_slice(bytes).expect("a plan is JSON")).collect()
    };
    let (_, parsed) = timed(parse);
    let peer_peak = peak_kib();
    drop(black_box(parsed));
    let peer = median(parse);
    println!("  read, the first time          {}", milliseconds(first));
    println!("  read                          {}", milliseconds(ours));
    println!("  serde_json parses them        {}", milliseconds(peer));
    println!("  ratio                         {:.2}", ours.as_secs_f64() / peer.as_secs_f64());
    println!("  peak memory                   {} MiB, the documents included", peak / 1024);
    println!("  peak memory of serde_json     {} MiB", peer_peak / 1024);
}

/// Writes the generated plan to a file, for programs that read plans.
pub(crate) fn write(file: &Path) {
    let plan = generated::plan(RESOURCES);
    let documents = [Document { name: "generated", bytes: &plan, state_key: None }];
    let managed = read(&documents, Schema::aws()).expect("the plan is sound").resource_count();
    std::fs::write(file, &plan).expect("the file can be written");
    println!("a plan of {managed} resources, {} KiB", plan.len() / 1024);
}

/// The size of a cloud that was read.
fn found(cloud: &Cloud) {
    let (mut references, mut unknown, mut forms) = (0, BTreeMap::<String, usize>::new(), BTreeMap::new());
    for stack in &cloud.stacks {
        walk(stack, &mut |value| match value {
            Attribute::Reference(_) => references += 1,
            Attribute::Unknown(why) => *unknown.entry(format!("{why:?}")).or_default() += 1,
            _ => {}
        });
        let foreign = stack.resources.iter().filter_map(|resource| resource.foreign.as_ref());
        for dependency in foreign.flat_map(|foreign| &foreign.dependencies) {
            *forms.entry(format!("{:?}", dependency.form)).or_insert(0_usize) += 1;
        }
    }
    let all: usize = cloud.stacks.iter().map(|stack| stack.resources.len()).sum();
    let managed = cloud.resource_count();
    let list = |counts: &BTreeMap<String, usize>| {
        counts.iter().map(|(name, count)| format!("{name} {count}")).collect::<Vec<_>>().join(", ")
    };
    println!("  resources                     {managed}, and {} data sources", all - managed);
    println!("  values that are references    {references}");
    println!("  references beside values      {}", list(&forms));
    println!("  values that are unknown       {}", list(&unknown));
}
