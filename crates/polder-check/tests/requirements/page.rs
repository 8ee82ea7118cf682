//! The documentation page equals the table.
#![expect(clippy::disallowed_methods, reason = "the test writes the page when it is asked to")]

use polder_check::page;

use crate::estate::owner;

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/requirements.md");

#[test]
fn the_page_is_fresh() {
    let fresh = page(&owner().0);
    if std::env::var_os("POLDER_UPDATE").is_some() {
        std::fs::write(PATH, &fresh).expect("the page can be written");
    }
    let page = std::fs::read_to_string(PATH).unwrap_or_default();
    assert!(page == fresh, "`docs/requirements.md` is not fresh: run this test with POLDER_UPDATE=1");
}
