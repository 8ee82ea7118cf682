//! Designs of whole platforms: the examples, broken ones, and ones under load.

mod dump;

mod cluster;
mod database_roles;
mod examples;
mod findings;
mod functions;
mod load;
mod machines;
mod mail;
mod media;
mod owner;
mod python;
mod saleor;
mod sizes;
mod storefront_languages;
mod traffic;
mod worker_health;
