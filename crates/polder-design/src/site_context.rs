//! The context from which a site is built.

use polder_facts::{Facts, Region};
use polder_spec as spec;

use crate::components::BucketKind;
use crate::id::{IdVec, QueueId};
use crate::load::SiteLoad;
use crate::model::{Account, Cell, SharedHosts};
use crate::queues::{CELERY, EVENTS};
use crate::readiness::Readiness;
use crate::sizing::{Demand, Sizes};
use crate::stores::{Broker, Bucket, Queue};
use crate::traffic::Traffic;

/// A site while it is built.
pub(crate) struct SiteContext<'a> {
    pub(crate) platform: &'a spec::Platform,
    pub(crate) facts: &'a Facts,
    pub(crate) account: &'a Account,
    pub(crate) cell: &'a Cell,
    /// The position of the cell in the file.
    pub(crate) number: usize,
    pub(crate) region: &'a Region,
    pub(crate) readiness: Readiness,
    pub(crate) demand: &'a Demand<'a>,
    pub(crate) sizes: &'a Sizes,
    pub(crate) has_readers: bool,
    /// Whether the site takes writes now.
    pub(crate) active: bool,
    /// The load of the site.
    pub(crate) load: &'a SiteLoad,
    pub(crate) traffic: &'a Traffic,
    pub(crate) buckets: &'a [Bucket],
    pub(crate) queues: &'a IdVec<QueueId, Queue>,
    pub(crate) broker: &'a Broker,
}

impl<'a> SiteContext<'a> {
    /// Hosts that belong to no one market of the cell's account.
    pub(crate) fn hosts(&self) -> &'a SharedHosts {
        &self.account.hosts
    }

    /// Whether processes run in a cluster inside the site's network.
    pub(crate) fn has_cluster(&self) -> bool {
        self.platform.compute.engine.value == spec::ComputeEngine::Kubernetes
    }

    /// Whether processes run on machines of the site.
    pub(crate) fn has_machines(&self) -> bool {
        self.platform.compute.engine.value == spec::ComputeEngine::ContainersOnMachines
    }

    pub(crate) fn broker_is_server(&self) -> bool {
        matches!(self.broker, Broker::Valkey { .. })
    }

    /// The custom services that run in this cell.
    pub(crate) fn own_services(&self) -> impl Iterator<Item = &'a spec::Service> {
        let number = self.number;
        self.platform.services.iter().filter(move |service| service.cells.contains(&number))
    }

    pub(crate) fn bucket(&self, kind: BucketKind) -> &'a str {
        let bucket = self.buckets.iter().find(|bucket| bucket.kind == kind);
        bucket.map_or("", |bucket| bucket.name.as_str())
    }

    pub(crate) fn events_queue(&self) -> &'a str {
        self.queues.iter().find(|queue| queue.key == EVENTS).map_or("", |queue| queue.name.as_str())
    }

    /// The queues of a worker: all that any process is configured with, and the default one.
    pub(crate) fn celery_queues(&self) -> String {
        match self.broker {
            Broker::Valkey { .. } => CELERY.to_owned(),
            Broker::Queues { queues } => {
                queues.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(",")
            }
        }
    }
}
