//! Cases that are difficult for a model of a cloud. Each is written as a reader would write it, and queried
//! as an engine would ask.

mod access;
mod data;
mod edge;
mod network;
mod workload;

use super::small::Writer;
use crate::canonical::canonical;
use crate::check::check;
use crate::entries::Inventory;

/// The finished inventory, which has no violation.
fn finished(writer: Writer) -> Inventory {
    assert_eq!(check(&writer.all), []);
    writer.all
}

/// The lines of an inventory about one source, without those about the source itself.
fn lines_about(inventory: &Inventory, address: &str) -> String {
    let whole = canonical(inventory);
    let about = whole.lines().filter(|line| {
        let path = line.split(" = ").next().unwrap_or_default();
        path.contains(address) && !path.contains("/source.") && !line.ends_with("= present")
    });
    about.map(|line| format!("{line}\n")).collect()
}
