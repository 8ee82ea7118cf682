//! Values that a plan does not show because something in them is known only after the deployment.
//!
//! Of those a plan has the references and nothing else. So they are compared by these: where the configuration of the plan
//! refers to what the graph refers to in the same place, the value of the graph is taken. All others stay unknown.

use std::collections::BTreeSet;
use std::fmt;

use polder_cloud::{Body, Content, Item, Segment, Stack, Value};

use crate::references::{Named, of_value};
use crate::restore::Depends;

/// How many values were compared by their references.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Count {
    same: usize,
    other: usize,
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} values that plans do not show have the same references, {} have others", self.same, self.other)
    }
}

/// Puts the values of the graph where a plan shows none and refers to the same.
pub(crate) fn fill(stack: &Stack, plan: &mut Body, graph: &Body, depends: &[Depends], count: &mut Count) {
    let mut filler = Filler { stack, depends, path: vec![], count };
    filler.body(plan, graph);
}

struct Filler<'f> {
    stack: &'f Stack,
    depends: &'f [Depends],
    path: Vec<Segment>,
    count: &'f mut Count,
}

impl Filler<'_> {
    fn body(&mut self, plan: &mut Body, graph: &Body) {
        let is_block = |item: &Item| matches!(item.content, Content::Block(_));
        let keys: Vec<_> = plan.items.iter().map(|item| (item.key.clone(), is_block(item))).collect();
        for (at, item) in plan.items.iter_mut().enumerate() {
            let depth = self.path.len();
            self.path.push(Segment::Name(item.key.clone()));
            match &mut item.content {
                Content::Attribute(value) => {
                    if let Some(own) = graph.get(&item.key) {
                        self.value(value, own);
                    }
                }
                Content::Block(inner) => {
                    let same = |keys: &[(_, bool)]| keys.iter().filter(|it| **it == (item.key.clone(), true)).count();
                    let before = same(&keys[..at]);
                    if same(&keys) > 1 {
                        self.path.push(Segment::Index(u32::try_from(before).unwrap_or(u32::MAX)));
                    }
                    if let Some(own) = graph.blocks(&item.key).nth(before) {
                        self.body(inner, own);
                    }
                }
            }
            self.path.truncate(depth);
        }
    }

    fn value(&mut self, plan: &mut Value, graph: &Value) {
        match (plan, graph) {
            (Value::Sensitive(plan), graph) => self.value(plan, graph),
            (plan, Value::Sensitive(graph)) => self.value(plan, graph),
            (plan @ Value::Unknown(_), graph) => {
                let wanted = of_value(self.stack, graph);
                if wanted.is_empty() {
                    return;
                }
                let here = self.depends.iter().filter(|it| it.path.starts_with(&self.path) || self.path.starts_with(&it.path));
                let found: BTreeSet<&Named> = here.map(|it| &it.of).collect();
                if wanted.iter().all(|named| found.contains(named)) {
                    self.count.same += 1;
                    *plan = graph.clone();
                } else {
                    self.count.other += 1;
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
