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

use polder_cloud::{Cloud, Links};

/// One file of the output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its path below the folder of the build, with `/`.
    pub path: String,
    /// What is in it.
    pub content: String,
}

/// All files of a cloud: stack by stack in the order of deployment, then the page for the whole. Lazy, so that a
/// large platform never lies in memory as text.
pub fn emit<'a>(cloud: &'a Cloud, links: &'a Links) -> impl Iterator<Item = File> + 'a {
    let stacks = links.order.iter().filter_map(|id| cloud.stack(*id));
    let files = stacks.flat_map(move |stack| stack::files(cloud, links, stack));
    files.chain(std::iter::once_with(move || readme::page(cloud, links)))
}

/// Files that, put beside those of [`emit`], let each stack be planned with no other one deployed: what it reads from
/// others is invented, its state lies in its own folder, and its variables have the values of its tests.
pub fn standalone<'a>(cloud: &'a Cloud, links: &'a Links) -> impl Iterator<Item = File> + 'a {
    let stacks = links.order.iter().filter_map(|id| cloud.stack(*id));
    stacks.flat_map(move |stack| standalone::files(cloud, links, stack))
}
