//! Certificates: what `polder prove --certificate` writes, `polder recheck` confirms.

use std::path::Path;

use polder_world::{MemoryWorld, World};

use super::polder;
use crate::streams::Status;

#[test]
fn what_is_written_is_confirmed_and_what_was_changed_is_refused() {
    let world = MemoryWorld::new();
    let proved = polder(&world, "prove --format concise --certificate proof");
    assert_eq!(proved.status, Status::Fine, "{}", proved.messages);
    assert!(proved.messages.contains("wrote proof/certificate.json\n"), "{}", proved.messages);
    let again = MemoryWorld::new();
    polder(&again, "prove --format concise --certificate proof");
    assert_eq!(world.files(), again.files(), "the same platform gives the same bytes");

    let done = polder(&world, "recheck proof");
    assert_eq!(done.status, Status::Fine, "{}", done.out);
    for line in ["confirmed    network.data-tier (proved): ", "confirmed    endurance.single.DE (proved): "] {
        assert!(done.out.contains(line), "{}", done.out);
    }
    assert!(
        done.out.contains("not covered  access.logging (proved): access has no certificates yet\n"),
        "{}",
        done.out
    );
    let json = polder(&world, "recheck proof --format json");
    let json: serde_json::Value = serde_json::from_str(&json.out).expect("it is JSON");
    let count = |name: &str| json[name].as_u64().expect("it is a number");
    let all = json["properties"].as_array().expect("it is a list").len();
    assert_eq!(count("refused"), 0);
    assert_eq!(count("confirmed") + count("not_covered") + count("claims_nothing"), all as u64);
    assert!(count("confirmed") > 3 * count("not_covered"), "{json:#}");

    let mut bytes = world.read(Path::new("proof/network.json")).expect("it is there");
    bytes.push(b'\n');
    world.write(Path::new("proof"), Path::new("network.json"), &bytes).expect("memory takes everything");
    let changed = polder(&world, "recheck proof");
    assert_eq!(changed.status, Status::Findings);
    let why = "refused      network.data-tier (proved): `network.json` was changed after the manifest was written\n";
    assert!(changed.out.contains(why), "{}", changed.out);
}

/// Examples that have what the built-in one lacks: machines, Kubernetes, a single region, a single market.
const EXAMPLES: [(&str, &str); 4] = [
    ("machines", include_str!("../../../../examples/machines/polder.toml")),
    ("kubernetes", include_str!("../../../../examples/kubernetes/polder.toml")),
    ("one-region", include_str!("../../../../examples/one-region/polder.toml")),
    ("solo-market", include_str!("../../../../examples/solo-market/polder.toml")),
];

#[test]
fn no_certificate_of_an_example_is_refused() {
    for (name, text) in EXAMPLES {
        let world = MemoryWorld::new().with_file("polder.toml", text);
        let proved = polder(&world, "prove --format concise --certificate proof");
        assert_ne!(proved.status, Status::Error, "{name}: {}", proved.messages);
        let done = polder(&world, "recheck proof");
        assert_eq!(done.status, Status::Fine, "{name}: {}", done.out);
        let document = |file: &str| -> serde_json::Value {
            let bytes = world.read(&Path::new("proof").join(file)).expect("it is there");
            serde_json::from_slice(&bytes).expect("it is JSON")
        };
        let disks = document("data.json")["disks"].as_array().expect("it is a list").len();
        assert_eq!(disks > 0, ["machines", "kubernetes"].contains(&name), "{name}: {disks} disks");
        let network = document("network.json");
        let public_endpoints = network["public_endpoints"].as_array().expect("it is a list").iter();
        let clusters = public_endpoints
            .filter(|endpoint| endpoint["name"].to_string().contains("aws_eks_cluster"))
            .count();
        assert_eq!(clusters > 0, name == "kubernetes", "{name}: {clusters} clusters");
    }
}

#[test]
fn what_is_no_certificate_is_an_error_and_its_text_steers_no_terminal() {
    let nothing = polder(&MemoryWorld::new(), "recheck proof");
    assert_eq!(nothing.status, Status::Error);
    assert!(
        nothing.messages.starts_with("error: cannot check `proof`: cannot read `certificate.json`"),
        "{}",
        nothing.messages
    );
    let broken = MemoryWorld::new().with_file("proof/certificate.json", "{\"a\": 1}");
    let broken = polder(&broken, "recheck proof");
    assert_eq!(broken.status, Status::Error);
    assert!(broken.messages.contains("`certificate.json` is no certificate: "), "{}", broken.messages);
    let hostile = r#"{"format_version":1,"model_version":1,"source":"\u001b[2J","inventory":"b","parts":[],"properties":[]}"#;
    let hostile = polder(&MemoryWorld::new().with_file("proof/certificate.json", hostile), "recheck proof");
    assert_eq!(hostile.status, Status::Fine, "{}", hostile.messages);
    assert!(!hostile.out.contains('\u{1b}') && hostile.out.contains("[2J"), "{}", hostile.out);
}
