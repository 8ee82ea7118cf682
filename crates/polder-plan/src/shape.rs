//! Which properties of a value are blocks. A plan writes attributes and blocks in the same form.

use polder_cloud::schema::{Block, Nesting, Schema};

use crate::configuration::{Fields, Node};
use crate::limits::SIBLINGS_MAX;

/// The source of that information.
#[derive(Clone, Debug)]
pub(crate) enum Shape<'a> {
    /// The provider's schema.
    Schema(&'a Schema, &'a Block),
    /// The configuration, for kinds that the schema does not have. It shows literal blocks, and not those of
    /// `dynamic` blocks.
    Configured(Vec<&'a Fields<'a>>),
    /// Nothing: all are treated as attributes.
    Attributes,
}

impl<'a> Shape<'a> {
    /// How often a block of this name occurs, and its content; `None` when the name is that of an attribute.
    pub(crate) fn nested(&self, name: &str) -> Option<(Nesting, Shape<'a>)> {
        match self {
            Shape::Schema(schema, block) => {
                let nested = block.nested(name)?;
                Some((nested.nesting, Shape::Schema(schema, schema.inside(nested))))
            }
            Shape::Configured(written) => {
                let mut inner = vec![];
                for node in written.iter().filter_map(|fields| fields.get(name)) {
                    match node {
                        Node::Block(fields) => inner.push(fields),
                        Node::Blocks(blocks) => inner.extend(blocks.iter().take(SIBLINGS_MAX)),
                        Node::Expression(_) | Node::References(_) | Node::Other => {}
                    }
                }
                inner.truncate(SIBLINGS_MAX);
                (!inner.is_empty()).then_some((Nesting::List, Shape::Configured(inner)))
            }
            Shape::Attributes => None,
        }
    }
}
