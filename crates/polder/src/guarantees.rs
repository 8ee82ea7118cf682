//! The price of each guarantee: the platform file with one change, compiled and billed again.

use std::sync::Arc;

use polder_design::Environment;
use polder_diag::Severity;
use polder_facts::{Facts, MissingFact};
use polder_price::{Change, Guarantees, Money, Point, mark_front, recovery, shares};
use polder_spec::{BackupMode, Platform};
use toml::{Table, Value};

use crate::compile::compile_with_inventory;
use crate::compiled::Compiled;
use crate::price::{Priced, Prices, price};

/// A change of one key: its path and its new value, or none to leave it out.
type Edit = (Vec<String>, Option<Value>);

/// A guarantee that the file can vary.
struct Variation {
    name: String,
    effect: &'static str,
    edits: Vec<Edit>,
}

/// Recovery modes, the cheapest first, as the file writes them.
const MODES: [(BackupMode, &str, &str); 3] = [
    (BackupMode::PilotLight, "pilot-light", "pilot light"),
    (BackupMode::WarmStandby, "warm-standby", "warm standby"),
    (BackupMode::HotStandby, "hot-standby", "hot standby"),
];

/// Retention periods: key, a lower and a higher value in days, what they are.
const RETENTIONS: [(&str, u64, u64, &str); 5] = [
    ("logs", 90, 731, "application logs"),
    ("access_logs", 90, 731, "access logs"),
    ("backups", 7, 35, "backups for point-in-time recovery"),
    ("vault", 35, 365, "copies in the backup vault"),
    ("old_versions", 7, 90, "old versions of objects"),
];

/// The price of each guarantee of a platform whose file is `text`, with its bill.
///
/// # Errors
/// If the facts lack a figure of the forecast or of the recovery of the platform as it is.
pub fn guarantees(
    text: &str,
    compiled: &Compiled,
    priced: &Priced,
    prices: &Prices<'_>,
) -> Result<Guarantees, MissingFact> {
    let varied = Varied { text, prices };
    let platform = &compiled.platform;
    let month = priced.bill.month().expected;
    let recovery = recovery(&compiled.design, Facts::embedded())?;
    let (name, file) = ("as the file is".to_owned(), String::new());
    let current = Point { name, file, month, recovery, is_current: true, is_on_front: false };
    let (points, impossible) = varied.points(platform, current);
    Ok(Guarantees {
        title: compiled.design.name.clone(),
        month,
        removed: removed(platform).iter().map(|it| varied.change(it)).collect(),
        raised: raised(platform).iter().map(|it| varied.change(it)).collect(),
        shares: shares(&priced.bill, prices.book),
        points,
        impossible,
    })
}

struct Varied<'a> {
    text: &'a str,
    prices: &'a Prices<'a>,
}

impl Varied<'_> {
    fn change(&self, variation: &Variation) -> Change {
        Change {
            name: variation.name.clone(),
            file: shown(&variation.edits),
            effect: variation.effect,
            month: self.priced(&variation.edits).map(|(_, month)| month),
        }
    }

    /// The platform with changes of its file, and what a month costs. `Err` says why there is none.
    fn priced(&self, edits: &[Edit]) -> Result<(Compiled, Money), String> {
        let mut file: Table = self.text.parse().map_err(|_| "the file cannot be changed".to_owned())?;
        for (path, value) in edits {
            edit(&mut file, path, value.as_ref());
        }
        let outcome = compile_with_inventory(&file.to_string());
        let error = outcome.findings.iter().find(|finding| finding.code.severity == Severity::Error);
        if let Some(error) = error {
            return Err(error.message.clone());
        }
        let (compiled, inventory) = outcome.value.ok_or_else(|| "it does not compile".to_owned())?;
        let priced =
            price(&compiled, &Arc::new(inventory), self.prices).map_err(|error| error.to_string())?;
        match priced.bill.missing.first() {
            Some(missing) => Err(format!("there is no price of {}", missing.key)),
            None => Ok((compiled, priced.bill.month().expected)),
        }
    }

    /// The combinations of recovery modes and read replicas, with the current one, and those that are impossible.
    fn points(&self, platform: &Platform, current: Point) -> (Vec<Point>, Vec<String>) {
        let mut points = vec![current];
        let mut impossible = vec![];
        for Combination { name, edits, is_current } in combinations(platform) {
            if is_current {
                points[0].name = name;
                continue;
            }
            let point = self.priced(&edits).and_then(|(compiled, month)| {
                let recovery =
                    recovery(&compiled.design, Facts::embedded()).map_err(|error| error.to_string())?;
                let file = shown(&edits);
                Ok(Point { name: name.clone(), file, month, recovery, is_current: false, is_on_front: false })
            });
            match point {
                Ok(point) => points.push(point),
                Err(why) => impossible.push(format!("{name}: {why}")),
            }
        }
        mark_front(&mut points);
        (points, impossible)
    }
}

/// A combination of guarantees.
struct Combination {
    name: String,
    edits: Vec<Edit>,
    /// Whether it is that of the file.
    is_current: bool,
}

