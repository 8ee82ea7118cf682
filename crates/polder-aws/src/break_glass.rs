//! The way in when nothing else works: a role for emergencies, behind a second factor, with an alarm on its use.

use polder_cloud::{Draft, Policy, Principals, Value, allow, body, text};
use polder_design::Design;

/// The end of the role's name.
pub(crate) const BREAK_GLASS: &str = "break-glass";

/// Writes the role. `keeper` is the number of the account whose people may take it on.
pub(crate) fn break_glass(s: &Draft, design: &Design, keeper: &Value) {
    s.file(
        "break_glass",
        "The way in when Identity Center or its identity provider is down. Two users named break-glass-... of\n\
         the account that manages, each with a hardware key as second factor and no access key, may take it on for an\n\
         hour; they are made by hand, since Terraform would keep their passwords. The layer logging raises\n\
         an alarm whenever the role is taken on, in whichever region.",
    );
    let role = s.resource(
        "aws_iam_role",
        "break_glass",
        body! {
            name = format!("{}-{BREAK_GLASS}", design.name);
            description = "For emergencies. Every use raises an alarm.";
            max_session_duration = 3600;
            assume_role_policy = Policy::of([
                allow("PeopleWithASecondFactor")
                    .to(Principals::Aws(vec![text!["arn:aws:iam::", keeper, ":root"]]))
                    .actions(["sts:AssumeRole"])
                    .when("Bool", "aws:MultiFactorAuthPresent", ["true"])
                    .when("NumericLessThan", "aws:MultiFactorAuthAge", ["3600"])
                    .when("StringLike", "aws:username", ["break-glass-*"]),
            ]);
        },
    );
    s.resource(
        "aws_iam_role_policy_attachment",
        "break_glass",
        body! {
            role = role.name();
            policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess";
        },
    );
    s.expect("an emergency lasts longer than an hour", role.get("max_session_duration"), 3600);
}
