//! Environment variables of containers: each process gets only those that it reads.
//!
//! Deliberately not set: `AWS_QUERYSTRING_EXPIRE` (Saleor reads it as a bool and then does not sign URLs at all),
//! `AWS_DEFAULT_ACL` (buckets take no ACLs), `AWS_LOCATION` (it moves media and payloads with the static files, and
//! invoices out of the prefix that the edge blocks), access keys (the task role is used), and the two memory limits
//! (they count reserved address space, which was not measured; recycling of workers bounds leaks).

use std::collections::BTreeMap;

use polder_spec::{MailService, Service, Use};
use polder_units::Duration;

use crate::components::{BucketKind, Process};
use crate::database;
use crate::flow::Protocol;
use crate::model::Market;
use crate::processes::EnvironmentValue;
use crate::queues::names_queue;
use crate::secrets;
use crate::site_context::SiteContext;
use crate::stores::Broker;
use crate::timings::Timings;

/// How much longer a server keeps idle connections than the load balancer: as Saleor's own server.
const KEEP_ALIVE_MARGIN: Duration = Duration::seconds(5);

/// How long Saleor keeps an export, and its link works: as long as it takes to come back from a long weekend.
const EXPORTS_KEPT: Duration = Duration::days(7);

type Environment = BTreeMap<&'static str, EnvironmentValue>;

/// Variables of Saleor's API, worker, beat, migration and static job. Empty for other processes.
pub(crate) fn saleor(view: &SiteContext<'_>, process: &Process) -> Vec<(String, EnvironmentValue)> {
    let mut all = start_up(view);
    match process {
        Process::Api => {
            data(view, &mut all);
            serving(view, &mut all);
            answering(view, &mut all);
        }
        Process::Worker => {
            data(view, &mut all);
            serving(view, &mut all);
        }
        Process::Beat => data(view, &mut all),
        Process::Migrate => {
            data(view, &mut all);
            roles(&mut all);
            // Channels are created by configuration; a default channel would have to be deleted again.
            all.insert("POPULATE_DEFAULTS", text("false"));
        }
        Process::Static => static_files(view, &mut all),
        Process::Dashboard | Process::Storefront | Process::Own(_) => all.clear(),
    }
    sorted(all)
}

/// Variables of the dashboard: the URL of the API, and its own path.
pub(crate) fn dashboard(view: &SiteContext<'_>) -> Vec<(String, EnvironmentValue)> {
    sorted(BTreeMap::from([("API_URL", text(graphql_url(view))), ("APP_MOUNT_URI", text(DASHBOARD_PATH))]))
}

/// The path of the dashboard's page and files in its image, and at its host.
pub(crate) const DASHBOARD_PATH: &str = "/dashboard/";

/// Variables of the storefront. The URLs are also compiled into the image, for the browser.
pub(crate) fn storefront(view: &SiteContext<'_>) -> Vec<(String, EnvironmentValue)> {
    let markets: Vec<&Market> = view.cell.own_storefronts().collect();
    let channels: Vec<&str> = markets.iter().map(|market| market.channel.as_str()).collect();
    let mut locales: Vec<&str> = vec![];
    for language in markets.iter().flat_map(|market| &market.languages) {
        if !locales.contains(&language.as_str()) {
            locales.push(language);
        }
    }
    let idle =
        Timings::STANDARD.entry.balancer_idle.milliseconds.saturating_add(KEEP_ALIVE_MARGIN.milliseconds);
    let mut origins: Vec<String> = vec![];
    for market in &markets {
        let origin = format!("https://{}", market.host);
        if !origins.contains(&origin) {
            origins.push(origin);
        }
    }
    let own = markets.first().map_or(&view.cell.public_host, |market| &market.host);
    sorted(BTreeMap::from([
        // Node closes idle connections after 5 s by default, and the load balancer would use a closed one.
        ("KEEP_ALIVE_TIMEOUT", text(idle.to_string())),
        // Registration and password resets are refused from hosts that are neither listed nor its own.
        ("ALLOWED_EXTRA_ORIGINS", text(origins.join(","))),
        ("CLIENT_ADDRESS_PROOF", secret(secrets::CLIENT_PROOF)),
        ("NEXT_PUBLIC_DEFAULT_CHANNEL", text(channels.first().copied().unwrap_or_default())),
        ("NEXT_PUBLIC_DEFAULT_LOCALE", text(locales.first().copied().unwrap_or_default())),
        ("NEXT_PUBLIC_SALEOR_API_URL", text(graphql_url(view))),
        ("NEXT_PUBLIC_STOREFRONT_LOCALES", text(locales.join(","))),
        ("NEXT_PUBLIC_STOREFRONT_URL", text(format!("https://{own}"))),
        ("REVALIDATE_SECRET", secret(secrets::REVALIDATE_SECRET)),
        ("SALEOR_WEBHOOK_SECRET", secret(secrets::STOREFRONT_WEBHOOK_SECRET)),
        // Listed here, so that no token is needed to query them.
        ("STOREFRONT_CHANNELS", text(channels.join(","))),
    ]))
}

