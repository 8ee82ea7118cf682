//! Serverless functions.

use polder_units::{Bytes, Duration};

use super::{EnvironmentVariable, Image};
use crate::access::{KeyId, PrincipalId};
use crate::describe::{choice, entry};
use crate::entries::SourceId;
use crate::model::{Known, Link, Reason, Set, Text};
use crate::stores::StoreId;

/// A serverless function. What invokes it refers to it: [`crate::messaging::Consumer`],
/// [`crate::messaging::EventTarget`], [`crate::messaging::Subscription`], [`super::ScheduledAction`], API
/// routes and others. Its interfaces, if it is connected to a network, are [`crate::networks::Interface`]
/// entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Function {
    /// The resource.
    pub source: SourceId,
    /// Its name.
    pub name: Known<Text>,
    /// Its code.
    pub package: FunctionPackage,
    /// The CPU architecture: `x86_64`, `arm64`.
    pub architecture: Known<Text>,
    /// The memory of one invocation.
    pub memory: Known<Bytes>,
    /// The timeout of one invocation.
    pub timeout: Known<Duration>,
    /// Reserved concurrency; none for that of the account.
    pub reserved_concurrency: Known<Option<u32>>,
    /// Provisioned concurrency; none without. Price.
    pub provisioned_concurrency: Known<Option<u32>>,
    /// Its role.
    pub identity: Link<PrincipalId>,
    /// Its environment.
    pub environment: Known<Set<EnvironmentVariable>>,
    /// The key that encrypts the environment; none for the provider-managed one.
    pub environment_key: Option<Link<KeyId>>,
    /// Whether only signed packages can be deployed.
    pub code_signing: Known<bool>,
    /// Where failed asynchronous events go; none if they are discarded.
    pub dead_letters: Option<Link<StoreId>>,
    /// Retries of failed asynchronous events.
    pub retries: Known<u32>,
    /// The maximum age of an asynchronous event.
    pub event_age_max: Known<Duration>,
    /// Its URL.
    pub url: FunctionUrl,
    /// The file systems it mounts.
    pub mounts: Set<Link<StoreId>>,
    /// Whether invocations are traced.
    pub tracing: Known<bool>,
}

entry!(Function {
    name,
    package,
    architecture,
    memory,
    timeout,
    reserved_concurrency,
    provisioned_concurrency,
    identity,
    environment,
    environment_key,
    code_signing,
    dead_letters,
    retries,
    event_age_max,
    url,
    mounts,
    tracing,
});

/// The code of a function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FunctionPackage {
    /// An archive that Terraform uploads.
    Upload {
        /// The runtime, by the provider's name.
        runtime: Known<Text>,
    },
    /// An archive in a bucket.
    Object {
        /// The runtime, by the provider's name.
        runtime: Known<Text>,
        /// The bucket.
        bucket: Link<StoreId>,
    },
    /// A container image.
    Image(Image),
}

choice!(FunctionPackage { Upload { runtime }, Object { runtime, bucket }, Image(image) });

/// The URL of a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FunctionUrl {
    /// It has none.
    None,
    /// For principals whose policies allow it.
    Policy,
    /// For everyone.
    Open,
    /// Not known.
    Unknown(Reason),
}

choice!(FunctionUrl { None, Policy, Open, Unknown(reason) });
