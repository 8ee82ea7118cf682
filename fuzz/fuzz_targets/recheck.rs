//! Any bytes are read as a document of a certificate without a panic.
#![no_main]

use std::io;

use libfuzzer_sys::fuzz_target;
use polder_recheck::format::{self, Claimed, Entry, FORMAT_VERSION, MANIFEST, Manifest, Part};
use polder_recheck::{digest, lines, recheck};

/// One of each kind of property that has certificates.
const IDS: [&str; 21] = [
    "endurance.zone.NL",
    "endurance.single.NL",
    "endurance.backup.NL",
    "endurance.steps.NL",
    "endurance.rto-zone.NL",
    "endurance.rpo-zone.NL",
    "endurance.rto-region.NL",
    "endurance.rpo-region.NL",
    "network.data-tier",
    "network.edge",
    "network.entry-points",
    "network.environments",
    "network.sites",
    "network.flows.production/de.api",
    "residency.personal",
    "residency.logs",
    "residency.cells.production.de",
    "encryption.at-rest",
    "encryption.key-owner",
    "encryption.keys",
    "encryption.rotation",
];

/// What claims have to say of a region that is lost, of the regions of a cell and of objectives.
const CLAIM: &str = "no step needs the region that is lost, north, data are in north and south and in no store of another cell, orders \
                     are placed again within 5m after the loss, and no data are older than 5m";

fuzz_target!(|bytes: &[u8]| {
    let Some((first, document)) = bytes.split_first().filter(|(_, document)| document.len() < 1 << 16) else { return };
    let file = [format::ENDURANCE, format::NETWORK, format::DATA][usize::from(*first) % 3];
    let entry = |id: &&str| Entry {
        id: (*id).to_owned(),
        claim: CLAIM.to_owned(),
        verdict: if *first < 128 { Claimed::Proved } else { Claimed::Refuted },
        shown_by: Some(file.to_owned()),
        not_covered: None,
    };
    let manifest = Manifest {
        format_version: FORMAT_VERSION,
        model_version: 1,
        source: "a file".to_owned(),
        inventory: digest(b""),
        parts: vec![Part { file: file.to_owned(), sha256: digest(document) }],
        properties: IDS.iter().map(entry).collect(),
    };
    let manifest = serde_json::to_vec(&manifest).expect("it has a form");
    let read = |name: &str| match name {
        MANIFEST => Ok(manifest.clone()),
        name if name == file => Ok(document.to_vec()),
        _ => Err(io::ErrorKind::NotFound.into()),
    };
    if let Ok(outcome) = recheck(&read) {
        assert_eq!(outcome.properties.len(), IDS.len());
        assert!(lines(&outcome).len() > IDS.len());
    }
});
