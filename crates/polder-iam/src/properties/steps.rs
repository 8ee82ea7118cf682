//! The steps by which an actor gets the permissions of another, or any.

use std::collections::BTreeSet;

use polder_inventory::EntryId;
use polder_inventory::access::{AccountId, Effect, PolicyForm, PolicyId, PolicyRole, PrincipalId};
use polder_inventory::compute::Process;
use polder_inventory::model::{Id as _, Known, Link};

use super::compute::{ENTERING, TAKEOVERS, Takeover, WAYS};
use super::everything::everything;
use super::extent::Extent;
use super::inquiry::{Act, Allowed, Found, can_with};
use super::runtimes::is_runtime;
use crate::estate::{Actor, ActorKind, Estate};
use crate::language::{Document, Glob, Policies, Who, WhoSet};

/// Who somebody is, or has become.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Node {
    /// An actor, by its position.
    Actor(usize),
    /// A role that may do everything inside a permissions boundary: the policy, by its position, in an account.
    Inside(AccountId, usize),
    /// The administrator of an account.
    Administrator(AccountId),
    /// Any identity of an account, those included that the inventory does not show.
    Unnamed(AccountId),
}

/// A request that is allowed, with the entry that it is on.
pub(super) type Request = (Allowed, Option<EntryId>);

/// A step to another node, with the requests that it takes.
#[derive(Clone, Debug)]
pub(super) struct Edge {
    pub(super) to: Node,
    pub(super) requests: Vec<Request>,
}

/// What is asked about: an actor with its policies.
pub(super) struct Position<'p, 'a> {
    pub(super) estate: &'p Estate<'a>,
    pub(super) extent: Extent,
    /// Patterns of the names of regions.
    pub(super) regions: &'p [String],
    pub(super) actor: Actor,
    pub(super) account: AccountId,
    /// Policies for a resource.
    pub(super) inside: Option<(usize, &'p Document)>,
    /// What was not known: an action and why.
    pub(super) unknown: Vec<(String, &'static str)>,
}

impl<'p> Position<'p, '_> {
    fn policies(&self, on: Option<EntryId>) -> Policies<'p> {
        let mut policies = self.estate.policies(&self.actor, on);
        if let Some((boundary, everything)) = self.inside {
            policies.identity = vec![everything];
            policies.boundary = Some(vec![self.estate.document(boundary)]);
        }
        policies
    }

    fn try_with(
        &mut self,
        action: &str,
        resource: &Glob,
        on: Option<EntryId>,
        fixed: &[(&str, Option<&str>)],
    ) -> Option<Request> {
        let policies = self.policies(on);
        match can_with(self.estate, Act { actor: &self.actor, action, resource, on, fixed }, &policies) {
            Found::Yes(allowed) => Some((*allowed, on)),
            Found::No => None,
            Found::Unknown(why) => {
                self.unknown.push((action.to_owned(), why));
                None
            }
        }
    }

    fn may(&mut self, action: &str, resource: &Glob) -> Option<Request> {
        self.try_with(action, resource, None, &[])
    }

    /// One of each row of actions, on a resource.
    fn each(&mut self, rows: &[&[&str]], resource: &Glob) -> Option<Vec<Request>> {
        let of_row = |row: &&[&str], own: &mut Self| row.iter().find_map(|action| own.may(action, resource));
        self.jointly(rows.len(), &|own, at| Some(vec![of_row(&rows[at], own)?]))
    }

    /// Requests that are needed together: all parts of so many. If one of them is not allowed, what is not known about the others
    /// does not matter.
    fn jointly(
        &mut self,
        parts: usize,
        part: &dyn Fn(&mut Self, usize) -> Option<Vec<Request>>,
    ) -> Option<Vec<Request>> {
        let start = self.unknown.len();
        let (mut found, mut complete) = (vec![], true);
        for at in 0..parts {
            let before = self.unknown.len();
            match part(self, at) {
                Some(requests) => {
                    self.unknown.truncate(before);
                    found.extend(requests);
                }
                None if self.unknown.len() > before => complete = false,
                None => {
                    self.unknown.truncate(start);
                    return None;
                }
            }
        }
        complete.then_some(found)
    }

