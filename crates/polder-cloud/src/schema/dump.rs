//! Parsing of the dump's short forms.

use std::fmt;

use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::{Attribute, Major, Nested, Nesting, Type, VersionOnly};

/// `["string","oc5"]`: the type, and flags as letters or digits.
impl<'de> Deserialize<'de> for Attribute {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Attribute, D::Error> {
        let (kind, flags) = <(Type, &str)>::deserialize(deserializer)?;
        Ok(Attribute {
            kind,
            required: flags.contains('r'),
            optional: flags.contains('o'),
            computed: flags.contains('c'),
            sensitive: flags.contains('s'),
            deprecated: Major::in_flags(flags),
            write_only: flags.contains('w'),
            uneven: flags.contains('u'),
        })
    }
}

/// `"5"`.
impl<'de> Deserialize<'de> for Major {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Major, D::Error> {
        let word = <&str>::deserialize(deserializer)?;
        Major::in_flags(word).ok_or_else(|| D::Error::unknown_variant(word, &["5", "6"]))
    }
}

/// `"5r"`: the version, and whether it requires it.
impl<'de> Deserialize<'de> for VersionOnly {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<VersionOnly, D::Error> {
        let word = <&str>::deserialize(deserializer)?;
        let major = Major::in_flags(word).ok_or_else(|| D::Error::unknown_variant(word, &["5", "6"]))?;
        Ok(VersionOnly { major, required: word.contains('r') })
    }
}

/// `["list",0,1,17]`: the nesting, minimum, maximum, and the index of the content.
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
