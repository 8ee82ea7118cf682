//! Resolves references: variables are followed to the calls of their modules, outputs into the modules, and
//! remote states into the documents that have them.

use std::collections::BTreeMap;
use std::rc::Rc;

use polder_cloud::schema::{Schema, Type};
use polder_cloud::{Body, InstanceKey, Mode, ModuleCall, Segment};
use serde_json::value::RawValue;

use crate::configuration::{Expression, Node};
use crate::error::Problem;
use crate::found::{Each, Found, Instances, Leaf, ModuleScope, constant, instance_key, state_key};
use crate::limits::{CHAIN_MAX, LEAVES_MAX};
use crate::load::{Entry, Loaded, Scope, enter};
use crate::traversal::{Subject, Traversal};

/// Names that are compared for one step.
pub(crate) const NAMES_A_STEP: usize = 16;

/// The cost of a new module instance, in steps: it uses memory.
const SCOPE_COST: u64 = 1_000;

/// What Terraform calls a data source that reads the outputs of another root module, and where these are in
/// it.
const REMOTE_STATE: (&str, &str) = ("terraform_remote_state", "outputs");

/// What is resolved once and cached.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Named {
    Variable,
    Output,
}

/// Follows references through the documents.
pub(crate) struct Resolver<'a, 'w> {
    pub(crate) documents: &'a [Loaded<'w>],
    pub(crate) schema: &'a Schema,
    /// The modules of each document. References can lead into instances that have no resources.
    scopes: Vec<Vec<Scope<'w>>>,
    /// The documents by the keys of their states.
    remote: BTreeMap<&'a str, usize>,
    /// `None` while it is being followed.
    known: BTreeMap<(Named, ModuleScope, &'w str), Option<Rc<Found>>>,
    /// The remaining steps.
    left: u64,
    /// The depth of references that are being followed.
    chain: u32,
}

