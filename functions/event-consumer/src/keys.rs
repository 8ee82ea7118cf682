//! The keys that a cell's Saleor publishes.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents};
use serde::Deserialize;

/// More keys than any rotation has at the same time.
const KEYS_MAX: usize = 16;

/// Invalid published keys.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeysError {
    /// Not a key set.
    #[error("what is published is no list of keys")]
    Malformed,
    /// A key set without a usable key.
    #[error("none of the published keys is an RSA key for RS256 signatures")]
    None,
}

/// Keys that verify signatures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keys {
    keys: Vec<Key>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Key {
    id: String,
    modulus: Vec<u8>,
    exponent: Vec<u8>,
}

/// Whether one of the keys verifies the signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Checked {
    Fits,
    KeyUnknown,
    Mismatch,
}

impl Keys {
    /// From a published JSON Web Key Set. Keys for other purposes are ignored.
    ///
    /// # Errors
    /// If it is invalid, or has no usable key.
    pub fn parse(published: &[u8]) -> Result<Keys, KeysError> {
        let set: Published = serde_json::from_slice(published).map_err(|_| KeysError::Malformed)?;
        let keys: Vec<Key> = set.keys.into_iter().take(KEYS_MAX).filter_map(usable).collect();
        if keys.is_empty() { Err(KeysError::None) } else { Ok(Keys { keys }) }
    }

    /// Verifies a signature with all keys of an ID.
    pub(crate) fn check(&self, id: &str, signed: &[u8], signature: &[u8]) -> Checked {
        let mut checked = Checked::KeyUnknown;
        for key in self.keys.iter().filter(|key| key.id == id) {
            let public = RsaPublicKeyComponents { n: &key.modulus, e: &key.exponent };
            match public.verify(&RSA_PKCS1_2048_8192_SHA256, signed, signature) {
                Ok(()) => return Checked::Fits,
                Err(_) => checked = Checked::Mismatch,
            }
        }
        checked
    }
}

#[derive(Deserialize)]
struct Published {
    keys: Vec<serde_json::Value>,
}

#[derive(Deserialize)]
struct Jwk {
    kty: String,
    kid: String,
    n: String,
    e: String,
    #[serde(default)]
    alg: Option<String>,
    #[serde(default, rename = "use")]
    usage: Option<String>,
}

/// The key, if it is of the only supported type.
fn usable(key: serde_json::Value) -> Option<Key> {
    let key: Jwk = serde_json::from_value(key).ok()?;
    let fits = key.kty == "RSA"
        && key.alg.is_none_or(|alg| alg == "RS256")
        && key.usage.is_none_or(|usage| usage == "sig");
    let number = |text: &str| {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let start = bytes.iter().position(|byte| *byte != 0)?;
        bytes.get(start..).map(<[u8]>::to_vec)
    };
    let (modulus, exponent) = (number(&key.n)?, number(&key.e)?);
    fits.then_some(Key { id: key.kid, modulus, exponent })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_keys_for_rs256_are_taken() {
        let set = |key: &str| Keys::parse(format!("{{\"keys\":[{key}]}}").as_bytes());
        let good = r#"{"kty":"RSA","kid":"1","n":"AQAB","e":"AQAB"}"#;
        assert!(set(good).is_ok());
        for (from, to) in [
            ("RSA", "oct"),
            ("\"kid\":\"1\"", "\"kid\":1"),
            ("\"n\":\"AQAB\"", "\"n\":\"A+AB\""),
            ("\"n\":\"AQAB\"", "\"n\":\"\""),
            ("\"e\":\"AQAB\"", "\"e\":\"AAAA\""),
            ("{", "{\"alg\":\"HS256\","),
            ("{", "{\"use\":\"enc\","),
        ] {
            assert_eq!(set(&good.replace(from, to)), Err(KeysError::None), "{from} -> {to}");
        }
        assert_eq!(Keys::parse(b"[]"), Err(KeysError::Malformed));
        assert_eq!(Keys::parse(b"<html>"), Err(KeysError::Malformed));
        let many = format!("{{}},{}{good}", "{},".repeat(KEYS_MAX));
        assert_eq!(set(&many), Err(KeysError::None), "a list without end is not read to its end");
    }
}
