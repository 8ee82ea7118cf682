//! Stacks, and drafts of stacks.

use std::cell::{Cell, RefCell};
use std::ops::Range;
use std::panic::Location;
use std::sync::Arc;

use smol_str::SmolStr;

use crate::address::{Address, Mode, StackId, StackKey};
use crate::body::{Body, IntoKey};
use crate::foreign::Foreign;
use crate::value::{Handle, Reference, Target, Value, identifier};

/// One Terraform root module: one account, one region, one layer, one provider configuration.
#[derive(Clone, Debug)]
pub struct Stack {
    /// Its ID in the cloud.
    pub id: StackId,
    /// Its key.
    pub key: StackKey,
    /// The region of its provider.
    pub region: Arc<str>,
    /// Its content, in one sentence.
    pub purpose: SmolStr,
    /// Its files, in order.
    pub files: Vec<File>,
    /// The other stacks that its values refer to, in the order of first use, indexed by [`Target::Import`].
    pub imports: Vec<StackId>,
    /// The stacks that are applied before it although no value of it refers to them: it needs what they do.
    pub after: Vec<StackId>,
    /// Its resources and data sources, in order.
    pub resources: Vec<Resource>,
    /// Its locals: the values in which it differs from other stacks of its role, in order.
    pub locals: Vec<Local>,
    /// Variables that the user sets.
    pub variables: Vec<Variable>,
    /// Outputs for users. [`crate::link`] adds outputs for other stacks.
    pub outputs: Vec<Output>,
    /// Assertions for `terraform test`.
    pub expectations: Vec<Expectation>,
    /// Resources that had another address, in the order in which it changed.
    pub moves: Vec<Move>,
    /// The facets of the stack, the most significant first. Stacks of a kind have the same facets, in the same order.
    pub facets: Vec<Facet>,
}

/// Another address of a resource that is the same: a `moved` block.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Move {
    /// Its address before.
    pub from: Arc<Address>,
    /// Its address since then.
    pub to: Arc<Address>,
}

impl Move {
    /// The address that a resource has after all `moves`, which are in their order.
    pub fn followed<'a>(moves: &'a [Move], address: &'a Address) -> &'a Address {
        moves.iter().fold(address, |address, it| if *it.from == *address { &it.to } else { address })
    }
}

/// A property that some stacks of a kind have and others do not. If stacks share a module, it becomes the variable for
/// conditions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facet {
    /// Its name as a variable: `is_primary`.
    pub name: &'static str,
    /// Its description: `Whether this is the primary site of its cell.`
    pub description: &'static str,
    /// Words in the names of what depends on it: `replica`. Empty for a general facet.
    pub words: &'static [&'static str],
    /// Whether the stack has it.
    pub holds: bool,
}

/// One file of a stack.
#[derive(Clone, Debug, PartialEq)]
pub struct File {
    /// Its name without the ending: `vpc`.
    pub name: &'static str,
    /// The comment at its top. Lines of at most 100 characters.
    pub comment: &'static str,
}

/// A resource or a data source.
#[derive(Clone, Debug)]
pub struct Resource {
    /// Its address.
    pub address: Arc<Address>,
    /// Its attributes and blocks. Equal bodies are shared between stacks.
    pub body: Arc<Body>,
    /// Index into [`Stack::files`].
    pub file: usize,
    /// The source line of the lowering that wrote it; `None` if it was read from a plan or a state.
    pub at: Option<&'static Location<'static>>,
    /// Additional data of a plan or a state; `None` if Polder wrote it.
    pub foreign: Option<Box<Foreign>>,
}

/// A local value.
#[derive(Clone, Debug, PartialEq)]
pub struct Local {
    /// Its name.
    pub name: SmolStr,
    /// Its value.
    pub value: Value,
}

/// A variable.
#[derive(Clone, Debug, PartialEq)]
pub struct Variable {
    /// Its name.
    pub name: SmolStr,
    /// `string`, `number`, …
    pub kind: SmolStr,
    /// Its description.
    pub description: SmolStr,
    /// Its default; `Null` for none.
    pub default: Value,
    /// Whether it is sensitive.
    pub sensitive: bool,
    /// Its validation: a regular expression, and the error message.
    pub pattern: Option<(&'static str, &'static str)>,
    /// A value that `terraform test` uses.
    pub example: SmolStr,
}

