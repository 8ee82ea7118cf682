//! Automata of patterns, and the classes of texts that they tell apart.

use std::rc::Rc;

use rustc_hash::FxHashSet;

use crate::language::{Glob, Token};

/// The most states that are visited for one set of patterns, and the most words of states that are computed: a bound of
/// time and memory. What needs more is undecided.
const STATES_MAX: usize = 20_000;
const WORDS_MAX: usize = 8_000_000;

/// A step of a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Char(char),
    One,
    Run,
    /// A run within one part of an ARN.
    RunInPart,
    /// One character within a part of an ARN.
    OneInPart,
}

/// A pattern as a nondeterministic automaton: a position per step, and one at the end.
#[derive(Clone, Debug)]
pub(super) struct Automaton {
    steps: Vec<Step>,
    /// Whether upper and lower case are the same.
    folded: bool,
    /// Whether it matches nothing at all.
    dead: bool,
}

/// Texts that no pattern tells apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Class {
    /// Which patterns match them.
    pub(super) matched: Vec<bool>,
    /// One of them, among the shortest.
    pub(super) example: String,
}

impl Automaton {
    /// The automaton of a glob. Variables are wildcards: the caller knows that the match is not certain.
    pub(super) fn of(glob: &Glob, folded: bool) -> Automaton {
        Automaton { steps: glob.tokens().iter().map(|it| step(it, false)).collect(), folded, dead: false }
    }

    /// The automaton of a glob that is compared as an ARN.
    pub(super) fn of_arn(glob: &Glob) -> Automaton {
        if glob.is_anything() || glob.is_vague() {
            return Automaton::of(glob, false);
        }
        let (mut parts, mut steps) = (1, vec![]);
        for token in glob.tokens() {
            steps.push(step(token, parts < 6));
            parts += usize::from(*token == Token::Char(':'));
        }
        Automaton { steps, folded: false, dead: parts < 6 }
    }

    fn start(&self) -> Vec<u64> {
        let mut state = vec![0; self.words()];
        if !self.dead {
            self.reach(&mut state, 0);
        }
        state
    }

    fn words(&self) -> usize {
        self.steps.len() / 64 + 1
    }

    /// Adds a position, and those behind runs, which match nothing as well.
    fn reach(&self, state: &mut [u64], mut at: usize) {
        loop {
            state[at / 64] |= 1 << (at % 64);
            match self.steps.get(at) {
                Some(Step::Run | Step::RunInPart) => at += 1,
                _ => break,
            }
        }
    }

    fn positions<'s>(&self, state: &'s [u64]) -> impl Iterator<Item = usize> + use<'s> {
        state.iter().enumerate().flat_map(|(word, bits)| {
            let mut left = *bits;
            std::iter::from_fn(move || {
                if left == 0 {
                    return None;
                }
                let bit = left.trailing_zeros() as usize;
                left &= left - 1;
                Some(word * 64 + bit)
            })
        })
    }

    /// Adds the positions after a character to an empty state.
    fn step(&self, state: &[u64], char: char, next: &mut [u64]) {
        for at in self.positions(state) {
            match self.steps.get(at) {
                Some(Step::Char(own)) if self.same(*own, char) => self.reach(next, at + 1),
                Some(Step::One) => self.reach(next, at + 1),
                Some(Step::OneInPart) if char != ':' => self.reach(next, at + 1),
                Some(Step::Run) => self.reach(next, at),
                Some(Step::RunInPart) if char != ':' => self.reach(next, at),
                _ => {}
            }
        }
    }

    fn same(&self, own: char, char: char) -> bool {
        own == char || self.folded && own.eq_ignore_ascii_case(&char)
    }

    fn accepts(&self, state: &[u64]) -> bool {
        let end = self.steps.len();
        state[end / 64] & (1 << (end % 64)) != 0
    }

    /// Whether it matches a text.
    pub(super) fn matches(&self, text: &str) -> bool {
        let mut state = self.start();
        let mut next = vec![0; state.len()];
        for char in text.chars() {
            next.fill(0);
            self.step(&state, char, &mut next);
            std::mem::swap(&mut state, &mut next);
            if state.iter().all(|word| *word == 0) {
                return false;
            }
        }
        self.accepts(&state)
    }

    /// Whether a position is before a wildcard.
    fn is_open(&self, state: &[u64]) -> bool {
        self.positions(state).any(|at| !matches!(self.steps.get(at), Some(Step::Char(_)) | None))
    }

    fn characters(&self, state: &[u64], found: &mut Vec<char>) {
        for at in self.positions(state) {
            match self.steps.get(at) {
                Some(Step::Char(char)) if self.folded => {
                    found.extend([char.to_ascii_lowercase(), char.to_ascii_uppercase()]);
                }
                Some(Step::Char(char)) => found.push(*char),
                Some(Step::RunInPart | Step::OneInPart) => found.push(':'),
                _ => {}
            }
        }
    }
}

fn step(token: &Token, in_part: bool) -> Step {
    match token {
        Token::Char(char) => Step::Char(*char),
        Token::AnyOne if in_part => Step::OneInPart,
        Token::AnyOne => Step::One,
        Token::AnyRun | Token::Variable(_) if in_part => Step::RunInPart,
        Token::AnyRun | Token::Variable(_) => Step::Run,
    }
}

