//! Merges bodies of several stacks into one body of their module.

use std::collections::BTreeMap;

use polder_cloud::{Content as From, Item as Written, SmolStr, Value};

use crate::align::{aligned, merged};
use crate::expression::{Body, Content, Element, Expression, Item};
use crate::generalize::Generalizer;
use crate::likeness;
use crate::location::PathStep;
use crate::module_stacks::{Variant, stacks_of};
use crate::position::Position;
use crate::set::Set;

/// The identity of an item of a body, for alignment across stacks: an attribute by its name, a block by its name and
/// slot.
type Id = (SmolStr, Option<usize>);

type Bodies<'v> = [Variant<'v, polder_cloud::Body>];

impl Generalizer<'_> {
    /// A body that is the same in all stacks of the universe.
    pub(crate) fn converted_body(
        &mut self,
        body: &polder_cloud::Body,
        profile: usize,
        universe: &Set,
    ) -> Body {
        let mut converted = Body { items: Vec::with_capacity(body.items.len()) };
        for item in &body.items {
            self.path.push(PathStep::Key(item.key.clone()));
            let content = match &item.content {
                From::Attribute(value) => Content::Attribute(self.converted(value, profile, universe)),
                From::Block(body) => {
                    let depth = self.enter([body].into_iter());
                    let converted = self.converted_body(body, profile, universe);
                    self.path.truncate(depth);
                    Content::Block(converted)
                }
            };
            self.path.pop();
            let comment = item.comment.map(SmolStr::new_static);
            converted.items.push(Item { key: item.key.clone(), comment, content, when: None });
        }
        converted
    }

    /// A resource or a block: attributes that some stacks lack are null there, and blocks are conditional.
    pub(crate) fn body(&mut self, bodies: &Bodies<'_>, universe: &Set, position: Position) -> Body {
        if let [only] = bodies {
            return self.converted_body(only.item, only.profile, universe);
        }
        let blocks = self.slots_of_blocks(bodies);
        let order = merged(bodies.iter().enumerate().map(|(number, body)| ids(number, body.item, &blocks)));
        let mut items = vec![];
        for (key, slot) in order {
            self.path.push(PathStep::Key(key.clone()));
            match slot {
                None => items.push(self.attribute(&key, bodies, universe, position)),
                Some(slot) => {
                    let members = &blocks[&key][slot];
                    items.extend(self.block(&key, members, bodies, universe));
                }
            }
            self.path.pop();
        }
        Body { items }
    }

    fn attribute(&mut self, key: &SmolStr, bodies: &Bodies<'_>, universe: &Set, position: Position) -> Item {
        let (variants, comment) = attributes(bodies, key);
        let stacks = stacks_of(&variants);
        let value = if position == Position::Resource && key == "depends_on" {
            self.dependencies(&variants)
        } else {
            let some = variants.iter().map(|variant| variant.item).collect();
            let value = self.value(variants, &stacks);
            if stacks == *universe { value } else { self.or_null(value, &stacks, universe, some) }
        };
        Item { key: key.clone(), comment, content: Content::Attribute(value), when: None }
    }

    /// A value in the stacks that have it, and null in the others.
    fn or_null(&mut self, value: Expression, stacks: &Set, universe: &Set, some: Vec<&Value>) -> Expression {
        let rest = universe.minus(stacks);
        if let Expression::Variable(name) = &value
            && self.registry.absent(self.module_stacks, name, &rest)
        {
            self.registry.leave_out(name);
            return value;
        }
        let condition = self.condition(stacks, universe, some);
        Expression::choice(condition, value, Expression::Null)
    }

    /// `depends_on` of a resource. Terraform allows no conditions there; waiting for a resource that does not exist
    /// takes no time.
    fn dependencies(&mut self, variants: &[Variant<'_, Value>]) -> Expression {
        let mut elements: Vec<Element> = vec![];
        for variant in variants {
            let Expression::List(own) = self.converted(variant.item, variant.profile, &variant.stacks) else {
                continue;
            };
            for element in own {
                if !elements.contains(&element) {
                    elements.push(element);
                }
            }
        }
        Expression::List(elements)
    }

    fn block(
        &mut self,
        key: &SmolStr,
        members: &[(usize, &Written)],
        bodies: &Bodies<'_>,
        universe: &Set,
    ) -> Option<Item> {
        let comment = comments(members.iter().filter_map(|(_, item)| item.comment));
        let variants: Vec<Variant<'_, polder_cloud::Body>> =
            members.iter().filter_map(|(from, item)| Some(bodies[*from].with(block_of(item)?))).collect();
        let stacks = stacks_of(&variants);
        let depth = self.enter(variants.iter().map(|variant| variant.item));
        let when = (stacks != *universe).then(|| {
            let values = variants.iter().flat_map(|variant| values_in(variant.item)).collect();
            self.condition(&stacks, universe, values)
        });
        let first = variants.first()?;
        let alike = variants.iter().all(|other| {
            self.module_stacks.same_bodies((first.item, first.profile), (other.item, other.profile))
        });
        let body = if alike {
            self.converted_body(first.item, first.profile, &stacks)
        } else {
            self.body(&variants, &stacks, Position::Block)
        };
        self.path.truncate(depth);
        Some(Item { key: key.clone(), comment, content: Content::Block(body), when })
    }

    /// Enters a named block or element: its first value is a string that all stacks have in common. Returns the depth
    /// to restore.
    pub(crate) fn enter<'v>(&mut self, bodies: impl Iterator<Item = &'v polder_cloud::Body>) -> usize {
        let depth = self.path.len();
        let mut names = bodies.map(|body| match body.items.first().map(|item| &item.content) {
            Some(From::Attribute(Value::Text(text))) => Some(text),
            _ => None,
        });
        if let Some(Some(first)) = names.next()
            && names.all(|other| other == Some(first))
        {
            self.path.push(PathStep::Named(first.clone()));
        }
        depth
    }

    /// For each name of blocks, those that correspond in different stacks.
    fn slots_of_blocks<'v>(&self, bodies: &Bodies<'v>) -> BTreeMap<SmolStr, Vec<Vec<(usize, &'v Written)>>> {
        let mut sequences: BTreeMap<SmolStr, Vec<Vec<&'v Written>>> = BTreeMap::new();
        for (number, body) in bodies.iter().enumerate() {
            for item in body.item.items.iter().filter(|item| matches!(item.content, From::Block(_))) {
                let own = sequences.entry(item.key.clone()).or_insert_with(|| vec![vec![]; bodies.len()]);
                own[number].push(item);
            }
        }
        let score = |left: (usize, &Written), right: (usize, &Written), named: bool| {
            let (one, other) = (block_of(left.1)?, block_of(right.1)?);
            let (one, other) = ((one, bodies[left.0].profile), (other, bodies[right.0].profile));
            Some(likeness::of_bodies(self.module_stacks, one, other, named))
        };
        let slots = |own: Vec<Vec<&'v Written>>| {
            // Equal numbers of blocks of a name correspond in order.
            let count = own.iter().map(Vec::len).max().unwrap_or(0);
            if own.iter().all(|blocks| blocks.is_empty() || blocks.len() == count) {
                let slot = |at: usize| {
                    let all = own.iter().enumerate();
                    all.filter_map(|(from, blocks)| Some((from, *blocks.get(at)?))).collect()
                };
                return (0..count).map(slot).collect();
            }
            let named =
                own.iter().all(|blocks| likeness::are_named(blocks.iter().filter_map(|it| block_of(it))));
            aligned(&own, |left, right| score(left, right, named).unwrap_or(0))
        };
        sequences.into_iter().map(|(key, own)| (key, slots(own))).collect()
    }

    /// An object: optional attributes are conditional, and values of different types are separated by conditions, since
    /// Terraform would convert them to one type.
    pub(crate) fn object(&mut self, bodies: &Bodies<'_>, universe: &Set) -> Body {
        let keys = |body: &polder_cloud::Body| {
            body.items.iter().map(|item| item.key.clone()).collect::<Vec<SmolStr>>()
        };
        let mut items = vec![];
        for key in merged(bodies.iter().map(|body| keys(body.item))) {
            let (variants, comment) = attributes(bodies, &key);
            self.path.push(PathStep::Key(key.clone()));
            for variants in by_form(variants) {
                let stacks = stacks_of(&variants);
                let when = (stacks != *universe).then(|| {
                    let values = variants.iter().map(|variant| variant.item).collect();
                    self.condition(&stacks, universe, values)
                });
                let content = Content::Attribute(self.value(variants, &stacks));
                items.push(Item { key: key.clone(), comment: comment.clone(), content, when });
            }
            self.path.pop();
        }
        Body { items }
    }
}

