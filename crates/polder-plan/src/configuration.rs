//! The configuration section of a plan: resources, modules and the references of their expressions.

use std::collections::BTreeMap;
use std::fmt;

use polder_cloud::Mode;
use serde::de::{Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use crate::text::Text;
use crate::traversal::References;

/// The configuration section.
#[derive(Debug, Deserialize)]
#[serde(expecting = "a configuration")]
pub(crate) struct Configuration<'d> {
    #[serde(borrow)]
    pub(crate) provider_config: Option<BTreeMap<Text<'d>, Provider<'d>>>,
    #[serde(borrow)]
    pub(crate) root_module: Option<ModuleConfig<'d>>,
}

/// A provider configuration.
#[derive(Debug, Deserialize)]
#[serde(expecting = "a provider configuration")]
pub(crate) struct Provider<'d> {
    /// The module that it is in, without keys; absent for the root module.
    #[serde(borrow)]
    pub(crate) module_address: Option<Text<'d>>,
    #[serde(borrow)]
    pub(crate) expressions: Option<Fields<'d>>,
}

/// A module, for all of its calls.
#[derive(Debug, Deserialize)]
#[serde(expecting = "a module")]
pub(crate) struct ModuleConfig<'d> {
    #[serde(borrow)]
    pub(crate) outputs: Option<BTreeMap<Text<'d>, OutputConfig<'d>>>,
    #[serde(borrow)]
    pub(crate) resources: Option<Vec<ResourceConfig<'d>>>,
    #[serde(borrow)]
    pub(crate) module_calls: Option<BTreeMap<Text<'d>, Call<'d>>>,
    #[serde(borrow)]
    pub(crate) variables: Option<BTreeMap<Text<'d>, VariableConfig<'d>>>,
}

#[derive(Debug, Deserialize)]
#[serde(expecting = "an output")]
pub(crate) struct OutputConfig<'d> {
    #[serde(borrow)]
    pub(crate) expression: Option<Node<'d>>,
    #[serde(borrow)]
    pub(crate) description: Option<Text<'d>>,
}

#[derive(Debug, Deserialize)]
#[serde(expecting = "a variable")]
pub(crate) struct VariableConfig<'d> {
    #[serde(borrow)]
    pub(crate) default: Option<&'d RawValue>,
    #[serde(borrow)]
    pub(crate) description: Option<Text<'d>>,
    pub(crate) sensitive: Option<bool>,
}

/// A resource or data source, with all of its instances.
#[derive(Debug, Deserialize)]
#[serde(expecting = "a resource")]
pub(crate) struct ResourceConfig<'d> {
    /// `None` for what is not stored in a state, such as ephemeral resources.
    #[serde(deserialize_with = "stored_mode")]
    pub(crate) mode: Option<Mode>,
    #[serde(rename = "type", borrow)]
    pub(crate) kind: Text<'d>,
    #[serde(borrow)]
    pub(crate) name: Text<'d>,
    #[serde(borrow)]
    pub(crate) provider_config_key: Option<Text<'d>>,
    #[serde(borrow)]
    pub(crate) expressions: Option<Fields<'d>>,
    #[serde(borrow)]
    pub(crate) count_expression: Option<Node<'d>>,
    #[serde(borrow)]
    pub(crate) for_each_expression: Option<Node<'d>>,
    pub(crate) depends_on: Option<References>,
}

/// A module call.
#[derive(Debug, Deserialize)]
#[serde(expecting = "a module call")]
pub(crate) struct Call<'d> {
    #[serde(borrow)]
    pub(crate) expressions: Option<Fields<'d>>,
    #[serde(borrow)]
    pub(crate) count_expression: Option<Node<'d>>,
    #[serde(borrow)]
    pub(crate) for_each_expression: Option<Node<'d>>,
    #[serde(borrow)]
    pub(crate) module: Option<ModuleConfig<'d>>,
}

/// The content between the braces of a block.
#[derive(Debug, Default)]
pub(crate) struct Fields<'d>(BTreeMap<Text<'d>, Node<'d>>);