/// The classes of the texts that `within` matches. None where there would be too many.
pub(super) fn classes(within: &Automaton, patterns: &[Automaton]) -> Option<Vec<Class>> {
    let all: Vec<&Automaton> = std::iter::once(within).chain(patterns).collect();
    let words: usize = all.iter().map(|it| it.words()).sum();
    let other = other(&all);
    let mut search =
        Search { states: vec![], parents: vec![], seen: FxHashSet::default(), words, limit: WORDS_MAX };
    let start: Vec<u64> = all.iter().flat_map(|it| it.start()).collect();
    search.add(&start, None);
    let mut next = vec![0; words];
    let mut found: Vec<Class> = vec![];
    let mut known = FxHashSet::default();
    let mut at = 0;
    while at < search.states.len() {
        let state = Rc::clone(&search.states[at]);
        if within.accepts(&state[..within.words()]) {
            let matched: Vec<bool> =
                split(&all, &state).skip(1).map(|(it, state)| it.accepts(state)).collect();
            if known.insert(matched.clone()) {
                found.push(Class { matched, example: search.text(at) });
            }
        }
        for char in alphabet(&all, &state, other) {
            search.limit = search.limit.checked_sub(words)?;
            next.fill(0);
            let mut rest = next.as_mut_slice();
            for (automaton, own) in split(&all, &state) {
                let (next, after) = rest.split_at_mut(own.len());
                automaton.step(own, char, next);
                rest = after;
            }
            if next[..within.words()].iter().any(|word| *word != 0) {
                search.add(&next, Some((at, char)));
            }
        }
        if search.states.len() > STATES_MAX {
            return None;
        }
        at += 1;
    }
    Some(found)
}

struct Search {
    states: Vec<Rc<[u64]>>,
    parents: Vec<Option<(usize, char)>>,
    seen: FxHashSet<Rc<[u64]>>,
    words: usize,
    limit: usize,
}

impl Search {
    fn add(&mut self, state: &[u64], parent: Option<(usize, char)>) {
        debug_assert_eq!(state.len(), self.words);
        if !self.seen.contains(state) {
            let state: Rc<[u64]> = state.into();
            self.seen.insert(Rc::clone(&state));
            self.states.push(state);
            self.parents.push(parent);
        }
    }

    fn text(&self, mut at: usize) -> String {
        let mut characters = vec![];
        while let Some((parent, char)) = self.parents[at] {
            characters.push(char);
            at = parent;
        }
        characters.iter().rev().collect()
    }
}

fn split<'a>(all: &'a [&'a Automaton], state: &'a [u64]) -> impl Iterator<Item = (&'a Automaton, &'a [u64])> {
    let mut rest = state;
    all.iter().map(move |automaton| {
        let (own, after) = rest.split_at(automaton.words());
        rest = after;
        (*automaton, own)
    })
}

/// The characters that lead to different states.
fn alphabet(all: &[&Automaton], state: &[u64], other: char) -> Vec<char> {
    let mut found = vec![];
    let mut parts = split(all, state);
    let Some((within, own)) = parts.next() else { return found };
    within.characters(own, &mut found);
    if within.is_open(own) {
        parts.for_each(|(automaton, own)| automaton.characters(own, &mut found));
        found.push(other);
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// A character that no pattern names.
fn other(all: &[&Automaton]) -> char {
    let named = |char: &char| {
        let step = |step: &Step| matches!(step, Step::Char(own) if own.eq_ignore_ascii_case(char));
        *char == ':' || all.iter().any(|automaton| automaton.steps.iter().any(step))
    };
    ('a'..='z')
        .rev()
        .chain('0'..='9')
        .chain('\u{100}'..='\u{ffff}')
        .find(|char| !named(char))
        .unwrap_or('\u{10000}')
}

#[cfg(test)]
mod tests {
    use super::{Automaton, classes};
    use crate::language::Glob;

    fn automaton(text: &str) -> Automaton {
        Automaton::of(&Glob::wildcards(text), false)
    }

    #[test]
    fn classes_are_what_patterns_tell_apart() {
        let patterns = [automaton("a*"), automaton("*b"), automaton("a?b")];
        let found = classes(&automaton("*"), &patterns).expect("few");
        // Neither; a*; *b; both; and a?b, which is in both.
        assert_eq!(found.len(), 5, "{found:?}");
        for class in found {
            let matched: Vec<bool> = patterns.iter().map(|it| it.matches(&class.example)).collect();
            assert_eq!(matched, class.matched, "{}", class.example);
        }
        assert_eq!(classes(&automaton("ab"), &patterns).expect("one").len(), 1);
    }

    /// An exponential number of classes is refused, in bounded time.
    #[test]
    fn too_many_classes_are_refused() {
        let patterns: Vec<Automaton> =
            ('a'..='z').map(|char| automaton(&format!("*{char}*{char}*"))).collect();
        assert!(classes(&automaton("*"), &patterns).is_none());
        let long = automaton(&"*a".repeat(2_000));
        assert!(long.matches(&"a".repeat(2_000)) && !long.matches(&"a".repeat(1_999)));
    }

    #[test]
    fn parts_of_arns_are_compared_one_by_one() {
        let role = Automaton::of_arn(&Glob::wildcards("arn:aws:iam::*:role/*"));
        assert!(role.matches("arn:aws:iam::1:role/a:b") && !role.matches("arn:aws:iam::1:2:role/a"));
        assert!(!Automaton::of_arn(&Glob::wildcards("arn:*")).matches("arn:aws:iam::1:role/a"));
        assert!(Automaton::of_arn(&Glob::wildcards("*")).matches("anything"));
    }
}
