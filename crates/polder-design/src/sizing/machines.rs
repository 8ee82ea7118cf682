//! Machines: the cheapest class for a cell's containers, and how many.
//!
//! All sites of a cell have the same classes, since either may have to carry all of it, and what they cost together
//! decides. How many differs with how many tasks a site has.

use polder_facts::{Facts, MachineClass, ids};
use polder_spec::{ComputeEngine, Platform, Setting};
use polder_units::{Bytes, MilliCpu, PicoUsd};

use super::ledger::{BURSTABLE, Ledger};
use super::machine_pool::{Capacity, TaskGroup, any_order, first_fit_decreasing};
use super::{Arithmetic, Demand, Shortfall, SizingError, TooSmall, arch, if_any, narrow, product};
use crate::processes::{MachineKind, Machines, Service};

/// The tasks of a site's machines.
pub(crate) struct SiteTasks<'a> {
    pub(crate) region: &'a str,
    pub(crate) services: &'a [Service],
    pub(crate) jobs: &'a [Service],
}

/// Classes of an interruptible pool: with more of them, fewer machines are interrupted.
const SPARE_CLASSES: usize = 4;

/// The maximum number of machines of a pool.
const MACHINES_MAX: u64 = 1_000;

/// Tasks of a service during a rollout, as a multiple.
const ROLLOUT: u64 = 2;

/// The disk of a machine: the system image needs 30 GiB, container images and writable layers the rest.
const DISK: Bytes = Bytes::gib(50);

/// Hours of a month in the prices of disks.
const MONTH_HOURS: u128 = 730;

/// The pools of a cell's sites, in their order; empty where the engine has no machines.
pub(crate) fn machines(
    platform: &Platform,
    facts: &Facts,
    demand: &Demand<'_>,
    stops: bool,
    sites: &[SiteTasks<'_>],
    arithmetic: &mut Vec<Arithmetic>,
) -> Result<(Vec<Vec<Machines>>, Vec<Shortfall>), SizingError> {
    let mut pools: Vec<Vec<Machines>> = sites.iter().map(|_| vec![]).collect();
    let engine = platform.compute.engine.value;
    if engine == ComputeEngine::ServerlessContainers {
        return Ok((pools, vec![]));
    }
    let mut ledger = Ledger::new(demand.cell, arithmetic);
    for kind in MachineKind::ALL {
        let loads = sites.iter().map(|site| Load::of(engine, facts, kind, site));
        let loads: Vec<Load> = loads.collect::<Result<_, SizingError>>()?;
        let set = demand.set.machine_class.as_ref().filter(|_| kind == MachineKind::Steady);
        let buyer = PoolSizing { platform, facts, demand, engine, kind, stops, loads: &loads, set: None };
        let computed = buyer.choose();
        if let Ok((classes, chosen)) = &computed {
            buyer.write(sites, classes, chosen, &mut ledger);
        }
        let (classes, chosen) = match set {
            None => computed?,
            Some(_) => PoolSizing { set, ..buyer }.choose_as_set(if_any(computed)?, &mut ledger)?,
        };
        for (pool, machines) in pools.iter_mut().zip(chosen) {
            pool.push(Machines { classes: classes.clone(), ..machines });
        }
    }
    Ok((pools, ledger.shortfalls))
}

/// The tasks of a pool.
struct Load {
    /// The minimum, including system tasks.
    least: Vec<TaskGroup>,
    /// At the start.
    desired: Vec<TaskGroup>,
    /// The maximum, doubled during a rollout.
    most: Vec<TaskGroup>,
    /// One of each: a rollout or a job needs one more task.
    one_more: Vec<TaskGroup>,
}

impl Load {
    fn of(
        engine: ComputeEngine,
        facts: &Facts,
        kind: MachineKind,
        site: &SiteTasks<'_>,
    ) -> Result<Load, SizingError> {
        let here = |service: &&Service| MachineKind::of(service) == kind;
        let crowd = |service: &Service, count| TaskGroup { cpu: service.cpu, memory: service.memory, count };
        let services = || site.services.iter().filter(here);
        let jobs = || site.jobs.iter().filter(here);
        let own = match kind {
            MachineKind::Steady if engine == ComputeEngine::Kubernetes => Some(TaskGroup {
                cpu: MilliCpu(facts.figure(ids::KUBERNETES_ADD_ONS_CPU)?.value),
                memory: mebibytes(facts, ids::KUBERNETES_ADD_ONS_MEMORY)?,
                count: facts.figure(ids::KUBERNETES_ADD_ONS_PODS)?.value,
            }),
            MachineKind::Steady | MachineKind::Interruptible => None,
        };
        let twice = |count: u64| count.saturating_mul(ROLLOUT);
        let jobs_most = jobs().map(|job| crowd(job, job.scaling.max));
        let services_most = services().map(|service| crowd(service, twice(service.scaling.max)));
        Ok(Load {
            least: services().map(|service| crowd(service, service.scaling.min)).chain(own).collect(),
            desired: services().map(|service| crowd(service, service.scaling.desired)).chain(own).collect(),
            most: services_most.chain(jobs_most).chain(own).collect(),
            one_more: services().chain(jobs()).map(|service| crowd(service, 1)).collect(),
        })
    }
}

/// Sizes one pool.
struct PoolSizing<'a> {
    platform: &'a Platform,
    facts: &'a Facts,
    demand: &'a Demand<'a>,
    engine: ComputeEngine,
    kind: MachineKind,
    stops: bool,
    loads: &'a [Load],
    /// The class that the user sets.
    set: Option<&'a Setting<String>>,
}

