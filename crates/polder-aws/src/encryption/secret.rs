//! Secrets: those of the site, and those that both sites of its cell share.
//!
//! A shared secret is created in the region of the cell's primary site and replicated to the other. Both
//! sites read it in their own region, with their own key.

use std::collections::BTreeMap;

use polder_cloud::{Handle, Policy, Principals, Value, body, deny, text};
use polder_design::{Party, Secret, SecretSource};

use crate::database::data_context::DataContext;
use crate::draft::Draft;
use crate::encryption::secret_value::{Current, OF_STORES, current, drawn, is_write_only};
use crate::names::{account, local};

/// The comment on generated values where they are in no state.
const WRITE_ONLY: &str = "Generated values are in Secrets Manager only. Ephemeral resources generate and read them while the stack is\n\
     applied, and write-only arguments pass them on: neither a plan nor the state contains them. The exceptions\n\
     are the passwords of cache and broker, which version 5 of the provider takes as plain arguments only.\n\
     To replace the passwords of database, cache and broker, raise `password_version` of the cell in the platform\n\
     file, apply this layer, the primary site's first, run the migration job, which sets the passwords of the\n\
     application's and the read-only role, and restart the services at once: new connections to the database\n\
     fail from the job until then. Values that only the owner knows are never in the state.";

/// The comment on generated values where they are in the state.
const IN_STATE: &str = "Generated values are stored in the encrypted state. Replace each after the first deployment, and\n\
     whenever it may have been disclosed: write the new value to Secrets Manager, then apply this layer,\n\
     the primary site's first. That updates the stores and the URLs that contain it. The passwords of the\n\
     application's and the read-only role take effect with the next run of the migration job. Values that only\n\
     the owner knows are never in the state.";

/// The secrets of a site that do not depend on the stores.
#[derive(Debug, Default)]
pub(crate) struct Secrets {
    /// ARN in this region, by ID.
    arns: BTreeMap<String, Value>,
    /// The current value of secrets for stores, by ID.
    values: BTreeMap<&'static str, Current>,
}

impl Secrets {
    /// The current value of a secret that a store is created with.
    pub(crate) fn current(&self, id: &str) -> &Current {
        &self.values[id]
    }

    /// ARN in this region of a secret.
    pub(crate) fn arn(&self, id: &str) -> Value {
        self.arns[id].clone()
    }

    /// ARN in this region of every secret, by ID.
    pub(crate) fn into_arns(self) -> BTreeMap<String, Value> {
        self.arns
    }
}

/// Creates the secrets of a site, or finds the replicas of those that the cell's primary site creates.
pub(crate) fn site_secrets(context: &DataContext<'_>) -> Secrets {
    let DataContext { s, cell, site, .. } = *context;
    s.file("secret", if is_write_only(context.design) { WRITE_ONLY } else { IN_STATE });
    let mut secrets = Secrets::default();
    for secret in &site.secrets {
        let arn = made(context, secret, false);
        know(context, &mut secrets, secret, arn);
    }
    for secret in &cell.secrets {
        let arn = match context.primary {
            None => made(context, secret, true),
            Some(primary) => replica(s, secret, &primary.secrets[&secret.id]),
        };
        know(context, &mut secrets, secret, arn);
    }
    to_be_written(context);
    secrets
}

fn know(context: &DataContext<'_>, secrets: &mut Secrets, secret: &Secret, arn: Value) {
    if let Some(id) = OF_STORES.into_iter().find(|id| *id == secret.id) {
        let written = context.primary.is_none() || context.site.secrets.contains(secret);
        secrets.values.insert(id, current(context, id, &arn, written));
    }
    secrets.arns.insert(secret.id.clone(), arn);
}

/// A secret of this stack, with a value if it can be generated.
fn made(context: &DataContext<'_>, secret: &Secret, shared: bool) -> Value {
    let s = context.s;
    let id = secret.id.as_str();
    let _secret = s.part(Party::Secret(secret.id.clone()));
    let name = s.local(format!("{}_secret", id.replace('-', "_")), &secret.name);
    let replicated = context.peer.filter(|_| shared);
    let handle = s.resource(
        "aws_secretsmanager_secret",
        id,
        body! {
            name = name;
            description = &secret.description;
            kms_key_id = context.base.keys.secrets.arn();
            recovery_window_in_days = 30;
            tags = { "data-class" = "credentials"; };
            if let Some(peer) = replicated => replica {
                region = local("peer_region");
                kms_key_id = peer.keys.secrets.arn();
            }
        },
    );
    closed_to_others(s, id, &handle);
    if let SecretSource::Generated { length } = secret.source {
        drawn(context, id, &handle, length);
    }
    handle.arn()
}

/// The replica, in this region, of a secret that the cell's primary site creates: the same ARN with another
/// region.
fn replica(s: &Draft, secret: &Secret, original: &Value) -> Value {
    // Between colons: no name in an ARN contains them, so a cell may have the name of a region.
    let (there, here) = (text![":", local("peer_region"), ":"], text![":", local("region"), ":"]);
    let arn = Value::call("replace", vec![original.clone(), there, here]);
    s.data("aws_secretsmanager_secret", &secret.id, body! { arn = arn; }).arn()
}

/// Not even a policy written by mistake gives another account access to a secret.
fn closed_to_others(s: &Draft, id: &str, secret: &Handle) {
    let policy = Policy::of([deny("OnlyThisAccount")
        .to(Principals::everyone())
        .actions(["secretsmanager:*"])
        .on("*")
        .when("StringNotEquals", "aws:PrincipalAccount", [account()])
        .when("Bool", "aws:PrincipalIsAWSService", ["false"])]);
    s.resource(
        "aws_secretsmanager_secret_policy",
        id,
        body! {
            secret_arn = secret.arn();
            block_public_policy = true;
            policy = policy;
        },
    );
}

/// Lists the secrets whose values the owner must write.
fn to_be_written(context: &DataContext<'_>) {
    let own = context.site.secrets.iter();
    let shared = context.cell.secrets.iter().filter(|_| context.primary.is_none());
    let given = own.chain(shared).filter(|secret| secret.source == SecretSource::Given);
    let names: Vec<Value> =
        given.map(|secret| Value::Local(format!("{}_secret", secret.id.replace('-', "_")).into())).collect();
    if !names.is_empty() {
        context.s.output(
            "secrets_to_write",
            "ARNs of secrets whose values the owner must write before the first service starts.",
            names,
        );
    }
}
