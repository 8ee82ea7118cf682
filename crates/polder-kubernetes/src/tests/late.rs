//! Late values: the output of a stack matches the placeholders of its manifests.

use std::collections::{BTreeMap, BTreeSet};

use polder_cloud::Value;

use super::designs::all;

/// The keys of an output's lines: `KEY=value`.
fn said(value: &Value) -> BTreeSet<String> {
    let parts = match value {
        Value::Template(parts) => parts.as_slice(),
        other => std::slice::from_ref(other),
    };
    let text = |part: &Value| if let Value::Text(text) = part { text.to_string() } else { "...".to_owned() };
    let whole: String = parts.iter().map(text).collect();
    whole.lines().filter_map(|line| line.split_once('=')).map(|(key, _)| key.to_owned()).collect()
}

#[test]
fn a_stack_says_all_that_its_manifests_wait_for_but_the_tags() {
    let mut seen = 0;
    for design in all() {
        let cloud = polder_aws::lower(design).cloud;
        let mut stacks: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for stack in &cloud.stacks {
            for output in stack.outputs.iter().filter(|output| output.name == "late_env") {
                stacks.insert(
                    format!("stacks/{}/kubernetes/kustomization.yaml", stack.key),
                    said(&output.value),
                );
            }
        }
        let lists = crate::files(design).filter(|file| file.path.ends_with("/kustomization.yaml"));
        for list in lists {
            let lines = list.content.lines().filter_map(|line| line.trim().strip_prefix("fieldPath: data."));
            let asked: BTreeSet<String> =
                lines.filter(|key| !key.ends_with("_TAG")).map(str::to_owned).collect();
            let said = stacks.remove(&list.path).expect("the stack has the output");
            let missing: Vec<&String> = asked.difference(&said).collect();
            assert!(missing.is_empty(), "{}: {missing:?}", list.path);
            seen += 1;
        }
        assert!(stacks.is_empty(), "a cluster without manifests: {stacks:?}");
    }
    assert!(seen > 15, "{seen}");
}
