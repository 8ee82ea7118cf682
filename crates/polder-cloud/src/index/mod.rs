//! Queries of a cloud: resources, resolved values, references, policies.
//!
//! Readers of the graph use the index and do not walk values themselves. [`View`] is a resource or a block with its
//! stack; [`Resolved`] is a value with locals, variables and references followed; [`Kind`] gives views of one resource
//! type their own type.

mod addresses;
mod foreign;
mod function;
mod identifier;
mod kind;
mod policies;
mod referrers;
mod resolve;
mod resolved;
mod shown;
#[cfg(test)]
mod tests;
mod view;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

use crate::address::{Address, StackId};
use crate::cloud::Cloud;
use crate::parallel;
use crate::stack::{Resource, Stack};
use crate::value::{Reference, Value};

use addresses::Addresses;
use foreign::Instances;

pub use identifier::{Identifier, Piece};
pub use kind::Kind;
pub use policies::OwnedPolicy;
pub use referrers::{Path, Referrer, Step};
pub use resolved::{Attribute, Resolved};
pub use shown::shown;
pub use view::View;

/// A resource of a cloud: its stack, and its index in the stack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ResourceId {
    /// Its stack.
    pub stack: StackId,
    /// Index into [`Stack::resources`].
    pub index: u32,
}

/// The assumed value of variables without a default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variables {
    /// Not known.
    Unknown,
    /// The example values of tests and standalone plans.
    Examples,
    /// Themselves, also where they have a default: [`Resolved::Variable`].
    Named,
}

/// The maximum number of resources with the same identifier. A bucket has the most: about twelve.
const HOLDERS_MAX: usize = 16;

/// The index of a cloud.
#[derive(Debug)]
pub struct Index<'a> {
    cloud: &'a Cloud,
    variables: Variables,
    stacks: Vec<StackIndex<'a>>,
    /// How many resources the stacks before each have; at the end, how many there are.
    before: Vec<usize>,
    kinds: BTreeMap<&'a str, Vec<ResourceId>>,
    /// By the numbers of the resources that are referred to.
    referrers: OnceLock<Vec<Vec<Referrer<'a>>>>,
    holders: OnceLock<BTreeMap<&'a str, Vec<ResourceId>>>,
}

/// The index of one stack.
#[derive(Debug, Default)]
struct StackIndex<'a> {
    /// Positions of resources, by address.
    addresses: Addresses<'a>,
    /// Positions of locals, and their values, by name.
    locals: IndexMap<&'a str, (usize, &'a Value), FxBuildHasher>,
    /// For references to all instances of a resource.
    instances: OnceLock<Instances<'a>>,
}

impl<'a> Index<'a> {
    /// The index of a cloud. Variables without a default are unknown.
    pub fn new(cloud: &'a Cloud) -> Index<'a> {
        Index::with(cloud, Variables::Unknown)
    }

    /// The index of a cloud, with the given treatment of variables.
    pub fn with(cloud: &'a Cloud, variables: Variables) -> Index<'a> {
        let stacks = &cloud.stacks;
        let of = |at| stacks.get(at).map(StackIndex::of).unwrap_or_default();
        let mut kinds: BTreeMap<&str, Vec<ResourceId>> = BTreeMap::new();
        for (id, resource) in ids(cloud) {
            kinds.entry(&resource.address.kind).or_default().push(id);
        }
        let mut before = vec![0];
        for stack in stacks {
            before.push(before.last().copied().unwrap_or_default() + stack.resources.len());
        }
        Index {
            cloud,
            variables,
            stacks: parallel::each(stacks.len(), of),
            before,
            kinds,
            referrers: OnceLock::new(),
            holders: OnceLock::new(),
        }
    }

    /// The cloud.
    pub fn cloud(&self) -> &'a Cloud {
        self.cloud
    }

    /// A resource.
    pub fn resource(&self, id: ResourceId) -> Option<&'a Resource> {
        self.cloud.stack(id.stack)?.resources.get(usize::try_from(id.index).ok()?)
    }

