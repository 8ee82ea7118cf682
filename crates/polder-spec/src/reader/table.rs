//! One table of the file.

use polder_diag::{Finding, Span, Spanned};
use polder_units::{Duration, Ppm};
use toml::de::{DeTable, DeValue};

use super::{Reader, closest, listed, number, shown};
use crate::choices::Choice;
use crate::codes;
use crate::keys::{self, Kind, Section};
use crate::setting::Setting;

/// The maximum number of items in a table or list, so that checks can compare all pairs.
const MANY: usize = 500;

/// The values of keys with user-defined names.
const TABLES: &str = "a table with names";

/// A table, or a missing one, whose getters find nothing.
pub(crate) struct Table<'a> {
    /// What all tables share.
    pub(crate) reader: &'a Reader<'a>,
    /// Its path as the user wrote it: `cells.de`. The whole file is ``.
    pub(crate) path: String,
    /// Where it begins.
    pub(crate) span: Option<Span>,
    section: &'static Section,
    entries: Vec<Entry<'a>>,
}

/// A key and its value.
#[derive(Clone, Copy)]
pub(crate) struct Entry<'a> {
    /// The key.
    pub(crate) key: &'a str,
    /// The location of the key.
    pub(crate) span: Span,
    value: &'a toml::Spanned<DeValue<'a>>,
}

