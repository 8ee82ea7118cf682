//! Exceptions of the web ACLs: requests that a rule of a managed rule group does not block.

use polder_diag::Finding;
use polder_facts::{Facts, WebRule};
use polder_spec::{self as spec, Platform, closest};

use crate::codes::{EXCEPTION_WITHOUT_EFFECT, HOST_OF_EXCEPTION};
use crate::components::Process;
use crate::id::{AccountId, IdVec};
use crate::model::{Account, Cell, Site};

/// Requests that a rule of a managed rule group does not block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebException {
    /// Its key in the file.
    pub name: String,
    /// The rule.
    pub rule: String,
    /// Its managed rule group.
    pub group: String,
    /// The label that the rule adds.
    pub label: String,
    /// The hosts; empty for all of them.
    pub hosts: Vec<String>,
    /// What the paths of the requests begin with; not empty.
    pub paths: Vec<String>,
}

/// What the web ACLs do where a rule of a managed rule group matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WebRuleUse {
    /// Blocks.
    Blocks,
    /// Blocks, except at the paths of APIs: bodies are rich text and files there.
    BlocksForms,
    /// Counts.
    Counts,
}

/// Rules that only count, although they block by default. Partners and payment providers call from hosting providers, users
/// may use anonymizers, and forms of the shop have large bodies and markup.
const COUNTED: [&str; 4] =
    ["AnonymousIPList", "CrossSiteScripting_BODY", "HostingProviderIPList", "SizeRestrictions_BODY"];

/// Rules that do not block at APIs.
const FORMS: [&str; 5] =
    ["EC2MetaDataSSRF_BODY", "GenericLFI_BODY", "GenericRFI_BODY", "SQLiExtendedPatterns_BODY", "SQLi_BODY"];

/// What the web ACLs do where a rule matches.
pub fn web_rule_use(rule: &WebRule) -> WebRuleUse {
    let name = rule.name.as_str();
    if !rule.blocks || COUNTED.contains(&name) {
        WebRuleUse::Counts
    } else if FORMS.contains(&name) {
        WebRuleUse::BlocksForms
    } else {
        WebRuleUse::Blocks
    }
}

/// The exceptions of a platform. Those that would let nothing through are reported.
pub(crate) fn exceptions<'a>(
    platform: &Platform,
    facts: &Facts,
    accounts: &IdVec<AccountId, Account>,
    cells: impl IntoIterator<Item = &'a Cell>,
    sites: impl IntoIterator<Item = &'a Site>,
    findings: &mut Vec<Finding>,
) -> Vec<WebException> {
    if platform.edge.exceptions.is_empty() {
        return vec![];
    }
    let hosts = hosts(accounts, cells);
    let apis: Vec<String> = sites.into_iter().flat_map(api_paths).collect();
    let made = platform.edge.exceptions.iter().filter_map(|it| {
        // The reader has reported a rule that is not known.
        let rule = facts.web_rule(&it.rule)?;
        findings.extend(without_effect(it, rule, &apis));
        findings.extend(it.hosts.iter().filter_map(|host| unknown_host(host, &hosts)));
        Some(WebException {
            name: it.name.value.clone(),
            rule: rule.name.clone(),
            group: rule.group.clone(),
            label: rule.label.clone(),
            hosts: it.hosts.iter().map(|host| host.value.clone()).collect(),
            paths: it.paths.iter().map(|path| path.value.clone()).collect(),
        })
    });
    made.collect()
}

/// All hosts that visitors, staff and partners use.
fn hosts<'a>(accounts: &IdVec<AccountId, Account>, cells: impl IntoIterator<Item = &'a Cell>) -> Vec<String> {
    let mut hosts: Vec<String> = vec![];
    for cell in cells {
        hosts.extend(cell.markets.iter().map(|market| market.host.clone()));
        hosts.extend(cell.dashboard_host.clone());
        hosts.push(cell.media_host().to_owned());
    }
    for account in accounts {
        let shared = &account.hosts;
        hosts.extend([&shared.www, &shared.apex, &shared.api].into_iter().flatten().cloned());
        hosts.extend(account.domains.iter().map(|own| own.domain.clone()));
    }
    hosts
}

fn api_paths(site: &Site) -> Vec<String> {
    let apis =
        site.services.iter().filter(|service| matches!(service.process, Process::Api | Process::Own(_)));
    apis.flat_map(|service| service.paths.clone()).collect()
}

