//! How the principals of a statement match a caller.

use crate::language::{Caller, CallerKind, Tri, Who, WhoSet};

/// How directly a statement names a caller, from what is least to what is most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Named {
    /// Not at all.
    No,
    /// It may.
    Maybe,
    /// By its account, which leaves the decision to the identity policies of the account.
    Account,
    /// As everyone.
    Anyone,
    /// By the ARN of its role. Boundaries and session policies limit the permission.
    Role,
    /// By the ARN of the session or user, as a service, or as a user of an identity provider. Nothing limits the
    /// permission but a Deny and the policies of the organization.
    Itself,
}

/// How a statement names a caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Naming {
    /// The most direct way that is certain.
    best: Named,
    /// Whether a principal that is not known may name the caller in any way, also in a more direct one.
    open: bool,
}

impl Naming {
    /// Whether it names the caller in one of the ways that a question is about.
    pub(super) fn answers(self, how: &dyn Fn(Named) -> Tri) -> Tri {
        let open = if self.open { how(Named::Maybe) } else { Tri::No };
        how(self.best).or(open)
    }
}

/// How a set of principals names a caller. A statement without principals names everyone that it can apply to.
pub(super) fn named(set: Option<&WhoSet>, caller: &Caller) -> Naming {
    let certain = |best| Naming { best, open: false };
    let Some(set) = set else { return certain(Named::Itself) };
    let Some(all) = &set.who else { return certain(Named::Maybe) };
    let best = all.iter().map(|who| one(who, caller)).max().unwrap_or(Named::No);
    if set.except {
        certain(but(best, all, caller))
    } else {
        Naming { best, open: all.contains(&Who::Unknown) }
    }
}

/// How a set names a caller that contains all principals but those that name it in this way.
fn but(best: Named, all: &[Who], caller: &Caller) -> Named {
    match best {
        Named::No => Named::Anyone,
        // AWS compares the account, the role and the session: which of them must be listed is not documented exactly.
        Named::Maybe | Named::Account => Named::Maybe,
        Named::Role if !names_account(all, caller) => Named::Maybe,
        Named::Anyone | Named::Role | Named::Itself => Named::No,
    }
}

fn names_account(all: &[Who], caller: &Caller) -> bool {
    all.iter().any(|who| *who == Who::Account(caller.account.clone()))
}

fn one(who: &Who, caller: &Caller) -> Named {
    match who {
        Who::Anyone => Named::Anyone,
        Who::Unknown => Named::Maybe,
        Who::Account(number) if caller.has_identity() && *number == caller.account => {
            if caller.kind == CallerKind::Root { Named::Itself } else { Named::Account }
        }
        Who::Arn(arn) => match &caller.kind {
            CallerKind::Role { session } if session == arn => Named::Itself,
            CallerKind::Role { .. } if caller.arn == *arn => Named::Role,
            CallerKind::User if caller.arn == *arn => Named::Itself,
            _ => Named::No,
        },
        Who::Service(name) if caller.kind == CallerKind::Service && caller.arn == *name => Named::Itself,
        Who::Federated(name) if caller.kind == CallerKind::Federated && caller.arn == *name => Named::Itself,
        Who::Account(_) | Who::Service(_) | Who::Federated(_) => Named::No,
    }
}

impl Named {
    /// Whether it names the caller at all. A Deny for an account is a Deny for all of its principals.
    pub(super) fn at_all(self) -> Tri {
        match self {
            Named::No => Tri::No,
            Named::Maybe => Tri::Maybe,
            Named::Account | Named::Anyone | Named::Role | Named::Itself => Tri::Yes,
        }
    }
}
