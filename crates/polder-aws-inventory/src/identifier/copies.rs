//! The identifiers of copies in other regions that a resource creates: replicas of secrets and tables,
//! replicated repositories.

use std::collections::BTreeMap;

use polder_inventory::access::ResourceName;
use polder_inventory::model::{Known, Link, Location, Pattern, Piece, Source, Text};
use polder_inventory::stores::{Store, StoreKind};
use polder_inventory::{Inventory, SourceId};

/// Adds the identifiers of copies, which are entries from parts of a resource.
pub(crate) fn identify_copies(inventory: &mut Inventory) {
    let mut firsts: BTreeMap<(&str, &str), &Pattern> = BTreeMap::new();
    for name in inventory.access.resource_names.values() {
        if let Some(source) = inventory.sources.get(name.source).filter(|source| source.part.is_none()) {
            firsts.insert((&source.stack, &source.address), &name.identifier);
        }
    }
    let mut found: Vec<ResourceName> = vec![];
    for (id, store) in inventory.stores.stores.iter() {
        let Some((source, location)) = place(inventory, store.source) else { continue };
        if source.part.is_none() {
            continue;
        }
        let first = firsts.get(&(source.stack.as_str(), source.address.as_str())).copied();
        if let Some(identifier) = identifier(store, first, location) {
            found.push(ResourceName { source: store.source, entry: Link::To(id.into()), identifier });
        }
    }
    for name in found {
        inventory.access.resource_names.push(name);
    }
}

fn place(inventory: &Inventory, source: SourceId) -> Option<(&Source, &Location)> {
    let source = inventory.sources.get(source)?;
    Some((source, inventory.locations.get(source.location)?))
}

fn identifier(store: &Store, first: Option<&Pattern>, location: &Location) -> Option<Pattern> {
    let Known::Value(Some(region)) = &location.region else { return None };
    match &store.kind {
        // "arn:aws:secretsmanager:<region>:<account>:secret:<name>-<six characters>": the characters are the same everywhere.
        // Source: AWS, Secrets Manager User Guide, "Replicate AWS Secrets Manager secrets across Regions".
        StoreKind::Secret(_) => in_region(first?, region),
        StoreKind::Table(_) => named(store, location, region, "dynamodb", "table/"),
        StoreKind::Registry(_) => named(store, location, region, "ecr", "repository/"),
        _ => None,
    }
}

/// The identifier with another region.
fn in_region(first: &Pattern, region: &Text) -> Option<Pattern> {
    let [Piece::Literal(begin), rest @ ..] = first.pieces() else { return None };
    let mut fields: Vec<&str> = begin.split(':').collect();
    *fields.get_mut(3)? = region;
    let begin = Piece::Literal(Text::from(fields.join(":")));
    Some(Pattern::of([begin].into_iter().chain(rest.iter().cloned())))
}

fn named(store: &Store, location: &Location, region: &Text, service: &str, kind: &str) -> Option<Pattern> {
    let (Known::Value(Some(name)), Link::To(account)) = (&store.name, location.account) else { return None };
    let begin = Piece::Literal(Text::from(format!("arn:aws:{service}:{region}:")));
    Some(Pattern::of([begin, Piece::Account(account), Piece::Literal(Text::from(format!(":{kind}{name}")))]))
}

#[cfg(test)]
mod tests {
    use polder_inventory::access::AccountId;
    use polder_inventory::model::{Id, Known, Link, Location, Pattern, Piece, Reason, Set};
    use polder_inventory::stores::{
        Encryption, OnDeletion, Registry, Scanning, Store, StoreKind, TransitEncryption,
    };

    use super::{identifier, in_region};

    fn account() -> AccountId {
        AccountId::from_index(0)
    }

    fn copy_of(kind: StoreKind) -> Store {
        Store {
            source: polder_inventory::SourceId::from_index(0),
            name: Known::Value(Some("shop/api".into())),
            data_classes: Known::Value(Set::default()),
            encryption: Encryption::ServiceOwned,
            transit: TransitEncryption { required: Known::Value(true), minimum: Known::Value(None) },
            deletion_protected: Known::Value(false),
            on_deletion: Known::Value(OnDeletion::Deleted),
            automated_backups: None,
            kind,
        }
    }

    fn place() -> Location {
        Location { account: Link::To(account()), region: Known::Value(Some("eu-west-3".into())) }
    }

    #[test]
    fn the_copy_of_a_secret_has_the_characters_of_the_first() {
        let arn = |region: &str| {
            Pattern::of([
                Piece::Literal(format!("arn:aws:secretsmanager:{region}:").into()),
                Piece::Account(account()),
                Piece::Literal(":secret:shop/api-".into()),
                Piece::Unknown(Reason::AfterApply),
            ])
        };
        assert_eq!(in_region(&arn("eu-west-1"), &"eu-west-3".into()), Some(arn("eu-west-3")));
        assert_eq!(in_region(&Pattern::literal("shop"), &"eu-west-3".into()), None);
    }

    #[test]
    fn the_copy_of_a_registry_has_its_name() {
        let kind = StoreKind::Registry(Box::new(Registry {
            immutable_tags: Known::Value(true),
            scanning: Known::Value(Scanning::Never),
            lifecycle: Known::Value(Set::default()),
        }));
        let expected = Pattern::of([
            Piece::Literal("arn:aws:ecr:eu-west-3:".into()),
            Piece::Account(account()),
            Piece::Literal(":repository/shop/api".into()),
        ]);
        assert_eq!(identifier(&copy_of(kind.clone()), None, &place()), Some(expected));
        let nowhere = Location { region: Known::Unknown(Reason::NotGiven), ..place() };
        assert_eq!(identifier(&copy_of(kind), None, &nowhere), None);
    }
}
