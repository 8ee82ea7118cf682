//! Files of a module in addition to its Terraform code: code of functions, and pages.
//!
//! If the text differs between stacks, the file becomes a template for the words that differ.

use polder_cloud::{Document, SmolStr, Value};

use crate::expression::{Expression, FileText};
use crate::generalize::Generalizer;
use crate::location::PathStep;
use crate::module::{Asset, Content};
use crate::module_stacks::Variant;
use crate::set::Set;

/// The extension of Terraform templates.
const TEMPLATE: &str = ".tftpl";

impl Generalizer<'_> {
    /// The file of a document that is the same in all stacks.
    pub(crate) fn file(&mut self, document: &Document) -> Expression {
        let Some((path, content)) = file_of(document) else { return Expression::Null };
        self.keep(path.clone(), content);
        Expression::File(Box::new(FileText { path, values: vec![] }))
    }

    /// Different documents of one kind.
    pub(crate) fn documents(
        &mut self,
        documents: &[Variant<'_, Document>],
        universe: &Set,
    ) -> Option<Expression> {
        let json: Option<Vec<_>> = documents.iter().map(|it| crate::module_stacks::json(it.item)).collect();
        if let Some(json) = json {
            let variants =
                documents.iter().zip(&json).map(|(document, value)| document.with(value)).collect();
            return Some(Expression::call("jsonencode", vec![self.value(variants, universe)]));
        }
        let files: Option<Vec<_>> = documents.iter().map(|it| file_of(it.item)).collect();
        let files = files?;
        let (path, _) = files.first()?;
        if files.iter().any(|(other, _)| other != path) {
            return None;
        }
        let texts: Vec<String> = files.iter().map(|(_, content)| content.text(self.vocabulary)).collect();
        let template = template(&texts);
        let mut values = vec![];
        for (name, texts) in &template.values {
            let texts: Vec<Value> = texts.iter().map(Value::from).collect();
            let variants = documents.iter().zip(&texts).map(|(document, text)| document.with(text)).collect();
            self.path.push(PathStep::Key(name.clone()));
            values.push((name.clone(), self.value(variants, universe)));
            self.path.pop();
        }
        let path = SmolStr::from(format!("{path}{TEMPLATE}"));
        self.keep(path.clone(), Content::Text(template.text.as_str().into()));
        Some(Expression::File(Box::new(FileText { path, values })))
    }

    fn keep(&mut self, path: SmolStr, content: Content) {
        if !self.assets.iter().any(|asset| asset.path == path) {
            self.assets.push(Asset { path, content });
        }
    }
}

/// The path and the content of a document in a separate file.
fn file_of(document: &Document) -> Option<(SmolStr, Content)> {
    match document {
        Document::EdgeFunction(function) => {
            let path = format!("functions/{}.js", function.name);
            Some((path.into(), Content::Function(Box::new(function.clone()))))
        }
        Document::Text(text) => Some((text.path.clone(), Content::Text(text.content.clone()))),
        Document::Policy(_) | Document::Containers(_) | Document::Json(_) => None,
    }
}

/// A text with gaps.
#[derive(Debug, PartialEq, Eq)]
struct Template {
    /// The text in Terraform's template language.
    text: String,
    /// The values of each gap, for each of the texts.
    values: Vec<(SmolStr, Vec<String>)>,
}

/// The common text, with gaps where the texts differ.
fn template(texts: &[String]) -> Template {
    let lines: Vec<Vec<&str>> = texts.iter().map(|text| text.split('\n').collect()).collect();
    let mut gaps = GapValues { text: String::new(), values: vec![] };
    let count = lines.iter().map(Vec::len).min().unwrap_or(0);
    let even = lines.iter().all(|own| own.len() == count);
    let all = |at: usize| lines.iter().map(move |own| own[at]).collect::<Vec<&str>>();
    if even {
        for at in 0..count {
            gaps.text.push_str(if at > 0 { "\n" } else { "" });
            gaps.line(&all(at));
        }
    } else {
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        gaps.middle(&texts);
    }
    Template { text: gaps.text, values: gaps.values }
}

/// A template under construction.
struct GapValues {
    text: String,
    values: Vec<(SmolStr, Vec<String>)>,
}

impl GapValues {
    /// One line of each text.
    fn line(&mut self, lines: &[&str]) {
        if lines.iter().all(|line| *line == lines[0]) {
            return self.literal(lines[0]);
        }
        let words: Vec<Vec<&str>> = lines.iter().map(|line| words(line)).collect();
        let count = words.first().map_or(0, Vec::len);
        let is_word = |word: &str| word.chars().all(in_word);
        let even = words.iter().all(|own| {
            own.len() == count
                && own
                    .iter()
                    .zip(&words[0])
                    .all(|(own, first)| own == first || is_word(own) && is_word(first))
        });
        if !even {
            return self.middle(lines);
        }
        for at in 0..count {
            self.gap(&words.iter().map(|own| own[at]).collect::<Vec<_>>());
        }
    }

