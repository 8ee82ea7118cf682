//! How fast orders are back, and how old the newest data are that are lost, term by term.

use polder_inventory::compute::ProcessId;
use polder_inventory::model::{Known, Link};
use polder_inventory::networks::{TargetGroupId, TargetKind};
use polder_inventory::stores::{Database, ReplicationKind, StoreId, StoreKind};
use polder_inventory::{EntryId, Inventory, TimingKind};
use polder_units::Duration;
use polder_verdict::Resource;

use super::detection;
use super::term::{Bound, Term, Total};
use crate::build::Built;
use crate::place::{is_at, name, resource_of};
use crate::terms::{Market, Recovery, Terms};

/// The bounds of a market. Without a second site, the loss of a region is not asked about.
pub(super) fn bounds(inventory: &Inventory, terms: &Terms, market: &Market, built: &Built) -> Vec<Bound> {
    let Some(recovery) = &terms.recovery else { return vec![] };
    let asked = Asked { inventory, market, built, recovery };
    let mut all = vec![asked.time_zone(), asked.age_zone()];
    if market.backup {
        all.extend([asked.time_region(), asked.age_region()]);
    }
    all
}

struct Asked<'a> {
    inventory: &'a Inventory,
    market: &'a Market,
    built: &'a Built,
    recovery: &'a Recovery,
}

