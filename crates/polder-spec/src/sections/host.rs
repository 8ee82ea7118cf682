//! Host labels, and the host of a market: a label under the platform's domain, or under a domain of its own.

use polder_diag::{Finding, Spanned};

use crate::codes;
use crate::model::APEX;
use crate::names::{domain_fault, is_label, is_within};
use crate::reader::{Table, shown};
use crate::setting::{Otherwise, Setting};

/// The label of a market's host, and the market's own domain.
pub(super) fn read(
    name: &Spanned<String>,
    table: &Table<'_>,
    platform: &str,
) -> (Setting<String>, Option<Setting<String>>) {
    let written = table.text("host");
    let mut domain = own_domain(table, platform);
    let Some(mut host) = written else {
        let label = match domain {
            Some(_) => None.else_rule("www".to_owned(), "the usual host of a domain"),
            None => None.else_rule(name.to_lowercase(), "the market's name in lower case"),
        };
        return (label, domain);
    };
    // The whole host instead of its label.
    if host.value.contains('.') && domain_fault(&host).is_none() {
        let base = domain.as_ref().map_or(platform, |own| own.as_str());
        if let Some(label) = below(&host, base) {
            host.value = label;
        } else if domain.is_none()
            && !is_within(&host, platform)
            && let Some((label, rest)) = host.value.split_once('.')
            && rest.contains('.')
        {
            domain = Some(Setting { value: rest.to_owned(), origin: host.origin });
            host.value = label.to_owned();
        }
    }
    if host.value != APEX {
        check_label(table, &host, &host);
    }
    (host, domain)
}

/// The full hosts that a market had before: labels below `domain`, or whole hosts.
pub(super) fn former(table: &Table<'_>, domain: &str) -> Vec<Setting<String>> {
    let texts = table.texts("former_hosts").map(|texts| texts.value).unwrap_or_default();
    let full = texts.into_iter().map(|text| {
        let whole = text.value.contains('.') && domain_fault(&text).is_none();
        if !whole && text.value != APEX {
            check_label(table, &text, &text);
        }
        let value = match text.as_str() {
            APEX => domain.to_owned(),
            _ if whole => text.value,
            label => format!("{label}.{domain}"),
        };
        Setting { value, origin: text.origin }
    });
    full.collect()
}

/// The label of a `host` below `domain`, if it is a single one.
fn below(host: &str, domain: &str) -> Option<String> {
    if host == domain {
        return Some(APEX.to_owned());
    }
    let label = host.strip_suffix(domain)?.strip_suffix('.')?;
    is_label(label).then(|| label.to_owned())
}

fn own_domain(table: &Table<'_>, platform: &str) -> Option<Setting<String>> {
    let domain = table.text("domain")?;
    if let Some(fault) = domain_fault(&domain) {
        let finding = Finding::new(&codes::DOMAIN, format!("{} is not a domain", shown(&domain)));
        table.reader.say(finding.at(domain.span(), "not a domain name").help(fault));
        return None;
    }
    if is_within(&domain, platform) {
        let message = format!("{} is in the domain of the platform", shown(&domain));
        table.reader.say(
            Finding::new(&codes::OWN_DOMAIN, message)
                .at(domain.span(), "its hosts are in the platform's zone")
                .help("remove `domain`, and write the label of the host with `host`"),
        );
        return None;
    }
    Some(domain)
}

/// Reports a `label` that is not a host label.
pub(super) fn check_label<T>(table: &Table<'_>, label: &str, setting: &Setting<T>) {
    if is_label(label) {
        return;
    }
    let finding = Finding::new(&codes::HOST, format!("{} is not a host label", shown(label)))
        .at(setting.span(), "1 to 63 lower-case letters, digits and hyphens");
    table.reader.say(if label.contains('.') {
        finding.help(
            "write only the label, without the domain; a market at a domain of its own has `domain = \"example.org\"` and \
             `host = \"@\"`, or no `host` for `www`",
        )
    } else if is_label(&label.to_lowercase()) {
        finding.help(format!("did you mean `{}`?", label.to_lowercase()))
    } else {
        finding
    });
}
