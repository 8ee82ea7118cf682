//! Ways to break residency and encryption.

use polder::Inventory;
use polder_inventory::SourceId;
use polder_inventory::access::{
    Actions, Effect, Key, KeyGrant, KeyId, PolicyRole, PrincipalPattern, Principals, Statement,
};
use polder_inventory::messaging::{Subscription, SubscriptionTarget};
use polder_inventory::model::{Known, Link, Location, Pattern, Piece, Set};
use polder_inventory::networks::{
    ApiTarget, Distribution, Listener, ListenerAction, ListenerProtocol, OriginProtocol, OriginTarget,
    TlsVersion, ViewerProtocol, WeightedTargets,
};
use polder_inventory::observability::LogKind;
use polder_inventory::outside::{External, Owner};
use polder_inventory::stores::{
    Bucket, Encryption, LifecycleEffect, LockMode, ObjectLock, Store, StoreId, StoreKind,
};
use polder_units::Duration;

use crate::{Mutant, TWO_SITES, wrong};

const PERSONAL: &str = "residency.personal";
const LOGS: &str = "residency.logs";
const CELLS: &str = "residency.cells";
const RETENTION: &str = "residency.retention";
const ERASURE: &str = "residency.erasure";
const RECIPIENTS: &str = "residency.recipients";
const EDGE: &str = "residency.edge-cache";
const REST: &str = "encryption.at-rest";
const KEYS: &str = "encryption.keys";
const OWNER: &str = "encryption.key-owner";
const ROTATION: &str = "encryption.rotation";
const POLICIES: &str = "encryption.key-policies";
const OUTSIDERS: &str = "access.outsiders";
const STORES: &str = "encryption.transit.stores";
const LISTENERS: &str = "encryption.transit.listeners";
const TARGETS: &str = "encryption.transit.targets";
const VIEWERS: &str = "encryption.transit.viewers";
const ORIGINS: &str = "encryption.transit.origins";
const APIS: &str = "encryption.transit.apis";

/// Stacks of the primary and of the backup site.
const DATA: &str = "eu-west-1/main/data";
const BASE: &str = "eu-west-1/main/base";
const COPIES: &str = "eu-central-1/main/data";
const COPIES_BASE: &str = "eu-central-1/main/base";
const GLOBAL: &str = "global/edge";
const APP: &str = "eu-west-1/main/app";

const DATABASE: &str = "aws_db_instance.main";
const PRIVATE: &str = "aws_s3_bucket.private";
const CACHE: &str = "aws_elasticache_replication_group.cache";
const EVENTS: &str = "aws_sqs_queue.events";
const TOPIC: &str = "aws_sns_topic.domain_events";
const VAULT: &str = "aws_backup_vault.main";
const LOG: &str = "aws_cloudwatch_log_group.api";
const SECRET: &str = "aws_secretsmanager_secret.secret_key";

