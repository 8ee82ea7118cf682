//! Plans and states of Terraform and OpenTofu, read into the resource graph.
//!
//! [`read`] takes the output of `terraform show -json` or `tofu show -json`, and returns the same [`Cloud`]
//! that the lowering returns for a platform file: one stack for each document, resources with the module
//! calls and keys of their addresses, `count` and `for_each` expanded, unknown and sensitive values marked as
//! such.
//!
//! **Content.** Of a plan: what will exist (`planned_values`), and what the plan does not touch
//! (`prior_state`: data sources, resources that a `-target` excludes). Deleted or forgotten resources are not
//! included. Of a state: everything in it.
//!
//! **References.** A plan has the values of attributes, and in addition the references of each expression.
//! Both are kept:
//!
//! - A known value stays in the body; the reference from which it came is in [`Foreign::dependencies`], with the place of
//!   the value where the two are equal ([`Form::Equal`]).
//! - An unknown value whose expression refers to one attribute, which is unknown too, becomes that reference where the
//!   names agree: `vpc_id = aws_vpc.main.id`. The plan does not show what else is in the expression, so this is an
//!   assumption: the module `names` says why it is safe. It includes lists of such references
//!   (`subnet_ids = aws_subnet.public[*].id`), and the instance with the same key, if the expression has the referring
//!   resource's key (`subnet_id = aws_subnet.public[count.index].id`).
//! - A network that a module names by a local (`vpc_id = local.vpc_id`) is the one that the same module creates, if it creates
//!   exactly one: the module `local`. This is the other assumption.
//! - Any other unknown value with an expression is [`Unknown::Expression`], and its references are dependencies.
//! - Variables are followed to the calls of their modules, outputs into modules, `each.value` to what `for_each` iterates
//!   over, and `terraform_remote_state` into the document with that state key.
//! - A state has no configuration. It only has the dependencies of its resources.
//!
//! **What is lost**, because a plan does not have it: other references through locals, the content of `dynamic` blocks, functions,
//! templates and index expressions. What is in a plan and not read: provisioners, `depends_on` of module calls, references of
//! provider configurations, and changes that Terraform defers to a later plan.
//!
//! No input makes this panic, or use time or memory out of proportion: see [`Limits`].
//!
//! [`Foreign::dependencies`]: polder_cloud::Foreign::dependencies
//! [`Form::Equal`]: polder_cloud::Form::Equal
//! [`Unknown::Expression`]: polder_cloud::Unknown::Expression

mod document;
mod error;
mod limits;
mod wire;
mod configuration;
mod text;
mod address;
mod traversal;
mod item;
mod marks;
mod shape;
mod values;
mod load;
mod local;
mod found;
mod resolve;
mod names;
mod spots;
mod align;
mod assign;
mod holders;
mod link;
mod remembered;
mod region;
mod stack;

use std::collections::{BTreeMap, BTreeSet};

use polder_cloud::Cloud;
use polder_cloud::schema::Schema;

pub use document::Document;
pub use error::{PlanError, Problem};
pub use limits::Limits;

use crate::document::Opened;
use crate::link::Linker;
use crate::load::{Loaded, load};
use crate::resolve::Resolver;

/// Reads plans and states into one cloud: a stack for each document, in their order. The schema says which properties of
/// a resource are blocks; of a kind that it lacks, all are attributes except those that are blocks in the
/// configuration of a plan.
///
/// # Errors
/// If a document is neither a plan nor a state, is incomplete, contradicts itself, or exceeds the limits.
pub fn read(documents: &[Document<'_>], schema: &Schema) -> Result<Cloud, PlanError> {
    read_within(documents, schema, &Limits::default())
}

/// The same, with other limits.
///
/// # Errors
/// As [`read`].
pub fn read_within(documents: &[Document<'_>], schema: &Schema, limits: &Limits) -> Result<Cloud, PlanError> {
    let keys = checked(documents, limits)?;
    let mut opened: Vec<Opened<'_>> = vec![];
    for given in documents {
        opened.push(document::open(given.bytes).map_err(|problem| of(given, problem))?);
    }
    let mut count = 0;
    let mut loaded: Vec<Loaded<'_>> = vec![];
    for (given, opened) in documents.iter().zip(&opened) {
        loaded.push(load(opened, schema, limits, &mut count).map_err(|problem| of(given, problem))?);
    }
    let resolver = Resolver::new(&loaded, schema, keys, limits.steps);
    let mut linker = Linker::new(resolver, limits.references);
    let mut frames = vec![];
    for (at, (given, opened)) in documents.iter().zip(&opened).enumerate() {
        frames.push(stack::frame(&mut linker, at, given, opened).map_err(|problem| of(given, problem))?);
    }
    drop(linker);
    let stacks = frames.into_iter().zip(loaded).map(|(frame, loaded)| frame.filled(loaded)).collect();
    Ok(Cloud { stacks, ..Cloud::default() })
}

/// The documents by the keys of their states. An error if a name or a key occurs twice, or if they are too large.
fn checked<'a>(documents: &[Document<'a>], limits: &Limits) -> Result<BTreeMap<&'a str, usize>, PlanError> {
    let (mut names, mut keys, mut bytes) = (BTreeSet::new(), BTreeMap::new(), 0_usize);
    for (at, given) in documents.iter().enumerate() {
        bytes = bytes.saturating_add(given.bytes.len());
        if bytes > limits.bytes {
            return Err(of(given, Problem::TooLarge(limits.bytes)));
        }
        if !names.insert(given.name) {
            return Err(of(given, Problem::NameTwice));
        }
        if let Some(key) = given.state_key
            && keys.insert(key, at).is_some()
        {
            return Err(of(given, Problem::StateKeyTwice(key.to_owned())));
        }
    }
    Ok(keys)
}

fn of(document: &Document<'_>, problem: Problem) -> PlanError {
    PlanError { document: document.name.to_owned(), problem }
}
