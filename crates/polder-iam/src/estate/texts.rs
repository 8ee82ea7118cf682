//! The texts of patterns: references are replaced by identifiers, invented where AWS assigns them.

use std::collections::BTreeMap;

use polder_inventory::access::{AccountId, OrganizationId, UnitId};
use polder_inventory::model::{Attribute, Id as _, Known, Pattern, Piece, Reason};
use polder_inventory::stores::StoreKind;
use polder_inventory::{EntryId, Inventory};

use crate::language::{Glob, Token};

/// References inside of identifiers are followed so deep; no provider nests deeper.
const DEPTH_MAX: u32 = 8;

/// The texts of an inventory.
pub(super) struct Texts<'a> {
    inventory: &'a Inventory,
    identifiers: BTreeMap<EntryId, &'a Pattern>,
    /// Secrets by their identifiers, of which the provider assigns the end.
    secrets: BTreeMap<Pattern, EntryId>,
}

impl<'a> Texts<'a> {
    pub(super) fn of(inventory: &'a Inventory) -> Texts<'a> {
        let names = inventory.access.resource_names.values();
        let identifiers: BTreeMap<EntryId, &Pattern> =
            names.filter_map(|name| Some((name.entry.id()?, &name.identifier))).collect();
        let is_secret = |entry: EntryId| {
            let EntryId::Store(id) = entry else { return false };
            matches!(inventory.stores.stores.get(id).map(|it| &it.kind), Some(StoreKind::Secret(_)))
        };
        let secrets = identifiers.iter().filter(|(entry, _)| is_secret(**entry));
        let secrets = secrets.map(|(entry, pattern)| (assigned(pattern), *entry)).collect();
        Texts { inventory, identifiers, secrets }
    }

    /// A pattern with its references replaced.
    pub(super) fn glob(&self, pattern: &Pattern) -> Glob {
        // The ARN of the copy of a secret, composed from that of the secret. Names of secrets are unique in a region.
        let open = pattern.pieces().iter().any(|piece| matches!(piece, Piece::Unknown(_)));
        if let Some(entry) = open.then(|| self.secrets.get(&assigned(pattern))).flatten() {
            return Glob::literal(&self.identifier(*entry, 0));
        }
        let (mut tokens, mut vague) = (vec![], false);
        for piece in pattern.pieces() {
            match piece {
                Piece::AnyRun => tokens.push(Token::AnyRun),
                Piece::AnyOne => tokens.push(Token::AnyOne),
                Piece::Variable(key) => tokens.push(Token::Variable(key.to_string())),
                Piece::Unknown(_) => {
                    tokens.push(Token::AnyRun);
                    vague = true;
                }
                other => tokens.extend(self.piece(other, None, 0).chars().map(Token::Char)),
            }
        }
        Glob::of(tokens, vague)
    }

    /// The identifier of an entry.
    pub(super) fn arn(&self, entry: EntryId) -> Option<String> {
        self.identifiers.contains_key(&entry).then(|| self.identifier(entry, 0))
    }

    /// Whether a part of an identifier is not known for another reason than that the provider assigns it.
    pub(super) fn is_open(&self, entry: EntryId) -> bool {
        let open = |piece: &Piece| matches!(piece, Piece::Unknown(reason) if *reason != Reason::AfterApply);
        self.identifiers.get(&entry).is_some_and(|pattern| pattern.pieces().iter().any(open))
    }

    fn identifier(&self, entry: EntryId, depth: u32) -> String {
        match self.identifiers.get(&entry) {
            Some(pattern) if depth < DEPTH_MAX => {
                pattern.pieces().iter().map(|piece| self.piece(piece, Some(entry), depth)).collect()
            }
            _ => invented("arn", entry),
        }
    }

    /// The text of a piece, of the identifier of an entry or of another text.
    fn piece(&self, piece: &Piece, of: Option<EntryId>, depth: u32) -> String {
        match piece {
            Piece::Literal(text) => text.to_string(),
            Piece::Account(account) => self.account(*account),
            Piece::Attribute { entry, attribute: Attribute::Identifier } => {
                self.identifier(*entry, depth + 1)
            }
            // The other attribute of an organization that policies name is the ID of its root, which is a unit.
            Piece::Attribute { entry: EntryId::Organization(id), attribute: Attribute::Other } => {
                let root = self.inventory.access.organizations.get(*id).and_then(|it| it.root.id());
                root.map_or_else(
                    || invented("root", EntryId::Organization(*id)),
                    |root| self.id(root.into(), depth),
                )
            }
            Piece::Attribute { entry, attribute: Attribute::Id } => self.id(*entry, depth),
            Piece::Attribute { entry, attribute: Attribute::Name } => {
                self.name(*entry, depth).unwrap_or_else(|| invented("name", *entry))
            }
            Piece::Attribute { entry, attribute } => invented(&format!("{attribute:?}"), *entry),
            Piece::Unknown(_) => of.map_or_else(String::new, |entry| invented("part", entry)),
            Piece::AnyRun => "*".to_owned(),
            Piece::AnyOne => "?".to_owned(),
            Piece::Variable(key) => format!("${{{key}}}"),
        }
    }

    fn id(&self, entry: EntryId, depth: u32) -> String {
        match entry {
            EntryId::Account(account) => self.account(account),
            // The ID of a key is in its ARN.
            EntryId::Key(_) => self.name(entry, depth).unwrap_or_else(|| invented("id", entry)),
            entry => invented("id", entry),
        }
    }

    /// The name in the ARN of an entry.
    fn name(&self, entry: EntryId, depth: u32) -> Option<String> {
        let arn = self.identifiers.contains_key(&entry).then(|| self.identifier(entry, depth + 1))?;
        let resource = arn.splitn(6, ':').nth(5)?;
        // The names of log groups and parameters have slashes, and ARNs of log groups an end of their own.
        let whole = ["log-group:", "parameter/"].iter().find_map(|prefix| resource.strip_prefix(prefix));
        let name = match whole {
            Some(name) => name.trim_end_matches(":*"),
            None => resource.rsplit([':', '/']).next().unwrap_or(resource),
        };
        Some(name.to_owned())
    }

    /// The account ID; invented where it is not known.
    pub(super) fn account(&self, account: AccountId) -> String {
        match self.inventory.access.accounts.get(account).map(|it| &it.number) {
            Some(Known::Value(number)) => number.to_string(),
            _ => format!("{:012}", account.index() + 1),
        }
    }

    /// The address of a resource.
    pub(super) fn address(&self, source: polder_inventory::SourceId) -> String {
        self.inventory.sources.get(source).map(|it| it.address.to_string()).unwrap_or_default()
    }

    /// The name of something outside of the estate.
    pub(super) fn outside(&self, id: polder_inventory::outside::ExternalId) -> String {
        self.inventory.outside.externals.get(id).map(|it| it.name.to_string()).unwrap_or_default()
    }

    /// The units above an account, the nearest first.
    pub(super) fn units(&self, account: AccountId) -> Vec<UnitId> {
        let access = &self.inventory.access;
        let mut found = vec![];
        let mut next = access.accounts.get(account).and_then(|it| it.unit.id());
        while let Some(unit) = next.filter(|unit| !found.contains(unit)) {
            found.push(unit);
            next = access.units.get(unit).and_then(|it| it.parent).and_then(|parent| parent.id());
        }
        found
    }

    /// The ID of the organization of an account, and its path in condition keys: organization, root, units.
    pub(super) fn organization(&self, account: AccountId) -> Option<(String, String)> {
        let units = self.units(account);
        let organizations = &self.inventory.access.organizations;
        let root = |id: OrganizationId| organizations.get(id).and_then(|it| it.root.id());
        let (id, _) =
            organizations.iter().find(|(id, _)| root(*id).is_some_and(|it| units.last() == Some(&it)))?;
        let own = self.id(id.into(), 0);
        let path: Vec<String> = units.iter().rev().map(|unit| self.id((*unit).into(), 0)).collect();
        let path = format!("{own}/{}/", path.join("/"));
        Some((own, path))
    }
}

/// A pattern in which it does not matter who knows the parts that the provider assigns.
fn assigned(pattern: &Pattern) -> Pattern {
    let piece = |piece: &Piece| match piece {
        Piece::Unknown(Reason::Elsewhere) => Piece::Unknown(Reason::AfterApply),
        other => other.clone(),
    };
    Pattern::of(pattern.pieces().iter().map(piece).collect::<Vec<_>>())
}

/// A text that no other entry has and that no policy spells out.
fn invented(what: &str, entry: EntryId) -> String {
    let entry: String = format!("{entry:?}").chars().filter(char::is_ascii_alphanumeric).collect();
    format!("{}-{}", what.to_lowercase(), entry.to_lowercase())
}
