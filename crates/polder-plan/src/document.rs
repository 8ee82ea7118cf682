//! Documents from outside, and their validation.

use polder_cloud::StackId;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::error::Category;
use serde_json::value::RawValue;

use crate::error::Problem;
use crate::text::Text;
use crate::wire::Wire;

/// A plan or a state, as `terraform show -json` or `tofu show -json` writes it.
#[derive(Clone, Copy, Debug)]
pub struct Document<'a> {
    /// The name of the root module: usually its path. It becomes the key of the stack.
    pub name: &'a str,
    /// The output of `show -json`.
    pub bytes: &'a [u8],
    /// The location of the root module's state in the backend, if known: the `key`, `path` or `prefix` by
    /// which `terraform_remote_state` of another root module finds it.
    pub state_key: Option<&'a str>,
}

/// The ID of the stack that a document becomes.
pub(crate) fn stack_id(document: usize) -> StackId {
    StackId(u32::try_from(document).unwrap_or(u32::MAX))
}

/// Properties by which other kinds of documents are recognized. Each can be of any type.
#[derive(Deserialize)]
struct Other<'d> {
    #[serde(borrow)]
    format_version: Option<&'d RawValue>,
    lineage: Option<IgnoredAny>,
    serial: Option<IgnoredAny>,
    #[serde(rename = "@level")]
    level: Option<IgnoredAny>,
    planned_values: Option<IgnoredAny>,
    values: Option<IgnoredAny>,
}

/// A document whose top level has been read.
#[derive(Debug)]
pub(crate) struct Opened<'d> {
    pub(crate) text: &'d str,
    pub(crate) wire: Wire<'d>,
}

/// Reads the top level of a document.
pub(crate) fn open(bytes: &[u8]) -> Result<Opened<'_>, Problem> {
    let text = text(bytes)?;
    let wire = serde_json::from_str::<Wire<'_>>(text).map_err(|error| diagnosed(text, &error))?;
    let version = wire.format_version.as_deref();
    if !version.is_some_and(is_known) || (wire.planned_values.is_none() && wire.values.is_none()) {
        // An empty state has a version, and no values.
        let empty_state = version.is_some_and(is_known) && wire.configuration.is_none();
        if !empty_state || !is_empty_state(text) {
            return Err(other(text).unwrap_or(Problem::NotAPlan));
        }
    }
    if wire.errored == Some(true) {
        return Err(Problem::Errored);
    }
    Ok(Opened { text, wire })
}

/// The text of a document, without a byte order mark.
fn text(bytes: &[u8]) -> Result<&str, Problem> {
    if bytes.starts_with(b"PK\x03\x04") {
        return Err(Problem::BinaryPlan);
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(Problem::Encoding);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| Problem::Encoding)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).trim_ascii();
    match text.as_bytes().first() {
        None => Err(Problem::Empty),
        Some(b'{') => Ok(text),
        Some(_) if serde_json::from_str::<IgnoredAny>(text).is_ok() => Err(Problem::NotAPlan),
        Some(_) => Err(Problem::ForPeople),
    }
}

/// The problem of a document that could not be read.
fn diagnosed(text: &str, error: &serde_json::Error) -> Problem {
    match error.classify() {
        Category::Eof => Problem::Truncated { bytes: text.len() },
        // Everything before the version may belong to another version.
        Category::Data => other(text).unwrap_or_else(|| located(text, text, error)),
        Category::Syntax | Category::Io if is_log(text) => Problem::Log,
        Category::Syntax | Category::Io if error.to_string().starts_with("recursion limit") => {
            Problem::TooDeep
        }
        Category::Syntax | Category::Io => {
            let (line, column) = (error.line(), error.column());
            Problem::NotJson { reason: reason(error), line, column }
        }
    }
}

/// The problem of a part that violates the format, with its location in the whole document.
pub(crate) fn located(text: &str, part: &str, error: &serde_json::Error) -> Problem {
    if error.to_string().starts_with("recursion limit") {
        return Problem::TooDeep;
    }
    // Both texts are slices of the same document, so the difference of their addresses is the offset.
    let start = (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    let before = text.get(..start).unwrap_or_default();
    let lines = before.bytes().filter(|byte| *byte == b'\n').count();
    let inside = before.len() - before.rfind('\n').map_or(0, |at| at + 1);
    let column = if error.line() == 1 { inside + error.column() } else { error.column() };
    Problem::Format { reason: reason(error), line: lines + error.line(), column }
}

/// The parser's message, without the location, and in the terms of JSON.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let text = text.rfind(" at line ").map_or(text.as_str(), |at| &text[..at]);
    if let Some(field) = text.strip_prefix("missing field ") {
        return format!("there is no {field}");
    }
    let Some((found, expected)) =
        text.strip_prefix("invalid type: ").and_then(|it| it.split_once(", expected "))
    else {
        return text.to_owned();
    };
    let words = [("map", "an object"), ("sequence", "a list"), ("floating point", "number")];
    let word = words.iter().find_map(|(theirs, ours)| Some((ours, found.strip_prefix(theirs)?)));
    let found = word.map_or_else(|| found.to_owned(), |(ours, rest)| format!("{ours}{rest}"));
    let expected = if expected == "a sequence" { "a list" } else { expected };
    let expected = if expected == "a map" { "an object" } else { expected };
    format!("found {found}, expected {expected}")
}

/// The kind of a JSON document that is not a plan or state of a known version.
fn other(text: &str) -> Option<Problem> {
    let other: Other<'_> = serde_json::from_str(text).ok()?;
    if other.level.is_some() {
        return Some(Problem::Log);
    }
    if other.lineage.is_some() && other.serial.is_some() {
        return Some(Problem::RawState);
    }
    if let Some(version) = other.format_version {
        let version = serde_json::from_str(version.get()).unwrap_or_else(|_| version.get().to_owned());
        if !is_known(&version) {
            return Some(Problem::Version(version));
        }
    }
    let plan = other.planned_values.is_some() || other.values.is_some();
    (!plan || other.format_version.is_none()).then_some(Problem::NotAPlan)
}

/// Whether this is the output of `show -json` without a state.
fn is_empty_state(text: &str) -> bool {
    serde_json::from_str::<std::collections::BTreeMap<Text<'_>, IgnoredAny>>(text).is_ok_and(|properties| {
        properties.keys().all(|name| matches!(&**name, "format_version" | "terraform_version" | "values"))
    })
}

/// `terraform plan -json` writes one object per line.
fn is_log(text: &str) -> bool {
    let first = text.lines().next().unwrap_or_default();
    serde_json::from_str::<Other<'_>>(first).is_ok_and(|line| line.level.is_some())
}

/// Terraform 0.12 to 0.15 wrote 0.1 and 0.2, which differ from 1.0 only in what they lack.
fn is_known(version: &str) -> bool {
    let numbers = version.split_once('.').map(|(major, minor)| (major.parse::<u32>(), minor.parse::<u32>()));
    matches!(numbers, Some((Ok(1), Ok(_)) | (Ok(0), Ok(1 | 2))))
}