/// An output for users.
#[derive(Clone, Debug, PartialEq)]
pub struct Output {
    /// Its name.
    pub name: SmolStr,
    /// Its description.
    pub description: SmolStr,
    /// Its value.
    pub value: Value,
    /// Whether it is sensitive.
    pub sensitive: bool,
}

/// An assertion for `terraform test`: `left` equals `right`.
#[derive(Clone, Debug, PartialEq)]
pub struct Expectation {
    /// The actual value.
    pub left: Value,
    /// The expected value.
    pub right: Value,
    /// The error message.
    pub message: SmolStr,
}

impl Stack {
    /// The stack that a reference in a value of this one refers to. `None` if the index is out of range.
    pub fn target(&self, reference: &Reference) -> Option<StackId> {
        match reference.target {
            Target::Stack(stack) => Some(stack),
            Target::Own => Some(self.id),
            Target::Import(index) => self.imports.get(usize::try_from(index).ok()?).copied(),
        }
    }

    /// The value with the targets of its references relative to this stack, for a stack that is finished.
    #[must_use]
    pub fn settled(&mut self, mut value: Value) -> Value {
        let (id, imports) = (self.id, &mut self.imports);
        value.change_references(&mut |reference| settle(id, imports, reference));
        value
    }

    /// Makes the targets of all references relative to this stack, and collects the imports.
    fn settle_targets(&mut self) {
        let (id, imports) = (self.id, &mut self.imports);
        let mut settle = |reference: &mut Reference| settle(id, imports, reference);
        for resource in &mut self.resources {
            Arc::make_mut(&mut resource.body).change_references(&mut settle);
        }
        self.locals.iter_mut().for_each(|local| local.value.change_references(&mut settle));
        self.outputs.iter_mut().for_each(|output| output.value.change_references(&mut settle));
        for expectation in &mut self.expectations {
            expectation.left.change_references(&mut settle);
            expectation.right.change_references(&mut settle);
        }
    }
}

/// Makes the target of a reference in a stack relative to it.
fn settle(id: StackId, imports: &mut Vec<StackId>, reference: &mut Reference) {
    let Target::Stack(stack) = reference.target else { return };
    if stack == id {
        reference.target = Target::Own;
        return;
    }
    let known = imports.iter().position(|import| *import == stack);
    let index = known.unwrap_or_else(|| {
        imports.push(stack);
        imports.len() - 1
    });
    reference.target = Target::Import(u32::try_from(index).unwrap_or(u32::MAX));
}

/// A stack under construction. All methods take `&self`, so that values can be created inside a body.
#[derive(Debug)]
pub struct Draft {
    id: StackId,
    stack: RefCell<Stack>,
    /// Index of the open file.
    open: Cell<usize>,
}

impl Draft {
    /// An empty stack.
    pub fn new(id: StackId, key: StackKey, region: &str, purpose: impl IntoKey) -> Draft {
        let (region, purpose) = (region.into(), purpose.into_key());
        let stack = Stack {
            id,
            key,
            region,
            purpose,
            files: vec![],
            imports: vec![],
            after: vec![],
            resources: vec![],
            locals: vec![],
            variables: vec![],
            outputs: vec![],
            expectations: vec![],
            moves: vec![],
            facets: vec![],
        };
        Draft { id, stack: RefCell::new(stack), open: Cell::new(0) }
    }

    /// Opens a file for the following items. A file can be opened again.
    pub fn file(&self, name: &'static str, comment: &'static str) {
        let files = &mut self.stack.borrow_mut().files;
        let known = files.iter().position(|file| file.name == name);
        if known.is_none() {
            files.push(File { name, comment });
        }
        self.open.set(known.unwrap_or(files.len() - 1));
    }

    /// Writes a resource.
    #[track_caller]
    pub fn resource(&self, kind: &'static str, name: impl AsRef<str>, body: Body) -> Handle {
        self.add(Mode::Managed, kind, name.as_ref(), body, Location::caller())
    }

