//! Texts that mean a resource of the estate say so.

use std::collections::{BTreeMap, BTreeSet};

use polder_cloud::index::{Identifier, Piece};
use polder_cloud::{Cloud, Index, ResourceId, Stack, Value};

use crate::examples;

/// The text of a value as far as it is spelled: what is referred to or mentioned in it is one character.
fn spelled<'a>(index: &Index<'a>, stack: &'a Stack, value: &'a Value) -> String {
    match value {
        Value::Template(parts) => parts.iter().map(|part| spelled(index, stack, part)).collect(),
        Value::Sensitive(inner) => spelled(index, stack, inner),
        Value::Local(name) => match stack.locals.iter().find(|local| local.name == *name) {
            Some(local) => spelled(index, stack, &local.value),
            None => COVERED.to_owned(),
        },
        Value::Mention(_) => COVERED.to_owned(),
        Value::Reference(_) | Value::Call(_) | Value::Element(_) | Value::Binary(_) => {
            match index.spelled(stack, value).pieces() {
                [Piece::Account(account)] => Identifier::default().to_string() + &format!("{{number of {account}}}"),
                _ => COVERED.to_owned(),
            }
        }
        other => index.spelled(stack, other).to_string(),
    }
}

const COVERED: &str = "\u{1}";

/// All texts of a resource, as they are spelled.
fn texts<'a>(index: &Index<'a>, id: ResourceId) -> Vec<String> {
    let mut found = vec![];
    let view = index.view(id).expect("a resource");
    let mut inner: BTreeSet<*const Value> = BTreeSet::new();
    for item in &view.body().items {
        let mut visit = |value: &'a Value| {
            if inner.contains(&std::ptr::from_ref(value)) { return; }
            match value {
                Value::Template(_) | Value::Mention(_) | Value::Call(_) => {
                    value.walk(&mut |it| { inner.insert(std::ptr::from_ref(it)); });
                }
                _ => {}
            }
            if matches!(value, Value::Text(_) | Value::Template(_) | Value::Local(_)) {
                found.push(format!("{}\t{}", item.key, spelled(index, view.stack(), value)));
            }
        };
        match &item.content {
            polder_cloud::Content::Attribute(value) => value.walk(&mut visit),
            polder_cloud::Content::Block(body) => body.walk(&mut visit),
        }
    }
    found
}

const NAMES: [&str; 12] = ["name","identifier","bucket","replication_group_id","family","cluster_identifier","global_cluster_identifier","function_name","alarm_name","dashboard_name","name_prefix", "path"];

#[test]
fn survey() {
    let mut all: BTreeMap<String, usize> = BTreeMap::new();
    for (at, (_, cloud)) in examples::all().iter().enumerate() {
        let index = Index::new(cloud);
        survey_one(at, cloud, &index, &mut all);
    }
    for (line, count) in all { println!("{count}\t{line}"); }
}

fn survey_one(_at: usize, _cloud: &Cloud, index: &Index<'_>, all: &mut BTreeMap<String, usize>) {
    let mut arns: BTreeMap<String, ResourceId> = BTreeMap::new();
    let mut names: BTreeMap<String, Vec<(ResourceId, &str)>> = BTreeMap::new();
    for id in index.ids() {
        let view = index.view(id).expect("a resource");
        if !view.is_managed() { continue; }
        if let Some(arn) = index.identifier(id, "arn") {
            let text = arn.to_string();
            if let Some((before, _)) = text.split_once("{made up}") {
                if view.kind() == "aws_secretsmanager_secret" || view.kind() == "aws_lb_target_group" || view.kind()=="aws_eks_node_group" { arns.insert(before.to_owned(), id); }
            } else { arns.insert(text, id); }
        }
        for name in NAMES {
            if view.body().get(name).is_some() {
                if let Some(it) = index.identifier(id, name) { names.entry(it.to_string()).or_default().push((id, name)); }
            }
        }
    }
    for id in index.ids() {
        let view = index.view(id).unwrap();
        let me = format!("{}.{}", view.kind(), view.address().name);
        for text in texts(index, id) {
            let (key, text) = text.split_once('\t').unwrap();
            let mut hit = false;
            if text.contains("arn:") {
                for (arn, to) in &arns {
                    if let Some(at) = text.find(arn.as_str()) {
                        let next = text[at + arn.len()..].chars().next();
                        if next.is_none_or(|next| !(next.is_ascii_alphanumeric() || matches!(next, '-' | '_' | '.'|'*'))) || arn.ends_with('-') {
                            let target = index.view(*to).unwrap();
                            *all.entry(format!("ARN\t{me}\t{key}\t-> {} {}", target.address(), target.stack().key.layer.name())).or_default() += 1;
                            hit = true;
                        }
                    }
                }
                if !hit { *all.entry(format!("none\t{me}\t{key}\t{}", text.replace("\u{1}", "<ref>"))).or_default() += 1; }
            } else if let Some(to) = names.get(text) {
                let to: Vec<_> = to.iter().filter(|(it, _)| *it != id && index.view(*it).unwrap().stack().key.account == view.stack().key.account).collect();
                if !to.is_empty() && !(to.iter().any(|_| NAMES.contains(&key))) {
                    let target = index.view(to[0].0).unwrap();
                    *all.entry(format!("name\t{me}\t{key}\t{text} -> {}x {} {}", to.len(), target.address(), target.stack().key.layer.name())).or_default() += 1;
                }
            }
        }
    }
}
