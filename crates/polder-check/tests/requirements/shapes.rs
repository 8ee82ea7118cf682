//! Every selector names things that the provider knows, so that none is silent by a slip of the pen.

use std::collections::BTreeSet;

use polder_check::{Need, requirements};
use polder_cloud::Mode;
use polder_cloud::schema::Schema;

use crate::estate::owner;

#[test]
fn selectors_name_what_the_provider_knows() {
    let schema = Schema::aws();
    let mut unknown = BTreeSet::new();
    for requirement in requirements(&owner().0) {
        for speaker in requirement.speakers.iter().filter(|speaker| speaker.kind != "*") {
            let Some(shape) = schema.block(Mode::Managed, speaker.kind) else {
                unknown.insert(speaker.kind.to_owned());
                continue;
            };
            for need in speaker.needs {
                let path = path_of(need);
                let mut block = shape;
                for part in path.split('.') {
                    if let Some(nested) = block.blocks.get(part) {
                        block = schema.inside(nested);
                    } else if block.attributes.contains_key(part) {
                        // What stands inside of an attribute, its own type says.
                        break;
                    } else {
                        unknown.insert(format!("{}: {path}", speaker.kind));
                        break;
                    }
                }
            }
        }
    }
    assert_eq!(unknown, BTreeSet::new());
}

#[test]
fn requirements_have_numbers_of_their_own() {
    let requirements = requirements(&owner().0);
    let ids: BTreeSet<&str> = requirements.iter().map(|requirement| requirement.id.as_str()).collect();
    assert_eq!(ids.len(), requirements.len());
}

fn path_of(need: &Need) -> &'static str {
    match *need {
        Need::Has(path)
        | Need::Lacks(path)
        | Need::Is(path, _)
        | Need::AtLeast(path, _)
        | Need::From(path, _) => path,
    }
}
