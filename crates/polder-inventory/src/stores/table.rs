//! Tables of items with keys.

use polder_units::Duration;

use crate::describe::{choice, record};
use crate::model::{Known, Set, Text};

/// Items with keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Attributes that identify an item, the one that spreads items first.
    pub keys: Known<Box<[Text]>>,
    /// Further orders in which items can be asked for, by name.
    pub indexes: Known<Set<Text>>,
    /// How its use is paid for.
    pub throughput: Throughput,
    /// The attribute after whose time an item is deleted; none if none is. Erasure.
    pub expiry_attribute: Known<Option<Text>>,
    /// How long changes can be read as a stream; none if they cannot.
    pub stream: Known<Option<Duration>>,
}

record!(Table { keys, indexes, throughput, expiry_attribute, stream });

/// How the use of a table is paid for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Throughput {
    /// By request.
    OnDemand,
    /// By what is held ready.
    Provisioned {
        /// Units of reading per second.
        read: Known<u64>,
        /// Units of writing per second.
        write: Known<u64>,
    },
    /// Not known.
    Unknown(crate::model::Reason),
}

choice!(Throughput { OnDemand, Provisioned { read, write }, Unknown(reason) });
