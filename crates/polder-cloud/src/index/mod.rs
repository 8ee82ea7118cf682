//! Questions to a cloud: what is there, what does a value come to, who refers to whom, which policies are there.
//!
//! Readers of the graph ask here and do not walk values themselves. [`View`] is a resource or a block with its stack in
//! mind; [`Resolved`] is what a value comes to when locals, variables and references are followed; [`Kind`] gives views
//! of one kind of resource their own type.

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

use crate::address::{Address, Mode, StackId};
use crate::cloud::Cloud;
use crate::parallel;
use crate::stack::{Resource, Stack};
use crate::value::{Reference, Value};

use foreign::Instances;

pub use identifier::{Identifier, Piece};
pub use kind::Kind;
pub use policies::OwnedPolicy;
pub use referrers::{Path, Referrer, Step};
pub use resolved::{Attribute, Resolved};
pub use shown::shown;
pub use view::View;

/// A resource of a cloud: its stack, and where it stands among the stack's resources.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ResourceId {
    /// Its stack.
    pub stack: StackId,
    /// Index into [`Stack::resources`].
    pub index: u32,
}

/// What variables without a default are taken to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variables {
    /// Not known.
    Unknown,
    /// The values that tests and plans of a stack that stands alone use.
    Examples,
    /// Themselves, also where they have a default: [`Resolved::Variable`].
    Named,
}

/// How many resources with the same identifier are kept. A bucket has the most that belong to it: about twelve.
const HOLDERS_MAX: usize = 16;

/// What is looked up in a cloud.
#[derive(Debug)]
pub struct Index<'a> {
    cloud: &'a Cloud,
    variables: Variables,
    stacks: Vec<StackIndex<'a>>,
    kinds: BTreeMap<&'a str, Vec<ResourceId>>,
    referrers: OnceLock<BTreeMap<ResourceId, Vec<Referrer<'a>>>>,
    holders: OnceLock<BTreeMap<&'a str, Vec<ResourceId>>>,
}

/// What is looked up in one stack.
#[derive(Debug, Default)]
struct StackIndex<'a> {
    /// Where resources stand, by address.
    resources: IndexMap<Key<'a>, usize, FxBuildHasher>,
    /// Where locals stand, and their values, by name.
    locals: IndexMap<&'a str, (usize, &'a Value), FxBuildHasher>,
    /// For references to all instances of a resource.
    instances: OnceLock<Instances<'a>>,
}

/// An address to be looked up.
type Key<'a> = (Mode, &'a str, &'a str, Option<&'a crate::address::Instance>);

fn key(address: &Address) -> Key<'_> {
    let (kind, name) = (address.kind.as_str(), address.name.as_str());
    (address.mode, kind, name, address.instance.as_deref())
}

impl<'a> Index<'a> {
    /// Of a cloud. Variables without a default are not known.
    pub fn new(cloud: &'a Cloud) -> Index<'a> {
        Index::with(cloud, Variables::Unknown)
    }

    /// Of a cloud, with variables as said.
    pub fn with(cloud: &'a Cloud, variables: Variables) -> Index<'a> {
        let stacks = &cloud.stacks;
        let of = |at| stacks.get(at).map(StackIndex::of).unwrap_or_default();
        let mut kinds: BTreeMap<&str, Vec<ResourceId>> = BTreeMap::new();
        for (id, resource) in ids(cloud) {
            kinds.entry(&resource.address.kind).or_default().push(id);
        }
        Index {
            cloud,
            variables,
            stacks: parallel::each(stacks.len(), of),
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

    /// A resource with its stack in mind.
    pub fn view<'i>(&'i self, id: ResourceId) -> Option<View<'i, 'a>> {
        View::of(self, id)
    }

    /// All resources, stack by stack in their order.
    pub fn ids(&self) -> impl Iterator<Item = ResourceId> + use<'a> {
        ids(self.cloud).map(|(id, _)| id)
    }

    /// The resources and look-ups of a kind, stack by stack in their order.
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
        let index = self.place(stack, address)?;
        Some(ResourceId { stack, index: u32::try_from(index).ok()? })
    }

    /// The resource that a reference in a value of `stack` leads to.
    pub fn target(&self, stack: &Stack, reference: &Reference) -> Option<ResourceId> {
        self.find(stack.target(reference)?, &reference.address)
    }

    /// The resource one of whose attributes `id` and `arn` is this text. Only where a state or a plan says so: in a cloud
    /// that Polder wrote they are not known.
    pub fn holder(&self, text: &str) -> Option<ResourceId> {
        self.holders(text).first().copied()
    }

    /// All resources one of whose attributes `id` and `arn` is this text, in their order. What belongs to another resource
    /// often has the identifier of that resource: the `id` of `aws_s3_bucket_versioning` is the name of the bucket. Of more
    /// than a few only the first are kept: such a text (a region, an account) says nothing about which of them is meant.
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

    /// Where a resource stands in its stack.
    pub(crate) fn place(&self, stack: StackId, address: &Address) -> Option<usize> {
        self.stacks.get(stack.index())?.resources.get(&key(address)).copied()
    }

    /// A local, and where it stands in its stack.
    pub(crate) fn local(&self, stack: StackId, name: &str) -> Option<(usize, &'a Value)> {
        self.stacks.get(stack.index())?.locals.get(name).copied()
    }
}

impl<'a> StackIndex<'a> {
    /// From the last to the first: the first of a name counts.
    fn of(stack: &'a Stack) -> StackIndex<'a> {
        let resources = stack.resources.iter().enumerate().rev();
        let locals = stack.locals.iter().enumerate().rev();
        StackIndex {
            resources: resources.map(|(at, resource)| (key(&resource.address), at)).collect(),
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
