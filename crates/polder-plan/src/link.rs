//! The references of one resource. Those that replace an unknown value are written into its body; all are kept as
//! dependencies, which queries read.

use std::sync::Arc;

use polder_cloud::schema::{Block, Nested, Nesting};
use polder_cloud::{
    Body, Content, Dependency, Form, Reference, Segment, SmolStr, StackId, Target, Unknown, Value,
};

use crate::align::align;
use crate::assign::{Held, Pick, assign, at, cost, is_unknown};
use crate::configuration::{Expression, Fields, Node, ResourceConfig};
use crate::document::stack_id;
use crate::error::Problem;
use crate::found::{Each, Found, Instances, Leaf, ModuleScope};
use crate::holders::Holders;
use crate::limits::PAIRS_MAX;
use crate::load::Entry;
use crate::local::only_one;
use crate::remembered::Remembered;
use crate::resolve::{NAMES_A_STEP, Resolver};
use crate::spots::{Known, Spots, put_inside};

/// The result of following the references of a resource.
#[derive(Debug, Default)]
pub(crate) struct Linked {
    pub(crate) dependencies: Vec<Dependency>,
    /// Locations in the body, and their values.
    pub(crate) values: Vec<(Vec<usize>, Value)>,
}

/// Follows the references of the resources of one document after the other.
pub(crate) struct Linker<'a, 'w> {
    pub(crate) resolver: Resolver<'a, 'w>,
    holders: Holders<'a>,
    /// The remaining number of references that may be kept.
    left: usize,
    most: usize,
    pub(crate) document: usize,
    /// The other stacks that this one refers to.
    pub(crate) imports: Vec<StackId>,
    /// The targets of a state's dependencies.
    remembered: Remembered<'w>,
}

/// A walk through the configuration of a resource and its body in parallel.
struct Walk<'a, 'w> {
    owner: &'a Entry<'w>,
    place: ModuleScope,
    each: Option<Each<'w>>,
    linked: Linked,
    /// The path into the body: indexes of items.
    at: Vec<usize>,
    path: Vec<Segment>,
}

impl<'a, 'w> Linker<'a, 'w> {
    /// A linker that keeps at most this number of references.
    pub(crate) fn new(resolver: Resolver<'a, 'w>, references: usize) -> Linker<'a, 'w> {
        Linker {
            resolver,
            holders: Holders::default(),
            left: references,
            most: references,
            document: 0,
            imports: vec![],
            remembered: Remembered::default(),
        }
    }

    /// Continues with another document.
    pub(crate) fn open(&mut self, document: usize) {
        self.document = document;
        self.imports = vec![];
        self.remembered = Remembered::default();
    }

    /// Follows the references of a resource of the document.
    pub(crate) fn resource(&mut self, entry: usize) -> Result<Linked, Problem> {
        let document = &self.resolver.documents[self.document];
        let owner = &document.entries[entry];
        let Some(config) = document.groups[owner.group].config else { return self.remembered(owner) };
        let each = owner.address.key().map(|key| Each {
            for_each: config.for_each_expression.as_ref().and_then(Node::expression),
            key: key.clone(),
            of: Instances::Group(self.document, owner.group),
        });
        let place = ModuleScope { document: self.document, scope: owner.scope };
        let mut walk = Walk { owner, place, each, linked: Linked::default(), at: vec![], path: vec![] };
        if let Some(fields) = &config.expressions {
            let block = self.resolver.schema.block(owner.address.mode, &owner.address.kind);
            self.body(&mut walk, fields, &owner.body, block)?;
        }
        self.instances(&mut walk, config)?;
        Ok(walk.linked)
    }

    /// The dependencies of a resource in a state.
    fn remembered(&mut self, owner: &Entry<'w>) -> Result<Linked, Problem> {
        let mut linked = Linked::default();
        for text in owner.wire.depends_on.iter().flatten() {
            let document = &self.resolver.documents[self.document];
            if let Some(address) = self.remembered.find(text, document) {
                self.count_one()?;
                let reference = Reference { target: Target::Own, address, attribute: SmolStr::default() };
                linked.dependencies.push(Dependency { path: vec![], reference, form: Form::Part });
            }
        }
        Ok(linked)
    }

