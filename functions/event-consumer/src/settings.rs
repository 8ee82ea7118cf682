//! The consumer's configuration, from its environment.

use polder_design::function_settings::{CELL, DEAD_LETTER_QUEUE, EVENTS_TABLE, PUBLIC_URL, TOPIC};
use polder_world::{World, is_this_machine};

/// The consumer's configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The cell: `de`.
    pub cell: String,
    /// The host of the cell's Saleor, with its port if it has one, as in its messages.
    pub saleor_host: String,
    /// The URL of its keys. Fixed here: a message never chooses its keys.
    pub keys_url: String,
    /// The topic of domain events.
    pub topic: String,
    /// The dead-letter queue.
    pub dead_letters: String,
    /// The table of published events.
    pub table: String,
}

/// All errors in the environment.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the function is set up wrongly: {}", .0.join("; "))]
pub struct SettingsError(pub Vec<String>);

impl Settings {
    /// Reads the environment.
    ///
    /// # Errors
    /// With everything that is missing or invalid.
    pub fn from_world(world: &dyn World) -> Result<Settings, SettingsError> {
        let mut wrong = vec![];
        let mut take = |name: &str, wanted: &str, fits: fn(&str) -> bool| {
            let value = world.env(name).unwrap_or_default();
            if value.is_empty() {
                wrong.push(format!("`{name}` is not set: it is {wanted}"));
            } else if !fits(&value) {
                wrong.push(format!("`{name}` is `{value}`, which is not {wanted}"));
            }
            value
        };
        let cell = take(CELL, "the name of a cell", is_name);
        let url = take(PUBLIC_URL, "the address of a Saleor, `https://` and a host", is_origin);
        let topic = take(TOPIC, "the ARN of a topic", |arn| arn.starts_with("arn:"));
        let dead_letters = take(DEAD_LETTER_QUEUE, "the address of a queue", |url| {
            url.starts_with("https://") || is_loopback(url)
        });
        let table = take(EVENTS_TABLE, "the name of a table", is_name);
        if !wrong.is_empty() {
            return Err(SettingsError(wrong));
        }
        let origin = url.trim_end_matches('/');
        let host = origin.split_once("://").map_or(origin, |(_, host)| host);
        Ok(Settings {
            cell,
            saleor_host: host.to_owned(),
            keys_url: format!("{origin}/.well-known/jwks.json"),
            topic,
            dead_letters,
            table,
        })
    }
}

fn is_name(text: &str) -> bool {
    text.len() <= 255 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
}

/// Whether a URL is a scheme and a host only. Keys are fetched over TLS, except from an emulator on this
/// machine.
fn is_origin(url: &str) -> bool {
    let bare = url.strip_suffix('/').unwrap_or(url);
    let host =
        bare.strip_prefix("https://").or_else(|| bare.strip_prefix("http://").filter(|_| is_loopback(bare)));
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-.:".contains(&byte);
    host.is_some_and(|host| !host.is_empty() && host.bytes().all(allowed))
}

/// Whether a URL is one without TLS, to an emulator on this machine.
fn is_loopback(url: &str) -> bool {
    let host = url.strip_prefix("http://").map(|rest| rest.split_once('/').map_or(rest, |(host, _)| host));
    host.is_some_and(is_this_machine)
}

#[cfg(test)]
mod tests {
    use polder_world::MemoryWorld;

    use super::*;

    fn world() -> MemoryWorld {
        MemoryWorld::new()
            .with_env("POLDER_CELL", "de")
            .with_env("POLDER_PUBLIC_URL", "https://de.example.com/")
            .with_env("POLDER_TOPIC_ARN", "arn:aws:sns:eu-central-1:123456789012:events")
            .with_env(
                "POLDER_DEAD_LETTER_QUEUE_URL",
                "https://sqs.eu-central-1.amazonaws.com/123456789012/dead",
            )
            .with_env("POLDER_EVENTS_TABLE", "saleor-eu-de-events")
    }

    #[test]
    fn keys_come_from_the_cells_own_host() {
        let settings =
            Settings::from_world(&world()).map(|settings| (settings.saleor_host, settings.keys_url));
        let keys = "https://de.example.com/.well-known/jwks.json".to_owned();
        assert_eq!(settings, Ok(("de.example.com".to_owned(), keys)));
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once() {
        let world = world()
            .with_env("POLDER_CELL", "")
            .with_env("POLDER_TOPIC_ARN", "events")
            .with_env("POLDER_PUBLIC_URL", "http://de.example.com");
        let error = Settings::from_world(&world).map_err(|error| error.to_string());
        insta::assert_snapshot!(error.err().unwrap_or_default().replace("; ", ";\n"), @r"
        the function is set up wrongly: `POLDER_CELL` is not set: it is the name of a cell;
        `POLDER_PUBLIC_URL` is `http://de.example.com`, which is not the address of a Saleor, `https://` and a host;
        `POLDER_TOPIC_ARN` is `events`, which is not the ARN of a topic
        ");
    }

    #[test]
    fn nobody_sends_the_consumer_elsewhere_for_keys() {
        for url in [
            "http://169.254.169.254",
            "https://de.example.com/other",
            "https://user@de.example.com",
            "https://de.example.com?",
            "https://",
            "file:///etc/passwd",
            "http://127.0.0.1.example.com",
        ] {
            assert!(Settings::from_world(&world().with_env("POLDER_PUBLIC_URL", url)).is_err(), "{url}");
        }
    }
}
