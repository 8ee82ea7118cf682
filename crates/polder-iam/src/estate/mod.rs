//! The principals, resources and policies of an inventory, as documents.

mod actor;
mod documents;
mod located;
mod managed;
mod texts;

use std::collections::{BTreeMap, BTreeSet};

use polder_inventory::access::{AccountId, Effect, PolicyRole, Setting};
use polder_inventory::model::{Known, Link};
use polder_inventory::stores::StoreKind;
use polder_inventory::{EntryId, Inventory};
use polder_verdict::Resource;

pub(crate) use actor::ENDPOINT_KEYS;
pub use actor::{Actor, ActorKind};
pub(crate) use located::located;
use texts::Texts;

use crate::language::{Document, Glob, Grant, Policies, Target};
use crate::symbolic::Fixed;

/// The policies of an inventory, ready to be asked.
pub struct Estate<'a> {
    /// The inventory.
    pub inventory: &'a Inventory,
    texts: Texts<'a>,
    documents: Vec<Document>,
    attached: BTreeMap<(EntryId, PolicyRole), Vec<usize>>,
    grants: BTreeMap<EntryId, Vec<Grant>>,
    actors: Vec<Actor>,
}

impl<'a> Estate<'a> {
    /// Reads the policies of an inventory that [`polder_inventory::check`] has accepted.
    pub fn of(inventory: &'a Inventory) -> Estate<'a> {
        let texts = Texts::of(inventory);
        let mut documents: Vec<Document> =
            inventory.access.policies.values().map(|policy| documents::document(&texts, policy)).collect();
        // What is attached and not known may allow and deny anything. It has the position after all policies.
        let unknown = documents.len();
        documents.push(Document { name: "a policy that is not known".into(), statements: None });
        let mut attached: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for attachment in inventory.access.policy_attachments.values() {
            let Some(to) = attachment.to.id() else { continue };
            let policy = attachment.policy.id().map_or(unknown, polder_inventory::model::Id::index);
            attached.entry((to, attachment.role)).or_default().push(policy);
        }
        let grants = documents::grants(&texts, inventory);
        let actors = actor::actors(&texts, inventory);
        Estate { inventory, texts, documents, attached, grants, actors }
    }

    /// Roles, users, and permission sets in each account that they are assigned in.
    pub fn actors(&self) -> &[Actor] {
        &self.actors
    }

    /// A role with this name that somebody creates in an account.
    pub fn created(&self, account: AccountId, name: &str) -> Actor {
        actor::created(&self.texts, account, name)
    }

    /// The documents that are attached to an entry in a role.
    pub fn attached(&self, to: impl Into<EntryId>, role: PolicyRole) -> Vec<&Document> {
        let found = self.attached.get(&(to.into(), role));
        found.into_iter().flatten().map(|at| &self.documents[*at]).collect()
    }

    /// The policies that are attached to an entry in a role.
    pub fn attached_policies(&self, to: impl Into<EntryId>, role: PolicyRole) -> &[usize] {
        self.attached.get(&(to.into(), role)).map_or(&[], Vec::as_slice)
    }

    /// A document by the position of its policy.
    pub(crate) fn document(&self, policy: usize) -> &Document {
        &self.documents[policy]
    }

    /// Whether an identity policy of an entry allows everything on everything, without conditions.
    pub(crate) fn allows_everything(&self, entry: EntryId) -> bool {
        let documents = self.attached(entry, PolicyRole::Identity);
        let mut statements = documents.iter().filter_map(|it| it.statements.as_ref()).flatten();
        let all = |patterns: &Option<Vec<Glob>>| patterns.iter().flatten().any(Glob::is_anything);
        statements.any(|it| {
            let resources = it.resources.as_ref().is_some_and(|set| !set.except && all(&set.patterns));
            it.effect == Effect::Allow
                && !it.actions.except
                && all(&it.actions.patterns)
                && resources
                && it.conditions.is_empty()
        })
    }

    /// The entries with a policy of their own, with its role.
    pub fn with_policies(&self) -> BTreeSet<(EntryId, PolicyRole)> {
        let own = [PolicyRole::Resource, PolicyRole::Key, PolicyRole::Trust];
        let mut found: BTreeSet<_> =
            self.attached.keys().filter(|(_, role)| own.contains(role)).copied().collect();
        found.extend(self.grants.keys().map(|key| (*key, PolicyRole::Key)));
        found
    }

    /// The ARN of an entry; none if the inventory has none. Parts that AWS assigns are invented.
    pub fn arn(&self, entry: impl Into<EntryId>) -> Option<String> {
        self.texts.arn(entry.into())
    }

    /// The account of an entry.
    pub fn account_of(&self, entry: impl Into<EntryId>) -> Option<AccountId> {
        let entry = entry.into();
        if let EntryId::Account(id) = entry {
            return Some(id);
        }
        let source = self.inventory.source_of(entry)?;
        self.inventory.locations.get(source.location)?.account.id()
    }

    /// All documents.
    pub(crate) fn documents(&self) -> &[Document] {
        &self.documents
    }

    /// Whether a part of the ARN of an entry is not known that its resource or provider configures, so that a policy may name it.
    pub(crate) fn is_open(&self, entry: EntryId) -> bool {
        self.texts.is_open(entry)
    }

    /// The account ID; invented where it is not known.
    pub fn number(&self, account: AccountId) -> String {
        self.texts.account(account)
    }

    /// All account IDs of the estate.
    pub fn numbers(&self) -> BTreeSet<String> {
        self.inventory.access.accounts.iter().map(|(id, _)| self.number(id)).collect()
    }

    /// The resource of an entry, for people.
    pub fn resource(&self, entry: impl Into<EntryId>) -> Option<Resource> {
        let source = self.inventory.source_of(entry.into())?;
        Some(Resource::new(source.stack.as_str(), source.address.as_str()))
    }

    /// The policies for the requests of an actor on a resource: an entry, or something else in an account.
    pub fn policies(&self, actor: &Actor, on: Option<EntryId>) -> Policies<'_> {
        let mut found = Policies::default();
        if let Some(account) = actor.account {
            found.service_control = self.levels(account, PolicyRole::ServiceControl);
        }
        if let Some(entry) = actor.entry {
            found.identity = self.attached(entry, PolicyRole::Identity);
            for group in &actor.groups {
                found.identity.extend(self.attached(*group, PolicyRole::Identity));
            }
            let boundary = self.attached(entry, PolicyRole::Boundary);
            found.boundary = (!boundary.is_empty()).then_some(boundary);
        }
        let Some(on) = on else { return found };
        if let Some(account) = self.account_of(on) {
            found.resource_control = self.levels(account, PolicyRole::ResourceControl);
            found.owner = Some(self.number(account));
        }
        let (role, target) = match on {
            EntryId::Key(_) => (PolicyRole::Key, Target::Key),
            EntryId::Principal(_) => (PolicyRole::Trust, Target::Role),
            _ => (PolicyRole::Resource, Target::Plain),
        };
        found.resource = self.attached(on, role);
        found.target = target;
        found.grants = self.grants.get(&on).into_iter().flatten().collect();
        found.public_restricted = self.is_restricted(on);
        found
    }

