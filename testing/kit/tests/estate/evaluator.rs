//! Whether policies allow a request: a simple evaluator, which need not be fast.
//!
//! Source: AWS, IAM User Guide, "Policy evaluation logic" and "IAM JSON policy elements: Condition
//! operators". Values that AWS assigns on creation are invented, and the same everywhere.

use std::collections::BTreeMap;

use polder_inventory::access::{
    AccountId, Actions, Condition, ConditionOperator, Effect, Policy, PolicyRole, Quantifier, Resources,
    Statement,
};
use polder_inventory::model::{Attribute, Id as _, Known, Pattern, Piece, Set, Text};
use polder_inventory::{EntryId, Inventory};

/// `*` and `?` of a pattern, as characters that do not occur in texts.
const ANY_RUN: char = '\u{e000}';
const ANY_ONE: char = '\u{e001}';

/// A request: an action on a resource, and the known condition keys.
#[derive(Clone, Debug, Default)]
pub(crate) struct Request {
    pub(crate) action: String,
    pub(crate) resource: String,
    context: BTreeMap<String, Vec<String>>,
}

impl Request {
    pub(crate) fn new(action: &str, resource: impl Into<String>) -> Request {
        Request { action: action.to_owned(), resource: resource.into(), context: BTreeMap::new() }
    }

    /// The same with values of a condition key.
    pub(crate) fn with<V: Into<String>>(mut self, key: &str, values: impl IntoIterator<Item = V>) -> Request {
        self.context.insert(key.to_lowercase(), values.into_iter().map(Into::into).collect());
        self
    }

    fn values(&self, key: &str) -> Option<&[String]> {
        self.context.get(&key.to_lowercase()).map(Vec::as_slice)
    }
}

/// The policies of an inventory, and the texts of their patterns.
pub(crate) struct Policies<'a> {
    inventory: &'a Inventory,
    identifiers: BTreeMap<EntryId, &'a Pattern>,
    /// Literal identifiers, by their pattern.
    spelled: BTreeMap<&'a Pattern, EntryId>,
    attached: BTreeMap<(EntryId, PolicyRole), Vec<&'a Policy>>,
}

impl<'a> Policies<'a> {
    pub(crate) fn of(inventory: &'a Inventory) -> Policies<'a> {
        let names = || {
            inventory
                .access
                .resource_names
                .values()
                .filter_map(|name| Some((name.entry.id()?, &name.identifier)))
        };
        let mut attached: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for attachment in inventory.access.policy_attachments.values() {
            let (to, policy) = (attachment.to.id(), attachment.policy.id());
            let (to, policy) = (to.expect("an attachment to something"), policy.expect("a policy"));
            attached.entry((to, attachment.role)).or_default().push(&inventory.access.policies[policy]);
        }
        let spelled = names().map(|(entry, pattern)| (pattern, entry)).collect();
        Policies { inventory, identifiers: names().collect(), spelled, attached }
    }

    /// The policies that are attached to an entry in a role.
    pub(crate) fn attached(
        &self,
        to: impl Into<EntryId>,
        role: PolicyRole,
    ) -> &[&'a polder_inventory::access::Policy] {
        self.attached.get(&(to.into(), role)).map_or(&[], Vec::as_slice)
    }

    /// The statements of the policies that are attached to an entry in a role; none of AWS managed policies.
    pub(crate) fn statements(&self, to: impl Into<EntryId>, role: PolicyRole) -> Vec<&'a Statement> {
        let policies = self.attached(to, role).iter();
        policies.filter_map(|policy| policy.statements.value()).flatten().collect()
    }

    /// The ARN of an entry.
    pub(crate) fn arn(&self, entry: impl Into<EntryId>) -> String {
        let entry = entry.into();
        let pattern = self.identifiers.get(&entry).unwrap_or_else(|| panic!("{entry:?} has no ARN"));
        pattern.pieces().iter().map(|piece| self.piece(piece, Some(entry), &Request::default())).collect()
    }

    /// An invented account ID.
    pub(crate) fn account(&self, account: AccountId) -> String {
        format!("{:012}", account.index() + 1)
    }

    /// The result of statements: allowed, and not denied.
    pub(crate) fn allow(&self, statements: &[&Statement], request: &Request) -> bool {
        self.says(statements, Effect::Allow, request) && !self.says(statements, Effect::Deny, request)
    }

    /// Whether a statement with this effect applies.
    pub(crate) fn says(&self, statements: &[&Statement], effect: Effect, request: &Request) -> bool {
        statements.iter().any(|statement| statement.effect == effect && self.applies(statement, request))
    }

