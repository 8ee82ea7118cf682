//! Snapshots of the folder of one site.

use polder_design::Process;
use polder_emit::File;

use super::designs::{own_services, owner};

fn folder(files: impl Iterator<Item = File>, of: &str) -> String {
    let files = files.filter(|file| file.path.starts_with(of));
    files.map(|file| format!("==> {}\n{}\n", file.path.trim_start_matches(of), file.content)).collect()
}

/// One of each kind: the others are the same for other processes.
#[test]
fn the_folder_of_the_owners_first_site() {
    let left_out =
        ["security-groups", "service-accounts", "kubernetes/secrets", "static", "worker", "storefront"];
    let files = crate::files(owner()).filter(|file| !left_out.iter().any(|name| file.path.contains(name)));
    let folder = folder(files, "stacks/production/eu-central-1/de/app/kubernetes/");
    insta::assert_snapshot!("owner", folder);
}

#[test]
fn a_site_that_stands_by_has_no_workers_and_no_migration() {
    let files = crate::files(owner()).filter(|file| {
        file.path.ends_with("worker.yaml")
            || file.path.ends_with("beat.yaml")
            || file.path.ends_with("README.md")
    });
    let folder = folder(files, "stacks/production/eu-west-1/de/app/kubernetes/");
    insta::assert_snapshot!("standby", folder);
}

#[test]
fn a_service_of_the_users_own_and_its_secrets() {
    let design = own_services();
    let site = design.sites.first().expect("there is a site");
    let own = site.services.iter().find(|service| matches!(service.process, Process::Own(_)));
    let name = own.expect("it has services of its own").process.name();
    let wanted = [format!("services/{name}.yaml"), "kubernetes/secrets.yaml".to_owned()];
    let stack = format!("{}/{}/app", site.region, design.cells[site.cell].name);
    let files = crate::files(design)
        .filter(|file| file.path.contains(&stack) && wanted.iter().any(|end| file.path.ends_with(end)));
    insta::assert_snapshot!("own", folder(files, "stacks/"));
}
