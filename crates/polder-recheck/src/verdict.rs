//! Whether what was recomputed is the verdict.

use crate::outcome::Finding;

/// What a document says of a property when it is evaluated again.
pub(crate) struct Recomputed {
    /// Whether it holds; none if the document does not decide it.
    pub(crate) holds: Option<bool>,
    /// Why.
    pub(crate) why: String,
}

impl Recomputed {
    pub(crate) fn holds(why: impl Into<String>) -> Recomputed {
        Recomputed { holds: Some(true), why: why.into() }
    }

    pub(crate) fn fails(why: impl Into<String>) -> Recomputed {
        Recomputed { holds: Some(false), why: why.into() }
    }

    pub(crate) fn open(why: impl Into<String>) -> Recomputed {
        Recomputed { holds: None, why: why.into() }
    }

    /// What that means for a verdict by which the property holds or does not hold.
    pub(crate) fn judge(self, expected: bool) -> Finding {
        match self.holds {
            Some(holds) if holds == expected => Finding::Confirmed(self.why),
            _ => Finding::Refused(self.why),
        }
    }
}
