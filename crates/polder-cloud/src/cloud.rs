//! All stacks of a platform.

use std::borrow::Cow;
use std::mem::discriminant;
use std::sync::Arc;

use crate::address::{Address, StackId, StackKey};
use crate::body::IntoKey;
use crate::provider::ProviderModel;
use crate::stack::{Draft, Resource, Stack};

/// All stacks of a platform: the graph that checks read and `emit` writes.
#[derive(Clone, Debug, Default)]
pub struct Cloud {
    /// The stacks; a [`StackId`] is an index into them.
    pub stacks: Vec<Stack>,
    /// Documentation pages of the build.
    pub pages: Vec<Page>,
    /// The backend of the stacks' state.
    pub backend: Backend,
    /// Whether every engine that applies the stacks has write-only arguments and ephemeral resources: Terraform and OpenTofu
    /// have them from 1.11 on.
    pub write_only: bool,
    /// The quotas that must be raised before the first wave, by account, region and code.
    pub quota_requests: Vec<QuotaRequest>,
    /// The provider of the resources.
    pub provider: &'static ProviderModel,
}

/// The number of stacks of the same layer that a new stack is compared with. Sites are ordered by role, so the last
/// ones are the most similar.
const PEERS_COMPARED: usize = 3;

/// A documentation page, or a file beside one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Its path in the build folder, with `/`: `runbooks/latency.md`.
    pub path: String,
    /// Its text.
    pub text: Cow<'static, str>,
}

/// A quota of the provider that the stacks exceed and that the provider raises on request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuotaRequest {
    /// The name of the account.
    pub account: String,
    /// The region that the request is made in.
    pub region: String,
    /// The name of the quota.
    pub name: String,
    /// Its code.
    pub code: String,
    /// What the stacks need.
    pub needed: u64,
    /// What an account has at first.
    pub given: u64,
    /// The command that makes the request. Empty if only the provider's support can raise the quota.
    pub command: String,
}

/// Where Terraform keeps its state: one object for each stack in one encrypted, locked S3 bucket.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Backend {
    /// The bucket.
    pub primary: BackendBucket,
    /// Its replica in another region: the same objects under the same keys.
    pub replica: Option<BackendBucket>,
    /// Whether stacks use the replica.
    pub uses_replica: bool,
    /// Regions that the account must enable first.
    pub enable_first: Vec<Arc<str>>,
}

/// A bucket of the state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BackendBucket {
    /// Its name.
    pub bucket: Arc<str>,
    /// Its region.
    pub region: Arc<str>,
}

impl Backend {
    /// The bucket that stacks use.
    pub fn used(&self) -> &BackendBucket {
        self.replica.as_ref().filter(|_| self.uses_replica).unwrap_or(&self.primary)
    }
}

impl Cloud {
    /// A draft of the next stack. [`Cloud::add`] adds it, in the same order.
    pub fn draft(&self, key: StackKey, region: &str, purpose: impl IntoKey) -> Draft {
        let id = StackId(u32::try_from(self.stacks.len()).unwrap_or(u32::MAX));
        Draft::new(id, key, region, purpose)
    }

    /// Adds a finished draft.
    pub fn add(&mut self, draft: Draft) {
        self.push(draft.finish());
    }

    /// Adds a stack. What it has in common with similar stacks is stored once.
    pub fn push(&mut self, mut stack: Stack) {
        let mut compared = 0;
        for peer in self.stacks.iter().rev() {
            if peer.is_peer_of(&stack) {
                stack.share_with(peer);
                compared += 1;
            }
            if compared == PEERS_COMPARED {
                break;
            }
        }
        self.stacks.push(stack);
    }

    /// The stack with this ID.
    pub fn stack(&self, id: StackId) -> Option<&Stack> {
        self.stacks.get(id.index())
    }

    /// The stack with this path: `production/eu-west-1/de/data`.
    pub fn by_path(&self, path: &str) -> Option<&Stack> {
        self.stacks.iter().find(|stack| stack.key.to_string() == path)
    }

    /// The number of managed resources, without data sources.
    pub fn resource_count(&self) -> usize {
        self.stacks.iter().map(|stack| stack.managed().count()).sum()
    }
}

impl Stack {
    /// Whether the other stack has the same layer and the same kind of scope.
    pub fn is_peer_of(&self, other: &Stack) -> bool {
        self.key.layer == other.key.layer && discriminant(&self.key.scope) == discriminant(&other.key.scope)
    }

    /// Shares the body of each resource that is equal in the other stack. Similar stacks write their resources in the
    /// same order, so the search continues where the last was found.
    fn share_with(&mut self, peer: &Stack) {
        let mut rest = peer.resources.as_slice();
        for resource in &mut self.resources {
            let Some(at) = rest.iter().position(|other| other.address == resource.address) else { continue };
            let other = &rest[at];
            resource.address = Arc::clone(&other.address);
            if !Arc::ptr_eq(&resource.body, &other.body) && resource.body == other.body {
                resource.body = Arc::clone(&other.body);
            }
            rest = &rest[at + 1..];
        }
    }

    /// The managed resources.
    pub fn managed(&self) -> impl Iterator<Item = &Resource> {
        self.resources.iter().filter(|resource| resource.address.mode == crate::Mode::Managed)
    }

    /// The resource at this address.
    pub fn resource(&self, address: &Address) -> Option<&Resource> {
        self.resources.iter().find(|resource| *resource.address == *address)
    }

    /// The resource with this address in text: `aws_vpc.main`.
    pub fn find(&self, address: &str) -> Option<&Resource> {
        self.resources.iter().find(|resource| resource.address.to_string() == address)
    }
}
