//! CIS Amazon Web Services Foundations Benchmark 3.0.0, of January 2024: all 62 recommendations. The numbers are facts, the wording is ours.

use super::rule::{Left, OF_THE_DIRECTORY, Rule, broader, rule};

/// The root user of an account.
const OF_THE_ROOT_USER: Left = Left::Procedural(
    "the root user is not in Terraform: its credentials and sign-ins are shown by the credential report",
);
/// Keys of users.
const NO_USERS: Left = Left::Procedural(
    "Polder creates no users: that nobody made one by hand is shown by the credential report",
);
const NOT_DECIDED: Left = Left::Undecided("the configuration can show it, and no property decides it");
const ALARMS: Left = Left::Undecided(
    "the configuration can show filters and alarms, and no property decides that one matches the events",
);

pub(super) const RULES: &[Rule] = &[
    rule(
        "CIS-1.1",
        "contact details of the account are current",
        &[],
        Left::Procedural("contacts are people, and whether they still answer is up to the owner"),
    ),
    rule(
        "CIS-1.2",
        "a contact for security is registered",
        &[],
        Left::Procedural("contacts are people, and whether they still answer is up to the owner"),
    ),
    rule(
        "CIS-1.3",
        "security questions of the account are set",
        &[],
        Left::Procedural("the questions are set by hand with the root user"),
    ),
    rule("CIS-1.4", "the root user has no access keys", &[], OF_THE_ROOT_USER),
    rule("CIS-1.5", "the root user signs in with a second factor", &[], OF_THE_ROOT_USER),
    rule("CIS-1.6", "the second factor of the root user is hardware", &[], OF_THE_ROOT_USER),
    rule("CIS-1.7", "the root user is not used for daily work", &[], OF_THE_ROOT_USER),
    rule("CIS-1.8", "passwords have fourteen characters or more", &[], NOT_DECIDED),
    rule("CIS-1.9", "passwords are not used again", &[], NOT_DECIDED),
    broader(
        "CIS-1.10",
        "users who sign in to the console have a second factor",
        &["access.second-factor"],
        OF_THE_DIRECTORY,
    ),
    rule("CIS-1.11", "a new user with a password has no access keys from the start", &[], NO_USERS),
    rule("CIS-1.12", "credentials that are not used for 45 days are disabled", &[], NO_USERS),
    rule("CIS-1.13", "a user has one active access key at most", &[], NO_USERS),
    rule("CIS-1.14", "access keys are changed within 90 days", &[], NO_USERS),
    rule("CIS-1.15", "users have permissions through groups only", &[], NOT_DECIDED),
    broader(
        "CIS-1.16",
        "no policy in use allows every action on everything",
        &["access.administrators", "access.beyond-needs"],
        Left::Undecided(
            "who can become an administrator is decided; a policy that the boundary of its role confines is not looked at by itself",
        ),
    ),
    rule("CIS-1.17", "a role exists for cases with AWS Support", &[], NOT_DECIDED),
    broader(
        "CIS-1.18",
        "machines get access to AWS by roles",
        &["access.needed"],
        Left::Undecided("that no machine holds other credentials is not decided by a property"),
    ),
    rule(
        "CIS-1.19",
        "expired certificates are removed from IAM",
        &[],
        Left::Procedural("certificates that were uploaded by hand are shown by the account; Polder uses ACM"),
    ),
    rule("CIS-1.20", "IAM Access Analyzer is on in every region", &[], NOT_DECIDED),
    rule(
        "CIS-1.21",
        "people of several accounts sign in at one place",
        &[],
        Left::Procedural("the directory of the owner is not in Terraform"),
    ),
    rule("CIS-1.22", "nobody has full access to CloudShell", &[], NOT_DECIDED),
    broader(
        "CIS-2.1.1",
        "buckets refuse plain HTTP",
        &["encryption.transit.stores"],
        Left::Undecided(
            "buckets that hold public or operational data only are listed, and not required to refuse it",
        ),
    ),
    rule(
        "CIS-2.1.2",
        "versions of objects are deleted with a second factor only",
        &[],
        Left::Procedural("the root user turns it on, by a request that Terraform cannot make"),
    ),
    rule(
        "CIS-2.1.3",
        "data in buckets are found and classified",
        &[],
        Left::Undecided(
            "each store declares what it holds; that a scan confirms it is not decided by a property",
        ),
    ),
    broader(
        "CIS-2.1.4",
        "buckets block public access",
        &["access.outsiders"],
        Left::Undecided(
            "what policies give to outsiders is decided; whether the settings that block more are on is not",
        ),
    ),
    broader(
        "CIS-2.2.1",
        "volumes are encrypted by default in every region",
        &["encryption.at-rest"],
        Left::Undecided("stores of the estate are decided; the default of a region for later volumes is not"),
    ),
    broader("CIS-2.3.1", "databases are encrypted", &["encryption.at-rest"], Left::Nothing),
    rule("CIS-2.3.2", "databases get minor versions by themselves", &[], NOT_DECIDED),
    broader("CIS-2.3.3", "no database is open to the internet", &["network.data-tier"], Left::Nothing),
    broader("CIS-2.4.1", "file systems are encrypted", &["encryption.at-rest"], Left::Nothing),
    broader(
        "CIS-3.1",
        "CloudTrail records every region",
        &["access.logging"],
        Left::Undecided("who can turn it off is decided; that it is on is not"),
    ),
    rule("CIS-3.2", "log files of CloudTrail are validated", &[], NOT_DECIDED),
    broader(
        "CIS-3.3",
        "AWS Config records every region",
        &["access.logging"],
        Left::Undecided("who can turn it off is decided; that it is on is not"),
    ),
    rule("CIS-3.4", "requests on the bucket of the trail are logged", &[], NOT_DECIDED),
    broader(
        "CIS-3.5",
        "logs of CloudTrail are encrypted with a key of KMS",
        &["encryption.at-rest", "encryption.keys"],
        Left::Undecided("stores of logs must be encrypted, and need no key of their owner"),
    ),
    rule("CIS-3.6", "symmetric keys of the owner are rotated", &["encryption.rotation"], Left::Nothing),
    broader(
        "CIS-3.7",
        "every VPC has flow logs",
        &["access.logging"],
        Left::Undecided("who can turn them off is decided; that they are on is not"),
    ),
    rule("CIS-3.8", "writes of objects are logged", &[], NOT_DECIDED),
    rule("CIS-3.9", "reads of objects are logged", &[], NOT_DECIDED),
    rule("CIS-4.1", "people are told of requests without permission", &[], ALARMS),
    rule("CIS-4.2", "people are told of sign-ins without a second factor", &[], ALARMS),
    rule("CIS-4.3", "people are told of use of the root user", &[], ALARMS),
    rule("CIS-4.4", "people are told of changes of IAM policies", &[], ALARMS),
    rule("CIS-4.5", "people are told of changes of CloudTrail", &[], ALARMS),
    rule("CIS-4.6", "people are told of failed sign-ins to the console", &[], ALARMS),
    rule("CIS-4.7", "people are told of keys that are disabled or deleted", &[], ALARMS),
    rule("CIS-4.8", "people are told of changes of policies of buckets", &[], ALARMS),
    rule("CIS-4.9", "people are told of changes of AWS Config", &[], ALARMS),
    rule("CIS-4.10", "people are told of changes of security groups", &[], ALARMS),
    rule("CIS-4.11", "people are told of changes of network ACLs", &[], ALARMS),
    rule("CIS-4.12", "people are told of changes of gateways", &[], ALARMS),
    rule("CIS-4.13", "people are told of changes of route tables", &[], ALARMS),
    rule("CIS-4.14", "people are told of changes of VPCs", &[], ALARMS),
    rule("CIS-4.15", "people are told of changes of the organization", &[], ALARMS),
    rule("CIS-4.16", "Security Hub is on", &[], NOT_DECIDED),
    broader(
        "CIS-5.1",
        "network ACLs let nobody on the internet reach ports of administration",
        &["network.entry-points", "network.data-tier"],
        Left::Undecided(
            "connections are decided, by groups, network ACLs and routes together; an entry of an ACL is not looked at by itself",
        ),
    ),
    broader(
        "CIS-5.2",
        "security groups let nobody on the internet (IPv4) reach ports of administration",
        &["network.entry-points", "network.data-tier", "network.surplus."],
        Left::Nothing,
    ),
    broader(
        "CIS-5.3",
        "security groups let nobody on the internet (IPv6) reach ports of administration",
        &["network.entry-points", "network.data-tier", "network.surplus."],
        Left::Nothing,
    ),
    rule("CIS-5.4", "the default security group of a VPC lets nothing through", &[], NOT_DECIDED),
    broader(
        "CIS-5.5",
        "routes between networks are no wider than needed",
        &["network.environments", "network.sites", "network.surplus."],
        Left::Nothing,
    ),
    rule("CIS-5.6", "machines accept only the second version of the metadata service", &[], NOT_DECIDED),
];
