//! What is not known, or not modelled, is never part of a proof that nobody can do something.

use std::collections::BTreeMap;

use polder::verdict::Label;
use polder::{Inventory, compile_with_inventory};
use polder_iam::{Extent, prove};
use polder_inventory::access::{KeyGrant, PolicyRole, PrincipalKind, PrincipalPattern, ResourceShare};
use polder_inventory::coverage::BlindSpot;
use polder_inventory::model::{Known, Link, Pattern, Piece, Reason, Set, Text};

const EXAMPLE: &str = include_str!("../../../../examples/one-region/polder.toml");

/// Properties that depend on who has which permissions.
const IDENTITIES: [&str; 6] = [
    "access.administrators",
    "access.backups",
    "access.beyond-needs",
    "access.logging",
    "access.personal-data",
    "access.second-factor",
];

/// Properties that depend on whom resources admit.
const RESOURCES: [&str; 2] = ["access.outsiders", "access.personal-data"];

/// What is not known any more, and the properties that depend on it.
type Doubt = (&'static str, fn(&mut Inventory), &'static [&'static str]);

const DOUBTS: [Doubt; 10] = [
    (
        "whom a policy is attached to",
        |all| attachment(all, PolicyRole::Identity).to = Link::Unknown(Reason::NotGiven),
        &IDENTITIES,
    ),
    (
        "what a resource allows",
        |all| {
            let attachment = attachment(all, PolicyRole::Resource);
            attachment.policy = Link::Unknown(Reason::AfterApply);
        },
        &["access.outsiders"],
    ),
    (
        "which resource a policy is of",
        |all| attachment(all, PolicyRole::Resource).to = Link::Unknown(Reason::NotGiven),
        &RESOURCES,
    ),
    (
        "who assumes a role",
        |all| attachment(all, PolicyRole::Trust).policy = Link::Unknown(Reason::AfterApply),
        &["access.outsiders"],
    ),
    (
        "the ARN of a role",
        |all| {
            let role = role(all);
            let names = all.access.resource_names.values_mut();
            for name in names.filter(|it| it.entry == Link::To(role.into())) {
                name.entry = Link::Unknown(Reason::NotGiven);
            }
        },
        &IDENTITIES,
    ),
    (
        "the groups of a user",
        |all| {
            let role = role(all);
            let groups = Set::from([Link::Unknown(Reason::NotGiven)]);
            all.access.principals.get_mut(role).expect("a role").kind = PrincipalKind::User { groups };
        },
        &IDENTITIES,
    ),
    (
        "the key of a grant",
        |all| {
            let source = all.access.keys.values().next().expect("a key").source;
            all.access.key_grants.push(KeyGrant {
                source,
                key: Link::Unknown(Reason::NotGiven),
                grantee: PrincipalPattern::Anyone,
                operations: Known::Value(Set::default()),
                contexts: Known::Value(Set::default()),
                retiring: None,
            });
        },
        &RESOURCES,
    ),
    (
        "whom resources are shared with",
        |all| {
            let source = all.access.keys.values().next().expect("a key").source;
            all.access.resource_shares.push(ResourceShare {
                source,
                shared: Set::default(),
                with: Known::Unknown(Reason::NotGiven),
                external_allowed: Known::Unknown(Reason::NotGiven),
            });
        },
        &RESOURCES,
    ),
    (
        "whether a store has personal data",
        |all| {
            for store in all.stores.stores.values_mut() {
                store.data_classes = Known::Unknown(Reason::NotGiven);
            }
        },
        &["access.personal-data"],
    ),
    (
        "what a resource of an unknown type is",
        |all| {
            let source = all.access.keys.values().next().expect("a key").source;
            all.sources.get_mut(source).expect("a source").address =
                Text::new("module.a.aws_iam_novelty.main");
            let (reason, text) = (Reason::KindNotModelled, Text::new("It is not modelled."));
            let (entry, attribute, touches_networks) = (None, None, false);
            let spot = BlindSpot { source, entry, attribute, reason, touches_networks, text };
            all.coverage.blind_spots.push(spot);
        },
        &[
            "access.administrators",
            "access.backups",
            "access.logging",
            "access.outsiders",
            "access.second-factor",
        ],
    ),
];

fn attachment(all: &mut Inventory, role: PolicyRole) -> &mut polder_inventory::access::PolicyAttachment {
    all.access.policy_attachments.values_mut().find(|it| it.role == role).expect("an attachment")
}

fn role(all: &Inventory) -> polder_inventory::access::PrincipalId {
    let mut roles = all.access.principals.iter();
    let found = roles.find(|(_, it)| matches!(it.kind, PrincipalKind::Role { service_linked: None, .. }));
    found.expect("a role").0
}

fn labels(inventory: &Inventory) -> BTreeMap<String, Label> {
    let all = prove(inventory, Extent::Whole).into_iter();
    all.map(|it| (it.id, it.verdict.label())).collect()
}

#[test]
fn it_is_undecided() {
    let sound = compile_with_inventory(EXAMPLE).value.expect("a sound platform").1;
    assert!(labels(&sound).values().all(|label| *label == Label::Proved), "{:?}", labels(&sound));
    let mut wrong = vec![];
    for (name, change, depend) in DOUBTS {
        let mut doubtful = sound.clone();
        change(&mut doubtful);
        let found = labels(&doubtful);
        for id in depend {
            if found[*id] == Label::Proved {
                wrong.push(format!("{name}: {id} is proved"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A policy may name a resource by the part of its ARN that a plan does not show.
#[test]
fn a_name_that_is_not_shown_may_be_the_one_of_a_policy() {
    let sound = compile_with_inventory(EXAMPLE).value.expect("a sound platform").1;
    let mut doubtful = sound.clone();
    for name in doubtful.access.resource_names.values_mut() {
        let pieces = name.identifier.pieces().iter().map(|piece| match piece {
            Piece::Literal(text) if text.contains(":role/") => Piece::Unknown(Reason::Expression),
            other => other.clone(),
        });
        name.identifier = Pattern::of(pieces.collect::<Vec<_>>());
    }
    assert_eq!(labels(&sound)["access.administrators"], Label::Proved);
    assert_eq!(labels(&doubtful)["access.administrators"], Label::Undecided);
}
