//! Invariants of the output of every platform.

use std::collections::BTreeSet;

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

/// Not even a warning: another engine is a change of one word.
#[test]
fn every_combination_of_engines_compiles_and_nothing_is_found() {
    let all = combinations();
    assert!(all.len() >= 2, "{all:?}");
    for (name, text) in all {
        assert!(!text.contains('@'), "{text}");
        let outcome = polder::compile(&text);
        let source = polder::diag::Source { name: &name, text: &text };
        let found = polder::diag::render(polder::diag::Format::Full, &outcome.findings, &source);
        // A remark says which languages the storefront lacks.
        let serious = outcome.findings.iter().any(|it| it.severity() != polder::diag::Severity::Info);
        assert!(!serious, "{name}:\n{found}");
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

/// The list of files is written before them, and does not include itself.
#[test]
fn paths_are_known_before_anything_is_written() {
    for (name, text) in EXAMPLES {
        let compiled = compiled(name, text);
        let (cloud, links, modules) = (&compiled.cloud, &compiled.links, &polder::modules(&compiled));
        let paths = |files: &mut dyn Iterator<Item = polder_emit::File>| -> Vec<String> {
            files.map(|file| file.path).collect()
        };
        let written = paths(&mut polder_emit::emit(cloud, links, modules));
        assert_eq!(polder_emit::paths(cloud, links, modules).collect::<Vec<_>>(), written, "{name}");
        let written = paths(&mut polder_emit::standalone(cloud, links));
        assert_eq!(polder_emit::standalone_paths(cloud, links).collect::<Vec<_>>(), written, "{name}");
        let empty = polder_emit::emit(cloud, links, modules).find(|file| file.content.is_empty());
        assert_eq!(empty.map(|file| file.path), None, "{name}");
    }
}
