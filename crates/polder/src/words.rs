//! The vocabulary of modules: descriptions and types from the provider, code of edge functions from `polder-emit`.

use polder_cloud::schema::{Schema, Type as Known};
use polder_cloud::{Address, EdgeFunction};
use polder_module::{Type, Vocabulary};

/// The vocabulary of AWS modules.
#[derive(Clone, Copy, Debug, Default)]
pub struct Words;

impl Vocabulary for Words {
    fn local(&self, name: &str) -> Option<String> {
        polder_aws::words::local(name)
    }

    fn attribute(&self, address: &Address, attribute: &str) -> String {
        polder_aws::words::attribute(address, attribute)
    }

    fn kind(&self, address: &Address, attribute: &str) -> Type {
        let block = Schema::aws().block(address.mode, &address.kind);
        block.and_then(|block| block.attribute(attribute)).map_or(Type::Any, |found| of(&found.kind))
    }

    fn code(&self, function: &EdgeFunction) -> String {
        polder_emit::javascript(function)
    }
}

/// A type of the provider's schema as a type of a variable. Sets become lists.
fn of(kind: &Known) -> Type {
    match kind {
        Known::Text => Type::Text,
        Known::Number => Type::Number,
        Known::Bool => Type::Bool,
        Known::Any => Type::Any,
        Known::List(inner) | Known::Set(inner) => Type::List(Box::new(of(inner))),
        Known::Map(inner) => Type::Map(Box::new(of(inner))),
        Known::Object(fields) => {
            Type::Object(fields.iter().map(|(name, inner)| (name.as_str().into(), of(inner))).collect())
        }
    }
}
