//! Tests on small inventories.

mod doubts;
mod estate;
mod keys;
mod oracle;
mod perhaps;
mod retention;
mod statements;
