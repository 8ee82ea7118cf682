//! Key-value and document tables.

use polder_units::Duration;

use crate::describe::{choice, record};
use crate::model::{Known, Reason, Set, Text};

/// A key-value or document table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The attributes of the primary key, partition key first.
    pub keys: Known<Box<[Text]>>,
    /// The names of its secondary indexes.
    pub indexes: Known<Set<Text>>,
    /// The capacity mode.
    pub throughput: Throughput,
    /// The attribute with the expiry time of an item; none if items do not expire. Erasure.
    pub ttl_attribute: Known<Option<Text>>,
    /// How long its change stream is retained; none without a stream.
    pub stream: Known<Option<Duration>>,
}

record!(Table { keys, indexes, throughput, ttl_attribute, stream });

/// The capacity mode of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Throughput {
    /// On demand, paid by request.
    OnDemand,
    /// Provisioned.
    Provisioned {
        /// Read units per second.
        read: Known<u64>,
        /// Write units per second.
        write: Known<u64>,
    },
    /// Not known.
    Unknown(Reason),
}

choice!(Throughput { OnDemand, Provisioned { read, write }, Unknown(reason) });
