//! Merges lists of several stacks into one list of their module.

use polder_cloud::{Body, Value};

use crate::align::aligned;
use crate::expression::{Element, Expression};
use crate::generalize::Generalizer;
use crate::likeness;
use crate::location::ConditionContext;
use crate::module_stacks::{Reach, Variant, stacks_of};
use crate::set::Set;

impl Generalizer<'_> {
    /// Different lists. `None` if a root should pass the whole list.
    pub(crate) fn list(
        &mut self,
        classes: &[Variant<'_, Value>],
        lists: &[Variant<'_, Vec<Value>>],
        universe: &Set,
    ) -> Option<Expression> {
        let flat = lists.iter().all(|list| list.item.iter().all(is_flat));
        if !flat {
            return Some(self.aligned_list(lists, universe));
        }
        let root =
            classes.iter().all(|class| self.module_stacks.reach(class.item, &class.stacks) <= Reach::Root);
        let count = lists.first()?.item.len();
        if lists.iter().all(|list| list.item.len() == count) {
            let differing = (0..count).filter(|at| !self.agree(lists, *at)).count();
            if differing <= 1 || !root {
                return Some(self.one_by_one(lists, universe));
            }
        }
        let slots = self.slots(lists);
        let location = self.location();
        let is_distinguished = slots.iter().all(|(stacks, variants)| {
            let about = ConditionContext {
                location: &location,
                values: variants.iter().map(|variant| variant.item).collect(),
            };
            stacks == universe || self.registry.has_facet(stacks, universe, &about)
        });
        let common = slots.iter().filter(|(stacks, _)| stacks == universe).count();
        if root && !(is_distinguished && common > 0) {
            return None;
        }
        Some(self.aligned_list(lists, universe))
    }

    /// Whether all lists have the same element at an index.
    fn agree(&self, lists: &[Variant<'_, Vec<Value>>], at: usize) -> bool {
        let Some(first) = lists.first() else { return true };
        lists.iter().all(|list| {
            self.module_stacks.same((&first.item[at], first.profile), (&list.item[at], list.profile))
        })
    }

    /// Aligned lists: elements that some stacks lack are conditional.
    fn aligned_list(&mut self, lists: &[Variant<'_, Vec<Value>>], universe: &Set) -> Expression {
        let mut elements = vec![];
        for (stacks, variants) in self.slots(lists) {
            let values: Vec<&Value> = variants.iter().map(|variant| variant.item).collect();
            let depth = self.enter_objects(&values);
            let when = (stacks != *universe).then(|| self.condition(&stacks, universe, values));
            elements.push(Element { value: self.value(variants, &stacks), when });
            self.path.truncate(depth);
        }
        Expression::List(elements)
    }

    /// Enters a named element. Returns the depth to restore.
    fn enter_objects(&mut self, values: &[&Value]) -> usize {
        let bodies: Option<Vec<_>> = values.iter().map(|value| body_of(value)).collect();
        let depth = self.path.len();
        bodies.map_or(depth, |bodies| self.enter(bodies.into_iter()))
    }

    /// The elements that correspond, with the stacks that have them.
    fn slots<'v>(&self, lists: &[Variant<'v, Vec<Value>>]) -> Vec<(Set, Vec<Variant<'v, Value>>)> {
        let sequences: Vec<Vec<&'v Value>> = lists.iter().map(|list| list.item.iter().collect()).collect();
        let slot = |slot: Vec<(usize, &'v Value)>| {
            let variants: Vec<_> = slot.into_iter().map(|(from, item)| lists[from].with(item)).collect();
            (stacks_of(&variants), variants)
        };
        let count = sequences.first().map_or(0, Vec::len);
        let place = |at: usize| sequences.iter().map(|own| own[at]).enumerate().collect::<Vec<_>>();
        if sequences.iter().all(|own| own.len() == count) && (0..count).all(|at| of_one_build(&place(at))) {
            return (0..count).map(|at| slot(place(at))).collect();
        }
        let profile = |at: usize| lists[at].profile;
        let named = sequences.iter().all(|own| likeness::are_named(own.iter().filter_map(|it| body_of(it))));
        let slots = aligned(&sequences, |left, right| {
            likeness::of_values(
                self.module_stacks,
                (left.1, profile(left.0)),
                (right.1, profile(right.0)),
                named,
            )
        });
        slots.into_iter().map(slot).collect()
    }
}

fn body_of(value: &Value) -> Option<&Body> {
    match value {
        Value::Object(body) => Some(body),
        _ => None,
    }
}

/// Whether values are objects with the same attributes and similar names.
fn of_one_build(values: &[(usize, &Value)]) -> bool {
    let Some(first) = values.first().and_then(|(_, value)| body_of(value)) else { return false };
    values.iter().all(|(_, value)| {
        body_of(value).is_some_and(|other| {
            other.items.len() == first.items.len()
                && other.items.iter().zip(&first.items).all(|(one, other)| one.key == other.key)
                && likeness::may_be_one(first, other)
        })
    })
}

/// Whether a value contains no named values.
fn is_flat(value: &Value) -> bool {
    match value {
        Value::Object(_) | Value::Document(_) => false,
        Value::List(items) => items.iter().all(is_flat),
        _ => true,
    }
}
