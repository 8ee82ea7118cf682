//! Statements of policies: whom keys admit, which requests buckets refuse, and what they deny the CDN.

use polder_inventory::access::{
    Actions, Condition, ConditionOperator, Effect, Policy, PolicyAttachment, PolicyForm, PolicyRole,
    PrincipalPattern, Principals, Quantifier, Resources, Statement,
};
use polder_inventory::model::{Attribute, Known, Link, Pattern, Piece, Reason, Set};
use polder_inventory::stores::StoreId;
use polder_inventory::{EntryId, Inventory};
use polder_verdict::Label;

use super::estate::{label, personal, source, store};
use super::retention::bucket;
use crate::residency::withholds;

/// A statement about everything, of everyone.
fn statement(effect: Effect, action: &str) -> Statement {
    Statement {
        name: None,
        effect,
        principals: Some(Principals::Only(Known::Value(Set::from([PrincipalPattern::Anyone])))),
        actions: Actions::Only(Known::Value(Set::from([action.into()]))),
        resources: Some(Resources::Only(Known::Value(Set::from([Pattern::wildcards("*")])))),
        conditions: Set::default(),
    }
}

fn attach(all: &mut Inventory, to: EntryId, role: PolicyRole, statements: Known<Box<[Statement]>>) {
    let source = source(all, "north");
    let (name, version) = (Known::Value(None), Known::Value("2012-10-17".into()));
    let policy =
        all.access.policies.push(Policy { source, name, form: PolicyForm::Inline, version, statements });
    all.access.policy_attachments.push(PolicyAttachment {
        source,
        policy: Link::To(policy),
        to: Link::To(to),
        role,
    });
}

fn of(key: &str, operator: ConditionOperator, value: Pattern) -> Condition {
    Condition {
        operator,
        if_exists: false,
        quantifier: Quantifier::Single,
        key: key.into(),
        values: Known::Value(Set::from([value])),
    }
}

/// The verdict on a key that everyone may use under a condition. The estate has the account 111122223333.
fn of_a_key(key: &str, operator: ConditionOperator, value: &str) -> Label {
    let mut all = Inventory::default();
    let id = super::keys::key(&mut all);
    let mut allow = statement(Effect::Allow, "*");
    allow.conditions = Set::from([of(key, operator, Pattern::wildcards(value))]);
    attach(&mut all, id.into(), PolicyRole::Key, Known::Value(Box::new([allow])));
    label(&all, "encryption.key-policies")
}

#[test]
fn a_condition_confines_a_key_to_accounts_of_the_estate_only() {
    use ConditionOperator::{IdentifierLike, StringEquals, StringLike};
    let role = "arn:x:people::111122223333:role/*";
    for (key, operator, value) in [
        ("keys:CallerAccount", StringEquals, "111122223333"),
        ("x:SourceAccount", StringEquals, "111122223333"),
        ("x:PrincipalArn", StringLike, role),
        ("x:PrincipalArn", IdentifierLike, role),
        ("x:SourceArn", IdentifierLike, "arn:x:topics:*:111122223333:events"),
    ] {
        assert_eq!(of_a_key(key, operator, value), Label::Proved, "{key} {value}");
    }
    for (key, operator, value) in [
        // Somebody else's account, or more accounts than one.
        ("keys:CallerAccount", StringEquals, "999999999999"),
        ("keys:CallerAccount", StringLike, "1111*"),
        ("x:PrincipalArn", StringLike, "arn:x:people::999999999999:role/x"),
        ("x:PrincipalArn", StringLike, "arn:x:people::*:role/admin"),
        ("x:PrincipalArn", StringLike, "arn:x:*:111122223333:role/x"),
        ("x:SourceArn", StringLike, "arn:x:objects:::somebody"),
        // An organization that is not known to be the estate's.
        ("x:PrincipalOrgID", StringEquals, "o-abcdefghij"),
        // The account of the key, which says nothing about callers.
        ("x:ResourceAccount", StringEquals, "111122223333"),
    ] {
        assert_eq!(of_a_key(key, operator, value), Label::Undecided, "{key} {value}");
    }
}

/// A bucket of personal data with a policy.
fn bucket_with(statements: Known<Box<[Statement]>>) -> (Inventory, StoreId) {
    let mut all = Inventory::default();
    let id = store(&mut all, "north", personal());
    let it = all.stores.stores.get_mut(id).expect("a store");
    it.kind = bucket(Known::Value(false), Set::default());
    it.transit.required = Known::Value(false);
    attach(&mut all, id.into(), PolicyRole::Resource, statements);
    (all, id)
}

#[test]
fn a_refusal_of_plain_requests_for_one_prefix_does_not_count_for_the_bucket() {
    let refused = |inside: &str| {
        let mut deny = statement(Effect::Deny, "objects:*");
        let patterns = ["arn:x:objects:::files", inside].map(Pattern::wildcards);
        deny.resources = Some(Resources::Only(Known::Value(Set::from(patterns))));
        deny.conditions =
            Set::from([of("x:SecureTransport", ConditionOperator::Bool, Pattern::literal("false"))]);
        label(&bucket_with(Known::Value(Box::new([deny]))).0, "encryption.transit.stores")
    };
    assert_eq!(refused("arn:x:objects:::files/*"), Label::Proved);
    // Requests for other objects pass, which the policy itself shows.
    assert_eq!(refused("arn:x:objects:::files/public/*"), Label::Refuted);
}

