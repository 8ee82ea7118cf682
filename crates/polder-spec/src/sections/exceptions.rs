//! `[edge.exceptions.NAME]`: requests that a rule of the web ACLs does not block.

use polder_diag::{Finding, Spanned};

use super::{reason, until};
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
    WebException {
        name: name.clone(),
        rule: rule(table).else_rule(String::new(), "missing"),
        hosts: hosts(table),
        paths: paths(table),
        reason: reason::read(
            table,
            "write why the requests are no attack: `reason = \"customers quote SQL\"`",
        ),
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
    some(table, "hosts", "one host at least, or no `hosts` for all")
}

fn paths(table: &Table<'_>) -> Vec<Setting<String>> {
    let paths = some(table, "paths", "one path at least");
    for path in paths.iter().filter(|path| !is_path(path, false)) {
        table.reader.say(
            Finding::new(&codes::PATH, format!("{} is not a path", shown(path)))
                .at(path.span(), "a path begins with `/`, and has neither a query nor a pattern"),
        );
    }
    paths
}

/// The texts of a list that is not empty if it is there.
fn some(table: &Table<'_>, key: &str, range: &str) -> Vec<Setting<String>> {
    let Some(texts) = table.texts(key) else { return vec![] };
    if texts.value.is_empty() {
        table.say_out_of_range(key, texts.span().unwrap_or_default(), range);
    }
    texts.value
}
