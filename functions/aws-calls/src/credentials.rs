//! Credentials.

use std::fmt;

use polder_world::World;

use crate::error::SetupError;

/// A key pair, with the session token of a role.
#[derive(Clone)]
pub struct Credentials {
    pub(crate) key_id: String,
    pub(crate) secret: String,
    pub(crate) token: Option<String>,
}

impl Credentials {
    /// A key pair.
    pub fn new(key_id: &str, secret: &str, token: Option<&str>) -> Credentials {
        Credentials {
            key_id: key_id.to_owned(),
            secret: secret.to_owned(),
            token: token.map(ToOwned::to_owned),
        }
    }

    /// The key pair from the environment of a function. It outlives the function's process.
    ///
    /// # Errors
    /// If there is none.
    pub fn from_world(world: &dyn World) -> Result<Credentials, SetupError> {
        let needed = |name: &'static str| world.env(name).ok_or(SetupError::Missing { name });
        Ok(Credentials {
            key_id: needed("AWS_ACCESS_KEY_ID")?,
            secret: needed("AWS_SECRET_ACCESS_KEY")?,
            token: world.env("AWS_SESSION_TOKEN").filter(|token| !token.is_empty()),
        })
    }
}

/// Shows the key ID and nothing of the secret, so that logs cannot contain it.
impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials").field("key_id", &self.key_id).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_not_shown() {
        let shown = format!("{:?}", Credentials::new("AKIDEXAMPLE", "hush", Some("hush too")));
        assert_eq!(shown, "Credentials { key_id: \"AKIDEXAMPLE\", .. }");
    }
}