fn without_effect(it: &spec::WebException, rule: &WebRule, apis: &[String]) -> Option<Finding> {
    let name = &rule.name;
    match web_rule_use(rule) {
        WebRuleUse::Blocks => None,
        WebRuleUse::Counts => {
            let message = format!("the rule `{name}` only counts, so there is nothing to except");
            let finding =
                Finding::new(&EXCEPTION_WITHOUT_EFFECT, message).at(it.rule.span(), "blocks nothing");
            Some(finding.help("remove the exception; the log of the web ACL names the rule that blocks"))
        }
        WebRuleUse::BlocksForms => {
            let below = |path: &str| apis.iter().any(|api| path.starts_with(api.as_str()));
            let path = it.paths.iter().find(|path| below(path))?;
            let message = format!("the rule `{name}` does not block at `{}`, which is an API", path.value);
            let finding =
                Finding::new(&EXCEPTION_WITHOUT_EFFECT, message).at(path.span(), "not blocked here");
            Some(finding.help("remove the path; the log of the web ACL names the rule that blocks"))
        }
    }
}

fn unknown_host(host: &spec::Setting<String>, hosts: &[String]) -> Option<Finding> {
    if hosts.contains(&host.value) {
        return None;
    }
    let message = format!("no visitor uses the host `{}`", host.value);
    let finding = Finding::new(&HOST_OF_EXCEPTION, message).at(host.span(), "unknown");
    Some(match closest(&host.value, hosts.iter().map(String::as_str)) {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding.help("`polder up` lists the hosts"),
    })
}

#[cfg(test)]
mod tests {
    use polder_facts::Facts;

    use crate::design;

    /// The exceptions of a platform with one market, or what is said of them.
    fn designed(exception: &str) -> Result<Vec<super::WebException>, Vec<String>> {
        let text = format!(
            "version = 1\nplatform.domain = \"example.com\"\ncells.a.primary = \"eu-west-1\"\nmarkets.IE = {{}}\n\
             [edge.exceptions.one]\nreason = \"a form\"\nuntil = \"2999-12-31\"\n{exception}"
        );
        let facts = Facts::embedded();
        let platform = polder_spec::read(&text, facts).value.expect("no error");
        let outcome = design(&platform, facts);
        let said = outcome.findings.iter().filter(|it| ["DESIGN018", "DESIGN019"].contains(&it.code.id));
        let said = said.map(|it| format!("{} {} {}", it.code.id, it.message, it.help.join("; "))).collect();
        outcome.value.map(|design| design.exceptions).ok_or(said)
    }

    #[test]
    fn an_exception_has_the_label_and_the_group_of_its_rule() {
        let found = designed("rule = \"SQLiExtendedPatterns_URIPATH\"\npaths = [\"/en/\"]\n").expect("sound");
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].group, "AWSManagedRulesSQLiRuleSet");
        assert_eq!(found[0].label, "awswaf:managed:aws:sql-database:SQLiExtendedPatterns_UriPath");
    }

    #[test]
    fn an_exception_where_nothing_is_blocked_is_an_error() {
        for (exception, expected) in [
            ("rule = \"SizeRestrictions_BODY\"\npaths = [\"/en/\"]\n", "`SizeRestrictions_BODY` only counts"),
            ("rule = \"AWSManagedIPDDoSList\"\npaths = [\"/en/\"]\n", "`AWSManagedIPDDoSList` only counts"),
            (
                "rule = \"SQLi_BODY\"\npaths = [\"/graphql/\"]\n",
                "does not block at `/graphql/`, which is an API",
            ),
        ] {
            let said = designed(exception).expect_err("an error");
            assert!(said.len() == 1 && said[0].contains(expected), "{said:?}");
        }
        assert!(designed("rule = \"Log4JRCE_BODY\"\npaths = [\"/graphql/\"]\n").is_ok());
    }

    #[test]
    fn a_host_that_nobody_uses_is_an_error() {
        let rule = "rule = \"SQLi_COOKIE\"\npaths = [\"/\"]\n";
        let said = designed(&format!("{rule}hosts = [\"ie.exampel.com\"]\n")).expect_err("an error");
        assert_eq!(
            said,
            ["DESIGN019 no visitor uses the host `ie.exampel.com` did you mean `ie.example.com`?"]
        );
        assert!(designed(&format!("{rule}hosts = [\"ie.example.com\", \"www.example.com\"]\n")).is_ok());
    }
}
