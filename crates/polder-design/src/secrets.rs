//! Secrets: those that both sites of a cell share, and those of one site. Their IDs are defined only here.

use polder_spec::{MailService, Use};

use crate::site_context::SiteContext;
use crate::stores::{Composed, Secret, SecretSource};

/// The ID of Django's key.
pub const SECRET_KEY: &str = "secret-key";
/// The ID of the key that signs tokens and webhooks.
pub const RSA_PRIVATE_KEY: &str = "rsa-private-key";
/// The ID of the mail relay's URL with user and password.
pub const EMAIL_URL: &str = "email-url";
/// The ID of the database's master password.
pub const DATABASE_MASTER: &str = "database-master";
/// The ID of the password of the application's role in the database.
pub const DATABASE_APPLICATION: &str = "database-application";
/// The ID of the password of the read-only role in the database.
pub const DATABASE_READ_ONLY: &str = "database-read-only";
/// The ID of the token that clears the storefront's cache.
pub const REVALIDATE_SECRET: &str = "revalidate-secret";
/// The ID of the secret that signs webhooks to the storefront.
pub const STOREFRONT_WEBHOOK_SECRET: &str = "storefront-webhook-secret";
/// The ID of the secret with which a storefront proves to the edge that it may name a shopper's address.
pub const CLIENT_PROOF: &str = "client-proof";
/// The ID of the token of Polder's app in Saleor, which the running shop issues.
pub const SHOP_TOKEN: &str = "shop-token";
/// The ID of the writer database's URL with the owner of the tables: for migrations, and for task definitions of builds
/// without roles in the database.
pub const DATABASE_URL: &str = "database-url";
/// The ID of the readers' URL with the owner of the tables. Only task definitions of builds without roles read it.
pub const DATABASE_URL_REPLICA: &str = "database-url-replica";
/// The ID of the writer database's URL with the application's role.
pub const DATABASE_APPLICATION_URL: &str = "database-application-url";
/// The ID of the readers' URL with the read-only role.
pub const DATABASE_READ_ONLY_URL: &str = "database-read-only-url";
/// The ID of the broker's URL, when it is a server.
pub const BROKER_URL: &str = "broker-url";
/// The ID of the clustered cache's password; the sidecar proxies have it.
pub const CACHE_TOKEN: &str = "cache-token";
/// The ID of the broker's password, when it is a server.
pub const BROKER_TOKEN: &str = "broker-token";

/// The ID of the database URL with a service's own user.
pub fn own_database_url(service: &str) -> String {
    format!("{service}-{DATABASE_URL}")
}

/// Secrets that both sites share: a token signed at one must be valid at the other after a failover, and a replica of a
/// database has the passwords of its source.
pub(crate) fn of_cell(platform: &str, cell: &str, mail: MailService) -> Vec<Secret> {
    let secret = |id: &str, description: &str, source| Secret {
        id: id.to_owned(),
        name: format!("{platform}/{cell}/{id}"),
        description: description.to_owned(),
        source,
    };
    let generated = |length| SecretSource::Generated { length };
    let relay = (mail == MailService::Relay)
        .then(|| secret(EMAIL_URL, "URL of the mail relay with user and password", SecretSource::Given));
    let mut secrets = vec![
        secret(SECRET_KEY, "key of sessions, password resets and fallback tokens of Saleor", generated(64)),
        secret(
            RSA_PRIVATE_KEY,
            "private key in PEM format, with line breaks, that signs tokens and webhooks",
            SecretSource::Given,
        ),
    ];
    secrets.extend(relay);
    secrets.extend([
        secret(
            CLIENT_PROOF,
            "secret that the storefront sends to the edge with a shopper's address: the value of `client_secret`",
            SecretSource::Given,
        ),
        secret(
            SHOP_TOKEN,
            "token of Polder's app in Saleor, issued by the running shop: it can change the shop",
            SecretSource::Given,
        ),
        secret(DATABASE_MASTER, "master password of the database", generated(40)),
        secret(DATABASE_APPLICATION, "password of the application's role in the database", generated(40)),
        secret(DATABASE_READ_ONLY, "password of the read-only role in the database", generated(40)),
        secret(REVALIDATE_SECRET, "token that clears the cache of the storefront", generated(40)),
        secret(
            STOREFRONT_WEBHOOK_SECRET,
            "secret that signs Saleor's webhooks to the storefront",
            generated(40),
        ),
    ]);
    secrets
}

/// Secrets of one site, since URLs differ.
pub(crate) fn of_site(view: &SiteContext<'_>) -> Vec<Secret> {
    let base = format!("{}/{}/{}", view.platform.name.value, view.cell.name, view.region.id);
    let secret = |id: &str, description: String, source| Secret {
        id: id.to_owned(),
        name: format!("{base}/{id}"),
        description,
        source,
    };
    let text = str::to_owned;
    let mut secrets = vec![
        secret(
            DATABASE_URL,
            text("URL of the database with the owner of its tables, for migrations"),
            SecretSource::Composed(Composed::OwnerAddress),
        ),
        secret(
            DATABASE_APPLICATION_URL,
            text("URL of the database with the application's role"),
            SecretSource::Composed(Composed::DatabaseAddress),
        ),
    ];
    if view.has_readers {
        secrets.push(secret(
            DATABASE_URL_REPLICA,
            text("URL of the read replicas with the owner of the tables, for task definitions of earlier builds"),
            SecretSource::Composed(Composed::OwnerReadersAddress),
        ));
        let description = text("URL of the read replicas with the read-only role");
        secrets.push(secret(
            DATABASE_READ_ONLY_URL,
            description,
            SecretSource::Composed(Composed::ReadersAddress),
        ));
    }
    let token = SecretSource::Generated { length: 64 };
    secrets.push(secret(CACHE_TOKEN, text("password of the clustered cache"), token));
    if view.broker_is_server() {
        secrets.push(secret(BROKER_TOKEN, text("password of the task broker"), token));
        let description = text("URL of the task broker with its password");
        secrets.push(secret(BROKER_URL, description, SecretSource::Composed(Composed::BrokerAddress)));
    }
    for service in view.own_services().filter(|service| service.uses.contains(&Use::Database)) {
        let name = &service.name.value;
        let description = format!("URL of the database with the user of {name}");
        secrets.push(secret(&own_database_url(name), description, SecretSource::Given));
    }
    secrets
}
