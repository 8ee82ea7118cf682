//! Modules and stacks as files: HCL that `terraform fmt` leaves unchanged, tests, and READMEs.
//!
//! The crate only writes what is in the graph and its modules. It does no I/O: [`emit`] yields files, and the caller
//! writes them.

mod by_hand;
mod releases;
mod shops;
mod call;
mod edge_function;
mod ephemeral;
mod expression;
mod first_run;
mod lost_state;
mod raised_quotas;
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

use polder_cloud::{Cloud, Index, Links, Page, StackId, parallel};
use polder_module::Modules;

pub use edge_function::javascript;
pub use root::MAIN;
pub use standalone::{Stub, stubs};

use crate::root::Root;

/// One file of the output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its path in the build folder, with `/`.
    pub path: String,
    /// Its content.
    pub content: String,
}

/// Stacks in one batch: enough for all cores, and few enough that the text of a large platform is never in memory as a
/// whole.
const BATCH: usize = 128;

/// All files of a cloud: the modules, the stacks in the order of deployment, then the READMEs of the build. Lazy, batch
/// by batch.
pub fn emit<'a>(cloud: &'a Cloud, links: &'a Links, modules: &'a Modules) -> impl Iterator<Item = File> + 'a {
    let written = std::iter::once_with(move || {
        let list = &modules.list;
        parallel::each(list.len(), |at| list.get(at).map(|module| module::files(cloud, links, module)))
    });
    let files = links.order.chunks(BATCH).flat_map(move |batch| roots(cloud, links, modules, batch));
    let page = |page: &Page| File { path: page.path.clone(), content: page.text.clone().into_owned() };
    let pages = cloud.pages.iter().map(page);
    let readme = std::iter::once_with(move || readme::page(cloud, links, modules));
    written.flatten().flatten().flatten().chain(files).chain(pages).chain(readme)
}

/// The paths of the files of [`emit`], without writing any: the list of files is written before the first of them.
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

/// Files that, in addition to those of [`emit`], allow each stack to be planned without other stacks: values from other
/// stacks are stubbed, its state is in its own folder, and its variables have the values of its tests.
pub fn standalone<'a>(cloud: &'a Cloud, links: &'a Links) -> impl Iterator<Item = File> + 'a {
    let index = Index::new(cloud);
    let stacks = links.order.iter().filter_map(|id| cloud.stack(*id));
    stacks.flat_map(move |stack| standalone::files(&index, links, stack))
}

/// The paths of the files of [`standalone`].
pub fn standalone_paths<'a>(cloud: &'a Cloud, links: &'a Links) -> impl Iterator<Item = String> + 'a {
    let stacks = links.order.iter().filter_map(|id| cloud.stack(*id));
    stacks.flat_map(standalone::paths)
}
