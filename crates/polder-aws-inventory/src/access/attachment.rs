//! Policies and where they have an effect.

use polder_cloud::View;
use polder_inventory::access::{Policy, PolicyAttachment, PolicyForm, PolicyId, PolicyRole};
use polder_inventory::model::{Known, Link, Text};
use polder_inventory::{EntryId, SourceId};

use crate::access::document::Read;
use crate::reader::Reader;

impl<'a> Reader<'_, 'a> {
    /// Adds a policy.
    pub(crate) fn add_policy(
        &mut self,
        source: SourceId,
        name: Known<Option<Text>>,
        kept_by: PolicyForm,
        read: Read,
    ) -> PolicyId {
        let Read { version, statements } = read;
        self.inventory.access.policies.push(Policy { source, name, form: kept_by, version, statements })
    }

    /// Notes that a policy has an effect on something.
    pub(crate) fn attach(
        &mut self,
        source: SourceId,
        policy: Link<PolicyId>,
        to: Link<EntryId>,
        role: PolicyRole,
    ) {
        self.inventory.access.policy_attachments.push(PolicyAttachment { source, policy, to, role });
    }

    /// A policy that stands inside the one thing that it has an effect on. `part` tells several of a resource apart.
    pub(crate) fn inline_policy(
        &mut self,
        view: View<'_, 'a>,
        part: Option<Text>,
        name: Known<Option<Text>>,
        read: Read,
        to: Link<EntryId>,
        role: PolicyRole,
    ) -> PolicyId {
        let source = match part {
            Some(part) => self.part(view, part),
            None => self.source(view),
        };
        let policy = self.add_policy(source, name, PolicyForm::Inline, read);
        self.attach(source, Link::To(policy), to, role);
        policy
    }

    /// The policy that an attribute names by its ARN.
    pub(crate) fn policy_link(&mut self, view: View<'_, 'a>, attribute: &str) -> Option<Link<PolicyId>> {
        self.link(view, attribute, "policy")
    }
}

/// A link to an entry of one kind as one to an entry of any kind.
pub(crate) fn any<I: Into<EntryId>>(link: Link<I>) -> Link<EntryId> {
    match link {
        Link::To(id) => Link::To(id.into()),
        Link::Outside(external) => Link::Outside(external),
        Link::Unknown(reason) => Link::Unknown(reason),
    }
}
