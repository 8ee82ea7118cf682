//! Mail by SES, on the example whose cells share a region and whose regions have different domains of keys.

use std::collections::BTreeSet;

use polder_cloud::{Index, Layer, Mode};
use polder_design::{Design, MailService};

use crate::examples;

const EXAMPLE: &str = "sqs-broker";

/// Every DNS record: its kind, its host and its value, each empty if it is not known before AWS answers.
fn records(design: &Design) -> BTreeSet<(String, String, String)> {
    let cloud = crate::lower(design).cloud;
    let index = Index::new(&cloud);
    let all = index.of_kind("aws_route53_record").iter().filter_map(|id| index.view(*id));
    let text = |view: polder_cloud::View<'_, '_>, name| view.text(name).unwrap_or_default().into_owned();
    all.map(|view| (text(view, "type"), text(view, "name"), view.texts("records").join(" "))).collect()
}

#[test]
fn an_identity_is_one_for_a_domain_and_region_and_a_set_one_for_a_site() {
    let design = examples::design(EXAMPLE);
    let cloud = crate::lower(&design).cloud;
    let of = |kind: &str| {
        let stacks = cloud.stacks.iter();
        let made = stacks.flat_map(|stack| stack.managed().map(move |resource| (stack, resource)));
        made.filter(|(_, it)| it.address.kind == kind).map(|(stack, _)| stack).collect::<Vec<_>>()
    };
    let identities = of("aws_sesv2_email_identity");
    let regions: BTreeSet<_> = identities.iter().map(|stack| (&stack.key.account, &stack.region)).collect();
    assert_eq!(identities.len(), design.regions.len());
    assert_eq!(regions.len(), design.regions.len());
    assert!(design.sites.iter().count() > design.regions.len(), "two sites of the example share a region");
    let sets = of("aws_sesv2_configuration_set");
    assert_eq!(sets.len(), design.sites.iter().count());
    assert!(sets.iter().all(|stack| stack.key.layer == Layer::Base));
}

#[test]
fn each_region_has_a_name_for_returned_mail_and_each_domain_one_policy() {
    let design = examples::design(EXAMPLE);
    let records = records(&design);
    for region in &design.regions {
        let host = format!("bounce-{}.{}", region.region, design.accounts[region.account].domain);
        let exchanger = format!("10 feedback-smtp.{}.amazonses.com", region.region);
        for (kind, value) in [("MX", exchanger.as_str()), ("TXT", "v=spf1 include:amazonses.com -all")] {
            let record = (kind.to_owned(), host.clone(), value.to_owned());
            assert!(records.contains(&record), "{record:?}: {records:?}");
        }
    }
    let policy = "v=DMARC1; p=quarantine".to_owned();
    let record = ("TXT".to_owned(), format!("_dmarc.{}", design.domain), policy);
    assert!(records.contains(&record), "{records:?}");
}

/// Milan has a domain of keys of its own: with another one, nothing that it signs could be verified.
#[test]
fn keys_are_looked_up_where_the_region_publishes_them() {
    let design = examples::design(EXAMPLE);
    let text = format!("{:?}", crate::lower(&design).cloud);
    assert!(text.contains("dkim.eu-south-1.amazonses.com") && text.contains("\"dkim.amazonses.com\""));
}

#[test]
fn a_relay_needs_nothing_of_it() {
    let mut design = examples::design(EXAMPLE);
    design.mail = MailService::Relay;
    design.sites.iter_mut().for_each(|site| site.mail = None);
    design.dmarc = None;
    let cloud = crate::lower(&design).cloud;
    let resources = cloud.stacks.iter().flat_map(|stack| &stack.resources);
    let left =
        resources.filter(|it| it.address.mode == Mode::Managed && it.address.kind.starts_with("aws_ses"));
    assert_eq!(left.count(), 0);
    assert!(!format!("{cloud:?}").contains("amazonses"));
}

/// A rate is published when it changes: an alarm that ended without a new one would end while the rate is still too high.
#[test]
fn a_rate_that_is_not_published_again_ends_no_alarm() {
    let cloud = crate::lower(&examples::design(EXAMPLE)).cloud;
    let index = Index::new(&cloud);
    let alarms = index.of_kind("aws_cloudwatch_metric_alarm").iter().filter_map(|id| index.view(*id));
    let of_mail: Vec<_> = alarms.filter(|alarm| alarm.address().name.starts_with("mail_")).collect();
    assert_eq!(of_mail.len(), 2 * examples::design(EXAMPLE).sites.iter().count());
    for alarm in of_mail {
        assert_eq!(alarm.text("treat_missing_data").as_deref(), Some("ignore"), "{}", alarm.address());
    }
}
