//! Values of secrets: generated, read, and composed of others.
//!
//! **Write-only.** Where every engine has them, ephemeral resources generate and read the values, and write-only
//! attributes take them: they are in no plan and no state. Nobody compares a write-only attribute with what is stored,
//! so a number beside it says when the value is sent again.
//!
//! - A generated value is different in every run. Whoever uses it reads what was stored, and never what was generated:
//!   after an apply that failed halfway, the next one continues with the stored value.
//! - Plans read no value. The version that is read is a text that is unknown until an apply, see [`on_apply`].

use polder_cloud::{Address, Body, Handle, Mode, Value, body, text};
use polder_design::secrets::{
    BROKER_TOKEN, CACHE_TOKEN, DATABASE_APPLICATION, DATABASE_MASTER, DATABASE_READ_ONLY,
};
use polder_design::{Design, Party, Protocol, TerraformVersion};

use crate::database::data_context::DataContext;
use crate::draft::Draft;

const VERSION: &str = "aws_secretsmanager_secret_version";
/// The passwords of the stores of the layer `data`.
pub(super) const OF_STORES: [&str; 5] =
    [DATABASE_MASTER, DATABASE_APPLICATION, DATABASE_READ_ONLY, CACHE_TOKEN, BROKER_TOKEN];
/// Those of them that no argument takes in version 5 of the provider but a plain one.
const IN_STATE: [&str; 2] = [CACHE_TOKEN, BROKER_TOKEN];

const RANDOM: &str = "aws_secretsmanager_random_password";

/// The current value of a secret.
#[derive(Clone, Debug)]
pub(crate) struct Current {
    value: Value,
    /// A number that changes whenever the value does. `None` if values are in the state and compared there.
    number: Option<Value>,
}

impl Current {
    /// The value for an attribute that is not write-only.
    pub(crate) fn value(&self) -> Value {
        self.value.clone()
    }

    /// Sets an attribute that has a write-only form.
    pub(crate) fn set(&self, plain: &'static str) -> Body {
        match &self.number {
            None => body! { (plain) = self.value(); },
            Some(number) => body! {
                (format!("{plain}_wo")) = self.value();
                (format!("{plain}_wo_version")) = number;
            },
        }
    }
}

/// Whether every engine has write-only attributes.
pub(super) fn is_write_only(design: &Design) -> bool {
    design.terraform >= TerraformVersion::V1_11
}

/// Letters and digits only: the value is part of URLs without escaping.
pub(super) fn drawn(context: &DataContext<'_>, id: &str, secret: &Handle, length: u64) {
    let s = context.s;
    let random = body! {
        password_length = length;
        exclude_punctuation = true;
        require_each_included_type = true;
    };
    // Keys of sessions and webhooks are not passwords of stores: another value would end all sessions.
    let number = if OF_STORES.contains(&id) { context.cell.password_version } else { 1 };
    let body = if is_write_only(context.design) {
        let value = s.ephemeral(RANDOM, id, random);
        body! {
            secret_id = secret.arn();
            secret_string_wo = value.get("random_password");
            secret_string_wo_version = number;
        }
    } else {
        let value = s.data(RANDOM, id, random);
        body! {
            secret_id = secret.arn();
            secret_string = value.get("random_password");
            lifecycle {
                /// Every plan generates a new value: only the first one is written.
                ignore_changes = [Value::expression("secret_string")];
            }
        }
    };
    s.resource(VERSION, id, body);
}

/// The current value of a secret, which need not be the one that this run generates.
pub(super) fn current(
    context: &DataContext<'_>,
    id: &'static str,
    arn: &Value,
    written_here: bool,
) -> Current {
    let s = context.s;
    // The primary site writes it, and its replica here has versions of the same IDs.
    let stack = context.primary.filter(|_| !written_here).map_or(s.id(), |primary| primary.cache.stack);
    let version = version(stack, id);
    if !is_write_only(context.design) {
        // Through the version, so that it is read only after a value was written.
        let secret = if written_here { version.get("secret_id") } else { arn.clone() };
        let data = s.data(VERSION, id, body! { secret_id = secret; });
        return Current { value: data.get("secret_string"), number: None };
    }
    let number = Some(version.get("secret_string_wo_version"));
    let value = if !IN_STATE.contains(&id) {
        s.ephemeral(
            VERSION,
            id,
            body! {
                secret_id = arn;
                /// Unknown until an apply: a plan reads no secret.
                version_id = on_apply(version.get("version_id"));
            },
        )
    } else {
        s.data(VERSION, id, body! { secret_id = arn; version_id = version.get("version_id"); })
    };
    Current { value: value.get("secret_string"), number }
}

/// Writes a secret that is a text around another secret's value.
pub(crate) fn compose(s: &Draft, id: &str, arn: Value, inner: &Current, whole: impl Fn(Value) -> Value) {
    let _secret = s.part(Party::Secret(id.to_owned()));
    let mut body = body! { secret_id = arn; };
    let value = whole(inner.value());
    let rest = match &inner.number {
        None => body! { secret_string = value; },
        Some(number) => body! {
            secret_string_wo = value;
            /// Of what the value consists of, with a number in place of the secret.
            secret_string_wo_version = number_of(whole(number.clone()));
        },
    };
    body.items.extend(rest.items);
    s.resource(VERSION, id, body);
}

/// A text that is unknown until an apply: `timestamp()` is unknown while planning, and none of it is left.
fn on_apply(text: Value) -> Value {
    text![text, Value::call("substr", vec![Value::call("timestamp", vec![]), 0.into(), 0.into()])]
}

/// A number that changes with a text. Seven hexadecimal digits fit into what the provider takes.
fn number_of(text: Value) -> Value {
    let digits = Value::call("substr", vec![Value::call("sha256", vec![text]), 0.into(), 7.into()]);
    Value::call("parseint", vec![digits, 16.into()])
}

fn version(stack: polder_cloud::StackId, id: &str) -> Handle {
    let address = Address::in_root(Mode::Managed, VERSION, id.replace('-', "_"));
    Handle { stack, address: address.into() }
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
/// by default, and a client without them can encrypt but not verify the server. The recipe of the image adds them.
pub(crate) const DATABASE_AUTHORITIES: &str = "/etc/ssl/certs/rds-global-bundle.pem";
