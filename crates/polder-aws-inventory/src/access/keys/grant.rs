//! `aws_kms_grant`.

use polder_cloud::{Content, PrincipalType, View};
use polder_inventory::access::{KeyGrant, PrincipalPattern};
use polder_inventory::model::{Known, Link, Reason, Set, Text};

use crate::access::principal_pattern::principal;
use crate::reader::Reader;
use crate::value::{reason, texts};

/// Permission to use a key, in addition to its policy.
pub(crate) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let key = reader.link_by_name(view, "key_id", "key", &[("aws_kms_key", "key_id")]);
    let who = |reader: &mut Reader<'_, 'a>, name: &str| {
        let pattern = reader.attribute_pattern(view, name)?;
        Some(principal(reader, PrincipalType::Aws, pattern))
    };
    let grantee = who(reader, "grantee_principal");
    let retiring = who(reader, "retiring_principal");
    let source = reader.source(view);
    let grant = KeyGrant {
        source,
        key: key.unwrap_or(Link::Unknown(Reason::NotGiven)),
        grantee: grantee.unwrap_or(PrincipalPattern::Unknown(Reason::NotGiven)),
        operations: texts(view, "operations"),
        contexts: contexts(view),
        retiring,
    };
    reader.inventory.access.key_grants.push(grant);
}

/// Required encryption context. `encryption_context_subset`, which allows further pairs, is not distinguished
/// from `encryption_context_equals`.
fn contexts(view: View<'_, '_>) -> Known<Set<Text>> {
    let mut found = vec![];
    for constraint in view.blocks("constraints") {
        for name in ["encryption_context_equals", "encryption_context_subset"] {
            for entries in constraint.blocks(name) {
                for item in &entries.body().items {
                    let Content::Attribute(value) = &item.content else { continue };
                    let value = view.resolve(value);
                    match value.as_plain() {
                        Some(text) => found.push(Text::from(format!("{}={text}", item.key))),
                        None => return Known::Unknown(reason(&value)),
                    }
                }
            }
        }
    }
    Known::Value(found.into())
}
