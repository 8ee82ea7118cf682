//! The cluster-aware proxy beside a process: Saleor's cache client does not support Redis Cluster, Envoy
//! does.
//!
//! It listens on the loopback interface of the task only, authenticates to the cache with the token from
//! Secrets Manager, and uses TLS with certificate verification to the nodes.

use polder_cloud::{Body, Container, Document, HealthCommand, Value, body};
use polder_design::secrets::CACHE_TOKEN;
use polder_design::{ContainerTimings, Protocol, Service};

use crate::compute::app_context::AppContext;
use crate::compute::ecr_repository;
use crate::compute::image::image;
use crate::compute::image_recipes::ENVOY_TAG;

/// Its container name.
pub const NAME: &str = "cache-proxy";

/// The environment variable with the cache's password.
pub const TOKEN: &str = "CACHE_TOKEN";

/// The user that it runs as: the image creates it for containers that do not start as root.
pub const USER: u32 = 101;

/// The proxy's container.
pub(crate) fn container(
    context: &AppContext<'_>,
    service: &Service,
    log_group: Value,
    region: Value,
) -> Container {
    let host = context.data.cache.get("configuration_endpoint_address");
    Container {
        name: NAME.into(),
        image: image(
            context,
            service,
            ecr_repository::CACHE_PROXY,
            "cache_proxy",
            "Tag of the mirrored Envoy image, 1.31 or newer with a shell.",
            ENVOY_TAG,
        ),
        essential: true,
        entry_point: vec![],
        command: command(Document::Json(configuration(&host)).into()),
        ports: vec![],
        environment: vec![],
        secrets: vec![(TOKEN.into(), context.secret(CACHE_TOKEN))],
        health: Some(health(&context.design.timings.containers)),
        log_group,
        log_region: region,
        stop_timeout_seconds: context.design.timings.containers.proxy_stop.as_seconds(),
        readonly_root: true,
        user: USER.to_string().into(),
        mounts: vec![],
        after: vec![],
        memory_reservation_mib: 0,
    }
}

/// The command that starts it with its configuration.
pub fn command(configuration: Value) -> Vec<Value> {
    vec![
        "envoy".into(),
        "--config-yaml".into(),
        configuration,
        "--disable-hot-restart".into(),
        "--concurrency".into(),
        "1".into(),
        "--log-level".into(),
        "warning".into(),
    ]
}

/// The proxy answers PING itself once it has discovered the cluster. So the process starts after that, and a
/// cache that fails later does not make tasks unhealthy.
pub fn health(timings: &ContainerTimings) -> HealthCommand {
    let port = Protocol::CACHE_PROXY.port;
    let ask = format!(
        "exec 3<>/dev/tcp/127.0.0.1/{port} && printf '*1\\r\\n$4\\r\\nPING\\r\\n' >&3 && read -r -t 1 answer <&3 \
         && [[ $answer == +PONG* ]]"
    );
    HealthCommand {
        command: vec!["bash".into(), "-c".into(), ask.into()],
        interval_seconds: timings.proxy_check.interval.as_seconds(),
        timeout_seconds: timings.proxy_check.timeout.as_seconds(),
        retries: timings.proxy_check.unhealthy,
        start_period_seconds: timings.proxy_start.as_seconds(),
    }
}

/// Its configuration for a cache at `host`.
pub fn configuration(host: &Value) -> Body {
    body! {
        static_resources = {
            listeners = [listener()];
            clusters = [cluster(host)];
        };
    }
}

fn listener() -> Body {
    let address = address(&"127.0.0.1".into(), Protocol::CACHE_PROXY);
    let proxy = body! {
        "@type" = "type.googleapis.com/envoy.extensions.filters.network.redis_proxy.v3.RedisProxy";
        stat_prefix = "cache";
        settings = {
            op_timeout = "1s";
            enable_hashtagging = true;
            /// Slots move when the cluster grows; nodes then redirect to each other by host name.
            enable_redirection = true;
            dns_cache_config = { name = "cache"; dns_lookup_family = "V4_ONLY"; };
        };
        prefix_routes = { catch_all_route = { cluster = "cache"; }; };
    };
    body! {
        name = "cache";
        address = address;
        filter_chains = [body! {
            filters = [body! { name = "envoy.filters.network.redis_proxy"; typed_config = proxy; }];
        }];
    }
}

fn cluster(host: &Value) -> Body {
    let endpoint = body! { endpoint = { address = address(host, Protocol::REDISS); }; };
    body! {
        name = "cache";
        connect_timeout = "1s";
        dns_lookup_family = "V4_ONLY";
        lb_policy = "CLUSTER_PROVIDED";
        cluster_type = {
            name = "envoy.clusters.redis";
            typed_config = {
                "@type" = "type.googleapis.com/google.protobuf.Struct";
                value = {
                    cluster_refresh_rate = "5s";
                    cluster_refresh_timeout = "3s";
                    redirect_refresh_interval = "5s";
                    redirect_refresh_threshold = 1;
                };
            };
        };
        load_assignment = {
            cluster_name = "cache";
            endpoints = [body! { lb_endpoints = [endpoint]; }];
        };
        typed_extension_protocol_options = {
            "envoy.filters.network.redis_proxy" = {
                "@type" =
                    "type.googleapis.com/envoy.extensions.filters.network.redis_proxy.v3.RedisProtocolOptions";
                auth_password = { environment_variable = TOKEN; };
            };
        };
        transport_socket = { name = "envoy.transport_sockets.tls"; typed_config = tls(host); };
    }
}

/// All nodes share one certificate for the names below the cluster's, including the configuration endpoint.
fn tls(host: &Value) -> Body {
    body! {
        "@type" = "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext";
        sni = host;
        common_tls_context = {
            tls_params = { tls_minimum_protocol_version = "TLSv1_2"; };
            validation_context = {
                trusted_ca = { filename = "/etc/ssl/certs/ca-certificates.crt"; };
                match_typed_subject_alt_names = [
                    body! { san_type = "DNS"; matcher = { exact = host; }; },
                ];
            };
        };
    }
}

fn address(host: &Value, protocol: Protocol) -> Body {
    body! { socket_address = { address = host; port_value = protocol.port; }; }
}