/// The classes of a pool, the cheapest first, and the pool of each site.
type Pool = (Vec<String>, Vec<Machines>);

/// A class with its cost and the numbers that the sites need.
struct PricedClass<'a> {
    class: &'a MachineClass,
    room: Capacity,
    sites: Vec<Machines>,
    /// Price per hour in pico-dollars of one machine and its disk, in each region.
    hours: Vec<u128>,
    cost: u128,
}

impl<'a> PoolSizing<'a> {
    /// The pools of the class that is set. A class that holds not even one task, or of which too many were needed, is an error.
    fn choose_as_set(&self, computed: Option<Pool>, ledger: &mut Ledger<'_>) -> Result<Pool, SizingError> {
        let too_small = |why| match why {
            SizingError::NoFit(TooSmall::Machines) => SizingError::NoFit(TooSmall::MachineClass),
            why => why,
        };
        let pool = self.choose().map_err(too_small)?;
        let set = self.set.and_then(|set| self.facts.machine_class(set));
        let slow = set.is_some_and(|class| class.burstable) && self.demand.guarantees.latency_sensitive;
        let lacks = slow.then(|| BURSTABLE.to_owned());
        let computed = computed.map(|(classes, _)| classes.join(", "));
        let what = format!("class of the {} machines", self.kind.name());
        let span = self.set.and_then(Setting::span);
        ledger.set(&what, pool.0.join(", "), computed, span, lacks.into_iter().collect());
        Ok(pool)
    }

    fn choose(&self) -> Result<Pool, SizingError> {
        let mut offers = vec![];
        let is_set = |class: &&MachineClass| self.set.is_none_or(|set| set.value == class.name);
        for class in self.facts.machine_classes().iter().filter(is_set) {
            offers.extend(self.offer(class)?);
        }
        offers.sort_by(|one, other| (one.cost, &one.class.name).cmp(&(other.cost, &other.class.name)));
        let best = offers.first().ok_or(SizingError::NoFit(TooSmall::Machines))?;
        if self.kind == MachineKind::Steady {
            return Ok((vec![best.class.name.clone()], best.sites.clone()));
        }
        let mut alike: Vec<&PricedClass<'_>> = offers
            .iter()
            .filter(|offer| offer.class.vcpu == best.class.vcpu && offer.room.is_at_least(&best.room))
            .collect();
        alike.sort_by_key(|offer| (offer.hours.iter().sum::<u128>(), &offer.class.name));
        let names = alike.iter().take(SPARE_CLASSES).map(|offer| offer.class.name.clone()).collect();
        Ok((names, best.sites.clone()))
    }