/// The meaning of a name in a block.
#[derive(Debug)]
pub(crate) enum Node<'d> {
    /// An attribute.
    Expression(Expression<'d>),
    /// A block that can occur once.
    Block(Fields<'d>),
    /// Blocks in source order.
    Blocks(Vec<Fields<'d>>),
    /// A list of text: the references of an expression.
    References(References),
    /// Something that the format does not allow here.
    Other,
}

/// An expression, as far as the document contains it.
#[derive(Debug, Default)]
pub(crate) struct Expression<'d> {
    /// Its value, if it has no references and no function calls.
    pub(crate) constant: Option<&'d RawValue>,
    /// Its references.
    pub(crate) references: References,
}

impl<'d> Fields<'d> {
    /// The meaning of a name.
    pub(crate) fn get(&self, name: &str) -> Option<&Node<'d>> {
        self.0.get(name)
    }

    /// The meaning of a name, with the name as it is in the document.
    pub(crate) fn node(&self, name: &str) -> Option<(&str, &Node<'d>)> {
        self.0.get_key_value(name).map(|(name, node)| (&**name, node))
    }

    /// The number of names.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing inside has references.
    pub(crate) fn is_constant(&self) -> bool {
        self.0.values().all(|node| match node {
            Node::Expression(expression) => expression.is_constant(),
            Node::Block(fields) => fields.is_constant(),
            Node::Blocks(blocks) => blocks.iter().all(Fields::is_constant),
            Node::References(_) | Node::Other => true,
        })
    }

    /// All names, in their order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &Node<'d>)> {
        self.0.iter().map(|(name, node)| (&**name, node))
    }
}

impl<'d> Node<'d> {
    /// The expression, where it is one.
    pub(crate) fn expression(&self) -> Option<&Expression<'d>> {
        if let Node::Expression(expression) = self { Some(expression) } else { None }
    }
}

impl Expression<'_> {
    /// Whether it has no references and has a value.
    pub(crate) fn is_constant(&self) -> bool {
        self.references.0.is_empty() && self.constant.is_some()
    }
}

fn stored_mode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Mode>, D::Error> {
    Text::deserialize(deserializer).map(|text| match &*text {
        "managed" => Some(Mode::Managed),
        "data" => Some(Mode::Data),
        _ => None,
    })
}

impl<'de: 'd, 'd> Deserialize<'de> for Fields<'d> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Fields<'d>, D::Error> {
        BTreeMap::deserialize(deserializer).map(Fields)
    }
}

impl<'de: 'd, 'd> Deserialize<'de> for Node<'d> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Node<'d>, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

/// Distinguishes attributes from blocks: an attribute has `constant_value`, or `references` that is a list of
/// text, or nothing. A block with an attribute of such a name has an object instead.
struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an expression, a block or a list of blocks")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node<'de>, A::Error> {
        let mut expression = Expression::default();
        let mut fields = BTreeMap::new();
        while let Some(name) = map.next_key::<Text<'de>>()? {
            match &*name {
                "constant_value" => expression.constant = map.next_value()?,
                "references" => match map.next_value()? {
                    Node::References(references) => expression.references = references,
                    node => drop(fields.insert(name, node)),
                },
                _ => drop(fields.insert(name, map.next_value()?)),
            }
        }
        let block = !fields.is_empty();
        Ok(if block { Node::Block(Fields(fields)) } else { Node::Expression(expression) })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Node<'de>, A::Error> {
        let (mut blocks, mut texts): (Vec<Fields<'de>>, Vec<Text<'de>>) = (vec![], vec![]);
        while let Some(element) = seq.next_element::<Element<'de>>()? {
            match element {
                Element::Text(text) => texts.push(text),
                Element::Node(Node::Block(fields)) => blocks.push(fields),
                // An empty block looks like an expression without information.
                Element::Node(_) => blocks.push(Fields::default()),
            }
        }
        let references = || References::of(texts.iter().map(|text| &**text));
        Ok(if blocks.is_empty() { Node::References(references()) } else { Node::Blocks(blocks) })
    }

    fn visit_unit<E: Error>(self) -> Result<Node<'de>, E> {
        Ok(Node::Other)
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Node<'de>, E> {
        Ok(Node::Other)
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Node<'de>, E> {
        Ok(Node::Other)
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Node<'de>, E> {
        Ok(Node::Other)
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<Node<'de>, E> {
        Ok(Node::Other)
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<Node<'de>, E> {
        Ok(Node::Other)
    }
}

/// An element of a list: text, or a node.
enum Element<'d> {
    Text(Text<'d>),
    Node(Node<'d>),
}

impl<'de> Deserialize<'de> for Element<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Element<'de>, D::Error> {
        deserializer.deserialize_any(ElementVisitor)
    }
}

struct ElementVisitor;

impl<'de> Visitor<'de> for ElementVisitor {
    type Value = Element<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a reference or a block")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Element<'de>, E> {
        Ok(Element::Text(Text::borrowed(text)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Element<'de>, E> {
        Ok(Element::Text(Text::owned(text)))
    }

    fn visit_unit<E: Error>(self) -> Result<Element<'de>, E> {
        Ok(Element::Node(Node::Other))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Element<'de>, A::Error> {
        NodeVisitor.visit_map(map).map(Element::Node)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Element<'de>, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Element::Node(Node::Other))
    }
}
