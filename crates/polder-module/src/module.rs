//! Modules, and the stacks that call them.

use std::sync::Arc;

use polder_cloud::{Address, EdgeFunction, Layer, SmolStr, StackId};

use crate::Type;
use crate::expression::{Body, Condition, Expression};
use crate::registry::Source;
use crate::set::Set;

/// All modules of a cloud.
#[derive(Clone, Debug, Default)]
pub struct Modules {
    /// The modules, by name.
    pub list: Vec<Module>,
    /// For each stack of the cloud, its module and its number among those that call it.
    pub callers: Vec<Caller>,
}

/// Which module a stack calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caller {
    /// An index into [`Modules::list`].
    pub module: usize,
    /// An index into [`Module::stacks`].
    pub number: usize,
}

/// A layer, written once for all stacks of a kind.
#[derive(Clone, Debug)]
pub struct Module {
    /// Its folder: `edge-global`.
    pub name: SmolStr,
    /// The layer: the name of every call.
    pub layer: Layer,
    /// One sentence: what is in it.
    pub purpose: SmolStr,
    /// The stacks that call it.
    pub stacks: Vec<StackId>,
    /// Its variables.
    pub variables: Vec<Variable>,
    /// Its files.
    pub files: Vec<File>,
    /// Its resources and look-ups, in the order of writing.
    pub resources: Vec<Resource>,
    /// Its outputs.
    pub outputs: Vec<Output>,
    /// Files beside its Terraform code.
    pub assets: Vec<Asset>,
    /// The different ways in which stacks use it, each by one stack that does.
    pub uses: Vec<Use>,
    /// The names under which stacks know what they import, as [`Source::Values`] counts them.
    pub(crate) aliases: Vec<Vec<SmolStr>>,
}

/// One file of a module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its name without the ending: `vpc`.
    pub name: &'static str,
    /// What stands in its head; empty for nothing.
    pub comment: SmolStr,
}

/// A variable of a module.
#[derive(Clone, Debug)]
pub struct Variable {
    /// Its name.
    pub name: SmolStr,
    /// Its type.
    pub kind: Type,
    /// What it is, in a sentence.
    pub description: SmolStr,
    /// Its value when a call gives none; `None` when every call must give one.
    pub default: Option<Expression>,
    /// Whether Terraform must not print it.
    pub sensitive: bool,
    /// A regular expression that it must match, and what to say when it does not.
    pub pattern: Option<(&'static str, &'static str)>,
    /// Where the stacks take its value from.
    pub(crate) source: Source,
}

/// A resource or a look-up.
#[derive(Clone, Debug)]
pub struct Resource {
    /// Its address in the module.
    pub address: Arc<Address>,
    /// When it exists; `None` for always.
    pub when: Option<Condition>,
    /// Its attributes and blocks.
    pub body: Body,
    /// Index into [`Module::files`].
    pub file: usize,
    /// The stacks that have it.
    pub stacks: Set,
}

/// An output of a module.
#[derive(Clone, Debug)]
pub struct Output {
    /// Its name.
    pub name: SmolStr,
    /// What it is, in a sentence.
    pub description: SmolStr,
    /// Its value.
    pub value: Expression,
    /// Whether Terraform must not print it.
    pub sensitive: bool,
    /// The stacks that give it out.
    pub stacks: Set,
}

/// A file of a module beside its Terraform code.
#[derive(Clone, Debug, PartialEq)]
pub struct Asset {
    /// Its path below the module's folder.
    pub path: SmolStr,
    /// What is in it.
    pub content: Content,
}

/// What is in a file.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// The code of a function that runs at the edge.
    Function(Box<EdgeFunction>),
    /// Text as it is.
    Text(Arc<str>),
}

/// One way of using a module.
#[derive(Clone, Debug, PartialEq)]
pub struct Use {
    /// The stack, by its number among those that call the module.
    pub number: usize,
    /// What must hold in it.
    pub assertions: Vec<Assertion>,
}

/// An assertion for `terraform test`: `left` equals `right`.
#[derive(Clone, Debug, PartialEq)]
pub struct Assertion {
    /// What is looked at.
    pub left: Expression,
    /// What it must be.
    pub right: Expression,
    /// What is wrong if it is not.
    pub message: SmolStr,
}

impl Modules {
    /// The module that a stack calls, and the stack's number among those that call it.
    pub fn of(&self, stack: StackId) -> Option<(&Module, usize)> {
        let caller = self.callers.get(stack.index())?;
        Some((self.list.get(caller.module)?, caller.number))
    }
}

impl Module {
    /// The resource at an address.
    pub fn resource(&self, address: &Address) -> Option<&Resource> {
        self.resources.iter().find(|resource| *resource.address == *address)
    }

    /// The variable of a name.
    pub fn variable(&self, name: &str) -> Option<&Variable> {
        self.variables.iter().find(|variable| variable.name == name)
    }

    /// The address of a resource in the state of the stacks that call the module: `module.network.aws_vpc.main`.
    pub fn address_in_state(&self, address: &Address) -> String {
        let counted = self.resource(address).is_some_and(|resource| resource.when.is_some());
        format!("module.{}.{address}{}", self.layer.name(), if counted { "[0]" } else { "" })
    }
}