impl<'a, 'w> Resolver<'a, 'w> {
    pub(crate) fn new(
        documents: &'a [Loaded<'w>],
        schema: &'a Schema,
        remote: BTreeMap<&'a str, usize>,
        steps: u64,
    ) -> Resolver<'a, 'w> {
        let scopes = documents.iter().map(|document| document.scopes.clone()).collect();
        Resolver { documents, schema, scopes, remote, known: BTreeMap::new(), left: steps, chain: 0 }
    }

    /// Subtracts the steps for looking up a name in a body.
    pub(crate) fn take_search(&mut self, body: &Body) -> Result<(), Problem> {
        self.take(1 + body.items.len() / NAMES_A_STEP)
    }

    /// Subtracts steps from the remaining ones.
    pub(crate) fn take(&mut self, steps: usize) -> Result<(), Problem> {
        let steps = u64::try_from(steps).unwrap_or(u64::MAX);
        self.left = self.left.checked_sub(steps).ok_or(Problem::TooEntangled)?;
        Ok(())
    }

    /// All references of an expression in a module.
    pub(crate) fn expression(
        &mut self,
        place: ModuleScope,
        each: Option<&Each<'w>>,
        expression: &'w Expression<'w>,
    ) -> Result<Found, Problem> {
        let traversals = &expression.references.0;
        if traversals.is_empty() {
            return Ok(expression.constant.map_or(Found::OPAQUE, constant));
        }
        let mut found = self.combined(traversals.iter(), |resolver, traversal| {
            resolver.traversal(place, each, traversal, &[])
        })?;
        if let (true, Some(each)) = (found.key, each) {
            self.pair(&mut found, each)?;
        }
        Ok(found)
    }

    /// The references of several things together.
    fn combined<T>(
        &mut self,
        parts: impl Iterator<Item = T>,
        mut of: impl FnMut(&mut Self, T) -> Result<Found, Problem>,
    ) -> Result<Found, Problem> {
        let (mut all, mut contributing) = (Found::default(), 0);
        for part in parts {
            let found = of(self, part)?;
            self.take(1 + found.leaves.len())?;
            if found == Found::default() {
                continue;
            }
            contributing += 1;
            all.single = contributing == 1 && found.single;
            all.constant |= found.constant;
            all.key |= found.key;
            all.opaque |= found.opaque;
            all.cut |= found.cut;
            for leaf in found.leaves {
                if all.leaves.len() >= LEAVES_MAX {
                    all.cut = true;
                } else if !all.leaves.contains(&leaf) {
                    all.leaves.push(leaf);
                }
            }
        }
        Ok(all)
    }

    /// Records, of the instances of a leaf, the one that has the same key: `aws_subnet.public[each.key].id`
    /// in a resource that has an instance for each subnet. An index could also be calculated, so with `count`
    /// both must have the same number of instances.
    fn pair(&mut self, found: &mut Found, each: &Each<'_>) -> Result<(), Problem> {
        let [leaf] = found.leaves.as_mut_slice() else { return Ok(()) };
        let members = &self.documents[leaf.document].groups[leaf.group].members;
        let alike = match each.key {
            InstanceKey::Name(_) => true,
            InstanceKey::Index(_) => self.count(each.of)? == members.len(),
        };
        if leaf.entry.is_none() && alike {
            leaf.paired = members.get(&Some(each.key.clone())).copied();
        }
        Ok(())
    }

    /// The number of instances.
    fn count(&mut self, of: Instances) -> Result<usize, Problem> {
        let place = match of {
            Instances::Group(document, group) => {
                return Ok(self.documents[document].groups[group].members.len());
            }
            Instances::Module(place) => place,
        };
        let scope = self.scope(place);
        let (Some((caller, _)), Some(own)) = (scope.caller, scope.path.last()) else { return Ok(1) };
        let count = instances(&self.scopes[place.document][caller], &own.name).count();
        self.take(count / NAMES_A_STEP)?;
        Ok(count)
    }

    /// The target of one reference, when `more` steps are taken after its own.
    fn traversal(
        &mut self,
        place: ModuleScope,
        each: Option<&Each<'w>>,
        traversal: &'w Traversal,
        more: &[Segment],
    ) -> Result<Found, Problem> {
        self.take(1)?;
        if self.chain >= CHAIN_MAX {
            return Ok(Found { cut: true, ..Found::default() });
        }
        self.chain += 1;
        let steps: Vec<Segment> = traversal.steps.iter().chain(more).cloned().collect();
        let found = match &traversal.subject {
            Subject::Resource { mode, kind, name } => self.resource(place, (*mode, kind, name), &steps),
            Subject::Variable(name) => self.variable(place, name, &steps),
            Subject::Module(name) => self.module(place, name, &steps),
            Subject::EachValue => self.each_value(place, each, &steps),
            Subject::Key => Ok(Found { key: true, ..Found::default() }),
            Subject::Constant => Ok(Found { constant: true, ..Found::default() }),
            Subject::Opaque => Ok(Found::OPAQUE),
        };
        self.chain -= 1;
        found
    }

    fn resource(
        &mut self,
        place: ModuleScope,
        key: (Mode, &str, &str),
        steps: &[Segment],
    ) -> Result<Found, Problem> {
        let documents = self.documents;
        let document = &documents[place.document];
        let Some(group) = self.scope(place).groups.get(&key).copied() else {
            // It has no instances, so it contributes nothing to the value.
            return Ok(Found::default());
        };
        let members = &document.groups[group].members;
        let by_key = steps.first().and_then(|step| members.get(&Some(instance_key(step))));
        let (entry, steps) = match (by_key, members.get(&None)) {
            (Some(entry), None) => (Some(*entry), &steps[1..]),
            (_, Some(entry)) => (Some(*entry), steps),
            (None, None) => (members.values().next().copied().filter(|_| members.len() == 1), &[][..]),
        };
        let mut leaf = Leaf::whole(place.document, group, entry);
        if let Some(entry) = self.example(&leaf) {
            self.take_search(&entry.body)?;
        }
        // Whether the steps leave an object that was built around the resource.
        let mut opaque = false;
        if let Some((first, rest)) = steps.split_first() {
            match first {
                Segment::Name(name) if self.has(&leaf, name) => {
                    leaf.attribute = name.clone();
                    let scalar = matches!(self.type_of(&leaf), Some(Type::Text | Type::Number | Type::Bool));
                    opaque = scalar && !rest.is_empty();
                    leaf.steps = if opaque { vec![] } else { rest.to_vec() };
                }
                Segment::Name(_) | Segment::Index(_) => opaque = true,
            }
        }
        if let Some(found) = self.remote(&leaf)? {
            return Ok(found);
        }
        Ok(Found { leaves: vec![leaf], single: !opaque, opaque, ..Found::default() })
    }

    /// Whether a resource can have an attribute.
    fn has(&self, leaf: &Leaf, name: &str) -> bool {
        let group = &self.documents[leaf.document].groups[leaf.group];
        self.example(leaf).is_some_and(|entry| entry.body.items.iter().any(|item| item.key == name))
            || self.schema.block(group.mode, group.kind).is_some_and(|block| block.has(name))
    }

    /// The instance, or one of all.
    fn example(&self, leaf: &Leaf) -> Option<&'a Entry<'w>> {
        let documents = self.documents;
        let document = &documents[leaf.document];
        let one = leaf.entry.or_else(|| document.groups[leaf.group].members.values().next().copied());
        one.map(|entry| &document.entries[entry])
    }

    fn type_of(&self, leaf: &Leaf) -> Option<&'a Type> {
        let group = &self.documents[leaf.document].groups[leaf.group];
        Some(&self.schema.block(group.mode, group.kind)?.attribute(&leaf.attribute)?.kind)
    }

    /// The references of an output of another document, if the leaf is one and that document was given.
    fn remote(&mut self, leaf: &Leaf) -> Result<Option<Found>, Problem> {
        let document = &self.documents[leaf.document];
        let group = &document.groups[leaf.group];
        let is_remote = group.mode == Mode::Data && (group.kind, leaf.attribute.as_str()) == REMOTE_STATE;
        let (true, Some(entry), Some((Segment::Name(name), rest))) =
            (is_remote, leaf.entry, leaf.steps.split_first())
        else {
            return Ok(None);
        };
        let key = state_key(document.entries[entry].body.get("config"));
        let Some(other) = key.and_then(|key| self.remote.get(key)) else { return Ok(None) };
        let found = self.output(ModuleScope { document: *other, scope: 0 }, name, rest)?;
        Ok(Some(found).filter(|found| !found.leaves.is_empty()))
    }

    fn variable(&mut self, place: ModuleScope, name: &str, steps: &[Segment]) -> Result<Found, Problem> {
        let default = self.scope(place).config.and_then(|it| it.variables.as_ref()?.get(name)?.default);
        let Some((caller, call)) = self.scope(place).caller else {
            let given = self.documents[place.document].wire.variables.as_ref();
            let given = given.and_then(|variables| variables.get(name)?.value);
            // A missing value is null.
            return Ok(given.or(default).map_or(Found::default(), constant));
        };
        let caller = ModuleScope { scope: caller, ..place };
        let node = call.and_then(|call| call.expressions.as_ref()?.node(name));
        match node {
            None => Ok(default.map_or(Found::default(), constant)),
            Some((name, Node::Expression(expression))) => {
                let each = self.each_of_call(place);
                self.named((Named::Variable, place, name), caller, each.as_ref(), expression, steps)
            }
            Some(_) => Ok(Found::OPAQUE),
        }
    }

    /// The meaning of `each` and `count` in the call of a module.
    fn each_of_call(&self, place: ModuleScope) -> Option<Each<'w>> {
        let scope = self.scope(place);
        let (_, call) = scope.caller?;
        let for_each = call.and_then(|call| call.for_each_expression.as_ref()?.expression());
        Some(Each { for_each, key: scope.path.last()?.key.clone()?, of: Instances::Module(place) })
    }

    fn output(&mut self, place: ModuleScope, name: &str, steps: &[Segment]) -> Result<Found, Problem> {
        let outputs = self.scope(place).config.and_then(|it| it.outputs.as_ref());
        let output = outputs.and_then(|outputs| outputs.get_key_value(name));
        match output.and_then(|(name, output)| Some((name, output.expression.as_ref()?))) {
            Some((name, Node::Expression(expression))) => {
                self.named((Named::Output, place, name), place, None, expression, steps)
            }
            _ => Ok(Found::OPAQUE),
        }
    }

    /// The references of a named value: its expression, which is in the module `at`, and steps into it.
    fn named(
        &mut self,
        name: (Named, ModuleScope, &'w str),
        at: ModuleScope,
        each: Option<&Each<'w>>,
        expression: &'w Expression<'w>,
        steps: &[Segment],
    ) -> Result<Found, Problem> {
        if let ([traversal], false) = (expression.references.0.as_slice(), steps.is_empty()) {
            // As if the steps were written behind the only reference of the expression.
            return self.traversal(at, each, traversal, steps);
        }
        let found = match self.known.get(&name) {
            Some(Some(known)) => known.as_ref().clone(),
            // It refers to itself.
            Some(None) => return Ok(Found::OPAQUE),
            None => {
                self.known.insert(name, None);
                let found = self.expression(at, each, expression)?;
                self.known.insert(name, Some(Rc::new(found.clone())));
                found
            }
        };
        self.take(found.leaves.len())?;
        Ok(Found { single: found.single && steps.is_empty(), ..found })
    }

    fn module(&mut self, place: ModuleScope, name: &str, steps: &[Segment]) -> Result<Found, Problem> {
        let scope = self.scope(place);
        let Some(call) = scope.config.and_then(|it| it.module_calls.as_ref()?.get(name)) else {
            return Ok(Found::OPAQUE);
        };
        let children = || instances(scope, name);
        // A `for_each` that calls a function on constants is not in the document.
        let several = call.count_expression.is_some()
            || call.for_each_expression.is_some()
            // One without a key comes first.
            || children().take(2).any(|(call, _)| call.key.is_some());
        let (instance, steps) = match steps.split_first() {
            Some((key, rest)) if several => (Some(Some(instance_key(key))), rest),
            None if several => (None, steps),
            _ => (Some(None), steps),
        };
        let Some(key) = instance else {
            let children: Vec<usize> = children().map(|(_, child)| *child).collect();
            // All instances, and of each all outputs.
            return self.combined(children.into_iter(), |resolver, child| {
                resolver.outputs(ModuleScope { scope: child, ..place })
            });
        };
        let call = ModuleCall { name: name.into(), key };
        if !self.scope(place).children.contains_key(&call) {
            self.take(usize::try_from(SCOPE_COST).unwrap_or(usize::MAX))?;
        }
        let child =
            ModuleScope { scope: enter(&mut self.scopes[place.document], place.scope, &call), ..place };
        match steps.split_first() {
            Some((Segment::Name(output), rest)) => self.output(child, output, rest),
            _ => self.outputs(child),
        }
    }

    /// The references of all outputs of a module.
    fn outputs(&mut self, place: ModuleScope) -> Result<Found, Problem> {
        let outputs = self.scope(place).config.and_then(|it| it.outputs.as_ref());
        let names: Vec<&'w str> =
            outputs.into_iter().flat_map(|all| all.keys().map(|name| &**name)).collect();
        let found = self.combined(names.into_iter(), |resolver, name| resolver.output(place, name, &[]))?;
        Ok(Found { single: false, opaque: true, ..found })
    }

    fn each_value(
        &mut self,
        place: ModuleScope,
        each: Option<&Each<'w>>,
        steps: &[Segment],
    ) -> Result<Found, Problem> {
        let Some((each, for_each)) = each.and_then(|each| Some((each, each.for_each?))) else {
            return Ok(Found::OPAQUE);
        };
        let found = match (for_each.references.0.as_slice(), &each.key) {
            ([traversal], InstanceKey::Name(key)) => {
                let steps: Vec<Segment> =
                    std::iter::once(Segment::Name(key.clone())).chain(steps.iter().cloned()).collect();
                self.traversal(place, None, traversal, &steps)?
            }
            _ => Found { single: false, ..self.expression(place, None, for_each)? },
        };
        // The number of instances must be known, so a condition without references is known.
        Ok(Found { constant: found.constant || found.leaves.is_empty(), ..found })
    }

    fn scope(&self, place: ModuleScope) -> &Scope<'w> {
        &self.scopes[place.document][place.scope]
    }

    /// The known value of an expression in a module: a constant, or a variable that has one.
    pub(crate) fn constant(
        &self,
        place: ModuleScope,
        expression: &'w Expression<'w>,
    ) -> Option<&'w RawValue> {
        let (mut place, mut expression) = (place, expression);
        for _ in 0..CHAIN_MAX {
            let [traversal] = expression.references.0.as_slice() else { return expression.constant };
            let Subject::Variable(name) = &traversal.subject else { return None };
            let (true, scope) = (traversal.steps.is_empty(), self.scope(place)) else { return None };
            let default = || scope.config?.variables.as_ref()?.get(name.as_str())?.default;
            let Some((caller, call)) = scope.caller else {
                let given = self.documents[place.document].wire.variables.as_ref();
                return given.and_then(|given| given.get(name.as_str())?.value).or_else(default);
            };
            match call.and_then(|call| call.expressions.as_ref()?.get(name)?.expression()) {
                Some(given) => (place, expression) = (ModuleScope { scope: caller, ..place }, given),
                None => return default(),
            }
        }
        None
    }

    /// The module with these calls, whatever the keys of its instances.
    pub(crate) fn any_instance(&self, document: usize, path: &[ModuleCall]) -> Option<ModuleScope> {
        let scopes = &self.scopes[document];
        let scope = path.iter().try_fold(0_usize, |scope, call| {
            instances(&scopes[scope], &call.name).next().map(|(_, child)| *child)
        })?;
        Some(ModuleScope { document, scope })
    }

    /// The resources that a `depends_on` names: one, or all of a module.
    pub(crate) fn depends_on(
        &mut self,
        place: ModuleScope,
        traversal: &Traversal,
    ) -> Result<Vec<Leaf>, Problem> {
        let call = match &traversal.subject {
            Subject::Resource { mode, kind, name } => {
                return self.resource(place, (*mode, kind, name), &traversal.steps).map(|found| found.leaves);
            }
            Subject::Module(call) => call,
            _ => return Ok(vec![]),
        };
        let called = instances(self.scope(place), call);
        let (mut leaves, mut waiting) = (vec![], called.map(|(_, scope)| *scope).collect::<Vec<usize>>());
        while let Some(scope) = waiting.pop() {
            self.take(1)?;
            let scope = self.scope(ModuleScope { scope, ..place });
            waiting.extend(scope.children.values().copied());
            leaves.extend(scope.groups.values().map(|group| Leaf::whole(place.document, *group, None)));
        }
        self.take(1 + leaves.len())?;
        leaves.sort_by_key(|leaf| leaf.group);
        Ok(leaves)
    }
}

/// The instances of a module that another calls, in the order of their keys.
fn instances<'s>(scope: &'s Scope<'_>, name: &str) -> impl Iterator<Item = (&'s ModuleCall, &'s usize)> {
    let first = ModuleCall { name: name.into(), key: None };
    let name = first.name.clone();
    scope.children.range(first..).take_while(move |(call, _)| call.name == name)
}
