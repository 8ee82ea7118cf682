//! AWS Signature Version 4, for the requests of this crate: a POST of a short body to `/`.

use ring::hmac;

use crate::credentials::Credentials;
use crate::hex::{hex, sha256_hex};
use crate::instant::Instant;

const ALGORITHM: &str = "AWS4-HMAC-SHA256";

/// The scope of a signature.
pub(crate) struct Scope<'a> {
    pub(crate) region: &'a str,
    pub(crate) service: &'a str,
    pub(crate) at: Instant,
}

/// The headers of a request with its signature. `host` is signed, and sent by the client itself.
pub(crate) fn signed(
    headers: &[(&'static str, String)],
    host: &str,
    body: &str,
    credentials: &Credentials,
    scope: &Scope<'_>,
) -> Vec<(&'static str, String)> {
    let mut sent = headers.to_vec();
    sent.push(("x-amz-date", scope.at.compact()));
    if let Some(token) = &credentials.token {
        sent.push(("x-amz-security-token", token.clone()));
    }
    let mut proved: Vec<(&str, &str)> = sent.iter().map(|(name, value)| (*name, value.trim())).collect();
    proved.push(("host", host));
    proved.sort_unstable();
    let names = proved.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(";");
    let lines: String = proved.iter().map(|(name, value)| format!("{name}:{value}\n")).collect();
    let canonical = format!("POST\n/\n\n{lines}\n{names}\n{}", sha256_hex(body.as_bytes()));

    let date = scope.at.compact_date();
    let place = format!("{date}/{}/{}/aws4_request", scope.region, scope.service);
    let to_sign =
        format!("{ALGORITHM}\n{}\n{place}\n{}", scope.at.compact(), sha256_hex(canonical.as_bytes()));
    let start = format!("AWS4{}", credentials.secret);
    let key = [date.as_str(), scope.region, scope.service, "aws4_request", &to_sign]
        .into_iter()
        .fold(start.into_bytes(), |key, text| keyed(&key, text));
    let value = format!(
        "{ALGORITHM} Credential={}/{place}, SignedHeaders={names}, Signature={}",
        credentials.key_id,
        hex(&key)
    );
    sent.push(("authorization", value));
    sent
}

fn keyed(key: &[u8], text: &str) -> Vec<u8> {
    hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), text.as_bytes()).as_ref().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// botocore 1.44.5's signature with the same key at the same second.
    const BOTOCORE: [(&str, Option<&str>, &str); 6] = [
        ("dynamodb", None, "c48c5b9a41df3aa08309b0380ceb742efe5b7db3c58b22d94bc19a66b852585e"),
        ("sns", None, "06d4bf2f3f9029b43961502d39bd8ad2af6f0fee38e86c282d7f712cdddabe28"),
        ("sqs", None, "eb6f253b2a49590babaa273b833da1d0c0290a92dc23adb99a132dd630bd0ac1"),
        ("dynamodb", Some("SESSION"), "07a3ab49ca2279213e4bebe20f311da349b569f012764289984b0ddace7476f3"),
        ("sns", Some("SESSION"), "eddd9e028e152260d016bf6e3333b562e0e8526f30614f5a24a2c76142edabcb"),
        ("sqs", Some("SESSION"), "d1007516abbc4fd801482eb515b42bbdea8a01cbeaca3a7c0daad7c21806507c"),
    ];

    #[test]
    fn signs_as_awss_own_library_does() {
        for (service, token, expected) in BOTOCORE {
            let json = |target: &str| {
                vec![
                    ("content-type", "application/x-amz-json-1.0".to_owned()),
                    ("x-amz-target", target.to_owned()),
                ]
            };
            let (headers, host, body) = match service {
                "dynamodb" => (
                    json("DynamoDB_20120810.PutItem"),
                    "dynamodb.eu-west-1.amazonaws.com",
                    "{\"TableName\":\"seen\"}",
                ),
                "sns" => (
                    vec![("content-type", "application/x-www-form-urlencoded".to_owned())],
                    "sns.eu-west-1.amazonaws.com",
                    "Action=Publish",
                ),
                _ => (json("AmazonSQS.SendMessage"), "127.0.0.1:5000", "{}"),
            };
            let credentials =
                Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", token);
            let scope = Scope { region: "eu-west-1", service, at: Instant::from_seconds(1_795_338_927) };
            let sent = signed(&headers, host, body, &credentials, &scope);
            let proof = sent.iter().find(|(name, _)| *name == "authorization").map(|(_, value)| value);
            assert!(
                proof.is_some_and(|proof| proof.ends_with(&format!("Signature={expected}"))),
                "{service} {proof:?}"
            );
            assert!(sent.contains(&("x-amz-date", "20261122T091527Z".to_owned())));
        }
    }
}
