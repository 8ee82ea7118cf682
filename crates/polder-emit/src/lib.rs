//! Stacks as bytes: HCL that `terraform fmt` would not touch, the stack's tests, and the page that says how to use it.
//!
//! The room only writes what the graph says. It does no I/O: [`emit`] yields files, whoever calls writes them.

mod document;
mod edge_function;
mod expression;
mod hcl;
mod mock;
mod readme;
mod stack;
mod standalone;

use polder_cloud::{Cloud, Links, Page, StackId, parallel};

pub use edge_function::javascript;

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

/// All files of a cloud: stack by stack in the order of deployment, then the pages of the whole. Lazy, batch by batch.
pub fn emit<'a>(cloud: &'a Cloud, links: &'a Links) -> impl Iterator<Item = File> + 'a {
    let files = links.order.chunks(BATCH).flat_map(move |batch| written(cloud, links, batch));
    let page = |page: &Page| File { path: page.path.clone(), content: page.text.to_owned() };
    let pages = cloud.pages.iter().map(page);
    files.chain(pages).chain(std::iter::once_with(move || readme::page(cloud, links)))
}

/// The paths of the files of [`emit`], without writing any: the list of files stands before the first of them.
pub fn paths<'a>(cloud: &'a Cloud, links: &'a Links) -> impl Iterator<Item = String> + 'a {
    let stacks = links.order.iter().filter_map(|id| cloud.stack(*id));
    let pages = cloud.pages.iter().map(|page| page.path.clone());
    stacks.flat_map(|stack| stack::paths(links, stack)).chain(pages).chain([readme::PATH.to_owned()])
}

/// The files of some stacks, in their order.
fn written(cloud: &Cloud, links: &Links, batch: &[StackId]) -> Vec<File> {
    let stack = |at: usize| batch.get(at).and_then(|id| cloud.stack(*id));
    let files = parallel::each(batch.len(), |at| stack(at).map(|stack| stack::files(cloud, links, stack)));
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
