//! Edits of random platforms: what an edit does not touch keeps its settled values.

use polder_design::Design;
use polder_diag::Finding;
use polder_facts::Facts;
use proptest::prelude::*;

use crate::{Lock, compare, pin, read, settle};

const REGIONS: [&str; 4] = ["eu-central-1", "eu-west-1", "eu-west-3", "eu-north-1"];
const COUNTRIES: [&str; 8] = ["DE", "NL", "BE", "FR", "AT", "IE", "ES", "IT"];

/// A cell of a random platform.
#[derive(Clone, Debug, PartialEq)]
struct Cell {
    /// Index of its market, from which its name follows.
    country: usize,
    primary: usize,
    backup: Option<usize>,
    /// The second octet of a network in the file.
    network: Option<u8>,
}

/// One edit.
#[derive(Clone, Debug)]
enum Edit {
    Add(usize, Cell),
    Remove(usize),
    Swap(usize, usize),
    AddBackup(usize, usize),
    RemoveBackup(usize),
    Pool(u8),
}

#[derive(Clone, Debug)]
struct Shop {
    cells: Vec<Cell>,
    pool: u8,
}

impl Shop {
    /// Its platform file.
    fn text(&self) -> String {
        let mut text = String::from(
            "version = 1\n[platform]\nname = \"shop\"\nowner = \"team\"\ndomain = \"example.com\"\n",
        );
        text.push_str(&format!("[network]\npool = \"10.{}.0.0/12\"\n", u32::from(self.pool) * 16));
        for cell in &self.cells {
            let name = COUNTRIES[cell.country].to_lowercase();
            let network =
                cell.network.map(|it| format!("network = \"10.{it}.0.0/16\"\n")).unwrap_or_default();
            text.push_str(&format!(
                "[cells.{name}.primary]\nregion = \"{}\"\n{network}",
                REGIONS[cell.primary]
            ));
            if let Some(backup) = cell.backup {
                text.push_str(&format!("[cells.{name}.backup]\nregion = \"{}\"\n", REGIONS[backup]));
            }
        }
        for cell in &self.cells {
            let country = COUNTRIES[cell.country];
            text.push_str(&format!("[markets.{country}]\ncell = \"{}\"\n", country.to_lowercase()));
        }
        text
    }

    fn edit(&mut self, edit: &Edit) {
        let count = self.cells.len();
        match edit {
            Edit::Add(at, cell) if self.cells.iter().all(|other| other.country != cell.country) => {
                self.cells.insert(at % (count + 1), cell.clone());
            }
            Edit::Remove(at) if count > 1 => {
                self.cells.remove(at % count);
            }
            Edit::Swap(one, other) => self.cells.swap(one % count, other % count),
            Edit::AddBackup(at, region) if self.cells[at % count].primary != *region => {
                self.cells[at % count].backup.get_or_insert(*region);
            }
            Edit::RemoveBackup(at) => self.cells[at % count].backup = None,
            Edit::Pool(pool) => self.pool = *pool,
            Edit::Add(..) | Edit::Remove(_) | Edit::AddBackup(..) => {}
        }
    }
}

fn cell() -> impl Strategy<Value = Cell> {
    let network = prop::option::weighted(0.2, 200u8..220);
    (0..COUNTRIES.len(), 0..REGIONS.len(), prop::option::of(0..REGIONS.len()), network).prop_map(
        |(country, primary, backup, network)| Cell {
            country,
            primary,
            backup: backup.filter(|backup| *backup != primary),
            network,
        },
    )
}

fn edit() -> impl Strategy<Value = Edit> {
    let at = 0usize..8;
    prop_oneof![
        3 => (at.clone(), cell()).prop_map(|(at, cell)| Edit::Add(at, cell)),
        2 => at.clone().prop_map(Edit::Remove),
        2 => (at.clone(), at.clone()).prop_map(|(one, other)| Edit::Swap(one, other)),
        2 => (at.clone(), 0..REGIONS.len()).prop_map(|(at, region)| Edit::AddBackup(at, region)),
        1 => at.prop_map(Edit::RemoveBackup),
        1 => (2u8..8).prop_map(Edit::Pool),
    ]
}

