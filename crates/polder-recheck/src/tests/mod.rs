//! Certificates that show what they are said to show, and the same with one thing changed: each is refused.

mod data;
mod documents;
mod endurance;
mod hostile;
mod network;

use std::collections::BTreeMap;
use std::io;

use crate::format::{Claimed, Entry, FORMAT_VERSION, MANIFEST, Manifest, Part};
use crate::{Finding, Outcome, digest, recheck};

/// Files in memory.
type Files = BTreeMap<String, Vec<u8>>;

fn entry(id: &str, claim: &str, verdict: Claimed, file: &str) -> Entry {
    let shown_by = Some(file.to_owned());
    Entry { id: id.to_owned(), claim: claim.to_owned(), verdict, shown_by, not_covered: None }
}

fn manifest(files: &Files, properties: Vec<Entry>) -> Manifest {
    let part = |(file, bytes): (&String, &Vec<u8>)| Part { file: file.clone(), sha256: digest(bytes) };
    Manifest {
        format_version: FORMAT_VERSION,
        model_version: 1,
        source: "polder.toml".to_owned(),
        inventory: digest(b"an inventory"),
        parts: files.iter().map(part).collect(),
        properties,
    }
}

/// One document, and what is said of it.
fn files(file: &str, document: &impl serde::Serialize, properties: Vec<Entry>) -> Files {
    let mut files = Files::from([(file.to_owned(), serde_json::to_vec(document).expect("it has a form"))]);
    let manifest = manifest(&files, properties);
    files.insert(MANIFEST.to_owned(), serde_json::to_vec(&manifest).expect("it has a form"));
    files
}

fn read(files: &Files) -> Result<Outcome, crate::Broken> {
    recheck(&|name| files.get(name).cloned().ok_or_else(|| io::ErrorKind::NotFound.into()))
}

/// What is found about the only property.
fn finding(file: &str, document: &impl serde::Serialize, property: Entry) -> Finding {
    let outcome = read(&files(file, document, vec![property])).expect("it is a certificate");
    outcome.properties[0].finding.clone()
}

/// Why it is refused.
fn refused(finding: Finding) -> String {
    let Finding::Refused(why) = finding else { panic!("it is not refused: {finding:?}") };
    why
}