    /// All steps that lead on.
    pub(super) fn edges(&mut self) -> Vec<Edge> {
        let mut found = vec![];
        self.new_identity(&mut found);
        self.own_policies(&mut found);
        self.directory(&mut found);
        self.others(&mut found);
        if self.extent == Extent::Part
            && let Some(requests) = self.unnamed()
        {
            found.push(Edge { to: Node::Unnamed(self.account), requests });
        }
        found
    }

    /// Acts as an identity with a name that nothing has: as any that the inventory does not show.
    fn unnamed(&mut self) -> Option<Vec<Request>> {
        if let Some(requests) = TAKEOVERS.iter().find_map(|takeover| self.taken_over(takeover)) {
            return Some(requests);
        }
        if self.actor.kind == ActorKind::User
            && let Some(request) = self.may("iam:AddUserToGroup", &self.in_account("group/unnamed-0"))
        {
            return Some(vec![request]);
        }
        let role = self.in_account("role/unnamed-0");
        WAYS.iter().find_map(|way| {
            self.jointly(2, &|own, at| match at {
                0 => own.passed(&role, way.service),
                _ => own.each(way.actions, &Glob::wildcards("*")),
            })
        })
    }

    /// Takes over what nobody named, in any region.
    fn taken_over(&mut self, takeover: &Takeover) -> Option<Vec<Request>> {
        let account = self.estate.number(self.account);
        let named = |arn: &str, region: &String| {
            let arn = arn.replace(":A:", &format!(":{account}:")).replace("/A/", &format!("/{account}/"));
            Glob::wildcards(&format!("arn:aws:{}", arn.replace(":R:", &format!(":{region}:"))))
        };
        let rows: Vec<_> = [(takeover.arn, takeover.actions)].into_iter().chain(takeover.also).collect();
        let names =
            self.regions.iter().map(|region| rows.iter().map(|(arn, _)| named(arn, region)).collect());
        // Names without a region are the same in all.
        let names: BTreeSet<Vec<Glob>> = names.collect();
        names
            .into_iter()
            .find_map(|resources| self.jointly(rows.len(), &|own, at| own.each(rows[at].1, &resources[at])))
    }

    fn in_account(&self, kind: &str) -> Glob {
        Glob::wildcards(&format!("arn:aws:iam::{}:{kind}", self.estate.number(self.account)))
    }

    /// Creates an identity, and gives it every permission: without a boundary, or with one that the conditions require.
    fn new_identity(&mut self, found: &mut Vec<Edge>) {
        let boundaries = self.boundaries();
        let choices = std::iter::once(None).chain(boundaries.into_iter().map(Some));
        for boundary in choices {
            let arn = boundary.as_ref().map(|(_, arn)| arn.as_str());
            let fixed = [("iam:permissionsboundary", arn)];
            for (kind, create, give) in [
                ("role/x", "iam:CreateRole", ["iam:PutRolePolicy", "iam:AttachRolePolicy"]),
                ("user/x", "iam:CreateUser", ["iam:PutUserPolicy", "iam:AttachUserPolicy"]),
            ] {
                let resource = self.new_resource(kind);
                let parts = if kind == "user/x" { 2 } else { 1 };
                let requests = self.jointly(parts, &|own, at| match at {
                    0 => own.created(create, &give, &resource, &fixed),
                    _ => Some(vec![own.may("iam:CreateAccessKey", &resource)?]),
                });
                let Some(requests) = requests else { continue };
                let to = match &boundary {
                    None => Node::Administrator(self.account),
                    Some((policy, _)) => Node::Inside(self.account, *policy),
                };
                found.push(Edge { to, requests });
                break;
            }
        }
    }