    /// Writes a data source.
    #[track_caller]
    pub fn data(&self, kind: &'static str, name: impl AsRef<str>, body: Body) -> Handle {
        self.add(Mode::Data, kind, name.as_ref(), body, Location::caller())
    }

    /// Writes an ephemeral resource.
    #[track_caller]
    pub fn ephemeral(&self, kind: &'static str, name: impl AsRef<str>, body: Body) -> Handle {
        self.add(Mode::Ephemeral, kind, name.as_ref(), body, Location::caller())
    }

    /// A local: a value in which this stack differs from others of its role. Writing it again with the same value is
    /// allowed; with another value it is a bug that [`crate::check`] reports.
    pub fn local(&self, name: impl IntoKey, value: impl Into<Value>) -> Value {
        let local = Local { name: name.into_key(), value: value.into() };
        let name = local.name.clone();
        let locals = &mut self.stack.borrow_mut().locals;
        if !locals.contains(&local) {
            locals.push(local);
        }
        Value::Local(name)
    }

    /// A variable.
    pub fn variable(&self, variable: Variable) -> Value {
        let name = variable.name.clone();
        let variables = &mut self.stack.borrow_mut().variables;
        if !variables.contains(&variable) {
            variables.push(variable);
        }
        Value::Variable(name)
    }

    /// An output for users.
    pub fn output(&self, name: impl IntoKey, description: impl IntoKey, value: impl Into<Value>) {
        let (name, description, value) = (name.into_key(), description.into_key(), value.into());
        self.stack.borrow_mut().outputs.push(Output { name, description, value, sensitive: false });
    }

    /// An assertion for `terraform test`.
    pub fn expect(&self, message: impl IntoKey, left: impl Into<Value>, right: impl Into<Value>) {
        let (message, left, right) = (message.into_key(), left.into(), right.into());
        self.stack.borrow_mut().expectations.push(Expectation { left, right, message });
    }

    /// Orders the stack after another one that no value refers to.
    pub fn after(&self, stack: StackId) {
        let after = &mut self.stack.borrow_mut().after;
        if stack != self.id && !after.contains(&stack) {
            after.push(stack);
        }
    }

    /// How many resources there are: what is written next has this index.
    pub fn count(&self) -> usize {
        self.stack.borrow().resources.len()
    }

    /// States that the managed resources with the indices in `range` had another name: where their name begins with `now`, it
    /// began with `from`, and with `to` after that.
    pub fn renamed(&self, range: Range<usize>, (from, to): (&str, &str), now: &str) {
        let Stack { resources, moves, .. } = &mut *self.stack.borrow_mut();
        for resource in resources.get(range).into_iter().flatten() {
            let address = &resource.address;
            if address.mode != Mode::Managed {
                continue;
            }
            let Some(rest) = address.name.strip_prefix(now) else { continue };
            let named = |name: String| Arc::new(Address { name: name.into(), ..(**address).clone() });
            moves.push(Move { from: named(format!("{from}{rest}")), to: named(format!("{to}{rest}")) });
        }
    }

    /// Adds a facet.
    pub fn facet(&self, facet: Facet) {
        self.stack.borrow_mut().facets.push(facet);
    }

    /// The finished stack.
    pub fn finish(self) -> Stack {
        let mut stack = self.stack.into_inner();
        stack.resources.shrink_to_fit();
        stack.settle_targets();
        stack
    }

    /// Its ID in the cloud.
    pub fn id(&self) -> StackId {
        self.id
    }

    fn add(
        &self,
        mode: Mode,
        kind: &'static str,
        name: &str,
        body: Body,
        at: &'static Location<'static>,
    ) -> Handle {
        let kind = SmolStr::new_static(kind);
        let address = Arc::new(Address { mode, kind, name: identifier(name), instance: None });
        let mut stack = self.stack.borrow_mut();
        if stack.files.is_empty() {
            stack.files.push(File { name: "main", comment: "" });
        }
        let file = self.open.get();
        let body = Arc::new(body.closed());
        stack.resources.push(Resource {
            address: Arc::clone(&address),
            body,
            file,
            at: Some(at),
            foreign: None,
        });
        Handle { stack: self.id, address }
    }
}
