//! Certificates of verdicts: documents that `polder-recheck` checks again without the engines.

use polder_inventory::{Inventory, canonical};
use polder_recheck::digest;
use polder_recheck::format::endurance::Endurance;
use polder_recheck::format::{self, Claimed, Entry, FORMAT_VERSION, MANIFEST, Manifest, Part};
use polder_verdict::{Label, MODEL_VERSION, Property};

use crate::compiled::Compiled;
use crate::needs::needs;
use crate::{markets, terms};

/// The properties of the network whose proofs have certificates.
const ISOLATION: [&str; 5] =
    ["network.data-tier", "network.edge", "network.entry-points", "network.environments", "network.sites"];

/// The properties of places and keys whose proofs have certificates, besides those of cells.
const DATA: [&str; 6] = [
    "encryption.at-rest",
    "encryption.key-owner",
    "encryption.keys",
    "encryption.rotation",
    "residency.logs",
    "residency.personal",
];
/// Of these, what single entries refute.
const FACTS: [&str; 3] = ["encryption.at-rest", "encryption.key-owner", "encryption.rotation"];

/// The files that show the verdicts on a platform, each with its name.
pub fn certificate(
    compiled: &Compiled,
    inventory: &Inventory,
    properties: &[Property],
    source: &str,
) -> Vec<(String, Vec<u8>)> {
    let endurance = polder_endure::certificate(inventory, &markets::of_platform(&compiled.design));
    let network = polder_reach::certificate(inventory, &needs(&compiled.design));
    let data = polder_locate::certificate(inventory, &terms::of_platform(compiled));
    let mut files =
        vec![(format::DATA.to_owned(), written(&data)), (format::ENDURANCE.to_owned(), written(&endurance))];
    files.extend(network.as_ref().map(|network| (format::NETWORK.to_owned(), written(network))));
    let parts =
        files.iter().map(|(file, bytes)| Part { file: file.clone(), sha256: digest(bytes) }).collect();
    let manifest = Manifest {
        format_version: FORMAT_VERSION,
        model_version: MODEL_VERSION,
        source: source.to_owned(),
        inventory: digest(canonical(inventory).as_bytes()),
        parts,
        properties: properties
            .iter()
            .map(|property| entry(property, &endurance, network.is_some()))
            .collect(),
    };
    files.push((MANIFEST.to_owned(), written(&manifest)));
    files
}

/// What the manifest says of a property.
fn entry(property: &Property, endurance: &Endurance, network: bool) -> Entry {
    let (id, claim) = (property.id.clone(), property.claim.clone());
    let verdict = match property.verdict.label() {
        Label::Proved => Claimed::Proved,
        Label::Refuted => Claimed::Refuted,
        Label::Undecided => Claimed::Undecided,
        Label::Procedural => Claimed::Procedural,
    };
    let shown = verdict.holds().map(|holds| shown_by(&id, holds, endurance, network));
    let (shown_by, not_covered) = match shown {
        None => (None, None),
        Some(Ok(file)) => (Some(file.to_owned()), None),
        Some(Err(why)) => (None, Some(why.to_owned())),
    };
    Entry { id, claim, verdict, shown_by, not_covered }
}

/// The document that shows that a property holds or does not hold, or why there is none.
fn shown_by(
    id: &str,
    holds: bool,
    endurance: &Endurance,
    network: bool,
) -> Result<&'static str, &'static str> {
    let (engine, _) = id.split_once('.').unwrap_or((id, ""));
    match engine {
        "endurance" if lacks_cuts(id, endurance) => {
            Err("the market needs too many parts for every pair of failures to be tried again")
        }
        "endurance" => Ok(format::ENDURANCE),
        "network" if !ISOLATION.contains(&id) && !id.starts_with("network.flows.") => {
            Err("what no flow needs has no certificates yet")
        }
        "network" if !holds => Err("witnesses of connections have no certificates yet"),
        "network" if !network => Err(
            "a filter or a route is not known or not modelled, networks are joined, or a public load balancer passes connections on",
        ),
        "network" => Ok(format::NETWORK),
        "access" => Err("access has no certificates yet"),
        "encryption" | "residency" if !DATA.contains(&id) && !id.starts_with("residency.cells.") => {
            Err("times, recipients, caches, policies of keys and connections have no certificates yet")
        }
        "encryption" | "residency" if !holds && !FACTS.contains(&id) => {
            Err("paths of data have no certificates yet")
        }
        "encryption" | "residency" => Ok(format::DATA),
        _ => Err("this property has no certificates yet"),
    }
}

/// Whether a verdict rests on sets of events that are not listed, because the tree is too large for a recheck.
fn lacks_cuts(id: &str, endurance: &Endurance) -> bool {
    endurance.markets.iter().any(|market| {
        let asks = |question: &str| id == format!("endurance.{question}.{}", market.name);
        asks("zone") && market.orders.cuts.is_none()
            || (asks("single") || asks("backup")) && market.orders_failed_over.cuts.is_none()
    })
}

fn written(document: &impl serde::Serialize) -> Vec<u8> {
    // Numbers, texts and lists always have a JSON form.
    let mut bytes = serde_json::to_vec(document).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

#[cfg(test)]
mod tests {
    use polder_recheck::format::endurance::{Aim, Cuts, Market};

    use super::*;

    #[test]
    fn a_verdict_on_a_tree_that_is_too_large_for_a_recheck_is_not_covered() {
        let listed = Aim { root: 0, cuts: Some(Cuts::default()) };
        let market = Market { name: "NL".to_owned(), orders_failed_over: listed, ..Market::default() };
        let endurance = Endurance { markets: vec![market] };
        let shown = |id| shown_by(id, true, &endurance, true);
        assert_eq!(
            shown("endurance.zone.NL"),
            Err("the market needs too many parts for every pair of failures to be tried again")
        );
        for id in ["endurance.single.NL", "endurance.backup.NL", "endurance.steps.NL", "endurance.zone.DE"] {
            assert_eq!(shown(id), Ok(format::ENDURANCE), "{id}");
        }
    }
}
