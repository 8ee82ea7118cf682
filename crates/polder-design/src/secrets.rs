//! Secrets: those that both sites of a cell share, and those of one site. Their ids are known here alone.

use polder_spec::Use;

use crate::stores::{Composed, Secret, SecretSource};
use crate::view::View;

/// The id of Django's key.
pub const SECRET_KEY: &str = "secret-key";
/// The id of the key that signs tokens and webhooks.
pub const RSA_PRIVATE_KEY: &str = "rsa-private-key";
/// The id of the mail relay's address with user and password.
pub const EMAIL_URL: &str = "email-url";
/// The id of the password of the database's administrator.
pub const DATABASE_MASTER: &str = "database-master";
/// The id of what clears the storefront's cache by hand.
pub const REVALIDATE_SECRET: &str = "revalidate-secret";
/// The id of what proves that a webhook to the storefront is Saleor's.
pub const STOREFRONT_WEBHOOK_SECRET: &str = "storefront-webhook-secret";
/// The id of the address of the database that takes writes.
pub const DATABASE_URL: &str = "database-url";
/// The id of the address of its readers.
pub const DATABASE_URL_REPLICA: &str = "database-url-replica";
/// The id of the broker's address, when it is a server.
pub const BROKER_URL: &str = "broker-url";
/// The id of the clustered cache's password; the proxies beside the processes hold it.
pub const CACHE_TOKEN: &str = "cache-token";
/// The id of the broker's password, when it is a server.
pub const BROKER_TOKEN: &str = "broker-token";

/// The id of the address of the database with a service's own user.
pub fn own_database_url(service: &str) -> String {
    format!("{service}-{DATABASE_URL}")
}

/// What both sites share: a token signed at one must be good at the other after a failover, and a replica of a database
/// has the passwords of its source.
pub(crate) fn of_cell(platform: &str, cell: &str) -> Vec<Secret> {
    let secret = |id: &str, description: &str, source| Secret {
        id: id.to_owned(),
        name: format!("{platform}/{cell}/{id}"),
        description: description.to_owned(),
        source,
    };
    let generated = |length| SecretSource::Generated { length };
    vec![
        secret(SECRET_KEY, "key of sessions, password resets and fallback tokens of Saleor", generated(64)),
        secret(
            RSA_PRIVATE_KEY,
            "private key in PEM form with real line breaks that signs tokens and webhooks",
            SecretSource::Given,
        ),
        secret(EMAIL_URL, "address of the mail relay with user and password", SecretSource::Given),
        secret(DATABASE_MASTER, "password of the administrator of the database", generated(40)),
        secret(REVALIDATE_SECRET, "clears the cache of the storefront", generated(40)),
        secret(
            STOREFRONT_WEBHOOK_SECRET,
            "proves that a webhook to the storefront is from Saleor",
            generated(40),
        ),
    ]
}

/// What belongs to one site, since addresses differ.
pub(crate) fn of_site(view: &View<'_>) -> Vec<Secret> {
    let base = format!("{}/{}/{}", view.platform.name.value, view.cell.name, view.region.id);
    let secret = |id: &str, description: String, source| Secret {
        id: id.to_owned(),
        name: format!("{base}/{id}"),
        description,
        source,
    };
    let text = str::to_owned;
    let mut secrets = vec![secret(
        DATABASE_URL,
        text("address of the database with user and password"),
        SecretSource::Composed(Composed::DatabaseAddress),
    )];
    if view.has_readers {
        let description = text("address of the read replicas with user and password");
        secrets.push(secret(
            DATABASE_URL_REPLICA,
            description,
            SecretSource::Composed(Composed::ReadersAddress),
        ));
    }
    let token = SecretSource::Generated { length: 64 };
    secrets.push(secret(CACHE_TOKEN, text("password of the clustered cache"), token));
    if view.broker_is_server() {
        secrets.push(secret(BROKER_TOKEN, text("password of the task broker"), token));
        let description = text("address of the task broker with its password");
        secrets.push(secret(BROKER_URL, description, SecretSource::Composed(Composed::BrokerAddress)));
    }
    for service in view.own_services().filter(|service| service.uses.contains(&Use::Database)) {
        let name = &service.name.value;
        let description = format!("address of the database with the user of {name}");
        secrets.push(secret(&own_database_url(name), description, SecretSource::Given));
    }
    secrets
}
