//! The registry of a module's variables: each is registered where it is first needed.

use std::collections::{BTreeMap, BTreeSet};

use polder_cloud::{Facet, RESERVED_VARIABLES, Reference, SmolStr, Value, output_name};

use crate::expression::Condition;
use crate::location::{ConditionContext, Location};
use crate::module_stacks::{ModuleStacks, Variant, identifier};
use crate::set::Set;

/// Strings of this length or longer that differ in the same way in two places are treated as the same variable.
const TELLING: usize = 6;

/// A variable of a module.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// Its name.
    pub(crate) name: SmolStr,
    /// The source of its value in each stack.
    pub(crate) source: Source,
    /// Whether something is omitted without a value: the default must be null then.
    pub(crate) left_out: bool,
    /// The location of its first use.
    pub(crate) location: Location,
}

/// The source of a variable's value in the stacks.
#[derive(Clone, Debug)]
pub(crate) enum Source {
    /// The stack's variable of this name.
    User(SmolStr),
    /// The stack's local of this name.
    Local(SmolStr),
    /// The stack's facet of this name.
    Facet(&'static str),
    /// Whether the stack is one of these.
    Flag(Set),
    /// The values of the variable in each stack.
    Values(Vec<Class>),
}

/// Stacks with the same value.
#[derive(Clone, Debug)]
pub(crate) struct Class {
    /// The stacks.
    pub(crate) stacks: Set,
    /// The value.
    pub(crate) value: Value,
    /// The alias list that its references are indexes into.
    pub(crate) profile: usize,
}

/// A facet with the stacks that have it.
struct Known {
    facet: Facet,
    holds: Set,
    /// Its variable, once something needs it.
    entry: Option<usize>,
}

/// The registry of a module's variables.
pub(crate) struct Registry {
    entries: Vec<Entry>,
    taken: BTreeSet<SmolStr>,
    users: BTreeMap<SmolStr, usize>,
    locals: BTreeMap<SmolStr, usize>,
    facets: Vec<Known>,
    flags: Vec<usize>,
    /// The variables for outputs of other stacks, by output.
    outputs: BTreeMap<String, Vec<usize>>,
    /// All other variables for values.
    values: Vec<usize>,
}

impl Registry {
    /// An empty registry; names of locals, facets and the user's variables are reserved.
    pub(crate) fn new(module_stacks: &ModuleStacks<'_>) -> Registry {
        let mut taken: BTreeSet<SmolStr> =
            RESERVED_VARIABLES.iter().map(|name| SmolStr::new_static(name)).collect();
        taken.extend(module_stacks.local_names().map(SmolStr::new));
        let mut facets: Vec<Known> = vec![];
        for (at, stack) in module_stacks.stacks.iter().enumerate() {
            taken.extend(stack.variables.iter().map(|variable| variable.name.clone()));
            for facet in &stack.facets {
                let known = facets.iter().position(|known| known.facet.name == facet.name);
                let known = known.unwrap_or_else(|| {
                    facets.push(Known { facet: *facet, holds: Set::default(), entry: None });
                    facets.len() - 1
                });
                if facet.holds {
                    facets[known].holds.insert(at);
                }
            }
        }
        taken.extend(facets.iter().map(|known| SmolStr::new_static(known.facet.name)));
        Registry {
            entries: vec![],
            taken,
            users: BTreeMap::new(),
            locals: BTreeMap::new(),
            facets,
            flags: vec![],
            outputs: BTreeMap::new(),
            values: vec![],
        }
    }

    /// The variables in the order in which they were first needed.
    pub(crate) fn into_entries(self) -> Vec<Entry> {
        self.entries
    }

    /// The variable that passes on a user variable.
    pub(crate) fn user(&mut self, name: &SmolStr) -> SmolStr {
        if let Some(known) = self.users.get(name) {
            return self.entries[*known].name.clone();
        }
        let at = self.add(name.clone(), Source::User(name.clone()), Location::default());
        self.users.insert(name.clone(), at);
        name.clone()
    }

    /// The variable for a local.
    pub(crate) fn local(&mut self, name: &SmolStr) -> SmolStr {
        if let Some(known) = self.locals.get(name) {
            return self.entries[*known].name.clone();
        }
        let clash = self.users.contains_key(name)
            || self.facets.iter().any(|known| known.facet.name == name.as_str())
            || RESERVED_VARIABLES.contains(&name.as_str());
        let variable = if clash { self.free(&[&format!("{name}_value")]) } else { name.clone() };
        let at = self.add(variable.clone(), Source::Local(name.clone()), Location::default());
        self.locals.insert(name.clone(), at);
        variable
    }

