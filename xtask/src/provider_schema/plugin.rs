//! Finds the provider on this machine.

use std::path::{Path, PathBuf};
use std::{env, fs};

/// Deep enough for a plugin folder in a home directory, and not for a whole disk.
const DEPTH_MAX: usize = 9;

/// The folder for `-plugin-dir`: `POLDER_TF_PLUGIN_DIR`, or else the first one under the usual places.
pub(super) fn folder(version: &str) -> Option<PathBuf> {
    if let Some(folder) = env::var_os("POLDER_TF_PLUGIN_DIR") {
        return Some(folder.into());
    }
    // <folder>/<host>/<namespace>/<type>/<version>/<platform>/<file>
    file(version)?.ancestors().nth(6).map(Path::to_owned)
}

/// The provider's program, in `POLDER_TF_PLUGIN_DIR` or else under the usual places.
pub(super) fn file(version: &str) -> Option<PathBuf> {
    let name = format!("terraform-provider-aws_v{version}_x5");
    let usual = || {
        let home = env::var_os("HOME").map(PathBuf::from);
        [PathBuf::from("/opt"), PathBuf::from("/usr")].into_iter().chain(home).collect()
    };
    let roots: Vec<PathBuf> =
        env::var_os("POLDER_TF_PLUGIN_DIR").map_or_else(usual, |folder| vec![folder.into()]);
    roots.into_iter().find_map(|root| search(&root, &name, DEPTH_MAX))
}

fn search(folder: &Path, name: &str, depth: usize) -> Option<PathBuf> {
    let mut entries: Vec<_> = fs::read_dir(folder).ok()?.filter_map(Result::ok).collect();
    entries.sort_by_key(fs::DirEntry::file_name);
    if let Some(found) = entries.iter().find(|entry| entry.file_name() == name) {
        return Some(found.path());
    }
    let deeper = depth.checked_sub(1)?;
    let folders = entries.iter().filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
    folders.map(fs::DirEntry::path).find_map(|folder| search(&folder, name, deeper))
}
