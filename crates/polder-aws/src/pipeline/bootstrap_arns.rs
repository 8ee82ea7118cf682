//! ARNs of what the layer `bootstrap` creates in every account, for stacks of any account. They are written
//! as text, because the state of that layer is closed to the pipeline and some of them are needed before it
//! exists.

use polder_cloud::{Handle, Layer, StackKey, StackScope, Value, text};
use polder_design::Design;
use polder_design::delivery::Phase;

use crate::draft::Draft;
use crate::iam::administrator_policy::ISSUER;
use crate::iam::break_glass::{self, BREAK_GLASS};
use crate::names::{account, global_key};
use crate::organization::accounts::state_region_key;
use crate::pipeline::{state_bucket, state_replication};

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

/// The bucket of the state, and its replica if there is one.
pub(crate) fn state_buckets(s: &Draft, design: &Design) -> Vec<Value> {
    let (bucket, replica) = state_bucket_handles(s, design);
    let arn = |handle: Handle, name: &str| handle.mention("arn", format!("arn:aws:s3:::{name}"));
    let replica = replica.map(|replica| arn(replica, &state_bucket::replica_name(design)));
    [arn(bucket, &design.state.bucket)].into_iter().chain(replica).collect()
}

/// The names of the bucket of the state and its replica, if there is one.
pub(crate) fn replicated_state(s: &Draft, design: &Design) -> Option<(Value, Value)> {
    let (bucket, replica) = state_bucket_handles(s, design);
    let bucket = bucket.mention("bucket", design.state.bucket.clone());
    replica.map(|replica| (bucket, replica.mention("bucket", state_bucket::replica_name(design))))
}

fn state_bucket_handles(s: &Draft, design: &Design) -> (Handle, Option<Handle>) {
    let bucket = s.in_stack(&state_region_key(design, Layer::Bootstrap), "aws_s3_bucket", "state");
    let replica = replica_key(design).map(|key| s.in_stack(&key, "aws_s3_bucket", "state_replica"));
    (bucket, replica)
}

/// The names of the aliases of the keys of the state.
pub(crate) fn state_aliases(s: &Draft, design: &Design) -> Vec<Value> {
    let alias = |stack: &StackKey, name: &str, end: &str| {
        let alias = format!("alias/{}-{end}", design.name);
        s.in_stack(stack, "aws_kms_alias", name).mention("name", alias)
    };
    let own = alias(&state_region_key(design, Layer::Bootstrap), "state", "state");
    let replica = replica_key(design).map(|key| alias(&key, "state_replica", "state-replica"));
    [own].into_iter().chain(replica).collect()
}

/// The role that replicates the state, if the account of the stack holds it.
fn state_copier(s: &Draft, design: &Design) -> Option<Value> {
    let key = replica_key(design).filter(|key| key.account == s.key().account)?;
    let region = design.state.replica_region.as_deref()?;
    let role = format!(":role/{}-{region}{}", design.name, state_replication::ROLE_SUFFIX);
    let arn = text!["arn:aws:iam::", account(), role];
    Some(s.in_stack(&key, "aws_iam_role", state_replication::ROLE).mention("arn", arn))
}

/// The stack of the replica of the state.
fn replica_key(design: &Design) -> Option<StackKey> {
    let region = design.state.replica_region.as_deref()?;
    let key = state_region_key(design, Layer::State);
    Some(StackKey { scope: StackScope::Region(region.into()), ..key })
}

/// What people create in the account of the stack, and the pipeline may only read: roles, the boundary, the identity provider
/// that the roles trust, and the role that replicates the state.
pub(crate) fn all(s: &Draft, design: &Design) -> Vec<Value> {
    let mut all = Phase::ALL.map(|phase| role(s, design, phase)).to_vec();
    all.extend([break_glass(s, design), boundary(s, design), identity_provider(s, design)]);
    all.extend(state_copier(s, design));
    all
}

/// The identity provider of the pipeline in the account of the stack.
fn identity_provider(s: &Draft, design: &Design) -> Value {
    let arn = provider_of_the_account();
    if design.identity_provider_exists(&s.key().account) {
        return arn;
    }
    s.in_stack(&of_account(&s.key().account), "aws_iam_openid_connect_provider", "github").mention("arn", arn)
}

/// The ARN of the identity provider of the pipeline in the account of a stack, whoever created it.
pub(crate) fn provider_of_the_account() -> Value {
    text!["arn:aws:iam::", account(), ":oidc-provider/", ISSUER]
}

/// The stack of the layer in an account.
fn of_account(name: &str) -> StackKey {
    global_key(name, Layer::Bootstrap)
}
