//! Values that a plan does not show because they are known only after apply.
//!
//! The plan only contains their references. So they are compared by these: where the plan's configuration has
//! the same references as the graph, the graph's value is used. All others stay unknown.

use std::collections::BTreeSet;
use std::fmt;

use polder_cloud::{Body, Content, Index, Segment, SmolStr, Stack, Value};

use crate::references::{Named, of_value};
use crate::restore::{Depends, plain};

/// The number of values that were compared by their references.
#[derive(Clone, Debug, Default)]
pub(crate) struct Count {
    same: usize,
    /// Values with fewer references in the plan than in the graph, and the missing ones.
    pub(crate) other: Vec<String>,
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} values that plans do not show have the same references, {} have others",
            self.same,
            self.other.len()
        )
    }
}

/// Uses the graph's values where a plan shows none and has the same references.
pub(crate) fn fill<'a>(
    index: &Index<'a>,
    stack: &'a Stack,
    plan: &mut Body,
    graph: &'a Body,
    depends: &[Depends],
    count: &mut Count,
) {
    let mut filler = Filler { index, stack, depends, path: vec![], count };
    filler.body(plan, graph);
}

struct Filler<'f, 'a> {
    index: &'f Index<'a>,
    stack: &'a Stack,
    depends: &'f [Depends],
    path: Vec<Segment>,
    count: &'f mut Count,
}

impl<'a> Filler<'_, 'a> {
    fn body(&mut self, plan: &mut Body, graph: &'a Body) {
        let indexes: Vec<Option<u32>> = (0..plan.items.len()).map(|at| plan.block_index(at)).collect();
        for (item, index) in plan.items.iter_mut().zip(indexes) {
            let depth = self.path.len();
            self.path.push(Segment::Name(item.key.clone()));
            match &mut item.content {
                Content::Attribute(value) => {
                    if let Some(own) = graph.get(&item.key) {
                        self.value(value, own);
                    }
                }
                Content::Block(inner) => {
                    self.path.extend(index.map(Segment::Index));
                    if let Some(own) = self.counterpart(inner, graph, &item.key, index.unwrap_or(0)) {
                        self.body(inner, own);
                    }
                }
            }
            self.path.truncate(depth);
        }
    }

    /// The block of the graph that corresponds to a block of the plan: the one with the most equal values.
    /// Sets of a plan have another order.
    fn counterpart(&self, plan: &Body, graph: &'a Body, key: &str, at: u32) -> Option<&'a Body> {
        let blocks: Vec<&'a Body> = graph
            .items
            .iter()
            .filter(|item| item.key == key)
            .filter_map(|item| match &item.content {
                Content::Block(body) => Some(body),
                Content::Attribute(_) => None,
            })
            .collect();
        // How many attributes are the same; nothing where one is another.
        let same = |own: &'a Body| -> Option<usize> {
            let known = plan.items.iter().filter_map(|item| match &item.content {
                Content::Attribute(value) => Some((self.resolved(value)?, own.get(&item.key)?)),
                Content::Block(_) => None,
            });
            let texts = known.filter_map(|(text, own)| {
                let own = self.index.resolve(self.stack, own);
                Some(own.as_plain()? == *text)
            });
            let texts: Vec<bool> = texts.collect();
            texts.iter().all(|same| *same).then_some(texts.len())
        };
        let most = blocks.iter().filter_map(|own| same(own)).max()?;
        let mut best = (0..).zip(&blocks).filter(|(_, own)| same(own) == Some(most));
        let first = best.clone().find(|(own, _)| *own == at).or_else(|| best.next());
        first.map(|(_, own)| *own)
    }

    /// The text of a value of a plan.
    fn resolved(&self, value: &Value) -> Option<SmolStr> {
        match value {
            Value::Reference(reference) => {
                let target = self.index.target(self.stack, reference).and_then(|id| self.index.view(id))?;
                target.get(&reference.attribute).as_plain().map(SmolStr::from)
            }
            Value::Bool(value) => Some(if *value { "true".into() } else { "false".into() }),
            value => plain(value),
        }
    }

    fn value(&mut self, plan: &mut Value, graph: &'a Value) {
        match (plan, graph) {
            (Value::Sensitive(plan), graph) => self.value(plan, graph),
            (plan, Value::Sensitive(graph)) => self.value(plan, graph),
            (plan @ Value::Unknown(_), graph) => {
                let wanted = of_value(self.stack, graph);
                if wanted.is_empty() {
                    return;
                }
                let here = self
                    .depends
                    .iter()
                    .filter(|it| it.path.starts_with(&self.path) || self.path.starts_with(&it.path));
                let found: BTreeSet<&Named> = here.map(|it| &it.of).collect();
                let missing: Vec<String> = wanted
                    .iter()
                    .filter(|named| !found.iter().any(|said| named.is_said_by(said)))
                    .map(|named| format!("{}.{}", named.address, named.attribute))
                    .collect();
                if missing.is_empty() {
                    self.count.same += 1;
                    *plan = graph.clone();
                } else {
                    self.count.other.push(format!("{:?}: {}", self.path, missing.join(", ")));
                }
            }
            (Value::List(plan), Value::List(graph)) if plan.len() == graph.len() => {
                for ((plan, graph), index) in plan.iter_mut().zip(graph).zip(0..) {
                    self.path.push(Segment::Index(index));
                    self.value(plan, graph);
                    self.path.pop();
                }
            }
            (Value::Object(plan), Value::Object(graph)) => self.body(plan, graph),
            _ => {}
        }
    }
}
