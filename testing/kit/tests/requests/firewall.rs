//! Web ACLs.

use std::collections::BTreeMap;

use polder_cloud::View;

use crate::row::{Request, STOREFRONT};
use crate::values::{text, texts};

/// What a web ACL does with a request.
pub(crate) struct Verdict {
    /// The status and the rule, if it is blocked.
    pub(crate) blocked: Option<(u16, String)>,
    /// The rate limits that count it: `rule by key`.
    pub(crate) limits: Vec<String>,
}

/// Rules of managed rule groups that a row can trigger: the group and the label.
const MANAGED: [(&str, &str, &str); 8] = [
    ("SQLi_COOKIE", "AWSManagedRulesSQLiRuleSet", "awswaf:managed:aws:sql-database:SQLi_Cookie"),
    ("SQLi_BODY", "AWSManagedRulesSQLiRuleSet", "awswaf:managed:aws:sql-database:SQLi_Body"),
    (
        "SQLi_QUERYARGUMENTS",
        "AWSManagedRulesSQLiRuleSet",
        "awswaf:managed:aws:sql-database:SQLi_QueryArguments",
    ),
    ("GenericLFI_BODY", "AWSManagedRulesCommonRuleSet", "awswaf:managed:aws:core-rule-set:GenericLFI_Body"),
    ("GenericRFI_BODY", "AWSManagedRulesCommonRuleSet", "awswaf:managed:aws:core-rule-set:GenericRFI_Body"),
    (
        "CrossSiteScripting_BODY",
        "AWSManagedRulesCommonRuleSet",
        "awswaf:managed:aws:core-rule-set:CrossSiteScripting_Body",
    ),
    (
        "SizeRestrictions_BODY",
        "AWSManagedRulesCommonRuleSet",
        "awswaf:managed:aws:core-rule-set:SizeRestrictions_Body",
    ),
    (
        "Log4JRCE_HEADER",
        "AWSManagedRulesKnownBadInputsRuleSet",
        "awswaf:managed:aws:known-bad-inputs:Log4JRCE_Header",
    ),
];

/// The request as the web ACL sees it.
struct Seen<'r> {
    request: &'r Request,
    headers: &'r BTreeMap<String, String>,
    labels: Vec<String>,
}

/// Evaluates the rules in the order of their priorities.
pub(crate) fn judge(acl: View<'_, '_>, request: &Request, headers: &BTreeMap<String, String>) -> Verdict {
    let mut rules = acl.blocks("rule");
    rules.sort_by_key(|rule| rule.integer("priority"));
    let mut seen = Seen { request, headers, labels: vec![] };
    let mut limits = vec![];
    for rule in rules {
        let name = text(rule, "name");
        let statement = rule.block("statement").expect("a statement");
        if let Some(group) = statement.block("managed_rule_group_statement") {
            if seen.enters(group) {
                return Verdict { blocked: Some((403, name)), limits };
            }
        } else if let Some(rate) = statement.block("rate_based_statement") {
            let scope = rate.block("scope_down_statement");
            if scope.is_none_or(|scope| seen.holds(scope)) {
                limits.extend(seen.key(rate).map(|key| format!("{name} by {key}")));
            }
        } else if seen.holds(statement) {
            let action = rule.block("action").expect("an action");
            if let Some(block) = action.block("block") {
                let status = block.block("custom_response").and_then(|it| it.integer("response_code"));
                let status = status.map_or(403, |status| u16::try_from(status).expect("a status"));
                return Verdict { blocked: Some((status, name)), limits };
            }
            assert!(action.block("count").is_some(), "the action of {name}");
            seen.labels.extend(rule.blocks("rule_label").into_iter().map(|it| text(it, "name")));
        }
    }
    Verdict { blocked: None, limits }
}

