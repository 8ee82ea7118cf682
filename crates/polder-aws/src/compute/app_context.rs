//! What the resources of containers and functions use of their site.

use polder_cloud::{Handle, Value};
use polder_design::{Design, EnvironmentValue, Hours, Service, Site};

use crate::compute::variation::Variation;
use crate::draft::Draft;
use crate::handles::{Base, Data, Edge, Network, Shared};
use crate::names::identifier;

/// A site whose layer `app` is being written.
#[derive(Clone, Copy)]
pub(crate) struct AppContext<'a> {
    /// The open stack.
    pub(crate) s: &'a Draft,
    /// The whole platform.
    pub(crate) design: &'a Design,
    /// The site.
    pub(crate) site: &'a Site,
    /// What differs between sites.
    pub(crate) variation: &'a Variation,
    /// The image registry of its region.
    pub(crate) shared: &'a Shared,
    /// Its keys and buckets.
    pub(crate) base: &'a Base,
    /// Its subnets and security groups.
    pub(crate) network: &'a Network,
    /// Its stores and secrets.
    pub(crate) data: &'a Data,
    /// Its load balancer.
    pub(crate) edge: &'a Edge,
}

impl AppContext<'_> {
    /// The hours of the cell's services; `None` for always.
    pub(crate) fn hours(&self) -> Option<&Hours> {
        self.design.cells[self.site.cell].hours.as_ref()
    }

    /// The ARN of a secret of the site or its cell. Peers refer to the same secret with different
    /// expressions.
    pub(crate) fn secret(&self, id: &str) -> Value {
        self.s.local(format!("secret_{}", identifier(id)), &self.data.secrets[id])
    }

    /// A value in the environment of a service's container: plain text, or the ARN of a secret.
    pub(crate) fn variable(&self, service: &Service, name: &str, value: &EnvironmentValue) -> Value {
        match value {
            EnvironmentValue::Text(text) => {
                self.meant(text, self.variation.environment(self.s, &service.process, name, text))
            }
            EnvironmentValue::Secret(id) => self.secret(id),
        }
    }

    /// The command of a service's container.
    pub(crate) fn command(&self, service: &Service) -> Vec<Value> {
        self.variation.command(self.s, service, |text, value| self.meant(text, value))
    }

    /// The value `text`, which may be the name of a bucket, a queue or the mail settings of the site.
    fn meant(&self, text: &str, value: Value) -> Value {
        let bucket = self.site.buckets.iter().find(|bucket| bucket.name == text);
        if let Some(bucket) = bucket.and_then(|bucket| self.base.buckets.get(&bucket.kind)) {
            return bucket.mention("bucket", value);
        }
        if let Some(mail) = self.base.mail.as_ref().filter(|_| self.site.mail.as_deref() == Some(text)) {
            return mail.mention("configuration_set_name", value);
        }
        let queue = self.site.queues.iter().find(|queue| queue.name == text);
        match queue.and_then(|queue| self.data.queues.get(&queue.key)) {
            Some((queue, _)) => queue.mention("name", value),
            None => value,
        }
    }

    /// A number in which this site differs from its peers: `api_cpu`.
    pub(crate) fn number(&self, service: &Service, what: &str, value: u64) -> Value {
        self.s.local(identifier(&format!("{}_{what}", service.process.name())), value)
    }

    /// An attribute of the repository of an image. Where sites run different images as a process, it becomes
    /// a local.
    pub(crate) fn repository(&self, service: &Service, image: &str, attribute: &'static str) -> Value {
        let value = self.shared.repositories[image].get(attribute);
        let differs = image == service.image && self.variation.has_images(&service.process);
        let word = attribute.trim_start_matches("repository_");
        let local = || identifier(&format!("{}_repository_{word}", service.process.name()));
        if differs { self.s.local(local(), value) } else { value }
    }

    /// The subnets that containers run in.
    pub(crate) fn subnets(&self) -> Vec<Value> {
        self.network.app.iter().map(Handle::id).collect()
    }
}
