//! The GDPR: articles 5, 25, 28, 30, 32, 33 and 44 to 49. The article numbers are facts, the wording is ours.

use super::rule::{Left, OF_THE_APPLICATION, Rule, rule};

pub(super) const RULES: &[Rule] = &[
    rule(
        "GDPR-5-1-C",
        "no more personal data are processed than the purpose needs",
        &[],
        Left::Procedural("what the shop asks of its customers is decided in the application"),
    ),
    rule(
        "GDPR-5-1-E",
        "personal data are kept no longer than the purpose needs",
        &["residency.retention", "residency.erasure"],
        Left::Procedural(
            "whether the stated times fit the purpose is the controller's decision, and deletion in the database is the application's",
        ),
    ),
    rule(
        "GDPR-5-1-F",
        "personal data are protected against unauthorised access and against loss",
        &["network", "encryption", "access"],
        Left::Undecided("protection against loss is not decided by a property"),
    ),
    rule(
        "GDPR-5-2",
        "the controller can show that it complies",
        &[],
        Left::Procedural(
            "verdicts with their evidence are a part of what is shown; keeping them is up to the controller",
        ),
    ),
    rule(
        "GDPR-25",
        "protection by design and by default",
        &["network.entry-points", "network.data-tier", "encryption.keys", "access"],
        Left::Procedural("pseudonyms and defaults of the shop are decided in the application"),
    ),
    rule(
        "GDPR-28",
        "processors act under a contract, and other recipients are known",
        &["residency.recipients"],
        Left::Procedural("contracts with the provider, the mail service and the payment service are records"),
    ),
    rule(
        "GDPR-30",
        "records of processing activities",
        &[],
        Left::Procedural(
            "the record is kept by the controller; the inventory lists stores, regions and recipients",
        ),
    ),
    rule("GDPR-32-1-A", "encryption of personal data", &["encryption"], OF_THE_APPLICATION),
    rule(
        "GDPR-32-1-B",
        "lasting confidentiality, integrity, availability and resilience",
        &["network", "access", "endurance"],
        Left::Nothing,
    ),
    rule(
        "GDPR-32-1-C",
        "availability of personal data is restored in time",
        &["residency.personal"],
        Left::Procedural("that a restore works is shown by the record of a restore"),
    ),
    rule(
        "GDPR-32-1-D",
        "measures are tested regularly",
        &[],
        Left::Procedural("tests and their results are records"),
    ),
    rule(
        "GDPR-33",
        "breaches are notified within 72 hours",
        &[],
        Left::Procedural("notification is a process of people"),
    ),
    rule(
        "GDPR-44",
        "personal data are transferred to third countries under the conditions of chapter V only",
        &[
            "residency.personal",
            "residency.logs",
            "residency.edge-logs",
            "residency.recipients",
            "residency.edge-cache",
        ],
        Left::Procedural(
            "on which condition of chapter V a recipient gets data, the provider's own staff included, is in contracts and decisions",
        ),
    ),
    rule(
        "GDPR-45",
        "transfers on the basis of an adequacy decision",
        &[],
        Left::Procedural("whether a decision covers a recipient, and until when, is checked by people"),
    ),
    rule(
        "GDPR-46",
        "transfers subject to appropriate safeguards",
        &[],
        Left::Procedural("standard clauses are contracts"),
    ),
    rule("GDPR-47", "binding corporate rules", &[], Left::Procedural("they are contracts")),
    rule(
        "GDPR-48",
        "orders of authorities of third countries",
        &[],
        Left::Procedural("how the provider answers them is in its contract"),
    ),
    rule("GDPR-49", "derogations", &[], Left::Procedural("they are decided case by case")),
];
