//! The examples of the pages of properties are decided, and have the verdicts that the pages say.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, OnceLock};

use polder::check::{PropertyPage, property_page, property_pages};
use polder::verdict::Property;
use polder::{compile, prove, prove_plans, prove_plans_of_owner};

use crate::{Mutant, data, endurance, estate, family, network};

const EXAMPLE: &str = polder::EXAMPLE;
const REFUTES: &str = "An example that refutes it";
const PROVES: &str = "An example that is proved";
/// What a page says where no input has the verdict of the heading.
const NO_REFUTATION: [&str; 2] = ["Nothing refutes it:", "No platform file refutes it:"];
const NO_PLAN: &str = "No small plan refutes it:";
const NO_PROOF: &str = "Nothing proves it:";

/// An example: its files by their names, the arguments of the command, and the verdict.
struct Example {
    files: BTreeMap<&'static str, &'static str>,
    arguments: Vec<&'static str>,
    verdict: &'static str,
}

/// The example of a section; none if it has no command.
fn example(text: &'static str) -> Option<Example> {
    let mut files = BTreeMap::new();
    for part in text.split("\nAs `").skip(1) {
        let (name, rest) = part.split_once("`:\n\n```").expect("a block after the name of a file");
        let (kind, rest) = rest.split_once('\n').expect("a block");
        let (content, _) = rest.split_once("\n```").expect("the end of a block");
        assert!(name.ends_with(&format!(".{kind}")), "{name} is of {kind}");
        assert!(files.insert(name, content).is_none(), "two files are `{name}`");
    }
    let command = text.split("\n`polder prove").nth(1);
    assert_eq!(command.is_some(), !files.is_empty(), "files and a command belong together: {text}");
    let (arguments, rest) = command?.split_once("`: ").expect("a verdict");
    let verdict = rest.split_once('.').expect("an end").0;
    Some(Example { files, arguments: arguments.split_whitespace().collect(), verdict })
}

impl Example {
    /// The properties, as the command decides them.
    fn decided(&self) -> Vec<Property> {
        let at = self.arguments.iter().position(|it| *it == "--plan").unwrap_or(self.arguments.len());
        let (platform, plans) = self.arguments.split_at(at);
        let named: BTreeSet<&str> = platform.iter().chain(plans.iter().skip(1)).copied().collect();
        assert_eq!(named, self.files.keys().copied().collect(), "the command names the files");
        let plans: Vec<(String, Vec<u8>)> = (plans.iter().skip(1))
            .map(|name| ((*name).to_owned(), self.files[name].as_bytes().to_vec()))
            .collect();
        match (platform, &plans[..]) {
            ([file], []) => of_platform(self.files[file]),
            ([], plans) => prove_plans(plans).expect("plans"),
            ([file], plans) => {
                let compiled = compile(self.files[file]).sound().expect("a sound platform");
                prove_plans_of_owner(plans, &compiled).expect("plans")
            }
            other => panic!("one platform file at most: {other:?}"),
        }
    }
}

/// The properties of a platform. Many pages have the same one.
fn of_platform(text: &str) -> Vec<Property> {
    static KNOWN: OnceLock<Mutex<BTreeMap<String, Vec<Property>>>> = OnceLock::new();
    let mut known = KNOWN.get_or_init(Mutex::default).lock().expect("no panic");
    let decide = || {
        let (compiled, inventory) = estate(text);
        prove(&compiled, &inventory)
    };
    known.entry(text.to_owned()).or_insert_with(decide).clone()
}

/// The verdict on a family: refuted if one of its properties is, proved if one is and none is refuted.
fn verdict(page: &PropertyPage, properties: &[Property]) -> String {
    let own = properties.iter().filter(|property| property.is_below(page.id));
    let labels: BTreeSet<String> = own.map(|property| property.verdict.label().to_string()).collect();
    let first = ["refuted", "proved", "undecided", "procedural"].into_iter().find(|it| labels.contains(*it));
    first.unwrap_or("not asked").to_owned()
}

