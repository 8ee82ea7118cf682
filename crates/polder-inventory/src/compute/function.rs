//! Functions: programs that something starts and that end after a short time.

use polder_units::{Bytes, Duration};

use super::EnvironmentVariable;
use crate::access::{KeyId, PrincipalId};
use crate::describe::{choice, entry};
use crate::entries::SourceId;
use crate::model::{Known, Link, Set, Text};
use crate::stores::StoreId;

/// A function. What starts it are [`crate::messaging::Consumer`], [`crate::messaging::EventTarget`],
/// [`super::ScheduledAction`] and others that name it; its interfaces, if it is in a network, are
/// [`crate::networks::Interface`] entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Function {
    /// The resource.
    pub source: SourceId,
    /// Its name.
    pub name: Known<Text>,
    /// What is in it.
    pub package: FunctionPackage,
    /// The instruction set: `x86_64`, `arm64`.
    pub architecture: Known<Text>,
    /// Memory of one run; processor comes with it.
    pub memory: Known<Bytes>,
    /// How long a run may take.
    pub timeout: Known<Duration>,
    /// How many run at a time at most, kept for it alone; none for what the account has.
    pub reserved: Known<Option<u32>>,
    /// How many are kept ready; none for none. Price.
    pub provisioned: Known<Option<u32>>,
    /// The role of its program.
    pub identity: Link<PrincipalId>,
    /// Its environment.
    pub environment: Known<Set<EnvironmentVariable>>,
    /// The key that encrypts the environment; none for the provider's.
    pub environment_key: Option<Link<KeyId>>,
    /// Whether only signed packages are accepted.
    pub signed: Known<bool>,
    /// Where events go on which it failed, if nobody waits for the answer; none if they are lost.
    pub dead_letters: Option<Link<StoreId>>,
    /// Tries after the first for such events.
    pub retries: Known<u32>,
    /// How old such an event may become.
    pub event_age_max: Known<Duration>,
    /// Whether anyone can call it by a URL, and how they prove themselves.
    pub url: FunctionUrl,
    /// Whether its calls are traced.
    pub traced: Known<bool>,
}

entry!(Function {
    name,
    package,
    architecture,
    memory,
    timeout,
    reserved,
    provisioned,
    identity,
    environment,
    environment_key,
    signed,
    dead_letters,
    retries,
    event_age_max,
    url,
    traced,
});

/// What is in a function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FunctionPackage {
    /// A package that is uploaded when it is made.
    Upload {
        /// The provider's word for what runs it.
        runtime: Known<Text>,
    },
    /// A package in a bucket.
    Object {
        /// The provider's word for what runs it.
        runtime: Known<Text>,
        /// The bucket.
        bucket: Link<StoreId>,
    },
    /// An image of a container.
    Image(super::Image),
}

choice!(FunctionPackage { Upload { runtime }, Object { runtime, bucket }, Image(image) });

/// Whether a function has a URL of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FunctionUrl {
    /// It has none.
    None,
    /// For principals whose policies allow it.
    Access,
    /// For everybody.
    Open,
    /// Not known.
    Unknown(crate::model::Reason),
}

choice!(FunctionUrl { None, Access, Open, Unknown(reason) });