pub(crate) const MUTANTS: [Mutant; 64] = [
    (
        "a replica of the database in the US",
        |all| move_to(all, COPIES, DATABASE, "us-east-1"),
        &[PERSONAL, CELLS],
    ),
    (
        "a replica of the database in the UK",
        |all| move_to(all, COPIES, DATABASE, "eu-west-2"),
        &[PERSONAL, CELLS],
    ),
    (
        "a replica of the database in Switzerland",
        |all| move_to(all, COPIES, DATABASE, "eu-central-2"),
        &[PERSONAL, CELLS],
    ),
    (
        "a replica of the database in another region of the EU",
        |all| move_to(all, COPIES, DATABASE, "eu-north-1"),
        &[CELLS],
    ),
    ("the database itself in the US", |all| move_to(all, DATA, DATABASE, "us-east-1"), &[PERSONAL, CELLS]),
    (
        "a replica of private files in the US",
        |all| move_to(all, COPIES_BASE, PRIVATE, "us-east-1"),
        &[PERSONAL, CELLS],
    ),
    ("copies of backups in the US", |all| move_to(all, COPIES_BASE, VAULT, "us-east-1"), &[PERSONAL, CELLS]),
    ("backups in the US", |all| move_to(all, BASE, VAULT, "us-east-1"), &[PERSONAL, CELLS]),
    (
        "dead letters in the US",
        |all| move_to(all, DATA, "aws_sqs_queue.events_dead", "us-east-1"),
        &[PERSONAL, CELLS],
    ),
    ("a cache in the US", |all| move_to(all, DATA, CACHE, "us-east-1"), &[PERSONAL, CELLS]),
    ("a queue in the UK", |all| move_to(all, DATA, EVENTS, "eu-west-2"), &[PERSONAL, CELLS]),
    ("a topic in the US", |all| move_to(all, BASE, TOPIC, "us-east-1"), &[PERSONAL, CELLS]),
    ("a log of a process in the US", |all| move_to(all, APP, LOG, "us-east-1"), &[LOGS, CELLS]),
    (
        "a flow log in the US",
        |all| move_to(all, "eu-west-1/main/network", "aws_cloudwatch_log_group.flows", "us-east-1"),
        &[LOGS, CELLS],
    ),
    (
        "access logs in the US",
        |all| move_to(all, BASE, "aws_s3_bucket.access_logs", "us-east-1"),
        &[LOGS, CELLS],
    ),
    ("a log is forwarded to the US", forwarded, &[LOGS, CELLS]),
    (
        "private files are replicated to somebody in the US",
        |all| replicated_outside(all, "us-east-1"),
        &[PERSONAL, RECIPIENTS, CELLS],
    ),
    (
        "private files are replicated to somebody in Ireland",
        |all| replicated_outside(all, "eu-west-1"),
        &[RECIPIENTS],
    ),
    (
        "a snapshot of the database is shared",
        |all| snapshot(all, &["111122223333"]),
        &[RECIPIENTS, RETENTION],
    ),
    ("a snapshot of the database is public", |all| snapshot(all, &["*"]), &[RECIPIENTS, RETENTION]),
    ("a snapshot of the database is kept", |all| snapshot(all, &[]), &[RETENTION]),
    (
        "domain events are mailed",
        |all| subscribed(all, SubscriptionTarget::Email(Known::Value("a@example.org".into()))),
        &[RECIPIENTS],
    ),
    (
        "domain events are sent to a URL",
        |all| subscribed(all, SubscriptionTarget::Url(Known::Value("https://example.org".into()))),
        &[RECIPIENTS],
    ),
    ("a log is kept for ever", |all| log_for(all, None), &[RETENTION]),
    ("a log is kept for twenty years", |all| log_for(all, Some(7300)), &[RETENTION]),
    ("backups are kept for ever", |all| backups_for(all, None), &[RETENTION]),
    ("copies of backups are kept for ever", copies_for_ever, &[RETENTION]),
    ("point-in-time recovery for two years", point_in_time, &[RETENTION]),
    (
        "access logs are never deleted",
        |all| without_rule(all, BASE, "aws_s3_bucket.access_logs", &LifecycleEffect::Expire),
        &[RETENTION],
    ),
    (
        "old versions of access logs are never deleted",
        |all| without_rule(all, BASE, "aws_s3_bucket.access_logs", &LifecycleEffect::ExpireNoncurrent),
        &[RETENTION],
    ),
    (
        "old versions of private files are never deleted",
        |all| without_rule(all, BASE, PRIVATE, &LifecycleEffect::ExpireNoncurrent),
        &[ERASURE],
    ),
    ("deletions are not replicated", deletions_stay, &[ERASURE]),
    ("private files are locked for ten years", locked, &[ERASURE]),
    ("pages are cached although the shop knows who asks", cached_pages, &[EDGE]),
    ("the CDN may read invoices", readable_invoices, &[EDGE]),
    ("the CDN serves private files", private_origin, &[EDGE]),
    ("the database is not encrypted", |all| encrypt(all, DATA, DATABASE, Encryption::None), &[REST, KEYS]),
    ("the cache is not encrypted", |all| encrypt(all, DATA, CACHE, Encryption::None), &[REST, KEYS]),
    ("private files are not encrypted", |all| encrypt(all, BASE, PRIVATE, Encryption::None), &[REST, KEYS]),
    ("the queue is not encrypted", |all| encrypt(all, DATA, EVENTS, Encryption::None), &[REST, KEYS]),
    ("the topic is not encrypted", |all| encrypt(all, BASE, TOPIC, Encryption::None), &[REST, KEYS]),
    ("a log is not encrypted", |all| encrypt(all, APP, LOG, Encryption::None), &[REST]),
    ("backups are not encrypted", |all| encrypt(all, BASE, VAULT, Encryption::None), &[REST, KEYS]),
    (
        "a table is not encrypted",
        |all| encrypt(all, DATA, "aws_dynamodb_table.published", Encryption::None),
        &[REST],
    ),
    (
        "the database has a key that the provider manages",
        |all| encrypt(all, DATA, DATABASE, Encryption::ProviderManaged),
        &[KEYS],
    ),
    ("backups have a key of the service", |all| encrypt(all, BASE, VAULT, Encryption::ServiceOwned), &[KEYS]),
    (
        "a secret has a key that the provider manages",
        |all| encrypt(all, DATA, SECRET, Encryption::ProviderManaged),
        &[KEYS],
    ),
    (
        "the key of the database is disabled",
        |all| key(all, "database").enabled = Known::Value(false),
        &[KEYS],
    ),
    ("the database has a key of somebody else", foreign_key, &[OWNER]),
    ("a key is never rotated", |all| key(all, "database").rotation = Known::Value(None), &[ROTATION]),
    (
        "a key is rotated every three years",
        |all| key(all, "events").rotation = Known::Value(Some(Duration::days(1095))),
        &[ROTATION],
    ),
    ("everyone may use a key", |all| admit(all, PrincipalPattern::Anyone), &[OUTSIDERS, POLICIES]),
    (
        "another account may use a key",
        |all| {
            let account = foreign_account(all);
            admit(all, account);
        },
        &[POLICIES],
    ),
    ("a grant admits everyone", granted, &[POLICIES]),
    (
        "the database accepts plain connections",
        |all| store(all, DATA, DATABASE).transit.required = Known::Value(false),
        &[STORES],
    ),
    (
        "the database accepts TLS 1.0",
        |all| store(all, DATA, DATABASE).transit.minimum = Known::Value(Some(TlsVersion::Tls10)),
        &[STORES],
    ),
    (
        "the cache accepts plain connections",
        |all| store(all, DATA, CACHE).transit.required = Known::Value(false),
        &[STORES],
    ),
    (
        "the policy of private files accepts plain requests",
        |all| without_denial(all, BASE, PRIVATE),
        &[STORES],
    ),
    ("the policy of the queue accepts plain requests", |all| without_denial(all, DATA, EVENTS), &[STORES]),
    (
        "a listener accepts TLS 1.0",
        |all| {
            listener(all).tls.as_mut().expect("TLS").minimum = Known::Value(TlsVersion::Tls10);
        },
        &[LISTENERS],
    ),
    ("a listener serves plain HTTP", |all| plain(all, false), &[LISTENERS]),
    ("a listener that redirects changes nothing", |all| plain(all, true), &[]),
    ("plain targets in no network", plain_targets, &[TARGETS]),
    (
        "viewers may use TLS 1.0",
        |all| distribution(all, "nl").tls.minimum = Known::Value(TlsVersion::Tls10),
        &[VIEWERS],
    ),
];