/// The attributes of a name, and their comments.
fn attributes<'v>(bodies: &Bodies<'v>, key: &str) -> (Vec<Variant<'v, Value>>, Option<SmolStr>) {
    let (mut variants, mut said) = (vec![], vec![]);
    for body in bodies {
        for item in &body.item.items {
            if let From::Attribute(value) = &item.content
                && item.key == key
            {
                variants.push(body.with(value));
                said.extend(item.comment);
            }
        }
    }
    (variants, comments(said))
}

fn block_of(item: &Written) -> Option<&polder_cloud::Body> {
    match &item.content {
        From::Block(body) => Some(body),
        From::Attribute(_) => None,
    }
}

/// The values of a body and of the blocks in it.
fn values_in(body: &polder_cloud::Body) -> Vec<&Value> {
    let mut values = vec![];
    for item in &body.items {
        match &item.content {
            From::Attribute(value) => values.push(value),
            From::Block(body) => values.extend(values_in(body)),
        }
    }
    values
}

/// Comments, concatenated without duplicates.
fn comments(all: impl IntoIterator<Item = &'static str>) -> Option<SmolStr> {
    let mut kept: Vec<&'static str> = vec![];
    for comment in all {
        if !kept.contains(&comment) {
            kept.push(comment);
        }
    }
    match kept.as_slice() {
        [] => None,
        [one] => Some(SmolStr::new_static(one)),
        several => Some(several.join("\n").into()),
    }
}

