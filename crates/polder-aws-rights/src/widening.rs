//! How a role of the pipeline would get permissions that it does not have.

use polder_design::delivery::Phase;
use polder_diag::Finding;
use polder_iam::language::{Document, Policies};
use polder_inventory::access::PolicyRole;

use crate::codes;
use crate::subject::{Request, Subject};

/// Ways that concern the role itself and its boundary: the action, and the resource below the account.
const OF_OWN: [(&str, Own); 12] = [
    ("iam:PutRolePolicy", Own::Roles),
    ("iam:AttachRolePolicy", Own::Roles),
    ("iam:DetachRolePolicy", Own::Roles),
    ("iam:DeleteRolePolicy", Own::Roles),
    ("iam:UpdateAssumeRolePolicy", Own::Roles),
    ("iam:DeleteRolePermissionsBoundary", Own::Any),
    ("iam:CreatePolicyVersion", Own::Boundary),
    ("iam:SetDefaultPolicyVersion", Own::Boundary),
    ("iam:DeletePolicyVersion", Own::Boundary),
    ("iam:DeletePolicy", Own::Boundary),
    ("iam:CreateAccessKey", Own::Users),
    ("iam:CreateLoginProfile", Own::Users),
];

/// Ways into other accounts, or around the policies of this one.
const ANYWHERE: [(&str, &str); 6] = [
    ("sts:AssumeRole", "arn:aws:iam::*:role/OrganizationAccountAccessRole"),
    ("sts:AssumeRoot", "*"),
    ("organizations:DetachPolicy", "*"),
    ("organizations:LeaveOrganization", "*"),
    ("cloudformation:CreateStackSet", "*"),
    ("iam:CreateUser", "*"),
];

/// What a way concerns.
#[derive(Clone, Copy)]
enum Own {
    /// The roles of the pipeline.
    Roles,
    /// All roles.
    Any,
    /// The boundary.
    Boundary,
    /// Users.
    Users,
}

/// Reports ways of a role to more permissions, its own and those of a role that it makes.
pub(crate) fn check(subject: &Subject<'_, '_>) -> Vec<Finding> {
    let mut found = vec![];
    let own = subject.estate.policies(subject.actor, None);
    ways(subject, &own, "", &mut found);
    unbounded(subject, &own, &mut found);
    if subject.phase == Phase::Apply {
        let everything = Document::of_everything("a policy that allows everything");
        match boundary(subject) {
            Some(boundary) => {
                let inside =
                    Policies { identity: vec![&everything], boundary: Some(vec![boundary]), ..own.clone() };
                // Policies may make exceptions for the role of the pipeline: the role that it makes is another caller.
                let name = format!("{}-x", subject.design.name);
                let made = subject.estate.created(subject.account_id, &name);
                let subject = &Subject { actor: &made, ..*subject };
                ways(subject, &inside, ", with a role that it makes inside of the boundary", &mut found);
                unbounded(subject, &inside, &mut found);
            }
            None => found.push(finding(subject, "makes roles, and the account has no boundary for them")),
        }
    }
    found
}

fn ways(subject: &Subject<'_, '_>, policies: &Policies<'_>, how: &str, found: &mut Vec<Finding>) {
    let (design, number) = (subject.design, subject.number());
    let iam = |what: &str| format!("arn:aws:iam::{number}:{what}");
    for (action, own) in OF_OWN {
        let resources = match own {
            Own::Roles => Phase::ALL.map(|phase| iam(&format!("role/{}", phase.role(design)))).to_vec(),
            Own::Any => vec![iam("role/*")],
            Own::Boundary => vec![iam(&format!("policy/{}-boundary", design.name))],
            Own::Users => vec![iam("user/*")],
        };
        if let Some(on) = resources.iter().find(|on| may(subject, policies, &Request::new(action, on))) {
            found.push(finding(subject, &format!("may `{action}` on `{on}`{how}")));
        }
    }
    for (action, resource) in ANYWHERE {
        if may(subject, policies, &Request::new(action, resource)) {
            found.push(finding(subject, &format!("may `{action}`{how}")));
        }
    }
}

/// A role outside of the boundary.
fn unbounded(subject: &Subject<'_, '_>, policies: &Policies<'_>, found: &mut Vec<Finding>) {
    let number = subject.number();
    let role = format!("arn:aws:iam::{number}:role/{}-x", subject.design.name);
    let other = format!("arn:aws:iam::{number}:policy/another");
    for (boundary, words) in [(None, "without a boundary"), (Some(other.as_str()), "inside another boundary")]
    {
        let keys = [("iam:permissionsboundary", boundary)];
        let can =
            |action: &str| may(subject, policies, &Request { keys: &keys, ..Request::new(action, &role) });
        let gives = ["iam:PutRolePolicy", "iam:AttachRolePolicy", "iam:PutRolePermissionsBoundary"];
        if can("iam:CreateRole") {
            found.push(finding(subject, &format!("may `iam:CreateRole` {words}")));
        } else if let Some(give) = gives.into_iter().find(|action| can(action)) {
            found.push(finding(subject, &format!("may `{give}` of a role {words}")));
        }
    }
}

fn may(subject: &Subject<'_, '_>, policies: &Policies<'_>, request: &Request<'_>) -> bool {
    // Stack sets have the region of the stacks; what is asked about otherwise has none.
    let region = subject.stacks().map(|stack| &*stack.region).find(|region| *region != "us-east-1");
    subject.may_with(policies, request, region.unwrap_or("us-east-1"), false)
}

/// The boundary that the roles of the account have.
fn boundary<'s>(subject: &Subject<'s, '_>) -> Option<&'s Document> {
    let own = subject.actor.entry;
    let others = subject.estate.actors().iter().filter(|actor| {
        actor.account == Some(subject.account_id) && actor.entry.is_some() && actor.entry != own
    });
    let mut boundaries = others
        .filter_map(|actor| subject.estate.attached(actor.entry?, PolicyRole::Boundary).into_iter().next());
    boundaries.next()
}

fn finding(subject: &Subject<'_, '_>, what: &str) -> Finding {
    let message = format!("the role {} {what}", subject.name());
    let help = "deny it in the policy of the role and in the boundary";
    Finding::new(&codes::WIDENING, &*message).help(help)
}
