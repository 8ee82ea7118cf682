//! The configuration, from the environment.

use polder_design::function_settings::MARKETS;
use polder_world::{World, is_this_machine};

/// A market.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Market {
    /// The slug of its channel.
    pub channel: String,
    /// The URL of its host, without a slash at the end.
    pub origin: String,
}

/// The configuration of the function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// At least one.
    pub markets: Vec<Market>,
}

/// An error in the environment.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// No markets.
    #[error("`{MARKETS}` is not set: it is `CHANNEL=https://HOST` for each market, separated by commas")]
    Missing,
    /// Not a market.
    #[error("`{MARKETS}` has `{0}`, which is not `CHANNEL=https://HOST`")]
    Form(String),
}

impl Settings {
    /// Reads the environment.
    ///
    /// # Errors
    /// If there are no markets, or one is invalid.
    pub fn from_world(world: &dyn World) -> Result<Settings, SettingsError> {
        let text = world.env(MARKETS).filter(|text| !text.is_empty()).ok_or(SettingsError::Missing)?;
        let market = |part: &str| market(part).ok_or_else(|| SettingsError::Form(part.to_owned()));
        Ok(Settings { markets: text.split(',').map(market).collect::<Result<_, _>>()? })
    }
}

fn market(text: &str) -> Option<Market> {
    let (channel, origin) = text.split_once('=')?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let local = || origin.strip_prefix("http://").filter(|host| is_this_machine(host));
    let host = origin.strip_prefix("https://").or_else(local)?;
    let is_host = !host.is_empty() && host.bytes().all(|byte| plain(byte) || matches!(byte, b'.' | b':'));
    let fits = !channel.is_empty() && channel.bytes().all(plain) && is_host;
    fits.then(|| Market { channel: channel.to_owned(), origin: origin.to_owned() })
}

#[cfg(test)]
mod tests {
    use polder_world::MemoryWorld;

    use super::*;

    fn read(text: &str) -> Result<Settings, SettingsError> {
        Settings::from_world(&MemoryWorld::new().with_env(MARKETS, text))
    }

    #[test]
    fn each_market_has_a_channel_and_a_host() {
        let all = read("nl=https://nl.example.com,be=https://be.example.com").expect("markets").markets;
        let market = |channel: &str, origin: &str| Market { channel: channel.into(), origin: origin.into() };
        assert_eq!(all, [market("nl", "https://nl.example.com"), market("be", "https://be.example.com")]);
    }

    #[test]
    fn nothing_else_is_called() {
        for bad in [
            "nl",
            "nl=",
            "nl=http://nl.example.com",
            "=https://nl.example.com",
            "nl=https://",
            "nl=https://a/b",
            "nl=https://user@a",
            "nl=https://a,",
            "nl=https://a?b",
            "n l=https://a",
            "nl=http://127.0.0.1.example.com",
        ] {
            assert!(matches!(read(bad), Err(SettingsError::Form(_))), "{bad}");
        }
        assert_eq!(read(""), Err(SettingsError::Missing));
    }
}
