//! The inventory of the examples contains the part of the design that each resource belongs to.

use std::collections::{BTreeMap, BTreeSet};

use polder_inventory::model::Text;
use polder_testkit::{EXAMPLES, compiled};

#[test]
fn every_resource_has_an_origin_where_its_stack_is() {
    for (name, text) in EXAMPLES {
        // Read while the graph is checked: no less than what is read afterwards.
        let (compiled, inventory) = polder::compile_with_inventory(text).sound().expect(name);
        assert_eq!(inventory.sources.len(), polder::inventory(&compiled).sources.len(), "{name}");
        assert_eq!(polder_inventory::check(&inventory), vec![], "{name}");
        let mut named = BTreeSet::new();
        for source in inventory.sources.values() {
            let resource = format!("{name}: {}:{}", source.stack, source.address);
            named.insert((source.stack.as_str(), source.address.as_str()));
            let origin = source.origin.map(|id| &inventory.origins[id]);
            let origin = origin.unwrap_or_else(|| panic!("{resource} has no origin"));
            let path: Vec<&str> = source.stack.split('/').collect();
            let place = path[1..path.len() - 1].iter().copied();
            let place: Vec<&str> = place.filter(|step| !["global", "shared"].contains(step)).collect();
            let region_and_cell: Vec<&str> =
                [&origin.region, &origin.cell].into_iter().flatten().map(Text::as_str).collect();
            assert_eq!((path[0], place), (origin.account.as_str(), region_and_cell), "{resource}");
            assert_eq!(origin.cell.is_some(), origin.site.is_some(), "{resource}");
            assert!(!origin.component.is_empty(), "{resource}");
        }
        // Not a source for each resource: some have nothing that an engine needs. But most do.
        let resources: usize = compiled.cloud.stacks.iter().map(|stack| stack.resources.len()).sum();
        assert!(named.len() * 2 > resources, "{name}: {} of {resources} resources", named.len());
    }
}

#[test]
fn parts_of_one_stack_have_names_of_their_own() {
    for (name, text) in EXAMPLES {
        let compiled = compiled(name, text);
        let inventory = polder::inventory(&compiled);
        let mut parts: BTreeMap<(&str, &str), BTreeSet<String>> = BTreeMap::new();
        let stacks: BTreeMap<String, _> =
            compiled.cloud.stacks.iter().map(|stack| (stack.key.to_string(), stack)).collect();
        for source in inventory.sources.values() {
            let Some(origin) = source.origin.map(|id| &inventory.origins[id]) else { continue };
            let stack = stacks[source.stack.as_str()];
            let mut resources = stack.resources.iter();
            let at = resources.position(|it| it.address.to_string() == source.address.as_str());
            let of = at.and_then(|at| compiled.origins.of(stack.id, at));
            let of = of.map(|of| (of.component, of.layer));
            parts.entry((&source.stack, &origin.component)).or_default().insert(format!("{of:?}"));
        }
        let mixed: Vec<_> = parts.iter().filter(|(_, parts)| parts.len() > 1).collect();
        assert!(mixed.is_empty(), "{name}: {mixed:?}");
    }
}
