//! `aws_ecr_replication_configuration`: images that are copied to other regions or accounts.

use std::collections::BTreeMap;

use polder_cloud::View;
use polder_inventory::model::{Known, Link, Reason, Set, Text};
use polder_inventory::stores::{
    Encryption, OnDeletion, Registry, Replication, ReplicationKind, Store, StoreId, StoreKind,
    TransitEncryption,
};

use super::scanning::in_region;
use crate::reader::Reader;
use crate::value::{given_text, region, same_place, some_text};

/// Repositories by account, region and name.
type Names = BTreeMap<(Text, Text, Text), StoreId>;

/// Each repository whose name fits is copied to the repository of the same name at each destination. ECR
/// creates it if it does not exist. Source: AWS, Amazon ECR User Guide, "Private image replication".
pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let names = names(reader, view);
    let index = view.index();
    let repositories = index.of_kind("aws_ecr_repository").iter().filter_map(|id| index.view(*id));
    let mine: Vec<View<'_, '_>> =
        repositories.filter(|it| it.is_managed() && same_place(view, *it)).collect();
    let rules = view.blocks("replication_configuration").into_iter().flat_map(|it| it.blocks("rule"));
    for (number, rule) in (0..).zip(rules) {
        for repository in &mine {
            if let Known::Value(name) = given_text(*repository, "name")
                && fits(rule, &name)
            {
                copy(reader, view, (number, rule), (*repository, &name), &names);
            }
        }
    }
}

fn copy<'a>(
    reader: &mut Reader<'_, 'a>,
    view: View<'_, 'a>,
    (number, rule): (u32, View<'_, 'a>),
    (repository, name): (View<'_, 'a>, &Text),
    names: &Names,
) {
    let Some(from) = reader.id::<StoreId>(repository.id()) else { return };
    for destination in rule.blocks("destination") {
        let to = given_text(destination, "region");
        // The destination contains an account ID, which is not known in a design. A repository with
        // the same name in the same account is assumed, unless the ID is known to be that of another
        // account.
        let account = Text::new(view.stack().key.account.as_ref());
        let found = to.value().and_then(|to| names.get(&(account, to.clone(), name.clone())));
        let region = to.value().map_or("?", Text::as_str);
        let replication = Replication {
            source: reader.part(view, format!("rule[{number}] {name} to {region}")),
            from: Link::To(from),
            to: match (found, &to) {
                (Some(id), _) => Link::To(*id),
                (None, Known::Value(to)) => Link::To(made_by_ecr(reader, view, (name, to), from)),
                (None, Known::Unknown(reason)) => Link::Unknown(*reason),
            },
            kind: ReplicationKind::Images,
            filter: Known::Value(None),
            // Deletions are not replicated. Source: the same page, "Considerations".
            deletions: Known::Value(false),
            lag_target: Known::Value(None),
            key: None,
        };
        reader.inventory.stores.replications.push(replication);
    }
}

/// The repository that ECR creates at a destination: with default settings, unless a repository creation
/// template applies. Source: AWS, Amazon ECR User Guide, "Private image replication", "Considerations".
fn made_by_ecr<'a>(
    reader: &mut Reader<'_, 'a>,
    view: View<'_, 'a>,
    (name, region): (&Text, &Text),
    from: StoreId,
) -> StoreId {
    let source = reader.part_in(view, format!("{name} in {region}"), Known::Value(Some(region.clone())));
    let classes = reader.inventory.stores.stores.get(from).map(|store| store.data_classes.clone());
    let by_template = !view.index().of_kind("aws_ecr_repository_creation_template").is_empty();
    let unless_template =
        |value: bool| if by_template { Known::Unknown(Reason::Elsewhere) } else { Known::Value(value) };
    let store = Store {
        source,
        name: Known::Value(Some(name.clone())),
        data_classes: classes.unwrap_or(Known::Unknown(Reason::NotGiven)),
        encryption: if by_template {
            Encryption::Unknown(Reason::Elsewhere)
        } else {
            Encryption::ServiceOwned
        },
        transit: TransitEncryption { required: Known::Value(true), minimum: Known::Value(None) },
        deletion_protected: Known::Value(false),
        on_deletion: Known::Value(OnDeletion::RefusedUnlessEmpty),
        automated_backups: None,
        kind: StoreKind::Registry(Box::new(Registry {
            immutable_tags: unless_template(false),
            scanning: in_region(view, region, name),
            lifecycle: Known::Value(Set::default()),
        })),
    };
    reader.inventory.stores.stores.push(store)
}

/// Whether a name begins with one of the filters. Without filters, all names match.
fn fits(rule: View<'_, '_>, name: &str) -> bool {
    let filters = rule.blocks("repository_filter");
    let prefix = |it: &View<'_, '_>| match some_text(*it, "filter") {
        Known::Value(prefix) => name.starts_with(prefix.as_deref().unwrap_or("")),
        // The filter is not known: any name may match.
        Known::Unknown(_) => true,
    };
    filters.is_empty() || filters.iter().any(prefix)
}

fn names<'a>(reader: &Reader<'_, 'a>, view: View<'_, 'a>) -> Names {
    let index = view.index();
    let all =
        index.of_kind("aws_ecr_repository").iter().filter_map(|id| index.view(*id)).filter(View::is_managed);
    let named = all.filter_map(|it| {
        let (Known::Value(region), Known::Value(name)) = (region(it), given_text(it, "name")) else {
            return None;
        };
        let account = Text::new(it.stack().key.account.as_ref());
        Some(((account, region, name), reader.id::<StoreId>(it.id())?))
    });
    named.collect()
}
