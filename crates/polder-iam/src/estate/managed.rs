//! Policies that AWS maintains, as far as questions depend on them. AWS can change them at any time.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use polder_inventory::access::Effect;

use crate::language::{ActionSet, Document, Glob, ResourceSet, Statement};

/// Statements: whether the actions are excepted, and the actions.
type Statements = &'static [(bool, &'static [&'static str])];

/// Names, and the whole text of policies without limits on resources.
/// Source: AWS, AWS Managed Policy Reference.
const WHOLE: [(&str, Statements); 4] = [
    ("AdministratorAccess", &[(false, &["*"])]),
    (
        "PowerUserAccess",
        &[
            (true, &["iam:*", "organizations:*", "account:*"]),
            (false, &["iam:createservicelinkedrole", "iam:deleteservicelinkedrole", "iam:listroles"]),
        ],
    ),
    ("IAMFullAccess", &[(false, &["iam:*", "organizations:describe*", "organizations:list*"])]),
    ("AmazonS3FullAccess", &[(false, &["s3:*", "s3-object-lambda:*"])]),
];

/// What all policies say about some actions. The file has the format, and the source.
const TEXT: &str = include_str!("../../data/managed.txt");

/// The first word of the line with the actions.
const ACTIONS: &str = "actions";

/// The lines of the file without comments, by their first word.
static LINES: LazyLock<BTreeMap<&str, &str>> = LazyLock::new(|| {
    let lines = TEXT.lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| line.split_once(' ').unwrap_or((line, ""))).collect()
});

/// A policy with this name or ARN; its statements are not known unless it is in a table.
pub(super) fn document(name: String) -> Document {
    let last = name.rsplit('/').next().unwrap_or_default();
    if let Some((_, statements)) = WHOLE.iter().find(|(known, _)| *known == last) {
        let all = statements.iter().enumerate();
        let statements = all.map(|(at, (except, actions))| {
            let patterns = actions.iter().map(|action| Glob::wildcards(action)).collect();
            statement(at, Effect::Allow, ActionSet { except: *except, patterns: Some(patterns) }, false)
        });
        return Document { statements: Some(statements.collect()), name };
    }
    let statements = LINES.get(last).filter(|_| last != ACTIONS).map(|said| of_line(said));
    Document { name, statements }
}

/// The statements of a line, and one that may allow all actions that the file does not list.
fn of_line(said: &str) -> Vec<Statement> {
    let marks = [('+', Effect::Allow, false), ('~', Effect::Allow, true), ('-', Effect::Deny, false)];
    let marks = marks.into_iter().chain([('?', Effect::Deny, true)]);
    let mut found: Vec<Statement> = vec![];
    for (mark, effect, limited) in marks {
        let actions = said.split(' ').filter_map(|word| word.strip_prefix(mark));
        let actions: Vec<Glob> = actions.map(|action| Glob::literal(&action.to_lowercase())).collect();
        if !actions.is_empty() {
            let actions = ActionSet { except: false, patterns: Some(actions) };
            found.push(statement(found.len(), effect, actions, limited));
        }
    }
    let listed = LINES.get(ACTIONS).copied().unwrap_or_default().split(' ');
    let listed = listed.map(|action| Glob::literal(&action.to_lowercase())).collect();
    let others = ActionSet { except: true, patterns: Some(listed) };
    found.push(statement(found.len(), Effect::Allow, others, true));
    found
}

/// A statement about everything, or about resources and conditions that are not known.
fn statement(at: usize, effect: Effect, actions: ActionSet, limited: bool) -> Statement {
    let patterns = (!limited).then(|| vec![Glob::wildcards("*")]);
    Statement {
        name: format!("statement {}", at + 1),
        effect,
        who: None,
        actions,
        resources: Some(ResourceSet { except: false, patterns }),
        conditions: vec![],
    }
}

#[cfg(test)]
mod tests {
    use super::{ACTIONS, LINES, document};
    use crate::language::{Caller, Glob, Policies};
    use crate::symbolic::{Fixed, Question, Reply, ask};

    fn reply(policy: &str, action: &str) -> Reply {
        let document = document(policy.to_owned());
        let policies = Policies { identity: vec![&document], ..Policies::default() };
        let caller = Caller::role("arn:aws:iam::111111111111:role/app", "111111111111");
        let (resource, fixed) = (Glob::wildcards("*"), Fixed::new());
        ask(&Question { caller: &caller, action, resource: &resource, fixed: &fixed }, &policies)
    }

    #[test]
    fn the_file_says_what_policies_allow() {
        assert!(matches!(reply("AmazonEC2FullAccess", "ec2:RunInstances"), Reply::Witness(_)));
        assert!(matches!(reply("AWSLambda_FullAccess", "iam:PassRole"), Reply::Undecided(_)));
        assert_eq!(reply("AmazonEC2FullAccess", "iam:PassRole"), Reply::Never);
        assert_eq!(reply("SecurityAudit", "s3:GetObject"), Reply::Never);
        // What the file does not list is not known, and neither is a policy that it does not have.
        assert!(matches!(reply("SecurityAudit", "s3:ListBucket"), Reply::Undecided(_)));
        assert!(matches!(reply("NoSuchPolicy", "s3:GetObject"), Reply::Undecided(_)));
        assert!(matches!(reply("AdministratorAccess", "s3:ListBucket"), Reply::Witness(_)));
    }

    #[test]
    fn every_line_is_about_listed_actions() {
        let listed: Vec<&str> = LINES[ACTIONS].split(' ').collect();
        for (name, said) in LINES.iter().filter(|(name, _)| **name != ACTIONS) {
            for word in said.split(' ').filter(|word| !word.is_empty()) {
                let (mark, action) = word.split_at(1);
                assert!("+~-?".contains(mark) && listed.contains(&action), "{name}: {word}");
            }
        }
        assert!(LINES.len() > 1_600);
    }
}
