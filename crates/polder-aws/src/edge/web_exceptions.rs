//! Exceptions of a web ACL: requests that a rule of a managed rule group does not block.
//!
//! The rule counts instead, which leaves its label. A rule of the web ACL's own labels the requests of an exception, and another
//! blocks whatever has the first label and not the second.

use polder_cloud::{Body, body};
use polder_design::WebException;

use crate::edge::web_statement::{all, any, below, below_decoded, has_label, not, visibility, with_header};

/// An exception as a web ACL sees it.
#[derive(Clone)]
pub(crate) struct Excepted<'a> {
    /// The exception.
    pub(crate) exception: &'a WebException,
    /// Those of its hosts whose requests arrive with their name here; none for all requests.
    pub(crate) hosts: Vec<&'a str>,
}

/// The exceptions of hosts. One without hosts is for all of them.
pub(crate) fn at<'a>(exceptions: &'a [WebException], hosts: &[&str]) -> Vec<Excepted<'a>> {
    let at = exceptions.iter().filter_map(|exception| {
        let here: Vec<&str> =
            exception.hosts.iter().map(String::as_str).filter(|host| hosts.contains(host)).collect();
        let concerns = exception.hosts.is_empty() || !here.is_empty();
        concerns.then_some(Excepted { exception, hosts: here })
    });
    at.collect()
}

/// The exceptions of hosts behind the edge, which has compared them: requests arrive with the name of the origin.
pub(crate) fn behind_the_edge<'a>(exceptions: &'a [WebException], hosts: &[&str]) -> Vec<Excepted<'a>> {
    at(exceptions, hosts).into_iter().map(|it| Excepted { hosts: vec![], ..it }).collect()
}

/// The rules that label the requests of exceptions.
pub(crate) fn labels<'a>(excepted: &'a [Excepted<'a>]) -> impl Iterator<Item = Body> + 'a {
    excepted.iter().map(|it| {
        let name = format!("exception-{}", it.exception.name);
        let mut rule = body! {
            name = name.clone();
            action {
                count {}
            }
            rule_label {
                name = label(&it.exception.rule);
            }
        };
        rule.block(None, "statement", requests(it));
        rule.block(None, "visibility_config", visibility(name));
        rule
    })
}

/// The requests of an exception. Paths are compared as they are written and as a server reads them: `/contact/../admin` and
/// `/contact/%2e%2e/admin` are not below `/contact/`.
fn requests(it: &Excepted<'_>) -> Body {
    let paths = &it.exception.paths;
    let hosts: Vec<Body> =
        it.hosts.iter().map(|host| with_header("host", (*host).to_owned().into())).collect();
    let hosts = (!hosts.is_empty()).then(|| any(hosts));
    let written = any(paths.iter().map(|path| below(path)).collect());
    let read = any(paths.iter().map(|path| below_decoded(path)).collect());
    all(hosts.into_iter().chain([written, read]).collect())
}

/// The rules that block what an excepted rule blocked before, except at these paths and in exceptions: one for each such rule.
pub(crate) fn elsewhere(excepted: &[Excepted<'_>], never_at: impl Fn(&str) -> Vec<String>) -> Vec<Body> {
    let mut seen: Vec<&str> = vec![];
    let mut rules = vec![];
    for WebException { rule, label: matched, .. } in excepted.iter().map(|it| it.exception) {
        if seen.contains(&rule.as_str()) {
            continue;
        }
        seen.push(rule);
        let name = format!("{rule}-elsewhere");
        let outside = never_at(rule).into_iter().map(|path| not(below(&path)));
        let mut body = body! {
            name = name.clone();
            action {
                block {}
            }
        };
        let statements = [has_label(matched), not(has_label(&label(rule)))].into_iter().chain(outside);
        body.block(None, "statement", all(statements.collect()));
        body.block(None, "visibility_config", visibility(name));
        rules.push(body);
    }
    rules
}

/// The label of requests in an exception of a rule.
fn label(rule: &str) -> String {
    format!("excepted:{rule}")
}

#[cfg(test)]
mod tests {
    use polder_design::{WebException, WebRuleUse, web_rule_use};
    use polder_facts::Facts;

    use super::{at, behind_the_edge};
    use crate::edge::wafv2_web_acl::{BODY_LABELS, MANAGED};

    /// The design reports exceptions that change nothing: it must know what the web ACLs do.
    #[test]
    fn the_design_knows_which_rules_block() {
        let rules = Facts::embedded().web_rules();
        for (group, counted) in MANAGED {
            let of_group = || rules.iter().filter(|rule| rule.group == group);
            assert!(of_group().count() > 1, "{group}");
            for rule in of_group() {
                let of_forms = BODY_LABELS.contains(&rule.label.as_str());
                let expected = match (counted.contains(&rule.name.as_str()) || !rule.blocks, of_forms) {
                    (_, true) => WebRuleUse::BlocksForms,
                    (true, false) => WebRuleUse::Counts,
                    (false, false) => WebRuleUse::Blocks,
                };
                assert_eq!(web_rule_use(rule), expected, "{}", rule.name);
            }
            assert!(counted.iter().all(|name| of_group().any(|rule| rule.name == *name)), "{group}");
        }
        assert!(rules.iter().all(|rule| MANAGED.iter().any(|(group, _)| rule.group == *group)));
        assert!(BODY_LABELS.iter().all(|label| rules.iter().any(|rule| rule.label == *label)));
    }

    /// An exception for an environment must not weaken the load balancers of another one.
    #[test]
    fn behind_the_edge_are_the_exceptions_of_hosts_that_lead_there() {
        let named = |name: &str, hosts: &[&str]| WebException {
            name: name.to_owned(),
            rule: "SQLi_COOKIE".to_owned(),
            group: "AWSManagedRulesSQLiRuleSet".to_owned(),
            label: "awswaf:managed:aws:sql-database:SQLi_Cookie".to_owned(),
            hosts: hosts.iter().map(|host| (*host).to_owned()).collect(),
            paths: vec!["/".to_owned()],
        };
        let all = [
            named("everywhere", &[]),
            named("shop", &["be.example.com", "be.development.example.com"]),
            named("developers", &["be.development.example.com"]),
        ];
        let production = ["be.example.com", "nl.example.com"];
        let found = behind_the_edge(&all, &production);
        let names: Vec<&str> = found.iter().map(|it| it.exception.name.as_str()).collect();
        assert_eq!(names, ["everywhere", "shop"]);
        assert!(found.iter().all(|it| it.hosts.is_empty()));
        assert_eq!(at(&all, &production)[1].hosts, ["be.example.com"]);
    }
}