    /// Control policies of each level from the root to an account. They do not apply to the management account.
    fn levels(&self, account: AccountId, role: PolicyRole) -> Vec<Vec<&Document>> {
        let accounts = &self.inventory.access.accounts;
        if accounts.get(account).is_none_or(|it| it.management == Known::Value(true)) {
            return vec![];
        }
        let mut levels = vec![self.attached(account, role)];
        levels.extend(self.units(account).into_iter().map(|unit| self.attached(unit, role)));
        // A level without any policy is not in an organization that the inventory has.
        levels.retain(|level| !level.is_empty());
        levels.reverse();
        levels
    }

    /// The units above an account, the nearest first.
    fn units(&self, account: AccountId) -> Vec<polder_inventory::access::UnitId> {
        self.texts.units(account)
    }

    /// Whether a bucket restricts public policies to its account, by itself or by a setting of the account. A policy is public
    /// if a statement for everyone has no condition.
    fn is_restricted(&self, on: EntryId) -> bool {
        let EntryId::Store(id) = on else { return false };
        let Some(StoreKind::Bucket(bucket)) = self.inventory.stores.stores.get(id).map(|it| &it.kind) else {
            return false;
        };
        let documents = self.attached(on, PolicyRole::Resource);
        let statements = documents.iter().filter_map(|document| document.statements.as_ref()).flatten();
        let public = |it: &crate::language::Statement| {
            let who = it.who.as_ref().and_then(|set| set.who.as_ref());
            it.conditions.is_empty() && who.is_some_and(|who| who.contains(&crate::language::Who::Anyone))
        };
        if !statements.filter(|it| it.effect == Effect::Allow).any(public) {
            return false;
        }
        let by_bucket = bucket.public_access.value().is_some_and(|it| it.restricts_public_policies);
        by_bucket && self.is_configured(on, "kind.public_access")
            || self.account_of(on).is_some_and(|account| self.account_restricts(account))
    }

    /// Whether a resource sets a field of an entry. Where nothing does, the default is that of new buckets: a bucket with a public
    /// policy is older, or AWS rejects the policy.
    fn is_configured(&self, entry: EntryId, field: &str) -> bool {
        let mut all = self.inventory.coverage.contributions.values();
        all.any(|it| it.to == Link::To(entry) && it.fields.iter().any(|known| **known == *field))
    }

    fn account_restricts(&self, account: AccountId) -> bool {
        self.inventory.access.account_settings.values().any(|it| {
            let source = self.inventory.sources.get(it.source);
            let location = source.and_then(|source| self.inventory.locations.get(source.location));
            let blocks = matches!(
                &it.setting,
                Setting::BlockPublicBuckets(Known::Value(block)) if block.restricts_public_policies
            );
            blocks && location.is_some_and(|location| location.account == Link::To(account))
        })
    }

    /// The keys of requests of an actor on a resource that are not free.
    pub fn fixed(&self, actor: &Actor, on: Option<EntryId>, resource: &Glob) -> Fixed {
        let mut fixed = actor.fixed.clone();
        if let Some(account) = on.and_then(|entry| self.account_of(entry)) {
            fixed.insert("aws:resourceaccount".into(), Some(vec![self.number(account)]));
            if let Some((organization, path)) = self.texts.organization(account) {
                fixed.insert("aws:resourceorgid".into(), Some(vec![organization]));
                fixed.insert("aws:resourceorgpaths".into(), Some(vec![path]));
            }
        }
        let text = resource.to_string();
        if let Some(region) = text.split(':').nth(3).filter(|it| !it.is_empty() && !it.contains(['*', '?'])) {
            fixed.insert("aws:requestedregion".into(), Some(vec![region.to_owned()]));
        }
        fixed
    }
}
