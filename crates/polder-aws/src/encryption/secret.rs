//! Secrets: those of the site, and those that both sites of its cell share.
//!
//! A shared secret is created in the region of the cell's primary site and replicated to the other. Both
//! sites read it in their own region, with their own key.

use std::collections::BTreeMap;

use polder_cloud::{Address, Handle, Mode, Policy, Principals, Value, body, deny, text};
use polder_design::secrets::{BROKER_TOKEN, CACHE_TOKEN, DATABASE_MASTER};
use polder_design::{Party, Protocol, Secret, SecretSource};

use crate::database::data_context::DataContext;
use crate::draft::Draft;
use crate::names::{account, local};

/// The secret values that stores of this layer are created with.
const USED_HERE: [&str; 3] = [DATABASE_MASTER, CACHE_TOKEN, BROKER_TOKEN];

/// The secrets of a site that do not depend on the stores.
#[derive(Debug, Default)]
pub(crate) struct Secrets {
    /// ARN in this region, by ID.
    arns: BTreeMap<String, Value>,
    /// The current value of secrets for stores, by ID.
    values: BTreeMap<&'static str, Value>,
}

impl Secrets {
    /// The current value of a secret that a store is created with.
    pub(crate) fn value(&self, id: &str) -> Value {
        self.values[id].clone()
    }

    /// ARN in this region of every secret, by ID.
    pub(crate) fn into_arns(self) -> BTreeMap<String, Value> {
        self.arns
    }
}

/// Creates the secrets of a site, or finds the replicas of those that the cell's primary site creates.
pub(crate) fn site_secrets(context: &DataContext<'_>) -> Secrets {
    let DataContext { s, cell, site, .. } = *context;
    s.file(
        "secret",
        "Generated values are stored in the encrypted state. Replace each after the first deployment, and\n\
         whenever it may have been disclosed: write the new value to Secrets Manager, then apply this layer,\n\
         the primary site's first. That updates the stores and the URLs that contain it. Values that only the\n\
         owner knows are never in the state.",
    );
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

/// Writes the value of a secret that is composed of other values.
pub(crate) fn compose(s: &Draft, secrets: &Secrets, id: &str, value: Value) {
    let _secret = s.part(Party::Secret(id.to_owned()));
    s.resource(
        "aws_secretsmanager_secret_version",
        id,
        body! {
            secret_id = secrets.arns[id].clone();
            secret_string = value;
        },
    );
}

fn know(context: &DataContext<'_>, secrets: &mut Secrets, secret: &Secret, arn: Value) {
    if let Some(id) = USED_HERE.into_iter().find(|id| *id == secret.id) {
        let written = context.primary.is_none() || context.site.secrets.contains(secret);
        secrets.values.insert(id, current(context.s, id, &arn, written));
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
        drawn(s, id, &handle, length);
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

/// Letters and digits only: the value is part of URLs without escaping.
fn drawn(s: &Draft, id: &str, secret: &Handle, length: u64) {
    let value = s.data(
        "aws_secretsmanager_random_password",
        id,
        body! {
            password_length = length;
            exclude_punctuation = true;
            require_each_included_type = true;
        },
    );
    s.resource(
        "aws_secretsmanager_secret_version",
        id,
        body! {
            secret_id = secret.arn();
            secret_string = value.get("random_password");
            lifecycle {
                /// Every plan generates a new value: only the first one is written.
                ignore_changes = [Value::expression("secret_string")];
            }
        },
    );
}

/// The current value of a secret, which need not be the generated one.
fn current(s: &Draft, id: &'static str, arn: &Value, written_here: bool) -> Value {
    let secret = if written_here { Value::Null } else { arn.clone() };
    let data = s.data(
        "aws_secretsmanager_secret_version",
        id,
        body! {
            secret_id = secret;
            if written_here => {
                /// Through the version, so that it is read only after a value was written.
                secret_id = version_of(s, id).get("secret_id");
            }
        },
    );
    data.get("secret_string")
}

fn version_of(s: &Draft, id: &str) -> Handle {
    Handle {
        stack: s.id(),
        address: Address::in_root(Mode::Managed, "aws_secretsmanager_secret_version", id.replace('-', "_"))
            .into(),
    }
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

/// The URL of the database: the `text!` of its parts, with the server's certificate verified against RDS's
/// own authorities.
pub(crate) fn database_url(user: Value, password: Value, address: Value, name: Value) -> Value {
    text![
        "postgres://",
        user,
        ":",
        password,
        "@",
        address,
        format!(":{}/", Protocol::POSTGRESQL.port),
        name,
        "?sslmode=verify-full&sslrootcert=",
        DATABASE_AUTHORITIES,
    ]
}

/// Where Saleor's image must have the certificate authorities of RDS. They are private: no system trusts them
/// by default, and a client without them can encrypt but not verify the server. A Dockerfile line on top of
/// the official image adds them:
///
/// ```dockerfile
/// ADD --chmod=444 https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem /etc/ssl/certs/rds-global-bundle.pem
/// ```
pub(crate) const DATABASE_AUTHORITIES: &str = "/etc/ssl/certs/rds-global-bundle.pem";