/// Variables of a custom service: a URL for each component that it uses.
pub(crate) fn own(view: &SiteContext<'_>, service: &Service) -> Vec<(String, EnvironmentValue)> {
    let mut all = Environment::new();
    if let Some(port) = &service.port {
        all.insert("PORT", text(port.value.to_string()));
    }
    for usage in &service.uses.value {
        match usage {
            Use::Api => all.insert("SALEOR_API_URL", text(graphql_url(view))),
            Use::Cache => all.insert("CACHE_URL", cache_proxy()),
            Use::Database => all.insert("DATABASE_URL", secret(&secrets::own_database_url(&service.name))),
            Use::Events => all.insert("EVENTS_QUEUE_NAME", text(view.events_queue())),
            Use::Media => all.insert("MEDIA_BUCKET_NAME", text(view.bucket(BucketKind::Media))),
            Use::Internet => None,
        };
    }
    sorted(all)
}

/// The sidecar proxy. Saleor's cache client does not support clusters, and drops user names from the URL: the proxy
/// supports clusters and has the password. There is only database 0.
fn cache_proxy() -> EnvironmentValue {
    let Protocol { name, port, .. } = Protocol::CACHE_PROXY;
    EnvironmentValue::Text(format!("{name}://127.0.0.1:{port}/0"))
}

/// Without these, no command of Saleor starts outside of debug mode, not even one that only copies files.
fn start_up(view: &SiteContext<'_>) -> Environment {
    BTreeMap::from([
        ("ALLOWED_CLIENT_HOSTS", text(client_hosts(view).join(","))),
        ("DEBUG", text("false")),
        ("PUBLIC_URL", text(format!("https://{}", view.cell.public_host))),
        ("RSA_PRIVATE_KEY", secret(secrets::RSA_PRIVATE_KEY)),
        ("SECRET_KEY", secret(secrets::SECRET_KEY)),
        ("SEND_USAGE_TELEMETRY", text("false")),
    ])
}

/// The database, the broker and the defaults of the business.
fn data(view: &SiteContext<'_>, all: &mut Environment) {
    let writer = secrets::DATABASE_APPLICATION_URL;
    let replica = if view.has_readers { secrets::DATABASE_READ_ONLY_URL } else { writer };
    all.insert("DATABASE_URL", secret(writer));
    all.insert("DATABASE_URL_REPLICA", secret(replica));
    // Saleor ignores it. Another number makes a release: the job sets the new passwords, and then services start with them.
    all.insert("DATABASE_ROLES_VERSION", text(view.cell.password_version.to_string()));
    match view.broker {
        Broker::Valkey { .. } => {
            all.insert("CELERY_BROKER_URL", secret(secrets::BROKER_URL));
        }
        Broker::Queues { queues } => {
            // No access key in the URL: the task role signs. Without the region, kombu would use us-east-1.
            all.insert("CELERY_BROKER_URL", text("sqs://"));
            all.insert("AWS_DEFAULT_REGION", text(view.region.id.as_str()));
            if let (true, Some((queue, _))) = (names_queue(view.platform), queues.first()) {
                all.insert("CELERY_TASK_DEFAULT_QUEUE", text(queue.as_str()));
            }
        }
    }
    if let Some(market) = view.cell.markets.first() {
        all.insert("DEFAULT_CHANNEL_SLUG", text(market.channel.as_str()));
        all.insert("DEFAULT_COUNTRY", text(market.country.as_str()));
        all.insert("DEFAULT_CURRENCY", text(market.currency.as_str()));
    }
}

/// The migration owns the tables, and sets the passwords of the roles that use them.
fn roles(all: &mut Environment) {
    all.insert("DATABASE_URL", secret(secrets::DATABASE_URL));
    // A migration reads settings through the second connection right after writing them: a replica cannot be used.
    all.insert("DATABASE_URL_REPLICA", secret(secrets::DATABASE_URL));
    all.insert("DATABASE_APPLICATION_ROLE", text(database::APPLICATION));
    all.insert("DATABASE_APPLICATION_PASSWORD", secret(secrets::DATABASE_APPLICATION));
    all.insert("DATABASE_READ_ONLY_ROLE", text(database::READ_ONLY));
    all.insert("DATABASE_READ_ONLY_PASSWORD", secret(secrets::DATABASE_READ_ONLY));
}