/// Every recovery mode of the production cells with a backup, with read replicas as they are and without.
fn combinations(platform: &Platform) -> Vec<Combination> {
    let cells = production_with_backup(platform);
    let without = || cells.iter().flat_map(|cell| without_backup(cell)).collect::<Vec<Edit>>();
    let current = current_modes(platform);
    let mut modes = vec![("no backup region", without(), cells.is_empty())];
    for (mode, word, name) in MODES.iter().filter(|_| !cells.is_empty()) {
        modes.push((*name, with_mode(&cells, word), current.iter().all(|it| it == mode)));
    }
    let replicas = platform.database.read_replicas.value;
    let mut all = vec![];
    for (name, edits, is_current) in modes {
        if replicas == 0 {
            all.push(Combination { name: name.to_owned(), edits, is_current });
            continue;
        }
        let none = [edits.clone(), vec![set(&["database", "read_replicas"], 0)]].concat();
        all.push(Combination { name: format!("{name}, no read replica"), edits: none, is_current: false });
        let noun = if replicas == 1 { "read replica" } else { "read replicas" };
        all.push(Combination { name: format!("{name}, {replicas} {noun}"), edits, is_current });
    }
    all
}

/// The names of the production cells with a backup site.
fn production_with_backup(platform: &Platform) -> Vec<String> {
    let cells = platform.cells.iter().filter(|cell| cell.backup.is_some() && is_production(platform, cell));
    cells.map(|cell| cell.name.value.clone()).collect()
}

fn is_production(platform: &Platform, cell: &polder_spec::Cell) -> bool {
    let account = platform.accounts.get(cell.account.value);
    account.is_some_and(|account| account.environment.value == Environment::Production)
}

fn with_mode(cells: &[String], word: &str) -> Vec<Edit> {
    cells.iter().map(|cell| set(&["cells", cell, "backup", "mode"], word)).collect()
}

fn without_backup(cell: &str) -> Vec<Edit> {
    ["backup", "active"].iter().map(|key| left_out(&["cells", cell, key])).collect()
}

/// Guarantees that the file can leave out or lower.
fn removed(platform: &Platform) -> Vec<Variation> {
    let mut all = vec![];
    let mut put = |name: String, effect, edits| all.push(Variation { name, effect, edits });
    for cell in platform.cells.iter().filter(|cell| cell.backup.is_some()) {
        let effect = match is_production(platform, cell) {
            true => "its markets are down while the region is lost, and its data may be gone",
            false => "a failover cannot be practised in it",
        };
        put(format!("the backup region of {}", cell.name.value), effect, without_backup(&cell.name.value));
    }
    let cells = production_with_backup(platform);
    for (mode, word, name) in modes_of(platform, |mode, current| mode < current) {
        let effect = match mode {
            BackupMode::PilotLight => "tasks of the API start after the loss of a region",
            _ => "the backup region starts with its smallest size",
        };
        put(format!("more than {name} in production"), effect, with_mode(&cells, word));
    }
    if platform.database.read_replicas.value > 0 {
        let effect = "queries load the writer, whose class is large enough for them";
        put("read replicas".to_owned(), effect, vec![set(&["database", "read_replicas"], 0)]);
    }
    if platform.cache.replicas.value > 0 {
        let effect = "the loss of a node empties its part of the cache";
        put("replicas of the cache".to_owned(), effect, vec![set(&["cache", "replicas"], 0)]);
    }
    if platform.network.zones.value > 2 {
        let effect = "after the loss of a zone, one is left";
        put("zones beyond two".to_owned(), effect, vec![set(&["network", "zones"], 2)]);
    }
    if platform.scan_uploads.value {
        let effect = "uploads are not scanned for malware";
        put("scans of uploads".to_owned(), effect, vec![set(&["platform", "scan_uploads"], false)]);
    }
    if platform.state.replica_region.value.is_some() {
        let effect = "if its region is lost, nothing can be applied";
        let edits = vec![set(&["state", "replica_region"], false)];
        put("the replica of the Terraform state and of the log archive".to_owned(), effect, edits);
    }
    put(
        "an answer within the objective of latency".to_owned(),
        "tasks may be smaller and slower",
        vec![set(&["objectives", "latency_p95"], "2s")],
    );
    all.extend(retentions(platform, false));
    all
}

/// Guarantees that the file can add or raise.
fn raised(platform: &Platform) -> Vec<Variation> {
    let mut all = vec![];
    let mut put = |name: String, effect, edits| all.push(Variation { name, effect, edits });
    let cells = production_with_backup(platform);
    for (mode, word, name) in modes_of(platform, |mode, current| mode > current) {
        let effect = match mode {
            BackupMode::HotStandby => "the backup region runs all tasks",
            _ => "the backup region runs some tasks of each service",
        };
        put(format!("{name} in production"), effect, with_mode(&cells, word));
    }
    let replicas = platform.database.read_replicas.value;
    if replicas < 15 {
        let edits = vec![set(&["database", "read_replicas"], replicas + 1)];
        put(format!("{} read replicas", replicas + 1), "queries have another reader", edits);
    }
    let replicas = platform.cache.replicas.value;
    if replicas < 5 {
        let edits = vec![set(&["cache", "replicas"], replicas + 1)];
        put(format!("{} replicas of each shard of the cache", replicas + 1), "two nodes can be lost", edits);
    }
    all.extend(retentions(platform, true));
    all
}