impl<'a> Table<'a> {
    /// The whole file. Reports unknown keys.
    pub(crate) fn root(reader: &'a Reader<'a>, table: &'a DeTable<'a>) -> Table<'a> {
        let table = Table {
            reader,
            path: String::new(),
            span: None,
            section: keys::section(""),
            entries: entries(table),
        };
        table.say_unknown_keys();
        table
    }

    /// The location of the value of `key`, if it is set.
    pub(crate) fn span_of(&self, key: &str) -> Option<Span> {
        self.entry(key).map(|entry| entry.value_span())
    }

    /// Whether `key` is missing or an empty table.
    pub(crate) fn lacks(&self, key: &str) -> bool {
        self.entry(key)
            .is_none_or(|entry| matches!(entry.value.get_ref(), DeValue::Table(table) if table.is_empty()))
    }

    /// `key`, prefixed with the path of this table.
    pub(crate) fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    /// Reports that `key` is required.
    pub(crate) fn say_missing(&self, key: &str, help: impl Into<String>) {
        let what = if self.path.is_empty() { "the file".to_owned() } else { shown(&self.path) };
        self.reader.say(
            Finding::new(&codes::MISSING_KEY, format!("{what} has no `{key}`"))
                .at(self.span, format!("`{key}` is missing here"))
                .help(help),
        );
    }

    /// The table at `key`. If it is missing or not a table, an empty one.
    pub(crate) fn table(&self, key: &str) -> Table<'a> {
        let path = match self.kind(key) {
            Some(Kind::Table(path) | Kind::TableOrText(path, _) | Kind::TableOrChoice(path, _)) => path,
            _ => "",
        };
        let found = self.entry(key).and_then(|entry| match entry.value.get_ref() {
            DeValue::Table(table) => Some((entry, table)),
            _ => {
                let text = matches!(self.kind(key), Some(Kind::TableOrText(..) | Kind::TableOrChoice(..)));
                self.say_wrong_type(key, entry.value, if text { "text or a table" } else { "a table" });
                None
            }
        });
        self.opened(self.path_of(key), path, found)
    }

    /// The tables with user-defined names at `key`, in the order of the file.
    pub(crate) fn named(&self, key: &str) -> Vec<(Spanned<String>, Table<'a>)> {
        let path = match self.kind(key) {
            Some(Kind::Named(path)) => path,
            _ => "",
        };
        let mut all = vec![];
        let children = self.children(key);
        if let Some(beyond) = children.get(MANY) {
            self.say_too_many(key, beyond.span);
        }
        for entry in children.into_iter().take(MANY) {
            match entry.value.get_ref() {
                DeValue::Table(table) => {
                    let of = format!("{}.{}", self.path_of(key), entry.key);
                    let child = self.opened(of, path, Some((entry, table)));
                    all.push((Spanned::written(entry.key.to_owned(), entry.span), child));
                }
                _ => self.say_wrong_type(&format!("{key}.{}", entry.key), entry.value, "a table"),
            }
        }
        all
    }

    /// The texts with user-defined names at `key`, in the order of the file.
    pub(crate) fn named_texts(&self, key: &str) -> Vec<(Spanned<String>, Setting<String>)> {
        let mut all = vec![];
        for entry in self.children(key) {
            match entry.value.get_ref() {
                DeValue::String(text) => all.push((
                    Spanned::written(entry.key.to_owned(), entry.span),
                    Setting::written(text.to_string(), entry.value_span()),
                )),
                _ => self.say_wrong_type(&format!("{key}.{}", entry.key), entry.value, "text"),
            }
        }
        all
    }

    /// The text at `key`.
    pub(crate) fn text(&self, key: &str) -> Option<Setting<String>> {
        let entry = self.entry(key)?;
        match entry.value.get_ref() {
            DeValue::String(text) => Some(Setting::written(text.to_string(), entry.value_span())),
            _ => self.wrong_type(key, entry.value, "text"),
        }
    }

    /// `true` or `false` at `key`.
    pub(crate) fn flag(&self, key: &str) -> Option<Setting<bool>> {
        let entry = self.entry(key)?;
        match entry.value.get_ref() {
            DeValue::Boolean(flag) => Some(Setting::written(*flag, entry.value_span())),
            _ => self.wrong_type(key, entry.value, "`true` or `false`"),
        }
    }

    /// The text at `key`, or `None` inside if it is `false`.
    pub(crate) fn text_or_false(&self, key: &str) -> Option<Setting<Option<String>>> {
        let entry = self.entry(key)?;
        match entry.value.get_ref() {
            DeValue::String(text) => Some(Setting::written(Some(text.to_string()), entry.value_span())),
            DeValue::Boolean(false) => Some(Setting::written(None, entry.value_span())),
            _ => self.wrong_type(key, entry.value, "text, or `false` for none"),
        }
    }

    /// The text at `key` if it is text, in a key that also takes a table.
    pub(crate) fn text_instead_of_table(&self, key: &str) -> Option<Setting<String>> {
        let entry = self.entry(key)?;
        match entry.value.get_ref() {
            DeValue::String(text) => Some(Setting::written(text.to_string(), entry.value_span())),
            _ => None,
        }
    }

    /// The texts at `key`, each with its location. Reports duplicates.
    pub(crate) fn texts(&self, key: &str) -> Option<Setting<Vec<Setting<String>>>> {
        let entry = self.entry(key)?;
        let DeValue::Array(array) = entry.value.get_ref() else {
            return self.wrong_type(key, entry.value, "a list of texts");
        };
        let mut texts: Vec<Setting<String>> = vec![];
        let mut sound = true;
        if let Some(beyond) = array.get(MANY) {
            self.say_too_many(key, span_of(beyond));
            sound = false;
        }
        for item in array.iter().take(MANY) {
            let span = span_of(item);
            match item.get_ref() {
                DeValue::String(text) => texts.push(Setting::written(text.to_string(), span)),
                _ => {
                    self.say_wrong_type(key, item, "texts only");
                    sound = false;
                }
            }
        }
        self.say_repeated(key, &texts);
        sound.then(|| Setting::written(texts, entry.value_span()))
    }

    /// The whole number at `key`, within the range of the key.
    pub(crate) fn whole(&self, key: &str) -> Option<Setting<u64>> {
        let entry = self.entry(key)?;
        let DeValue::Integer(integer) = entry.value.get_ref() else {
            return self.wrong_type(key, entry.value, "a whole number");
        };
        let (least, most) = match self.kind(key) {
            Some(Kind::Whole(least, most)) => (least, most),
            _ => (0, u64::MAX),
        };
        let number = i128::from_str_radix(integer.as_str(), integer.radix()).ok();
        let number =
            number.and_then(|number| u64::try_from(number).ok()).filter(|n| (least..=most).contains(n));
        if number.is_none() {
            self.say_out_of_range(key, entry.value_span(), &format!("{least} to {most}"));
        }
        number.map(|number| Setting::written(number, entry.value_span()))
    }

    /// Whether `key` has this integer value. Reports nothing if it has another value.
    pub(crate) fn is_whole(&self, number: i64, key: &str) -> bool {
        self.entry(key).is_some_and(|entry| match entry.value.get_ref() {
            DeValue::Integer(integer) => i64::from_str_radix(integer.as_str(), integer.radix()) == Ok(number),
            _ => false,
        })
    }

    /// The percentage at `key`, within the range of the key.
    pub(crate) fn percent(&self, key: &str) -> Option<Setting<Ppm>> {
        let entry = self.entry(key)?;
        let text = match entry.value.get_ref() {
            DeValue::Integer(integer) if integer.radix() == 10 => integer.as_str(),
            DeValue::Float(float) => float.as_str(),
            _ => return self.wrong_type(key, entry.value, "a percentage"),
        };
        let span = entry.value_span();
        let Some(percent) = number::percent(text) else {
            let message = format!("`{}` is no percentage: {}", self.path_of(key), shown(text));
            self.reader.say(
                Finding::new(&codes::PERCENT, message)
                    .at(span, "not a plain decimal number with up to four decimals")
                    .help("write it as `99.95`"),
            );
            return None;
        };
        let (least, most) = match self.kind(key) {
            Some(Kind::Percent(least, most)) => (least, most),
            _ => (0, u32::MAX / 10_000),
        };
        if percent < Ppm::percent(least) || percent > Ppm::percent(most) {
            self.say_out_of_range(key, span, &format!("{least} to {most}"));
            return None;
        }
        Some(Setting::written(percent, span))
    }

    /// The duration at `key`.
    pub(crate) fn duration(&self, key: &str) -> Option<Setting<Duration>> {
        let entry = self.entry(key)?;
        let span = entry.value_span();
        let DeValue::String(text) = entry.value.get_ref() else {
            return self.wrong_type(key, entry.value, "a length of time as text, such as `\"15m\"`");
        };
        match text.parse::<Duration>() {
            Ok(duration) => Some(Setting::written(duration, span)),
            Err(error) => {
                let message = format!("`{}` is no length of time: {}", self.path_of(key), shown(text));
                self.reader.say(
                    Finding::new(&codes::DURATION, message)
                        .at(span, "not a length of time")
                        .help(error.to_string()),
                );
                None
            }
        }
    }

    /// The choice at `key`.
    pub(crate) fn choice<T: Choice>(&self, key: &str) -> Option<Setting<T>> {
        let text = self.text(key)?;
        let span = text.span()?;
        self.chosen(key, &text, span).map(|value| Setting::written(value, span))
    }

    /// The choices at `key`.
    pub(crate) fn choices<T: Choice>(&self, key: &str) -> Option<Setting<Vec<T>>> {
        let texts = self.texts(key)?;
        let span = texts.span()?;
        let chosen: Vec<Option<T>> =
            texts.value.iter().map(|text| self.chosen(key, text, text.span().unwrap_or(span))).collect();
        chosen.into_iter().collect::<Option<Vec<T>>>().map(|all| Setting::written(all, span))
    }

    /// Reports that the value at `key` is outside `range`.
    pub(crate) fn say_out_of_range(&self, key: &str, span: Span, range: &str) {
        self.reader.say(
            Finding::new(&codes::OUT_OF_RANGE, format!("`{}` is out of range", self.path_of(key)))
                .at(span, format!("must be {range}")),
        );
    }

    fn say_too_many(&self, key: &str, span: Span) {
        self.reader.say(
            Finding::new(&codes::OUT_OF_RANGE, format!("`{}` has too many items", self.path_of(key)))
                .at(span, format!("the first past {MANY}")),
        );
    }

    fn entry(&self, key: &str) -> Option<Entry<'a>> {
        self.entries.iter().find(|entry| entry.key == key).copied()
    }

    fn kind(&self, key: &str) -> Option<Kind> {
        self.section.key(key).map(|key| key.kind)
    }

    fn opened(
        &self,
        path: String,
        section: &'static str,
        found: Option<(Entry<'a>, &'a DeTable<'a>)>,
    ) -> Table<'a> {
        let (span, entries) = match found {
            Some((entry, table)) => (Some(entry.span), entries(table)),
            None => (None, vec![]),
        };
        let table = Table { reader: self.reader, path, span, section: keys::section(section), entries };
        table.say_unknown_keys();
        table
    }

    fn children(&self, key: &str) -> Vec<Entry<'a>> {
        match self.entry(key).map(|entry| entry.value) {
            Some(value) => match value.get_ref() {
                DeValue::Table(table) => entries(table),
                _ => {
                    self.say_wrong_type(key, value, TABLES);
                    vec![]
                }
            },
            None => vec![],
        }
    }

    fn chosen<T: Choice>(&self, key: &str, text: &str, span: Span) -> Option<T> {
        if let Some((_, value)) = T::WORDS.iter().find(|(word, _)| *word == text) {
            return Some(*value);
        }
        let words: Vec<&str> = T::WORDS.iter().map(|(word, _)| *word).collect();
        let path = self.path_of(key);
        let finding = if T::LATER.contains(&text) {
            Finding::new(&codes::NOT_YET, format!("{} cannot be built yet as `{path}`", shown(text)))
                .at(span, "planned, not built")
        } else {
            Finding::new(&codes::UNKNOWN_CHOICE, format!("`{path}` cannot be {}", shown(text)))
                .at(span, "not one of the words to choose from")
        };
        let finding = match closest(text, words.iter().copied()) {
            Some(word) if !T::LATER.contains(&text) => finding.help(format!("did you mean `{word}`?")),
            _ => finding.help(format!("choose {}", listed(&words, "or"))),
        };
        self.reader.say(finding);
        None
    }

    fn say_unknown_keys(&self) {
        let known: Vec<&str> = self.section.keys.iter().map(|key| key.name).collect();
        for entry in &self.entries {
            if known.contains(&entry.key) {
                continue;
            }
            let place = if self.path.is_empty() {
                "at the top".to_owned()
            } else {
                format!("in {}", shown(&self.path))
            };
            let finding =
                Finding::new(&codes::UNKNOWN_KEY, format!("there is no key {} {place}", shown(entry.key)))
                    .at(entry.span, "unknown key");
            let elsewhere = || keys::SECTIONS.iter().find(|section| section.key(entry.key).is_some());
            self.reader.say(match (closest(entry.key, known.iter().copied()), elsewhere()) {
                (Some(word), _) => finding.help(format!("did you mean `{word}`?")),
                (None, Some(section)) if section.path.is_empty() => {
                    finding.help(format!("`{}` is a table of its own: `[{}]`", entry.key, entry.key))
                }
                (None, Some(section)) => {
                    let place = section.path.replace('*', "NAME");
                    finding.help(format!("`{}` belongs into `[{place}]`", entry.key))
                }
                (None, None) => finding.help(format!("the keys here are {}", listed(&known, "and"))),
            });
        }
    }

    fn say_repeated(&self, key: &str, texts: &[Setting<String>]) {
        let mut seen = std::collections::BTreeMap::new();
        for text in texts {
            match seen.get(text.value.as_str()) {
                Some(first) => self.reader.say(
                    Finding::new(
                        &codes::REPEATED,
                        format!("`{}` names {} twice", self.path_of(key), shown(text)),
                    )
                    .at(text.span(), "again")
                    .also(*first, "first here"),
                ),
                None => {
                    seen.insert(text.value.as_str(), text.span());
                }
            }
        }
    }

    fn wrong_type<T>(&self, key: &str, value: &toml::Spanned<DeValue<'_>>, expected: &str) -> Option<T> {
        self.say_wrong_type(key, value, expected);
        None
    }

    fn say_wrong_type(&self, key: &str, value: &toml::Spanned<DeValue<'_>>, expected: &str) {
        let found = match value.get_ref() {
            DeValue::String(_) => "text",
            DeValue::Integer(_) => "a whole number",
            DeValue::Float(_) => "a decimal number",
            DeValue::Boolean(true) => "`true`",
            DeValue::Boolean(false) => "`false`",
            DeValue::Datetime(_) => "a date or time",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        let finding =
            Finding::new(&codes::WRONG_TYPE, format!("{} takes {expected}", shown(&self.path_of(key))))
                .at(span_of(value), format!("this is {found}"));
        let plain =
            |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        self.reader.say(match value.get_ref() {
            DeValue::String(text) if expected.starts_with("a whole") && plain(text) => {
                finding.help("numbers are written without quotes")
            }
            DeValue::Integer(_) | DeValue::Float(_) if expected == "text" => {
                finding.help("text is written in quotes")
            }
            DeValue::Array(_) if expected == TABLES => {
                finding.help(format!("write `[{key}.NAME]`, with single brackets and a name, for each"))
            }
            DeValue::String(_) if expected.starts_with("a list") => {
                finding.help("put it in brackets: `[\"…\"]`")
            }
            _ => finding,
        });
    }
}

impl Entry<'_> {
    fn value_span(&self) -> Span {
        span_of(self.value)
    }
}

fn span_of<T>(value: &toml::Spanned<T>) -> Span {
    Span::new(value.span().start, value.span().end)
}

/// The entries of a table in the order of the file. The parser sorts by key, and gives a table that is reopened later
/// the later location, so the first of its keys determines the order.
fn entries<'a>(table: &'a DeTable<'a>) -> Vec<Entry<'a>> {
    let mut all: Vec<(usize, Entry<'a>)> = table
        .iter()
        .map(|(key, value)| {
            let span = span_of(key);
            (first_offset(span.range().start, value.get_ref()), Entry { key: key.get_ref(), span, value })
        })
        .collect();
    all.sort_by_key(|(offset, entry)| (*offset, entry.key));
    all.into_iter().map(|(_, entry)| entry).collect()
}

/// The parser bounds the depth of the recursion.
fn first_offset(own: usize, value: &DeValue<'_>) -> usize {
    match value {
        DeValue::Table(table) => table
            .iter()
            .map(|(key, value)| first_offset(key.span().start, value.get_ref()))
            .fold(own, usize::min),
        _ => own,
    }
}
