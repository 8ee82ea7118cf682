//! The package of a function: a zip archive with its binary under the one name that Lambda starts.

use std::io::{Cursor, Write as _};

use anyhow::Result;
use sha2::{Digest as _, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// The file that `provided.al2023` starts.
const BOOTSTRAP: &str = "bootstrap";

/// Packages a binary. The time in the archive is always the start of 1980.
pub(crate) fn pack(binary: &[u8]) -> Result<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(vec![]));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(9))
        .last_modified_time(DateTime::default())
        .unix_permissions(0o755);
    archive.start_file(BOOTSTRAP, options)?;
    archive.write_all(binary)?;
    Ok(archive.finish()?.into_inner())
}

/// The SHA-256 of bytes, as text.
pub(super) fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use zip::ZipArchive;

    use super::*;

    #[test]
    fn an_archive_contains_the_binary_and_no_time() {
        let binary = b"\x7fELF and more".repeat(1_000);
        let packed = pack(&binary).unwrap();
        assert_eq!(packed, pack(&binary).unwrap());
        let mut archive = ZipArchive::new(Cursor::new(packed)).unwrap();
        assert_eq!(archive.len(), 1);
        let mut entry = archive.by_name("bootstrap").unwrap();
        assert_eq!(entry.unix_mode().map(|mode| mode & 0o777), Some(0o755), "it can be started");
        assert_eq!(entry.last_modified(), Some(DateTime::default()));
        let mut unpacked = vec![];
        entry.read_to_end(&mut unpacked).unwrap();
        assert!(unpacked == binary, "the same bytes come out");
    }

    #[test]
    fn the_hash_of_an_empty_input_is_known() {
        assert_eq!(sha256_hex(b""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}
