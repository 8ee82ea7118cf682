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
    let hostile = r#"{"format_version":1,"model_version":1,"source":"a","inventory":"b","parts":[],"properties":[],
        "taken_for_granted":["\u001b[2J"]}"#;
    let hostile = polder(&MemoryWorld::new().with_file("proof/certificate.json", hostile), "recheck proof");
    assert_eq!(hostile.status, Status::Fine, "{}", hostile.messages);
    assert!(!hostile.out.contains('\u{1b}') && hostile.out.contains("[2J"), "{}", hostile.out);
}