impl Asked<'_> {
    fn time_zone(&self) -> Bound {
        let objective = self.recovery.zone.time;
        let market = &self.market.name;
        let claim =
            format!("orders are placed again at {market} within {objective} after the loss of a zone");
        let mut terms = vec![];
        for entry in self.at_writer() {
            match entry {
                EntryId::Store(id) => terms.extend(self.change_of(id)),
                EntryId::Process(id) => terms.extend(self.groups_of(Link::To(id)).into_iter().map(|group| {
                    let check = self.inventory.networks.target_groups[group].health_check.as_ref();
                    let length = check
                        .map_or(Known::Unknown(polder_inventory::model::Reason::Elsewhere), |check| {
                            detection::product(check.interval, check.unhealthy_threshold)
                        });
                    let text = format!(
                        "until {} gets no requests for failed copies",
                        name(self.inventory, group.into())
                    );
                    Term::configured(self.inventory, (group.into(), TimingKind::Unhealthy), length, text)
                })),
                _ => {}
            }
        }
        Bound { id: format!("endurance.rto-zone.{market}"), claim, objective, total: Total::Longest, terms }
    }

    fn age_zone(&self) -> Bound {
        let objective = self.recovery.zone.age;
        let market = &self.market.name;
        let claim = format!("the loss of a zone loses no orders of {market} that are older than {objective}");
        let databases =
            self.at_writer().filter_map(|entry| self.database(entry)).filter(|(id, _)| !self.reads_only(*id));
        let terms: Vec<Term> = databases
            .map(|(id, database)| {
                let at = self.at(id.into());
                match database.multi_zone {
                    Known::Value(true) => Term {
                        text: format!(
                            "{} has each write in another zone before it answers",
                            name(self.inventory, id.into())
                        ),
                        low: Duration::default(),
                        high: Some(Duration::default()),
                        source: "configured".to_owned(),
                        at,
                        configured: None,
                    },
                    _ => Term::unknown(
                        "a database without a standby is restored",
                        "how old the newest backup is",
                        at,
                    ),
                }
            })
            .collect();
        Bound {
            id: format!("endurance.rpo-zone.{market}"),
            claim,
            objective,
            total: Total::Longest,
            terms: some(terms),
        }
    }

    fn time_region(&self) -> Bound {
        let figures = &self.recovery.figures;
        let objective = self.recovery.region.time;
        let market = &self.market.name;
        let claim =
            format!("orders are placed again at {market} within {objective} after the loss of a region");
        let watch = detection::of_site(self.inventory, &self.market.writer);
        let mut terms = vec![
            detection::term(self.inventory, &watch),
            Term::unknown("until somebody decides to fail over", "people decide it", vec![]),
        ];
        let replicas = self.elsewhere().filter_map(|entry| self.database(entry));
        terms.extend(replicas.filter(|(id, _)| self.is_replica_of_another_region(*id)).map(
            |(id, database)| {
                let figure = if is_shared(database) { &figures.global_promotion } else { &figures.promotion };
                Term::of(
                    figure,
                    format!("until {} is promoted", name(self.inventory, id.into())),
                    self.at(id.into()),
                )
            },
        ));
        terms.push(Term::of(&figures.alias_ttl, "until resolvers ask again", vec![]));
        let idle = self.elsewhere().filter_map(|entry| match entry {
            EntryId::Process(id) => Some(id),
            _ => None,
        });
        let idle: Vec<_> = idle
            .filter(|id| {
                let replicas = self.inventory.compute.processes[*id].replicas;
                replicas.is_none_or(|replicas| replicas.min == Known::Value(0))
            })
            .collect();
        if !idle.is_empty() {
            let at: Vec<Resource> = idle.iter().flat_map(|id| self.at((*id).into())).collect();
            terms.push(Term::of(&figures.start, "until copies run at the other site", at.clone()));
            // A copy that needs longer is stopped.
            let grace = |id: &ProcessId| self.inventory.compute.processes[*id].start_grace;
            let longest =
                idle.iter().map(grace).try_fold(Duration::default(), |longest, grace| match grace {
                    Known::Value(grace) => Ok(longest.max(grace.unwrap_or_default())),
                    Known::Unknown(reason) => Err(reason),
                });
            let longest = longest.map_or_else(Known::Unknown, Known::Value);
            terms.push(Term::at_most("until the programs of copies have started", longest, at));
        }
        Bound { id: format!("endurance.rto-region.{market}"), claim, objective, total: Total::Sum, terms }
    }

    fn age_region(&self) -> Bound {
        let figures = &self.recovery.figures;
        let objective = self.recovery.region.age;
        let market = &self.market.name;
        let claim =
            format!("the loss of a region loses no orders of {market} that are older than {objective}");
        let replicas = self.elsewhere().filter_map(|entry| self.database(entry));
        let replicas = replicas.filter(|(id, _)| self.is_replica_of_another_region(*id));
        let terms: Vec<Term> = replicas
            .map(|(id, database)| {
                let figure = if is_shared(database) { &figures.global_lag } else { &figures.lag };
                let text = format!("{} is behind", name(self.inventory, id.into()));
                Term::of(figure, text, self.at(id.into()))
            })
            .collect();
        Bound {
            id: format!("endurance.rpo-region.{market}"),
            claim,
            objective,
            total: Total::Longest,
            terms: some(terms),
        }
    }

    /// What a store needs to change to another zone.
    fn change_of(&self, id: StoreId) -> Option<Term> {
        let figures = &self.recovery.figures;
        let (several, figure) = match &self.inventory.stores.stores[id].kind {
            StoreKind::Database(database) if is_shared(database) => (database.multi_zone, &figures.node),
            StoreKind::Database(database) => (database.multi_zone, &figures.standby),
            StoreKind::Cache(cache) => (cache.multi_zone, &figures.cache),
            _ => return None,
        };
        let named = name(self.inventory, id.into());
        let at = self.at(id.into());
        Some(match several {
            Known::Value(true) => Term::of(figure, format!("until {named} serves from another zone"), at),
            _ => Term::unknown(format!("until {named} serves again"), "it has no copy in another zone", at),
        })
    }

    /// Processes and stores of the site that accepts writes.
    fn at_writer(&self) -> impl Iterator<Item = EntryId> {
        self.built.parts.iter().copied().filter(|entry| self.is_at_writer(*entry))
    }

    /// Processes and stores of other sites.
    fn elsewhere(&self) -> impl Iterator<Item = EntryId> {
        self.built.parts.iter().copied().filter(|entry| !self.is_at_writer(*entry))
    }

    fn is_at_writer(&self, entry: EntryId) -> bool {
        is_at(self.inventory, entry, &self.market.writer)
    }

    fn database(&self, entry: EntryId) -> Option<(StoreId, &Database)> {
        let EntryId::Store(id) = entry else { return None };
        match &self.inventory.stores.stores[id].kind {
            StoreKind::Database(database) => Some((id, database)),
            _ => None,
        }
    }

    /// Whether a database of the site that accepts writes is a replica. The clusters of a global database change their roles at a
    /// failover, and the one of that site writes.
    fn reads_only(&self, id: StoreId) -> bool {
        let mut all = self.inventory.stores.replications.values();
        all.any(|it| it.kind == ReplicationKind::ReadReplica && it.to == Link::To(id))
    }

    fn is_replica_of_another_region(&self, id: StoreId) -> bool {
        let mut all = self.inventory.stores.replications.values();
        all.any(|it| {
            let at_writer = |link: Link<StoreId>| link.id().is_some_and(|id| self.is_at_writer(id.into()));
            match it.kind {
                ReplicationKind::ReadReplica => it.to == Link::To(id) && at_writer(it.from),
                ReplicationKind::GlobalDatabase => {
                    it.to == Link::To(id) && at_writer(it.from) || it.from == Link::To(id) && at_writer(it.to)
                }
                _ => false,
            }
        })
    }

    fn groups_of(&self, process: Link<ProcessId>) -> Vec<TargetGroupId> {
        let targets = self.inventory.networks.targets.values();
        let own = targets.filter(|target| target.target == TargetKind::Process(process));
        own.filter_map(|target| target.group.id()).collect()
    }

    fn at(&self, entry: EntryId) -> Vec<Resource> {
        resource_of(self.inventory, entry).into_iter().collect()
    }
}

/// Storage that grows and shrinks by itself is shared by the nodes of a cluster.
fn is_shared(database: &Database) -> bool {
    database.storage == Known::Value(None)
}

/// Without a database nothing can be said about data.
fn some(terms: Vec<Term>) -> Vec<Term> {
    if terms.is_empty() {
        return vec![Term::unknown("which database has the orders", "none is known", vec![])];
    }
    terms
}
