//! PCI DSS 4.0.1: the requirements that infrastructure can show something about. The numbers are facts, the wording is ours.

use super::rule::{
    Left, OF_THE_APPLICATION, OF_THE_DIRECTORY, OF_THE_ORGANIZATION, Rule, SINGLE_ACTIONS, rule,
};

const RECORD: Left = Left::Procedural(
    "a configuration shows that the mechanism is there; that it is used is shown by records",
);
const NOT_DECIDED: Left = Left::Undecided("no property decides it");

pub(super) const RULES: &[Rule] = &[
    rule("PCI-1.2.1", "filters follow a defined standard", &["network.surplus."], Left::Nothing),
    rule(
        "PCI-1.2.5",
        "services, protocols and ports that are allowed are needed",
        &["network.surplus."],
        Left::Nothing,
    ),
    rule("PCI-1.2.7", "filters are reviewed every six months", &[], RECORD),
    rule("PCI-1.2.8", "configurations of filters are protected and current", &["access"], RECORD),
    rule(
        "PCI-1.3.1",
        "inbound traffic is restricted to what is needed",
        &["network.entry-points", "network.data-tier", "network.surplus."],
        Left::Nothing,
    ),
    rule(
        "PCI-1.3.2",
        "outbound traffic is restricted to what is needed",
        &["network.surplus."],
        Left::Nothing,
    ),
    rule(
        "PCI-1.4.1",
        "controls stand between trusted and untrusted networks",
        &["network.entry-points", "network.edge"],
        Left::Nothing,
    ),
    rule(
        "PCI-1.4.2",
        "untrusted networks reach public parts only",
        &["network.entry-points", "network.data-tier"],
        Left::Nothing,
    ),
    rule(
        "PCI-1.4.3",
        "forged source addresses are dropped",
        &[],
        Left::Procedural("the provider's network does it, under its own assessment"),
    ),
    rule(
        "PCI-1.4.4",
        "stores of card data are not reachable from untrusted networks",
        &["network.data-tier"],
        Left::Nothing,
    ),
    rule(
        "PCI-2.2.5",
        "insecure protocols are not used",
        &["encryption.transit"],
        Left::Undecided("HTTP between load balancers and processes inside a network counts as allowed"),
    ),
    rule(
        "PCI-2.2.7",
        "administrative access is encrypted",
        &["network.entry-points"],
        Left::Undecided("sessions of administrators are not modelled"),
    ),
    rule("PCI-3.2.1", "stored data are kept for as short as possible", &["residency.retention"], RECORD),
    rule(
        "PCI-3.3.1",
        "sensitive authentication data are not stored",
        &[],
        Left::Procedural(
            "payment is delegated to a payment service; that the shop stores none is assessed in the application",
        ),
    ),
    rule(
        "PCI-3.5.1",
        "card numbers are unreadable wherever they are stored",
        &["encryption.at-rest"],
        Left::Procedural(
            "encryption of volumes does not suffice where card numbers are stored (3.5.1.2); that none is stored is assessed in the application",
        ),
    ),
    rule(
        "PCI-3.6.1",
        "keys are protected, and few may use them",
        &["encryption.key-policies", "encryption.key-owner", "access"],
        Left::Nothing,
    ),
    rule("PCI-3.7.4", "keys are changed at the end of their period", &["encryption.rotation"], Left::Nothing),
    rule("PCI-3.7.5", "keys are retired when they are weak or compromised", &[], RECORD),
    rule(
        "PCI-4.2.1",
        "card data are encrypted on open networks",
        &["encryption.transit"],
        OF_THE_APPLICATION,
    ),
    rule("PCI-4.2.1.1", "an inventory of keys and certificates is kept", &[], RECORD),
    rule("PCI-5.2.1", "malware is detected", &[], NOT_DECIDED),
    rule("PCI-6.3.1", "vulnerabilities are found and ranked", &[], NOT_DECIDED),
    rule("PCI-6.3.3", "security updates are installed in time", &[], RECORD),
    rule("PCI-6.4.2", "public web applications have a firewall that blocks attacks", &[], NOT_DECIDED),
    rule(
        "PCI-6.4.3",
        "scripts of payment pages are authorised",
        &[],
        Left::Procedural("scripts are part of the application"),
    ),
    rule(
        "PCI-6.5.3",
        "environments before production are separate from it",
        &["network.environments", "encryption.key-owner", "access"],
        OF_THE_ORGANIZATION,
    ),
    rule("PCI-7.2.1", "access follows need and least privilege", &["access"], SINGLE_ACTIONS),
    rule("PCI-7.2.5", "accounts of applications have least privilege", &["access"], SINGLE_ACTIONS),
    rule(
        "PCI-7.2.6",
        "access to stores of card data is restricted",
        &["access", "network.data-tier"],
        Left::Nothing,
    ),
    rule("PCI-8.3.6", "passwords have a minimum length", &[], NOT_DECIDED),
    rule("PCI-8.4.2", "access needs several factors", &["access.second-factor"], OF_THE_DIRECTORY),
    rule("PCI-8.6.2", "passwords of applications are not in code or configuration", &[], NOT_DECIDED),
    rule("PCI-8.6.3", "passwords of applications are changed", &[], NOT_DECIDED),
    rule("PCI-10.2.1", "audit logs are on", &[], NOT_DECIDED),
    rule(
        "PCI-10.3.1",
        "audit logs are protected",
        &["access"],
        Left::Undecided("locks of the log archive are not decided by a property"),
    ),
    rule("PCI-10.5.1", "audit logs are kept for twelve months", &[], NOT_DECIDED),
    rule(
        "PCI-10.6.1",
        "clocks are synchronised",
        &[],
        Left::Procedural("the provider's machines do it, under its own assessment"),
    ),
    rule("PCI-11.3.1", "vulnerability scans run inside", &[], NOT_DECIDED),
    rule(
        "PCI-11.3.2",
        "vulnerability scans run from outside",
        &[],
        Left::Procedural("an approved vendor scans, and its reports are records"),
    ),
    rule(
        "PCI-11.4.5",
        "segmentation is tested",
        &["network.environments", "network.sites"],
        Left::Procedural("the proof supports a penetration test and does not replace it"),
    ),
    rule("PCI-11.5.1", "intrusions are detected", &[], NOT_DECIDED),
    rule("PCI-11.5.2", "changes of files are detected", &[], NOT_DECIDED),
    rule("PCI-12.5.2", "the scope is documented and confirmed", &[], RECORD),
    rule(
        "PCI-12.8.1",
        "third parties with access to card data are listed",
        &["residency.recipients"],
        RECORD,
    ),
    rule("PCI-12.10.5", "alerts reach people", &[], NOT_DECIDED),
];
