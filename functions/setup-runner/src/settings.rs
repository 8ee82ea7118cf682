//! The configuration, from the environment.

use polder_design::function_settings::{EVENTS_QUEUE, PUBLIC_URL, SHOP, SHOP_TOKEN};
use polder_shop::{Shop, read_brief};
use polder_shop_client::Endpoint;
use polder_shop_setup::Wanted;
use polder_world::World;

/// The configuration of the function.
#[derive(Clone, Debug)]
pub struct Settings {
    /// What the shop must be.
    pub shop: Shop,
    /// Its API.
    pub endpoint: Endpoint,
    /// The secret with the token, by its ARN.
    pub token: String,
    /// The queue for events in the region of the function, by its URL.
    pub queue: String,
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
        let value = |name: &str| world.env(name).filter(|text| !text.is_empty());
        let needed = |name: &str| value(name).ok_or_else(|| format!("`{name}` is not set"));
        let shop = needed(SHOP).and_then(|text| read_brief(&text).map_err(|error| error.to_string()));
        let endpoint =
            needed(PUBLIC_URL).and_then(|text| Endpoint::parse(&text).map_err(|error| error.to_string()));
        let token = needed(SHOP_TOKEN).and_then(|arn| match arn.starts_with("arn:") {
            true => Ok(arn),
            false => Err(format!("`{SHOP_TOKEN}` is not the ARN of a secret")),
        });
        let queue = needed(EVENTS_QUEUE);
        match (shop, endpoint, token, queue) {
            (Ok(shop), Ok(endpoint), Ok(token), Ok(queue)) => {
                if let Err(error) = Wanted::new(&shop, Some(&queue)) {
                    return Err(SettingsError(vec![error.to_string()]));
                }
                Ok(Settings { shop, endpoint, token, queue })
            }
            (shop, endpoint, token, queue) => {
                let all = [shop.err(), endpoint.err(), token.err(), queue.err()];
                Err(SettingsError(all.into_iter().flatten().collect()))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use polder_world::MemoryWorld;

    use super::*;

    const BRIEF: &str =
        r#"{"format_version":1,"cell":"de","mail_sender":"s","mail_address":"a@example.com","channels":[]}"#;

    fn world() -> MemoryWorld {
        MemoryWorld::new()
            .with_env("POLDER_SHOP", BRIEF)
            .with_env("POLDER_PUBLIC_URL", "https://de.example.com")
            .with_env("POLDER_SHOP_TOKEN_ARN", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:t")
            .with_env("POLDER_EVENTS_QUEUE_URL", "https://sqs.eu-west-1.amazonaws.com/123456789012/events")
    }

    #[test]
    fn the_api_is_that_of_the_public_host() {
        let settings = Settings::from_world(&world()).expect("settings");
        assert_eq!(settings.endpoint.to_string(), "https://de.example.com/graphql/");
        assert_eq!(settings.shop.cell, "de");
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let world = MemoryWorld::new().with_env("POLDER_PUBLIC_URL", "http://de.example.com");
        let error = Settings::from_world(&world).expect_err("wrong").to_string();
        for part in ["POLDER_SHOP`", "has no TLS", "POLDER_SHOP_TOKEN_ARN`", "POLDER_EVENTS_QUEUE_URL`"] {
            assert!(error.contains(part), "{part}: {error}");
        }
    }

    #[test]
    fn a_queue_that_saleor_could_not_send_to_is_refused() {
        let world = world().with_env("POLDER_EVENTS_QUEUE_URL", "https://example.com/123456789012/events");
        let error = Settings::from_world(&world).expect_err("wrong").to_string();
        assert!(error.contains("is not the URL of an SQS queue"), "{error}");
    }
}