pub(crate) const MORE: [Mutant; 6] = [
    ("a log in another region of the EU", |all| move_to(all, APP, LOG, "eu-north-1"), &[CELLS]),
    (
        "viewers may use plain HTTP",
        |all| distribution(all, "nl").behaviours[0].viewer_protocol = Known::Value(ViewerProtocol::AllowAll),
        &[VIEWERS],
    ),
    (
        "an origin is reached over plain HTTP",
        |all| connection(all).protocol = Known::Value(OriginProtocol::HttpOnly),
        &[ORIGINS],
    ),
    (
        "an origin is reached over TLS 1.0",
        |all| connection(all).tls_versions = Known::Value(Set::from([TlsVersion::Tls10, TlsVersion::Tls12])),
        &[ORIGINS],
    ),
    (
        "a domain of an API accepts TLS 1.0",
        |all| {
            all.networks.api_domains.values_mut().next().expect("a domain").tls.minimum =
                Known::Value(TlsVersion::Tls10);
        },
        &[APIS],
    ),
    ("an API calls its backend over plain HTTP", plain_backend, &[APIS]),
];

#[test]
fn each_mutant_of_data_is_refuted_by_what_it_breaks_and_by_nothing_else() {
    let mut found = wrong(TWO_SITES, &MUTANTS);
    found.extend(wrong(TWO_SITES, &MORE));
    assert_eq!(found, Vec::<String>::new());
}

