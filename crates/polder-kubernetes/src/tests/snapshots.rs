//! Small snapshots, to review that a manifest, the values of a controller and the page are readable. The other tests
//! check their content.

use super::designs::owner;

fn content(path: &str) -> String {
    let path = format!("stacks/production/eu-central-1/de/app/kubernetes/{path}");
    let file = crate::files(owner()).find(|file| file.path == path);
    file.unwrap_or_else(|| panic!("no file {path}")).content
}

#[test]
fn a_manifest_reads_well() {
    insta::assert_snapshot!("manifest", content("services/beat.yaml"));
}

#[test]
fn the_values_of_a_controller_read_well() {
    insta::assert_snapshot!("controller", content("controllers/external-secrets.yaml"));
}

#[test]
fn the_page_reads_well() {
    insta::assert_snapshot!("page", content("README.md"));
}
