//! Dependencies between stacks: references across stacks become outputs of one and inputs of the other.
//!
//! The lowering refers to any resource of any stack and declares no outputs. The outputs of each stack, the remote
//! states that it reads, and the order of deployment follow from the references.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use petgraph::algo::{tarjan_scc, toposort};
use petgraph::graphmap::DiGraphMap;
use smol_str::SmolStr;

use crate::address::{Address, Layer, StackId, StackScope};
use crate::cloud::Cloud;
use crate::parallel;
use crate::stack::Stack;
use crate::value::{Reference, Value};

/// The links between the stacks of a cloud.
#[derive(Clone, Debug, Default)]
pub struct Links {
    /// What each stack exports: output name → resource and attribute.
    pub exports: Vec<BTreeMap<String, (Arc<Address>, SmolStr)>>,
    /// The remote states that each stack reads: alias → stack.
    pub imports: Vec<BTreeMap<String, StackId>>,
    /// The stacks in an order in which they can be deployed.
    pub order: Vec<StackId>,
    /// For each stack, its wave: all of its dependencies are in earlier waves.
    pub waves: Vec<u32>,
    /// For each stack, the number of its wave in pages and workflows.
    numbers: Vec<u32>,
    /// Cycles of stacks. Always empty unless the lowering has a bug.
    pub cycles: Vec<Vec<StackId>>,
    /// Names with two meanings. Empty like the cycles.
    pub collisions: Vec<Collision>,
}

/// A generated name with two meanings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Collision {
    /// The stack that reads the second one.
    pub reader: StackId,
    /// The stack that exports it.
    pub producer: StackId,
    /// The kind of name.
    pub of: Named,
    /// The name.
    pub name: String,
}

/// Things with generated names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// An output of the producer.
    Output,
    /// The alias of the producer in the reader.
    Alias,
}

/// Finds the links of a cloud.
pub fn link(cloud: &Cloud) -> Links {
    let count = cloud.stacks.len();
    let mut links = Links {
        exports: vec![BTreeMap::new(); count],
        imports: vec![BTreeMap::new(); count],
        waves: vec![0; count],
        ..Links::default()
    };
    let found = parallel::each(count, |at| cloud.stacks.get(at).map(|stack| foreign(cloud, stack)));
    let mut needs: Vec<BTreeSet<StackId>> = vec![BTreeSet::new(); count];
    for ((at, stack), found) in cloud.stacks.iter().enumerate().zip(found) {
        for (producer, reference) in found.into_iter().flatten() {
            needs[at].insert(producer);
            links.export(cloud, stack.id, producer, reference);
        }
        for producer in needs[at].iter().filter_map(|id| cloud.stack(*id)) {
            let name = alias(stack, producer);
            if links.imports[at].contains_key(&name) {
                let (reader, producer) = (stack.id, producer.id);
                links.collisions.push(Collision { reader, producer, of: Named::Alias, name: name.clone() });
            }
            links.imports[at].insert(name, producer.id);
        }
        needs[at].extend(stack.after.iter().filter(|id| cloud.stack(**id).is_some()));
    }
    arrange(&needs, &mut links);
    links.numbers = vec![0; count];
    for stack in links.order.iter().filter_map(|id| cloud.stack(*id)) {
        if !stack.key.layer.is_applied_by_hand() {
            let before = needs[stack.id.index()].iter().map(|producer| links.numbers[producer.index()]).max();
            links.numbers[stack.id.index()] = before.unwrap_or(0) + 1;
        }
    }
    links
}

/// The other stacks that some stacks refer to.
pub fn needed<'a>(cloud: &'a Cloud, stacks: impl IntoIterator<Item = &'a Stack>) -> BTreeSet<StackId> {
    let found = stacks.into_iter().flat_map(|stack| foreign(cloud, stack));
    found.map(|(producer, _)| producer).collect()
}

/// The identity of a value in another stack. Fields that are fast to compare and often differ come first.
type Thing<'a> = (StackId, usize, &'a str, usize, &'a str, &'a str);

