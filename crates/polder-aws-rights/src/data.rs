//! Actions that the resources of the platform do not need, although AWS's handlers list them.

use std::sync::LazyLock;

use polder_design::delivery::Phase;

static TEXT: &str = include_str!("../data/not-needed.txt");

/// A row: the phase, and a pattern of a type, an operation and an action.
pub(crate) struct Row {
    pub(crate) phase: Phase,
    pub(crate) pattern: &'static str,
}

/// All rows.
pub(crate) static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let lines = TEXT.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.filter_map(row).collect()
});

fn row(line: &'static str) -> Option<Row> {
    let (rest, _) = line.split_once(" | ")?;
    let (phase, pattern) = rest.split_once(' ')?;
    let phase = Phase::ALL.into_iter().find(|it| it.word() == phase)?;
    Some(Row { phase, pattern })
}

/// Whether a phase does not need an action.
pub(crate) fn is_not_needed(phase: Phase, kind: &str, operation: &str, action: &str) -> bool {
    let need = format!("{kind} {operation} {action}");
    ROWS.iter().any(|row| row.phase == phase && matches(row.pattern, &need))
}

/// Whether a text matches a pattern word by word.
fn matches(pattern: &str, text: &str) -> bool {
    let words = pattern.split([' ', ':']).zip(text.split([' ', ':']));
    words.into_iter().all(|(pattern, word)| match pattern.split_once('*') {
        Some((start, end)) => word.starts_with(start) && word.ends_with(end),
        None => pattern == word,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_a_row() {
        let lines = TEXT.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).count();
        assert!(lines > 30);
        assert_eq!(ROWS.len(), lines);
    }

    #[test]
    fn patterns_match_word_by_word() {
        assert!(is_not_needed(
            Phase::Apply,
            "aws_vpc_endpoint",
            "create",
            "vpc-lattice:AssociateViaAWSService"
        ));
        assert!(!is_not_needed(Phase::Apply, "aws_vpc_endpoint", "create", "ec2:CreateVpcEndpoint"));
        assert!(!is_not_needed(Phase::Plan, "aws_kms_key", "create", "kms:DisableKey"));
    }
}