fn is_at(all: &Inventory, source: SourceId, stack: &str, address: &str) -> bool {
    let source = &all.sources[source];
    source.stack.ends_with(stack) && source.address.as_str() == address
}

fn store_id(all: &Inventory, stack: &str, address: &str) -> StoreId {
    let mut stores = all.stores.stores.iter();
    stores.find(|(_, it)| is_at(all, it.source, stack, address)).expect(address).0
}

fn store<'a>(all: &'a mut Inventory, stack: &str, address: &str) -> &'a mut Store {
    let id = store_id(all, stack, address);
    all.stores.stores.get_mut(id).expect("a store")
}

fn bucket<'a>(all: &'a mut Inventory, stack: &str, address: &str) -> &'a mut Bucket {
    let StoreKind::Bucket(bucket) = &mut store(all, stack, address).kind else { panic!("a bucket") };
    bucket
}

fn move_to(all: &mut Inventory, stack: &str, address: &str, region: &str) {
    let source = store(all, stack, address).source;
    let account = all.locations[all.sources[source].location].account;
    let location = all.locations.push(Location { account, region: Known::Value(Some(region.into())) });
    all.sources.get_mut(source).expect("a source").location = location;
}

fn encrypt(all: &mut Inventory, stack: &str, address: &str, encryption: Encryption) {
    store(all, stack, address).encryption = encryption;
}

fn forwarded(all: &mut Inventory) {
    let (from, to) = (store_id(all, APP, LOG), store_id(all, GLOBAL, "aws_cloudwatch_log_group.access"));
    let mut route = all.observability.log_routes.values().next().expect("a log").clone();
    route.from = Link::To(from.into());
    route.to = Link::To(to.into());
    route.kind = LogKind::Forwarded;
    all.observability.log_routes.push(route);
}

fn outside(all: &mut Inventory, region: &str) -> polder_inventory::outside::ExternalId {
    all.outside.externals.push(External {
        name: "arn:aws:s3:::somebody".into(),
        owner: Owner::ThirdParty,
        region: Known::Value(Some(region.into())),
        kind: "bucket".into(),
    })
}

fn replicated_outside(all: &mut Inventory, region: &str) {
    let to = outside(all, region);
    let from = store_id(all, BASE, PRIVATE);
    let found = all.stores.replications.values_mut().find(|it| it.from == Link::To(from));
    found.expect("a replication").to = Link::Outside(to);
}

fn snapshot(all: &mut Inventory, accounts: &[&str]) {
    let of = store_id(all, DATA, DATABASE);
    let mut copy = all.stores.stores[of].clone();
    copy.automated_backups = None;
    copy.kind = StoreKind::Snapshot {
        of: Link::To(of),
        shared_with: Known::Value(accounts.iter().map(|account| (*account).into()).collect()),
    };
    all.stores.stores.push(copy);
}

fn subscribed(all: &mut Inventory, to: SubscriptionTarget) {
    let topic = store_id(all, BASE, TOPIC);
    let source = all.stores.stores[topic].source;
    let filter = Known::Value(None);
    all.messaging.subscriptions.push(Subscription {
        source,
        topic: Link::To(topic),
        to,
        filter,
        dead_letters: None,
    });
}

fn log_for(all: &mut Inventory, days: Option<u64>) {
    let StoreKind::LogStore(log) = &mut store(all, APP, LOG).kind else { panic!("a log") };
    log.retention = Known::Value(days.map(Duration::days));
}

