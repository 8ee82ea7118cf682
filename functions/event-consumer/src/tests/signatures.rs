//! Valid and invalid signatures.

use super::cloud::{case, recorded};
use crate::{Keys, Poison, verify};

fn keys(name: &str) -> Keys {
    Keys::parse(recorded()[name].to_string().as_bytes()).unwrap()
}

fn checked(name: &str, set: &str) -> Result<(), Poison> {
    let (body, signature) = case(name);
    verify(&signature, body.as_bytes(), &keys(set))
}

#[test]
fn saleors_own_signatures_count() {
    for name in ["order_created", "product_updated", "legacy_order", "undated", "without_crit"] {
        assert_eq!(checked(name, "keys"), Ok(()), "{name}");
    }
    assert_eq!(checked("second_key_id", "two_keys"), Ok(()), "the key that the signature names");
}

#[test]
fn no_others_do() {
    let expected = [
        ("other_key", Poison::SignatureMismatch),
        ("second_key_id", Poison::SignatureKeyUnknown),
        ("without_kid", Poison::SignatureKeyUnknown),
        ("rsa_pss", Poison::SignatureAlgorithm),
        ("rs512", Poison::SignatureAlgorithm),
        ("attached", Poison::SignatureMalformed),
        ("strange_crit", Poison::SignatureMalformed),
        ("b64_encoded", Poison::SignatureMalformed),
        // Saleor's signature for a webhook with a secret of its own: whoever knows the secret could sign.
        ("hmac_secret", Poison::SignatureMalformed),
    ];
    for (name, poison) in expected {
        assert_eq!(checked(name, "keys"), Err(poison), "{name}");
    }
}

#[test]
fn the_algorithm_is_not_the_signatures_to_choose() {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;

    let (body, good) = case("order_created");
    let proof = good.rsplit('.').next().unwrap();
    let published = recorded()["keys"]["keys"][0]["n"].as_str().unwrap().to_owned();
    let forged = |header: &str, proof: &str| format!("{}..{proof}", BASE64.encode(header));
    // The classic attack on shared secrets: the public key, which everybody has, used as one.
    let secret = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, published.as_bytes());
    let header = r#"{"alg":"HS256","b64":false,"crit":["b64"],"kid":"1"}"#;
    let signed = format!("{}.{body}", BASE64.encode(header));
    let tag = BASE64.encode(ring::hmac::sign(&secret, signed.as_bytes()));
    let rest = r#""b64":false,"crit":["b64"],"kid":"1"}"#;
    let cases = [
        (forged(header, &tag), Poison::SignatureAlgorithm),
        (forged(&format!("{{\"alg\":\"none\",{rest}"), ""), Poison::SignatureAlgorithm),
        (forged(&format!("{{\"alg\":\"None\",{rest}"), proof), Poison::SignatureAlgorithm),
        (forged(&format!("{{\"alg\":\"rs256\",{rest}"), proof), Poison::SignatureAlgorithm),
        (forged(&format!("{{\"alg\":\"RS256\",{rest}"), ""), Poison::SignatureMismatch),
        // The same content in another order is other bytes.
        (forged(&format!("{{\"alg\":\"RS256\",{rest}"), proof), Poison::SignatureMismatch),
        (forged(r#"{"alg":"RS256","kid":"1"}"#, proof), Poison::SignatureMalformed),
        (good.replacen("..", ".", 1), Poison::SignatureMalformed),
        (format!("{good}="), Poison::SignatureMalformed),
        (format!("{good}."), Poison::SignatureMalformed),
        ("A".repeat(100_000), Poison::SignatureMalformed),
        (String::new(), Poison::SignatureMalformed),
    ];
    for (signature, poison) in cases {
        let start = signature.chars().take(60).collect::<String>();
        assert_eq!(verify(&signature, body.as_bytes(), &keys("keys")), Err(poison), "{start}");
    }
}
