//! The provider's schema, from the embedded dump.
//!
//! It contains what the two major versions of the provider have in common, and what only one of them has. It has one
//! type a line, so that only requested types are parsed.

mod dump;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{LazyLock, OnceLock};

use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;
use serde::Deserialize;

use crate::address::Mode;

/// Written by `cargo xtask provider-bindings`; its format is described beside it.
static DUMP: &str = include_str!("../schema/both.json");

static AWS: LazyLock<Schema> = LazyLock::new(|| Schema::index(DUMP));

/// Things that are looked up by name, several times for every attribute of a platform; in the order of the dump, which is
/// alphabetical.
type ByName<K, V> = IndexMap<K, V, FxBuildHasher>;

/// The shapes of all types that Polder may use.
#[derive(Debug)]
pub struct Schema {
    configuration: Lazy,
    managed: ByName<&'static str, Lazy>,
    data: ByName<&'static str, Lazy>,
    ephemeral: ByName<&'static str, Lazy>,
    shared: Vec<Lazy>,
}

/// A supported major version of the provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Major {
    /// From 5.100 on.
    Five,
    /// All of it.
    Six,
}

/// The content of a resource or a block.
#[derive(Debug, Default, Deserialize)]
pub struct Block {
    /// Its attributes.
    #[serde(rename = "a", default)]
    pub attributes: ByName<String, Attribute>,
    /// Its blocks.
    #[serde(rename = "b", default)]
    pub blocks: ByName<String, Nested>,
    /// The first version that deprecates it, if any.
    #[serde(rename = "d", default)]
    pub deprecated: Option<Major>,
    /// What only one version has, or what differs between the versions.
    #[serde(rename = "l", default)]
    pub lone: BTreeMap<String, VersionOnly>,
    /// The required attributes, and the required blocks with the least number of each, in alphabetical order.
    #[serde(skip)]
    required: (Vec<String>, Vec<(String, u64)>),
}

/// An attribute or a block of one version only.
#[derive(Clone, Copy, Debug)]
pub struct VersionOnly {
    /// The version that has it.
    pub major: Major,
    /// That version requires it.
    pub required: bool,
}

/// An attribute.
#[derive(Debug)]
pub struct Attribute {
    /// Its type.
    pub kind: Type,
    /// Must be set.
    pub required: bool,
    /// May be set.
    pub optional: bool,
    /// The provider computes it if it is not set.
    pub computed: bool,
    /// It is sensitive.
    pub sensitive: bool,
    /// The first version that deprecates it, if any.
    pub deprecated: Option<Major>,
    /// It is write-only, which only some engine versions support.
    pub write_only: bool,
    /// Its objects have members that only one version has. They are not in `kind`.
    pub uneven: bool,
}

/// A block inside a block.
#[derive(Debug)]
pub struct Nested {
    /// Its nesting.
    pub nesting: Nesting,
    /// The minimum number of occurrences.
    pub min: u64,
    /// The maximum number of occurrences; 0 for no limit.
    pub max: u64,
    /// The index of its content in the schema.
    index: usize,
}

/// The nesting of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Nesting {
    /// A list of objects.
    List,
    /// A set of objects, without order or index.
    Set,
    /// One object.
    Single,
    /// Objects with names.
    Map,
    /// Different in the two versions: such blocks can be written, but not read.
    Uneven,
}

/// The type of an attribute.
#[derive(Debug, PartialEq)]
pub enum Type {
    /// Text.
    Text,
    /// A number.
    Number,
    /// A bool.
    Bool,
    /// Anything.
    Any,
    /// Values in order.
    List(Box<Type>),
    /// Values without order.
    Set(Box<Type>),
    /// Named values of one type.
    Map(Box<Type>),
    /// Named values, each of its type.
    Object(BTreeMap<String, Type>),
}

/// A line of the dump that is parsed lazily.
#[derive(Debug)]
struct Lazy {
    text: &'static str,
    parsed: OnceLock<Block>,
}

impl Schema {
    /// The schema of the AWS provider.
    pub fn aws() -> &'static Schema {
        &AWS
    }

    /// A schema without any type.
    pub fn none() -> &'static Schema {
        static NONE: LazyLock<Schema> = LazyLock::new(|| Schema::index("{}"));
        &NONE
    }

    /// The schema of a resource type or data source.
    pub fn block(&self, mode: Mode, kind: &str) -> Option<&Block> {
        self.types(mode).get(kind).map(Lazy::block)
    }

    /// The content of a block inside a block.
    pub fn inside(&self, nested: &Nested) -> &Block {
        static EMPTY: Block = Block {
            attributes: ByName::with_hasher(FxBuildHasher),
            blocks: ByName::with_hasher(FxBuildHasher),
            deprecated: None,
            lone: BTreeMap::new(),
            required: (vec![], vec![]),
        };
        self.shared.get(nested.index).map_or(&EMPTY, Lazy::block)
    }

    /// The schema of the provider configuration.
    pub fn configuration(&self) -> &Block {
        self.configuration.block()
    }

    /// All types of a mode, in the order of their names.
    pub fn kinds(&self, mode: Mode) -> impl Iterator<Item = &'static str> {
        self.types(mode).keys().copied()
    }

    fn types(&self, mode: Mode) -> &ByName<&'static str, Lazy> {
        match mode {
            Mode::Managed => &self.managed,
            Mode::Data => &self.data,
            Mode::Ephemeral => &self.ephemeral,
        }
    }

    /// Finds the lines of the dump.
    fn index(dump: &'static str) -> Schema {
        let mut schema = Schema {
            configuration: Lazy::new("{}"),
            managed: ByName::default(),
            data: ByName::default(),
            ephemeral: ByName::default(),
            shared: vec![],
        };
        let mut section = "";
        for line in dump.lines() {
            let line = line.trim_end_matches(',');
            match (section, line) {
                (_, "\"resources\":{" | "\"data\":{" | "\"ephemeral\":{" | "\"shared\":[") => section = line,
                ("\"shared\":[", _) if line.starts_with('{') => schema.shared.push(Lazy::new(line)),
                ("\"resources\":{", _) => schema.managed.extend(named(line)),
                ("\"data\":{", _) => schema.data.extend(named(line)),
                ("\"ephemeral\":{", _) => schema.ephemeral.extend(named(line)),
                ("", _) => {
                    if let Some(("configuration", lazy)) = named(line) {
                        schema.configuration = lazy;
                    }
                }
                _ => {}
            }
        }
        schema
    }
}

