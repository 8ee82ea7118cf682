//! Requests.

use std::collections::{BTreeMap, BTreeSet};

/// What makes a request.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CallerKind {
    /// A session of a role.
    Role {
        /// The ARN of the session.
        session: String,
    },
    /// A user with long-term credentials.
    User,
    /// The root user of an account.
    Root,
    /// A service of the provider, with its own identity.
    Service,
    /// Somebody with a token of an identity provider, which is the ARN.
    Federated,
    /// Nobody: the request is not signed.
    Anonymous,
}

/// Who makes a request.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Caller {
    /// What it is.
    pub kind: CallerKind,
    /// The ARN of the role or user, the name of the service, or the ARN or name of the identity provider.
    pub arn: String,
    /// The account ID; empty for services, users of identity providers and anonymous callers.
    pub account: String,
}

impl Caller {
    /// A session of a role.
    pub fn role(arn: &str, account: &str) -> Caller {
        let name = arn.rsplit('/').next().unwrap_or_default();
        let session = format!("arn:aws:sts::{account}:assumed-role/{name}/session");
        Caller { kind: CallerKind::Role { session }, arn: arn.to_owned(), account: account.to_owned() }
    }

    /// A user.
    pub fn user(arn: &str, account: &str) -> Caller {
        Caller { kind: CallerKind::User, arn: arn.to_owned(), account: account.to_owned() }
    }

    /// A service.
    pub fn service(name: &str) -> Caller {
        Caller { kind: CallerKind::Service, arn: name.to_owned(), account: String::new() }
    }

    /// Somebody with a token of an identity provider.
    pub fn federated(provider: &str) -> Caller {
        Caller { kind: CallerKind::Federated, arn: provider.to_owned(), account: String::new() }
    }

    /// Nobody.
    pub fn anonymous() -> Caller {
        Caller { kind: CallerKind::Anonymous, arn: String::new(), account: String::new() }
    }

    /// Whether it has an identity with policies in an account.
    pub fn has_identity(&self) -> bool {
        matches!(self.kind, CallerKind::Role { .. } | CallerKind::User | CallerKind::Root)
    }
}

impl std::fmt::Display for Caller {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.kind {
            CallerKind::Anonymous => f.write_str("anyone, without credentials"),
            CallerKind::Root => write!(f, "the root user of {}", self.account),
            _ => f.write_str(&self.arn),
        }
    }
}

/// The condition keys of a request, in lower case. A key without an entry is absent.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Context {
    /// The values of each key.
    pub values: BTreeMap<String, Vec<String>>,
    /// Keys of which it is not known whether they are present.
    pub unknown: BTreeSet<String>,
}

impl Context {
    /// The same with values of a key.
    #[must_use]
    pub fn with<V: Into<String>>(mut self, key: &str, values: impl IntoIterator<Item = V>) -> Context {
        self.values.insert(key.to_lowercase(), values.into_iter().map(Into::into).collect());
        self
    }

    /// The values of a key that is present.
    pub fn get(&self, key: &str) -> Option<&[String]> {
        self.values.get(key).map(Vec::as_slice).filter(|values| !values.is_empty())
    }
}

/// A request.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Request {
    /// Who makes it.
    pub caller: Caller,
    /// The action: `s3:GetObject`.
    pub action: String,
    /// The ARN of the resource; `*` for an action that has none.
    pub resource: String,
    /// The condition keys.
    pub context: Context,
}

impl std::fmt::Display for Request {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} {}", self.caller, self.action, self.resource)?;
        for (key, values) in &self.context.values {
            write!(f, " {key}={}", values.join(","))?;
        }
        Ok(())
    }
}