    /// Marks that something is omitted if a variable has no value.
    pub(crate) fn leave_out(&mut self, name: &str) {
        if let Some(entry) = self.entries.iter_mut().find(|entry| entry.name == name) {
            entry.left_out = true;
        }
    }

    /// The facet that distinguishes these stacks from the others of the universe. One with matching words is preferred
    /// to a general one, and one that is true for the stacks to one that is true for the others.
    fn fitting(&self, stacks: &Set, universe: &Set, about: &ConditionContext<'_>) -> Option<(usize, bool)> {
        let rest = universe.minus(stacks);
        let mut fitting = vec![];
        for (at, known) in self.facets.iter().enumerate() {
            let holding = known.holds.and(universe);
            let negated = holding != *stacks;
            if negated && holding != rest {
                continue;
            }
            let named = known.facet.words.iter().any(|word| about.mentions(word));
            if named || known.facet.words.is_empty() {
                fitting.push((!named, negated, at));
            }
        }
        fitting.into_iter().min().map(|(_, negated, at)| (at, negated))
    }

    fn facet(&mut self, stacks: &Set, universe: &Set, about: &ConditionContext<'_>) -> Option<Condition> {
        let (at, negated) = self.fitting(stacks, universe, about)?;
        let name = self.facets[at].facet.name;
        let variable = SmolStr::new_static(name);
        if self.facets[at].entry.is_none() {
            let entry = self.add(variable.clone(), Source::Facet(name), Location::default());
            self.facets[at].entry = Some(entry);
        }
        Some(Condition { variable, negated })
    }

    /// Whether some facet distinguishes these stacks from the others of the universe.
    pub(crate) fn has_facet(&self, stacks: &Set, universe: &Set, about: &ConditionContext<'_>) -> bool {
        self.fitting(stacks, universe, about).is_some()
    }

    /// The condition that distinguishes these stacks from the others of the universe: a facet, or a separate variable
    /// for each set of stacks.
    pub(crate) fn condition(
        &mut self,
        stacks: &Set,
        universe: &Set,
        word: &str,
        about: &ConditionContext<'_>,
    ) -> Condition {
        if let Some(condition) = self.facet(stacks, universe, about) {
            return condition;
        }
        let location = about.location;
        let rest = universe.minus(stacks);
        for at in &self.flags {
            let entry = &self.entries[*at];
            if let Source::Flag(set) = &entry.source {
                let holding = set.and(universe);
                if holding == *stacks || holding == rest {
                    return Condition { variable: entry.name.clone(), negated: holding != *stacks };
                }
            }
        }
        let names = location.names().map(|name| format!("{word}_{name}")).collect::<Vec<_>>();
        let name = self.free(&names.iter().map(String::as_str).collect::<Vec<_>>());
        let at = self.add(name.clone(), Source::Flag(stacks.clone()), location.clone());
        self.flags.push(at);
        Condition { variable: name, negated: false }
    }

