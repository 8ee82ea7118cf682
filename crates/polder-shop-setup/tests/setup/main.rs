//! Whole setups and verifications against a stand-in of Saleor that is generated from its schema.

mod mutations;
mod stand_in;

mod operations;
mod setups;
mod verifications;

use polder_facts::Facts;
use polder_shop::Shop;
use polder_shop_setup::Wanted;

/// The queue of the active site.
const QUEUE: &str = "https://sqs.eu-west-1.amazonaws.com/123456789012/saleor-eu-benelux-eu-west-1-events";

/// The shop of a cell of the built-in example.
fn shop(cell: &str) -> Shop {
    let facts = Facts::embedded();
    let platform = polder_spec::read(include_str!("../../../../examples/saleor-eu/polder.toml"), facts);
    let design =
        platform.and_then(|platform| polder_design::design(&platform, facts)).sound().expect("sound");
    let mut shops = polder_shop::configure(&design, facts);
    let index = shops.iter().position(|shop| shop.cell == cell).expect("the cell");
    shops.swap_remove(index)
}

fn wanted(shop: &Shop) -> Wanted<'_> {
    Wanted::new(shop, Some(QUEUE)).expect("a queue")
}
