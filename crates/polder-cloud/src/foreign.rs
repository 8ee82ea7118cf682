//! What a plan or a state says of a resource beside its attributes. Resources that Polder writes have none of it: their
//! references stand in their bodies.

use std::sync::Arc;

use smol_str::SmolStr;

use crate::value::{Reference, Segment};

/// What a plan or a state says of a resource beside its attributes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Foreign {
    /// The region of its provider configuration. Empty where the document does not say it, as when it comes from the
    /// environment.
    pub region: Arc<str>,
    /// The source address of its provider: `registry.opentofu.org/hashicorp/aws`.
    pub provider: SmolStr,
    /// All that its configuration refers to, in the order of its attributes. Where a value is not known until the
    /// provider sets it, the body can have the reference, too; where it is known, the body has the value, and the
    /// reference stands only here.
    pub dependencies: Vec<Dependency>,
}

/// A reference that the configuration of a resource makes, or that a state remembers.
///
/// Its address has no key where the configuration names a resource that has several instances as a whole
/// (`aws_subnet.public[*].id`): then all of them are meant. In a state, the module calls of the address have no keys
/// either.
#[derive(Clone, Debug, PartialEq)]
pub struct Dependency {
    /// The attribute whose expression it stands in, or an element of it, in the form of [`crate::index::Path`]. Empty
    /// for `depends_on`; `count` or `for_each` where it decides how many instances there are.
    pub path: Vec<Segment>,
    /// What is referred to.
    pub reference: Reference,
    /// What it says about the value at the path.
    pub form: Form,
}

/// What a reference in an expression says about the expression's value. A plan lists the references of an expression and
/// not the expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// The value is that of the attribute: both are known and equal.
    Equal,
    /// The attribute is the only thing that the expression refers to. Whether it is the whole expression, the document
    /// does not say: `aws_vpc.main.id` and `"${aws_vpc.main.id}-logs"` look the same.
    Only,
    /// One thing of several, a resource as a whole, or an attribute whose known value is another one.
    Part,
}
