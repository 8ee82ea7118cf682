//! The platform that is broken, and what is proved of it.

use std::collections::BTreeMap;
use std::rc::Rc;

use polder::verdict::Property;
use polder::{Compiled, compile_with_inventory, modules, prove};
use polder_cloud::{Index, StackId};
use polder_inventory::Inventory;
use polder_inventory::model::Origin;

use crate::edit::{self, EditError};
use crate::mutant::Mutant;

/// The platform: two sites of one cell, so that both have their own copy of everything.
pub const PLATFORM: &str = include_str!("../../../examples/solo-market/polder.toml");

/// The unbroken platform.
#[derive(Debug)]
pub struct Estate {
    /// All phases.
    pub compiled: Compiled,
    /// The parts of the design that resources were created for, by stack and address.
    origins: BTreeMap<(String, String), Rc<Origin>>,
}

/// A broken platform.
#[derive(Debug)]
pub struct Broken {
    /// All phases.
    pub compiled: Compiled,
    /// The stacks that were changed.
    pub stacks: Vec<StackId>,
    /// What is proved of it.
    pub properties: Vec<Property>,
}

impl Estate {
    /// Compiles the platform.
    ///
    /// # Panics
    /// If it is not sound.
    pub fn new() -> Estate {
        let (compiled, inventory) = compile_with_inventory(PLATFORM).value.expect("a sound platform");
        let origin = |source: &polder_inventory::model::Source| {
            let origin = Rc::new(inventory.origins[source.origin?].clone());
            Some(((source.stack.to_string(), source.address.to_string()), origin))
        };
        let origins = inventory.sources.values().filter_map(origin).collect();
        Estate { compiled, origins }
    }

    /// What is proved of the unbroken platform, read as the broken ones are.
    pub fn properties(&self) -> Vec<Property> {
        prove(&self.compiled, &self.inventory(&self.compiled))
    }

    /// The platform with the changes of a mutant.
    ///
    /// # Errors
    /// If a change names something that does not exist.
    pub fn broken(&self, mutant: &Mutant) -> Result<Broken, EditError> {
        let mut compiled = self.compiled.clone();
        let mut stacks = vec![];
        edit::apply(&mut compiled.cloud, mutant.stack, mutant.edits, &mut stacks)?;
        compiled.links = polder_cloud::link(&compiled.cloud);
        let inventory = self.inventory(&compiled);
        let properties = prove(&compiled, &inventory);
        Ok(Broken { compiled, stacks, properties })
    }

    /// The origins are found by address, because removed resources move the others.
    fn inventory(&self, compiled: &Compiled) -> Inventory {
        let cloud = &compiled.cloud;
        polder_aws_inventory::read(&Index::new(cloud), &|id| {
            let stack = cloud.stack(id.stack)?;
            let resource = stack.resources.get(usize::try_from(id.index).ok()?)?;
            self.origins.get(&(stack.key.to_string(), resource.address.to_string())).cloned()
        })
    }
}

impl Default for Estate {
    fn default() -> Estate {
        Estate::new()
    }
}

/// The files of one stack and of the module that it calls, by path.
pub(crate) fn files(compiled: &Compiled, stacks: &[StackId]) -> BTreeMap<String, String> {
    let modules = modules(compiled);
    let folders: Vec<String> = stacks
        .iter()
        .flat_map(|id| {
            let root = compiled.cloud.stack(*id).map(|stack| format!("stacks/{}/", stack.key));
            let module = modules.of(*id).map(|(module, _)| format!("modules/{}/", module.name));
            root.into_iter().chain(module)
        })
        .collect();
    polder_emit::emit(&compiled.cloud, &compiled.links, &modules)
        .filter(|file| folders.iter().any(|folder| file.path.starts_with(folder)))
        .map(|file| (file.path, file.content))
        .collect()
}
impl Estate {
    /// The files of some stacks of the unbroken platform, and of their modules.
    pub fn files(&self, stacks: &[StackId]) -> BTreeMap<String, String> {
        files(&self.compiled, stacks)
    }
}

impl Broken {
    /// The files of the changed stacks, and of their modules.
    pub fn files(&self) -> BTreeMap<String, String> {
        files(&self.compiled, &self.stacks)
    }
}
