//! Hosts of media: one shared host for a few cells, one for each cell of many.

use std::collections::BTreeSet;

use polder_design::{CellId, Design, EnvironmentValue, Process};
use polder_diag::Severity;
use polder_facts::Facts;
use polder_spec::Platform;

use crate::dump::{designed, platform};

fn six_cells() -> Platform {
    platform(include_str!("../../../../examples/six-cells/polder.toml"))
}

fn bases(design: &Design) -> Vec<&str> {
    design.cells.iter().map(|cell| cell.media_base.as_str()).collect()
}

/// The messages of errors.
fn messages(platform: &Platform) -> Vec<String> {
    let outcome = polder_design::design(platform, Facts::embedded());
    let errors = outcome.findings.iter().filter(|finding| finding.severity() == Severity::Error);
    errors.map(|finding| finding.message.clone()).collect()
}

/// CloudFront allows ten origin groups in a distribution, and each cell needs two.
#[test]
fn five_cells_share_a_host_and_six_do_not() {
    let mut platform = six_cells();
    let design = designed(&platform);
    assert_eq!(design.cells[CellId::new(1)].media_base, "media-swiss.shop.example.eu/media");
    assert_eq!(design.cells[CellId::new(1)].static_base, "media-swiss.shop.example.eu/static");
    assert_eq!(design.media_hosts(design.cells[CellId::new(0)].account).len(), 6);
    assert!(design.accounts.iter().all(|account| account.hosts.media.is_none()));

    platform.cells.truncate(5);
    platform.markets.retain(|market| market.cell.value < 5);
    let design = designed(&platform);
    assert_eq!(design.cells[CellId::new(1)].media_base, "media.shop.example.eu/swiss/media");
    assert_eq!(design.media_hosts(design.cells[CellId::new(0)].account), ["media.shop.example.eu"]);
}

#[test]
fn saleor_knows_the_host_of_its_own_cell() {
    let design = designed(&six_cells());
    for site in &design.sites {
        let api = site.services.iter().find(|service| service.process == Process::Api).expect("an API");
        let variable =
            |name: &str| api.environment.iter().find(|(known, _)| known == name).expect("set").1.clone();
        let cell = &design.cells[site.cell];
        assert_eq!(variable("AWS_MEDIA_CUSTOM_DOMAIN"), EnvironmentValue::Text(cell.media_base.clone()));
        assert_eq!(variable("AWS_STATIC_CUSTOM_DOMAIN"), EnvironmentValue::Text(cell.static_base.clone()));
    }
}

#[test]
fn without_a_label_pictures_are_where_the_shop_is() {
    let mut platform = six_cells();
    platform.edge.media.value = None;
    let design = designed(&platform);
    assert_eq!(bases(&design)[0], "de.shop.example.eu/media");
    assert_eq!(design.media_hosts(design.cells[CellId::new(0)].account), [""; 0]);
}

#[test]
fn a_media_host_has_one_target() {
    let mut platform = six_cells();
    platform.edge.media.value = Some("storefront".to_owned());
    let taken = "the host `storefront-swiss.shop.example.eu` is reserved for cell `swiss`";
    assert!(messages(&platform).iter().any(|message| message == taken));

    let mut platform = six_cells();
    platform.markets[0].host.value = "media-swiss".to_owned();
    let taken = "the host `media-swiss.shop.example.eu` is reserved for cell `swiss`";
    assert_eq!(messages(&platform), [taken]);

    let mut platform = six_cells();
    platform.edge.media.value = Some("m".repeat(60));
    assert!(messages(&platform).iter().all(|message| message.ends_with("longer than 63 characters")));
    assert_eq!(messages(&platform).len(), 6);
}

/// Dashboards keep their sessions by host.
#[test]
fn each_dashboard_has_a_host_unless_it_is_the_only_one() {
    let platform = six_cells();
    let design = polder_design::design(&platform, Facts::embedded()).sound().expect("a design");
    let hosts: BTreeSet<&str> =
        design.cells.iter().filter_map(|cell| cell.dashboard_host.as_deref()).collect();
    assert_eq!(hosts.len(), design.cells.len());
    assert!(hosts.contains("dashboard-swiss.shop.example.eu"), "{hosts:?}");

    let mut taken = six_cells();
    taken.markets[0].host.value = "dashboard-swiss".to_owned();
    assert_eq!(messages(&taken), ["the host `dashboard-swiss.shop.example.eu` is reserved for cell `swiss`"]);
}
