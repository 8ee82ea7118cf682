//! Runbooks: pages beside the stacks that say what to do when an alarm is raised.

use polder_cloud::Page;
use polder_design::{Design, Objective};

/// A runbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Runbook {
    /// The error rate is too high.
    Availability,
    /// The latency is too high.
    Latency,
    /// Replicas or backups are behind their objective.
    Recovery,
    /// No capacity for the next peak.
    Capacity,
    /// Failover of a cell, and failback.
    Failover,
    /// Suspicious activity.
    Security,
}

/// All of them.
const ALL: [Runbook; 6] = [
    Runbook::Availability,
    Runbook::Latency,
    Runbook::Recovery,
    Runbook::Capacity,
    Runbook::Failover,
    Runbook::Security,
];

impl Runbook {
    /// The runbook of an objective.
    pub(crate) fn of(objective: Objective) -> Runbook {
        match objective {
            Objective::Availability => Runbook::Availability,
            Objective::Latency => Runbook::Latency,
            Objective::Recovery => Runbook::Recovery,
            Objective::Capacity => Runbook::Capacity,
        }
    }

    /// The description of an alarm, with the path of the runbook at its end.
    pub(crate) fn after(self, description: &str, design: &Design) -> String {
        format!("{description} Runbook: {}{}", design.runbooks, self.file())
    }

    fn file(self) -> &'static str {
        match self {
            Runbook::Availability => "availability.md",
            Runbook::Latency => "latency.md",
            Runbook::Recovery => "recovery.md",
            Runbook::Capacity => "capacity.md",
            Runbook::Failover => "failover.md",
            Runbook::Security => "security.md",
        }
    }

    fn text(self) -> &'static str {
        match self {
            Runbook::Availability => include_str!("../../runbooks/availability.md"),
            Runbook::Latency => include_str!("../../runbooks/latency.md"),
            Runbook::Recovery => include_str!("../../runbooks/recovery.md"),
            Runbook::Capacity => include_str!("../../runbooks/capacity.md"),
            Runbook::Failover => include_str!("../../runbooks/failover.md"),
            Runbook::Security => include_str!("../../runbooks/security.md"),
        }
    }
}

/// All runbooks.
pub(crate) fn pages() -> Vec<Page> {
    let page =
        |runbook: Runbook| Page { path: format!("runbooks/{}", runbook.file()), text: runbook.text().into() };
    ALL.into_iter().map(page).collect()
}

#[cfg(test)]
mod tests {
    use polder_cloud::Value;
    use polder_design::switch;

    use super::*;

    /// The characters that CloudWatch accepts in a description.
    const DESCRIPTION_MAX: usize = 1_024;

    #[test]
    fn every_alarm_of_every_example_names_a_runbook_that_is_written() {
        for (design, cloud) in crate::examples::all() {
            for stack in &cloud.stacks {
                let alarms = stack.managed().filter(|one| {
                    ["aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm"]
                        .contains(&one.address.kind.as_str())
                });
                for alarm in alarms {
                    let place = format!("{} {}", stack.key, alarm.address);
                    let Some(Value::Text(text)) = alarm.body.get("alarm_description") else {
                        panic!("{place} has no description");
                    };
                    let (_, page) =
                        text.rsplit_once("Runbook: ").unwrap_or_else(|| panic!("{place}: {text}"));
                    assert!(cloud.pages.iter().any(|one| one.path == page), "{place}: {page}");
                    assert!(text.len() <= DESCRIPTION_MAX, "{place}: {} letters", text.len());
                }
            }
            assert_eq!(design.runbooks, "runbooks/");
        }
    }

    #[test]
    fn pages_have_a_heading_and_lead_to_pages_that_there_are() {
        let pages = pages();
        for page in &pages {
            assert!(page.text.starts_with("# "), "{}", page.path);
            for link in page.text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
                assert!(
                    pages.iter().any(|one| one.path == format!("runbooks/{link}")),
                    "{}: {link}",
                    page.path
                );
            }
        }
    }

    /// The command writes the metric that the alarm evaluates: the runbook names both.
    #[test]
    fn texts_about_the_switch_name_its_metric() {
        let metric = format!("--metric-name {} --dimensions {}=", switch::METRIC, switch::CELL);
        let namespace = format!("--namespace {} ", switch::NAMESPACE);
        let mut texts = vec![Runbook::Failover.text()];
        let clouds = crate::examples::all();
        let stacks = clouds.iter().flat_map(|(_, cloud)| &cloud.stacks);
        for stack in stacks.filter(|stack| stack.find("aws_cloudwatch_metric_alarm.switch").is_some()) {
            let file = stack.files.iter().find(|file| file.name == "cloudwatch_metric_alarm");
            texts.push(file.expect("the file of the switch").comment);
        }
        assert!(texts.len() > 1, "no example has a switch");
        for text in texts {
            assert!(text.contains(&namespace) && text.contains(&metric), "{text}");
        }
    }

    #[test]
    fn the_place_of_the_pages_is_the_owners_to_choose() {
        let mut design = crate::examples::design("solo-market");
        design.runbooks = "https://wiki.example.com/on-call/".to_owned();
        let said = Runbook::Latency.after("Slow.", &design);
        assert_eq!(said, "Slow. Runbook: https://wiki.example.com/on-call/latency.md");
    }
}
