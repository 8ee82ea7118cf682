//! Tests of the access readers.

mod accounts;
mod buckets;
mod estate;
mod keys;
mod organizations;
mod patterns;
mod people;
mod policies;
mod principals;
mod resources;
