//! Which principals of a statement a caller is.

use crate::language::{Caller, CallerKind, Tri, Who, WhoSet};

/// In which ways a set of principals contains a caller.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reach {
    /// In any way.
    pub(super) any: Tri,
    /// As one of all principals of its account.
    pub(super) account: Tri,
    /// By the role of its session.
    pub(super) role: Tri,
    /// Exactly: by its session, user, service or identity provider.
    pub(super) exact: Tri,
    /// As everyone.
    pub(super) everyone: Tri,
}

impl Reach {
    const NONE: Reach =
        Reach { any: Tri::No, account: Tri::No, role: Tri::No, exact: Tri::No, everyone: Tri::No };

    fn unknown() -> Reach {
        let maybe = Tri::Maybe;
        Reach { any: maybe, account: maybe, role: maybe, exact: maybe, everyone: maybe }
    }

    /// Of the principals of a statement, if it has some.
    pub(super) fn of(set: Option<&WhoSet>, caller: &Caller) -> Reach {
        let Some(set) = set else { return Reach { any: Tri::Yes, exact: Tri::Yes, ..Reach::NONE } };
        let Some(all) = &set.who else { return Reach::unknown() };
        if set.except { Reach::except(all, caller) } else { Reach::among(all, caller) }
    }

    fn among(all: &[Who], caller: &Caller) -> Reach {
        let has = |wanted: &Who| all.contains(wanted);
        let everyone = has(&Who::Anyone);
        let account = caller.has_identity() && has(&Who::Account(caller.account.clone()));
        let (role, exact) = match &caller.kind {
            CallerKind::Role { session } => {
                (has(&Who::Arn(caller.arn.clone())), has(&Who::Arn(session.clone())))
            }
            CallerKind::User => (false, has(&Who::Arn(caller.arn.clone()))),
            CallerKind::Root => (false, account),
            CallerKind::Service => (false, has(&Who::Service(caller.arn.clone()))),
            CallerKind::Federated => (false, has(&Who::Federated(caller.arn.clone()))),
            CallerKind::Anonymous => (false, false),
        };
        // Another principal than the known ones may be the caller.
        let floor = if has(&Who::Unknown) { Tri::Maybe } else { Tri::No };
        // The most direct way counts.
        let best = |this: bool, better: bool| if this && !better { Tri::Yes } else { floor };
        let account = best(account, role || exact || everyone);
        let role = best(role, exact);
        let everyone = best(everyone, role == Tri::Yes || exact);
        let exact = best(exact, false);
        Reach { any: account.or(role).or(exact).or(everyone), account, role, exact, everyone }
    }

    fn except(all: &[Who], caller: &Caller) -> Reach {
        let listed = Reach::among(all, caller);
        let by_account = all.contains(&Who::Account(caller.account.clone()));
        let direct = listed.exact == Tri::Yes || listed.everyone == Tri::Yes;
        if direct || listed.role == Tri::Yes && by_account {
            Reach::NONE
        } else if listed.any == Tri::No {
            Reach { any: Tri::Yes, everyone: Tri::Yes, ..Reach::NONE }
        } else {
            Reach::unknown()
        }
    }
}
