//! The shape of the provider's resources, out of the embedded dump.
//!
//! The dump has one type a line, so that only the types that are asked for are ever parsed.

use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};

use serde_json::Value as Json;

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
#[derive(Debug, Default)]
pub struct Block {
    /// Its attributes.
    pub attributes: BTreeMap<String, Attribute>,
    /// Its blocks.
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    let json: Json = serde_json::from_str(text).ok()?;
    let mut block = Block::default();
    for (name, attribute) in json.get("a").and_then(Json::as_object).into_iter().flatten() {
        block.attributes.insert(name.clone(), self::attribute(attribute)?);
    }
    for (name, nested) in json.get("b").and_then(Json::as_object).into_iter().flatten() {
        block.blocks.insert(name.clone(), self::nested(nested)?);
    }
    Some(block)
}

fn attribute(json: &Json) -> Option<Attribute> {
    let [kind, flags] = json.as_array()?.as_slice() else { return None };
    let flags = flags.as_str()?;
    Some(Attribute {
        kind: kind_of(kind)?,
        required: flags.contains('r'),
        optional: flags.contains('o'),
        computed: flags.contains('c'),
        sensitive: flags.contains('s'),
        deprecated: flags.contains('d'),
        write_only: flags.contains('w'),
    })
}

fn nested(json: &Json) -> Option<Nested> {
    let [nesting, min, max, index] = json.as_array()?.as_slice() else { return None };
    let nesting = match nesting.as_str()? {
        "list" => Nesting::List,
        "set" => Nesting::Set,
        "single" => Nesting::Single,
        "map" => Nesting::Map,
        _ => return None,
    };
    let index = usize::try_from(index.as_u64()?).ok()?;
    let max = if nesting == Nesting::Single { 1 } else { max.as_u64()? };
    Some(Nested { nesting, min: min.as_u64()?, max, index })
}

fn kind_of(json: &Json) -> Option<Type> {
    if let Some(name) = json.as_str() {
        return match name {
            "string" => Some(Type::Text),
            "number" => Some(Type::Number),
            "bool" => Some(Type::Bool),
            "dynamic" => Some(Type::Any),
            _ => None,
        };
    }
    let [name, of] = json.as_array()?.as_slice() else { return None };
    match name.as_str()? {
        "list" => Some(Type::List(Box::new(kind_of(of)?))),
        "set" => Some(Type::Set(Box::new(kind_of(of)?))),
        "map" => Some(Type::Map(Box::new(kind_of(of)?))),
        "object" => {
            let fields = of.as_object()?.iter().map(|(name, kind)| Some((name.clone(), kind_of(kind)?)));
            Some(Type::Object(fields.collect::<Option<_>>()?))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