    /// Creates something and gives it permissions: both on the same resource.
    fn created(
        &mut self,
        create: &str,
        give: &[&str],
        resource: &Glob,
        fixed: &[(&str, Option<&str>)],
    ) -> Option<Vec<Request>> {
        // Both must be possible at all, before they are asked about on the same resource.
        let both = self.jointly(2, &|own, at| match at {
            0 => Some(vec![own.try_with(create, resource, None, fixed)?]),
            _ => Some(vec![give.iter().find_map(|action| own.try_with(action, resource, None, fixed))?]),
        })?;
        let same = Glob::literal(&both.first()?.0.request.resource);
        if let Some(given) = give.iter().find_map(|action| self.try_with(action, &same, None, fixed)) {
            return Some(vec![both.into_iter().next()?, given]);
        }
        give.iter().find_map(|action| {
            let given = self.try_with(action, resource, None, fixed)?;
            let same = Glob::literal(&given.0.request.resource);
            Some(vec![self.try_with(create, &same, None, fixed)?, given])
        })
    }

    /// Any name that no principal of the estate has.
    fn new_resource(&self, kind: &str) -> Glob {
        let (kind, _) = kind.split_once('/').unwrap_or((kind, ""));
        self.in_account(&format!("{kind}/*"))
    }

    /// Policies that are boundaries in the account, with their ARNs.
    fn boundaries(&self) -> Vec<(usize, String)> {
        let mut found = vec![];
        for actor in self.estate.actors().iter().filter(|actor| actor.account == Some(self.account)) {
            let Some(entry) = actor.entry else { continue };
            for policy in self.estate.attached_policies(entry, PolicyRole::Boundary) {
                if let Some(arn) = self.estate.arn(policy_id(*policy))
                    && found.iter().all(|(known, _)| known != policy)
                {
                    found.push((*policy, arn));
                }
            }
        }
        found
    }

    /// Changes its own policies, or those of its groups, or removes the boundary.
    fn own_policies(&mut self, found: &mut Vec<Edge>) {
        let Some((own, attached)) = self.own() else { return };
        let is_user = self.actor.kind == ActorKind::User;
        let boundary = self.boundary_of(self.actor.entry);
        let limit = boundary.and_then(|policy| self.estate.arn(policy_id(policy)));
        let mut widened = self.rewritten(&own, is_user, limit.as_deref());
        widened = widened.or_else(|| self.replaced(&attached));
        if widened.is_none() && is_user {
            widened = self.groups();
        }
        let Some(boundary) = boundary else {
            let to = Node::Administrator(self.account);
            found.extend(widened.map(|request| Edge { to, requests: vec![request] }));
            return;
        };
        if widened.is_none() && !self.has_everything_but_for_a_boundary() {
            return;
        }
        let actions = if is_user {
            ["iam:DeleteUserPermissionsBoundary", "iam:PutUserPermissionsBoundary"]
        } else {
            ["iam:DeleteRolePermissionsBoundary", "iam:PutRolePermissionsBoundary"]
        };
        // A changed boundary policy limits nothing.
        let removed = actions
            .iter()
            .find_map(|action| self.try_with(action, &own, None, &[("iam:permissionsboundary", None)]));
        let removed = removed.or_else(|| {
            let arn = self.estate.arn(policy_id(boundary))?;
            self.may("iam:CreatePolicyVersion", &Glob::literal(&arn))
        });
        let to = match removed {
            Some(_) => Node::Administrator(self.account),
            None => Node::Inside(self.account, boundary),
        };
        let requests: Vec<Request> = widened.into_iter().chain(removed).collect();
        if !requests.is_empty() {
            found.push(Edge { to, requests });
        }
    }

    /// Whether only its boundary keeps it from being an administrator.
    fn has_everything_but_for_a_boundary(&self) -> bool {
        let policies = Policies { boundary: None, ..self.policies(None) };
        everything(self.estate, &self.actor, &policies).is_some()
    }

