//! The table of Terraform types: their CloudFormation type and their API, or the reason why they have neither.

use std::collections::BTreeMap;
use std::sync::LazyLock;

static TEXT: &str = include_str!("../../data/kinds.txt");

/// A line of the table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct KindLine {
    /// `AWS::SQS::Queue`
    pub(crate) schema: Option<&'static str>,
    /// `sqs:CreateQueue`
    pub(crate) api: Option<&'static str>,
    /// Why neither describes the type.
    pub(crate) reason: &'static str,
}

/// All lines.
pub(crate) static KINDS: LazyLock<BTreeMap<&str, KindLine>> =
    LazyLock::new(|| super::lines(TEXT).filter(|line| !line.starts_with(' ')).filter_map(parsed).collect());

fn parsed(line: &'static str) -> Option<(&'static str, KindLine)> {
    let mut words = line.splitn(4, ' ');
    let name = words.next()?;
    let word = |word: Option<&'static str>| word.filter(|word| *word != "-");
    let (schema, api) = (word(words.next()), word(words.next()));
    Some((name, KindLine { schema, api, reason: words.next().unwrap_or_default() }))
}

/// The exceptions of the table: attributes whose counterpart has another name, or none.
#[cfg(test)]
pub(crate) fn exceptions() -> Vec<(&'static str, &'static str)> {
    let mut kind = "";
    let mut found = vec![];
    for line in super::lines(TEXT) {
        let first = line.split_whitespace().next().unwrap_or_default();
        if line.starts_with(' ') {
            found.push((kind, first));
        } else {
            kind = first;
        }
    }
    found
}
