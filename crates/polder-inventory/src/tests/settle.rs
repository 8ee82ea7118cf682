//! Changes a made-up inventory so that what must fit together does.

use super::generator::Generator;
use crate::compute::FunctionPackage;
use crate::entries::{EntryIndex, Inventory};
use crate::model::{Arena, Id, Known, Link, Reason, Set, Text};
use crate::networks::{HealthSubject, NetworkId, OriginTarget, WebRule};
use crate::observability::AlarmCondition;
use crate::stores::{StoreId, StoreKind};

pub(super) fn settle(inventory: &mut Inventory, generator: &mut Generator) {
    networks(inventory, generator);
    interfaces(inventory);
    lists(inventory);
    distributions(inventory, generator);
    no_cycles(inventory);
    store_links(inventory, generator);
    replications(inventory, generator);
}

/// Networks have a block each, and what belongs to one belongs to it by its position.
fn networks(inventory: &mut Inventory, generator: &mut Generator) {
    let networks = &mut inventory.networks;
    let count = networks.networks.len();
    let of = |at: usize| Link::To(NetworkId::from_index((at % count) as u32));
    for (at, network) in networks.networks.values_mut().enumerate() {
        network.blocks = Known::Value([format!("10.{at}.0.0/16").parse().expect("a block")].into());
    }
    networks.route_tables.values_mut().enumerate().for_each(|(at, table)| table.network = of(at));
    networks.network_acls.values_mut().enumerate().for_each(|(at, acl)| acl.network = of(at));
    networks.security_groups.values_mut().enumerate().for_each(|(at, group)| group.network = of(at));
    let (tables, acls) = (networks.route_tables.len(), networks.network_acls.len());
    for (at, subnet) in networks.subnets.values_mut().enumerate() {
        subnet.network = of(at);
        let block = format!("10.{}.{at}.0/24", at % count).parse().expect("a block");
        subnet.block = Known::Value((generator.below(4) > 0).then_some(block));
        subnet.block_v6 = Known::Unknown(Reason::AfterApply);
        subnet.route_table = alike(at, count, tables);
        subnet.acl = alike(at, count, acls);
    }
}

/// Something that belongs to the same network as the thing at this position.
fn alike<I: Id>(at: usize, networks: usize, available: usize) -> Link<I> {
    let first = at % networks;
    if first < available { Link::To(I::from_index(first as u32)) } else { Link::Unknown(Reason::NotGiven) }
}

fn interfaces(inventory: &mut Inventory) {
    let networks = &mut inventory.networks;
    let (subnets, groups) = (&networks.subnets, &networks.security_groups);
    for interface in networks.interfaces.values_mut() {
        let mine = interface.subnet.id().and_then(|subnet| subnets[subnet].network.id());
        let fits = |group: &Link<_>| group.id().is_none_or(|group| groups[group].network.id() == mine);
        interface.groups = interface.groups.iter().copied().filter(fits).collect();
    }
}

/// No two rules of a list have the same place.
fn lists(inventory: &mut Inventory) {
    let place = |at: usize| Known::Value(at as u32);
    let networks = &mut inventory.networks;
    networks.network_acl_entries.values_mut().enumerate().for_each(|(at, entry)| entry.number = place(at));
    networks.listener_rules.values_mut().enumerate().for_each(|(at, rule)| rule.priority = place(at));
    let number = |rules: &mut [WebRule]| {
        rules.iter_mut().enumerate().for_each(|(at, rule)| rule.priority = place(at));
    };
    networks.web_acls.values_mut().for_each(|acl| number(&mut acl.rules));
    networks.web_rule_groups.values_mut().for_each(|group| number(&mut group.rules));
}

fn distributions(inventory: &mut Inventory, generator: &mut Generator) {
    for distribution in inventory.networks.distributions.values_mut() {
        let names: Vec<Text> = distribution.origins.iter().map(|origin| origin.id.clone()).collect();
        let mut name = || names.get(generator.below(names.len().max(1))).cloned();
        for behaviour in &mut distribution.behaviours {
            behaviour.origin = name().map_or(Known::Unknown(Reason::NotGiven), Known::Value);
        }
        for group in &mut distribution.origin_groups {
            group.members = name().into_iter().collect();
        }
    }
}