    /// The permissions boundary of an entry, or of the role that this position is.
    fn boundary_of(&self, entry: Option<EntryId>) -> Option<usize> {
        let own = self.inside.map(|(policy, _)| policy);
        own.or_else(|| self.estate.attached_policies(entry?, PolicyRole::Boundary).first().copied())
    }

    /// Gives permissions to a role or user with this boundary.
    fn rewritten(&mut self, of: &Glob, is_user: bool, boundary: Option<&str>) -> Option<Request> {
        let actions = if is_user {
            ["iam:PutUserPolicy", "iam:AttachUserPolicy"]
        } else {
            ["iam:PutRolePolicy", "iam:AttachRolePolicy"]
        };
        actions
            .iter()
            .find_map(|action| self.try_with(action, of, None, &[("iam:permissionsboundary", boundary)]))
    }

    /// The ARN of the actor itself, with the policies that are attached to it. A role inside a boundary is any role.
    fn own(&self) -> Option<(Glob, Vec<String>)> {
        if self.inside.is_some() {
            return Some((self.in_account("role/*"), vec![]));
        }
        let entry = self.actor.entry?;
        if self.actor.kind == ActorKind::PermissionSet {
            return Some((Glob::literal(&self.actor.caller.arn), vec![]));
        }
        Some((Glob::literal(&self.actor.caller.arn), self.attached(&self.actor, entry)))
    }

    /// The ARNs of the managed policies that an actor and its groups have.
    fn attached(&self, actor: &Actor, entry: EntryId) -> Vec<String> {
        let places = std::iter::once(entry).chain(actor.groups.iter().copied());
        let policies = places.flat_map(|it| self.estate.attached_policies(it, PolicyRole::Identity));
        let managed = policies.map(|policy| policy_id(*policy)).filter(|id| {
            let policy = self.estate.inventory.access.policies.get(*id);
            policy.is_some_and(|it| it.form == PolicyForm::Managed)
        });
        managed.filter_map(|id| self.estate.arn(id)).collect()
    }

    /// Replaces the text of one of the policies.
    fn replaced(&mut self, policies: &[String]) -> Option<Request> {
        policies.iter().find_map(|arn| {
            let policy = Glob::literal(arn);
            let actions = ["iam:CreatePolicyVersion", "iam:SetDefaultPolicyVersion"];
            actions.iter().find_map(|action| self.may(action, &policy))
        })
    }

    /// Rights of its own groups, or a group of administrators that it joins.
    fn groups(&mut self) -> Option<Request> {
        for group in self.actor.groups.clone() {
            let arn = Glob::literal(&self.estate.arn(group)?);
            let actions = ["iam:PutGroupPolicy", "iam:AttachGroupPolicy"];
            if let Some(request) = actions.iter().find_map(|action| self.may(action, &arn)) {
                return Some(request);
            }
        }
        for (id, _) in self.estate.inventory.access.principals.iter() {
            if self.estate.allows_everything(id.into())
                && let Some(arn) = self.estate.arn(id)
                && arn.contains(":group/")
                && let Some(request) = self.may("iam:AddUserToGroup", &Glob::literal(&arn))
            {
                return Some(request);
            }
        }
        None
    }

    /// Becomes an administrator through the directory, or through the role by which an organization manages its accounts.
    fn directory(&mut self, found: &mut Vec<Edge>) {
        let access = &self.estate.inventory.access;
        let manages = access.accounts.get(self.account).is_some_and(|it| it.management == Known::Value(true));
        if !manages {
            return;
        }
        let anything = Glob::wildcards("*");
        for action in [
            "sso:CreateAccountAssignment",
            "sso:PutInlinePolicyToPermissionSet",
            "sso:AttachManagedPolicyToPermissionSet",
            "identitystore:CreateGroupMembership",
            "sts:AssumeRoot",
        ] {
            if let Some(request) = self.may(action, &anything) {
                found.push(Edge { to: Node::Administrator(self.account), requests: vec![request] });
                return;
            }
        }
        let members: Vec<AccountId> =
            access.accounts.iter().filter(|(_, it)| it.source.is_some()).map(|(id, _)| id).collect();
        for member in members {
            let arn =
                format!("arn:aws:iam::{}:role/OrganizationAccountAccessRole", self.estate.number(member));
            let mfa = [("aws:multifactorauthpresent", None), ("aws:multifactorauthage", None)];
            if let Some(request) = self.try_with("sts:AssumeRole", &Glob::literal(&arn), None, &mfa) {
                found.push(Edge { to: Node::Administrator(member), requests: vec![request] });
            }
        }
    }

