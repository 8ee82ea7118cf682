//! Certificates of verdicts: documents that `polder-recheck` checks again without the engines.

use polder_inventory::{Inventory, canonical};
use polder_recheck::digest;
use polder_recheck::format::{self, Claimed, Entry, FORMAT_VERSION, MANIFEST, Manifest, Part};
use polder_verdict::{Label, MODEL_VERSION, Property};

use crate::compiled::Compiled;
use crate::needs::needs;
use crate::{markets, terms};

/// What no certificate shows.
const TAKEN_FOR_GRANTED: [&str; 6] = [
    "the inventory is what AWS does: resources are read right, and the models of `docs/prove.md` are those of AWS",
    "the documents are those of the inventory: its digest is stated, and a new export of the same platform has the same bytes",
    "endurance: which resources a request needs, and which failures are accepted; objectives, configured times and published figures",
    "network: the flows that are listed are those of the design; packets do not take other ways than routes; the provider's ranges have none of the addresses that rules name by number",
    "data: they move in the ways that are listed and in no other, stores have the data that they declare, and regions are in their \
     jurisdictions",
    "the claim of a property says what its identifier stands for in `docs/prove.md`",
];

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
        taken_for_granted: TAKEN_FOR_GRANTED.map(str::to_owned).to_vec(),
        parts,
        properties: properties.iter().map(|property| entry(property, network.is_some())).collect(),
    };
    files.push((MANIFEST.to_owned(), written(&manifest)));
    files
}

/// What the manifest says of a property.
fn entry(property: &Property, network: bool) -> Entry {
    let (claimed, decided) = match property.verdict.label() {
        Label::Proved => (Claimed::Proved, true),
        Label::Refuted => (Claimed::Refuted, true),
        Label::Undecided => (Claimed::Undecided, false),
        Label::Procedural => (Claimed::Procedural, false),
    };
    let shown = if decided { shown_by(&property.id, claimed, network) } else { Ok(None) };
    let (shown_by, not_covered) = match shown {
        Ok(file) => (file.map(str::to_owned), None),
        Err(why) => (None, Some(why.to_owned())),
    };
    Entry { id: property.id.clone(), claim: property.claim.clone(), verdict: claimed, shown_by, not_covered }
}

/// The document that shows a verdict, or why there is none.
fn shown_by(id: &str, claimed: Claimed, network: bool) -> Result<Option<&'static str>, &'static str> {
    let (engine, _) = id.split_once('.').unwrap_or((id, ""));
    match engine {
        "endurance" => Ok(Some(format::ENDURANCE)),
        "network" if !ISOLATION.contains(&id) && !id.starts_with("network.flows.") => {
            Err("what no flow needs has no certificates yet")
        }
        "network" if claimed == Claimed::Refuted => Err("witnesses of connections have no certificates yet"),
        "network" if !network => Err("a filter or a route is not known, or networks are joined"),
        "network" => Ok(Some(format::NETWORK)),
        "access" => Err("access has no certificates yet"),
        "encryption" | "residency" if !DATA.contains(&id) && !id.starts_with("residency.cells.") => {
            Err("times, recipients, caches, policies of keys and connections have no certificates yet")
        }
        "encryption" | "residency" if claimed == Claimed::Refuted && !FACTS.contains(&id) => {
            Err("paths of data have no certificates yet")
        }
        "encryption" | "residency" => Ok(Some(format::DATA)),
        _ => Err("this property has no certificates yet"),
    }
}

fn written(document: &impl serde::Serialize) -> Vec<u8> {
    // Numbers, texts and lists always have a JSON form.
    let mut bytes = serde_json::to_vec(document).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}
