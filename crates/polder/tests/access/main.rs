//! Who can do what: on the owner's estate, and on small plans of others.

mod plan;
mod published;
mod services;
mod mutants;
mod escalations;
mod strangers;
mod unknown;
