//! The decision on a request.

use polder_inventory::access::Effect;

use super::principal::Named;
use super::statement::{applies, names};
use crate::language::{CallerKind, Document, Grant, Policies, Request, Target, Tri, Who};

/// The answer to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Answer {
    /// A statement denies it.
    ExplicitDeny,
    /// Nothing allows it.
    ImplicitDeny,
    /// It depends on what is not modelled.
    Undecided,
    /// It is allowed.
    Allow,
}

/// A layer of the evaluation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Layer {
    /// A service control policy.
    ServiceControl,
    /// A resource control policy.
    ResourceControl,
    /// An identity policy.
    Identity,
    /// The permissions boundary.
    Boundary,
    /// A session policy.
    Session,
    /// The policy of the resource.
    Resource,
    /// The policy of the endpoint.
    Endpoint,
    /// A grant on a key.
    Grant,
}

impl Layer {
    /// What the layer is called.
    pub fn name(self) -> &'static str {
        match self {
            Layer::ServiceControl => "service control policy",
            Layer::ResourceControl => "resource control policy",
            Layer::Identity => "identity policy",
            Layer::Boundary => "permissions boundary",
            Layer::Session => "session policy",
            Layer::Resource => "resource policy",
            Layer::Endpoint => "endpoint policy",
            Layer::Grant => "grant",
        }
    }
}

/// A statement that applies to a request.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Deciding {
    /// Its layer.
    pub layer: Layer,
    /// The document.
    pub document: String,
    /// The statement.
    pub statement: String,
    /// Whether it allows.
    pub allows: bool,
}

/// An answer with the statements that it follows from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The answer.
    pub answer: Answer,
    /// The statements: those that deny, or else those that allow.
    pub because: Vec<Deciding>,
}

/// Decides a request.
pub fn decide(request: &Request, policies: &Policies<'_>) -> Decision {
    let mut trace = Trace { request, action: request.action.to_lowercase(), because: vec![] };
    let denied = explicit(&mut trace, policies);
    if denied == Tri::Yes {
        trace.because.retain(|it| !it.allows);
        return Decision { answer: Answer::ExplicitDeny, because: trace.because };
    }
    let allowed = limits(&mut trace, policies).and(granted(&mut trace, policies));
    let answer = match (allowed, denied) {
        (Tri::No, _) => Answer::ImplicitDeny,
        (Tri::Yes, Tri::No) => Answer::Allow,
        _ => Answer::Undecided,
    };
    trace.because.dedup();
    Decision { answer, because: trace.because }
}

struct Trace<'r> {
    request: &'r Request,
    /// The action in lower case.
    action: String,
    because: Vec<Deciding>,
}

impl Trace<'_> {
    /// Whether a statement of some documents with this effect applies, and names the caller in one of the ways.
    fn says(&mut self, layer: Layer, all: &[&Document], effect: Effect, how: &dyn Fn(Named) -> Tri) -> Tri {
        let mut found = Tri::No;
        for document in all {
            let Some(statements) = &document.statements else {
                found = found.or(Tri::Maybe);
                continue;
            };
            for statement in statements.iter().filter(|it| it.effect == effect) {
                let this = names(statement, self.request).answers(how);
                let this = if this == Tri::No {
                    Tri::No
                } else {
                    this.and(applies(statement, self.request, &self.action))
                };
                if this == Tri::Yes {
                    self.because.push(Deciding {
                        layer,
                        document: document.name.clone(),
                        statement: statement.name.clone(),
                        allows: effect == Effect::Allow,
                    });
                }
                found = found.or(this);
            }
        }
        found
    }
}

/// Whether the policies of the organization apply to the caller. They do not to services and service-linked roles.
fn is_controlled(request: &Request) -> bool {
    request.caller.has_identity() && !request.caller.arn.contains(":role/aws-service-role/")
}

/// Whether a statement denies the request.
fn explicit(trace: &mut Trace<'_>, policies: &Policies<'_>) -> Tri {
    let mut layers: Vec<(Layer, &[&Document])> = vec![];
    if is_controlled(trace.request) {
        layers.extend(policies.service_control.iter().map(|level| (Layer::ServiceControl, level.as_slice())));
    }
    if !trace.request.caller.arn.contains(":role/aws-service-role/") {
        layers
            .extend(policies.resource_control.iter().map(|level| (Layer::ResourceControl, level.as_slice())));
    }
    if trace.request.caller.has_identity() {
        layers.push((Layer::Identity, &policies.identity));
        layers.extend(policies.boundary.iter().map(|all| (Layer::Boundary, all.as_slice())));
        layers.extend(policies.session.iter().map(|all| (Layer::Session, all.as_slice())));
    }
    layers.push((Layer::Resource, &policies.resource));
    layers.extend(policies.endpoint.iter().map(|all| (Layer::Endpoint, all.as_slice())));
    let mut denied = Tri::No;
    for (layer, documents) in layers {
        denied = denied.or(trace.says(layer, documents, Effect::Deny, &Named::at_all));
    }
    denied
}