    /// Whether a statement matches the resource of a request.
    pub(crate) fn is_on(&self, statement: &Statement, request: &Request) -> bool {
        match &statement.resources {
            None => true,
            Some(Resources::Only(those)) => self.any(those, &request.resource, request, glob),
            Some(Resources::AllBut(those)) => !self.any(those, &request.resource, request, glob),
        }
    }

    /// Whether action, resource and conditions of a statement match. The caller compares principals.
    pub(crate) fn applies(&self, statement: &Statement, request: &Request) -> bool {
        covers(statement, &request.action)
            && self.is_on(statement, request)
            && statement.conditions.iter().all(|condition| self.holds(condition, request))
    }

    /// Whether a condition holds.
    pub(crate) fn holds(&self, condition: &Condition, request: &Request) -> bool {
        use ConditionOperator as Op;
        let values = request.values(&condition.key);
        if condition.operator == Op::Absent {
            let absent = values.is_none().to_string();
            return self.any(&condition.values, &absent, request, glob);
        }
        let (matches, negated): (fn(&str, &str) -> bool, bool) = match condition.operator {
            Op::StringEquals | Op::Bool => (same, false),
            Op::StringNotEquals => (same, true),
            Op::StringLike => (glob, false),
            Op::StringNotLike => (glob, true),
            Op::IdentifierLike => (glob_parts, false),
            Op::IdentifierNotLike => (glob_parts, true),
            Op::NumericLessThan => (is_above, false),
            other => panic!("no policy of an example has the operator {other:?}"),
        };
        let Some(values) = values else {
            return match condition.quantifier {
                Quantifier::Single => condition.if_exists || negated,
                Quantifier::Any => condition.if_exists,
                Quantifier::All => true,
            };
        };
        let one = |value: &String| self.any(&condition.values, value, request, matches) != negated;
        match condition.quantifier {
            Quantifier::Single | Quantifier::Any => values.iter().any(one),
            Quantifier::All => values.iter().all(one),
        }
    }

    fn any(
        &self,
        patterns: &Known<Set<Pattern>>,
        text: &str,
        request: &Request,
        matches: fn(&str, &str) -> bool,
    ) -> bool {
        let Known::Value(patterns) = patterns else { panic!("{patterns:?}") };
        patterns.iter().any(|pattern| matches(&self.text(pattern, request), text))
    }

    /// The text of a pattern, with [`ANY_RUN`] and [`ANY_ONE`] in it.
    pub(crate) fn text(&self, pattern: &Pattern, request: &Request) -> String {
        if let Some(entry) = self.spelled.get(pattern) {
            return self.arn(*entry);
        }
        pattern.pieces().iter().map(|piece| self.piece(piece, None, request)).collect()
    }

    fn piece(&self, piece: &Piece, of: Option<EntryId>, request: &Request) -> String {
        match piece {
            Piece::Literal(text) => text.to_string(),
            Piece::AnyRun => ANY_RUN.to_string(),
            Piece::AnyOne => ANY_ONE.to_string(),
            Piece::Variable(key) => {
                request.values(key).and_then(|values| values.first()).cloned().unwrap_or_default()
            }
            Piece::Attribute { entry, attribute: Attribute::Identifier } => self.arn(*entry),
            // Policies refer to the ID of an organization and to that of its root, which is a unit of the
            // inventory.
            Piece::Attribute { entry: EntryId::Organization(id), attribute: Attribute::Other } => {
                let root = self.inventory.access.organizations[*id].root.id().expect("a root");
                self.text(&Pattern::attribute(root, Attribute::Id), request)
            }
            Piece::Attribute { entry, attribute } => format!("{attribute:?}-of-{entry:?}"),
            Piece::Account(account) => self.account(*account),
            Piece::Unknown(_) => {
                of.map_or_else(|| "unknown".to_owned(), |entry| format!("made-up-for-{entry:?}"))
            }
        }
    }
}

/// Whether a statement matches an action.
pub(crate) fn covers(statement: &Statement, action: &str) -> bool {
    let listed = |actions: &Known<Set<Text>>| {
        let actions = actions.value().expect("known actions");
        actions.iter().any(|pattern| {
            let pattern =
                pattern.to_lowercase().replace('*', &ANY_RUN.to_string()).replace('?', &ANY_ONE.to_string());
            glob(&pattern, &action.to_lowercase())
        })
    };
    match &statement.actions {
        Actions::Only(actions) => listed(actions),
        Actions::AllBut(actions) => !listed(actions),
    }
}

fn same(pattern: &str, text: &str) -> bool {
    // In a comparison for equality a star is literal.
    pattern.replace(ANY_RUN, "*").replace(ANY_ONE, "?") == text
}

