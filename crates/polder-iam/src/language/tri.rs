//! Three-valued truth.

/// Whether something holds; [`Tri::Maybe`] where it depends on what is not modelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tri {
    /// It does not hold.
    No,
    /// Not known.
    Maybe,
    /// It holds.
    Yes,
}

impl Tri {
    /// Both hold.
    pub fn and(self, other: Tri) -> Tri {
        self.min(other)
    }

    /// At least one holds.
    pub fn or(self, other: Tri) -> Tri {
        self.max(other)
    }

    /// The opposite holds.
    pub fn negated(self) -> Tri {
        match self {
            Tri::No => Tri::Yes,
            Tri::Maybe => Tri::Maybe,
            Tri::Yes => Tri::No,
        }
    }

    /// The opposite where `negate`.
    pub fn negated_if(self, negate: bool) -> Tri {
        if negate { self.negated() } else { self }
    }

    /// Whether one of several holds.
    pub fn any(all: impl IntoIterator<Item = Tri>) -> Tri {
        let mut found = Tri::No;
        for one in all {
            found = found.or(one);
            if found == Tri::Yes {
                break;
            }
        }
        found
    }

    /// Whether all of several hold.
    pub fn all(all: impl IntoIterator<Item = Tri>) -> Tri {
        let mut found = Tri::Yes;
        for one in all {
            found = found.and(one);
            if found == Tri::No {
                break;
            }
        }
        found
    }
}

impl From<bool> for Tri {
    fn from(holds: bool) -> Tri {
        if holds { Tri::Yes } else { Tri::No }
    }
}
