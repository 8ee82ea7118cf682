//! Small graphs that a test writes, and what is read from them.

use polder_cloud::{Cloud, Container, Draft, Index, Layer, StackKey, StackScope, Value};
use polder_inventory::model::{Arena, Id};
use polder_inventory::{EntryId, Inventory, canonical};

/// The region of the stacks.
const REGION: &str = "eu-central-1";

/// The inventory of one stack that Polder wrote, in the account `production`.
pub(crate) fn of_stack(write: impl FnOnce(&Draft)) -> Inventory {
    of_stacks([(REGION, Box::new(write) as Write<'_>)])
}

/// The inventory of a foreign stack: nothing is known of its account.
pub(crate) fn of_foreign(write: impl FnOnce(&Draft)) -> Inventory {
    inventory(&foreign(write))
}

/// The function that writes a stack.
type Write<'w> = Box<dyn FnOnce(&Draft) + 'w>;

/// The inventory of stacks of the account `production`, one for each region.
pub(crate) fn of_stacks<'w, const N: usize>(stacks: [(&str, Write<'w>); N]) -> Inventory {
    of_cloud(|cloud| {
        for (region, write) in stacks {
            let draft = stack_in(cloud, "production", region, Layer::Data);
            write(&draft);
            cloud.add(draft);
        }
    })
}

/// The inventory of any stacks.
pub(crate) fn of_cloud(write: impl FnOnce(&mut Cloud)) -> Inventory {
    let mut cloud = Cloud::default();
    write(&mut cloud);
    inventory(&cloud)
}

/// A stack that Polder wrote.
pub(crate) fn stack(cloud: &Cloud, account: &str, layer: Layer) -> Draft {
    stack_in(cloud, account, REGION, layer)
}

fn stack_in(cloud: &Cloud, account: &str, region: &str, layer: Layer) -> Draft {
    let scope = StackScope::Region(region.into());
    cloud.draft(StackKey { account: account.into(), scope, layer }, region, "For a test.")
}

/// A cloud of one foreign stack, whose key is `plan`.
pub(crate) fn foreign(write: impl FnOnce(&Draft)) -> Cloud {
    let mut cloud = Cloud::default();
    let draft = cloud.draft(StackKey::foreign("plan"), REGION, "For a test.");
    write(&draft);
    cloud.add(draft);
    cloud
}

/// The inventory of a cloud. It is well formed.
pub(crate) fn inventory(cloud: &Cloud) -> Inventory {
    let inventory = crate::read(&Index::new(cloud), &|_| None);
    assert_eq!(polder_inventory::check(&inventory), vec![]);
    inventory
}

/// A container without optional settings.
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

/// The region of an entry.
pub(crate) fn region(inventory: &Inventory, entry: impl Into<EntryId>) -> Option<String> {
    let source = inventory.source_of(entry).expect("a source");
    let region = inventory.locations[source.location].region.value().expect("a known region");
    region.as_ref().map(ToString::to_string)
}

/// What an inventory says of entries whose path begins so, one value a line. Sources are left out, and stacks where their
/// resources are named.
pub(crate) fn said(inventory: &Inventory, beginning: &str) -> String {
    let text = canonical(inventory);
    let lines = text.lines().filter(|line| line.starts_with(beginning));
    let own = lines.filter(|line| !line.contains("/source.") && !line.ends_with(" = present"));
    let short = own.map(|line| {
        ["production/eu-central-1/shared/data:", "plan:"]
            .iter()
            .fold(line[beginning.len()..].to_owned(), |line, stack| line.replace(stack, ""))
    });
    short.collect::<Vec<_>>().join("\n")
}
