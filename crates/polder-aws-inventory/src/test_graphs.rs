//! Small graphs that a test writes, and the entries of single resources.

use polder_cloud::{Cloud, Container, Draft, Index, Layer, StackKey, StackScope, Value};
use polder_inventory::model::{Arena, Id};
use polder_inventory::{EntryId, Inventory};

use crate::read;

/// The inventory of one stack in `eu-central-1`.
pub(crate) fn of_stack(write: impl FnOnce(&Draft)) -> Inventory {
    of_stacks([("eu-central-1", Box::new(write) as Write<'_>)])
}

/// The inventory of a foreign stack: nothing is known of its account.
pub(crate) fn of_foreign(write: impl FnOnce(&Draft)) -> Inventory {
    let mut cloud = Cloud::default();
    let draft = cloud.draft(StackKey::foreign("plan.json"), "eu-central-1", "For a test.");
    write(&draft);
    cloud.add(draft);
    sound(read(&Index::new(&cloud), &|_| None))
}

/// What writes a stack.
type Write<'w> = Box<dyn FnOnce(&Draft) + 'w>;

/// The inventory of stacks of one account, one for each region.
pub(crate) fn of_stacks<'w, const N: usize>(stacks: [(&str, Write<'w>); N]) -> Inventory {
    let mut cloud = Cloud::default();
    for (region, write) in stacks {
        let scope = StackScope::Site { region: region.into(), cell: "de".into() };
        let key = StackKey { account: "production".into(), scope, layer: Layer::Data };
        let draft = cloud.draft(key, region, "For a test.");
        write(&draft);
        cloud.add(draft);
    }
    sound(read(&Index::new(&cloud), &|_| None))
}

/// A container that says as little as it can.
pub(crate) fn container(name: &str) -> Container {
    Container {
        name: name.into(),
        image: "busybox".into(),
        essential: true,
        entry_point: vec![],
        command: vec![],
        ports: vec![],
        environment: vec![],
        secrets: vec![],
        health: None,
        log_group: Value::Null,
        log_region: Value::Null,
        stop_timeout_seconds: 30,
        readonly_root: false,
        user: "".into(),
        mounts: vec![],
        after: vec![],
        memory_reservation_mib: 0,
    }
}

fn sound(inventory: Inventory) -> Inventory {
    let violations = polder_inventory::check(&inventory);
    assert!(violations.is_empty(), "{violations:?}");
    inventory
}

/// The entry of a table that comes from an address, which may end in `#part`.
pub(crate) fn at<'i, I: Id + Into<EntryId>, T>(
    inventory: &'i Inventory,
    table: &'i Arena<I, T>,
    address: &str,
) -> &'i T {
    let (address, part) =
        address.split_once('#').map_or((address, None), |(address, part)| (address, Some(part)));
    let mut found = table.iter().filter(|(id, _)| {
        let source = inventory.source_of(*id).expect("a source");
        source.address == address && source.part.as_deref() == part
    });
    let Some((_, entry)) = found.next() else { panic!("nothing is at {address}") };
    assert!(found.next().is_none(), "several are at {address}");
    entry
}

/// The address that an entry comes from, with `#part`.
pub(crate) fn address(inventory: &Inventory, entry: impl Into<EntryId>) -> String {
    let source = inventory.source_of(entry).expect("a source");
    let part = source.part.as_ref().map_or_else(String::new, |part| format!("#{part}"));
    format!("{}{part}", source.address)
}

/// The region that an entry lies in.
pub(crate) fn region(inventory: &Inventory, entry: impl Into<EntryId>) -> Option<String> {
    let source = inventory.source_of(entry).expect("a source");
    let region = inventory.locations[source.location].region.value().expect("a known region");
    region.as_ref().map(ToString::to_string)
}