/// What a platform settles with a lock, or what is wrong.
fn settled(text: &str, lock: Option<&Lock>) -> Result<Lock, Vec<Finding>> {
    let facts = Facts::embedded();
    let mut platform = polder_spec::read(text, facts).sound().ok_or_else(Vec::new)?;
    let mut findings = lock.map(|lock| pin(&mut platform, lock, facts)).unwrap_or_default();
    let design: Design = polder_design::design(&platform, facts).sound().ok_or_else(Vec::new)?;
    let new = settle(&design, "test");
    findings.extend(lock.map(|lock| compare(lock, &new, &platform)).unwrap_or_default());
    if findings.is_empty() { Ok(new) } else { Err(findings) }
}

/// Whether an account has sites in the region that is settled for what it has once.
fn has_home(shop: &Shop, lock: &Lock) -> bool {
    let regions = shop.cells.iter().flat_map(|cell| [Some(cell.primary), cell.backup]).flatten();
    regions.map(|it| REGIONS[it]).any(|region| lock.get("accounts.production.home") == Some(region))
}

proptest! {
    // `PROPTEST_CASES=1000` tries more.
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        rng_seed: prop::test_runner::RngSeed::Fixed(11),
        ..ProptestConfig::default()
    })]
    #[test]
    fn what_an_edit_does_not_touch_keeps_its_settled_values(
        first in cell(),
        edits in prop::collection::vec(edit(), 1..6),
    ) {
        let mut shop = Shop { cells: vec![first], pool: 4 };
        let mut lock = settled(&shop.text(), None).expect("one cell is sound");
        for edit in edits {
            let mut edited = shop.clone();
            edited.edit(&edit);
            let new = match settled(&edited.text(), Some(&lock)) {
                Ok(new) => new,
                // An edit that the file's own checks refuse, such as a network that is taken.
                Err(findings) if findings.is_empty() => continue,
                Err(findings) => {
                    let codes: Vec<&str> = findings.iter().map(|finding| finding.code.id).collect();
                    if codes == ["LOCK005"] {
                        continue;
                    }
                    // What an account has once cannot stay where the account has no site.
                    prop_assert!(!has_home(&edited, &lock), "{codes:?} {edit:?}");
                    let released = lock.without("accounts.production.home").expect("it is settled");
                    match settled(&edited.text(), Some(&released)) {
                        Ok(new) => { lock = released; new }
                        Err(findings) => { prop_assert!(false, "{findings:?}"); continue }
                    }
                }
            };
            for (path, value) in lock.values() {
                if let Some(after) = new.get(path) {
                    prop_assert_eq!(value, after, "{} after {:?}", path, edit);
                }
            }
            for cell in &edited.cells {
                let (name, kept) = (COUNTRIES[cell.country].to_lowercase(), shop.cells.contains(cell));
                let values = |lock: &Lock| -> Vec<(String, String)> {
                    let of = lock.values().filter(|(path, _)| path.starts_with(&format!("cells.{name}.")));
                    of.map(|(path, value)| (path.to_owned(), value.to_owned())).collect()
                };
                prop_assert!(!kept || values(&lock) == values(&new));
            }
            prop_assert_eq!(read(&new.to_string()).value, Some(new.clone()));
            (shop, lock) = (edited, new);
        }
    }

    #[test]
    fn no_text_panics(text in "[a-z0-9.=\\[\\]\"\n{} ]{0,200}") {
        let _ = read(&text);
        let _ = read(&format!("version = 1\n{text}"));
    }
}

