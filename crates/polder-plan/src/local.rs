//! What a local stands for where only one thing is possible.
//!
//! A plan does not contain locals. Modules that create a network often name it by one, because the network may be absent: in
//! the network module that most people use, `vpc_id` of each subnet, route table and gateway is `local.vpc_id`. A value that is
//! not known before apply comes from something that is created, and what identifies a network is the network, or is derived
//! from it. So it is the one that the module creates, unless a caller passes another new network to a module that also creates
//! one, and a local selects between them.

use polder_cloud::Mode;

use crate::found::{Leaf, ModuleScope};
use crate::load::Loaded;

/// Attributes that identify a thing that modules create once, with its kind.
const ONCE: [(&str, &str); 1] = [("vpc_id", "aws_vpc")];

/// The only thing that an attribute of this name can identify among those that the module creates.
pub(crate) fn only_one(document: &Loaded<'_>, place: ModuleScope, attribute: &str) -> Option<Leaf> {
    let (_, kind) = ONCE.iter().find(|(name, _)| *name == attribute)?;
    let groups = document.scopes[place.scope].groups.iter();
    let of_kind = groups.filter(|((mode, of, _), _)| *mode == Mode::Managed && of == kind);
    let mut all = of_kind
        .flat_map(|(_, group)| document.groups[*group].members.values().map(move |entry| (*group, *entry)));
    let ((group, entry), None) = (all.next()?, all.next()) else { return None };
    let leaf = Leaf::whole(place.document, group, Some(entry));
    Some(Leaf { attribute: "id".into(), ..leaf })
}
