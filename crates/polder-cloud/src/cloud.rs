//! All stacks of a platform.

use std::borrow::Cow;
use std::sync::Arc;

use crate::address::{Address, StackId, StackKey};
use crate::stack::{Draft, Resource, Stack};

/// All stacks of a platform: the graph that judges read and `emit` writes.
#[derive(Clone, Debug, Default)]
pub struct Cloud {
    /// The stacks; a [`StackId`] is an index into them.
    pub stacks: Vec<Stack>,
    /// What stands beside the stacks for people to read.
    pub pages: Vec<Page>,
    /// Where the stacks keep their state.
    pub backend: Backend,
}

/// A page for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Its path below the folder of the build, with `/`: `runbooks/latency.md`.
    pub path: String,
    /// What it says, in Markdown.
    pub text: &'static str,
}

/// Where Terraform keeps its state: one object for each stack in one encrypted, locked S3 bucket.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Backend {
    /// The bucket.
    pub bucket: Arc<str>,
    /// Its region.
    pub region: Arc<str>,
}

impl Cloud {
    /// A draft of the next stack. It takes its place with [`Cloud::add`], in the same order.
    pub fn draft(&self, key: StackKey, region: &str, purpose: impl Into<Cow<'static, str>>) -> Draft {
        let id = StackId(u32::try_from(self.stacks.len()).unwrap_or(u32::MAX));
        Draft::new(id, key, region, purpose)
    }

    /// Puts a finished draft in its place.
    pub fn add(&mut self, draft: Draft) {
        self.stacks.push(draft.finish());
    }

    /// The stack with this id.
    pub fn stack(&self, id: StackId) -> Option<&Stack> {
        self.stacks.get(id.index())
    }

    /// The stack with this path: `production/eu-west-1/de/data`.
    pub fn by_path(&self, path: &str) -> Option<&Stack> {
        self.stacks.iter().find(|stack| stack.key.to_string() == path)
    }

    /// How many resources are made, look-ups not counted.
    pub fn resource_count(&self) -> usize {
        self.stacks.iter().map(|stack| stack.managed().count()).sum()
    }
}

impl Stack {
    /// The resources that are made.
    pub fn managed(&self) -> impl Iterator<Item = &Resource> {
        self.resources.iter().filter(|resource| resource.address.mode == crate::Mode::Managed)
    }

    /// The resource at this address.
    pub fn resource(&self, address: &Address) -> Option<&Resource> {
        self.resources.iter().find(|resource| resource.address == *address)
    }

    /// The resource with this address in text: `aws_vpc.main`.
    pub fn find(&self, address: &str) -> Option<&Resource> {
        self.resources.iter().find(|resource| resource.address.to_string() == address)
    }
}
