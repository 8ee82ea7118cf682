//! Traits of regions: what an account must do before it can use one, and the services that it lacks.

use std::collections::{BTreeMap, BTreeSet};

use polder_diag::{Finding, Span};
use polder_facts::{Facts, MissingFact, Region, ids};
use polder_spec::{Environment, MailService, Platform, Setting};

use crate::cells::SiteOutline;
use crate::codes::{MISSING_FACT, SERVICE_NOT_OFFERED, STATE_IN_ONE_REGION};
use crate::id::SiteId;

/// The traits of every region that a platform can use, by the provider's name.
pub type RegionTraits = BTreeMap<String, Traits>;

/// The traits of a region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Traits {
    /// An account must enable the region before it can use it.
    pub must_be_enabled: bool,
    /// Packages of functions can be signed there, and functions can require it.
    pub signs_code: bool,
    /// Buckets can be searched for personal data.
    pub finds_personal_data: bool,
    /// Security findings of other regions can be collected there.
    pub collects_findings: bool,
    /// The configuration history can include identities.
    pub records_identities: bool,
    /// The provider's account that publishes the image of its threat detection agent.
    pub agent_account: String,
    /// The domain below which the provider's mail service publishes the keys that sign mail. `None` if it is not known.
    pub mail_keys: Option<String>,
}

impl Traits {
    fn of(facts: &Facts, region: &Region) -> Result<Traits, MissingFact> {
        let offers = |service| facts.offers(&region.id, service);
        Ok(Traits {
            must_be_enabled: region.opt_in,
            signs_code: offers(ids::CODE_SIGNING)?,
            finds_personal_data: offers(ids::DATA_DISCOVERY)?,
            collects_findings: offers(ids::FINDING_AGGREGATION)?,
            records_identities: offers(ids::IDENTITY_HISTORY)?,
            agent_account: region.agent_account.clone(),
            mail_keys: facts.text(&mail_keys(&region.id)).ok().map(|text| text.value.clone()),
        })
    }
}

/// The fact with the domain of the keys that sign mail from a region.
fn mail_keys(region: &str) -> String {
    format!("mail.keys.{region}")
}

/// The traits of all regions, and a finding for each guarantee that is lost with a service that a region lacks.
pub(crate) fn traits(
    platform: &Platform,
    facts: &Facts,
    planned: &BTreeMap<SiteId, SiteOutline<'_>>,
    findings: &mut Vec<Finding>,
) -> RegionTraits {
    let mut known = RegionTraits::new();
    for region in facts.regions() {
        match Traits::of(facts, region) {
            Ok(traits) => {
                known.insert(region.id.clone(), traits);
            }
            Err(missing) => findings.push(Finding::new(&MISSING_FACT, missing.to_string())),
        }
    }
    findings.extend(lost(platform, &known, planned));
    findings.extend(unsigned_mail(platform, facts, planned));
    known
}

/// The guarantees that the platform does not have in its regions. Each region is reported once for each guarantee.
fn lost(
    platform: &Platform,
    known: &RegionTraits,
    planned: &BTreeMap<SiteId, SiteOutline<'_>>,
) -> Vec<Finding> {
    let managed =
        platform.accounts.iter().any(|account| account.environment.value == Environment::Management);
    let state = &platform.state.region;
    let sites = planned.values().map(|outline| &outline.site.region);
    let mut seen = BTreeSet::new();
    let mut findings = vec![];
    for region in sites.filter(|region| seen.insert(region.value.as_str())) {
        let Some(traits) = known.get(&region.value) else { continue };
        if !traits.signs_code {
            findings.push(unsigned(&region.value, region.span()));
        }
        if managed && !traits.finds_personal_data {
            findings.push(unsearched(&region.value, region.span()));
        }
    }
    if managed && known.get(&state.value).is_some_and(|traits| !traits.collects_findings) {
        findings.push(not_collected(&state.value, state.span()));
    }
    let replica = &platform.state.replica_region;
    if replica.is_none() {
        findings.push(in_one_region(&state.value, replica.span().or(state.span()), managed));
    }
    findings
}

/// Regions in which the platform sends mail that nobody could verify.
fn unsigned_mail(
    platform: &Platform,
    facts: &Facts,
    planned: &BTreeMap<SiteId, SiteOutline<'_>>,
) -> Vec<Finding> {
    if platform.mail.service.value == MailService::Relay {
        return vec![];
    }
    let regions = planned.values().map(|outline| &outline.site.region);
    let missing = regions.filter_map(|region| Some((region, facts.text(&mail_keys(&region.value)).err()?)));
    let finding = |(region, missing): (&Setting<String>, MissingFact)| {
        Finding::new(&MISSING_FACT, missing.to_string())
            .at(region.span(), "where this region publishes the keys that sign mail is not known")
            .help("set `mail.service` to `relay`, or choose another region")
    };
    missing.map(finding).collect()
}

fn unsigned(region: &str, span: Option<Span>) -> Finding {
    Finding::new(&SERVICE_NOT_OFFERED, format!("packages of functions are not signed in `{region}`"))
        .at(span, "this region does not offer code signing")
        .note("whoever can write to the bucket of packages decides which code runs there")
        .help("choose a region with code signing, or restrict who writes to the bucket")
}

fn unsearched(region: &str, span: Option<Span>) -> Finding {
    let message = format!("buckets in `{region}` are not searched for personal data");
    Finding::new(&SERVICE_NOT_OFFERED, message)
        .at(span, "this region does not offer the service that searches them")
        .note("personal data in a bucket that should have none is not noticed there")
        .help("choose a region that offers it, or search these buckets in another way")
}

fn in_one_region(region: &str, span: Option<Span>, managed: bool) -> Finding {
    let what =
        if managed { "the state of Terraform and the log archive are" } else { "the state of Terraform is" };
    Finding::new(&STATE_IN_ONE_REGION, format!("{what} lost if `{region}` is lost"))
        .at(span, "no other region has a copy")
        .note("without its state, Terraform changes no resource of any region, and each must be imported")
        .help("set `state.replica_region` to another region inside the residency")
}

fn not_collected(region: &str, span: Option<Span>) -> Finding {
    let message = format!("security findings of other regions are not collected in `{region}`");
    Finding::new(&SERVICE_NOT_OFFERED, message)
        .at(span, "a region that accounts must enable cannot collect findings of others")
        .note("notifications are sent for findings in this region alone")
        .help("set `state.region` to a region that is enabled by default")
}
