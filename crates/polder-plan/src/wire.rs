//! The documents as `terraform show -json` writes them, as far as they are read.
//!
//! Source: Terraform's documentation, "JSON Output Format". A minor version may add properties, so unknown
//! ones are skipped; the properties here must have the documented form. Values and marks are kept as text
//! until their form is known.

use std::collections::BTreeMap;
use std::fmt;

use polder_cloud::{InstanceKey, Mode};
use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use crate::configuration::Configuration;
use crate::text::Text;

/// A plan or a state.
#[derive(Debug, Deserialize)]
#[serde(expecting = "a plan or a state")]
pub(crate) struct Wire<'d> {
    #[serde(borrow)]
    pub(crate) format_version: Option<Text<'d>>,
    #[serde(borrow)]
    pub(crate) terraform_version: Option<Text<'d>>,
    pub(crate) errored: Option<bool>,
    /// Of a plan: the values of the root module's variables.
    #[serde(borrow)]
    pub(crate) variables: Option<BTreeMap<Text<'d>, Variable<'d>>>,
    /// Of a plan: the planned values.
    #[serde(borrow)]
    pub(crate) planned_values: Option<Values<'d>>,
    #[serde(borrow)]
    pub(crate) resource_changes: Option<Vec<ResourceChange<'d>>>,
    #[serde(borrow)]
    pub(crate) output_changes: Option<BTreeMap<Text<'d>, Change<'d>>>,
    /// Of a plan: the state before.
    #[serde(borrow)]
    pub(crate) prior_state: Option<PriorState<'d>>,
    #[serde(borrow)]
    pub(crate) configuration: Option<Configuration<'d>>,
    /// Of a state: its values.
    #[serde(borrow)]
    pub(crate) values: Option<Values<'d>>,
}

#[derive(Debug, Deserialize)]
#[serde(expecting = "the value of a variable")]
pub(crate) struct Variable<'d> {
    #[serde(borrow)]
    pub(crate) value: Option<&'d RawValue>,
}

#[derive(Debug, Deserialize)]
#[serde(expecting = "a state")]
pub(crate) struct PriorState<'d> {
    #[serde(borrow)]
    pub(crate) values: Option<Values<'d>>,
}

#[derive(Debug, Deserialize)]
#[serde(expecting = "values")]
pub(crate) struct Values<'d> {
    #[serde(borrow)]
    pub(crate) outputs: Option<BTreeMap<Text<'d>, Output<'d>>>,
    #[serde(borrow)]
    pub(crate) root_module: Option<Module<'d>>,
}

#[derive(Debug, Deserialize)]
#[serde(expecting = "an output")]
pub(crate) struct Output<'d> {
    pub(crate) sensitive: Option<bool>,
    #[serde(borrow)]
    pub(crate) value: Option<&'d RawValue>,
}

/// An instance of a module.
#[derive(Debug, Deserialize)]
#[serde(expecting = "a module")]
pub(crate) struct Module<'d> {
    /// `module.network["a"]`; absent for the root module.
    #[serde(borrow)]
    pub(crate) address: Option<Text<'d>>,
    #[serde(borrow)]
    pub(crate) resources: Option<Vec<Resource<'d>>>,
    #[serde(borrow)]
    pub(crate) child_modules: Option<Vec<Module<'d>>>,
}

/// An instance of a resource.
#[derive(Debug, Deserialize)]
#[serde(expecting = "a resource")]
pub(crate) struct Resource<'d> {
    /// The whole address, by which the parts of a plan identify the instance.
    #[serde(borrow)]
    pub(crate) address: Text<'d>,
    #[serde(deserialize_with = "mode")]
    pub(crate) mode: Mode,
    #[serde(rename = "type", borrow)]
    pub(crate) kind: Text<'d>,
    #[serde(borrow)]
    pub(crate) name: Text<'d>,
    #[serde(default, deserialize_with = "instance_key")]
    pub(crate) index: Option<InstanceKey>,
    #[serde(borrow)]
    pub(crate) provider_name: Option<Text<'d>>,
    /// Set for an object that remains from a replacement and is still to be deleted.
    #[serde(borrow)]
    pub(crate) deposed_key: Option<Text<'d>>,
    #[serde(borrow)]
    pub(crate) values: Option<&'d RawValue>,
    #[serde(borrow)]
    pub(crate) sensitive_values: Option<&'d RawValue>,
    /// Addresses without keys.
    #[serde(borrow)]
    pub(crate) depends_on: Option<Vec<Text<'d>>>,
}

#[derive(Debug, Deserialize)]
#[serde(expecting = "a change of a resource")]
pub(crate) struct ResourceChange<'d> {
    #[serde(borrow)]
    pub(crate) address: Text<'d>,
    #[serde(borrow)]
    pub(crate) previous_address: Option<Text<'d>>,
    #[serde(borrow)]
    pub(crate) deposed: Option<Text<'d>>,
    #[serde(borrow)]
    pub(crate) change: Change<'d>,
}

#[derive(Debug, Deserialize)]
#[serde(expecting = "a change")]
pub(crate) struct Change<'d> {
    #[serde(borrow)]
    pub(crate) actions: Option<Vec<Text<'d>>>,
    #[serde(borrow)]
    pub(crate) after_unknown: Option<&'d RawValue>,
}

impl ResourceChange<'_> {
    /// Whether the object is deleted or no longer managed.
    pub(crate) fn removes(&self) -> bool {
        let actions = self.change.actions.as_deref().unwrap_or_default();
        matches!(actions, [only] if matches!(&**only, "delete" | "forget"))
    }
}

fn mode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Mode, D::Error> {
    match &*Text::deserialize(deserializer)? {
        "managed" => Ok(Mode::Managed),
        "data" => Ok(Mode::Data),
        other => Err(D::Error::custom(format_args!("the mode `{other}` is neither `managed` nor `data`"))),
    }
}

fn instance_key<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<InstanceKey>, D::Error> {
    deserializer.deserialize_any(KeyVisitor)
}

struct KeyVisitor;

impl Visitor<'_> for KeyVisitor {
    type Value = Option<InstanceKey>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a whole number or text")
    }

    fn visit_unit<E: Error>(self) -> Result<Option<InstanceKey>, E> {
        Ok(None)
    }

    fn visit_u64<E: Error>(self, index: u64) -> Result<Option<InstanceKey>, E> {
        Ok(Some(InstanceKey::Index(index)))
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Option<InstanceKey>, E> {
        Ok(Some(InstanceKey::Name(name.into())))
    }
}