/// What is wrong with the section of a page.
fn wrong(page: &PropertyPage, heading: &str, wanted: &str) -> Option<String> {
    let text = page.section(heading).unwrap_or_default();
    let Some(example) = example(text) else { return without_example(page, text, wanted) };
    let excused = match wanted {
        "refuted" => NO_REFUTATION.iter().any(|it| text.contains(it)),
        _ => text.contains(NO_PROOF),
    };
    let found = verdict(page, &example.decided());
    let stated = found == example.verdict;
    let fits = (example.verdict == wanted) != excused;
    (!stated || !fits)
        .then(|| format!("{}: {heading}: {found}, and the page says {}", page.id, example.verdict))
}

/// A page without an example names a mutant of the tests that this property refutes, or says why nothing refutes it.
fn without_example(page: &PropertyPage, text: &str, wanted: &str) -> Option<String> {
    let mutant = text.split("\nMutant: `").nth(1).and_then(|rest| rest.split('`').next());
    let lists: [&[Mutant]; 4] = [&network::MUTANTS, &endurance::MUTANTS, &data::MUTANTS, &data::MORE];
    let refutes = |name: &str| {
        let mut all = lists.into_iter().flatten();
        all.any(|(own, _, refuted)| *own == name && refuted.contains(&page.id))
    };
    let one = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let explained = match mutant {
        Some(name) => refutes(name) && [NO_REFUTATION[1], NO_PLAN].iter().any(|it| one.contains(it)),
        None => one.contains(NO_REFUTATION[0]),
    };
    (wanted != "refuted" || !explained).then(|| format!("{}: no example that is {wanted}: {one}", page.id))
}

#[test]
fn the_examples_of_all_pages_have_their_verdicts() {
    let sections = [(REFUTES, "refuted"), (PROVES, "proved")];
    let pages = property_pages().iter();
    let found: Vec<String> = pages
        .flat_map(|page| {
            sections.into_iter().filter_map(move |(heading, wanted)| wrong(page, heading, wanted))
        })
        .collect();
    assert_eq!(found, Vec::<String>::new());
}

/// Words of a claim that stand for a part of the estate or an objective.
const PARTS: [&str; 8] = ["ACCOUNT", "CELL", "COMPONENT", "MARKET", "REGION", "RPO", "RTO", "SITE"];

/// Whether a claim is the one of a page, with its own words for the parts.
fn is_like(claim: &str, template: &str) -> bool {
    let mut rest = claim;
    let mut literal = String::new();
    let mut skips = false;
    for word in template.split_inclusive(' ') {
        if PARTS.contains(&word.trim_end_matches([' ', ','])) {
            if !take(&mut rest, &literal, skips) {
                return false;
            }
            literal = word.trim_start_matches(|it: char| it.is_ascii_uppercase()).to_owned();
            skips = true;
        } else {
            literal.push_str(word);
        }
    }
    take(&mut rest, &literal, skips) && rest.is_empty()
}

/// Removes the text up to and with a literal; without `skips`, the literal must be first.
fn take(rest: &mut &str, literal: &str, skips: bool) -> bool {
    let at = if literal.is_empty() && skips { Some(rest.len()) } else { rest.find(literal) };
    let Some(at) = at.filter(|at| (*at > 0) == skips) else { return false };
    *rest = &rest[at + literal.len()..];
    true
}

#[test]
fn each_family_of_properties_has_a_page_with_its_claim() {
    let properties = of_platform(EXAMPLE);
    let mut seen = BTreeSet::new();
    for property in &properties {
        let page = property_page(&property.id).unwrap_or_else(|| panic!("{} has no page", property.id));
        assert_eq!(page.id, family(&property.id).trim_end_matches('.'), "{}", property.id);
        let template = page.claim();
        assert!(
            is_like(&property.claim, &template),
            "{}: {} is not: {template}",
            property.id,
            property.claim
        );
        seen.insert(page.id);
    }
    let pages: BTreeSet<&str> = property_pages().iter().map(|page| page.id).collect();
    assert_eq!(seen, pages);
}

#[test]
fn a_claim_is_compared_word_by_word_but_for_its_parts() {
    let template = "orders of MARKET are kept in REGION, and for RPO";
    assert!(is_like("orders of NL are kept in eu-west-1, and for 1m", template));
    for other in ["orders of NL are kept in eu-west-1", "orders of  are kept in a, and for 1m", "x", ""] {
        assert!(!is_like(other, template), "{other}");
    }
    assert!(is_like("nothing", "nothing") && !is_like("nothing else", "nothing"));
}
