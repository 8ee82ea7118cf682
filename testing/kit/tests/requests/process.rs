//! The processes behind load balancers, as far as their environment decides.

use std::collections::BTreeMap;
use std::net::IpAddr;

use polder::design::{Design, EnvironmentValue, Process, Site};

/// The answer of a process: its name, its cell, and a status where the environment decides it.
pub(crate) fn answer(
    design: &Design,
    site: &Site,
    process: &str,
    method: &str,
    path: &str,
    headers: &BTreeMap<String, String>,
) -> String {
    let cell = &design.cells[site.cell].name;
    let service = site.services.iter().find(|it| it.process.name() == process);
    let service = service.unwrap_or_else(|| panic!("a service {process}"));
    if service.process != Process::Api {
        return format!("{process} {cell}");
    }
    let variable = |name: &str| {
        service.environment.iter().find_map(|(known, value)| match value {
            EnvironmentValue::Text(text) if known == name => Some(text.as_str()),
            _ => None,
        })
    };
    let listed =
        |name: &str, wanted: &str| variable(name).is_some_and(|it| it.split(',').any(|it| it == wanted));
    // Saleor answers before Django looks at the host.
    if path == "/health/" {
        return format!("api {cell} 200");
    }
    if !listed("ALLOWED_HOSTS", &headers["host"]) {
        return format!("api {cell} 400 host");
    }
    if headers.get("x-forwarded-proto").map(String::as_str) != Some("https") {
        return format!("api {cell} 301 https");
    }
    if path == "/graphql/" && method == "GET" && variable("PLAYGROUND_ENABLED") == Some("false") {
        return format!("api {cell} 405");
    }
    match headers.get("origin") {
        Some(origin) if listed("ALLOWED_GRAPHQL_ORIGINS", origin) => format!("api {cell} to {origin}"),
        Some(_) => format!("api {cell} to no origin"),
        None => format!("api {cell}"),
    }
}

/// The address that Saleor throttles by: the first valid entry of `X-Forwarded-For`.
pub(crate) fn client(headers: &BTreeMap<String, String>) -> String {
    let forwarded = headers.get("x-forwarded-for").map(String::as_str).unwrap_or_default();
    let valid = forwarded.split(',').map(str::trim).find(|entry| entry.parse::<IpAddr>().is_ok());
    valid.unwrap_or("none").to_owned()
}
