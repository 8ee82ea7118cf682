//! Graphs for tests and what is read from them: small ones that a test writes, and the owner's.

use std::sync::OnceLock;

use polder_cloud::{Cloud, Draft, Index, Layer, StackKey, StackScope};
use polder_facts::Facts;
use polder_inventory::{Inventory, canonical};

/// The inventory of one stack of Polder's own in the account `production` and the region `eu-west-1`.
pub(crate) fn own(write: impl FnOnce(&Draft)) -> Inventory {
    stacks(|cloud| {
        let draft = stack(cloud, "production", Layer::Data);
        write(&draft);
        cloud.add(draft);
    })
}

/// The inventory of one stack that another party wrote, in the region `eu-west-1`.
pub(crate) fn foreign(write: impl FnOnce(&Draft)) -> Inventory {
    stacks(|cloud| {
        let draft = cloud.draft(StackKey::foreign("plan"), "eu-west-1", "For a test.");
        write(&draft);
        cloud.add(draft);
    })
}

/// The inventory of several stacks.
pub(crate) fn stacks(write: impl FnOnce(&mut Cloud)) -> Inventory {
    let mut cloud = Cloud::default();
    write(&mut cloud);
    let index = Index::new(&cloud);
    let inventory = crate::read(&index, &|_| None);
    assert_eq!(polder_inventory::check(&inventory), vec![]);
    inventory
}

/// A stack of Polder's own.
pub(crate) fn stack(cloud: &Cloud, account: &str, layer: Layer) -> Draft {
    let scope = StackScope::Region("eu-west-1".into());
    cloud.draft(StackKey { account: account.into(), scope, layer }, "eu-west-1", "For a test.")
}

/// What an inventory says of entries whose path begins so, one value a line. Sources are left out, and stacks where their
/// resources are named.
pub(crate) fn said(inventory: &Inventory, beginning: &str) -> String {
    let text = canonical(inventory);
    let lines = text.lines().filter(|line| line.starts_with(beginning));
    let own = lines.filter(|line| !line.contains("/source.") && !line.ends_with(" = present"));
    let short = own.map(|line| {
        ["production/eu-west-1/shared/data:", "plan:"]
            .iter()
            .fold(line[beginning.len()..].to_owned(), |line, stack| line.replace(stack, ""))
    });
    short.collect::<Vec<_>>().join("\n")
}

/// The cloud of a platform file.
pub(crate) fn lowered(text: &str) -> Cloud {
    let facts = Facts::embedded();
    let platform = polder_spec::read(text, facts).value.expect("examples have no errors");
    polder_aws::lower(&polder_design::design(&platform, facts).value.expect("a design")).cloud
}

/// The owner's cloud.
pub(crate) fn owners_cloud() -> &'static Cloud {
    static CLOUD: OnceLock<Cloud> = OnceLock::new();
    CLOUD.get_or_init(|| lowered(include_str!("../../../examples/saleor-eu/polder.toml")))
}

/// The owner's inventory.
pub(crate) fn owners() -> &'static Inventory {
    static INVENTORY: OnceLock<Inventory> = OnceLock::new();
    INVENTORY.get_or_init(|| crate::read(&Index::new(owners_cloud()), &|_| None))
}