    /// An output of the root module whose value is not known as a whole.
    pub(crate) fn output(&mut self, name: &'w str, value: &mut Value) -> Result<(), Problem> {
        let root = self.resolver.documents[self.document].scopes[0].config;
        let output = root.and_then(|config| config.outputs.as_ref()?.get(name));
        let Some(expression) = output.and_then(|output| output.expression.as_ref()?.expression()) else {
            return Ok(());
        };
        let place = ModuleScope { document: self.document, scope: 0 };
        if expression.is_constant() {
            return Ok(());
        }
        let found = self.resolver.expression(place, None, expression)?;
        let spots = Spots::of(value, name, None, &[], &[]).unknown;
        self.resolver.take(cost(self.resolver.documents, &found, &spots) / NAMES_A_STEP)?;
        let held = assign(self.resolver.documents, "", &found, &spots);
        let values: Vec<_> = spots.iter().zip(held).map(|(spot, held)| (spot.place.clone(), held)).collect();
        for (place, held) in values {
            let held = self.held(held, &found);
            put_inside(value, &place, held);
        }
        Ok(())
    }

    fn body(
        &mut self,
        walk: &mut Walk<'a, 'w>,
        fields: &'w Fields<'w>,
        body: &'a Body,
        block: Option<&'a Block>,
    ) -> Result<(), Problem> {
        for (name, node) in fields.iter() {
            walk.path.push(Segment::Name(name.into()));
            match node {
                Node::Expression(expression) => self.attribute(walk, (name, expression), body, block)?,
                Node::Block(fields) => {
                    self.blocks(walk, (name, std::slice::from_ref(fields)), body, block)?;
                }
                Node::Blocks(blocks) => self.blocks(walk, (name, blocks), body, block)?,
                Node::References(_) | Node::Other => {}
            }
            walk.path.pop();
        }
        self.unexplained(walk, Some(fields), body, block);
        Ok(())
    }