fn backups_for(all: &mut Inventory, days: Option<u64>) {
    let plan = all.stores.backup_plans.values_mut().next().expect("a plan");
    plan.rules = plan
        .rules
        .iter()
        .cloned()
        .map(|mut rule| {
            rule.retention = Known::Value(days.map(Duration::days));
            rule
        })
        .collect();
}

fn copies_for_ever(all: &mut Inventory) {
    let plan = all.stores.backup_plans.values_mut().next().expect("a plan");
    plan.rules = plan
        .rules
        .iter()
        .cloned()
        .map(|mut rule| {
            assert!(!rule.copies.is_empty());
            rule.copies = rule
                .copies
                .iter()
                .cloned()
                .map(|mut copy| {
                    copy.retention = Known::Value(None);
                    copy
                })
                .collect();
            rule
        })
        .collect();
}

fn point_in_time(all: &mut Inventory) {
    let backups = store(all, DATA, DATABASE).automated_backups.as_mut().expect("backups");
    backups.retention = Known::Value(Duration::days(730));
}

fn without_rule(all: &mut Inventory, stack: &str, address: &str, effect: &LifecycleEffect) {
    let bucket = bucket(all, stack, address);
    let Known::Value(rules) = &bucket.lifecycle else { panic!("known") };
    let left: Set<_> = rules.iter().filter(|rule| rule.effect != *effect).cloned().collect();
    assert!(left.len() < rules.len());
    bucket.lifecycle = Known::Value(left);
}

fn deletions_stay(all: &mut Inventory) {
    let from = store_id(all, BASE, PRIVATE);
    let found = all.stores.replications.values_mut().find(|it| it.from == Link::To(from));
    found.expect("a replication").deletions = Known::Value(false);
}

fn locked(all: &mut Inventory) {
    let retention = Known::Value(Some(Duration::days(3650)));
    bucket(all, BASE, PRIVATE).lock =
        Some(ObjectLock { mode: Known::Value(LockMode::Compliance), retention });
}

fn cached_pages(all: &mut Inventory) {
    let mut policies = all.networks.cache_policies.values_mut();
    let pages = policies.find(|it| it.name.value().is_some_and(|name| name.ends_with("-pages")));
    pages.expect("a policy").ttl_default = Known::Value(Duration::days(1));
}

/// The statements of the policies of a store in a role.
fn change_policies(all: &mut Inventory, id: StoreId, change: impl Fn(&mut Vec<Statement>)) {
    let to = Link::To(id.into());
    let attachments = all.access.policy_attachments.values();
    let policies: Vec<_> = attachments.filter(|it| it.to == to).filter_map(|it| it.policy.id()).collect();
    assert!(!policies.is_empty());
    for policy in policies {
        let policy = all.access.policies.get_mut(policy).expect("a policy");
        let Known::Value(statements) = &policy.statements else { panic!("known") };
        let mut statements = statements.to_vec();
        change(&mut statements);
        policy.statements = Known::Value(statements.into_boxed_slice());
    }
}

fn readable_invoices(all: &mut Inventory) {
    let media = store_id(all, BASE, "aws_s3_bucket.media");
    change_policies(all, media, |statements| {
        statements.retain(|it| it.name.as_ref().is_none_or(|name| name.as_str() != "HiddenFromTheWorld"));
    });
}

fn without_denial(all: &mut Inventory, stack: &str, address: &str) {
    let id = store_id(all, stack, address);
    change_policies(all, id, |statements| {
        statements.retain(|it| it.name.as_ref().is_none_or(|name| name.as_str() != "OnlyOverTls"));
    });
}

fn private_origin(all: &mut Inventory) {
    let private = store_id(all, BASE, PRIVATE);
    let origins = &mut distribution(all, "media").origins;
    let origin = origins.iter_mut().find(|it| matches!(it.target, OriginTarget::Bucket(_)));
    origin.expect("a bucket").target = OriginTarget::Bucket(Link::To(private));
}

