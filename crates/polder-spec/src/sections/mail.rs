//! `[mail]`.

use crate::model::{Dmarc, Mail, MailService};
use crate::reader::Table;
use crate::setting::Otherwise;

/// Reads the section. `zone_exists` says whether others write records in the zone of the platform's domain.
pub(super) fn read(table: &Table<'_>, zone_exists: bool) -> Mail {
    let service =
        table.choice("service").else_rule(MailService::Relay, "the relay that you name in a secret");
    let (policy, why) = match service.value {
        MailService::Relay => (Dmarc::Existing, "mail is sent by a relay of yours"),
        MailService::Provider if zone_exists => (Dmarc::Existing, "the zone of the domain exists already"),
        MailService::Provider => (Dmarc::Quarantine, "nothing else sends mail of a domain of the platform"),
    };
    Mail { service, dmarc: table.choice("dmarc").else_rule(policy, why) }
}