fn two_cells(first: &str, second: &str, more: &str) -> String {
    format!(
        "version = 1\n[platform]\nname = \"shop\"\nowner = \"team\"\ndomain = \"example.com\"\n{more}\
         [cells.{first}.primary]\nregion = \"eu-central-1\"\n[cells.{second}.primary]\nregion = \"eu-west-1\"\n\
         [markets.DE]\ncell = \"{first}\"\n[markets.NL]\ncell = \"{second}\"\n"
    )
}

fn codes(text: &str, lock: &Lock) -> Vec<&'static str> {
    settled(text, Some(lock)).err().unwrap_or_default().iter().map(|finding| finding.code.id).collect()
}

#[test]
fn what_would_be_replaced_is_an_error_until_it_is_settled_anew() {
    let text = two_cells("de", "nl", "");
    let lock = settled(&text, None).expect("sound");
    assert_eq!(codes(&text, &lock), [""; 0]);
    for (changed, entry) in [
        (text.replace("\"shop\"", "\"store\""), "platform.name"),
        (text.replace("region = \"eu-west-1\"", "region = \"eu-west-3\""), "cells.nl.primary"),
        (
            text.replace("[cells.nl.primary]", "[cells.nl.primary]\nnetwork = \"10.9.0.0/16\""),
            "cells.nl.primary",
        ),
        (format!("{text}[database]\nengine = \"aurora-postgresql\"\n"), "cells"),
        (format!("{text}[state]\nbucket = \"another-bucket\"\n"), "state"),
    ] {
        let found = codes(&changed, &lock);
        assert!(!found.is_empty() && found.iter().all(|code| *code == "LOCK003"), "{entry}: {found:?}");
        let released = lock.without(entry).expect("an entry");
        assert_eq!(codes(&changed, &released), [""; 0], "{entry}");
    }
}

#[test]
fn a_cell_under_another_name_is_a_new_one() {
    let lock = settled(&two_cells("de", "nl", ""), None).expect("sound");
    assert_eq!(codes(&two_cells("germany", "nl", ""), &lock), ["LOCK004"]);
    assert_eq!(codes(&two_cells("germany", "nl", ""), &lock.without("cells.de").expect("an entry")), [""; 0]);
}

#[test]
fn accounts_markets_and_services_under_another_name_are_new_ones() {
    let more = "[accounts.production]\n[accounts.management]\n[services.reviews]\nuses = [\"database\"]\n";
    let text = two_cells("de", "nl", more);
    let lock = settled(&text, None).expect("sound");
    for (changed, entry) in [
        (
            text.replace("[accounts.management]", "[accounts.root]\nenvironment = \"management\""),
            "accounts.management",
        ),
        (
            text.replace("[accounts.production]", "[accounts.live]\nenvironment = \"production\""),
            "accounts.production",
        ),
        (text.replace("[markets.DE]", "[markets.DE-B2C]\nhost = \"de\""), "markets.DE"),
        (text.replace("[services.reviews]", "[services.ratings]"), "services.reviews"),
    ] {
        assert_eq!(codes(&changed, &lock), ["LOCK006"], "{entry}");
        let found = codes(&changed, &lock.without(entry).expect("an entry"));
        // The cells of the account are said to move once it is no rename.
        assert!(found.iter().all(|code| *code == "LOCK003"), "{entry}: {found:?}");
        assert_eq!(found.is_empty(), entry != "accounts.production", "{entry}: {found:?}");
    }
    // Removed, added, or both in different places: no rename.
    assert_eq!(codes(&text.replace("[services.reviews]\nuses = [\"database\"]\n", ""), &lock), [""; 0]);
    let other = text.replace("[services.reviews]", "[services.ratings]\ncells = [\"nl\"]");
    assert_eq!(codes(&other, &lock), [""; 0]);
    // A lock of an earlier release has no such entries.
    let earlier =
        ["markets", "services"].iter().fold(lock, |lock, table| lock.without(table).expect("a table"));
    assert_eq!(codes(&text.replace("[markets.DE]", "[markets.DE-B2C]"), &earlier), [""; 0]);
}

