//! Questions about sets of requests.

use std::cell::RefCell;
use std::collections::BTreeMap;

use polder_inventory::access::{ConditionOperator, Effect};
use rustc_hash::FxHashMap;

use super::automaton::{Automaton, classes};
use super::domain::{Domain, Fixed, domain};
use super::formula::Formula;
use super::grants::Decision;
use super::reach::Reach;
use super::solve::{Solution, solve};
use crate::language::{
    Caller, CallerKind, Condition, Context, Document, Glob, Policies, Request, Statement, Token, Tri,
};

/// A set of requests.
#[derive(Clone, Copy, Debug)]
pub struct Question<'q> {
    /// Who makes them.
    pub caller: &'q Caller,
    /// The action.
    pub action: &'q str,
    /// The resources.
    pub resource: &'q Glob,
    /// The keys with fixed values; all others are free.
    pub fixed: &'q Fixed,
}

/// Whether a request of a set is allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// None is.
    Never,
    /// This one is.
    Witness(Box<Request>),
    /// It depends on what is not modelled, or the search was too large.
    Undecided(&'static str),
}

/// Why a reply is undecided: something in the policies is not known.
const NOT_MODELLED: &str = "a policy has a part that is not known or not modelled";
/// The limits of the search.
const TOO_LARGE: &str = "the policies have too many combinations to compare";

/// Whether statements are on the action of a question: computed once for each.
struct OnAction<'q> {
    question: &'q Question<'q>,
    /// Its action in lower case, as statements have theirs.
    action: String,
    known: RefCell<FxHashMap<*const Statement, Tri>>,
}

impl OnAction<'_> {
    fn of(&self, statement: &Statement) -> Tri {
        let key: *const Statement = statement;
        if let Some(known) = self.known.borrow().get(&key) {
            return *known;
        }
        let found = on_action(statement, &self.action, self.question.fixed);
        self.known.borrow_mut().insert(key, found);
        found
    }
}

/// Asks whether one of the requests is allowed.
pub fn ask(question: &Question<'_>, policies: &Policies<'_>) -> Reply {
    let actions = OnAction { question, action: question.action.to_lowercase(), known: RefCell::default() };
    if !may_grant(question, policies, &actions) {
        return Reply::Never;
    }
    let relevant = relevant(policies, &actions);
    let sets = relevant.iter().filter_map(|statement| statement.resources.as_ref());
    // What matches every text tells none apart.
    let patterns = sets.flat_map(|set| set.patterns.iter().flatten()).filter(|glob| !glob.is_anything());
    let mut globs: Vec<&Glob> = patterns.collect();
    globs.sort_unstable();
    globs.dedup();
    let automaton = |glob: &&Glob| Automaton::of(&settled(glob, question.fixed), false);
    let automata: Vec<Automaton> = globs.iter().map(automaton).collect();
    let Some(classes) = classes(&Automaton::of(question.resource, false), &automata) else {
        return Reply::Undecided(TOO_LARGE);
    };
    let mut undecided = None;
    for class in classes {
        let matched = |glob: &Glob| match globs.binary_search(&glob) {
            _ if glob.is_anything() => Tri::Yes,
            Ok(at) if !class.matched[at] => Tri::No,
            Ok(_) if is_certain(&settled(glob, question.fixed)) => Tri::Yes,
            _ => Tri::Maybe,
        };
        match solved(question, policies, &matched, &actions) {
            Reply::Witness(mut request) => {
                request.resource = class.example;
                return Reply::Witness(request);
            }
            Reply::Undecided(why) => undecided = Some(why),
            Reply::Never => {}
        }
    }
    undecided.map_or(Reply::Never, Reply::Undecided)
}

/// Whether anything can grant the action at all. For most questions nothing does, and they need no automata.
fn may_grant(question: &Question<'_>, policies: &Policies<'_>, actions: &OnAction<'_>) -> bool {
    let grants = |document: &&Document| match &document.statements {
        None => true,
        Some(statements) => statements.iter().any(|it| {
            it.effect == Effect::Allow
                && Reach::of(it.who.as_ref(), question.caller).any != Tri::No
                && actions.of(it) != Tri::No
        }),
    };
    question.caller.kind == CallerKind::Root
        || !policies.grants.is_empty()
        || policies.identity.iter().chain(&policies.resource).any(grants)
}

/// The statements that name the action.
fn relevant<'a>(policies: &'a Policies<'_>, actions: &OnAction<'_>) -> Vec<&'a Statement> {
    let lists = policies
        .service_control
        .iter()
        .chain(&policies.resource_control)
        .chain(&policies.boundary)
        .chain(&policies.session)
        .chain(&policies.endpoint)
        .chain([&policies.identity, &policies.resource]);
    let documents = lists.flatten().filter_map(|document: &&Document| document.statements.as_ref());
    documents.flatten().filter(|it| actions.of(it) != Tri::No).collect()
}

fn on_action(statement: &Statement, action: &str, fixed: &Fixed) -> Tri {
    let Some(patterns) = &statement.actions.patterns else { return Tri::Maybe };
    let one = |glob: &Glob| {
        if !glob.could_match(action) {
            return Tri::No;
        }
        // Most patterns are one action, or all of a service: what is before the wildcard decides.
        if !glob.is_vague() && glob.ends_at_most_in_a_run() {
            return Tri::Yes;
        }
        let glob = settled(glob, fixed);
        match (Automaton::of(&glob, false).matches(action), is_certain(&glob)) {
            (false, _) => Tri::No,
            (true, certain) => {
                if certain {
                    Tri::Yes
                } else {
                    Tri::Maybe
                }
            }
        }
    };
    Tri::any(patterns.iter().map(one)).negated_if(statement.actions.except)
}

