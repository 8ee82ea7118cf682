//! With `--standalone`, everything that a stack reads from others is stubbed.

use std::collections::BTreeMap;

use polder_testkit::{EXAMPLES, compiled, files};

/// The outputs that a text reads from the state of other stacks: alias and output.
fn reads(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.split("data.terraform_remote_state.").skip(1).filter_map(|rest| {
        let (alias, rest) = rest.split_once(".outputs.")?;
        let end = rest.find(|c: char| c != '_' && !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        Some((alias, rest.get(..end)?))
    })
}

#[test]
fn everything_that_is_read_from_others_has_a_stub() {
    for (name, text) in EXAMPLES {
        let compiled = compiled(name, text);
        let standalone: BTreeMap<String, String> = polder_emit::standalone(&compiled.cloud, &compiled.links)
            .map(|file| (file.path, file.content))
            .collect();
        let mut seen = 0;
        let roots = |path: &str| path.starts_with("stacks/") && path.ends_with(".tf");
        for (path, content) in files(&compiled).iter().filter(|(path, _)| roots(path)) {
            let Some((stack, _)) = path.rsplit_once('/') else { continue };
            let overrides = &standalone[&format!("{stack}/standalone_override.tf")];
            for (alias, output) in reads(content) {
                let head = format!("data \"terraform_remote_state\" \"{alias}\" {{");
                let state = overrides.split("\n\n").find(|block| block.starts_with(&head));
                let state = state.unwrap_or_else(|| panic!("{name}: {path} reads {alias}, which is no stub"));
                let stub = format!(" {output} ");
                assert!(state.contains(&stub), "{name}: {path} reads {alias}.{output}, which has no stub");
                seen += 1;
            }
        }
        assert!(seen > 10, "{name} reads almost nothing");
    }
}

#[test]
fn no_other_build_has_the_stubs() {
    let (name, text) = EXAMPLES[0];
    let compiled = compiled(name, text);
    let standalone: Vec<String> =
        polder_emit::standalone(&compiled.cloud, &compiled.links).map(|file| file.path).collect();
    assert_eq!(standalone.len() % 3, 0, "overrides, values of variables and a state for each stack");
    let files = files(&compiled);
    assert!(standalone.iter().all(|path| !files.contains_key(path)), "no other build has them");
}
