//! `polder.toml` → [`Platform`]: names resolved, defaults with their origin, all errors at once.
//!
//! [`read`] is the whole of it. A [`Platform`] in hand keeps what the checks of this room promise: every index is in
//! range, every region, country, language and currency is known to the facts, networks are private and apart, hosts
//! differ. Whoever takes one may rely on that; so there is one only when no error was found.
//!
//! Nothing here sizes, prices or places anything.

mod hours;
mod model;
mod setting;

mod choices;
mod keys;

mod codes;
mod reader;

mod names;
mod sections;
mod time_zones;

mod checks;

mod explain;
mod read;
mod schema;
mod template;

pub use codes::codes;
pub use explain::{Explained, explain};
pub use hours::{Days, Hours};
pub use model::*;
pub use read::read;
pub use schema::schema;
pub use setting::{Origin, Setting};
pub use template::template;