fn is_certain(glob: &Glob) -> bool {
    !glob.is_vague() && !glob.has_variables()
}

/// A glob with the values of fixed keys for its variables. One whose variable has no value matches nothing.
fn settled(glob: &Glob, fixed: &Fixed) -> Glob {
    if !glob.has_variables() {
        return glob.clone();
    }
    let mut tokens = vec![];
    for token in glob.tokens() {
        let Token::Variable(name) = token else {
            tokens.push(token.clone());
            continue;
        };
        let mut parts = name.splitn(2, ',').map(str::trim);
        let key = parts.next().unwrap_or_default().to_lowercase();
        let default = parts.next().map(|text| text.trim_matches('\''));
        let text = match fixed.get(&key) {
            Some(Some(values)) if values.len() == 1 => Some(values[0].as_str()),
            Some(None) => match default {
                Some(default) => Some(default),
                // No text contains it.
                None => Some("\u{10ffff}"),
            },
            _ => None,
        };
        match text {
            Some(text) => tokens.extend(text.chars().map(Token::Char)),
            None => tokens.push(token.clone()),
        }
    }
    Glob::of(tokens, glob.is_vague())
}

/// The conditions of a question, by key.
struct Keys {
    of: BTreeMap<String, usize>,
    conditions: Vec<Vec<Condition>>,
}

impl Keys {
    /// The atom of a condition.
    fn atom(&mut self, condition: &Condition, fixed: &Fixed) -> Formula {
        let mut condition = condition.clone();
        if let Some(values) = &mut condition.values {
            values.iter_mut().for_each(|value| *value = settled(value, fixed));
        }
        if condition.operator == ConditionOperator::Unknown {
            return Formula::Is(Tri::Maybe);
        }
        let next = self.conditions.len();
        let key = *self.of.entry(condition.key.clone()).or_insert(next);
        if key == next {
            self.conditions.push(vec![]);
        }
        let known = &mut self.conditions[key];
        let at = known.iter().position(|it| *it == condition).unwrap_or_else(|| {
            known.push(condition);
            known.len() - 1
        });
        Formula::Atom(key, at)
    }
}

fn solved(
    question: &Question<'_>,
    policies: &Policies<'_>,
    matched: &dyn Fn(&Glob) -> Tri,
    actions: &OnAction<'_>,
) -> Reply {
    let mut keys = Keys { of: BTreeMap::new(), conditions: vec![] };
    let formula = {
        let mut applies = |statement: &Statement| {
            let action = actions.of(statement);
            if action == Tri::No {
                return Formula::Is(Tri::No);
            }
            let resource = statement.resources.as_ref().map_or(Tri::Yes, |set| match &set.patterns {
                None => Tri::Maybe,
                Some(patterns) => Tri::any(patterns.iter().map(matched)).negated_if(set.except),
            });
            if resource == Tri::No {
                return Formula::Is(Tri::No);
            }
            let conditions = statement.conditions.iter().map(|it| keys.atom(it, question.fixed));
            Formula::all([Formula::Is(action), Formula::Is(resource)].into_iter().chain(conditions))
        };
        let (caller, action) = (question.caller, question.action);
        Decision { caller, action, policies, applies: &mut applies }.formula()
    };
    if formula == Formula::Is(Tri::No) {
        return Reply::Never;
    }
    let names: Vec<&String> = {
        let mut names: Vec<(&String, usize)> = keys.of.iter().map(|(name, at)| (name, *at)).collect();
        names.sort_by_key(|(_, at)| *at);
        names.into_iter().map(|(name, _)| name).collect()
    };
    let domains: Vec<Domain> = names
        .iter()
        .zip(&keys.conditions)
        .map(|(name, conditions)| domain(conditions, question.fixed.get(*name)))
        .collect();
    match solve(&formula, &domains, Tri::Yes) {
        Solution::Found(chosen) => Reply::Witness(Box::new(request(question, &names, &domains, &chosen))),
        Solution::TooLarge => Reply::Undecided(TOO_LARGE),
        Solution::None => {
            let mut used = vec![];
            formula.keys(&mut used);
            if used.iter().any(|key| domains[*key].incomplete) {
                return Reply::Undecided(TOO_LARGE);
            }
            match solve(&formula, &domains, Tri::Maybe) {
                Solution::None => Reply::Never,
                Solution::Found(_) | Solution::TooLarge => Reply::Undecided(NOT_MODELLED),
            }
        }
    }
}

fn request(
    question: &Question<'_>,
    names: &[&String],
    domains: &[Domain],
    chosen: &[Option<usize>],
) -> Request {
    let mut context = Context::default();
    for (key, values) in question.fixed {
        if let Some(values) = values {
            context.values.insert(key.clone(), values.clone());
        }
    }
    for ((name, domain), choice) in names.iter().zip(domains).zip(chosen) {
        if let Some(values) = choice.and_then(|choice| domain.choices[choice].values.clone()) {
            context.values.insert((*name).clone(), values);
        }
    }
    let (caller, action) = (question.caller.clone(), question.action.to_owned());
    Request { caller, action, resource: String::new(), context }
}
