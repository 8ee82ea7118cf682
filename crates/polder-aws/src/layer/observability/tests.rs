//! What alarms must say.

use polder_cloud::check;

use crate::examples::{EXAMPLES, design};
use crate::lower;

#[test]
fn every_example_has_a_sound_shape() {
    for (name, _) in EXAMPLES {
        let findings = check(&lower(&design(name)));
        let lines: Vec<String> =
            findings.iter().map(|it| format!("{} {} {:?}", it.code.id, it.message, it.notes)).collect();
        assert!(lines.is_empty(), "{name}:\n{}", lines.join("\n"));
    }
}
