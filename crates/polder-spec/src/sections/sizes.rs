//! `[cells.NAME.sizes]`: sizes that the user sets.

use polder_diag::Finding;
use polder_facts::{CacheClass, Facts};
use polder_units::{Bytes, MilliCpu};

use crate::codes;
use crate::model::{Sizes, TaskSizes};
use crate::reader::{Table, closest, shown};
use crate::setting::Setting;

/// Reads the section.
pub(super) fn read(table: &Table<'_>) -> Sizes {
    let facts = table.reader.facts;
    let databases = || facts.database_classes().iter().map(|class| class.name.as_str());
    let caches = || facts.cache_classes().iter().map(|class: &CacheClass| class.name.as_str());
    let machines = || facts.machine_classes().iter().map(|class| class.name.as_str());
    let class = |key: &str, of: &str, known: Vec<&str>| {
        let class = table.text(key)?;
        check_class(table, &class, of, &known);
        Some(class)
    };
    Sizes {
        database_class: class("database_class", "a database", databases().collect()),
        database_disk: table.whole("database_disk_gib").map(|gib| converted(&gib, Bytes::gib)),
        cache_class: class("cache_class", "nodes of the cache", caches().collect()),
        broker_class: class("broker_class", "nodes of the broker", caches().collect()),
        machine_class: class("machine_class", "machines", machines().collect()),
        api: concurrent(&table.table("api")),
        worker: concurrent(&table.table("worker")),
        storefront: tasks(&table.table("storefront")),
        dashboard: tasks(&table.table("dashboard")),
    }
}

fn check_class(table: &Table<'_>, class: &Setting<String>, of: &str, known: &[&str]) {
    if known.contains(&class.as_str()) {
        return;
    }
    let message = format!("Polder does not know the class {} for {of}", shown(class));
    let finding = Finding::new(&codes::UNKNOWN_CLASS, message).at(class.span(), "not in the facts");
    let family = class.rsplit_once('.').map_or("", |(family, _)| family);
    let of_family: Vec<&str> = known
        .iter()
        .copied()
        .filter(|name| name.rsplit_once('.').is_some_and(|(first, _)| first == family))
        .collect();
    table.reader.say(match (of_family.is_empty(), closest(class, known.iter().copied())) {
        (false, _) => finding.help(format!("known are {}", crate::reader::listed(&of_family, "and"))),
        (true, Some(near)) => finding.help(format!("did you mean `{near}`?")),
        (true, None) => finding.help("`polder facts class` lists the classes"),
    });
}

fn concurrent(table: &Table<'_>) -> TaskSizes {
    TaskSizes { concurrency: table.whole("concurrency"), ..tasks(table) }
}

fn tasks(table: &Table<'_>) -> TaskSizes {
    let sizes = TaskSizes {
        cpu: table.whole("cpu_millis").map(|cpu| converted(&cpu, MilliCpu)),
        memory: table.whole("memory_mib").map(|mib| converted(&mib, Bytes::mib)),
        tasks: table.whole("tasks"),
        tasks_max: table.whole("tasks_max"),
        concurrency: None,
    };
    check_size(table, &sizes);
    if let (Some(tasks), Some(most)) = (&sizes.tasks, &sizes.tasks_max)
        && most.value < tasks.value
    {
        table.reader.say(
            Finding::new(&codes::FEWER_AT_MOST, format!("`{}.tasks_max` is less than `tasks`", table.path))
                .at(most.span(), "at most")
                .also(tasks.span(), "at the start")
                .help("raise `tasks_max`, or lower `tasks`"),
        );
    }
    sizes
}

/// Reports a task size that is not offered.
fn check_size(table: &Table<'_>, sizes: &TaskSizes) {
    if sizes.cpu.is_none() && sizes.memory.is_none() {
        return;
    }
    let offered = table.reader.facts.serverless_sizes();
    let cpu = sizes.cpu.as_ref().map(|cpu| cpu.value);
    let memory = sizes.memory.as_ref().map(|memory| memory.value);
    let fits = offered.iter().any(|size| {
        cpu.is_none_or(|cpu| size.cpu == cpu) && memory.is_none_or(|memory| size.memories.contains(&memory))
    });
    if fits {
        return;
    }
    let span = sizes.cpu.as_ref().and_then(Setting::span);
    let other = sizes.memory.as_ref().and_then(Setting::span);
    table.reader.say(
        Finding::new(&codes::TASK_SIZE, format!("there is no task size as in `{}`", table.path))
            .at(span.or(other), "not offered")
            .also(span.and(other), "with this memory")
            .help(near_sizes(table.reader.facts, cpu, memory)),
    );
}

/// The sizes to choose from: the memory of this CPU, the next memory where no CPU is set, or all CPU sizes.
fn near_sizes(facts: &Facts, cpu: Option<MilliCpu>, memory: Option<Bytes>) -> String {
    let offered = facts.serverless_sizes();
    let words = |sizes: Vec<String>| crate::reader::listed(&sizes, "or");
    let mib = |memory: &Bytes| memory.as_mib().to_string();
    match (offered.iter().find(|size| Some(size.cpu) == cpu), memory.filter(|_| cpu.is_none())) {
        (Some(size), _) => {
            let memories = words(size.memories.iter().map(mib).collect());
            format!("with {} thousandths of a CPU, `memory_mib` is {memories}", size.cpu.0)
        }
        (None, Some(memory)) => {
            let all = || offered.iter().flat_map(|size| &size.memories);
            let below = all().filter(|other| **other < memory).max();
            let above = all().filter(|other| **other > memory).min();
            format!(
                "the nearest sizes have `memory_mib` {}",
                words(below.into_iter().chain(above).map(mib).collect())
            )
        }
        (None, None) => {
            format!("`cpu_millis` is {}", words(offered.iter().map(|size| size.cpu.0.to_string()).collect()))
        }
    }
}

fn converted<T>(number: &Setting<u64>, unit: impl Fn(u64) -> T) -> Setting<T> {
    Setting { value: unit(number.value), origin: number.origin }
}