/// The values in other stacks that a stack refers to, without duplicates.
pub fn foreign<'a>(
    cloud: &Cloud,
    stack: &'a Stack,
) -> impl Iterator<Item = (StackId, &'a Reference)> + use<'a> {
    let mut found: BTreeMap<Thing<'_>, &Reference> = BTreeMap::new();
    walk(stack, &mut |value| {
        if let Value::Reference(reference) = value
            && let Some(producer) = stack.target(reference)
            && producer != stack.id
            && cloud.stack(producer).is_some()
        {
            let Address { kind, name, .. } = reference.address.as_ref();
            let attribute = reference.attribute.as_str();
            let thing = (producer, attribute.len(), attribute, name.len(), name.as_str(), kind.as_str());
            found.entry(thing).or_insert(&**reference);
        }
    });
    found.into_iter().map(|((producer, ..), reference)| (producer, reference))
}

impl Links {
    /// The number of a stack's wave in pages and workflows: 0 for stacks that are applied by hand, and from 1 on for all
    /// others.
    pub fn wave(&self, stack: &Stack) -> u32 {
        self.numbers.get(stack.id.index()).copied().unwrap_or(0)
    }

    /// The stacks that a stack is applied after: those that it refers to or is ordered after, their own, and so on.
    pub fn before(&self, cloud: &Cloud, stack: StackId) -> BTreeSet<StackId> {
        let (mut seen, mut open) = (BTreeSet::new(), vec![stack]);
        while let Some(id) = open.pop() {
            let imports = self.imports.get(id.index()).into_iter().flat_map(BTreeMap::values);
            let after = cloud.stack(id).into_iter().flat_map(|stack| &stack.after);
            open.extend(
                imports.chain(after).copied().filter(|id| cloud.stack(*id).is_some() && seen.insert(*id)),
            );
        }
        seen
    }

    /// The alias of each stack whose remote state `stack` reads.
    pub fn aliases(&self, stack: StackId) -> BTreeMap<StackId, &str> {
        let imports = self.imports.get(stack.index()).into_iter().flatten();
        imports.map(|(alias, producer)| (*producer, alias.as_str())).collect()
    }

    /// Records that `reader` refers to a value of another stack.
    fn export(&mut self, cloud: &Cloud, reader: StackId, producer: StackId, reference: &Reference) {
        let name = output_name(reference);
        let declared =
            cloud.stack(producer).is_some_and(|it| it.outputs.iter().any(|known| known.name == name));
        let exports = &mut self.exports[producer.index()];
        let meaning = (Arc::clone(&reference.address), reference.attribute.clone());
        let (clash, new) = match exports.get(&name) {
            Some(known) => (*known != meaning, false),
            None => (declared, true),
        };
        if clash {
            let collision = Collision { reader, producer, of: Named::Output, name: name.clone() };
            let known = |it: &Collision| it.producer == producer && it.of == Named::Output && it.name == name;
            if !self.collisions.iter().any(known) {
                self.collisions.push(collision);
            }
        }
        if new {
            exports.insert(name, meaning);
        }
    }
}

/// The output under which a resource's attribute is exported: `vpc_main_id`.
pub fn output_name(reference: &Reference) -> String {
    let Address { kind, name, .. } = reference.address.as_ref();
    let kind = kind.strip_prefix("aws_").unwrap_or(kind);
    [kind, "_", name, "_", &reference.attribute].concat()
}

/// The alias of `other` in `stack`. It expresses how the two are related and not where they are, so that stacks of a
/// role use the same aliases.
pub fn alias(stack: &Stack, other: &Stack) -> String {
    let relation = relation(stack, other);
    let account = &other.key.account;
    if stack.key.account == *account { relation } else { underscored(&format!("{account}_{relation}")) }
}

/// How two stacks are related, as if they were in one account.
fn relation(stack: &Stack, other: &Stack) -> String {
    let layer = other.key.layer.name();
    match (&stack.key.scope, &other.key.scope) {
        (_, StackScope::Global) if other.key.layer == Layer::Dns => layer.to_owned(),
        (StackScope::Global, StackScope::Global) => layer.to_owned(),
        (_, StackScope::Global) => format!("global_{layer}"),
        (StackScope::Site { region: mine, .. }, StackScope::Region(theirs)) if mine == theirs => {
            format!("shared_{layer}")
        }
        (StackScope::Region(mine), StackScope::Region(theirs)) if mine == theirs => layer.to_owned(),
        (StackScope::Site { .. } | StackScope::Region(_), StackScope::Region(_)) => format!("home_{layer}"),
        (StackScope::Site { region: mine, cell: my_cell }, StackScope::Site { region, cell })
            if cell == my_cell =>
        {
            if mine == region {
                layer.to_owned()
            } else {
                format!("peer_{layer}")
            }
        }
        (StackScope::Global, StackScope::Region(region)) => underscored(&format!("{region}_{layer}")),
        (_, StackScope::Site { region, cell }) => underscored(&format!("{cell}_{region}_{layer}")),
        (_, StackScope::Foreign(path)) | (StackScope::Foreign(_), StackScope::Region(path)) => {
            underscored(&path.replace(['/', '.'], "_"))
        }
    }
}

/// Calls `visit` on every value of a stack.
pub fn walk<'a>(stack: &'a Stack, visit: &mut impl FnMut(&'a Value)) {
    stack.resources.iter().for_each(|resource| resource.body.walk(visit));
    stack.locals.iter().for_each(|local| local.value.walk(visit));
    stack.outputs.iter().for_each(|output| output.value.walk(visit));
    for expectation in &stack.expectations {
        expectation.left.walk(visit);
        expectation.right.walk(visit);
    }
}

fn underscored(text: &str) -> String {
    text.replace('-', "_")
}

fn arrange(needs: &[BTreeSet<StackId>], links: &mut Links) {
    let mut graph = DiGraphMap::<StackId, ()>::new();
    for (index, needed) in needs.iter().enumerate() {
        let id = StackId(u32::try_from(index).unwrap_or(u32::MAX));
        graph.add_node(id);
        for producer in needed {
            graph.add_edge(*producer, id, ());
        }
    }
    links.cycles = tarjan_scc(&graph).into_iter().filter(|group| group.len() > 1).collect();
    let Ok(order) = toposort(&graph, None) else { return };
    for id in order {
        let after = needs[id.index()].iter().map(|producer| links.waves[producer.index()] + 1).max();
        links.waves[id.index()] = after.unwrap_or(0);
        links.order.push(id);
    }
    links.order.sort_by_key(|id| (links.waves[id.index()], *id));
}
