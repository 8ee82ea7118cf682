//! The codes of the checks.

use polder_diag::{Code, Severity};

/// Every code of this crate, in order.
pub fn codes() -> &'static [&'static Code] {
    &CODES
}

static CODES: [&Code; 4] = [&NEED, &PLAN, &WIDENING, &ORGANIZATION];

macro_rules! code {
    ($name:ident, $id:literal, $kebab:literal, $summary:literal, $page:literal) => {
        pub(crate) static $name: Code =
            Code { id: $id, name: $kebab, severity: Severity::Error, summary: $summary, page: $page };
    };
}

code! { NEED, "RIGHT001", "role-lacks-an-action",
"a role of the pipeline may not do what its stacks need",
"## What it finds

A resource of a stack needs an action that the role that plans or applies the stack does not have: its own policy does not
allow it, or a policy of the organization denies it, in the region of the stack.

## Why it matters

The plan or the apply stops with `AccessDenied`, after other resources have been created.

## What to do

Allow the action in the policy of the role. If the resource does not need it as the platform configures it, the table
`not-needed.txt` of the check says so with a reason.

## Not modelled

Whether the role may do it on this resource: a request on any resource of the account counts. Actions of a resource are those
of CloudFormation's handlers and those that the provider calls in addition.
" }
code! { PLAN, "RIGHT002", "plan-role-changes-or-reads-too-much",
"the role that plans may change something, or read what customers put in",
"## What it finds

The role for plans may change a resource, read a secret that no plan compares, or read the objects, messages or logs of
a store with personal or commercial data.

## Why it matters

A plan needs no approval and runs the code of the stacks: whoever can change that code can do all that the role can.

## What to do

Remove the action from the policy of the role, or limit it to the resources that Terraform compares.
" }
code! { WIDENING, "RIGHT003", "role-can-widen-itself",
"a role of the pipeline can get more permissions than it has",
"## What it finds

A role of the pipeline may change its own policies, its trust policy or the boundary, make an identity outside of the
boundary, sign in to another account as its administrator, or do one of these with a role that it makes inside of the boundary.

## Why it matters

Whoever controls one job of the pipeline becomes administrator of the account, or of all.

## What to do

Deny the action in the policy of the role and in the boundary. Both have one list of denials.
" }
code! { ORGANIZATION, "RIGHT004", "organization-denies-what-the-platform-does",
"a policy of the organization denies all that a statement of the platform allows",
"## What it finds

A role of the platform is allowed an action on a resource, and a service control policy or the boundary of the role denies
every such request, in all regions of the sites. Of each statement, the actions without wildcards are compared, on the first of its
resources: a denial of another resource alone is not found.

## Why it matters

The service fails with `AccessDenied` when it first uses the permission, which may be months after the policy was attached.

## What to do

Exempt the role from the denial, or remove the permission if the denial is right.
" }

#[cfg(test)]
mod tests {
    use super::codes;

    #[test]
    fn codes_are_numbered_and_have_pages() {
        for (number, code) in (1..).zip(codes()) {
            assert_eq!(code.id, format!("RIGHT{number:03}"));
            assert!(code.page.contains("## What to do"), "{}", code.id);
        }
    }
}
