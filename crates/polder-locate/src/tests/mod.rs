//! Tests on small inventories.

mod doubts;
mod estate;
mod oracle;
