//! Changes of resources.

/// What Terraform would do with a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Action {
    /// Destroy it, and create another one in its place.
    Replace,
    /// Destroy it.
    Destroy,
    /// Create it.
    Create,
    /// Change it in place.
    Update,
}

impl Action {
    /// The action as a word.
    pub fn word(self) -> &'static str {
        match self {
            Action::Replace => "replace",
            Action::Destroy => "destroy",
            Action::Create => "create",
            Action::Update => "update",
        }
    }
}

/// Why a resource is replaced.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// The provider cannot change this attribute.
    Attribute(String),
    /// The same, and the attribute refers to a resource that is replaced.
    Follows(String, String),
    /// The same, and the attribute refers to one of a resource that gets another value.
    Changes(String, String),
    /// The provider did not say whether it can change this attribute.
    Unknown(String),
}

/// A change of one resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The path of its stack.
    pub stack: String,
    /// Its address in the stack.
    pub address: String,
    /// What happens.
    pub action: Action,
    /// Whether resources of this type are protected from being destroyed somewhere in the graphs: they hold data, keys or
    /// accounts.
    pub stateful: bool,
    /// Attributes that differ, as paths; of an update also those that refer to what is replaced. A replacement that only follows
    /// another one has none.
    pub attributes: Vec<String>,
    /// Why it is replaced; [`Cause::Unknown`] also where it may be.
    pub causes: Vec<Cause>,
}

impl Change {
    /// Whether somebody must look at it before it is applied: something is replaced, data or keys are destroyed, or the provider
    /// did not say whether it replaces.
    pub fn is_grave(&self) -> bool {
        self.action == Action::Replace || self.action == Action::Destroy && self.stateful || self.is_open()
    }

    /// Whether it may be a replacement.
    pub fn is_open(&self) -> bool {
        self.action == Action::Update && self.causes.iter().any(|cause| matches!(cause, Cause::Unknown(_)))
    }
}
