//! Modules and stacks as bytes: HCL that `terraform fmt` would not touch, tests, and pages that say how to use them.
//!
//! The crate only writes what the graph and its modules say. It does no I/O: [`emit`] yields files, whoever calls writes
//! them.

mod by_hand;
mod edge_function;
mod expression;
mod hcl;
mod mock;
mod module;
mod module_readme;
mod readme;
mod root;
mod standalone;
mod versions;
#[cfg(test)]
mod expression_tests;
#[cfg(test)]
mod forms_tests;

use polder_cloud::{Cloud, Links, Page, StackId, parallel};
use polder_module::Modules;

pub use edge_function::javascript;
pub use root::MAIN;

use crate::root::Root;

/// One file of the output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its path below the folder of the build, with `/`.
    pub path: String,
    /// What is in it.
    pub content: String,
}

/// Stacks that are written at a time: enough for all processors of a machine, and little enough that a large platform
/// never lies in memory as text.
const BATCH: usize = 128;

/// All files of a cloud: the modules, stack by stack in the order of deployment, then the pages of the whole. Lazy, batch by
/// batch.
pub fn emit<'a>(cloud: &'a Cloud, links: &'a Links, modules: &'a Modules) -> impl Iterator<Item = File> + 'a {
    let written = std::iter::once_with(move || {
        let list = &modules.list;
        parallel::each(list.len(), |at| list.get(at).map(|module| module::files(cloud, links, module)))
    });
    let files = links.order.chunks(BATCH).flat_map(move |batch| roots(cloud, links, modules, batch));
    let page = |page: &Page| File { path: page.path.clone(), content: page.text.to_owned() };
    let pages = cloud.pages.iter().map(page);
    let readme = std::iter::once_with(move || readme::page(cloud, links, modules));
    written.flatten().flatten().flatten().chain(files).chain(pages).chain(readme)
}

/// The paths of the files of [`emit`], without writing any: the list of files stands before the first of them.
pub fn paths<'a>(
    cloud: &'a Cloud,
    links: &'a Links,
    modules: &'a Modules,
) -> impl Iterator<Item = String> + 'a {
    let roots = links.order.iter().filter_map(|id| {
        let (module, number) = modules.of(*id)?;
        Some(root::paths(links, cloud.stack(*id)?, module, number))
    });
    let pages = cloud.pages.iter().map(|page| page.path.clone());
    let modules = modules.list.iter().flat_map(module::paths);
    modules.chain(roots.flatten()).chain(pages).chain([readme::PATH.to_owned()])
}

/// The files of the roots of some stacks, in their order.
fn roots(cloud: &Cloud, links: &Links, modules: &Modules, batch: &[StackId]) -> Vec<File> {
    let files = parallel::each(batch.len(), |at| {
        let stack = batch.get(at).and_then(|id| cloud.stack(*id))?;
        let (module, number) = modules.of(stack.id)?;
        Some(root::files(Root { cloud, links, stack, module, number }))
    });
    files.into_iter().flatten().flatten().collect()
}

/// Files that, put beside those of [`emit`], let each stack be planned with no other one deployed: what it reads from
/// others is invented, its state lies in its own folder, and its variables have the values of its tests.
pub fn standalone<'a>(cloud: &'a Cloud, links: &'a Links) -> impl Iterator<Item = File> + 'a {
    let stacks = links.order.iter().filter_map(|id| cloud.stack(*id));
    stacks.flat_map(move |stack| standalone::files(cloud, links, stack))
}

/// The paths of the files of [`standalone`].
pub fn standalone_paths<'a>(cloud: &'a Cloud, links: &'a Links) -> impl Iterator<Item = String> + 'a {
    let stacks = links.order.iter().filter_map(|id| cloud.stack(*id));
    stacks.flat_map(standalone::paths)
}
