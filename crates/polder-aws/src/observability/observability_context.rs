//! What alarms and dashboards use of their site, and the alarms written so far, by objective.

use std::cell::RefCell;

use polder_cloud::Handle;
use polder_design::{Design, Objective, Site};

use crate::draft::Draft;
use crate::handles::{App, Base, Data, Edge, Functions, Network};
use crate::observability::cloudwatch_metric_alarm::{self, Alarm};
use crate::observability::runbook::Runbook;

/// A site whose layer `observability` is being written.
pub(crate) struct ObservabilityContext<'a> {
    /// The open stack.
    pub(crate) s: &'a Draft,
    /// The whole platform.
    pub(crate) design: &'a Design,
    /// The site.
    pub(crate) site: &'a Site,
    /// Its buckets, vault and topic.
    pub(crate) base: &'a Base,
    /// The base of the cell's other site.
    pub(crate) peer: Option<&'a Base>,
    /// Its network.
    pub(crate) network: &'a Network,
    /// Its stores.
    pub(crate) data: &'a Data,
    /// Its edge.
    pub(crate) edge: &'a Edge,
    /// Its containers.
    pub(crate) app: &'a App,
    /// Its functions.
    pub(crate) functions: &'a Functions,
    /// The alarms written so far, with their objectives.
    pub(crate) raised: RefCell<Vec<(Objective, Handle)>>,
}

impl ObservabilityContext<'_> {
    /// Writes an alarm.
    pub(crate) fn alarm(&self, objective: Objective, alarm: &Alarm) {
        let description = Runbook::of(objective).after(&alarm.description, self.design);
        let timings = &self.design.timings.alarms;
        let handle = cloudwatch_metric_alarm::alarm(self.s, timings, &self.base.alarms, alarm, description);
        self.raised.borrow_mut().push((objective, handle));
    }

    /// Whether tasks and database are stopped outside the hours of the cell.
    pub(crate) fn stops(&self) -> bool {
        self.design.cells[self.site.cell].hours.is_some()
    }

    /// The alarms of an objective, in the order of writing.
    pub(crate) fn alarms(&self, objective: Objective) -> Vec<Handle> {
        let raised = self.raised.borrow();
        raised.iter().filter(|(of, _)| *of == objective).map(|(_, handle)| handle.clone()).collect()
    }
}