/// Whether the limit of a condition is above the number of a request.
fn is_above(limit: &str, number: &str) -> bool {
    match (limit.parse::<i64>(), number.parse::<i64>()) {
        (Ok(limit), Ok(number)) => number < limit,
        other => panic!("{other:?}"),
    }
}

/// Part by part, as ARNs are compared: no wildcard matches across one of the first five colons.
fn glob_parts(pattern: &str, text: &str) -> bool {
    let (patterns, texts): (Vec<&str>, Vec<&str>) =
        (pattern.splitn(6, ':').collect(), text.splitn(6, ':').collect());
    patterns.len() == texts.len() && patterns.iter().zip(texts).all(|(pattern, text)| glob(pattern, text))
}

/// Whether a text matches a pattern with [`ANY_RUN`] and [`ANY_ONE`].
fn glob(pattern: &str, text: &str) -> bool {
    let wildcards = [pattern.find(ANY_RUN), pattern.find(ANY_ONE)];
    let Some(at) = wildcards.into_iter().flatten().min() else { return pattern == text };
    let (Some(text), true) = (text.get(at..), text.starts_with(&pattern[..at])) else { return false };
    let rest = &pattern[at + ANY_RUN.len_utf8()..];
    if pattern[at..].starts_with(ANY_ONE) {
        return text.chars().next().is_some_and(|any| glob(rest, &text[any.len_utf8()..]));
    }
    let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
    rest.is_empty() || ends.into_iter().any(|at| glob(rest, &text[at..]))
}

#[test]
fn wildcards_match_as_iam_says() {
    let pattern = |text: &str| text.replace('*', &ANY_RUN.to_string()).replace('?', &ANY_ONE.to_string());
    for (with, text, matches, parts) in [
        ("arn:aws:s3:::a/*", "arn:aws:s3:::a/b/c", true, true),
        ("arn:aws:s3:::a/*", "arn:aws:s3:::a", false, false),
        ("arn:aws:iam::*:role/a", "arn:aws:iam::1:role/a", true, true),
        ("arn:aws:*:role/a", "arn:aws:iam::1:role/a", true, false),
        ("role-?", "role-a", true, true),
        ("role-?", "role-", false, false),
        ("*a*b", "xaybzb", true, true),
        ("*a*b", "xaybz", false, false),
        ("", "", true, true),
    ] {
        assert_eq!(glob(&pattern(with), text), matches, "{with} {text}");
        assert_eq!(glob_parts(&pattern(with), text), parts, "{with} {text}");
    }
}

/// Negated operators hold without the key, others do not; with `IfExists` both do.
#[test]
fn conditions_hold_as_iam_says() {
    let inventory = Inventory::default();
    let policies = Policies::of(&inventory);
    let condition = |operator, if_exists, quantifier| Condition {
        operator,
        if_exists,
        quantifier,
        key: "aws:Key".into(),
        values: Known::Value([Pattern::literal("a"), Pattern::literal("b")].into()),
    };
    let request = |values: Option<&[&str]>| {
        let request = Request::new("a:B", "*");
        values.map_or(request.clone(), |values| request.with("AWS:key", values.iter().copied()))
    };
    use ConditionOperator::{StringEquals, StringNotEquals};
    use Quantifier::{All, Any, Single};
    for (operator, if_exists, quantifier, values, holds) in [
        (StringEquals, false, Single, Some(&["a"][..]), true),
        (StringEquals, false, Single, Some(&["c"]), false),
        (StringEquals, false, Single, None, false),
        (StringEquals, true, Single, None, true),
        (StringNotEquals, false, Single, Some(&["a"]), false),
        (StringNotEquals, false, Single, Some(&["c"]), true),
        (StringNotEquals, false, Single, None, true),
        (StringEquals, false, Any, Some(&["c", "a"]), true),
        (StringEquals, false, Any, None, false),
        (StringEquals, false, All, Some(&["c", "a"]), false),
        (StringEquals, false, All, Some(&["b", "a"]), true),
        (StringEquals, false, All, None, true),
        (StringNotEquals, false, Any, None, false),
        (StringNotEquals, false, All, Some(&["c", "a"]), false),
    ] {
        let found = policies.holds(&condition(operator, if_exists, quantifier), &request(values));
        assert_eq!(found, holds, "{operator:?} {if_exists} {quantifier:?} {values:?}");
    }
    let absent = |value: &str| Condition {
        values: Known::Value([Pattern::literal(value)].into()),
        ..condition(ConditionOperator::Absent, false, Single)
    };
    assert!(
        policies.holds(&absent("true"), &request(None)) && !policies.holds(&absent("false"), &request(None))
    );
    assert!(
        policies.holds(&absent("false"), &request(Some(&["a"])))
            && !policies.holds(&absent("true"), &request(Some(&["a"])))
    );
}
