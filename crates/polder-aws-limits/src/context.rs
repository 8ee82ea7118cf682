//! The managed resources of a graph with their values, each resolved once.

use std::sync::OnceLock;

use polder_cloud::index::View;
use polder_cloud::{Index, Mode, ResourceId, Segment};

use crate::subject::Subject;
use crate::tree::Tree;

/// The graph, and the values of its resources, which are resolved when they are first needed.
pub(crate) struct Context<'i, 'a> {
    index: &'i Index<'a>,
    trees: Vec<OnceLock<Tree<'a>>>,
}

impl<'i, 'a> Context<'i, 'a> {
    pub(crate) fn new(index: &'i Index<'a>) -> Context<'i, 'a> {
        let mut trees = vec![];
        trees.resize_with(index.count(), OnceLock::new);
        Context { index, trees }
    }

    /// The managed resources of a type.
    pub(crate) fn of_kind<'c>(
        &'c self,
        kind: &str,
    ) -> impl Iterator<Item = Subject<'c, 'a>> + use<'c, 'i, 'a> {
        self.index.of_kind(kind).iter().filter_map(|id| self.subject(*id))
    }

    /// A resource, if it is managed.
    pub(crate) fn subject(&self, id: ResourceId) -> Option<Subject<'_, 'a>> {
        let view = self.index.view(id).filter(|view| view.address().mode == Mode::Managed)?;
        let tree = self.trees.get(self.index.number(id))?.get_or_init(|| Tree::of(&view));
        Some(Subject::new(view, tree))
    }

    /// All resources that an attribute refers to, also those of a list, of which a plan does not say which element
    /// refers to which.
    pub(crate) fn referred(&self, item: &Subject<'_, '_>, path: &str) -> Vec<Subject<'_, 'a>> {
        let mut views = vec![item.view];
        let mut names = path.split('.').peekable();
        let mut last = path;
        while let Some(name) = names.next() {
            last = name;
            if names.peek().is_some() {
                views = views.iter().flat_map(|view| view.blocks(name)).collect();
            }
        }
        let mut ids: Vec<ResourceId> =
            views.iter().flat_map(|view| view.targets(last)).map(|target| target.id()).collect();
        for dependency in self.index.dependencies(item.view.id()) {
            if is_at(&dependency.path, path) {
                for id in self.index.all_targets(item.view.stack(), &dependency.reference) {
                    if !ids.contains(&id) {
                        ids.push(id);
                    }
                }
            }
        }
        ids.into_iter().filter_map(|id| self.subject(id)).collect()
    }

    /// The resource of one of the types that an attribute of a resource or a block refers to, or that its text identifies.
    pub(crate) fn target(
        &self,
        view: &View<'_, '_>,
        attribute: &str,
        kinds: &[&str],
    ) -> Option<Subject<'_, 'a>> {
        let targets = view.targets(attribute);
        let found = targets.into_iter().find(|target| kinds.contains(&target.kind()))?;
        self.subject(found.id())
    }
}

/// Whether a path, without the numbers of elements, is one of names.
fn is_at(path: &[Segment], names: &str) -> bool {
    let own = path.iter().filter_map(|segment| match segment {
        Segment::Name(name) => Some(name.as_str()),
        Segment::Index(_) => None,
    });
    own.eq(names.split('.'))
}
