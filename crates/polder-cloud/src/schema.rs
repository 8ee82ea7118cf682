//! The shape of the provider's resources, out of the embedded dump.
//!
//! The dump has one type a line, so that only the types that are asked for are ever parsed.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{LazyLock, OnceLock};

use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::address::Mode;

/// Written by `cargo xtask provider-schema`; its format is described beside it.
static DUMP: &str = include_str!("../schema/aws.json");

static AWS: LazyLock<Schema> = LazyLock::new(|| Schema::index(DUMP));

/// The shapes of all types that Polder may use.
#[derive(Debug)]
pub struct Schema {
    managed: BTreeMap<&'static str, Lazy>,
    data: BTreeMap<&'static str, Lazy>,
    shared: Vec<Lazy>,
}

/// What may stand in a resource or in a block.
#[derive(Debug, Default, Deserialize)]
pub struct Block {
    /// Its attributes.
    #[serde(rename = "a", default)]
    pub attributes: BTreeMap<String, Attribute>,
    /// Its blocks.
    #[serde(rename = "b", default)]
    pub blocks: BTreeMap<String, Nested>,
}

/// An attribute.
#[derive(Debug)]
pub struct Attribute {
    /// What values it takes.
    pub kind: Type,
    /// Must be set.
    pub required: bool,
    /// May be set.
    pub optional: bool,
    /// The provider sets it when nobody else does.
    pub computed: bool,
    /// Terraform does not print it.
    pub sensitive: bool,
    /// The provider asks for another one.
    pub deprecated: bool,
    /// Never stands in a state; only some engines know such attributes.
    pub write_only: bool,
}

/// A block inside a block.
#[derive(Debug)]
pub struct Nested {
    /// How many there are, seen as a value.
    pub nesting: Nesting,
    /// At least so often.
    pub min: u64,
    /// At most so often; 0 for no limit.
    pub max: u64,
    /// Where its content stands in the schema.
    index: usize,
}

/// How many blocks of a name there are, seen as a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Nesting {
    /// A list of objects.
    List,
    /// A set of objects: they have no order and no numbers.
    Set,
    /// One object.
    Single,
    /// Objects with names.
    Map,
}

/// What values an attribute takes.
#[derive(Debug, PartialEq)]
pub enum Type {
    /// Text.
    Text,
    /// A number.
    Number,
    /// A truth value.
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

/// A line of the dump that is parsed when it is first asked for.
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

    /// The shape of a type of resource or look-up.
    pub fn block(&self, mode: Mode, kind: &str) -> Option<&Block> {
        self.types(mode).get(kind).map(Lazy::block)
    }

    /// The content of a block inside a block.
    pub fn inside(&self, nested: &Nested) -> &Block {
        static EMPTY: Block = Block { attributes: BTreeMap::new(), blocks: BTreeMap::new() };
        self.shared.get(nested.index).map_or(&EMPTY, Lazy::block)
    }

    /// All types of a mode, in the order of their names.
    pub fn kinds(&self, mode: Mode) -> impl Iterator<Item = &'static str> {
        self.types(mode).keys().copied()
    }

    fn types(&self, mode: Mode) -> &BTreeMap<&'static str, Lazy> {
        match mode {
            Mode::Managed => &self.managed,
            Mode::Data => &self.data,
        }
    }

    /// Finds the lines of the dump.
    fn index(dump: &'static str) -> Schema {
        let mut schema = Schema { managed: BTreeMap::new(), data: BTreeMap::new(), shared: vec![] };
        let mut section = "";
        for line in dump.lines() {
            let line = line.trim_end_matches(',');
            match (section, line) {
                (_, "\"resources\":{" | "\"data\":{" | "\"shared\":[") => section = line,
                ("\"shared\":[", _) if line.starts_with('{') => schema.shared.push(Lazy::new(line)),
                ("\"resources\":{", _) => schema.managed.extend(named(line)),
                ("\"data\":{", _) => schema.data.extend(named(line)),
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

    /// Whether something of this name may stand here.
    pub fn has(&self, name: &str) -> bool {
        self.attributes.contains_key(name) || self.blocks.contains_key(name)
    }

    /// The names of everything that may stand here.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.attributes.keys().chain(self.blocks.keys()).map(String::as_str)
    }
}

impl Attribute {
    /// Whether only the provider sets it.
    pub fn read_only(&self) -> bool {
        self.computed && !self.optional && !self.required
    }
}

impl Type {
    /// What it takes, in words for a message.
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

/// Nothing when the text is not as the format says: a test proves that this never happens.
fn block(text: &str) -> Option<Block> {
    serde_json::from_str(text).ok()
}

/// `["string","oc"]`: the type, and a letter for each thing that is so.
impl<'de> Deserialize<'de> for Attribute {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Attribute, D::Error> {
        let (kind, flags) = <(Type, &str)>::deserialize(deserializer)?;
        Ok(Attribute {
            kind,
            required: flags.contains('r'),
            optional: flags.contains('o'),
            computed: flags.contains('c'),
            sensitive: flags.contains('s'),
            deprecated: flags.contains('d'),
            write_only: flags.contains('w'),
        })
    }
}

/// `["list",0,1,17]`: the nesting, how many at least and at most, and where the content stands.
impl<'de> Deserialize<'de> for Nested {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Nested, D::Error> {
        let (nesting, min, max, index) = Deserialize::deserialize(deserializer)?;
        let max = if nesting == Nesting::Single { 1 } else { max };
        Ok(Nested { nesting, min, max, index })
    }
}

/// `"string"`, `["list","string"]`, `["object",{"name":"string"}]`.
impl<'de> Deserialize<'de> for Type {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Type, D::Error> {
        deserializer.deserialize_any(TypeVisitor)
    }
}

struct TypeVisitor;

impl<'de> Visitor<'de> for TypeVisitor {
    type Value = Type;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a type")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Type, E> {
        match name {
            "string" => Ok(Type::Text),
            "number" => Ok(Type::Number),
            "bool" => Ok(Type::Bool),
            "dynamic" => Ok(Type::Any),
            other => Err(E::unknown_variant(other, &["string", "number", "bool", "dynamic"])),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Type, A::Error> {
        let short = || A::Error::invalid_length(1, &"the word for a type, and of what");
        let word: &str = parts.next_element()?.ok_or_else(short)?;
        if word == "object" {
            return parts.next_element()?.map(Type::Object).ok_or_else(short);
        }
        let of = parts.next_element()?.map(Box::new).ok_or_else(short)?;
        match word {
            "list" => Ok(Type::List(of)),
            "set" => Ok(Type::Set(of)),
            "map" => Ok(Type::Map(of)),
            other => Err(A::Error::unknown_variant(other, &["list", "set", "map", "object"])),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value as Json;

    #[test]
    fn every_line_of_the_dump_is_understood() {
        let schema = Schema::aws();
        for lazy in schema.managed.values().chain(schema.data.values()).chain(&schema.shared) {
            assert!(block(lazy.text).is_some(), "{}", lazy.text);
        }
        let whole: Json = serde_json::from_str(DUMP).expect("the dump is JSON");
        assert_eq!(whole["format"], 1);
        let count = |key: &str| whole[key].as_object().map_or(0, serde_json::Map::len);
        assert_eq!(schema.managed.len(), count("resources"));
        assert_eq!(schema.data.len(), count("data"));
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