/// Shared by API and worker: cache, buckets, mail and webhooks.
fn serving(view: &SiteContext<'_>, all: &mut Environment) {
    all.insert("AWS_MEDIA_BUCKET_NAME", text(view.bucket(BucketKind::Media)));
    all.insert("AWS_MEDIA_CUSTOM_DOMAIN", text(view.cell.media_base.as_str()));
    all.insert("AWS_MEDIA_PRIVATE_BUCKET_NAME", text(view.bucket(BucketKind::Private)));
    static_files(view, all);
    all.insert("CACHE_URL", cache_proxy());
    all.insert("DEFAULT_FROM_EMAIL", text(format!("noreply@{}", view.account.domain)));
    mail(view, all);
    all.insert("EVENT_PAYLOAD_DELETE_PERIOD", text(saleor_duration(view.platform.retention.payloads.value)));
    // Links to exports are open to whoever has them, for as long as the file exists.
    all.insert("EXPORT_FILES_TIMEDELTA", text(saleor_duration(EXPORTS_KEPT)));
    all.insert("HTTP_IP_FILTER_ENABLED", text("true"));
}

/// The worker sends mail, and the API writes the relay's settings into each task. Mail to customers has a relay of its own in
/// Saleor, and is refused without one.
fn mail(view: &SiteContext<'_>, all: &mut Environment) {
    let relay = match mail_settings(view) {
        None => secret(secrets::EMAIL_URL),
        // The program around the process listens there, and reads the other two variables.
        Some(settings) => {
            all.insert("MAIL_CONFIGURATION_SET", text(settings));
            all.insert("MAIL_REGION", text(view.region.id.as_str()));
            let Protocol { name, port, .. } = Protocol::LOCAL_MAIL;
            text(format!("{name}://127.0.0.1:{port}"))
        }
    };
    all.insert("EMAIL_URL", relay.clone());
    all.insert("USER_EMAIL_URL", relay);
}

/// The name under which the provider's mail service has the settings of a site; `None` if a relay sends its mail.
pub(crate) fn mail_settings(view: &SiteContext<'_>) -> Option<String> {
    let provided = view.platform.mail.service.value == MailService::Provider;
    provided.then(|| format!("{}-{}-mail", view.platform.name.value, view.cell.name))
}

/// Variables of the API only, which serves requests.
fn answering(view: &SiteContext<'_>, all: &mut Environment) {
    let dashboard = view.cell.dashboard_host.iter().map(|host| format!("https://{host}"));
    let origins: Vec<String> = view.cell.page_origins().into_iter().chain(dashboard).collect();
    all.insert("ALLOWED_GRAPHQL_ORIGINS", text(origins.join(",")));
    // The host of a request is the origin host, a market's host, or that of the managed API.
    let markets = view.cell.market_hosts().into_iter();
    let hosts = markets.chain([view.cell.origin_host.as_str()]).chain(view.hosts().api.as_deref());
    all.insert("ALLOWED_HOSTS", text(hosts.collect::<Vec<_>>().join(",")));
    all.insert("PLAYGROUND_ENABLED", text("false"));
}

fn static_files(view: &SiteContext<'_>, all: &mut Environment) {
    all.insert("AWS_S3_REGION_NAME", text(view.region.id.as_str()));
    all.insert("AWS_STATIC_CUSTOM_DOMAIN", text(view.cell.static_base.as_str()));
    all.insert("AWS_STORAGE_BUCKET_NAME", text(view.bucket(BucketKind::Static)));
}

/// Hosts whose pages call the API: the storefronts of the cell's markets, and the dashboard.
fn client_hosts(view: &SiteContext<'_>) -> Vec<String> {
    let host = |origin: &String| origin.trim_start_matches("https://").split(':').next().map(str::to_owned);
    let pages = view.cell.page_origins();
    pages.iter().filter_map(host).chain(view.cell.dashboard_host.clone()).collect()
}

fn graphql_url(view: &SiteContext<'_>) -> String {
    format!("https://{}/graphql/", view.cell.public_host)
}

/// A duration in the format that Saleor reads.
fn saleor_duration(duration: Duration) -> String {
    let day = Duration::days(1).milliseconds;
    if duration.milliseconds.is_multiple_of(day) {
        format!("{} days", duration.milliseconds / day)
    } else {
        format!("{} seconds", duration.as_seconds())
    }
}

fn text(value: impl Into<String>) -> EnvironmentValue {
    EnvironmentValue::Text(value.into())
}

fn secret(id: &str) -> EnvironmentValue {
    EnvironmentValue::Secret(id.to_owned())
}

fn sorted(all: Environment) -> Vec<(String, EnvironmentValue)> {
    all.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}
