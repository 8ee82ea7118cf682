//! Policies and their attachments.

use polder_cloud::{Value, View};
use polder_inventory::access::{Policy, PolicyAttachment, PolicyForm, PolicyId, PolicyRole, ResourceName};
use polder_inventory::model::{Known, Link, Pattern, Reason, Text};
use polder_inventory::{EntryId, EntryIndex, SourceId};

use crate::access::document::Read;
use crate::access::state::NamedPolicy;
use crate::reader::Reader;

impl<'a> Reader<'_, 'a> {
    /// Adds a policy.
    pub(crate) fn add_policy(
        &mut self,
        source: SourceId,
        name: Known<Option<Text>>,
        form: PolicyForm,
        read: Read,
    ) -> PolicyId {
        let Read { version, statements } = read;
        self.inventory.access.policies.push(Policy { source, name, form, version, statements })
    }

    /// Adds an attachment of a policy.
    pub(crate) fn attach(
        &mut self,
        source: SourceId,
        policy: Link<PolicyId>,
        to: Link<EntryId>,
        role: PolicyRole,
    ) {
        self.inventory.access.policy_attachments.push(PolicyAttachment { source, policy, to, role });
    }

    /// An inline policy of a resource. `part` distinguishes several of a resource.
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

    /// The policy that an attribute names.
    pub(crate) fn named_policy(&mut self, view: View<'_, 'a>, attribute: &str) -> Option<NamedPolicy> {
        match view.text(attribute).and_then(|text| self.provider_managed(&text)) {
            Some(named) => Some(named),
            None => self.link(view, attribute, "policy").map(NamedPolicy::Linked),
        }
    }

    /// The policy that an element of a list names.
    pub(crate) fn named_policy_of_value(&mut self, view: View<'_, 'a>, value: &'a Value) -> NamedPolicy {
        let text = view.resolve(value).as_plain();
        if let Some(named) = text.and_then(|text| self.provider_managed(&text)) {
            return named;
        }
        let found = self.value_entry(view.stack(), value).and_then(PolicyId::from_entry);
        let link = found.map_or_else(|| self.outside(view.stack(), value, "policy"), Link::To);
        NamedPolicy::Linked(link)
    }

    /// The AWS managed policy with this ARN. Where a data source reads it, that entry has the text.
    fn provider_managed(&self, arn: &str) -> Option<NamedPolicy> {
        let is_arn = arn.starts_with("arn:") && arn.contains(":iam::aws:policy/");
        let known = self.held(&Pattern::literal(arn)).and_then(PolicyId::from_entry);
        match known {
            Some(policy) => Some(NamedPolicy::Linked(Link::To(policy))),
            None => is_arn.then(|| NamedPolicy::ProviderManaged(Text::new(arn))),
        }
    }

    /// Adds an attachment of a policy. Each attachment of an AWS managed policy has a separate entry for
    /// the policy, with its ARN.
    pub(crate) fn attach_named(
        &mut self,
        source: SourceId,
        policy: NamedPolicy,
        to: Link<EntryId>,
        role: PolicyRole,
    ) {
        let policy = match policy {
            NamedPolicy::Linked(link) => link,
            NamedPolicy::ProviderManaged(arn) => {
                let name = Text::new(arn.rsplit('/').next().unwrap_or(&arn));
                let read = Read::unknown(Reason::Elsewhere);
                let form = PolicyForm::ProviderManaged;
                let id = self.add_policy(source, Known::Value(Some(name)), form, read);
                let entry = Link::To(id.into());
                let name = ResourceName { source, entry, identifier: Pattern::literal(arn) };
                self.inventory.access.resource_names.push(name);
                Link::To(id)
            }
        };
        self.attach(source, policy, to, role);
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
