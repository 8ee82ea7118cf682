//! Operates the failover switch, which moves a cell between its sites.
//!
//! The switch is an alarm at the surviving site, and one data point of a metric turns it on or off: this
//! needs the data plane of one healthy region, and nothing of the lost one. The steps are returned as data.
//! Execution is not built in yet, and a request for it is rejected.

use polder_design::switch;
use serde::{Deserialize, Serialize};

/// The version of the input and output formats.
pub const FORMAT_VERSION: u32 = 1;

/// A request.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Order {
    /// [`FORMAT_VERSION`].
    pub format_version: u32,
    /// The cell: `de`.
    pub cell: String,
    /// The requested state of the switch.
    pub switch: Switch,
    /// Whether only to return the steps: the default.
    #[serde(default = "yes")]
    pub dry_run: bool,
}

/// The state of a cell's failover switch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Switch {
    /// The cell is served from its backup site.
    On,
    /// The cell is served from its primary site, while that is healthy.
    Off,
}

/// The steps, in order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Steps {
    /// [`FORMAT_VERSION`].
    pub format_version: u32,
    /// Always true, so far.
    pub dry_run: bool,
    /// The steps.
    pub steps: Vec<Step>,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
pub enum Step {
    /// Puts one data point.
    PutMetric {
        /// The remaining region: the one that this runs in.
        region: String,
        /// The namespace.
        namespace: &'static str,
        /// The metric.
        metric: &'static str,
        /// The value of its only dimension, `Cell`.
        cell: String,
        /// 1 moves the cell to this site, 0 moves it back.
        value: u8,
    },
}

/// A rejected request.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Another version.
    #[error("the order is of version {0}, and this controller knows {FORMAT_VERSION}")]
    Version(u32),
    /// Another cell.
    #[error("the order is for the cell `{ordered}`, and this controller is that of `{own}`")]
    Cell {
        /// The cell of the order.
        ordered: String,
        /// The cell of this controller.
        own: String,
    },
    /// Execution is not supported.
    #[error("this controller says what it would do and does not do it yet")]
    CannotAct,
}

/// Returns the steps for a request, in the controller of a cell that runs in a region.
///
/// # Errors
/// If the request is not for this controller, or asks for execution.
pub fn steps(order: &Order, own: &str, region: &str) -> Result<Steps, Refusal> {
    if order.format_version != FORMAT_VERSION {
        return Err(Refusal::Version(order.format_version));
    }
    if order.cell != own {
        let ordered = order.cell.chars().take(64).filter(|c| !c.is_control()).collect();
        return Err(Refusal::Cell { ordered, own: own.to_owned() });
    }
    if !order.dry_run {
        return Err(Refusal::CannotAct);
    }
    let put = Step::PutMetric {
        region: region.to_owned(),
        namespace: switch::NAMESPACE,
        metric: switch::METRIC,
        cell: own.to_owned(),
        value: match order.switch {
            Switch::On => 1,
            Switch::Off => 0,
        },
    };
    Ok(Steps { format_version: FORMAT_VERSION, dry_run: true, steps: vec![put] })
}

fn yes() -> bool {
    true
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn answer(text: &str) -> String {
        let order: Order = match serde_json::from_str(text) {
            Ok(order) => order,
            Err(error) => return error.to_string(),
        };
        match steps(&order, "de", "eu-west-1") {
            Ok(steps) => serde_json::to_string(&steps).unwrap_or_default(),
            Err(refusal) => refusal.to_string(),
        }
    }

    #[test]
    fn orders_and_answers() {
        let said = [
            r#"{"format_version":1,"cell":"de","switch":"on"}"#,
            r#"{"format_version":1,"cell":"de","switch":"off","dry_run":true}"#,
            r#"{"format_version":1,"cell":"de","switch":"on","dry_run":false}"#,
            r#"{"format_version":1,"cell":"benelux","switch":"on"}"#,
            r#"{"format_version":2,"cell":"de","switch":"on"}"#,
            r#"{"format_version":1,"cell":"de","switch":"half"}"#,
            r#"{"format_version":1,"cell":"de","switch":"on","force":true}"#,
            r#"{"format_version":1,"cell":"de"}"#,
        ]
        .map(|order| format!("{order}\n  {}", answer(order)));
        insta::assert_snapshot!(said.join("\n"));
    }

    proptest! {
        #[test]
        fn nothing_is_done_but_said(cell in ".{0,80}", version: u32, on: bool, dry_run: bool) {
            let switch = if on { Switch::On } else { Switch::Off };
            let order = Order { format_version: version, cell, switch, dry_run };
            if let Ok(steps) = steps(&order, "de", "eu-west-1") {
                prop_assert!(steps.dry_run && order.dry_run && order.cell == "de");
            }
        }
    }
}