fn key_id(all: &Inventory, name: &str) -> KeyId {
    let address = format!("aws_kms_key.{name}");
    all.access.keys.iter().find(|(_, it)| is_at(all, it.source, BASE, &address)).expect(name).0
}

fn key<'a>(all: &'a mut Inventory, name: &str) -> &'a mut Key {
    let id = key_id(all, name);
    all.access.keys.get_mut(id).expect("a key")
}

fn foreign_key(all: &mut Inventory) {
    let other = outside(all, "eu-west-1");
    encrypt(all, DATA, DATABASE, Encryption::Key(Link::Outside(other)));
}

fn foreign_account(all: &mut Inventory) -> PrincipalPattern {
    let other = outside(all, "eu-west-1");
    PrincipalPattern::Account(Link::Outside(other))
}

fn admit(all: &mut Inventory, who: PrincipalPattern) {
    let to = Link::To(key_id(all, "database").into());
    let mut attachments = all.access.policy_attachments.values();
    let found = attachments.find(|it| it.to == to && it.role == PolicyRole::Key).expect("a policy");
    let policy = all.access.policies.get_mut(found.policy.id().expect("known")).expect("a policy");
    let Known::Value(statements) = &policy.statements else { panic!("known") };
    let mut statements = statements.to_vec();
    let mut more = statements[0].clone();
    more.effect = Effect::Allow;
    more.principals = Some(Principals::Only(Known::Value(Set::from([who]))));
    more.actions = Actions::Only(Known::Value(Set::from(["kms:Decrypt".into()])));
    statements.push(more);
    policy.statements = Known::Value(statements.into_boxed_slice());
}

fn granted(all: &mut Inventory) {
    let id = key_id(all, "database");
    let source = all.access.keys[id].source;
    all.access.key_grants.push(KeyGrant {
        source,
        key: Link::To(id),
        grantee: PrincipalPattern::Anyone,
        operations: Known::Value(Set::from(["Decrypt".into()])),
        contexts: Known::Value(Set::default()),
        retiring: None,
    });
}

fn listener(all: &mut Inventory) -> &mut Listener {
    all.networks.listeners.values_mut().next().expect("a listener")
}

/// A listener on port 80 next to the first one.
fn plain(all: &mut Inventory, redirects: bool) {
    let group = all.networks.target_groups.iter().next().expect("a group").0;
    let mut more = listener(all).clone();
    more.port = Known::Value(Some(80));
    more.protocol = Known::Value(ListenerProtocol::Http);
    more.tls = None;
    let action = if redirects {
        ListenerAction::Redirect {
            protocol: Some(ListenerProtocol::Https),
            to: Known::Value(Pattern::of([Piece::Literal("https://#{host}".into())])),
            status: Known::Value(301),
        }
    } else {
        ListenerAction::Forward(Set::from([WeightedTargets {
            group: Link::To(group),
            weight: Known::Value(1),
        }]))
    };
    more.default_actions = Box::new([action]);
    all.networks.listeners.push(more);
}

fn plain_targets(all: &mut Inventory) {
    all.networks.target_groups.values_mut().next().expect("a group").network = None;
}

fn distribution<'a>(all: &'a mut Inventory, name: &str) -> &'a mut Distribution {
    let address = format!("aws_cloudfront_distribution.{name}");
    let found = all.networks.distributions.iter().find(|(_, it)| is_at(all, it.source, GLOBAL, &address));
    let id = found.expect(name).0;
    all.networks.distributions.get_mut(id).expect("a distribution")
}

fn connection(all: &mut Inventory) -> &mut polder_inventory::networks::OriginConnection {
    let mut origins = distribution(all, "nl").origins.iter_mut();
    origins.find_map(|origin| origin.connection.as_mut()).expect("a host")
}

fn plain_backend(all: &mut Inventory) {
    let mut integrations = all.networks.api_routes.values_mut().filter_map(|it| it.integration.as_mut());
    let found = integrations.find(|it| matches!(it.target, ApiTarget::Url(_))).expect("a URL");
    let url = Pattern::of([Piece::Literal("http://example.org/graphql/".into())]);
    found.target = ApiTarget::Url(Known::Value(url));
}