    /// The variable for an output of another stack, or of another stack in each class of stacks.
    pub(crate) fn output(
        &mut self,
        module_stacks: &ModuleStacks<'_>,
        classes: &[Variant<'_, Value>],
        reference: &Reference,
        location: &Location,
    ) -> SmolStr {
        let output = output_name(reference);
        let candidates = self.outputs.get(&output).cloned().unwrap_or_default();
        for at in candidates {
            if let Some(name) = self.extended(at, module_stacks, classes) {
                return name;
            }
        }
        let alias = module_stacks.alias(classes[0].profile, reference).unwrap_or_default();
        let owner = location.resource.as_ref().map(|address| address.name.as_str()).unwrap_or_default();
        let [short, long] = match classes {
            [_] => [with_relation(alias, &output), format!("{alias}_{output}")],
            _ => [output.clone(), format!("{owner}_{output}")],
        };
        let name = self.free(&[&identifier(&short), &identifier(&long)]);
        let at = self.add(name.clone(), Source::Values(owned(classes)), location.clone());
        self.outputs.entry(output).or_default().push(at);
        name
    }

    /// The variable for values that differ between classes of stacks.
    pub(crate) fn value(
        &mut self,
        module_stacks: &ModuleStacks<'_>,
        classes: &[Variant<'_, Value>],
        location: &Location,
    ) -> SmolStr {
        let telling = classes.iter().all(|class| match class.item {
            Value::Text(text) => text.len() >= TELLING,
            Value::List(_) | Value::Template(_) | Value::Call(_) => true,
            _ => false,
        });
        let known = self.values.iter().find(|at| {
            let entry = &self.entries[**at];
            (telling || entry.location.like(location)) && covers(module_stacks, entry, classes)
        });
        if let Some(at) = known {
            return self.entries[*at].name.clone();
        }
        let names = location.names().collect::<Vec<_>>();
        let name = self.free(&names.iter().map(String::as_str).collect::<Vec<_>>());
        let at = self.add(name.clone(), Source::Values(owned(classes)), location.clone());
        self.values.push(at);
        name
    }

    /// Whether a variable has no value in any of these stacks, and never will.
    pub(crate) fn absent(&self, module_stacks: &ModuleStacks<'_>, name: &str, stacks: &Set) -> bool {
        let Some(at) = self.entries.iter().position(|entry| entry.name == name) else { return false };
        match &self.entries[at].source {
            Source::Local(local) => module_stacks.with_local(local).apart(stacks),
            // A variable for an output of another stack may yet be needed by more stacks.
            Source::Values(classes) if self.values.contains(&at) => {
                classes.iter().all(|class| class.stacks.apart(stacks))
            }
            Source::Values(_) | Source::User(_) | Source::Facet(_) | Source::Flag(_) => false,
        }
    }

    /// Extends a variable for an output of another stack to more stacks, if it has the same meaning in all.
    fn extended(
        &mut self,
        at: usize,
        module_stacks: &ModuleStacks<'_>,
        wanted: &[Variant<'_, Value>],
    ) -> Option<SmolStr> {
        let entry = self.entries.get_mut(at)?;
        let Source::Values(known) = &mut entry.source else { return None };
        let alike = |class: &Class, wanted: &Variant<'_, Value>| {
            module_stacks.same((&class.value, class.profile), (wanted.item, wanted.profile))
        };
        let clash = wanted
            .iter()
            .any(|new| known.iter().any(|old| !old.stacks.apart(&new.stacks) && !alike(old, new)));
        if clash || !wanted.iter().any(|new| known.iter().any(|old| alike(old, new))) {
            return None;
        }
        for new in wanted {
            match known.iter_mut().find(|old| alike(old, new)) {
                Some(old) => old.stacks.extend(&new.stacks),
                None => known.extend(owned(std::slice::from_ref(new))),
            }
        }
        Some(entry.name.clone())
    }

    /// The first of these names that is free, or the first name with the smallest free number.
    fn free(&self, names: &[&str]) -> SmolStr {
        if let Some(name) = names.iter().find(|name| !self.taken.contains(**name)) {
            return SmolStr::new(name);
        }
        let first = names.first().copied().unwrap_or("value");
        let mut numbered = (2_usize..).map(|number| SmolStr::from(format!("{first}_{number}")));
        numbered.find(|name| !self.taken.contains(name)).unwrap_or_default()
    }

    fn add(&mut self, name: SmolStr, source: Source, location: Location) -> usize {
        self.taken.insert(name.clone());
        self.entries.push(Entry { name, source, left_out: false, location });
        self.entries.len() - 1
    }
}

/// Whether a variable has exactly these values in these stacks.
fn covers(module_stacks: &ModuleStacks<'_>, entry: &Entry, classes: &[Variant<'_, Value>]) -> bool {
    let Source::Values(known) = &entry.source else { return false };
    classes.iter().all(|wanted| {
        known.iter().any(|class| {
            wanted.stacks.within(&class.stacks)
                && module_stacks.same((&class.value, class.profile), (wanted.item, wanted.profile))
        })
    })
}

fn owned(classes: &[Variant<'_, Value>]) -> Vec<Class> {
    let class = |class: &Variant<'_, Value>| Class {
        stacks: class.stacks.clone(),
        value: class.item.clone(),
        profile: class.profile,
    };
    classes.iter().map(class).collect()
}

/// The name of an output, prefixed with the relation of its stack to the reader, without the layer:
/// `peer_kms_key_media_arn`.
fn with_relation(alias: &str, output: &str) -> String {
    match alias.rsplit_once('_') {
        Some((relation, _)) => format!("{relation}_{output}"),
        None => output.to_owned(),
    }
}
