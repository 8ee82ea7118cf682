//! Break-glass access: a role for emergencies, with multi-factor authentication and an alarm on its use.

use polder_cloud::{Policy, Principals, Value, allow, body, text};
use polder_design::{Account, Component, Design, Environment};

use crate::draft::Draft;
use crate::iam::administrator_policy::{self, Where};

/// The suffix of the role's name.
pub(crate) const BREAK_GLASS: &str = "break-glass";

/// The name of the role, the same in every account.
pub(crate) fn name(design: &Design) -> String {
    format!("{}-{BREAK_GLASS}", design.name)
}

/// The users that may assume it. Two, so that one can be absent.
const KEYHOLDERS: [&str; 2] = ["break-glass-1", "break-glass-2"];

/// Writes the role in an account. `keeper` is the ID of the account whose users may assume it.
pub(crate) fn break_glass(s: &Draft, design: &Design, of: &Account, keeper: &Value) {
    s.file(
        "break_glass",
        "Access when Identity Center or its identity provider is down. Two users of the management account,\n\
         each with a hardware key for MFA and no access key, may assume the role for an hour. Create them by\n\
         hand, before this stack: Terraform would store their passwords, and a trust policy can only name\n\
         existing principals. IAM stores their unique IDs and not their names, so that nobody can recreate\n\
         them. The layer logging raises an alarm whenever the role is assumed, in any region.",
    );
    let _break_glass = s.part(Component::named(BREAK_GLASS));
    let role = s.resource(
        "aws_iam_role",
        "break_glass",
        body! {
            name = name(design);
            description = "Break-glass access. Every use raises an alarm.";
            max_session_duration = 3600;
            assume_role_policy = Policy::of([
                allow("PeopleWithASecondFactor")
                    .to(Principals::aws(KEYHOLDERS.map(|user| text!["arn:aws:iam::", keeper, ":user/", user]).to_vec()))
                    .actions(["sts:AssumeRole"])
                    .when("Bool", "aws:MultiFactorAuthPresent", ["true"])
                    .when("NumericLessThan", "aws:MultiFactorAuthAge", ["3600"]),
            ]);
        },
    );
    s.resource(
        "aws_iam_role_policy_attachment",
        "break_glass",
        body! {
            role = role.name();
            policy_arn = format!("arn:aws:iam::aws:policy/{}", administrator_policy::SERVICES);
        },
    );
    let manages = of.environment == Environment::Management;
    s.resource(
        "aws_iam_role_policy",
        "break_glass",
        body! {
            name = "identities";
            role = role.id();
            policy = Policy::of(administrator_policy::identities(design, Where::Here(s), manages));
        },
    );
    s.expect("a session lasts longer than an hour", role.get("max_session_duration"), 3600);
}
