//! `aws_guardduty_detector`: attacks seen in what accounts, networks and machines do.

use polder_cloud::{Draft, Handle, body};

/// What is watched beside the trail, the networks and the names, with the parts that a feature has of its own.
const FEATURES: [(&str, &[&str]); 6] = [
    ("S3_DATA_EVENTS", &[]),
    ("EKS_AUDIT_LOGS", &[]),
    ("EBS_MALWARE_PROTECTION", &[]),
    ("RDS_LOGIN_EVENTS", &[]),
    ("LAMBDA_NETWORK_LOGS", &[]),
    ("RUNTIME_MONITORING", &["ECS_FARGATE_AGENT_MANAGEMENT", "EC2_AGENT_MANAGEMENT", "EKS_ADDON_MANAGEMENT"]),
];

/// Writes the detector of a region.
pub(crate) fn detector(s: &Draft) -> Handle {
    s.file(
        "guardduty",
        "Attacks, seen in calls, networks, names, sign-ins to databases, and inside containers.",
    );
    let detector = s.resource(
        "aws_guardduty_detector",
        "main",
        body! {
            enable = true;
            finding_publishing_frequency = "FIFTEEN_MINUTES";
        },
    );
    for (feature, parts) in FEATURES {
        s.resource(
            "aws_guardduty_detector_feature",
            feature.to_lowercase(),
            body! {
                detector_id = detector.id();
                name = feature;
                status = "ENABLED";
                for part in parts => additional_configuration {
                    name = *part;
                    status = "ENABLED";
                }
            },
        );
    }
    s.expect("attacks are not looked for", detector.get("enable"), true);
    detector
}

/// Writes that accounts which join later are watched from their first minute.
pub(crate) fn whole_organization(s: &Draft, detector: &Handle) -> Handle {
    let organization = s.resource(
        "aws_guardduty_organization_configuration",
        "main",
        body! {
            detector_id = detector.id();
            auto_enable_organization_members = "NEW";
        },
    );
    for (feature, parts) in FEATURES {
        s.resource(
            "aws_guardduty_organization_configuration_feature",
            feature.to_lowercase(),
            body! {
                detector_id = detector.id();
                name = feature;
                auto_enable = "NEW";
                for part in parts => additional_configuration {
                    name = *part;
                    auto_enable = "NEW";
                }
            },
        );
    }
    organization
}
