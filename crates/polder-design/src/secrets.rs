//! Secrets: those that both sites of a cell share, and those of one site.

use polder_spec::Use;

use crate::stores::{Secret, SecretSource};
use crate::view::View;

/// Django's key.
pub(crate) const SECRET_KEY: &str = "secret-key";
/// Signs tokens and webhooks.
pub(crate) const RSA_PRIVATE_KEY: &str = "rsa-private-key";
/// The mail relay with user and password.
pub(crate) const EMAIL_URL: &str = "email-url";
/// The administrator's password of the database.
pub(crate) const DATABASE_MASTER: &str = "database-master";
/// Clears the storefront's cache by hand.
pub(crate) const REVALIDATE_SECRET: &str = "revalidate-secret";
/// Proves that a webhook to the storefront is Saleor's.
pub(crate) const STOREFRONT_WEBHOOK_SECRET: &str = "storefront-webhook-secret";
/// The writer.
pub(crate) const DATABASE_URL: &str = "database-url";
/// The readers.
pub(crate) const DATABASE_URL_REPLICA: &str = "database-url-replica";
/// The broker, when it is a server.
pub(crate) const BROKER_URL: &str = "broker-url";
/// Password of the clustered cache; the proxies beside the processes hold it.
pub(crate) const CACHE_TOKEN: &str = "cache-token";
/// Password of the broker.
pub(crate) const BROKER_TOKEN: &str = "broker-token";

/// The id of the address of the database with a service's own user.
pub(crate) fn own_database_url(service: &str) -> String {
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
        SecretSource::Composed,
    )];
    if view.has_readers {
        let description = text("address of the read replicas with user and password");
        secrets.push(secret(DATABASE_URL_REPLICA, description, SecretSource::Composed));
    }
    let token = SecretSource::Generated { length: 64 };
    secrets.push(secret(CACHE_TOKEN, text("password of the clustered cache"), token));
    if view.broker_is_server() {
        secrets.push(secret(BROKER_TOKEN, text("password of the task broker"), token));
        let description = text("address of the task broker with its password");
        secrets.push(secret(BROKER_URL, description, SecretSource::Composed));
    }
    for service in view.own_services().filter(|service| service.uses.contains(&Use::Database)) {
        let name = &service.name.value;
        let description = format!("address of the database with the user of {name}");
        secrets.push(secret(&own_database_url(name), description, SecretSource::Given));
    }
    secrets
}
