//! The configuration of a pool's instances, as far as it differs between sites.

use polder_cloud::Value;
use polder_design::Machines;

use crate::compute::app_context::AppContext;

/// The configuration of a pool's instances, as far as it differs between sites.
pub(crate) struct Figures {
    /// The machine classes.
    pub(crate) classes: Vec<Value>,
    /// Minimum number of instances.
    pub(crate) min: Value,
    /// Number of instances at the start.
    pub(crate) desired: Value,
    /// Maximum number of instances.
    pub(crate) max: Value,
    /// GiB of a disk.
    pub(crate) disk: Value,
    /// MiB of memory that is reserved for the system.
    pub(crate) system_memory: Value,
}

impl Figures {
    /// Those of a pool of the site.
    pub(crate) fn of(context: &AppContext<'_>, pool: &Machines) -> Figures {
        let kind = pool.kind.name();
        let local = |what: &str, value: Value| context.s.local(format!("{kind}_machines_{what}"), value);
        let class = |(index, class): (usize, &String)| local(&format!("class_{}", index + 1), class.into());
        Figures {
            classes: pool.classes.iter().enumerate().map(class).collect(),
            min: local("min", pool.min.into()),
            desired: local("desired", pool.desired.into()),
            max: local("max", pool.max.into()),
            disk: local("disk", pool.disk.as_gib().into()),
            system_memory: local("system_memory", pool.system_memory.as_mib().into()),
        }
    }
}
