//! Statements of policies: whom keys admit, which requests buckets refuse, and what they deny the CDN.

use polder_inventory::access::{
    Actions, Condition, ConditionOperator, Effect, Policy, PolicyAttachment, PolicyForm, PolicyRole,
    PrincipalPattern, Principals, Quantifier, Resources, Statement,
};
use polder_inventory::model::{Attribute, Known, Link, Pattern, Piece, Reason, Set};
use polder_inventory::stores::{Queue, StoreId, StoreKind, Topic};
use polder_inventory::{EntryId, Inventory};
use polder_units::Duration;
use polder_verdict::Label;

use super::estate::{judged, label, personal, source, store};
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

/// The label and the gaps of a store of a kind whose policy denies everyone some actions on some resources without TLS.
fn with_denial(kind: StoreKind, actions: &[&str], resources: &[Pattern]) -> (Label, String) {
    let mut deny = statement(Effect::Deny, "*");
    deny.actions = Actions::Only(Known::Value(actions.iter().map(|action| (*action).into()).collect()));
    deny.resources = Some(Resources::Only(Known::Value(resources.iter().cloned().collect())));
    deny.conditions =
        Set::from([of("x:SecureTransport", ConditionOperator::Bool, Pattern::literal("false"))]);
    let (mut all, id) = bucket_with(Known::Value(Box::new([deny])));
    all.stores.stores.get_mut(id).expect("a store").kind = kind;
    let verdict = judged(&all).remove("encryption.transit.stores").expect("the property").verdict;
    (verdict.label(), format!("{verdict:?}"))
}

#[test]
fn a_policy_that_denies_some_actions_leaves_others_and_the_inspector_agrees() {
    let files = || bucket(Known::Value(false), Set::default());
    let named = ["objects:ListBucket", "objects:GetObject", "objects:PutObject", "objects:DeleteObject"];
    let own = ["arn:x:objects:::files", "arn:x:objects:::files/*"].map(Pattern::wildcards);
    let (label, verdict) = with_denial(files(), &named, &own);
    assert_eq!(label, Label::Refuted, "{verdict}");
    let (label, verdict) = with_denial(files(), &["objects:Get*", "objects:List*", "objects:*Object"], &own);
    assert_eq!(label, Label::Refuted, "{verdict}");
    let hour = || Known::Value(Duration::seconds(3600));
    let queue = Queue {
        fifo: Known::Value(false),
        retention: hour(),
        visibility_timeout: hour(),
        delay: hour(),
        receive_wait: hour(),
        dead_letters: None,
        dead_letter_sources: Known::Value(None),
    };
    let messages = ["messages:SendMessage", "messages:ReceiveMessage"];
    let (label, verdict) =
        with_denial(StoreKind::Queue(Box::new(queue)), &messages, &[Pattern::wildcards("*")]);
    assert_eq!(label, Label::Refuted, "{verdict}");
}

#[test]
fn resources_of_a_refusal_that_are_not_known_leave_open_only_what_they_may_add() {
    let files = || bucket(Known::Value(false), Set::default());
    let own = |rest: &[Piece]| {
        let attribute = Piece::Attribute {
            entry: bucket_with(Known::Value(Box::new([]))).1.into(),
            attribute: Attribute::Identifier,
        };
        Pattern::of([attribute].into_iter().chain(rest.iter().cloned()))
    };
    let unknown = || Piece::Unknown(Reason::Expression);
    // The start of the ARN of the store, and something that is not known.
    let (label, verdict) = with_denial(files(), &["objects:*"], &[own(&[unknown()])]);
    assert_eq!(label, Label::Undecided, "{verdict}");
    assert!(!verdict.contains("bug of Polder"), "{verdict}");
    // Names that start so.
    let start = Pattern::wildcards("arn:x:objects:::*");
    let (label, verdict) = with_denial(files(), &["objects:*"], &[start]);
    assert_eq!(label, Label::Undecided, "{verdict}");
    assert!(!verdict.contains("bug of Polder"), "{verdict}");
    // All of it, whatever else.
    let whole = [own(&[]), own(&[Piece::Literal("/".into()), Piece::AnyRun]), own(&[unknown()])];
    let (label, verdict) = with_denial(files(), &["objects:*"], &whole);
    assert_eq!(label, Label::Proved, "{verdict}");
}

#[test]
fn a_topic_refuses_by_patterns_of_its_two_actions() {
    let any = [Pattern::wildcards("*")];
    let topic = || StoreKind::Topic(Topic { fifo: Known::Value(false) });
    let (label, verdict) = with_denial(topic(), &["topics:Pub*", "topics:*scribe"], &any);
    assert_eq!(label, Label::Proved, "{verdict}");
    let (label, verdict) = with_denial(topic(), &["topics:Pub*"], &any);
    assert_eq!(label, Label::Refuted, "{verdict}");
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
