//! `[platform]`.

use polder_diag::Finding;

use crate::codes;
use crate::model::{Framework, Provider, TerraformVersion};
use crate::names::{self, check_name};
use crate::reader::{Table, closest, listed, shown};
use crate::setting::{Origin, Otherwise, Setting};

/// The content of `[platform]`.
pub(super) struct About {
    pub(super) name: Setting<String>,
    pub(super) owner: Setting<String>,
    pub(super) domain: Setting<String>,
    pub(super) provider: Setting<Provider>,
    pub(super) compliance: Setting<Vec<Framework>>,
    pub(super) residency: Setting<Vec<String>>,
    pub(super) runbooks: Setting<String>,
    pub(super) terraform: Setting<TerraformVersion>,
    pub(super) scan_uploads: Setting<bool>,
    pub(super) alarm_webhook: Setting<bool>,
}

/// Reads the section.
pub(super) fn read(table: &Table<'_>) -> About {
    let domain = domain(table);
    let frameworks = vec![Framework::Gdpr, Framework::PciDss, Framework::Cis];
    About {
        name: name(table, &domain),
        owner: owner(table),
        provider: table.choice("provider").else_owner(Provider::Aws, "Selected Cloud Provider: AWS"),
        compliance: table
            .choices("compliance")
            .else_owner(frameworks, "Compliance and Security: GDPR, PCI DSS, automated security scanning"),
        residency: residency(table),
        runbooks: runbooks(table),
        terraform: table
            .choice("terraform")
            .else_rule(TerraformVersion::V1_11, "the first version without generated secrets in the state"),
        scan_uploads: table
            .flag("scan_uploads")
            .else_owner(true, "Compliance and Security: GDPR, PCI DSS, automated security scanning"),
        alarm_webhook: table.flag("alarm_webhook").else_rule(false, "alarms are sent by email"),
        domain,
    }
}

fn domain(table: &Table<'_>) -> Setting<String> {
    let domain = table.text("domain");
    if let Some(text) = &domain
        && let Some(fault) = names::domain_fault(text)
    {
        let finding = Finding::new(&codes::DOMAIN, format!("{} is not a domain", shown(text)));
        table.reader.say(finding.at(text.span(), "not a domain name").help(fault));
    }
    if table.span_of("domain").is_none() {
        table.say_missing("domain", "write the registered domain of all hosts: `domain = \"example.com\"`");
    }
    domain.else_rule(String::new(), "missing")
}

fn name(table: &Table<'_>, domain: &str) -> Setting<String> {
    let name = table.text("name");
    if let Some(name) = &name {
        check_name(table.reader, "a platform", name, name.span());
    }
    let first = names::fitting(domain.split('.').next().unwrap_or_default());
    let fallback = if first.is_empty() { "polder".to_owned() } else { first };
    name.else_rule(fallback, "the first label of the domain")
}

fn owner(table: &Table<'_>) -> Setting<String> {
    let owner = table.text("owner");
    if let Some(owner) = &owner
        && !super::tags::is_value(owner)
    {
        let finding = Finding::new(&codes::TAG, format!("{} cannot be the value of a tag", shown(owner)));
        table.reader.say(finding.at(owner.span(), "becomes the tag `owner`").help(super::tags::VALUE_HELP));
    }
    owner.else_rule("platform-team".to_owned(), "a placeholder for the tag")
}

/// Descriptions of alarms end with it and the name of a page, and CloudWatch accepts 1,024 characters.
const RUNBOOKS_MAX: usize = 200;

fn runbooks(table: &Table<'_>) -> Setting<String> {
    let place = table.text("runbooks");
    if let Some(place) = &place
        && let Some(span) = place.span()
        && (place.is_empty()
            || place.len() > RUNBOOKS_MAX
            || !place.chars().all(|letter| letter.is_ascii_graphic() && !"\"$%{}<>\\".contains(letter)))
    {
        table.say_out_of_range("runbooks", span, "a URL such as `https://wiki.example.com/runbooks/`");
    }
    let mut place = place.else_rule("runbooks/".to_owned(), "the folder in the build");
    if !place.ends_with('/') {
        place.value.push('/');
    }
    place
}

fn residency(table: &Table<'_>) -> Setting<Vec<String>> {
    let owner = || {
        let origin =
            Origin::Owner("GDPR Compliance: data residency and processing requirements for EU customers");
        Setting::default(vec!["EU".to_owned()], origin)
    };
    let Some(texts) = table.texts("residency") else { return owner() };
    let Some(span) = texts.span() else { return owner() };
    if texts.is_empty() {
        table.say_out_of_range("residency", span, "one jurisdiction or more");
    }
    let regions = table.reader.facts.regions().iter();
    let mut known: Vec<&str> = regions.map(|region| region.jurisdiction.as_str()).collect();
    known.push("EEA");
    known.sort_unstable();
    known.dedup();
    for text in &texts.value {
        if known.contains(&text.as_str()) {
            continue;
        }
        let finding =
            Finding::new(&codes::UNKNOWN_JURISDICTION, format!("Polder knows no region in {}", shown(text)))
                .at(text.span(), "unknown jurisdiction");
        table.reader.say(match closest(text, known.iter().copied()) {
            Some(word) => finding.help(format!("did you mean `{word}`?")),
            None => finding.help(format!("choose from {}", listed(&known, "and"))),
        });
    }
    Setting::written(texts.value.into_iter().map(|text| text.value).collect(), span)
}