    /// The cost of a class; `None` if it does not fit.
    fn offer(&self, class: &'a MachineClass) -> Result<Option<PricedClass<'a>>, SizingError> {
        let lent = class.burstable
            && self.set.is_none()
            && (self.demand.guarantees.latency_sensitive || self.kind == MachineKind::Interruptible);
        if class.arch != arch(self.platform.compute.architecture.value) || lent {
            return Ok(None);
        }
        let Some(hours) = self.hours(class)? else { return Ok(None) };
        let (room, system_memory) = self.room(class)?;
        let mut cost = 0u128;
        let mut sites = vec![];
        for (load, hour) in self.loads.iter().zip(&hours) {
            let Some(machines) = self.count(load, room, system_memory) else { return Ok(None) };
            // Small machines are preferred for a pool that is mostly empty.
            let usual = machines.desired.max(1);
            let part = product(&[*hour, usual.into()])?;
            cost = cost.checked_add(part).ok_or(SizingError::OutOfRange)?;
            sites.push(machines);
        }
        Ok(Some(PricedClass { class, room, sites, hours, cost }))
    }

    /// How many machines a site needs, within the maximum.
    fn count(&self, load: &Load, room: Capacity, system_memory: Bytes) -> Option<Machines> {
        let most = any_order(&load.most, room)?;
        let least = self.usual(&load.least, &load.one_more, room)?;
        let desired = self.usual(&load.desired, &load.one_more, room)?.max(least).max(self.always(load));
        let max = most.max(desired);
        (max <= MACHINES_MAX).then(|| Machines {
            kind: self.kind,
            classes: vec![],
            cpu: room.cpu,
            memory: room.memory,
            system_memory,
            tasks: room.tasks,
            // A cell that stops at night has no machines then.
            min: if self.stops { 0 } else { least },
            desired,
            max,
            disk: DISK,
        })
    }

    /// Machines beyond the initial tasks: in a cell with running hours there is no autoscaler to add machines for later
    /// pods.
    fn always(&self, load: &Load) -> u64 {
        u64::from(self.stops && self.engine == ComputeEngine::Kubernetes && !load.most.is_empty())
    }

    /// Machines for this many tasks and one more, and in each zone its share, where zones may be lost.
    fn usual(&self, groups: &[TaskGroup], one_more: &[TaskGroup], room: Capacity) -> Option<u64> {
        if groups.iter().all(|crowd| crowd.count == 0) {
            return Some(0);
        }
        // Each is tried separately: a larger task instead of a smaller one can pack better.
        let all = one_more.iter().try_fold(0, |all: u64, one| {
            let rolling: Vec<TaskGroup> = groups.iter().copied().chain([*one]).collect();
            Some(all.max(first_fit_decreasing(&rolling, room)?))
        })?;
        let zones = self.demand.guarantees.zones;
        if !self.demand.guarantees.survives_zone || zones < 2 {
            return Some(all);
        }
        let part = |crowd: &TaskGroup| TaskGroup { count: crowd.count.div_ceil(zones), ..*crowd };
        let parts: Vec<TaskGroup> = groups.iter().map(part).collect();
        Some(all.max(first_fit_decreasing(&parts, room)?.checked_mul(zones)?))
    }

    /// The capacity of a machine of a class for tasks, and the memory reserved for the system.
    fn room(&self, class: &MachineClass) -> Result<(Capacity, Bytes), SizingError> {
        let kernel = self.facts.figure("machine.memory.system-percent")?.value;
        let visible =
            narrow(product(&[class.memory.0.into(), (100u64.saturating_sub(kernel)).into()])? / 100)?;
        let cores = class.vcpu.saturating_mul(1_000);
        if self.engine != ComputeEngine::Kubernetes {
            // The engine allocates the whole CPU to tasks, whose target utilization is below their allocation.
            let system = mebibytes(self.facts, "machine.memory.system")?;
            let memory = Bytes(visible.saturating_sub(system.0));
            return Ok((Capacity { cpu: MilliCpu(cores), memory, tasks: class.tasks_max() }, system));
        }
        let figure = |id: &str| self.facts.figure(id).map(|figure| figure.value);
        let pods = class.pods_max().min(figure(ids::KUBERNETES_PODS_MAX)?);
        let each = mebibytes(self.facts, ids::KUBERNETES_RESERVED_MEMORY_PER_POD)?;
        let kept = [
            mebibytes(self.facts, ids::KUBERNETES_RESERVED_MEMORY_BASE)?,
            Bytes(each.0.saturating_mul(pods)),
            mebibytes(self.facts, ids::KUBERNETES_RESERVED_MEMORY_EVICTION)?,
        ];
        let system = kept.iter().fold(0u64, |sum, part| sum.saturating_add(part.0));
        let daemons = mebibytes(self.facts, ids::KUBERNETES_DAEMONS_MEMORY)?;
        let taken =
            figure(ids::KUBERNETES_RESERVED_CPU)?.saturating_add(figure(ids::KUBERNETES_DAEMONS_CPU)?);
        let room = Capacity {
            cpu: MilliCpu(cores.saturating_sub(taken)),
            memory: Bytes(visible.saturating_sub(system).saturating_sub(daemons.0)),
            // Each pod of a process has a branch interface with its security groups. A class that does not support them
            // fits none.
            tasks: pods.saturating_sub(figure(ids::KUBERNETES_DAEMONS_PODS)?).min(class.branches_max()),
        };
        Ok((room, Bytes(system)))
    }

    /// The price per hour of a machine and its disk in the region of each site, if it is available in all of them.
    fn hours(&self, class: &MachineClass) -> Result<Option<Vec<u128>>, SizingError> {
        let mut hours = vec![];
        for region in self.demand.regions {
            let places = [region.id.as_str(), region.prices_like.as_str()];
            let price = places.iter().find_map(|place| match self.kind {
                MachineKind::Steady => class.price(place),
                MachineKind::Interruptible => class.spot_price(place),
            });
            // Nothing is compared with a class that is set.
            let price = price.or(self.set.map(|_| PicoUsd(0)));
            let Some(price) = price else { return Ok(None) };
            let disk = self.facts.disk_price(&region.id);
            let disk = disk.or_else(|_| self.facts.disk_price(&region.prices_like))?;
            let amount = |amount: i64| u128::try_from(amount).unwrap_or(0);
            let disk = product(&[amount(disk.0), DISK.as_gib().into()])? / MONTH_HOURS;
            hours.push(amount(price.0).checked_add(disk).ok_or(SizingError::OutOfRange)?);
        }
        Ok(Some(hours))
    }

    fn write(
        &self,
        sites: &[SiteTasks<'_>],
        classes: &[String],
        chosen: &[Machines],
        ledger: &mut Ledger<'_>,
    ) {
        let kind = self.kind.name();
        let Some(one) = chosen.first() else { return };
        let facts: Vec<String> = classes.iter().map(|class| format!("machine-class.{class}")).collect();
        let facts: Vec<&str> =
            facts.iter().map(String::as_str).chain(["machine.memory.system-percent"]).collect();
        ledger.line(
            &format!("class of the {kind} machines"),
            format!(
                "cheapest in all regions of the cell for the tasks at the start; {}, {} and {} addresses of one machine are available",
                one.cpu, one.memory, one.tasks,
            ),
            classes.join(", "),
            &facts,
        );
        for (site, machines) in sites.iter().zip(chosen) {
            let zones = if self.demand.guarantees.survives_zone {
                format!(", a share of them in each of {} zones", self.demand.guarantees.zones)
            } else {
                String::new()
            };
            let stops = if self.stops { ", none at night" } else { "" };
            ledger.line(
                &format!("{kind} machines in {}", site.region),
                format!(
                    "minimum of tasks and one more of each kind{zones}{stops}; maximum of tasks × {ROLLOUT} for a rollout, in any order"
                ),
                format!("{} to {}", machines.min, machines.max),
                &[],
            );
        }
    }
}

fn mebibytes(facts: &Facts, id: &str) -> Result<Bytes, SizingError> {
    facts.figure(id)?.bytes().ok_or(SizingError::OutOfRange)
}