impl Seen<'_> {
    /// Whether a managed rule group blocks. Rules that count leave a label.
    fn enters(&mut self, group: View<'_, '_>) -> bool {
        let name = text(group, "name");
        let triggered = MANAGED
            .iter()
            .filter(|(rule, of, _)| *of == name && self.request.triggers.iter().any(|it| it == rule));
        let overrides = group.blocks("rule_action_override");
        let mut blocks = false;
        for (rule, _, label) in triggered {
            self.labels.push((*label).to_owned());
            let action = overrides.iter().find(|it| text(**it, "name") == *rule);
            let action = action.and_then(|it| it.block("action_to_use"));
            blocks |= action.is_none_or(|action| action.block("count").is_none());
        }
        blocks
    }

    /// What a rate limit counts by; `None` if it does not count the request.
    fn key(&self, rate: View<'_, '_>) -> Option<String> {
        match text(rate, "aggregate_key_type").as_str() {
            "IP" => Some(self.request.address.clone()),
            "FORWARDED_IP" => {
                let config = rate.block("forwarded_ip_config").expect("a header");
                assert_eq!(text(config, "fallback_behavior"), "NO_MATCH");
                self.headers.get(&text(config, "header_name")).cloned()
            }
            other => panic!("rate limits by {other}"),
        }
    }

    fn holds(&self, statement: View<'_, '_>) -> bool {
        let inner =
            |kind| statement.block(kind).map(|it: View<'_, '_>| it.blocks("statement")).unwrap_or_default();
        if statement.block("and_statement").is_some() {
            return inner("and_statement").into_iter().all(|it| self.holds(it));
        }
        if statement.block("or_statement").is_some() {
            return inner("or_statement").into_iter().any(|it| self.holds(it));
        }
        if statement.block("not_statement").is_some() {
            return inner("not_statement").into_iter().all(|it| !self.holds(it));
        }
        if let Some(it) = statement.block("ip_set_reference_statement") {
            let set = it.target("arn").expect("an address set");
            return !texts(set, "addresses").is_empty() && self.request.address == STOREFRONT;
        }
        if let Some(it) = statement.block("label_match_statement") {
            return self.labels.contains(&text(it, "key"));
        }
        if let Some(it) = statement.block("byte_match_statement") {
            return self.has_bytes(it);
        }
        panic!("an unknown statement: {:?}", statement.body())
    }

    fn has_bytes(&self, it: View<'_, '_>) -> bool {
        let field = it.block("field_to_match").expect("a field");
        let found = if let Some(header) = field.block("single_header") {
            self.headers.get(&text(header, "name")).cloned().unwrap_or_default()
        } else if field.block("uri_path").is_some() {
            self.request.path.clone()
        } else if field.block("method").is_some() {
            self.request.method.clone()
        } else {
            panic!("an unknown field: {:?}", field.body())
        };
        let transformations = it.blocks("text_transformation").into_iter();
        let found = transformations.fold(found, |found, how| transformed(&found, &text(how, "type")));
        let wanted = text(it, "search_string");
        match text(it, "positional_constraint").as_str() {
            "EXACTLY" => found == wanted,
            "STARTS_WITH" => found.starts_with(&wanted),
            "ENDS_WITH" => found.ends_with(&wanted),
            "CONTAINS" => found.contains(&wanted),
            other => panic!("an unknown constraint: {other}"),
        }
    }
}

/// A part of a request as WAF transforms it.
fn transformed(path: &str, how: &str) -> String {
    match how {
        "NONE" => path.to_owned(),
        "URL_DECODE" => decoded(path),
        "NORMALIZE_PATH" => normalized(path),
        other => panic!("an unknown transformation: {other}"),
    }
}

fn decoded(path: &str) -> String {
    let (mut bytes, mut rest) = (vec![], path.as_bytes());
    while let Some((first, after)) = rest.split_first() {
        let code = after.get(..2).filter(|_| *first == b'%').and_then(|two| std::str::from_utf8(two).ok());
        match code.and_then(|two| u8::from_str_radix(two, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Without empty segments, and segments that mean this folder or the one above.
fn normalized(path: &str) -> String {
    let (mut kept, last) = (vec![], path.rsplit('/').next().unwrap_or_default());
    for segment in path.split('/').filter(|segment| !segment.is_empty() && *segment != ".") {
        match segment {
            ".." => {
                kept.pop();
            }
            segment => kept.push(segment),
        }
    }
    let end = if last.is_empty() && !kept.is_empty() { "/" } else { "" };
    format!("/{}{end}", kept.join("/"))
}

#[test]
fn paths_are_transformed_as_a_server_reads_them() {
    for (path, expected) in [
        ("/api/auth/login", "/api/auth/login"),
        ("/%61pi/auth%2Flogin", "/api/auth/login"),
        ("//api/./x/../auth//login", "/api/auth/login"),
        ("/%zz/", "/%zz/"),
        ("/", "/"),
    ] {
        assert_eq!(normalized(&decoded(path)), expected, "{path}");
    }
}
