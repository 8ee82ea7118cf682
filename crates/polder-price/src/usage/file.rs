//! Reading a usage file: YAML with numbers below the addresses of resources.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use polder_diag::{Finding, Outcome, Span};
use saphyr_parser::{Event, Parser, ScanError};

use super::meaning;
use crate::amount::{Amount, Range};
use crate::bill::Asked;
use crate::codes::{SYNTAX, UNKNOWN_ADDRESS, WRONG_VALUE};

/// The most bytes of a usage file, and the most levels of its mappings.
const MAX_BYTES: usize = 16 << 20;
const MAX_DEPTH: usize = 16;

/// The usage of resources.
#[derive(Debug, Default)]
pub struct UsageFile {
    /// Numbers by path, by address.
    resources: BTreeMap<String, Numbers>,
    /// Numbers by path, by type: they apply where a resource has none of its own.
    types: BTreeMap<String, Numbers>,
    /// Words by path, by address and by type.
    words: BTreeMap<(String, String), String>,
    spans: Vec<(String, Span)>,
    used: RefCell<BTreeSet<String>>,
}

/// Numbers by path: `standard.storage_gb`.
pub(super) type Numbers = BTreeMap<String, Amount>;

/// Reads a usage file.
pub fn usage_file(text: &str) -> Outcome<UsageFile> {
    let mut reader = Reader {
        text,
        offsets: None,
        file: UsageFile::default(),
        findings: vec![],
        path: vec![],
        keys: vec![],
    };
    if text.len() > MAX_BYTES {
        reader.findings.push(Finding::new(&SYNTAX, "a usage file has at most 16 MiB"));
    } else if let Err(error) = reader.read() {
        let at = reader.span_at(error.marker().index(), error.marker().index() + 1);
        reader.findings.push(Finding::new(&SYNTAX, error.info().to_owned()).at(at, ""));
    }
    Outcome { value: Some(reader.file), findings: reader.findings }
}

impl UsageFile {
    /// The amount of an item in a month; none if the file does not say.
    pub fn amount(&self, asked: &Asked<'_>) -> Option<Range<Amount>> {
        let address = asked.place.address.as_str();
        let kind = kind(address);
        let numbers = self.numbers(address, kind);
        let of = |end: &str| meaning::amount(kind, asked, &|path: &str| ranged(&numbers, path, end));
        let expected = of("expected")?;
        self.uses(address);
        // An amount can fall while a number rises: what storage includes is not paid.
        let ends = [of("low").unwrap_or(expected), expected, of("high").unwrap_or(expected)];
        let [low, high] = [ends.iter().min(), ends.iter().max()].map(|end| end.copied().unwrap_or(expected));
        Some(Range { low, expected, high })
    }

    /// The type of a resource of which the file has a number; none if it has none.
    pub(super) fn kind_with_usage<'a>(&self, address: &'a str) -> Option<&'a str> {
        let kind = kind(address);
        (self.of(address).is_some() || self.types.contains_key(kind)).then_some(kind)
    }

    /// A number of a resource, or of its type.
    pub(super) fn number(&self, address: &str, kind: &str, path: &str) -> Option<Amount> {
        ranged(&self.numbers(address, kind), path, "expected")
    }

    /// The numbers of a resource, else of its type, by path.
    fn numbers(&self, address: &str, kind: &str) -> impl Fn(&str) -> Option<Amount> {
        let both = [self.of(address).map(|(_, numbers)| numbers), self.types.get(kind)];
        move |path| both.into_iter().flatten().find_map(|numbers| numbers.get(path)).copied()
    }

    /// Notes that something of a resource's entry is on the bill.
    pub(super) fn uses(&self, address: &str) {
        if let Some((name, _)) = self.of(address) {
            self.used.borrow_mut().insert(name.to_owned());
        }
    }

    /// A word of a resource, or of its type.
    pub(super) fn word(&self, address: &str, kind: &str, path: &str) -> Option<&str> {
        let of = |name: &str| self.words.get(&(name.to_owned(), path.to_owned())).map(String::as_str);
        self.of(address).and_then(|(name, _)| of(name)).or_else(|| of(kind))
    }

    /// The entry of an address, or of its pattern with `[*]`.
    fn of(&self, address: &str) -> Option<(&str, &Numbers)> {
        let pattern = || {
            let mut pattern = String::new();
            let mut rest = address;
            while let Some((before, after)) = rest.split_once('[') {
                pattern.push_str(before);
                pattern.push_str("[*]");
                rest = after.split_once(']').map_or("", |(_, after)| after);
            }
            pattern + rest
        };
        let entry =
            self.resources.get_key_value(address).or_else(|| self.resources.get_key_value(&pattern()));
        entry.map(|(name, numbers)| (name.as_str(), numbers))
    }

    /// Addresses in the file of which no usage was billed.
    pub fn unused(&self) -> Vec<Finding> {
        let used = self.used.borrow();
        let unused = self.spans.iter().filter(|(address, _)| !used.contains(address));
        unused
            .map(|(address, span)| {
                let text = format!("no usage of `{address}` is billed");
                Finding::new(&UNKNOWN_ADDRESS, text).at(*span, "")
            })
            .collect()
    }
}

