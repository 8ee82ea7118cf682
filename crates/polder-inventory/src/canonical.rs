//! The canonical form of an inventory: one line for each value, sorted by source and independent of the order of
//! reading.
//!
//! ```text
//! networks/subnets/production/eu-west-1/de/network:aws_subnet.app_a/zone = "eu-west-1a"
//! ```
//!
//! A path consists of section, kind, source (`stack:address#part`) and field. Ids are written as sources;
//! each element of a set has a separate line. Two inventories say the same if and only if their canonical
//! forms are equal. The form is meant for readers and for [`crate::differences`], not for parsing.

use std::fmt::{self, Display, Write};
use std::sync::Arc;

use crate::describe::{Step, Visitor};
use crate::entries::{Entry, EntryId, Inventory, Key, SourceId};
use crate::model::{Known, Link, Reason, Tag, Text};

/// The canonical form: lines `path = value`.
pub fn canonical(inventory: &Inventory) -> String {
    let mut text = String::new();
    for line in lines(inventory) {
        text.push_str(&line.entry);
        text.push_str(&line.path);
        text.push_str(" = ");
        text.push_str(&line.value);
        text.push('\n');
    }
    text
}

/// A line of the canonical form. The lines of an entry are adjacent in their order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Line {
    /// Section, kind and source.
    pub(crate) entry: Arc<str>,
    /// The path within the entry; empty for the line that states that the entry exists.
    pub(crate) path: String,
    /// The value.
    pub(crate) value: String,
}

/// All values, sorted.
pub(crate) fn lines(inventory: &Inventory) -> Vec<Line> {
    let mut lines = Vec::new();
    inventory.each_entry(&mut |id, entry| {
        let key: Arc<str> = entry_path(inventory, id).into();
        let mut add = |path: &str, value: String| {
            lines.push(Line { entry: key.clone(), path: path.to_owned(), value });
        };
        let node = tree(inventory, entry);
        if entry.repeats() {
            // Entries with equal keys are distinguished by their content, so that each is a single line.
            let mut value = node.to_inline();
            if let Some(source) = entry.source() {
                let mut at = |path: &str, text: String| value.push_str(&format!(", {}: {text}", &path[1..]));
                location_lines(inventory, source, &mut at);
            }
            add("{}", value);
            return;
        }
        // An entry without fields exists too.
        add("", "present".to_owned());
        node.flatten("/", &mut add);
        if let Some(source) = entry.source() {
            source_lines(inventory, source, &mut add);
        }
    });
    lines.sort_unstable();
    lines
}

/// Section, kind and key of an entry.
pub(crate) fn entry_path(inventory: &Inventory, id: EntryId) -> String {
    let kind = id.kind();
    format!("{}/{}/{}", kind.section(), kind.name(), Name { inventory, id })
}

/// Lines for the account and region of an entry.
fn location_lines(inventory: &Inventory, id: SourceId, add: &mut dyn FnMut(&str, String)) {
    let source = inventory.sources.get(id);
    let Some(location) = source.and_then(|source| inventory.locations.get(source.location)) else { return };
    let account = match location.account {
        Link::To(id) => Name { inventory, id: id.into() }.to_string(),
        Link::Outside(id) => Name { inventory, id: id.into() }.to_string(),
        Link::Unknown(reason) => unknown(reason),
    };
    add("/source.account", account);
    let region = match &location.region {
        Known::Value(Some(region)) => format!("{region:?}"),
        Known::Value(None) => "none".to_owned(),
        Known::Unknown(reason) => unknown(*reason),
    };
    add("/source.region", region);
}