#[test]
fn a_market_stays_in_its_cell_while_that_exists() {
    let text = two_cells("de", "nl", "") + "[markets.FR]\ncell = \"de\"\n";
    let lock = settled(&text, None).expect("sound");
    let moved = text.replace("[markets.FR]\ncell = \"de\"", "[markets.FR]\ncell = \"nl\"");
    assert_eq!(codes(&moved, &lock), ["LOCK003"]);
    assert_eq!(codes(&moved, &lock.without("markets.FR.cell").expect("an entry")), [""; 0]);
    let merged = text
        .replace("[cells.de.primary]\nregion = \"eu-central-1\"\n", "")
        .replace("cell = \"de\"", "cell = \"nl\"");
    // Its customers would find none of their orders, and nothing destroys the stores that have them.
    assert!(codes(&merged, &lock).contains(&"LOCK003"));
    assert!(!codes(&merged, &lock).contains(&"LOCK004"));
    let paths: Vec<&str> =
        lock.values().map(|(path, _)| path).filter(|path| path.starts_with("markets.FR")).collect();
    assert_eq!(paths, ["markets.FR.cell", "markets.FR.country", "markets.FR.host"]);
}

#[test]
fn another_host_needs_the_former_one() {
    let text = two_cells("de", "nl", "");
    let lock = settled(&text, None).expect("sound");
    let at = |host: &str| text.replace("[markets.DE]", &format!("[markets.DE]\n{host}"));
    assert_eq!(codes(&at("host = \"shop\""), &lock), ["LOCK003"]);
    assert_eq!(codes(&at("host = \"shop\""), &lock.without("markets.DE.host").expect("an entry")), [""; 0]);
    assert_eq!(codes(&at("host = \"shop\"\nformer_hosts = [\"at\"]"), &lock), ["LOCK003"]);
    for former in ["\"de\"", "\"de.example.com\"", "\"germany\", \"de\""] {
        assert_eq!(
            codes(&at(&format!("host = \"shop\"\nformer_hosts = [{former}]")), &lock),
            [""; 0],
            "{former}"
        );
    }
    let own = at("domain = \"shop.de\"\nformer_hosts = [\"de.example.com\"]");
    assert_eq!(codes(&own, &lock), [""; 0]);
}

#[test]
fn a_new_network_does_not_overlap_a_settled_one() {
    let lock = settled(&two_cells("de", "nl", ""), None).expect("sound");
    let taken = lock.get("cells.de.primary.network").expect("settled").to_owned();
    let third = format!(
        "[cells.fr.primary]\nregion = \"eu-west-3\"\nnetwork = \"{taken}\"\n[markets.FR]\ncell = \"fr\"\n"
    );
    assert_eq!(codes(&format!("{}{third}", two_cells("de", "nl", "")), &lock), ["LOCK005"]);
}

#[test]
fn unreadable_locks_are_reported() {
    let code = |text: &str| read(text).findings.first().map(|finding| finding.code.id);
    assert_eq!(code("version = 1\nfacts = \"0.1.0\"\n"), None);
    for text in [
        "",
        "version = 0",
        "version = 1\n<<<<<<< HEAD\n",
        "version = 1\n[a]\nb = 3\n",
        "version = 1\n[\"a.b\"]\nc.\"x y\" = \"\"\n",
    ] {
        assert_eq!(code(text), Some("LOCK001"), "{text}");
    }
    assert_eq!(code("version = 2\n"), Some("LOCK002"));
    let lock = read("version = 1\n[cells.de.primary]\nnetwork = \"x\"\n").sound().expect("readable");
    assert_eq!(codes(&two_cells("de", "nl", ""), &lock), ["LOCK001", "LOCK003"]);
}

#[test]
fn codes_have_pages() {
    for code in crate::codes() {
        for heading in ["## What it finds", "## Why it matters", "## What to do"] {
            assert!(code.page.contains(heading), "{}", code.id);
        }
    }
}
