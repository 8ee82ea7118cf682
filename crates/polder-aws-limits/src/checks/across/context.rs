//! Resources with their values, settled when they are first needed.

use std::sync::OnceLock;

use polder_cloud::index::View;
use polder_cloud::{Index, Mode, ResourceId};
use polder_diag::Code;

use crate::report::{Finding, Report, Undecided};
use crate::subject::{Fault, Subject};
use crate::tree::Tree;

/// The graph, and the values of its resources.
pub(super) struct Context<'i, 'a> {
    pub(super) index: &'i Index<'a>,
    trees: Vec<OnceLock<Tree<'a>>>,
}

/// A resource with its values.
#[derive(Clone, Copy)]
pub(super) struct Item<'c, 'i, 'a> {
    pub(super) view: View<'i, 'a>,
    pub(super) tree: &'c Tree<'a>,
}

impl<'i, 'a> Context<'i, 'a> {
    pub(super) fn new(index: &'i Index<'a>) -> Context<'i, 'a> {
        let mut trees = vec![];
        trees.resize_with(index.count(), OnceLock::new);
        Context { index, trees }
    }

    /// The managed resources of a type.
    pub(super) fn of_kind<'c>(
        &'c self,
        kind: &str,
    ) -> impl Iterator<Item = Item<'c, 'i, 'a>> + use<'c, 'i, 'a> {
        self.index.of_kind(kind).to_vec().into_iter().filter_map(|id| self.item(id))
    }

    /// A managed resource.
    pub(super) fn item(&self, id: ResourceId) -> Option<Item<'_, 'i, 'a>> {
        let view = self.index.view(id).filter(|view| view.address().mode == Mode::Managed)?;
        let tree = self.trees.get(self.index.number(id))?.get_or_init(|| Tree::of(&view));
        Some(Item { view, tree })
    }

    /// The resource of a type that an attribute refers to, or that its text identifies.
    pub(super) fn target(
        &self,
        item: &Item<'_, '_, '_>,
        attribute: &str,
        kinds: &[&str],
    ) -> Option<Item<'_, 'i, 'a>> {
        let targets = item.view.targets(attribute);
        let found = targets.into_iter().find(|target| kinds.contains(&target.kind()))?;
        self.item(found.id())
    }
}

impl<'c, 'a> Item<'c, '_, 'a> {
    /// The region of the resource.
    pub(super) fn region(&self) -> Option<&str> {
        Subject::region(&self.view, self.tree)
    }

    /// The text of an attribute.
    pub(super) fn text(&self, attribute: &str) -> Option<String> {
        let found: Vec<&'c Tree<'a>> = self.tree.at(attribute);
        found.first()?.text()
    }

    /// The text of an attribute, or the default if it is not set. `None` if it is not known.
    pub(super) fn text_or(&self, attribute: &str, default: &str) -> Option<String> {
        let tree = self.tree.get(attribute);
        if tree.is_absent() { Some(default.to_owned()) } else { tree.text() }
    }

    /// Reports a fault.
    pub(super) fn find(&self, report: &mut Report, code: &'static Code, fault: Fault) {
        let Fault { attribute, message, accepts, source } = fault;
        let (address, resource) = (self.view.address().to_string(), self.view.id());
        report.findings.push(Finding { code, resource, address, attribute, message, accepts, source });
    }

    /// Reports that an attribute could not be judged.
    pub(super) fn undecided(&self, report: &mut Report, code: &'static Code, attribute: &str) {
        let attribute = attribute.to_owned();
        report.undecided.push(Undecided { code, resource: self.view.id(), attribute });
    }
}
