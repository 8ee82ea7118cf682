//! Resources that evidence and witnesses name.

use std::fmt;

/// A resource of an estate. The stack is part of it: resources of different stacks and modules with the same
/// address are different resources.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Resource {
    /// The stack, or the plan or state it was read from; empty if there is only one.
    pub stack: String,
    /// The address in the stack: `module.network.aws_route.internet`.
    pub address: String,
}

impl Resource {
    /// The resource with this address in this stack.
    pub fn new(stack: impl Into<String>, address: impl Into<String>) -> Resource {
        Resource { stack: stack.into(), address: address.into() }
    }
}

/// Stack and address, as in `production/eu-west-1/benelux/network: aws_route.internet`.
impl fmt::Display for Resource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.stack.is_empty() {
            f.write_str(&self.address)
        } else {
            write!(f, "{}: {}", self.stack, self.address)
        }
    }
}