/// A number, or one of those of a range: `{ low: 10, expected: 20, high: 40 }`. Without an expected one, it is the mean.
fn ranged(get: &dyn Fn(&str) -> Option<Amount>, path: &str, end: &str) -> Option<Amount> {
    let of = |end: &str| get(&format!("{path}.{end}"));
    let mean = || Some(of("low")?.plus(of("high")?).times(1, 2));
    get(path).or_else(|| of(end)).or_else(|| of("expected")).or_else(mean)
}

/// The type of a resource: the last part but one of its address.
fn kind(address: &str) -> &str {
    let mut depth = 0usize;
    let mut starts = vec![0];
    for (at, byte) in address.bytes().enumerate() {
        match byte {
            b'[' => depth += 1,
            b']' => depth = depth.saturating_sub(1),
            b'.' if depth == 0 => starts.push(at + 1),
            _ => {}
        }
    }
    let start = starts.len().checked_sub(2).and_then(|at| starts.get(at)).copied().unwrap_or(0);
    let rest = address.get(start..).unwrap_or_default();
    rest.split('.').next().unwrap_or_default()
}

struct Reader<'a> {
    text: &'a str,
    /// The byte of each character, made when the text is not ASCII.
    offsets: Option<Vec<usize>>,
    file: UsageFile,
    findings: Vec<Finding>,
    /// The keys of the mappings that are open.
    path: Vec<String>,
    /// Whether the next scalar of each open mapping is a key.
    keys: Vec<bool>,
}