/// Lines for what belongs to the resource of an entry.
fn source_lines(inventory: &Inventory, id: SourceId, add: &mut dyn FnMut(&str, String)) {
    location_lines(inventory, id, add);
    let Some(source) = inventory.sources.get(id) else { return };
    if let Some(origin) = source.origin.and_then(|origin| inventory.origins.get(origin)) {
        let none = Text::default();
        let part = |part: &Option<Text>| part.clone().unwrap_or_else(|| none.clone());
        let (region, cell, site) = (part(&origin.region), part(&origin.cell), part(&origin.site));
        let value = format!("{:?}", [&origin.account, &region, &cell, &site, &origin.component]);
        add("/source.origin", value);
    }
    for tag in inventory.tags_of(id) {
        let value = match &tag.value {
            Known::Value(value) => format!("{value:?}"),
            Known::Unknown(reason) => unknown(*reason),
        };
        add(&format!("/source.tags.{}", tag.key), value);
    }
}

impl Inventory {
    /// The tags of a resource, inherited ones among them, sorted by key.
    pub fn tags_of(&self, source: SourceId) -> Vec<&Tag> {
        let mut tags: Vec<&Tag> = Vec::new();
        let mut next = self.sources.get(source).and_then(|source| source.tags);
        while let Some((id, set)) = next.and_then(|id| Some((id, self.tag_sets.get(id)?))) {
            let missing = set.tags.iter().filter(|tag| !tags.iter().any(|known| known.key == tag.key));
            let missing: Vec<&Tag> = missing.collect();
            tags.extend(missing);
            // Sets inherit from earlier ones only. Anything else is a violation and would not terminate.
            next = set.inherits.filter(|inherited| *inherited < id);
        }
        tags.sort_unstable();
        tags
    }
}

/// Writes the key of an entry.
pub(crate) struct Name<'a> {
    pub(crate) inventory: &'a Inventory,
    pub(crate) id: EntryId,
}

impl Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(entry) = self.inventory.entry(self.id) else {
            return write!(f, "nothing at {}", self.id.index());
        };
        match entry.key() {
            Key::Name(name) => write!(f, "{}", name.escape_debug()),
            Key::Source(id) => match self.inventory.sources.get(id) {
                None => write!(f, "no source at {}", crate::model::Id::index(id)),
                Some(source) => {
                    write!(f, "{}:{}", source.stack.escape_debug(), source.address.escape_debug())?;
                    source.part.as_ref().map_or(Ok(()), |part| write!(f, "#{}", part.escape_debug()))
                }
            },
        }
    }
}

fn unknown(reason: Reason) -> String {
    format!("unknown ({reason})")
}

/// The tree of a value.
#[derive(Debug)]
enum Node {
    Leaf(String),
    Record(Vec<(&'static str, Node)>),
    List(Vec<Node>),
    Set(Vec<Node>),
    Pieces(Vec<Node>),
    Variant(&'static str, Option<Box<Node>>),
}

fn tree(inventory: &Inventory, entry: &dyn Entry) -> Node {
    let mut builder = Builder { inventory, open: vec![(None, None)] };
    entry.describe(&mut builder);
    let whole = builder.open.pop().and_then(|(_, node)| node);
    whole.unwrap_or(Node::Record(vec![]))
}

/// Builds a tree from the calls of a traversal: the open parts, outermost first, with their contents so far.
struct Builder<'a> {
    inventory: &'a Inventory,
    open: Vec<(Option<Step>, Option<Node>)>,
}

impl Builder<'_> {
    fn put(&mut self, node: Node) {
        if let Some((_, held)) = self.open.last_mut() {
            *held = Some(node);
        }
    }
}

impl Visitor for Builder<'_> {
    fn leaf(&mut self, value: &dyn Display) {
        self.put(Node::Leaf(value.to_string()));
    }

    fn reference(&mut self, to: EntryId) {
        let name = Name { inventory: self.inventory, id: to };
        self.put(Node::Leaf(format!("{} {name}", to.kind().name())));
    }

    fn unknown(&mut self, reason: Reason) {
        self.put(Node::Leaf(unknown(reason)));
    }

    fn enter(&mut self, step: Step) {
        self.open.push((Some(step), None));
    }

