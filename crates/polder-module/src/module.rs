//! Modules, and the stacks that call them.

use std::sync::Arc;

use polder_cloud::{Address, EdgeFunction, Layer, Move, SmolStr, StackId};

use crate::Type;
use crate::expression::{Body, Condition, Expression};
use crate::registry::Source;
use crate::set::Set;
use crate::vocabulary::Vocabulary;

/// All modules of a cloud.
#[derive(Clone, Debug, Default)]
pub struct Modules {
    /// The modules, by name.
    pub list: Vec<Module>,
    /// For each stack of the cloud, its module and its index among the callers.
    pub callers: Vec<Caller>,
}

/// The module of a stack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caller {
    /// An index into [`Modules::list`].
    pub module: usize,
    /// An index into [`Module::stacks`].
    pub number: usize,
}

/// The module of a layer, shared by all stacks of a kind.
#[derive(Clone, Debug)]
pub struct Module {
    /// Its folder: `edge-global`.
    pub name: SmolStr,
    /// The layer, which is the name of every call.
    pub layer: Layer,
    /// Its content, in one sentence.
    pub purpose: SmolStr,
    /// The stacks that call it.
    pub stacks: Vec<StackId>,
    /// Its variables.
    pub variables: Vec<Variable>,
    /// Its files.
    pub files: Vec<File>,
    /// Its resources and data sources, in order.
    pub resources: Vec<Resource>,
    /// Resources that had another address, in the order in which it changed.
    pub moves: Vec<Move>,
    /// Its outputs.
    pub outputs: Vec<Output>,
    /// Files in addition to its Terraform code.
    pub assets: Vec<Asset>,
    /// Its distinct uses, each by one stack.
    pub uses: Vec<Use>,
    /// Aliases of imports, indexed by [`Source::Values`].
    pub(crate) aliases: Vec<Vec<SmolStr>>,
}

/// One file of a module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its name without the ending: `vpc`.
    pub name: &'static str,
    /// The comment at its top; empty for none.
    pub comment: SmolStr,
}

/// A variable of a module.
#[derive(Clone, Debug)]
pub struct Variable {
    /// Its name.
    pub name: SmolStr,
    /// Its type.
    pub kind: Type,
    /// Its description.
    pub description: SmolStr,
    /// Its default; `None` if it is required.
    pub default: Option<Expression>,
    /// Whether it is sensitive.
    pub sensitive: bool,
    /// Its validation: a regular expression, and the error message.
    pub pattern: Option<(&'static str, &'static str)>,
    /// The source of its value in the stacks.
    pub(crate) source: Source,
}

/// A resource or a data source.
#[derive(Clone, Debug)]
pub struct Resource {
    /// Its address in the module.
    pub address: Arc<Address>,
    /// Its condition; `None` for always.
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
    /// Its description.
    pub description: SmolStr,
    /// Its value.
    pub value: Expression,
    /// Whether it is sensitive.
    pub sensitive: bool,
    /// The stacks that export it.
    pub stacks: Set,
}

/// A file of a module in addition to its Terraform code.
#[derive(Clone, Debug, PartialEq)]
pub struct Asset {
    /// Its path in the module's folder.
    pub path: SmolStr,
    /// What is in it.
    pub content: Content,
}

/// The content of a file.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// The code of an edge function.
    Function(Box<EdgeFunction>),
    /// Literal text.
    Text(Arc<str>),
}

impl Content {
    /// Its text.
    pub(crate) fn text(&self, vocabulary: &dyn Vocabulary) -> String {
        match self {
            Content::Function(function) => vocabulary.code(function),
            Content::Text(text) => text.to_string(),
        }
    }
}

/// A use of a module.
#[derive(Clone, Debug, PartialEq)]
pub struct Use {
    /// The stack, by its index among the callers.
    pub number: usize,
    /// Its assertions.
    pub assertions: Vec<Assertion>,
}

/// An assertion for `terraform test`: `left` equals `right`.
#[derive(Clone, Debug, PartialEq)]
pub struct Assertion {
    /// The actual value.
    pub left: Expression,
    /// The expected value.
    pub right: Expression,
    /// The error message.
    pub message: SmolStr,
}

impl Modules {
    /// The module of a stack, and the stack's index among the callers.
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

    /// Whether the resource at an address has a condition, hence `count`.
    pub(crate) fn is_conditional(&self, address: &Address) -> bool {
        self.resource(address).is_some_and(|resource| resource.when.is_some())
    }

    /// The address of a resource in the state of the stacks that call the module: `module.network.aws_vpc.main`.
    pub fn address_in_state(&self, address: &Address) -> String {
        let index = if self.is_conditional(address) { "[0]" } else { "" };
        format!("module.{}.{address}{index}", self.layer.name())
    }
}
