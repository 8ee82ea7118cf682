//! Aligns plans with the stacks that they belong to.
//!
//! A stack of a plan gets the account, scope and index that the stack has in the graph. Its resources lose
//! the module call, and the index of single instances. Texts that replace references to other stacks, or user
//! variables, become those again: see `restore`.

use std::collections::BTreeMap;
use std::sync::Arc;

use polder::Compiled;
use polder_cloud::{Cloud, Dependency, Foreign, Index, Mode, Resource, Stack, StackId};

use crate::references::{Named, in_graph};
use crate::restore::{Depends, Restorer, Stubs};
use crate::unknown;

/// What was loaded.
pub(crate) struct Planned {
    /// The stacks of the plans.
    pub(crate) cloud: Cloud,
    /// What was found on the way.
    pub(crate) figures: String,
    /// Values that a plan does not show and whose references differ from the graph's.
    pub(crate) other: Vec<String>,
}

/// The stacks of one account; the others are empty, and keep their indexes.
pub(crate) fn restricted(cloud: &Cloud, account: &str) -> Cloud {
    let mut cloud = cloud.clone();
    for stack in cloud.stacks.iter_mut().filter(|stack| &*stack.key.account != account) {
        stack.resources.clear();
    }
    cloud
}

/// The cloud of plans that were read, a stack for each of `stacks` in this order.
pub(crate) fn planned(compiled: &Compiled, stacks: &[&Stack], read: &Cloud) -> Planned {
    let mut cloud = restricted(&compiled.cloud, "");
    let index = Index::new(&compiled.cloud);
    let ids: Vec<StackId> = stacks.iter().map(|stack| stack.id).collect();
    let mut count = unknown::Count::default();
    let (mut resources, mut restored) = (0, 0);
    for (own, plan) in stacks.iter().zip(&read.stacks) {
        let stubs = Stubs::of(&index, &compiled.links, own);
        let known: BTreeMap<_, _> = own.resources.iter().map(|it| (&*it.address, it)).collect();
        let mut found = vec![];
        for resource in plan.resources.iter().filter(|it| it.address.kind != "terraform_remote_state") {
            let address = in_graph(&resource.address);
            let depends = depends(compiled, own, plan, &ids, resource);
            let mut restorer = Restorer::new(&stubs, &depends);
            let mut body = restorer.body(&resource.body);
            restored += restorer.count;
            if let Some(in_graph) = known.get(&address) {
                unknown::fill(&index, own, &mut body, &in_graph.body, &depends, &mut count);
            }
            let foreign = resource.foreign.as_deref().cloned().unwrap_or_default();
            let dependencies = depends.iter().map(|it| Dependency {
                path: it.path.clone(),
                reference: it.of.reference(),
                form: it.form,
            });
            let foreign = Foreign { dependencies: dependencies.collect(), ..foreign };
            found.push(Resource {
                address: Arc::new(address),
                body: Arc::new(body),
                file: 0,
                at: None,
                foreign: Some(Box::new(foreign)),
            });
        }
        resources += found.len();
        cloud.stacks[own.id.index()].resources = found;
    }
    let figures = format!(
        "{} stacks, {resources} resources and look-ups, {restored} texts that replace references, {count}",
        stacks.len()
    );
    Planned { cloud, figures, other: count.other }
}

/// The references of a resource's configuration, as references of the graph. Outputs of stacks that are not
/// planned are outputs of the graph.
fn depends(
    compiled: &Compiled,
    own: &Stack,
    plan: &Stack,
    ids: &[StackId],
    resource: &Resource,
) -> Vec<Depends> {
    let (cloud, imports) = (&compiled.cloud, &compiled.links.imports[own.id.index()]);
    let dependencies = resource.foreign.iter().flat_map(|foreign| &foreign.dependencies);
    let mut found: Vec<Depends> = vec![];
    for Dependency { path, reference, form } in dependencies {
        let Some(target) = plan.target(reference).and_then(|id| ids.get(id.index()).copied()) else {
            continue;
        };
        let address = in_graph(&reference.address);
        if address.mode == Mode::Data && address.kind == "terraform_remote_state" {
            let Some(producer) = imports.get(address.name.as_str()).copied() else { continue };
            for (_, reference) in polder_cloud::foreign(cloud, own).filter(|(other, _)| *other == producer) {
                let of = Named {
                    stack: producer,
                    address: in_graph(&reference.address),
                    attribute: reference.attribute.clone(),
                };
                found.push(Depends { path: path.clone(), of, form: *form, exact: false });
            }
            continue;
        }
        let of = Named { stack: target, address, attribute: reference.attribute.clone() };
        found.push(Depends { path: path.clone(), of, form: *form, exact: true });
    }
    found
}