    fn leave(&mut self) {
        let Some((Some(step), node)) = self.open.pop() else { return };
        let items = |node: Option<Node>| match node {
            Some(Node::List(items)) => items,
            _ => vec![],
        };
        match step {
            Step::List => self.put(Node::List(items(node))),
            Step::Set => self.put(Node::Set(items(node))),
            Step::Pieces => self.put(Node::Pieces(items(node))),
            Step::Variant(name) => self.put(Node::Variant(name, node.map(Box::new))),
            Step::Field(name) => {
                let Some((_, held)) = self.open.last_mut() else { return };
                if let (Node::Record(fields), Some(node)) = (held.get_or_insert(Node::Record(vec![])), node) {
                    fields.push((name, node));
                }
            }
            Step::Element(_) => {
                let Some((_, held)) = self.open.last_mut() else { return };
                if let (Node::List(items), Some(node)) = (held.get_or_insert(Node::List(vec![])), node) {
                    items.push(node);
                }
            }
        }
    }
}

impl Node {
    /// Adds a line for each value below `path`.
    fn flatten(&self, path: &str, add: &mut dyn FnMut(&str, String)) {
        match self {
            Node::Record(fields) => {
                let dot = if path.ends_with('/') { "" } else { "." };
                for (name, node) in fields {
                    node.flatten(&format!("{path}{dot}{name}"), add);
                }
            }
            Node::List(items) if !items.is_empty() => {
                for (at, item) in items.iter().enumerate() {
                    item.flatten(&format!("{path}[{at}]"), add);
                }
            }
            Node::Set(items) if !items.is_empty() => {
                for item in items {
                    let mut value = String::new();
                    item.inline(&mut value);
                    // One line for each element, so that differences name elements.
                    add(path, value);
                }
            }
            Node::Variant(name, Some(node)) if matches!(**node, Node::Record(_)) => {
                add(path, (*name).to_owned());
                node.flatten(path, add);
            }
            _ => {
                let mut value = String::new();
                self.inline(&mut value);
                add(path, value);
            }
        }
    }

    /// Writes the value on one line.
    fn inline(&self, out: &mut String) {
        match self {
            Node::Leaf(text) => out.push_str(text),
            Node::Record(fields) => {
                let write = |(name, node): &(&str, Node), out: &mut String| {
                    let _ = write!(out, "{name}: ");
                    node.inline(out);
                };
                joined(fields, "{", ", ", "}", out, write);
            }
            Node::List(items) => joined(items, "[", ", ", "]", out, Node::inline),
            Node::Pieces(items) if items.is_empty() => out.push_str("\"\""),
            Node::Pieces(items) => joined(items, "", " + ", "", out, Node::piece),
            Node::Set(items) => {
                let mut texts: Vec<String> = items.iter().map(Node::to_inline).collect();
                texts.sort_unstable();
                joined(&texts, "{", ", ", "}", out, |text, out| out.push_str(text));
            }
            Node::Variant(name, None) => out.push_str(name),
            Node::Variant(name, Some(node)) => {
                out.push_str(name);
                match **node {
                    Node::Record(_) => node.inline(out),
                    _ => {
                        out.push('(');
                        node.inline(out);
                        out.push(')');
                    }
                }
            }
        }
    }

    /// Writes a piece of a text: a literal without its variant name.
    fn piece(&self, out: &mut String) {
        match self {
            Node::Variant("Literal", Some(node)) => node.inline(out),
            _ => self.inline(out),
        }
    }

    fn to_inline(&self) -> String {
        let mut text = String::new();
        self.inline(&mut text);
        text
    }
}

fn joined<T>(
    items: &[T],
    open: &str,
    between: &str,
    close: &str,
    out: &mut String,
    write: impl Fn(&T, &mut String),
) {
    out.push_str(open);
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            out.push_str(between);
        }
        write(item, out);
    }
    out.push_str(close);
}