impl Reader<'_> {
    fn read(&mut self) -> Result<(), ScanError> {
        let mut parser = Parser::new_from_str(self.text);
        let mut lists = 0usize;
        while let Some(event) = parser.next_event() {
            let (event, at) = event?;
            let (start, end) = (at.start.index(), at.end.index());
            match event {
                Event::Alias(_) => return self.stop(start, end, "a usage file has no aliases"),
                Event::Scalar(_, _, anchor, _)
                | Event::MappingStart(anchor, _)
                | Event::SequenceStart(anchor, _)
                    if anchor > 0 =>
                {
                    return self.stop(start, end, "a usage file has no anchors");
                }
                Event::SequenceStart(..) => lists += 1,
                Event::SequenceEnd => {
                    lists = lists.saturating_sub(1);
                    if lists == 0 {
                        self.value_ends();
                    }
                }
                // Lists have no meaning for a bill.
                _ if lists > 0 => {}
                Event::MappingStart(..) if self.keys.len() >= MAX_DEPTH => {
                    return self.stop(start, end, "a usage file has at most 16 levels");
                }
                Event::MappingStart(..) => self.keys.push(true),
                Event::MappingEnd => {
                    self.keys.pop();
                    self.value_ends();
                }
                Event::Scalar(text, ..) => self.scalar(&text, start, end),
                _ => {}
            }
        }
        Ok(())
    }

    fn stop(&mut self, start: usize, end: usize, text: &str) -> Result<(), ScanError> {
        let at = self.span_at(start, end);
        self.findings.push(Finding::new(&SYNTAX, text).at(at, ""));
        Ok(())
    }

    /// A value of the innermost mapping is complete.
    fn value_ends(&mut self) {
        if let Some(key) = self.keys.last_mut()
            && !*key
        {
            *key = true;
            self.path.pop();
        }
    }

    fn scalar(&mut self, text: &str, start: usize, end: usize) {
        let Some(is_key) = self.keys.last_mut() else { return };
        if *is_key {
            *is_key = false;
            self.path.push(text.to_owned());
            if self.path.len() == 2 && self.path.first().is_some_and(|it| it == "resource_usage") {
                let at = self.span_at(start, end);
                self.file.spans.push((text.to_owned(), at));
            }
            return;
        }
        self.number(text, start, end);
        self.value_ends();
    }

    fn number(&mut self, text: &str, start: usize, end: usize) {
        let Some((section, [name, path @ ..])) = self.path.split_first() else { return };
        let target = match section.as_str() {
            "resource_usage" => &mut self.file.resources,
            "resource_type_default_usage" => &mut self.file.types,
            _ => return,
        };
        if path.is_empty() {
            return;
        }
        let numbers = target.entry(name.clone()).or_default();
        match text.parse::<Amount>() {
            Ok(amount) => {
                numbers.insert(path.join("."), amount);
            }
            // Words select a variant that the plan tells, such as the operating system.
            Err(_) if !text.starts_with(|it: char| it.is_ascii_digit() || it == '-' || it == '.') => {
                self.file.words.insert((name.clone(), path.join(".")), text.to_owned());
            }
            Err(_) => {
                // Terms of reservations begin with a digit: `1_year`.
                if text.ends_with("_year") {
                    return;
                }
                let at = self.span_at(start, end);
                let text = format!("`{text}` is not a decimal number that is zero or more");
                self.findings.push(Finding::new(&WRONG_VALUE, text).at(at, ""));
            }
        }
    }

    /// The span of characters in bytes.
    fn span_at(&mut self, start: usize, end: usize) -> Span {
        if self.text.is_ascii() {
            let end = end.min(self.text.len());
            return Span::new(start.min(end), end);
        }
        let text = self.text;
        let offsets = self.offsets.get_or_insert_with(|| text.char_indices().map(|(at, _)| at).collect());
        let byte = |at: usize| offsets.get(at).copied().unwrap_or(text.len());
        Span::new(byte(start), byte(end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_type_of_a_resource_is_in_its_address() {
        for address in ["aws_lb.x", "module.a[\"b.c\"].aws_lb.x[0]", "module.a.module.b.aws_lb.x[\"d.e\"]"] {
            assert_eq!(kind(address), "aws_lb", "{address}");
        }
        assert_eq!(kind(""), "");
    }

    #[test]
    fn a_file_has_numbers_by_address_and_path() {
        let text = "version: 0.1\nresource_usage:\n  aws_s3_bucket.a:\n    standard:\n      storage_gb: 10.5 # GB\n    \
                    object_tags: 3\n    list: [1, 2]\n  aws_instance.b:\n    operating_system: linux\n    reserved_instance_term: \
                    1_year\n    monthly_hrs: 450\nresource_type_default_usage:\n  aws_lb:\n    processed_bytes_gb: 1_000\n";
        let outcome = usage_file(text);
        assert!(outcome.findings.is_empty(), "{:?}", outcome.findings);
        let file = outcome.value.expect("a file");
        let bucket = file.resources.get("aws_s3_bucket.a").expect("the bucket");
        assert_eq!(bucket.get("standard.storage_gb"), Some(&Amount(10_500_000)));
        assert_eq!(bucket.get("object_tags"), Some(&Amount::whole(3)));
        assert_eq!(file.resources["aws_instance.b"].get("monthly_hrs"), Some(&Amount::whole(450)));
        assert_eq!(file.types["aws_lb"].get("processed_bytes_gb"), Some(&Amount::whole(1000)));
    }

    #[test]
    fn numbers_and_words_are_of_the_address_else_of_its_pattern_else_of_its_type() {
        let text = "resource_usage:\n  aws_instance.a[*]:\n    operating_system: windows\n    monthly_hrs: 1\n  aws_instance.b:\n    \
                    monthly_hrs: 2\nresource_type_default_usage:\n  aws_instance:\n    operating_system: suse\n    monthly_hrs: 3\n";
        let file = usage_file(text).sound().expect("a file");
        for (address, word, number) in [
            ("aws_instance.a[\"x\"]", "windows", 1),
            ("aws_instance.b", "suse", 2),
            ("aws_instance.c", "suse", 3),
        ] {
            let found = file.word(address, "aws_instance", "operating_system");
            assert_eq!(found, Some(word), "{address}");
            let found = file.number(address, "aws_instance", "monthly_hrs");
            assert_eq!(found, Some(Amount::whole(number)), "{address}");
        }
    }

    #[test]
    fn wrong_files_are_refused_at_their_place() {
        let deep = "a: ".to_owned() + &"{b: ".repeat(40) + &"}".repeat(40);
        let bomb = "a: &a [x]\nb: [*a, *a]\n";
        let wrong = "resource_usage:\n  ä.b:\n    storage_gb: -5\n";
        let broken = "resource_usage: [\n";
        for text in [deep.as_str(), bomb, wrong, broken] {
            let outcome = usage_file(text);
            assert!(outcome.has_errors(), "{text}");
            let label = outcome.findings[0].primary.clone().expect("a place");
            assert!(text.get(label.span.range()).is_some(), "{text} {label:?}");
        }
        let label = usage_file(wrong).findings.remove(0).primary.expect("a place");
        assert_eq!(wrong.get(label.span.range()), Some("-5"));
    }
}
