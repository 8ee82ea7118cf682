//! `aws_guardduty_detector`: threat detection in accounts, networks and workloads.

use polder_cloud::{Body, Handle, Value, body};

use crate::detection::offered::Regions;
use crate::draft::Draft;

/// A protection plan beside the basic data sources.
struct Feature {
    /// Its name.
    name: &'static str,
    /// Its additional configuration.
    parts: &'static [&'static str],
    /// The regions that have it.
    regions: Regions,
}

const fn feature(name: &'static str, parts: &'static [&'static str]) -> Feature {
    Feature { name, parts, regions: Regions::All }
}

/// The protection plans. GuardDuty User Guide, "Region-specific feature availability", read 2026-11: of these, RDS Protection
/// is missing in one region, Taipei, which Polder does not know.
const FEATURES: [Feature; 6] = [
    feature("S3_DATA_EVENTS", &[]),
    feature("EKS_AUDIT_LOGS", &[]),
    feature("EBS_MALWARE_PROTECTION", &[]),
    feature("RDS_LOGIN_EVENTS", &[]),
    feature("LAMBDA_NETWORK_LOGS", &[]),
    feature(
        "RUNTIME_MONITORING",
        &["ECS_FARGATE_AGENT_MANAGEMENT", "EC2_AGENT_MANAGEMENT", "EKS_ADDON_MANAGEMENT"],
    ),
];

/// The accounts: all, also those that join later. `NEW` would leave the protection plans of accounts off that are members
/// of the organization before these settings are made, as the accounts of the platform are. GuardDuty API Reference,
/// `OrganizationFeatureConfiguration`; it may take a day until they are on.
const WHOM: &str = "ALL";

/// Writes the detector of a region in an account that needs one of its own: the administrator, and the management account,
/// which must have one before it becomes a member.
pub(crate) fn detector(s: &Draft) -> Handle {
    s.file(
        "guardduty",
        "Threat detection in API calls, networks, DNS queries, database logins, and containers.\n\
         GuardDuty creates the detectors of the other accounts, with the settings of the layer oversight,\n\
         when that layer adds the accounts: none of them can have another detector, or one with fewer\n\
         features.",
    );
    let detector = s.resource(
        "aws_guardduty_detector",
        "main",
        body! {
            enable = true;
            finding_publishing_frequency = "FIFTEEN_MINUTES";
        },
    );
    s.expect("the detector must be enabled", detector.get("enable"), true);
    detector
}

/// Writes the protection plans of the administrator itself.
pub(crate) fn features(s: &Draft, detector: &Handle, region: &str) {
    for Feature { name, parts, .. } in FEATURES.iter().filter(|it| it.regions.include(region)) {
        let own = feature_body(detector, name, ("status", "ENABLED"), parts);
        s.resource("aws_guardduty_detector_feature", name.to_lowercase(), own);
    }
}

/// Writes the settings for all members. `admin` is what makes this account the administrator, if this stack does.
pub(crate) fn for_members(s: &Draft, detector: &Handle, region: &str, admin: Option<&Handle>) {
    s.file("guardduty", "Threat detection in all accounts, with all protection plans.");
    let organization = s.resource(
        "aws_guardduty_organization_configuration",
        "main",
        body! {
            detector_id = detector.id();
            auto_enable_organization_members = WHOM;
            depends_on = admin.map(|admin| vec![admin.whole()]);
        },
    );
    for Feature { name, parts, .. } in FEATURES.iter().filter(|it| it.regions.include(region)) {
        let mut all = feature_body(detector, name, ("auto_enable", WHOM), parts);
        all.items.extend(body! { depends_on = [organization.whole()]; }.items);
        s.resource("aws_guardduty_organization_configuration_feature", name.to_lowercase(), all);
    }
    let whom = organization.get("auto_enable_organization_members");
    s.expect("the detectors of all accounts must be enabled", whom, WHOM);
}

/// A feature with its additional configuration; the argument for its state differs between kinds of
/// resources.
fn feature_body(
    detector: &Handle,
    feature: &'static str,
    (attribute, state): (&'static str, &'static str),
    parts: &[&'static str],
) -> Body {
    let with_state = |name: &'static str| {
        let mut body = body! { name = name; };
        body.set(None, attribute, Value::from(state));
        body
    };
    let mut body = body! { detector_id = detector.id(); };
    body.items.extend(with_state(feature).items);
    for part in parts {
        body.block(None, "additional_configuration", with_state(part));
    }
    body
}
