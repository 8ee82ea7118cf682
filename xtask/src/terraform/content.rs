//! Whether two folders have the same content.
#![expect(clippy::disallowed_methods, reason = "tasks of the workspace access the operating system directly")]

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sha2::{Digest as _, Sha256};

/// The hash of all files of a folder and its subfolders, with their names. Terraform's own files do not
/// count: names that begin with a dot.
pub(super) fn of(folder: &Path) -> Result<[u8; 32]> {
    let mut files = vec![];
    find(folder, &mut files).with_context(|| format!("cannot read `{}`", folder.display()))?;
    files.sort();
    let mut hash = Sha256::new();
    for file in files {
        let text = fs::read(&file).with_context(|| format!("cannot read `{}`", file.display()))?;
        let name = file.strip_prefix(folder).unwrap_or(&file).to_string_lossy().into_owned();
        for part in [name.as_bytes(), &text] {
            // With its length, so that different lists of files have different hashes.
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
    }
    Ok(hash.finalize().into())
}

fn find(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        if entry.file_type()?.is_dir() {
            find(&entry.path(), files)?;
        } else {
            files.push(entry.path());
        }
    }
    Ok(())
}