/// Things contain and follow earlier ones only.
fn no_cycles(inventory: &mut Inventory) {
    fn earlier<I: Id>(at: usize) -> impl Fn(&Link<I>) -> bool {
        move |link| link.id().is_none_or(|id| id.index() < at)
    }
    fn previous<I: Id>(at: usize) -> Option<Link<I>> {
        at.checked_sub(1).map(|at| Link::To(I::from_index(at as u32)))
    }
    for (at, unit) in inventory.access.units.values_mut().enumerate() {
        unit.parent = previous(at);
    }
    for (at, key) in inventory.access.keys.values_mut().enumerate() {
        key.replica_of = previous(at);
    }
    for (at, check) in inventory.networks.health_checks.values_mut().enumerate() {
        if let HealthSubject::Calculated { checks, .. } = &mut check.subject {
            *checks = checks.iter().copied().filter(earlier(at)).collect();
        }
    }
    for (at, alarm) in inventory.observability.alarms.values_mut().enumerate() {
        if let AlarmCondition::Composite { alarms, .. } = &mut alarm.condition {
            *alarms = alarms.iter().copied().filter(earlier(at)).collect();
        }
    }
}

/// Links to stores of a certain kind lead to such a store, or are not known.
fn store_links(inventory: &mut Inventory, generator: &mut Generator) {
    let mut of = |fits: fn(&StoreKind) -> bool| -> Link<StoreId> {
        let stores = inventory.stores.stores.iter();
        let fitting: Vec<StoreId> = stores.filter(|(_, store)| fits(&store.kind)).map(|(id, _)| id).collect();
        let some = fitting.get(generator.below(fitting.len().max(1)));
        some.map_or(Link::Unknown(Reason::NotGiven), |id| Link::To(*id))
    };
    let queue = of(|kind| matches!(kind, StoreKind::Queue(_)));
    let topic = of(|kind| matches!(kind, StoreKind::Topic(_)));
    let vault = of(|kind| matches!(kind, StoreKind::Vault(_)));
    let bucket = of(|kind| matches!(kind, StoreKind::Bucket(_)));
    let database = of(|kind| matches!(kind, StoreKind::Database(_) | StoreKind::Cache(_)));
    let log_store = of(|kind| matches!(kind, StoreKind::LogStore(_)));
    for store in inventory.stores.stores.values_mut() {
        if let StoreKind::Queue(held) = &mut store.kind {
            held.dead_letters.iter_mut().for_each(|dead| dead.queue = queue);
        }
    }
    for subscription in inventory.messaging.subscriptions.values_mut() {
        (subscription.topic, subscription.dead_letters) = (topic, Some(queue));
    }
    inventory.messaging.event_targets.values_mut().for_each(|target| target.dead_letters = Some(queue));
    inventory.compute.scheduled_actions.values_mut().for_each(|action| action.dead_letters = Some(queue));
    for function in inventory.compute.functions.values_mut() {
        function.dead_letters = Some(topic);
        if let FunctionPackage::Object { bucket: held, .. } = &mut function.package {
            *held = bucket;
        }
    }
    inventory.stores.store_nodes.values_mut().for_each(|node| node.store = database);
    for plan in inventory.stores.backup_plans.values_mut() {
        let mut rules = plan.rules.to_vec();
        for rule in &mut rules {
            rule.vault = vault;
            let mut copies = rule.copies.to_vec();
            copies.iter_mut().for_each(|copy| copy.vault = vault);
            rule.copies = copies.into();
        }
        plan.rules = Set::from(rules);
    }
    for distribution in inventory.networks.distributions.values_mut() {
        for origin in &mut distribution.origins {
            if let OriginTarget::Bucket(held) = &mut origin.target {
                *held = bucket;
            }
        }
    }
    inventory.observability.metric_filters.values_mut().for_each(|metric| metric.store = log_store);
    inventory.observability.trails.values_mut().for_each(|trail| trail.notifies = Some(topic));
}

/// A copy is of the same kind as its source, and another store.
fn replications(inventory: &mut Inventory, generator: &mut Generator) {
    let stores = &inventory.stores.stores;
    let kind = |id: StoreId| std::mem::discriminant(&stores[id].kind);
    for replication in inventory.stores.replications.values_mut() {
        let Some(from) = replication.from.id() else { continue };
        let fits = |(id, _): &(StoreId, _)| *id != from && kind(*id) == kind(from);
        let fitting: Vec<StoreId> = ids(stores).filter(|id| fits(&(*id, ()))).collect();
        let some = fitting.get(generator.below(fitting.len().max(1)));
        replication.to = some.map_or(Link::Unknown(Reason::Elsewhere), |id| Link::To(*id));
    }
}

fn ids<I: EntryIndex, T>(arena: &Arena<I, T>) -> impl Iterator<Item = I> {
    arena.iter().map(|(id, _)| id)
}
