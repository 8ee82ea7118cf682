//! A stack that is being written, with the part of the design that each of its resources belongs to.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use polder_cloud::{Body, Facet, Handle, IntoKey, Stack, StackId, StackKey, Value, Variable};
use polder_design::Component;

use crate::origin::StackOrigin;
use crate::stack_ids::StackIds;

/// A [`polder_cloud::Draft`] that knows which part of the design is being written.
#[derive(Debug)]
pub(crate) struct Draft {
    draft: polder_cloud::Draft,
    key: StackKey,
    /// The IDs of all stacks.
    stack_ids: Rc<StackIds>,
    origin: RefCell<StackOrigin>,
    /// The parts that are being written, the outermost first.
    open: RefCell<Vec<Arc<Component>>>,
}

/// While this value is alive, what is written belongs to one part of the design.
#[must_use = "resources belong to the part only until this value is dropped"]
pub(crate) struct Part<'a> {
    open: &'a RefCell<Vec<Arc<Component>>>,
}

impl Drop for Part<'_> {
    fn drop(&mut self) {
        self.open.borrow_mut().pop();
    }
}

impl Draft {
    pub(crate) fn new(
        draft: polder_cloud::Draft,
        key: StackKey,
        stack_ids: Rc<StackIds>,
        origin: StackOrigin,
    ) -> Draft {
        stack_ids.note(key.clone(), draft.id());
        Draft { draft, key, stack_ids, origin: RefCell::new(origin), open: RefCell::default() }
    }

    /// What is written until the returned value is dropped belongs to `part`, unless another part is opened
    /// within it.
    pub(crate) fn part(&self, of: impl Into<Component>) -> Part<'_> {
        self.open.borrow_mut().push(Arc::new(of.into()));
        Part { open: &self.open }
    }

    /// See [`polder_cloud::Draft::resource`].
    #[track_caller]
    pub(crate) fn resource(&self, kind: &'static str, name: impl AsRef<str>, body: Body) -> Handle {
        self.note();
        self.draft.resource(kind, name, body)
    }

    /// See [`polder_cloud::Draft::data`].
    #[track_caller]
    pub(crate) fn data(&self, kind: &'static str, name: impl AsRef<str>, body: Body) -> Handle {
        self.note();
        self.draft.data(kind, name, body)
    }

    /// See [`polder_cloud::Draft::ephemeral`].
    #[track_caller]
    pub(crate) fn ephemeral(&self, kind: &'static str, name: impl AsRef<str>, body: Body) -> Handle {
        self.note();
        self.draft.ephemeral(kind, name, body)
    }

    /// See [`polder_cloud::Draft::count`].
    pub(crate) fn count(&self) -> usize {
        self.draft.count()
    }

    /// See [`polder_cloud::Draft::renamed`].
    pub(crate) fn renamed(&self, range: Range<usize>, (from, to): (&str, &str), now: &str) {
        self.draft.renamed(range, (from, to), now);
    }

    /// See [`polder_cloud::Draft::file`].
    pub(crate) fn file(&self, name: &'static str, comment: &'static str) {
        self.draft.file(name, comment);
    }

    /// See [`polder_cloud::Draft::local`].
    pub(crate) fn local(&self, name: impl IntoKey, value: impl Into<Value>) -> Value {
        self.draft.local(name, value)
    }

    /// See [`polder_cloud::Draft::variable`].
    pub(crate) fn variable(&self, variable: Variable) -> Value {
        self.draft.variable(variable)
    }

    /// See [`polder_cloud::Draft::output`].
    pub(crate) fn output(&self, name: impl IntoKey, description: impl IntoKey, value: impl Into<Value>) {
        self.draft.output(name, description, value);
    }

    /// See [`polder_cloud::Draft::expect`].
    pub(crate) fn expect(&self, message: impl IntoKey, left: impl Into<Value>, right: impl Into<Value>) {
        self.draft.expect(message, left, right);
    }

    /// Orders the stack after another one, written or not, that no value refers to.
    pub(crate) fn after(&self, key: &StackKey) {
        self.draft.after(self.stack_ids.of(key));
    }

    /// See [`polder_cloud::Draft::facet`].
    pub(crate) fn facet(&self, facet: Facet) {
        self.draft.facet(facet);
    }

    /// The scope of the stack.
    pub(crate) fn key(&self) -> &StackKey {
        &self.key
    }

    /// A resource of this stack that is written later: for texts that refer to it.
    pub(crate) fn later(&self, kind: &'static str, name: &str) -> Handle {
        self.in_stack(&self.key, kind, name)
    }

    /// A resource of any stack, written or not: for texts that refer to it.
    pub(crate) fn in_stack(&self, key: &StackKey, kind: &'static str, name: &str) -> Handle {
        Handle::of(self.stack_ids.of(key), kind, name)
    }

    /// See [`polder_cloud::Draft::id`].
    pub(crate) fn id(&self) -> StackId {
        self.draft.id()
    }

    /// The finished stack, and the origins of its resources.
    pub(crate) fn finish(self) -> (Stack, StackOrigin) {
        (self.draft.finish(), self.origin.into_inner())
    }

    /// Notes the part of the resource that is written next.
    fn note(&self) {
        let part = self.open.borrow().last().map(Arc::clone);
        self.origin.borrow_mut().components.push(part);
    }
}