    /// Becomes another actor.
    fn others(&mut self, found: &mut Vec<Edge>) {
        let actors = self.estate.actors();
        for (at, other) in actors.iter().enumerate() {
            let Some(entry) = other.entry else { continue };
            if other.kind == ActorKind::PermissionSet || self.actor.caller == other.caller {
                continue;
            }
            let requests = match other.kind {
                ActorKind::Role => self.as_role(other, entry),
                ActorKind::User => self.as_user(other),
                _ => None,
            };
            if let Some(mut requests) = requests {
                let given = (self.boundary_of_other(entry).is_none() && other.account == Some(self.account))
                    .then(|| {
                        let (of, is_user) = (Glob::literal(&other.caller.arn), other.kind == ActorKind::User);
                        self.rewritten(&of, is_user, None)
                            .or_else(|| self.replaced(&self.attached(other, entry)))
                    })
                    .flatten();
                if let Some(given) = given {
                    requests.insert(0, given);
                    found.push(Edge { to: Node::Administrator(self.account), requests });
                    continue;
                }
                found.push(Edge { to: Node::Actor(at), requests });
            }
        }
    }

    fn boundary_of_other(&self, entry: EntryId) -> Option<usize> {
        self.estate.attached_policies(entry, PolicyRole::Boundary).first().copied()
    }

    fn as_user(&mut self, other: &Actor) -> Option<Vec<Request>> {
        let arn = Glob::literal(&other.caller.arn);
        let actions = ["iam:CreateAccessKey", "iam:CreateLoginProfile", "iam:UpdateLoginProfile"];
        (other.account == Some(self.account)).then_some(())?;
        actions.iter().find_map(|action| self.may(action, &arn)).map(|request| vec![request])
    }

    fn as_role(&mut self, other: &Actor, entry: EntryId) -> Option<Vec<Request>> {
        let arn = Glob::literal(&other.caller.arn);
        // Who has to prove a second factor acts deliberately, as somebody whom the trust policy names.
        let mfa = [("aws:multifactorauthpresent", None), ("aws:multifactorauthage", None)];
        if let Some(request) = self.try_with("sts:AssumeRole", &arn, Some(entry), &mfa) {
            return Some(vec![request]);
        }
        if other.account != Some(self.account) {
            return None;
        }
        if let Some(request) = self.may("iam:UpdateAssumeRolePolicy", &arn) {
            return Some(vec![request]);
        }
        self.through_code(entry).or_else(|| self.through_service(&arn, entry))
    }

    /// Changes code that runs with the role, or enters where it runs.
    fn through_code(&mut self, role: EntryId) -> Option<Vec<Request>> {
        let EntryId::Principal(role) = role else { return None };
        let compute = &self.estate.inventory.compute;
        for (id, _) in compute.functions.iter().filter(|(_, it)| it.identity.id() == Some(role)) {
            let Some(arn) = self.estate.arn(id) else { continue };
            let arn = Glob::literal(&arn);
            if let Some(request) = self.try_with("lambda:UpdateFunctionCode", &arn, Some(id.into()), &[]) {
                return Some(vec![request]);
            }
        }
        let runs = |link: Option<Link<PrincipalId>>| link.and_then(|link| link.id()) == Some(role);
        let entered = |it: &Process| runs(it.identity) && it.exec_enabled == Known::Value(true);
        if compute.processes.values().any(entered)
            && let Some(request) = self.may("ecs:ExecuteCommand", &Glob::wildcards("*"))
        {
            return Some(vec![request]);
        }
        if !compute.machine_pools.values().any(|it| runs(it.identity)) {
            return None;
        }
        // The IDs of machines are assigned by AWS: no policy of the estate names one.
        let account = self.estate.number(self.account);
        self.regions.iter().find_map(|region| {
            let machine = Glob::wildcards(&format!("arn:aws:ec2:{region}:{account}:instance/i-0unnamed"));
            ENTERING.iter().find_map(|action| self.may(action, &machine)).map(|request| vec![request])
        })
    }

