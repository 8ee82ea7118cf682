//! The formula of a decision.

use polder_inventory::access::Effect;

use super::formula::Formula;
use super::reach::Reach;
use crate::language::{Caller, CallerKind, Document, Grant, Policies, Statement, Target, Tri, Who};

/// Whether a statement applies to the requests at hand, whoever makes them.
pub(super) type Applies<'a> = dyn FnMut(&Statement) -> Formula + 'a;

/// The decision on the requests of a caller with an action.
pub(super) struct Decision<'a, 'p> {
    pub(super) caller: &'a Caller,
    pub(super) action: &'a str,
    pub(super) policies: &'a Policies<'p>,
    pub(super) applies: &'a mut Applies<'a>,
}

impl Decision<'_, '_> {
    /// When the requests are allowed.
    pub(super) fn formula(mut self) -> Formula {
        let policies = self.policies;
        let (identity, linked) =
            (self.caller.has_identity(), self.caller.arn.contains(":role/aws-service-role/"));
        let service_control = if identity && !linked { policies.service_control.as_slice() } else { &[] };
        let resource_control = if linked { &[] } else { policies.resource_control.as_slice() };
        let limiting: Vec<&[&Document]> = service_control
            .iter()
            .chain(resource_control)
            .chain(&policies.endpoint)
            .map(Vec::as_slice)
            .collect();
        let mut binding = limiting.clone();
        binding.push(&policies.resource);
        if identity {
            binding.push(&policies.identity);
            binding.extend(policies.boundary.iter().chain(&policies.session).map(Vec::as_slice));
        }
        let denied: Vec<Formula> =
            binding.into_iter().map(|documents| self.stated(documents, Effect::Deny, &|it| it.any)).collect();
        let passed: Vec<Formula> = limiting
            .into_iter()
            .map(|documents| self.stated(documents, Effect::Allow, &|it| it.any))
            .collect();
        let granted = self.granted(identity);
        Formula::all([Formula::any(denied).negated(), Formula::all(passed), granted])
    }

    fn granted(&mut self, identity: bool) -> Formula {
        let policies = self.policies;
        let restricted = policies.public_restricted;
        let named = move |it: &Reach| {
            let own = it.role.or(it.exact);
            if restricted { own } else { own.or(it.everyone) }
        };
        if !identity {
            return self.by_resource(&named);
        }
        if policies.owner.as_ref().is_some_and(|owner| *owner != self.caller.account) {
            let resource = self.by_resource(&|it| named(it).or(it.account));
            return Formula::all([resource, self.by_identity(), self.inside()]);
        }
        let exact = self.by_resource(&|it| it.exact.or(it.everyone));
        let role = self.by_resource(&|it| it.role);
        let delegated = match policies.target {
            Target::Plain => Formula::Is(Tri::Yes),
            Target::Key | Target::Role => self.by_resource(&|it| it.account),
        };
        let limited = Formula::any([role, Formula::all([delegated, self.by_identity()])]);
        Formula::any([exact, Formula::all([limited, self.inside()])])
    }

    fn by_identity(&mut self) -> Formula {
        if self.caller.kind == CallerKind::Root {
            return Formula::Is(Tri::Yes);
        }
        let policies = self.policies;
        self.stated(&policies.identity, Effect::Allow, &|_| Tri::Yes)
    }

    fn inside(&mut self) -> Formula {
        let policies = self.policies;
        let layers = policies.boundary.iter().chain(&policies.session);
        let all: Vec<Formula> =
            layers.map(|layer| self.stated(layer, Effect::Allow, &|_| Tri::Yes)).collect();
        Formula::all(all)
    }

    fn by_resource(&mut self, way: &dyn Fn(&Reach) -> Tri) -> Formula {
        let policies = self.policies;
        let grants = policies.grants.iter().map(|grant| Formula::Is(self.grant(grant)));
        let grants = Formula::any(grants.collect::<Vec<_>>());
        Formula::any([self.stated(&policies.resource, Effect::Allow, way), grants])
    }

    fn grant(&self, grant: &Grant) -> Tri {
        let own = match &grant.grantee {
            Who::Arn(arn) | Who::Service(arn) => Tri::from(*arn == self.caller.arn),
            Who::Unknown => Tri::Maybe,
            Who::Anyone | Who::Account(_) | Who::Federated(_) => Tri::No,
        };
        let action = self.action.to_lowercase();
        let covered = grant.operations.as_ref().map_or(Tri::Maybe, |all| Tri::from(all.contains(&action)));
        let context = if grant.constrained { Tri::Maybe } else { Tri::Yes };
        own.and(covered).and(context)
    }

    /// When a statement with this effect applies that reaches the caller in a way.
    fn stated(&mut self, documents: &[&Document], effect: Effect, way: &dyn Fn(&Reach) -> Tri) -> Formula {
        let mut parts = vec![];
        for document in documents {
            let Some(statements) = &document.statements else {
                parts.push(Formula::Is(Tri::Maybe));
                continue;
            };
            for statement in statements.iter().filter(|it| it.effect == effect) {
                let reached = way(&Reach::of(statement.who.as_ref(), self.caller));
                if reached != Tri::No {
                    parts.push(Formula::all([Formula::Is(reached), (self.applies)(statement)]));
                }
            }
        }
        Formula::any(parts)
    }
}
