//! The answer to one question about a running shop.

use polder_diag::Code;

use crate::step::Step;

/// Whether a shop is as it should be, in one respect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// The kind of difference that was looked for.
    pub code: &'static Code,
    /// What was looked at: `channel `de``.
    pub subject: String,
    /// The answer.
    pub state: State,
    /// What ends the difference. None if nothing differs, or only a person can end it.
    pub step: Option<Step>,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// It is as it should be.
    Holds,
    /// It is not.
    Differs {
        /// What was found.
        found: String,
        /// What it should be.
        wanted: String,
    },
    /// The shop's answers do not tell.
    Undecided {
        /// Why.
        reason: String,
    },
    /// It was not asked.
    NotAsked {
        /// How to ask.
        reason: String,
    },
}

impl Check {
    /// Whether the shop is not ready for customers in this respect, as far as is known.
    pub fn is_open(&self) -> bool {
        matches!(self.state, State::Differs { .. } | State::Undecided { .. })
    }

    pub(crate) fn holds(code: &'static Code, subject: impl Into<String>) -> Check {
        Check { code, subject: subject.into(), state: State::Holds, step: None }
    }

    pub(crate) fn differs(
        code: &'static Code,
        subject: impl Into<String>,
        found: impl Into<String>,
        wanted: impl Into<String>,
    ) -> Check {
        let state = State::Differs { found: found.into(), wanted: wanted.into() };
        Check { code, subject: subject.into(), state, step: None }
    }

    pub(crate) fn undecided(
        code: &'static Code,
        subject: impl Into<String>,
        reason: impl Into<String>,
    ) -> Check {
        let state = State::Undecided { reason: reason.into() };
        Check { code, subject: subject.into(), state, step: None }
    }

    pub(crate) fn with(mut self, step: Step) -> Check {
        self.step = Some(step);
        self
    }
}
