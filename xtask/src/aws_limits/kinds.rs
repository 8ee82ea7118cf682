//! The table of which resource type of CloudFormation and which API belong to a Terraform type.

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};

/// The table.
pub(super) struct Kinds {
    pub(super) kinds: BTreeMap<String, Kind>,
}

/// A line of the table.
#[derive(Debug, Default)]
pub(super) struct Kind {
    /// The CloudFormation type, and the path in it.
    pub(super) schema: Option<(String, Vec<String>)>,
    /// The service, the operation, and the path in its input.
    pub(super) api: Option<(String, String, Vec<String>)>,
    /// Attributes whose counterpart has another name. `None` for those that have none.
    pub(super) exceptions: BTreeMap<String, Option<String>>,
}

impl Kinds {
    /// `aws_sqs_queue AWS::SQS::Queue -`, and below it exceptions with a space before them: ` name QueueName`.
    pub(super) fn parse(text: &str) -> Result<Kinds> {
        let mut kinds: BTreeMap<String, Kind> = BTreeMap::new();
        let mut last = String::new();
        for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let mut words = line.split_whitespace();
            let first = words.next().context("an empty line")?;
            if line.starts_with(' ') {
                let other = words.next().with_context(|| format!("`{line}` has no counterpart"))?;
                let kind = kinds.get_mut(&last).context("an exception before the first type")?;
                kind.exceptions.insert(first.to_owned(), (other != "-").then(|| other.to_owned()));
                continue;
            }
            let (schema, api) = (words.next().unwrap_or("-"), words.next().unwrap_or("-"));
            first.clone_into(&mut last);
            let kind = Kind { schema: schema_of(schema), api: api_of(api)?, exceptions: BTreeMap::new() };
            ensure!(kinds.insert(last.clone(), kind).is_none(), "`{first}` is in the table twice");
        }
        Ok(Kinds { kinds })
    }

    /// The Terraform types.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.kinds.keys().map(String::as_str)
    }
}

fn schema_of(word: &str) -> Option<(String, Vec<String>)> {
    let mut parts = word.split('/').map(str::to_owned);
    let kind = parts.next().filter(|kind| kind != "-")?;
    Some((kind, parts.collect()))
}

fn api_of(word: &str) -> Result<Option<(String, String, Vec<String>)>> {
    if word == "-" {
        return Ok(None);
    }
    let (service, rest) = word.split_once(':').with_context(|| format!("`{word}` names no operation"))?;
    let mut parts = rest.split('/').map(str::to_owned);
    let operation = parts.next().unwrap_or_default();
    Ok(Some((service.to_owned(), operation, parts.collect())))
}