    fn attribute(
        &mut self,
        walk: &mut Walk<'a, 'w>,
        (name, expression): (&'w str, &'w Expression<'w>),
        body: &'a Body,
        block: Option<&'a Block>,
    ) -> Result<(), Problem> {
        if expression.is_constant() {
            return Ok(());
        }
        let mut found = self.resolver.expression(walk.place, walk.each.as_ref(), expression)?;
        let only = only_one(&self.resolver.documents[walk.place.document], walk.place, name);
        if let Some(leaf) = only.filter(|_| found.is_nothing_but_opaque()) {
            found = Found { leaves: vec![leaf], single: true, ..Found::default() };
        }
        let kind = block.and_then(|block| block.attribute(name)).map(|attribute| &attribute.kind);
        self.resolver.take_search(body)?;
        let item = body.items.iter().position(|item| item.key == name);
        let value = item.and_then(|at| match &body.items[at].content {
            Content::Attribute(value) => Some((at, value)),
            Content::Block(_) => None,
        });
        let spots = value.map_or_else(Spots::default, |(at, value)| {
            walk.at.push(at);
            let spots = Spots::of(value, name, kind, &walk.at, &walk.path);
            walk.at.pop();
            spots
        });
        self.note(walk, &found, value.map(|(_, value)| value), &spots)?;
        // The value of an expression without references to resources is known. If the planned value is unknown
        // nevertheless, the configured one is null, and the provider computes the attribute.
        let computed = block.and_then(|block| block.attribute(name)).is_some_and(|it| it.computed);
        if computed && found.leaves.is_empty() && !found.opaque && !found.cut {
            return Ok(());
        }
        self.resolver.take(cost(self.resolver.documents, &found, &spots.unknown) / NAMES_A_STEP)?;
        let held = assign(self.resolver.documents, &walk.owner.address.kind, &found, &spots.unknown);
        for (spot, held) in spots.unknown.into_iter().zip(held) {
            let value = self.held(held, &found);
            walk.linked.values.push((spot.place, value));
        }
        Ok(())
    }

    /// Blocks of a name. Where they cannot be matched with planned ones, their references belong to all of
    /// them.
    fn blocks(
        &mut self,
        walk: &mut Walk<'a, 'w>,
        (name, written): (&'w str, &'w [Fields<'w>]),
        body: &'a Body,
        block: Option<&'a Block>,
    ) -> Result<(), Problem> {
        let nested = block.and_then(|block| block.nested(name));
        let inner = nested.map(|nested| self.resolver.schema.inside(nested));
        let planned: Vec<(usize, &Body)> = blocks_of(body, name).collect();
        self.resolver.take_search(body)?;
        // Without references, nothing has to be matched.
        let constant = written.iter().all(Fields::is_constant);
        let pairs = if constant { vec![None; written.len()] } else { self.pairs(written, &planned, nested)? };
        for (fields, to) in written.iter().zip(&pairs) {
            match to.map(|to| (to, planned[to])) {
                Some((to, (item, body))) => {
                    let depth = walk.path.len();
                    if planned.len() > 1 {
                        walk.path.push(Segment::Index(u32::try_from(to).unwrap_or(u32::MAX)));
                    }
                    walk.at.push(item);
                    self.body(walk, fields, body, inner)?;
                    walk.at.pop();
                    walk.path.truncate(depth);
                }
                None => self.loose(walk, fields)?,
            }
        }
        for (_, (item, body)) in planned.iter().enumerate().filter(|(at, _)| !pairs.contains(&Some(*at))) {
            walk.at.push(*item);
            self.unexplained(walk, None, body, inner);
            walk.at.pop();
        }
        Ok(())
    }

    /// Matches the blocks. The cost is the number of comparisons.
    fn pairs(
        &mut self,
        written: &[Fields<'_>],
        planned: &[(usize, &Body)],
        nested: Option<&Nested>,
    ) -> Result<Vec<Option<usize>>, Problem> {
        let bodies: Vec<&Body> = planned.iter().map(|(_, body)| *body).collect();
        let pairs = written.len().saturating_mul(bodies.len());
        if pairs <= PAIRS_MAX {
            let constants: usize = written.iter().map(Fields::len).sum();
            let items: usize = bodies.iter().map(|body| body.items.len()).sum();
            self.resolver.take(pairs + constants.saturating_mul(items) / NAMES_A_STEP)?;
        }
        let ordered = nested.is_some_and(|nested| nested.nesting != Nesting::Set);
        Ok(align(written, &bodies, ordered))
    }

    /// The references of a block that matches no planned one.
    fn loose(&mut self, walk: &mut Walk<'a, 'w>, fields: &'w Fields<'w>) -> Result<(), Problem> {
        for (_, node) in fields.iter() {
            match node {
                Node::Expression(expression) => {
                    let found = self.resolver.expression(walk.place, walk.each.as_ref(), expression)?;
                    self.parts(walk, &found.leaves)?;
                }
                Node::Block(fields) => self.loose(walk, fields)?,
                Node::Blocks(blocks) => blocks.iter().try_for_each(|fields| self.loose(walk, fields))?,
                Node::References(_) | Node::Other => {}
            }
        }
        Ok(())
    }

    /// Marks unknown values that have no expression in the configuration and that the provider does not compute: they come
    /// from a `dynamic` block. An attribute that the provider computes by default is unknown as a whole, so one with
    /// unknown parts comes from a `dynamic` block, too.
    fn unexplained(
        &mut self,
        walk: &mut Walk<'a, 'w>,
        fields: Option<&Fields<'_>>,
        body: &'a Body,
        block: Option<&'a Block>,
    ) {
        let Some(block) = block else { return };
        for (at, item) in body.items.iter().enumerate() {
            if fields.is_some_and(|fields| fields.get(&item.key).is_some()) {
                continue;
            }
            walk.at.push(at);
            match (&item.content, block.attribute(&item.key), block.nested(&item.key)) {
                (Content::Attribute(value), Some(attribute), _)
                    if !attribute.computed || (attribute.optional && !is_unknown(Some(value))) =>
                {
                    let spots = Spots::of(value, &item.key, None, &walk.at, &[]).unknown;
                    let unknown = Value::Unknown(Unknown::Expression);
                    walk.linked.values.extend(spots.into_iter().map(|spot| (spot.place, unknown.clone())));
                }
                (Content::Block(inner), _, Some(nested)) => {
                    self.unexplained(walk, None, inner, Some(self.resolver.schema.inside(nested)));
                }
                _ => {}
            }
            walk.at.pop();
        }
    }

    /// The references of `count`, `for_each` and `depends_on`.
    fn instances(&mut self, walk: &mut Walk<'a, 'w>, config: &'w ResourceConfig<'w>) -> Result<(), Problem> {
        let deciding = [("count", &config.count_expression), ("for_each", &config.for_each_expression)];
        for (name, node) in deciding {
            if let Some(expression) = node.as_ref().and_then(Node::expression) {
                let found = self.resolver.expression(walk.place, None, expression)?;
                walk.path = vec![Segment::Name(SmolStr::new_static(name))];
                self.parts(walk, &found.leaves)?;
            }
        }
        walk.path = vec![];
        for traversal in config.depends_on.iter().flat_map(|references| &references.0) {
            let leaves = self.resolver.depends_on(walk.place, traversal)?;
            self.parts(walk, &leaves)?;
        }
        Ok(())
    }

    /// Keeps the references of an expression as dependencies, each with its relation to the attribute's value.
    fn note(
        &mut self,
        walk: &mut Walk<'a, 'w>,
        found: &Found,
        value: Option<&'a Value>,
        spots: &Spots<'a>,
    ) -> Result<(), Problem> {
        self.resolver.take(spots.known.len() * found.leaves.len())?;
        for leaf in &found.leaves {
            if let Some(entry) = leaf.entry {
                self.resolver.take_search(&self.resolver.documents[leaf.document].entries[entry].body)?;
            }
            let target = leaf.entry.filter(|_| !leaf.attribute.is_empty()).and_then(|entry| {
                at(&self.resolver.documents[leaf.document].entries[entry].body, &leaf.attribute, &leaf.steps)
            });
            if value.is_some() && value.map(revealed) == target.map(revealed) && spots.unknown.is_empty() {
                let reference = self.reference(leaf.document, (leaf.group, leaf.entry), &leaf.attribute);
                self.keep(walk, walk.path.clone(), reference, Form::Equal)?;
                continue;
            }
            let mut equal = false;
            for Known { path, text } in &spots.known {
                if let Some((entry, attribute)) =
                    self.holders.find(self.resolver.documents, leaf, target, text)
                {
                    let reference = self.reference(leaf.document, (leaf.group, Some(entry)), attribute);
                    self.keep(walk, path.clone(), reference, Form::Equal)?;
                    equal = true;
                }
            }
            if !equal {
                let known = value.is_some() && spots.unknown.is_empty();
                let only = found.single && !leaf.attribute.is_empty() && !known;
                let reference = self.reference(leaf.document, (leaf.group, leaf.entry), &leaf.attribute);
                let form = if only { Form::Only } else { Form::Part };
                self.keep(walk, walk.path.clone(), reference, form)?;
            }
        }
        Ok(())
    }

    /// Keeps references as parts of a value.
    fn parts(&mut self, walk: &mut Walk<'a, 'w>, leaves: &[Leaf]) -> Result<(), Problem> {
        for leaf in leaves {
            let reference = self.reference(leaf.document, (leaf.group, leaf.entry), &leaf.attribute);
            self.keep(walk, walk.path.clone(), reference, Form::Part)?;
        }
        Ok(())
    }

    fn keep(
        &mut self,
        walk: &mut Walk<'a, 'w>,
        path: Vec<Segment>,
        reference: Reference,
        form: Form,
    ) -> Result<(), Problem> {
        self.count_one()?;
        walk.linked.dependencies.push(Dependency { path, reference, form });
        Ok(())
    }

    /// Counts a reference that is kept.
    fn count_one(&mut self) -> Result<(), Problem> {
        self.left = self.left.checked_sub(1).ok_or(Problem::TooManyReferences(self.most))?;
        Ok(())
    }

    fn reference(
        &mut self,
        document: usize,
        (group, entry): (usize, Option<usize>),
        attribute: &str,
    ) -> Reference {
        let of = &self.resolver.documents[document];
        let address = entry.map_or(&of.groups[group].whole, |entry| &of.entries[entry].address);
        Reference { target: self.target(document), address: Arc::clone(address), attribute: attribute.into() }
    }

    fn target(&mut self, document: usize) -> Target {
        if document == self.document {
            return Target::Own;
        }
        let stack = stack_id(document);
        let known = self.imports.iter().position(|import| *import == stack);
        let index = known.unwrap_or_else(|| {
            self.imports.push(stack);
            self.imports.len() - 1
        });
        Target::Import(u32::try_from(index).unwrap_or(u32::MAX))
    }

    /// The value that replaces an unknown one.
    fn held(&mut self, held: Option<Held>, found: &Found) -> Value {
        match held {
            Some(Held::One(pick)) => self.picked(&pick),
            Some(Held::All(picks)) => Value::List(picks.iter().map(|pick| self.picked(pick)).collect()),
            None if found.cut => Value::Unknown(Unknown::TooLarge),
            None => Value::Unknown(Unknown::Expression),
        }
    }

    fn picked(&mut self, pick: &Pick) -> Value {
        let group = self.resolver.documents[pick.document].entries[pick.entry].group;
        let reference = self.reference(pick.document, (group, Some(pick.entry)), &pick.attribute);
        pick.steps.iter().fold(Value::Reference(Box::new(reference)), |value, step| match step {
            Segment::Index(index) => value.at(*index),
            Segment::Name(name) => value.field(name.clone()),
        })
    }
}

/// A value without its mark as sensitive.
fn revealed(value: &Value) -> &Value {
    if let Value::Sensitive(inner) = value { revealed(inner) } else { value }
}

/// The blocks of a name, with their locations.
fn blocks_of<'b>(body: &'b Body, name: &str) -> impl Iterator<Item = (usize, &'b Body)> {
    body.items.iter().enumerate().filter_map(move |(at, item)| match &item.content {
        Content::Block(block) if item.key == name => Some((at, block)),
        Content::Block(_) | Content::Attribute(_) => None,
    })
}
