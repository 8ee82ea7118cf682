//! The manifest.

use super::{Files, entry, files, manifest, read};
use crate::format::endurance::Endurance;
use crate::format::{Claimed, ENDURANCE, Entry, MANIFEST, TAKEN_FOR_GRANTED};
use crate::{Broken, Finding, json, lines};

fn rewritten(change: impl FnOnce(&mut crate::format::Manifest)) -> Files {
    let mut files = files(ENDURANCE, &Endurance::default(), vec![]);
    let own = files.iter().filter(|(name, _)| *name != MANIFEST);
    let mut manifest = manifest(&own.map(|(name, bytes)| (name.clone(), bytes.clone())).collect(), vec![]);
    change(&mut manifest);
    files.insert(MANIFEST.to_owned(), serde_json::to_vec(&manifest).expect("it has a form"));
    files
}

fn broken(files: &Files) -> String {
    read(files).expect_err("it is no certificate").to_string()
}

#[test]
fn what_has_no_certificate_is_counted_and_never_confirmed() {
    let bare = |id: &str, verdict, why: Option<&str>| Entry {
        shown_by: None,
        not_covered: why.map(str::to_owned),
        ..entry(id, "something holds", verdict, ENDURANCE)
    };
    let properties = vec![
        bare("access.logging", Claimed::Proved, Some("access has none")),
        bare("access.outsiders", Claimed::Refuted, None),
        bare("endurance.zone.NL", Claimed::Undecided, None),
        bare("residency.edge-logs", Claimed::Procedural, None),
    ];
    let outcome = read(&files(ENDURANCE, &Endurance::default(), properties)).expect("it is a certificate");
    assert!(!outcome.is_refused());
    let found: Vec<&Finding> = outcome.properties.iter().map(|checked| &checked.finding).collect();
    let none = |why: &str| Finding::NotCovered(why.to_owned());
    assert_eq!(
        found,
        [
            &none("access has none"),
            &none("there is no certificate of it"),
            &Finding::ClaimsNothing,
            &Finding::ClaimsNothing
        ]
    );
    let told = lines(&outcome);
    let counts = "0 confirmed, 0 refused, 2 not covered, 2 undecided or procedural, which claim nothing";
    assert_eq!(told.last().map(String::as_str), Some(counts));
    assert!(told.contains(&"not covered  access.logging (proved): access has none".to_owned()), "{told:#?}");
    assert!(json(&outcome).contains("\"not_covered\": 2"), "{}", json(&outcome));
    for text in TAKEN_FOR_GRANTED {
        assert!(told.contains(&format!("  {text}")), "{told:#?}");
        assert!(json(&outcome).contains(text), "{}", json(&outcome));
    }
}

#[test]
fn a_property_that_the_document_does_not_have_is_refused() {
    let property = entry("endurance.zone.NL", "orders go on", Claimed::Proved, ENDURANCE);
    let outcome =
        read(&files(ENDURANCE, &Endurance::default(), vec![property])).expect("it is a certificate");
    assert!(outcome.is_refused());
    let property = entry("access.logging", "nobody can", Claimed::Proved, ENDURANCE);
    let outcome =
        read(&files(ENDURANCE, &Endurance::default(), vec![property])).expect("it is a certificate");
    assert!(outcome.is_refused(), "a document does not show what it is not about");
}

#[test]
fn a_document_that_was_changed_later_is_refused() {
    let property = entry("endurance.zone.NL", "orders go on", Claimed::Proved, ENDURANCE);
    let mut files = files(ENDURANCE, &Endurance::default(), vec![property]);
    // It is not even read.
    files.get_mut(ENDURANCE).expect("it is there").push(b'}');
    let outcome = read(&files).expect("it is a certificate");
    let why = super::refused(outcome.properties[0].finding.clone());
    assert_eq!(why, "`endurance.json` was changed after the manifest was written");
}

#[test]
fn documents_of_another_form_are_errors() {
    assert!(read(&rewritten(|_| {})).is_ok());
    let version = rewritten(|manifest| manifest.format_version = 9);
    assert_eq!(
        broken(&version),
        "`certificate.json` is no certificate: its format has version 9, and this is 1"
    );
    let elsewhere = rewritten(|manifest| manifest.parts[0].file = "../secret".to_owned());
    assert_eq!(
        broken(&elsewhere),
        "`certificate.json` is no certificate: it names a document of another format, `../secret`"
    );
    let twice = rewritten(|manifest| {
        let one = entry("endurance.zone.NL", "orders go on", Claimed::Proved, ENDURANCE);
        manifest.properties = vec![one.clone(), one];
    });
    assert_eq!(broken(&twice), "`certificate.json` is no certificate: it has two verdicts on one property");
    let again = rewritten(|manifest| manifest.parts.push(manifest.parts[0].clone()));
    assert_eq!(broken(&again), "`certificate.json` is no certificate: it names `endurance.json` twice");
    let mut missing = rewritten(|_| {});
    missing.remove(ENDURANCE);
    assert_eq!(broken(&missing), "cannot read `endurance.json`");
    assert!(matches!(read(&Files::new()), Err(Broken::Unreadable(..))));
}
