//! Saleor's signature of a payload: a JSON Web Signature with a detached, unencoded payload (RFC 7515, RFC 7797).
//!
//! It covers the body only: neither the attributes of the message, nor when it was sent.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;

use crate::keys::{Checked, Keys};
use crate::poison::Poison;

/// Longer than a signature by the longest key with any of Saleor's headers.
const SIGNATURE_BYTES_MAX: usize = 4 * 1024;

#[derive(Deserialize)]
struct Header {
    alg: String,
    #[serde(default)]
    kid: Option<String>,
    #[serde(default)]
    b64: Option<bool>,
    #[serde(default)]
    crit: Option<Vec<String>>,
}

/// Verifies that one of the keys signed this body.
///
/// The algorithm is fixed and not taken from the signature: `none`, or a shared secret instead of a key, is
/// rejected before any key is used.
///
/// # Errors
/// If it is invalid, with the reason.
pub fn verify(signature: &str, body: &[u8], keys: &Keys) -> Result<(), Poison> {
    if signature.len() > SIGNATURE_BYTES_MAX {
        return Err(Poison::SignatureMalformed);
    }
    // Two dots with nothing between: a detached payload.
    let (protected, proof) = signature.split_once("..").ok_or(Poison::SignatureMalformed)?;
    let decoded = |text: &str| URL_SAFE_NO_PAD.decode(text).map_err(|_| Poison::SignatureMalformed);
    let header: Header =
        serde_json::from_slice(&decoded(protected)?).map_err(|_| Poison::SignatureMalformed)?;
    let proof = decoded(proof)?;
    if header.alg != "RS256" {
        return Err(Poison::SignatureAlgorithm);
    }
    // Another critical header must be understood, and is not supported here. Early releases of Saleor's
    // library leave the header out.
    let understood = header.crit.is_none_or(|names| names == ["b64"]);
    if header.b64 != Some(false) || !understood {
        return Err(Poison::SignatureMalformed);
    }
    let id = header.kid.ok_or(Poison::SignatureKeyUnknown)?;
    let signed = [protected.as_bytes(), b".", body].concat();
    match keys.check(&id, &signed, &proof) {
        Checked::Fits => Ok(()),
        Checked::KeyUnknown => Err(Poison::SignatureKeyUnknown),
        Checked::Mismatch => Err(Poison::SignatureMismatch),
    }
}
