//! `[dns]`.

use polder_diag::Finding;

use crate::codes;
use crate::model::Market;
use crate::reader::{Table, all_of, closest, shown};
use crate::setting::{Otherwise, Setting};

/// The domains whose zone exists: that of the platform, or those of markets.
pub(super) fn existing(table: &Table<'_>, domain: &str, markets: &[Market]) -> Setting<Vec<String>> {
    let Some(texts) = table.texts("existing") else {
        return None.else_rule(vec![], "the zone of each domain is created");
    };
    let mut domains = vec![domain];
    for own in markets.iter().filter_map(|market| market.domain.as_ref()) {
        if !domains.contains(&own.as_str()) {
            domains.push(own);
        }
    }
    for text in texts.value.iter().filter(|text| !domains.contains(&text.as_str())) {
        let message = format!("no host of this platform is in a zone {}", shown(text));
        let finding =
            Finding::new(&codes::ZONE_OF_NO_DOMAIN, message).at(text.span(), "not a domain of the file");
        table.reader.say(match closest(text, domains.iter().copied()) {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help(all_of("the domains are", &domains)),
        });
    }
    let origin = texts.origin;
    Setting { value: texts.value.into_iter().map(|text| text.value).collect(), origin }
}
