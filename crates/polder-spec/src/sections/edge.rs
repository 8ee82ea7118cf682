//! `[edge]`.

use polder_diag::Finding;

use super::exceptions;
use crate::codes;
use crate::model::{Edge, Market};
use crate::reader::{Table, shown};
use crate::setting::{Otherwise, Setting};

/// The usual label of the host that leads to all others.
const WWW: &str = "www";

/// Reads the section. A market may have the host that would lead to all markets.
pub(super) fn read(table: &Table<'_>, domain: &str, markets: &[Market]) -> Edge {
    let taken = markets.iter().any(|market| market.full_host(domain) == format!("{WWW}.{domain}"));
    let www = label(table, "www");
    Edge {
        www: if taken {
            www.else_rule(None, "a market has this host")
        } else {
            www.else_owner(Some(WWW.to_owned()), "Route 53: latency-based routing, one entry for all")
        },
        api: label(table, "api")
            .else_owner(Some("api".to_owned()), "API Gateway: regional endpoints for API access"),
        dashboard: label(table, "dashboard").else_rule(Some("dashboard".to_owned()), "Saleor's back office"),
        media: label(table, "media").else_owner(Some("media".to_owned()), "CloudFront: edge caching"),
        rate_limit: table
            .whole("rate_limit")
            .else_rule(2_000, "far above a human visitor, far below a flood"),
        refused_countries: refused_countries(table).else_rule(
            vec!["KP".to_owned()],
            "Regulation (EU) 2017/1509, article 21: payments from there are prohibited",
        ),
        exceptions: exceptions::read(table),
    }
}

fn refused_countries(table: &Table<'_>) -> Option<Setting<Vec<String>>> {
    let texts = table.texts("refused_countries")?;
    for text in &texts.value {
        let sound = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase());
        if !sound {
            let message = format!("{} is not a country code", shown(text));
            let finding = Finding::new(&codes::COUNTRY_CODE, message).at(text.span(), "two capitals");
            table.reader.say(match text.to_uppercase() {
                upper if upper.len() == 2 && upper.is_ascii() => {
                    finding.help(format!("did you mean `{upper}`?"))
                }
                _ => finding.help("write an ISO 3166-1 alpha-2 code in upper case, such as `KP`"),
            });
        }
    }
    Some(Setting { origin: texts.origin, value: texts.value.into_iter().map(|text| text.value).collect() })
}

fn label(table: &Table<'_>, key: &str) -> Option<Setting<Option<String>>> {
    let label = table.text_or_false(key)?;
    if let Some(text) = &label.value {
        super::host::check_label(table, text, &label);
    }
    Some(label)
}