/// The items of a body with their identities.
fn ids(
    number: usize,
    body: &polder_cloud::Body,
    blocks: &BTreeMap<SmolStr, Vec<Vec<(usize, &Written)>>>,
) -> Vec<Id> {
    let mut next: BTreeMap<&SmolStr, usize> = BTreeMap::new();
    let mut ids = vec![];
    for item in &body.items {
        let slot = match &item.content {
            From::Attribute(_) => None,
            From::Block(_) => {
                let from = next.get(&item.key).copied().unwrap_or(0);
                let slots = &blocks[&item.key][from..];
                let found = slots.iter().position(|slot| slot.iter().any(|(owner, _)| *owner == number));
                let slot = from + found.unwrap_or(0);
                next.insert(&item.key, slot + 1);
                Some(slot)
            }
        };
        ids.push((item.key.clone(), slot));
    }
    ids
}

/// Values grouped by type.
fn by_form(variants: Vec<Variant<'_, Value>>) -> Vec<Vec<Variant<'_, Value>>> {
    let form = |value: &Value| match value {
        Value::Bool(_) => 0,
        Value::Integer(_) | Value::Decimal(_) => 1,
        Value::List(_) => 2,
        Value::Object(_) => 3,
        Value::Null => 4,
        _ => 5,
    };
    let mut forms: Vec<(u8, Vec<Variant<'_, Value>>)> = vec![];
    for variant in variants {
        let own = form(variant.item);
        match forms.iter_mut().find(|(known, _)| *known == own) {
            Some((_, members)) => members.push(variant),
            None => forms.push((own, vec![variant])),
        }
    }
    forms.into_iter().map(|(_, members)| members).collect()
}