impl Block {
    /// The attribute of this name.
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.get(name)
    }

    /// The block of this name.
    pub fn nested(&self, name: &str) -> Option<&Nested> {
        self.blocks.get(name)
    }

    /// The names of the required attributes, in alphabetical order.
    pub fn required_attributes(&self) -> &[String] {
        &self.required.0
    }

    /// The names of the required blocks with the least number of each, in alphabetical order.
    pub fn required_blocks(&self) -> impl Iterator<Item = (&str, u64)> {
        self.required.1.iter().map(|(name, min)| (name.as_str(), *min))
    }

    /// Collects the requirements once, not for every body.
    fn with_requirements(mut self) -> Block {
        let attributes = self.attributes.iter().filter(|(_, attribute)| attribute.required);
        let blocks = self.blocks.iter().filter(|(_, nested)| nested.min > 0);
        self.required = (
            attributes.map(|(name, _)| name.clone()).collect(),
            blocks.map(|(name, nested)| (name.clone(), nested.min)).collect(),
        );
        self
    }

    /// Whether there is an attribute or block of this name.
    pub fn has(&self, name: &str) -> bool {
        self.attributes.contains_key(name) || self.blocks.contains_key(name)
    }

    /// The names of all attributes and blocks.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.attributes.keys().chain(self.blocks.keys()).map(String::as_str)
    }
}

impl Attribute {
    /// Whether it is read-only.
    pub fn read_only(&self) -> bool {
        self.computed && !self.optional && !self.required
    }
}

impl Major {
    /// The version in the flags.
    fn in_flags(flags: &str) -> Option<Major> {
        let five = flags.contains('5').then_some(Major::Five);
        five.or_else(|| flags.contains('6').then_some(Major::Six))
    }
}

impl fmt::Display for Major {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Major::Five => "5",
            Major::Six => "6",
        })
    }
}

impl Type {
    /// The type, for a message.
    pub fn words(&self) -> &'static str {
        match self {
            Type::Text => "text",
            Type::Number => "a number",
            Type::Bool => "`true` or `false`",
            Type::Any => "anything",
            Type::List(_) | Type::Set(_) => "a list",
            Type::Map(_) | Type::Object(_) => "an object",
        }
    }
}

impl Lazy {
    fn new(text: &'static str) -> Lazy {
        Lazy { text, parsed: OnceLock::new() }
    }

    fn block(&self) -> &Block {
        self.parsed.get_or_init(|| block(self.text).unwrap_or_default())
    }
}

/// `"aws_vpc":{…}` as a name and a line.
fn named(line: &'static str) -> Option<(&'static str, Lazy)> {
    let (name, rest) = line.strip_prefix('"')?.split_once("\":")?;
    Some((name, Lazy::new(rest)))
}

/// `None` if the text does not match the format: a test shows that this never happens.
fn block(text: &str) -> Option<Block> {
    serde_json::from_str(text).ok().map(Block::with_requirements)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value as Json;

    #[test]
    fn every_line_of_the_dump_is_understood() {
        let schema = Schema::aws();
        for lazy in schema
            .managed
            .values()
            .chain(schema.data.values())
            .chain(schema.ephemeral.values())
            .chain(&schema.shared)
            .chain([&schema.configuration])
        {
            assert!(block(lazy.text).is_some(), "{}", lazy.text);
        }
        let whole: Json = serde_json::from_str(DUMP).expect("the dump is JSON");
        assert_eq!(whole["format"], 3);
        let count = |key: &str| whole[key].as_object().map_or(0, serde_json::Map::len);
        assert_eq!(schema.managed.len(), count("resources"));
        assert_eq!(schema.data.len(), count("data"));
        assert_eq!(schema.ephemeral.len(), count("ephemeral"));
        assert_eq!(Some(schema.shared.len()), whole["shared"].as_array().map(Vec::len));
    }

    #[test]
    fn knows_what_a_network_is() {
        let vpc = Schema::aws().block(Mode::Managed, "aws_vpc").expect("there are networks");
        let cidr = vpc.attribute("cidr_block").expect("a network has addresses");
        assert_eq!(cidr.kind, Type::Text);
        assert!(!cidr.read_only());
        assert!(vpc.attribute("arn").is_some_and(Attribute::read_only));
        assert!(Schema::aws().block(Mode::Data, "aws_vpcs_of_mars").is_none());
    }

    #[test]
    fn steps_into_blocks() {
        let schema = Schema::aws();
        let record = schema.block(Mode::Managed, "aws_route53_record").expect("there are records");
        let alias = record.nested("alias").expect("a record may be an alias");
        assert_eq!((alias.nesting, alias.min, alias.max), (Nesting::List, 0, 1));
        assert!(schema.inside(alias).attribute("name").is_some_and(|name| name.required));
    }
}
