//! ARNs of what the layer `bootstrap` creates in every account, for stacks of any account. They are written
//! as text, because the state of that layer is closed to the pipeline and some of them are needed before it
//! exists.

use polder_cloud::{Layer, StackKey, Value, text};
use polder_design::Design;
use polder_design::delivery::Phase;

use crate::draft::Draft;
use crate::iam::administrator_policy::ISSUER;
use crate::iam::break_glass::{self, BREAK_GLASS};
use crate::names::{account, global_key};
use crate::organization::accounts::state_region_key;

/// The name of the policy that bounds every role that the pipeline makes.
pub(crate) fn boundary_name(design: &Design) -> String {
    format!("{}-boundary", design.name)
}

/// The permissions boundary of every role that the pipeline creates in the account of the stack.
pub(crate) fn boundary(s: &Draft, design: &Design) -> Value {
    let arn = text!["arn:aws:iam::", account(), ":policy/", boundary_name(design)];
    s.in_stack(&of_account(&s.key().account), "aws_iam_policy", "boundary").mention("arn", arn)
}

/// A role of the pipeline in the account of the stack.
pub(crate) fn role(s: &Draft, design: &Design, phase: Phase) -> Value {
    role_in(s, design, phase, &s.key().account, &account())
}

/// A role of the pipeline in the account with this name and ID.
pub(crate) fn role_in(s: &Draft, design: &Design, phase: Phase, name: &str, number: &Value) -> Value {
    let arn = text!["arn:aws:iam::", number, ":role/", phase.role(design)];
    s.in_stack(&of_account(name), "aws_iam_role", phase.word()).mention("arn", arn)
}

/// The role for emergencies in the account of the stack.
pub(crate) fn break_glass(s: &Draft, design: &Design) -> Value {
    let arn = text!["arn:aws:iam::", account(), ":role/", break_glass::name(design)];
    s.in_stack(&of_account(&s.key().account), "aws_iam_role", BREAK_GLASS).mention("arn", arn)
}

/// The bucket of the state.
pub(crate) fn state_bucket(s: &Draft, design: &Design) -> Value {
    let arn = format!("arn:aws:s3:::{}", design.state.bucket);
    s.in_stack(&state_region_key(design, Layer::Bootstrap), "aws_s3_bucket", "state").mention("arn", arn)
}

/// The name of the alias of the key of the state.
pub(crate) fn state_alias(s: &Draft, design: &Design) -> Value {
    let name = format!("alias/{}-state", design.name);
    s.in_stack(&state_region_key(design, Layer::Bootstrap), "aws_kms_alias", "state").mention("name", name)
}

/// What the layer creates in the account of the stack, which the pipeline may only read: roles, the boundary, and the
/// identity provider that the roles trust.
pub(crate) fn all(s: &Draft, design: &Design) -> Vec<Value> {
    let mut all = Phase::ALL.map(|phase| role(s, design, phase)).to_vec();
    all.extend([break_glass(s, design), boundary(s, design), identity_provider(s)]);
    all
}

/// The identity provider of the pipeline in the account of the stack.
fn identity_provider(s: &Draft) -> Value {
    let arn = text!["arn:aws:iam::", account(), ":oidc-provider/", ISSUER];
    s.in_stack(&of_account(&s.key().account), "aws_iam_openid_connect_provider", "github").mention("arn", arn)
}

/// The stack of the layer in an account.
fn of_account(name: &str) -> StackKey {
    global_key(name, Layer::Bootstrap)
}