    /// The common prefix and suffix, with a gap between them.
    fn middle(&mut self, texts: &[&str]) {
        let Some((first, rest)) = texts.split_first() else { return };
        let head = rest.iter().map(|text| common(first.chars(), text.chars())).min().unwrap_or(first.len());
        let head = first[..head].rfind([' ', '\n']).map_or(0, |at| at + 1);
        let tails = texts.iter().map(|text| &text[head..]).collect::<Vec<_>>();
        let ends = tails[1..].iter().map(|text| common(tails[0].chars().rev(), text.chars().rev()));
        let tail = ends.min().unwrap_or(0);
        // A gap holds a whole value, and not a part of one that happens to differ.
        let end = &tails[0][tails[0].len() - tail..];
        let tail = end.find([';', '\n']).map_or(0, |at| end.len() - at);
        self.literal(&first[..head]);
        self.gap(&tails.iter().map(|text| &text[..text.len() - tail]).collect::<Vec<_>>());
        self.literal(&tails[0][tails[0].len() - tail..]);
    }

    /// The common text, or a gap.
    fn gap(&mut self, texts: &[&str]) {
        if texts.iter().all(|text| *text == texts[0]) {
            return self.literal(texts[0]);
        }
        let texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
        let known = self.values.iter().find(|(_, known)| *known == texts).map(|(name, _)| name.clone());
        let name = known.unwrap_or_else(|| {
            let name = self.name();
            self.values.push((name.clone(), texts));
            name
        });
        self.text.push_str(&format!("${{{name}}}"));
    }

    /// The last word before the gap, in its line.
    fn name(&self) -> SmolStr {
        let line = self.text.rsplit('\n').next().unwrap_or_default();
        let mut words = line.split(|it: char| !it.is_ascii_alphabetic()).filter(|it| it.len() > 1);
        let word = words.next_back().map_or_else(|| "text".to_owned(), str::to_ascii_lowercase);
        let free = |name: &str| self.values.iter().all(|(known, _)| known != name);
        let mut names = (1..).map(|at| if at == 1 { word.clone() } else { format!("{word}_{at}") });
        names.find(|name| free(name)).unwrap_or_default().into()
    }

    fn literal(&mut self, text: &str) {
        if text.contains("${") || text.contains("%{") {
            self.text.push_str(&text.replace("${", "$${").replace("%{", "%%{"));
        } else {
            self.text.push_str(text);
        }
    }
}

/// A line as words and the characters between them.
fn words(line: &str) -> Vec<&str> {
    let mut words = vec![];
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        let end = if in_word(first) {
            rest.find(|character| !in_word(character)).unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let (word, after) = rest.split_at(end);
        words.push(word);
        rest = after;
    }
    words
}

/// Whether a character is part of a name, a host or a path.
fn in_word(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '.' | '-' | '_' | '/')
}

/// The length of the common prefix of two texts, in bytes.
fn common(one: impl Iterator<Item = char>, other: impl Iterator<Item = char>) -> usize {
    one.zip(other).take_while(|(one, other)| one == other).map(|(one, _)| one.len_utf8()).sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Evaluates a template, like Terraform, for the forms that occur.
    fn evaluated(template: &Template, number: usize) -> String {
        let mut out = String::new();
        let mut rest = template.text.as_str();
        while let Some(first) = rest.chars().next() {
            if let Some(after) = rest.strip_prefix("$${") {
                out.push_str("${");
                rest = after;
            } else if let Some(after) = rest.strip_prefix("%%{") {
                out.push_str("%{");
                rest = after;
            } else if let Some((name, after)) = rest.strip_prefix("${").and_then(|it| it.split_once('}')) {
                let value = template.values.iter().find(|(known, _)| known == name).unwrap();
                out.push_str(&value.1[number]);
                rest = after;
            } else {
                out.push(first);
                rest = &rest[first.len_utf8()..];
            }
        }
        out
    }

    #[test]
    fn gaps_are_named_after_the_word_before_them() {
        let texts = [
            "const MARKET = { host: 'be.example.com' };\nuse(MARKET);",
            "const MARKET = { host: 'be.test' };\nuse(MARKET);",
        ];
        let found = template(&texts.map(str::to_owned));
        assert_eq!(found.text, "const MARKET = { host: '${host}' };\nuse(MARKET);");
        assert_eq!(found.values, [("host".into(), vec!["be.example.com".to_owned(), "be.test".to_owned()])]);
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            rng_seed: proptest::test_runner::RngSeed::Fixed(13),
            failure_persistence: None,
            ..ProptestConfig::default()
        })]

        #[test]
        fn an_evaluated_template_equals_its_text(texts in proptest::collection::vec("([a-c. $%{}é'\n]|\\$\\{){0,12}", 2..4)) {
            let found = template(&texts);
            for (number, text) in texts.iter().enumerate() {
                prop_assert_eq!(&evaluated(&found, number), text, "{:?}", found);
            }
        }
    }
}