/// The verdict on a bucket whose statements each deny everyone an action on a resource without TLS.
fn with_denials(denials: &[(&str, &str)]) -> Label {
    let deny = |(action, resource): &(&str, &str)| {
        let mut deny = statement(Effect::Deny, action);
        deny.resources = Some(Resources::Only(Known::Value(Set::from([Pattern::wildcards(resource)]))));
        deny.conditions =
            Set::from([of("x:SecureTransport", ConditionOperator::Bool, Pattern::literal("false"))]);
        deny
    };
    let statements: Vec<Statement> = denials.iter().map(deny).collect();
    label(&bucket_with(Known::Value(statements.into())).0, "encryption.transit.stores")
}

#[test]
fn statements_that_refuse_plain_requests_count_together_and_a_part_is_not_the_whole() {
    let (itself, contents) = ("arn:x:objects:::files", "arn:x:objects:::files/*");
    assert_eq!(with_denials(&[("objects:*", itself), ("objects:*", contents)]), Label::Proved);
    assert_eq!(with_denials(&[("objects:*", itself)]), Label::Refuted);
    assert_eq!(with_denials(&[("objects:*", contents)]), Label::Refuted);
    assert_eq!(with_denials(&[("objects:GetObject", contents)]), Label::Refuted);
    assert_eq!(with_denials(&[("objects:GetObject", "*")]), Label::Refuted);
    assert_eq!(with_denials(&[]), Label::Refuted);
}

/// What a bucket withholds that a service may read but for one statement.
fn withheld(denial: impl Fn(&mut Statement)) -> Known<bool> {
    let cdn = || PrincipalPattern::Service("cdn.example.com".into());
    let mut allow = statement(Effect::Allow, "objects:GetObject");
    allow.principals = Some(Principals::Only(Known::Value(Set::from([cdn()]))));
    let mut deny = statement(Effect::Deny, "objects:GetObject");
    deny.principals = allow.principals.clone();
    denial(&mut deny);
    let (all, id) = bucket_with(Known::Value(Box::new([allow, deny])));
    let found = withholds(&all, id);
    // The inspector, which does not share the reasons, agrees.
    assert_eq!(found.value().map(|yes| !yes), Some(crate::inspector::shows_all_of_it(&all, id)));
    found
}

#[test]
fn a_bucket_withholds_what_its_policy_denies_the_reader_to_read() {
    let only = |who: PrincipalPattern| Some(Principals::Only(Known::Value(Set::from([who]))));
    assert_eq!(withheld(|_| {}), Known::Value(true));
    assert_eq!(withheld(|it| it.principals = only(PrincipalPattern::Anyone)), Known::Value(true));
    assert_eq!(
        withheld(|it| it.actions = statement(Effect::Deny, "objects:Get*").actions),
        Known::Value(true)
    );
    let other = || PrincipalPattern::Service("other.example.com".into());
    assert_eq!(withheld(|it| it.principals = only(other())), Known::Value(false));
    for action in ["objects:Put*", "objects:PutObject", "objects:GetObjectAcl", "objects:DeleteObject*"] {
        let found = withheld(|it| it.actions = statement(Effect::Deny, action).actions);
        assert_eq!(found, Known::Value(false), "{action}");
    }
    let itself = Pattern::of([Piece::Literal("arn:x:objects:::files".into())]);
    let about = |it: &mut Statement| {
        it.resources = Some(Resources::Only(Known::Value(Set::from([itself.clone()]))));
    };
    assert_eq!(withheld(about), Known::Value(false));
    let conditional = |it: &mut Statement| {
        it.conditions = Set::from([of("x:Some", ConditionOperator::Bool, Pattern::literal("true"))]);
    };
    assert_eq!(withheld(conditional), Known::Value(false));
}

#[test]
fn a_bucket_withholds_a_part_that_is_named_by_its_own_identifier_and_an_unknown_policy_is_a_gap() {
    let mut deny = statement(Effect::Deny, "objects:GetObject");
    let (all, id) = bucket_with(Known::Value(Box::new([deny.clone()])));
    assert_eq!(withholds(&all, id), Known::Value(true));
    let own = |id: StoreId| Piece::Attribute { entry: id.into(), attribute: Attribute::Identifier };
    let part = Pattern::of([own(id), Piece::Literal("/invoices/".into()), Piece::AnyRun]);
    deny.resources = Some(Resources::Only(Known::Value(Set::from([part]))));
    let (all, id) = bucket_with(Known::Value(Box::new([deny])));
    assert_eq!(withholds(&all, id), Known::Value(true));
    let (all, id) = bucket_with(Known::Unknown(Reason::Expression));
    assert_eq!(withholds(&all, id), Known::Unknown(Reason::Expression));
}
