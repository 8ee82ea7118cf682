//! What holds for the output of every platform.

use std::collections::{BTreeMap, BTreeSet};

use polder::design::{Role, Site};
use polder_testkit::{EXAMPLES, combinations, compiled, files};

#[test]
fn every_example_of_the_folder_is_in_the_list() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples");
    #[expect(clippy::disallowed_methods, reason = "the test looks at the folder of examples")]
    let entries = std::fs::read_dir(folder).expect("the examples are there");
    let found: BTreeSet<String> =
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    let listed: BTreeSet<String> = EXAMPLES.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(found, listed);
}

#[test]
fn compiling_twice_gives_the_same_bytes_on_any_thread() {
    for (name, text) in EXAMPLES {
        let here = files(&compiled(name, text));
        let there = std::thread::spawn(move || files(&compiled(name, text))).join().expect("the thread ends");
        assert_eq!(here, there, "{name}");
    }
}

/// Not even a warning: whoever tries another engine has changed one word.
#[test]
fn every_combination_of_engines_compiles_and_nothing_is_found() {
    let all = combinations();
    assert!(all.len() >= 2, "{all:?}");
    for (name, text) in all {
        assert!(!text.contains('@'), "{text}");
        let outcome = polder::compile(&text);
        let source = polder::diag::Source { name: &name, text: &text };
        let found = polder::diag::render(polder::diag::Format::Full, &outcome.findings, &source);
        assert!(outcome.findings.is_empty(), "{name}:\n{found}");
    }
}

#[test]
fn every_file_is_hcl_that_another_parser_reads() {
    for (name, text) in EXAMPLES {
        for (path, content) in files(&compiled(name, text)) {
            if path.ends_with(".tf") || path.ends_with(".hcl") {
                let parsed = content.parse::<hcl_edit::structure::Body>();
                assert!(
                    parsed.is_ok(),
                    "{name}: {path}: {}",
                    parsed.err().map(|error| error.to_string()).unwrap_or_default()
                );
            }
        }
    }
}

#[test]
fn stacks_never_need_each_other() {
    for (name, text) in EXAMPLES {
        let compiled = compiled(name, text);
        assert_eq!(compiled.links.cycles, Vec::<Vec<polder_cloud::StackId>>::new(), "{name}");
        assert_eq!(compiled.links.order.len(), compiled.cloud.stacks.len(), "{name}");
    }
}

/// The list of files is written before them, and without them.
#[test]
fn paths_are_known_before_anything_is_written() {
    for (name, text) in EXAMPLES {
        let compiled = compiled(name, text);
        let (cloud, links) = (&compiled.cloud, &compiled.links);
        let paths = |files: &mut dyn Iterator<Item = polder_emit::File>| -> Vec<String> {
            files.map(|file| file.path).collect()
        };
        let written = paths(&mut polder_emit::emit(cloud, links));
        assert_eq!(polder_emit::paths(cloud, links).collect::<Vec<_>>(), written, "{name}");
        let written = paths(&mut polder_emit::standalone(cloud, links));
        assert_eq!(polder_emit::standalone_paths(cloud, links).collect::<Vec<_>>(), written, "{name}");
        let empty = polder_emit::emit(cloud, links).find(|file| file.content.is_empty());
        assert_eq!(empty.map(|file| file.path), None, "{name}");
    }
}

/// Two sites are peers when a person would expect to read the same about them: same role, same number of zones and
/// markets, same processes.
fn shape(site: &Site, compiled: &polder::Compiled) -> String {
    let cell = &compiled.design.cells[site.cell];
    let services: Vec<_> = site.services.iter().map(|service| service.process.name().to_owned()).collect();
    let role = if site.role == Role::Primary { "primary" } else { "backup" };
    format!("{role} {} {} {services:?} {}", site.active, site.zones.len(), cell.backup.is_some())
}

#[test]
fn peers_share_their_text_but_for_one_file() {
    for (name, text) in EXAMPLES {
        let compiled = compiled(name, text);
        let all = files(&compiled);
        let mut groups: BTreeMap<String, Vec<BTreeMap<&str, &str>>> = BTreeMap::new();
        for site in &compiled.design.sites {
            let cell = &compiled.design.cells[site.cell].name;
            let account = &compiled.design.accounts[site.account].name;
            let folder = format!("stacks/{account}/{}/{cell}/", site.region);
            let own = all
                .iter()
                .filter_map(|(path, content)| Some((path.strip_prefix(&folder)?, content.as_str())));
            let shared = own.filter(|(path, _)| !path.ends_with("/site.tf") && !path.contains("/tests/"));
            groups.entry(shape(site, &compiled)).or_default().push(shared.collect());
        }
        for (shape, peers) in groups {
            for peer in &peers[1..] {
                let paths = |files: &BTreeMap<&str, &str>| {
                    files.keys().map(|path| (*path).to_owned()).collect::<Vec<_>>()
                };
                assert_eq!(paths(&peers[0]), paths(peer), "{name}: {shape}");
                for (path, content) in peer {
                    assert_eq!(peers[0][path], *content, "{name}: {shape}: {path}");
                }
            }
        }
    }
}