/// Whether the layers allow that can only limit: policies of the organization, and endpoint policies.
fn limits(trace: &mut Trace<'_>, policies: &Policies<'_>) -> Tri {
    let mut passes = Tri::Yes;
    if is_controlled(trace.request) {
        for level in &policies.service_control {
            passes = passes.and(trace.says(Layer::ServiceControl, level, Effect::Allow, &Named::at_all));
        }
    }
    if !trace.request.caller.arn.contains(":role/aws-service-role/") {
        for level in &policies.resource_control {
            passes = passes.and(trace.says(Layer::ResourceControl, level, Effect::Allow, &Named::at_all));
        }
    }
    if let Some(endpoint) = &policies.endpoint {
        passes = passes.and(trace.says(Layer::Endpoint, endpoint, Effect::Allow, &Named::at_all));
    }
    passes
}

/// Whether identity and resource policies grant the request.
fn granted(trace: &mut Trace<'_>, policies: &Policies<'_>) -> Tri {
    let caller = &trace.request.caller;
    if !caller.has_identity() {
        let restricted = policies.public_restricted;
        return by_resource(trace, policies, &|named| direct(named, restricted));
    }
    let same = policies.owner.as_ref().is_none_or(|owner| *owner == caller.account);
    if same { in_account(trace, policies) } else { across_accounts(trace, policies) }
}

fn direct(named: Named, restricted: bool) -> Tri {
    match named {
        Named::Anyone if restricted => Tri::No,
        Named::Anyone | Named::Role | Named::Itself => Tri::Yes,
        Named::Maybe => Tri::Maybe,
        Named::Account | Named::No => Tri::No,
    }
}

/// Whether the policies of the resource, or grants, allow those whom they name in one of the ways.
fn by_resource(trace: &mut Trace<'_>, policies: &Policies<'_>, how: &dyn Fn(Named) -> Tri) -> Tri {
    let by_policy = trace.says(Layer::Resource, &policies.resource, Effect::Allow, how);
    let by_grant = Tri::any(policies.grants.iter().map(|grant| by_grant(trace, grant)).collect::<Vec<_>>());
    by_policy.or(by_grant)
}

fn by_grant(trace: &mut Trace<'_>, grant: &Grant) -> Tri {
    let caller = &trace.request.caller;
    let names = match &grant.grantee {
        Who::Unknown => Tri::Maybe,
        Who::Arn(arn) | Who::Service(arn) => Tri::from(*arn == caller.arn),
        _ => Tri::No,
    };
    let covers = match &grant.operations {
        Some(operations) => Tri::from(operations.contains(&trace.action)),
        None => Tri::Maybe,
    };
    let found = names.and(covers).and(if grant.constrained { Tri::Maybe } else { Tri::Yes });
    if found == Tri::Yes {
        let (document, statement) = (grant.name.clone(), String::new());
        trace.because.push(Deciding { layer: Layer::Grant, document, statement, allows: true });
    }
    found
}

/// What identity policies allow within boundary and session policies.
fn by_identity(trace: &mut Trace<'_>, policies: &Policies<'_>) -> Tri {
    let own = if trace.request.caller.kind == CallerKind::Root {
        Tri::Yes
    } else {
        trace.says(Layer::Identity, &policies.identity, Effect::Allow, &|_| Tri::Yes)
    };
    if own == Tri::No { own } else { own.and(within(trace, policies)) }
}

/// Whether boundary and session policies allow.
fn within(trace: &mut Trace<'_>, policies: &Policies<'_>) -> Tri {
    let mut within = Tri::Yes;
    if let Some(boundary) = &policies.boundary {
        within = within.and(trace.says(Layer::Boundary, boundary, Effect::Allow, &|_| Tri::Yes));
    }
    if let Some(session) = &policies.session {
        within = within.and(trace.says(Layer::Session, session, Effect::Allow, &|_| Tri::Yes));
    }
    within
}

fn in_account(trace: &mut Trace<'_>, policies: &Policies<'_>) -> Tri {
    let exactly = |wanted: Named| {
        move |named: Named| match named {
            Named::Maybe => Tri::Maybe,
            named => Tri::from(named == wanted),
        }
    };
    // What a resource policy gives to everyone is limited neither by boundaries nor by session policies.
    let itself = by_resource(trace, policies, &|named| match named {
        Named::Maybe => Tri::Maybe,
        named => Tri::from(matches!(named, Named::Anyone | Named::Itself)),
    });
    if itself == Tri::Yes {
        return Tri::Yes;
    }
    let role = by_resource(trace, policies, &exactly(Named::Role));
    let inside = within(trace, policies);
    let delegated = match policies.target {
        Target::Plain => Tri::Yes,
        Target::Key | Target::Role => by_resource(trace, policies, &exactly(Named::Account)),
    };
    let identity = if delegated == Tri::No { Tri::No } else { by_identity(trace, policies) };
    itself.or(role.and(inside)).or(delegated.and(identity))
}

fn across_accounts(trace: &mut Trace<'_>, policies: &Policies<'_>) -> Tri {
    let restricted = policies.public_restricted;
    let resource = by_resource(trace, policies, &|named| match named {
        Named::Account => Tri::Yes,
        named => direct(named, restricted),
    });
    if resource == Tri::No { Tri::No } else { resource.and(by_identity(trace, policies)) }
}
