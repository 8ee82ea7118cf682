//! The actions that create, read, update and delete a resource.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// The extracted table, and what it lacks.
static TEXTS: [&str; 2] =
    [include_str!("../../data/actions.txt"), include_str!("../../data/actions-own.txt")];

/// An operation of Terraform on a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Operation {
    /// Creates it.
    Create,
    /// Reads it: also when only a plan is made.
    Read,
    /// Updates it.
    Update,
    /// Deletes it.
    Delete,
}

impl Operation {
    /// All of them.
    pub const ALL: [Operation; 4] =
        [Operation::Create, Operation::Read, Operation::Update, Operation::Delete];

    /// Its name in the tables.
    pub fn name(self) -> &'static str {
        match self {
            Operation::Create => "create",
            Operation::Read => "read",
            Operation::Update => "update",
            Operation::Delete => "delete",
        }
    }
}

static TABLE: LazyLock<BTreeMap<(&str, &str), BTreeSet<&str>>> = LazyLock::new(|| {
    let mut table: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
    for line in TEXTS.into_iter().flat_map(super::lines) {
        let mut words = line.split(' ');
        if let (Some(kind), Some(operation)) = (words.next(), words.next()) {
            table.entry((kind, operation)).or_default().extend(words);
        }
    }
    table
});

/// The actions that an operation on a type can need, in alphabetical order: an upper bound where AWS's own handler does
/// more than the Terraform provider. Empty if nothing is known.
pub fn actions(kind: &str, operation: Operation) -> impl Iterator<Item = &'static str> {
    TABLE.get(&(kind, operation.name())).into_iter().flatten().copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A line that no operation reads would be lost.
    #[test]
    fn every_line_is_an_operation_with_actions() {
        let names = Operation::ALL.map(Operation::name);
        assert!(TABLE.len() > 500, "{}", TABLE.len());
        for ((kind, operation), actions) in TABLE.iter() {
            assert!(kind.starts_with("aws_") && names.contains(operation), "{kind} {operation}");
            for action in actions {
                let (service, name) = action.split_once(':').unwrap_or_default();
                assert!(!service.is_empty() && !name.is_empty(), "{kind} {operation} {action}");
                assert_eq!(service, service.to_lowercase(), "{kind} {operation}");
            }
        }
    }

    #[test]
    fn both_tables_count() {
        let creates: Vec<_> = actions("aws_sqs_queue", Operation::Create).collect();
        assert!(creates.contains(&"sqs:CreateQueue"), "{creates:?}");
        let reads: Vec<_> = actions("aws_s3_bucket", Operation::Read).collect();
        assert!(reads.contains(&"s3:GetBucketAcl") && reads.contains(&"s3:GetBucketTagging"), "{reads:?}");
        assert_eq!(actions("aws_unknown", Operation::Read).count(), 0);
    }
}