/// Modes that are lower or higher than all of the production cells with a backup.
fn modes_of(
    platform: &Platform,
    compare: impl Fn(BackupMode, BackupMode) -> bool,
) -> Vec<(BackupMode, &'static str, &'static str)> {
    let current = current_modes(platform);
    let fits = |mode| !current.is_empty() && current.iter().all(|current| compare(mode, *current));
    MODES.into_iter().filter(|(mode, _, _)| fits(*mode)).collect()
}

/// The recovery modes of the production cells with a backup.
fn current_modes(platform: &Platform) -> Vec<BackupMode> {
    let cells = platform.cells.iter().filter(|cell| is_production(platform, cell));
    cells.filter_map(|cell| cell.backup.as_ref().map(|backup| backup.mode.value)).collect()
}

/// Retention periods that differ from those of the file.
fn retentions(platform: &Platform, longer: bool) -> Vec<Variation> {
    let current = |key: &str| match key {
        "logs" => platform.retention.logs.value,
        "access_logs" => platform.retention.access_logs.value,
        "backups" => platform.retention.backups.value,
        "vault" => platform.retention.vault.value,
        _ => platform.retention.old_versions.value,
    };
    let fits = |key: &str, days: u64| match longer {
        true => current(key).as_days() < days,
        false => current(key).as_days() > days,
    };
    let variations = RETENTIONS.iter().filter_map(|(key, low, high, what)| {
        let days = if longer { *high } else { *low };
        let effect = if longer { "they are kept for longer" } else { "they are deleted earlier" };
        fits(key, days).then(|| Variation {
            name: format!("{what} for {} days", if longer { days } else { current(key).as_days() }),
            effect,
            edits: vec![set(&["retention", key], format!("{days}d"))],
        })
    });
    variations.collect()
}

fn path(keys: &[&str]) -> Vec<String> {
    keys.iter().map(|key| (*key).to_owned()).collect()
}

fn set(keys: &[&str], value: impl Into<SetTo>) -> Edit {
    (path(keys), Some(value.into().0))
}

fn left_out(keys: &[&str]) -> Edit {
    (path(keys), None)
}

/// A value of the file.
struct SetTo(Value);

impl From<&str> for SetTo {
    fn from(text: &str) -> SetTo {
        SetTo(Value::String(text.to_owned()))
    }
}

impl From<String> for SetTo {
    fn from(text: String) -> SetTo {
        SetTo(Value::String(text))
    }
}

impl From<bool> for SetTo {
    fn from(flag: bool) -> SetTo {
        SetTo(Value::Boolean(flag))
    }
}

impl From<u64> for SetTo {
    fn from(number: u64) -> SetTo {
        SetTo(Value::Integer(i64::try_from(number).unwrap_or(i64::MAX)))
    }
}

/// Sets a key of a file, or leaves it out. A site that is written as the name of its region becomes a table.
fn edit(file: &mut Table, path: &[String], value: Option<&Value>) {
    let Some((key, rest)) = path.split_first() else { return };
    if rest.is_empty() {
        match value {
            Some(value) => drop(file.insert(key.clone(), value.clone())),
            None => drop(file.remove(key)),
        }
        return;
    }
    if value.is_none() && !file.contains_key(key) {
        return;
    }
    let inner = file.entry(key).or_insert_with(|| Value::Table(Table::new()));
    if let Value::String(region) = inner {
        let region = Value::String(std::mem::take(region));
        *inner = Value::Table(Table::from_iter([("region".to_owned(), region)]));
    }
    if let Value::Table(inner) = inner {
        edit(inner, rest, value);
    }
}

/// Changes as the file would have them.
fn shown(edits: &[Edit]) -> String {
    let one = |(path, value): &Edit| {
        let path = path.join(".");
        match value {
            Some(value) => Some(format!("{path} = {value}")),
            None => (!path.ends_with(".active")).then(|| format!("no {path}")),
        }
    };
    edits.iter().filter_map(one).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_changed_where_it_says_so_and_nowhere_else() {
        let mut file: Table = "[cells.a]\nprimary = \"x\"\nbackup = \"y\"\n".parse().expect("TOML");
        for (path, value) in [
            set(&["cells", "a", "backup", "mode"], "hot-standby"),
            set(&["database", "read_replicas"], 0),
            left_out(&["cells", "b", "backup"]),
            left_out(&["cells", "a", "primary"]),
        ] {
            edit(&mut file, &path, value.as_ref());
        }
        let wanted: Table =
            "[cells.a.backup]\nregion = \"y\"\nmode = \"hot-standby\"\n[database]\nread_replicas = 0\n"
                .parse()
                .expect("TOML");
        assert_eq!(file, wanted);
    }
}
