//! `[edge.exceptions.NAME]`: requests that a rule of the web ACLs does not block.

use polder_diag::{Finding, Spanned};

use super::until;
use crate::codes;
use crate::model::WebException;
use crate::names::{check_name, is_path};
use crate::reader::{Table, closest, shown};
use crate::setting::{Otherwise, Setting};

/// Reads the tables in their order.
pub(super) fn read(edge: &Table<'_>) -> Vec<WebException> {
    edge.named("exceptions").iter().map(|(name, table)| exception(name, table)).collect()
}

fn exception(name: &Spanned<String>, table: &Table<'_>) -> WebException {
    check_name(table.reader, "an exception", name, name.span);
    let missing = |key: &str, help: &str| {
        if table.span_of(key).is_none() {
            table.say_missing(key, help);
        }
    };
    missing("rule", "write the rule that blocks the requests: `rule = \"SQLi_BODY\"`");
    missing("paths", "write where the rule does not block: `paths = [\"/nl/be/contact\"]`");
    missing("reason", "write why the requests are no attack: `reason = \"customers quote SQL\"`");
    let reason = table.text("reason");
    if let Some(reason) = reason.as_ref().filter(|reason| reason.trim().is_empty()) {
        table.say_out_of_range("reason", reason.span().unwrap_or_default(), "a sentence");
    }
    WebException {
        name: name.clone(),
        rule: rule(table).else_rule(String::new(), "missing"),
        hosts: hosts(table),
        paths: paths(table),
        reason: reason.else_rule(String::new(), "missing"),
        until: until::read(table, "the exception holds"),
    }
}

fn rule(table: &Table<'_>) -> Option<Setting<String>> {
    let rule = table.text("rule")?;
    let facts = table.reader.facts;
    if facts.web_rule(&rule).is_none() {
        let message = format!("{} is not a rule of the web ACLs", shown(&rule));
        let finding = Finding::new(&codes::UNKNOWN_WEB_RULE, message).at(rule.span(), "unknown");
        let names = facts.web_rules().iter().map(|known| known.name.as_str());
        table.reader.say(match closest(&rule, names) {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help("`polder facts web-rule` lists them; the log of the web ACL names the rule"),
        });
    }
    Some(rule)
}

/// All hosts if the key is left out. An empty list is none of them, and no wider.
fn hosts(table: &Table<'_>) -> Vec<Setting<String>> {
    let Some(hosts) = table.texts("hosts") else { return vec![] };
    if hosts.value.is_empty() {
        table.say_out_of_range(
            "hosts",
            hosts.span().unwrap_or_default(),
            "one host at least, or no `hosts` for all",
        );
    }
    hosts.value
}

fn paths(table: &Table<'_>) -> Vec<Setting<String>> {
    let Some(paths) = table.texts("paths") else { return vec![] };
    if paths.value.is_empty() {
        table.say_out_of_range("paths", paths.span().unwrap_or_default(), "one path at least");
    }
    for path in paths.value.iter().filter(|path| !is_path(path, false)) {
        table.reader.say(
            Finding::new(&codes::PATH, format!("{} is not a path", shown(path)))
                .at(path.span(), "a path begins with `/`, and has neither a query nor a pattern"),
        );
    }
    paths.value
}
