//! `aws_ecr_registry_scanning_configuration`: when images in a region are scanned for vulnerabilities.

use polder_cloud::View;
use polder_inventory::model::{Known, Reason, Text};
use polder_inventory::stores::{Scanning, StoreId, StoreKind};

use crate::reader::Reader;
use crate::value::{given_text, region, same_place};

/// The matching rule with the highest frequency applies to a repository; one that matches no rule is not
/// scanned. The repository's own setting is ignored then. Source: AWS, Amazon ECR User Guide, "Configure
/// enhanced scanning" and "basic scanning".
pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let index = view.index();
    for id in index.of_kind("aws_ecr_repository") {
        let Some(repository) = index.view(*id).filter(|it| it.is_managed() && same_place(view, *it)) else {
            continue;
        };
        let Some(store) = reader.id::<StoreId>(repository.id()) else { continue };
        let scanning = given_text(repository, "name").and_then(|name| of_name(view, &name));
        if let Some(entry) = reader.inventory.stores.stores.get_mut(store)
            && let StoreKind::Registry(registry) = &mut entry.kind
        {
            registry.scanning = scanning;
            reader.contribute(view, store, &["kind.scanning"]);
        }
    }
}

/// When images are scanned in a repository that is not a resource: as configured for the registry of its
/// region, else never.
pub(super) fn in_region(view: View<'_, '_>, there: &Text, name: &str) -> Known<Scanning> {
    let index = view.index();
    let all =
        index.of_kind("aws_ecr_registry_scanning_configuration").iter().filter_map(|id| index.view(*id));
    let mut of_account =
        all.filter(|it| it.is_managed() && it.stack().key.account == view.stack().key.account);
    let found = of_account.find(|it| region(*it).value() == Some(there));
    found.map_or(Known::Value(Scanning::Never), |it| of_name(it, name))
}

fn of_name(view: View<'_, '_>, name: &str) -> Known<Scanning> {
    let mut found = Scanning::Never;
    for rule in view.blocks("rule") {
        let mut fits = false;
        for filter in rule.blocks("repository_filter") {
            match given_text(filter, "filter") {
                Known::Value(filter) => fits |= matches(&filter, name),
                Known::Unknown(reason) => return Known::Unknown(reason),
            }
        }
        if !fits {
            continue;
        }
        match given_text(rule, "scan_frequency") {
            Known::Value(word) => match word.as_str() {
                "CONTINUOUS_SCAN" => found = Scanning::Continuous,
                "SCAN_ON_PUSH" if found == Scanning::Never => found = Scanning::OnPush,
                "SCAN_ON_PUSH" | "MANUAL" => {}
                _ => return Known::Unknown(Reason::NotUnderstood),
            },
            Known::Unknown(reason) => return Known::Unknown(reason),
        }
    }
    Known::Value(found)
}

/// Whether a filter with `*` matches a name. A filter without a wildcard matches names that contain it.
/// Source: AWS, Amazon ECR User Guide, "Filter wildcards".
fn matches(filter: &str, name: &str) -> bool {
    if !filter.contains('*') {
        return name.contains(filter);
    }
    let parts: Vec<&str> = filter.split('*').collect();
    let (first, last) = (parts[0], parts[parts.len() - 1]);
    let Some(mut rest) = name.strip_prefix(first) else { return false };
    for part in &parts[1..parts.len() - 1] {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn filters_with_and_without_wildcards() {
        for (filter, name, fits) in [
            ("*", "shop/api", true),
            ("shop*", "shop/api", true),
            ("shop*", "my-shop", false),
            ("*api", "shop/api", true),
            ("shop*api*", "shop/api/v2", true),
            ("a*a", "a", false),
            ("a*b*c", "a-c-b", false),
            ("shop", "my-shop/api", true),
            ("shop", "api", false),
        ] {
            assert_eq!(matches(filter, name), fits, "{filter} {name}");
        }
    }
}
