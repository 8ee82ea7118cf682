//! Every selector uses names of the provider's schema, so that none is empty because of a typing error.

use std::collections::BTreeSet;

use polder_check::{Condition, requirements};
use polder_cloud::Mode;
use polder_cloud::schema::Schema;

use crate::estate::owner;

#[test]
fn selectors_name_what_the_provider_knows() {
    let schema = Schema::aws();
    let mut unknown = BTreeSet::new();
    for requirement in requirements(&owner().0) {
        for selector in requirement.selectors.iter().filter(|selector| selector.kind != "*") {
            let Some(shape) = schema.block(Mode::Managed, selector.kind) else {
                unknown.insert(selector.kind.to_owned());
                continue;
            };
            for condition in selector.conditions {
                let path = path_of(condition);
                let mut block = shape;
                for site_role in path.split('.') {
                    if let Some(nested) = block.blocks.get(site_role) {
                        block = schema.inside(nested);
                    } else if block.attributes.contains_key(site_role) {
                        // The content of an attribute has its own type.
                        break;
                    } else {
                        unknown.insert(format!("{}: {path}", selector.kind));
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

fn path_of(condition: &Condition) -> &'static str {
    match *condition {
        Condition::Has(path)
        | Condition::Lacks(path)
        | Condition::Is(path, _)
        | Condition::AtLeast(path, _)
        | Condition::RefersTo(path, _) => path,
    }
}