    /// A resource with its stack.
    pub fn view<'i>(&'i self, id: ResourceId) -> Option<View<'i, 'a>> {
        View::of(self, id)
    }

    /// All resources, in the order of stacks.
    pub fn ids(&self) -> impl Iterator<Item = ResourceId> + use<'a> {
        ids(self.cloud).map(|(id, _)| id)
    }

    /// The position of a resource among all of the cloud, in the order of [`Index::ids`]: for tables of them.
    pub fn number(&self, id: ResourceId) -> usize {
        self.before
            .get(id.stack.index())
            .map_or(usize::MAX, |before| before.saturating_add(id.index as usize))
    }

    /// The number of resources and data sources of the cloud.
    pub fn count(&self) -> usize {
        self.before.last().copied().unwrap_or_default()
    }

    /// The resources and data sources of a kind, in the order of stacks.
    pub fn of_kind(&self, kind: &str) -> &[ResourceId] {
        self.kinds.get(kind).map_or(&[], Vec::as_slice)
    }

    /// All kinds in use, in the order of their names.
    pub fn kinds(&self) -> impl Iterator<Item = &'a str> {
        self.kinds.keys().copied()
    }

    /// All resources of a typed kind.
    pub fn all<'i, K: Kind<'i, 'a>>(&'i self) -> impl Iterator<Item = K> {
        let ids = K::KINDS.iter().flat_map(|kind| self.of_kind(kind));
        ids.filter_map(|id| self.view(*id)).filter_map(K::cast)
    }

    /// The resource at an address of a stack.
    pub fn find(&self, stack: StackId, address: &Address) -> Option<ResourceId> {
        let index = self.stacks.get(stack.index())?.addresses.find(address)?;
        Some(ResourceId { stack, index })
    }

    /// The resource that a reference in a value of `stack` refers to.
    pub fn target(&self, stack: &Stack, reference: &Reference) -> Option<ResourceId> {
        self.find(stack.target(reference)?, &reference.address)
    }

    /// The resource one of whose attributes `id` and `arn` is this text. Only in a state or a plan: in a cloud that
    /// Polder wrote they are not known.
    pub fn holder(&self, text: &str) -> Option<ResourceId> {
        self.holders(text).first().copied()
    }

    /// All resources one of whose attributes `id` and `arn` is this text, in their order. Dependent resources often
    /// have the identifier of their parent: the `id` of `aws_s3_bucket_versioning` is the name of the bucket. Only the
    /// first few are kept: a more frequent text (a region, an account) does not identify a resource.
    pub fn holders(&self, text: &str) -> &[ResourceId] {
        let holders = self.holders.get_or_init(|| {
            let mut holders: BTreeMap<&str, Vec<ResourceId>> = BTreeMap::new();
            for (id, resource) in ids(self.cloud) {
                let known = ["id", "arn"].into_iter().filter_map(|name| resource.body.get(name)?.as_text());
                for text in known.filter(|text| !text.is_empty()) {
                    let held = holders.entry(text).or_default();
                    if held.last() != Some(&id) && held.len() < HOLDERS_MAX {
                        held.push(id);
                    }
                }
            }
            holders
        });
        holders.get(text).map_or(&[], Vec::as_slice)
    }

    /// The index of a resource in its stack.
    pub(crate) fn position(&self, stack: StackId, address: &Address) -> Option<usize> {
        self.find(stack, address).map(|id| id.index as usize)
    }

    /// A local, and its index in its stack.
    pub(crate) fn local(&self, stack: StackId, name: &str) -> Option<(usize, &'a Value)> {
        self.stacks.get(stack.index())?.locals.get(name).copied()
    }
}

impl<'a> StackIndex<'a> {
    /// Locals from the last to the first, so that the first of a name wins.
    fn of(stack: &'a Stack) -> StackIndex<'a> {
        let locals = stack.locals.iter().enumerate().rev();
        StackIndex {
            addresses: Addresses::of(&stack.resources),
            locals: locals.map(|(at, local)| (local.name.as_str(), (at, &local.value))).collect(),
            instances: OnceLock::new(),
        }
    }
}

fn ids(cloud: &Cloud) -> impl Iterator<Item = (ResourceId, &Resource)> {
    cloud.stacks.iter().flat_map(|stack| {
        let numbered = (0_u32..).zip(&stack.resources);
        numbered.map(|(index, resource)| (ResourceId { stack: stack.id, index }, resource))
    })
}
