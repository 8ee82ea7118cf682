//! What holds for a time: findings that a platform accepts, and exceptions of its web ACLs.

use polder_diag::{Finding, Severity, Span};

use crate::codes;
use crate::day::Day;
use crate::model::{Accepted, Platform, WebException};
use crate::reader::shown;
use crate::setting::Setting;

/// The findings that are left, with those about the entries themselves.
///
/// An entry accepts warnings and remarks of its code until its last day. With `all`, `findings` are all that there can be, and
/// an entry that accepts none of them is an error. Entries about properties are left to who proves them.
pub fn accept(findings: Vec<Finding>, accepted: &[Accepted], today: Day, all: bool) -> Vec<Finding> {
    let mut said = vec![];
    for entry in accepted.iter().filter(|entry| !entry.is_about_a_property()) {
        let unused = unused(entry, &findings);
        if all && !unused.is_empty() {
            said.extend(unused);
        } else if entry.until.value < today && findings.iter().any(|finding| fits(entry, finding)) {
            said.push(no_longer(entry).help("correct what the findings report, or write a later day"));
        }
    }
    let current =
        |finding: &Finding| accepted.iter().any(|entry| entry.until.value >= today && fits(entry, finding));
    let mut left: Vec<Finding> = findings.into_iter().filter(|finding| !current(finding)).collect();
    left.extend(said);
    left
}

/// Removes the exceptions of the web ACLs whose last day has passed, with a finding about each.
pub fn end_exceptions(platform: &mut Platform, today: Day) -> Vec<Finding> {
    let (left, ended) =
        std::mem::take(&mut platform.edge.exceptions).into_iter().partition(|it| it.until.value >= today);
    platform.edge.exceptions = left;
    let ended: Vec<WebException> = ended;
    let finding = |it: &WebException| {
        let message =
            format!("the exception {} of {} held until {}", shown(&it.name), shown(&it.rule), it.until.value);
        passed(Finding::new(&codes::EXCEPTION_NO_LONGER, message), &it.until, &it.reason)
            .help("remove it, or write a later day if the requests are still blocked by mistake")
    };
    ended.iter().map(finding).collect()
}

/// Whether an entry is about a finding.
fn fits(entry: &Accepted, finding: &Finding) -> bool {
    let about =
        entry.about.is_empty() || entry.about.iter().any(|text| finding.message.contains(text.as_str()));
    finding.severity() != Severity::Error && finding.code.id == entry.code.value && about
}

/// An error for an entry without a finding, or for each of its texts that no finding has.
fn unused(entry: &Accepted, findings: &[Finding]) -> Vec<Finding> {
    let of_code = || findings.iter().filter(|finding| finding.code.id == entry.code.value);
    if of_code().any(|finding| finding.severity() == Severity::Error) {
        let message = format!("{} is an error, and errors cannot be accepted", shown(&entry.code));
        return vec![nothing(message, entry.code.span, "not a warning or a remark")];
    }
    if of_code().next().is_none() {
        let message = format!("there is no finding {} to accept", shown(&entry.code));
        return vec![nothing(message, entry.code.span, "accepts nothing")];
    }
    let missing =
        entry.about.iter().filter(|text| !of_code().any(|finding| finding.message.contains(text.as_str())));
    missing
        .map(|text| {
            let message = format!("no finding {} is about {}", shown(&entry.code), shown(text));
            nothing(message, text.span(), "accepts nothing")
        })
        .collect()
}

/// An error for an entry that accepts nothing.
pub(crate) fn nothing(message: String, place: Option<Span>, label: &str) -> Finding {
    Finding::new(&codes::ACCEPTED_NOTHING, message).at(place, label).help("remove it, or correct it")
}

/// A warning for an entry whose last day has passed.
pub(crate) fn no_longer(entry: &Accepted) -> Finding {
    let message = format!("{} was accepted until {}", shown(&entry.code), entry.until.value);
    passed(Finding::new(&codes::ACCEPTED_NO_LONGER, message), &entry.until, &entry.reason)
}

/// A finding about what held until a day.
fn passed(finding: Finding, until: &Setting<Day>, reason: &Setting<String>) -> Finding {
    finding.at(until.span(), "this day has passed").note(format!("the reason was: {}", reason.value))
}

#[cfg(test)]
mod tests {
    use polder_facts::Facts;

    use super::*;
    use crate::read;

    /// Two markets without a backup, and what is accepted of that.
    fn found(accepted: &str, today: &str, all: bool) -> Vec<String> {
        let text = format!(
            "version = 1\nplatform.domain = \"example.com\"\ncells.a = {{ primary = \"eu-west-1\" }}\n\
             cells.b = {{ primary = \"eu-west-3\" }}\nmarkets.IE.cell = \"a\"\nmarkets.FR.cell = \"b\"\n{accepted}"
        );
        let outcome = read(&text, Facts::embedded());
        let platform = outcome.value.expect("no error");
        let today = Day::parse(today).expect("a day");
        let left = accept(outcome.findings, &platform.accepted, today, all);
        left.iter().map(|finding| format!("{} {}", finding.code.id, finding.message)).collect()
    }

    const ALL: &str = "[accepted.SPEC056]\nreason = \"a pilot\"\nuntil = \"2027-03-31\"\n";

    #[test]
    fn what_is_accepted_is_not_reported_until_its_last_day() {
        assert_eq!(found("", "2027-03-31", true).len(), 2);
        assert_eq!(found(ALL, "2027-03-31", true), Vec::<String>::new());
        let late = found(ALL, "2027-04-01", true);
        assert_eq!(late.len(), 3);
        assert_eq!(late[2], "SPEC152 `SPEC056` was accepted until 2027-03-31");
    }

    #[test]
    fn a_text_narrows_it() {
        let left = found(&format!("{ALL}about = [\"`FR`\"]\n"), "2027-01-01", true);
        assert_eq!(left.len(), 1);
        assert!(left[0].contains("`IE`"), "{left:?}");
    }

    #[test]
    fn an_entry_that_accepts_nothing_is_an_error() {
        let other = ALL.replace("SPEC056", "SPEC141");
        assert_eq!(found(&other, "2027-01-01", true)[2], "SPEC151 there is no finding `SPEC141` to accept");
        // A command that does not look for everything cannot know.
        assert_eq!(found(&other, "2027-01-01", false).len(), 2);
        let text = found(&format!("{ALL}about = [\"`FR`\", \"`DE`\"]\n"), "2027-01-01", true);
        assert_eq!(text[1], "SPEC151 no finding `SPEC056` is about ``DE``");
    }

    #[test]
    fn an_exception_ends_after_its_last_day() {
        let text = "version = 1\nplatform.domain = \"example.com\"\ncells.a.primary = \"eu-west-1\"\nmarkets.IE = {}\n\
                    [edge.exceptions.contact]\nrule = \"SQLi_BODY\"\npaths = [\"/en/ie/contact\"]\nreason = \"a form\"\n\
                    until = \"2027-03-31\"\n";
        let left = |today: &str| {
            let mut platform = read(text, Facts::embedded()).value.expect("no error");
            let findings = end_exceptions(&mut platform, Day::parse(today).expect("a day"));
            let said: Vec<String> =
                findings.iter().map(|it| format!("{} {}", it.code.id, it.message)).collect();
            (platform.edge.exceptions.len(), said)
        };
        assert_eq!(left("2027-03-31"), (1, vec![]));
        let said = "SPEC123 the exception `contact` of `SQLi_BODY` held until 2027-03-31".to_owned();
        assert_eq!(left("2027-04-01"), (0, vec![said]));
    }
}
