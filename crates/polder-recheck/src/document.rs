//! Reading of the documents, and the finding about each verdict.

use std::collections::BTreeSet;
use std::fmt;
use std::io;

use serde::de::DeserializeOwned;

use crate::data;
use crate::digest::digest;
use crate::endurance;
use crate::format::{self, Entry, FORMAT_VERSION, MANIFEST, Manifest};
use crate::limits::BYTES_MAX;
use crate::network;
use crate::outcome::{Checked, Finding, Outcome};
use crate::verdict::Recomputed;

/// Documents that cannot be read at all.
#[derive(Debug)]
pub enum Broken {
    /// A file cannot be read.
    Unreadable(String, io::Error),
    /// A file is larger than any certificate.
    TooLarge(String),
    /// A file is not what the format says, or of another version.
    Malformed(String, String),
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Broken::Unreadable(file, _) => write!(f, "cannot read `{file}`"),
            Broken::TooLarge(file) => write!(f, "`{file}` is larger than {} MiB", BYTES_MAX >> 20),
            Broken::Malformed(file, why) => write!(f, "`{file}` is no certificate: {why}"),
        }
    }
}

impl std::error::Error for Broken {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Broken::Unreadable(_, error) => Some(error),
            Broken::TooLarge(_) | Broken::Malformed(..) => None,
        }
    }
}

/// Reads the documents by the names of their files and checks every verdict.
///
/// # Errors
/// If the manifest or a document that it names cannot be read, or is not of this format. A document that does not show what it is said
/// to show is no error but a finding.
pub fn recheck(read: &dyn Fn(&str) -> io::Result<Vec<u8>>) -> Result<Outcome, Broken> {
    let manifest: Manifest = parsed(MANIFEST, &bytes(read, MANIFEST)?)?;
    if manifest.format_version != FORMAT_VERSION {
        let why = format!("its format has version {}, and this is {FORMAT_VERSION}", manifest.format_version);
        return Err(Broken::Malformed(MANIFEST.to_owned(), why));
    }
    let ids: BTreeSet<&str> = manifest.properties.iter().map(|entry| entry.id.as_str()).collect();
    if ids.len() != manifest.properties.len() {
        let why = "it has two verdicts on one property".to_owned();
        return Err(Broken::Malformed(MANIFEST.to_owned(), why));
    }
    let parts = Parts::read(&manifest, read)?;
    let properties = manifest.properties.iter().map(|entry| Checked {
        id: entry.id.clone(),
        verdict: entry.verdict,
        finding: parts.finding(entry),
    });
    let properties = properties.collect();
    Ok(Outcome { manifest, properties })
}

/// The documents, each checked as far as it concerns all of its properties.
struct Parts {
    endurance: Option<endurance::Judge>,
    network: Option<network::Judge>,
    data: Option<data::Judge>,
    /// Files whose bytes are not those that the manifest names, and which are not looked at.
    changed: BTreeSet<String>,
}

impl Parts {
    fn read(manifest: &Manifest, read: &dyn Fn(&str) -> io::Result<Vec<u8>>) -> Result<Parts, Broken> {
        let mut parts = Parts { endurance: None, network: None, data: None, changed: BTreeSet::new() };
        let mut files = BTreeSet::new();
        for part in &manifest.parts {
            let file = part.file.as_str();
            if !files.insert(file) {
                let why = format!("it names `{file}` twice");
                return Err(Broken::Malformed(MANIFEST.to_owned(), why));
            }
            if ![format::ENDURANCE, format::NETWORK, format::DATA].contains(&file) {
                let why = format!("it names a document of another format, `{file}`");
                return Err(Broken::Malformed(MANIFEST.to_owned(), why));
            }
            let bytes = bytes(read, file)?;
            if digest(&bytes) != part.sha256 {
                parts.changed.insert(part.file.clone());
                continue;
            }
            match file {
                format::ENDURANCE => parts.endurance = Some(endurance::Judge::of(parsed(file, &bytes)?)),
                format::NETWORK => parts.network = Some(network::Judge::of(parsed(file, &bytes)?)),
                _ => parts.data = Some(data::Judge::of(parsed(file, &bytes)?)),
            }
        }
        Ok(parts)
    }

    fn finding(&self, entry: &Entry) -> Finding {
        let Some(holds) = entry.verdict.holds() else { return Finding::ClaimsNothing };
        let Some(file) = entry.shown_by.as_deref() else {
            let why = entry.not_covered.clone().unwrap_or_else(|| "there is no certificate of it".to_owned());
            return Finding::NotCovered(why);
        };
        if self.changed.contains(file) {
            return Finding::Refused(format!("`{file}` was changed after the manifest was written"));
        }
        let recomputed = match file {
            format::ENDURANCE => self.endurance.as_ref().map(|judge| judge.recompute(entry)),
            format::NETWORK => self.network.as_ref().map(|judge| judge.recompute(entry)),
            format::DATA => self.data.as_ref().map(|judge| judge.recompute(entry)),
            _ => None,
        };
        let missing = || Recomputed::open(format!("`{file}` is not there"));
        recomputed.unwrap_or_else(missing).judge(holds)
    }
}

fn bytes(read: &dyn Fn(&str) -> io::Result<Vec<u8>>, file: &str) -> Result<Vec<u8>, Broken> {
    let bytes = read(file).map_err(|error| Broken::Unreadable(file.to_owned(), error))?;
    if bytes.len() > BYTES_MAX { Err(Broken::TooLarge(file.to_owned())) } else { Ok(bytes) }
}

fn parsed<T: DeserializeOwned>(file: &str, bytes: &[u8]) -> Result<T, Broken> {
    serde_json::from_slice(bytes).map_err(|error| Broken::Malformed(file.to_owned(), error.to_string()))
}
