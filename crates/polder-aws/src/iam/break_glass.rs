//! The way in when nothing else works: a role for emergencies, behind a second factor, with an alarm on its use.

use polder_cloud::{Policy, Principals, Value, allow, body, text};
use polder_design::{Account, Component, Design, Environment};

use crate::draft::Draft;
use crate::iam::administrator_policy::{self, Where};

/// The end of the role's name.
pub(crate) const BREAK_GLASS: &str = "break-glass";

/// The name of the role, the same in every account.
pub(crate) fn name(design: &Design) -> String {
    format!("{}-{BREAK_GLASS}", design.name)
}

/// Who may take it on. Two, so that one can be away.
const KEYHOLDERS: [&str; 2] = ["break-glass-1", "break-glass-2"];

/// Writes the role in an account. `keeper` is the number of the account whose people may take it on.
pub(crate) fn break_glass(s: &Draft, design: &Design, of: &Account, keeper: &Value) {
    s.file(
        "break_glass",
        "The way in when Identity Center or its identity provider is down. Two users of the account that manages,\n\
         each with a hardware key as second factor and no access key, may take it on for an hour. They are made by\n\
         hand, and before this: Terraform would keep their passwords, and a trust names only who is there. It knows\n\
         them and not their names, so that nobody can take their place. The layer logging raises an alarm whenever\n\
         the role is taken on, in whichever region.",
    );
    let _break_glass = s.part(Component::named(BREAK_GLASS));
    let role = s.resource(
        "aws_iam_role",
        "break_glass",
        body! {
            name = name(design);
            description = "For emergencies. Every use raises an alarm.";
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
    s.expect("an emergency lasts longer than an hour", role.get("max_session_duration"), 3600);
}
