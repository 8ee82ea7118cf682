//! What shows where data are and how they are encrypted: every movement of data, the places that they can be in, and keys.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Places, movements and keys.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Data {
    /// The jurisdiction of each region.
    pub jurisdictions: BTreeMap<String, String>,
    /// The jurisdictions in which personal data may be.
    pub allowed: Vec<String>,
    /// The parts of the estate whose data stay in regions of their own.
    pub cells: Vec<Cell>,
    /// What is not known of movements.
    pub unknown_movements: Vec<String>,
    /// What is not known of stores.
    pub unknown_stores: Vec<String>,
    /// What is not known of keys.
    pub unknown_keys: Vec<String>,
    /// Where data can be: stores, what moves data, and what they leave the estate to.
    pub places: Vec<Place>,
    /// Every way from one place to another.
    pub movements: Vec<Movement>,
    /// The disks of machines by the name of their pool, each with how it is encrypted. A pool without disks has those of its image, of
    /// which nothing is known.
    pub disks: Vec<(String, Encryption)>,
    /// Settings by which volumes that do not say otherwise are not encrypted.
    pub plain_by_default: Vec<String>,
    /// Keys.
    pub keys: Vec<Key>,
    /// For each property about places: those that its data can be in. Nothing leads out of them.
    pub closed: Vec<Closed>,
}

/// A part of the estate whose data stay in regions of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cell {
    /// Its account and its name.
    pub of: (String, String),
    /// Its regions.
    pub regions: Vec<String>,
}

/// Where data can be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// Its name.
    pub name: String,
    /// Where it is.
    pub at: At,
    /// The account, if it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// The account and name of the cell that it was created for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cell: Option<(String, String)>,
    /// Whether it is outside of the estate.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub outside: bool,
    /// Whether its service delivers logs from every edge location, in a region that its owner cannot choose.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub edge: bool,
    /// What it keeps, if it is a store.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub store: Option<Store>,
}

/// Where a place is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum At {
    /// In this region.
    Region(String),
    /// At every edge location.
    Everywhere,
    /// Not known.
    NotKnown,
}

/// What a store keeps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Store {
    /// Whether it keeps logs.
    pub log: bool,
    /// Whether it is a parameter without a secret, which nobody encrypts.
    pub plain_parameter: bool,
    /// The classes of data that it declares; none if it does not say.
    pub data: Option<Vec<Class>>,
    /// How it is encrypted.
    pub encryption: Encryption,
}

/// A class of data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// Of people.
    Personal,
    /// Orders and payments.
    Commercial,
    /// Passwords and keys.
    Credentials,
    /// Of a class that has no name here.
    Other,
    /// Anyone may know them.
    Public,
    /// Products.
    Catalogue,
    /// Of the operation of the estate.
    Operational,
}

/// How a store or a disk is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Encryption {
    /// It is not.
    None,
    /// With a key of the service.
    Service,
    /// With a key that the provider manages.
    Provider,
    /// With a key of the estate.
    Key(u32),
    /// With a key outside of the estate.
    OutsideKey(Owner),
    /// By its clients.
    Client,
    /// Not known.
    NotKnown,
}

/// Who owns a key outside of the estate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Owner {
    /// The provider.
    Provider,
    /// An account of the estate.
    Estate,
    /// Somebody else.
    Others,
    /// Not known.
    NotKnown,
}

/// A way of data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Movement {
    /// Where they come from.
    pub from: u32,
    /// Where they go.
    pub to: u32,
    /// Whether they are logs about the place that they come from.
    pub logs: bool,
    /// What happens.
    pub how: String,
}

/// A key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Key {
    /// Its name.
    pub name: String,
    /// Its account, if it is known.
    pub account: Option<String>,
    /// Whether it is enabled, if that is known.
    pub enabled: Option<bool>,
    /// Whether it is for encryption, if that is known.
    pub encrypts: Option<bool>,
    /// Whether the key service creates its material, if that is known.
    pub own_material: Option<bool>,
    /// Whether it is a replica of another one, which is rotated.
    pub replica: bool,
    /// How often it is rotated.
    pub rotation: Rotation,
}

/// How often a key is rotated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rotation {
    /// Never.
    Never,
    /// After so many milliseconds.
    EveryMs(u64),
    /// Not known.
    NotKnown,
}

/// The places that data can be in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Closed {
    /// The property.
    pub id: String,
    /// Positions of places, in order.
    pub places: Vec<u32>,
}
