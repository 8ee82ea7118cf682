//! Data of a plan or a state about a resource in addition to its attributes. Resources that Polder writes have none:
//! their references are in their bodies.

use std::sync::Arc;

use smol_str::SmolStr;

use crate::value::{Reference, Segment};

/// Data of a plan or a state about a resource in addition to its attributes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Foreign {
    /// The region of its provider configuration. Empty if it is not in the document, for example if it comes from the
    /// environment.
    pub region: Arc<str>,
    /// The source address of its provider: `registry.opentofu.org/hashicorp/aws`.
    pub provider: SmolStr,
    /// All that its configuration refers to, in the order of its attributes. If a value is not known until apply, the
    /// body can have the reference, too; if it is known, the body has the value, and the reference is only here.
    pub dependencies: Vec<Dependency>,
}

/// A reference in the configuration of a resource, or in a state.
///
/// Its address has no key where the configuration names a resource that has several instances as a whole
/// (`aws_subnet.public[*].id`): then it refers to all of them. In a state, the module calls of the address have no keys
/// either.
#[derive(Clone, Debug, PartialEq)]
pub struct Dependency {
    /// The attribute with its expression, or an element of it, in the form of [`crate::index::Path`]. Empty for
    /// `depends_on`; `count` or `for_each` if it determines the instances.
    pub path: Vec<Segment>,
    /// The target.
    pub reference: Reference,
    /// Its relation to the value at the path.
    pub form: Form,
}

/// The relation of a reference in an expression to the expression's value. A plan lists the references of an expression
/// and not the expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// The value is that of the attribute: both are known and equal.
    Equal,
    /// The attribute is the only thing that the expression refers to. The document does not show whether it is the
    /// whole expression: `aws_vpc.main.id` and `"${aws_vpc.main.id}-logs"` look the same.
    Only,
    /// One of several references, a resource as a whole, or an attribute with a different known value.
    Part,
}