    /// Passes the role to a service that runs code.
    fn through_service(&mut self, arn: &Glob, role: EntryId) -> Option<Vec<Request>> {
        let trust = self.estate.attached(role, PolicyRole::Trust);
        WAYS.iter().filter(|way| may_trust(&trust, way.service)).find_map(|way| {
            self.jointly(3, &|own, at| match at {
                0 => own.passed(arn, way.service),
                1 => own.each(way.actions, &Glob::wildcards("*")),
                _ => Some(vec![own.assumed(arn, role, way.service)?]),
            })
        })
    }

    /// Whether a role may be passed to a service.
    fn passed(&mut self, role: &Glob, service: &str) -> Option<Vec<Request>> {
        let to = [("iam:passedtoservice", Some(service))];
        Some(vec![self.try_with("iam:PassRole", role, None, &to)?])
    }

    /// Whether a service may assume a role.
    fn assumed(&mut self, arn: &Glob, role: EntryId, service: &str) -> Option<Request> {
        let (actor, on) = (Actor::of_service(service), Some(role));
        let act = Act { actor: &actor, action: "sts:AssumeRole", resource: arn, on, fixed: &[] };
        match can_with(self.estate, act, &self.estate.policies(&actor, on)) {
            Found::Yes(allowed) => Some((*allowed, on)),
            Found::No => None,
            Found::Unknown(why) => {
                self.unknown.push(("sts:AssumeRole".to_owned(), why));
                None
            }
        }
    }
}

/// Whether only services assume a role that run no code of their callers: what they do with it, they decide themselves.
pub(super) fn acts_for_a_service(estate: &Estate<'_>, actor: &Actor) -> bool {
    let Some(entry) = actor.entry.filter(|_| actor.kind == ActorKind::Role) else { return false };
    let trust = estate.attached(entry, PolicyRole::Trust);
    let Some(documents) = trust.iter().map(|it| it.statements.as_ref()).collect::<Option<Vec<_>>>() else {
        return false;
    };
    let mut allows = documents.into_iter().flatten().filter(|it| it.effect == Effect::Allow).peekable();
    allows.peek().is_some()
        && allows.all(|it| match &it.who {
            Some(WhoSet { except: false, who: Some(all) }) => all.iter().all(is_plain_service),
            _ => false,
        })
}

/// Whether a principal is a service that runs no code of its callers.
fn is_plain_service(who: &Who) -> bool {
    let plain = |service: &String| !is_runtime(service) && WAYS.iter().all(|way| way.service != service);
    matches!(who, Who::Service(service) if plain(service))
}

fn policy_id(position: usize) -> PolicyId {
    PolicyId::from_index(u32::try_from(position).unwrap_or(u32::MAX - 1))
}

/// Whether a trust policy can be about a service: most are not.
fn may_trust(documents: &[&Document], service: &str) -> bool {
    documents.iter().any(|document| {
        let Some(statements) = &document.statements else { return true };
        let sets = statements.iter().filter_map(|it| it.who.as_ref());
        sets.into_iter().any(|set| {
            let named = |who: &Who| match who {
                Who::Service(name) => name == service,
                Who::Anyone | Who::Unknown => true,
                Who::Account(_) | Who::Arn(_) | Who::Federated(_) => false,
            };
            set.except || set.who.as_ref().is_none_or(|all| all.iter().any(named))
        })
    })
}
