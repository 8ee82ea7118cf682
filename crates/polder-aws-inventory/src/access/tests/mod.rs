//! What is read of access.

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
