//! External secrets: the operator synchronizes the secrets of each process, and no others.

use polder_aws::kubernetes::PROXY_TOKEN;
use polder_design::secrets::CACHE_TOKEN;
use polder_design::{EnvironmentValue, Service};

use crate::custom_resources::{
    Aws, Custom, Datum, ExternalSecret, Provider, RemoteRef, SecretStore, StoreRef, Target, custom,
};
use crate::metadata::{SiteContext, Step};

/// The store's name in the namespace.
const STORE: &str = "secrets-manager";

/// The refresh interval. Processes read secrets when they start.
const REFRESH: &str = "1h";

/// The secret store.
pub(crate) fn store(context: &SiteContext<'_>) -> Custom<SecretStore> {
    let aws = Aws { service: "SecretsManager".to_owned(), region: context.site.region.clone() };
    custom(context.meta(STORE, Step::Foundation), SecretStore { provider: Provider { aws } })
}

/// The external secret of each process that has secrets.
pub(crate) fn external(context: &SiteContext<'_>) -> Vec<Custom<ExternalSecret>> {
    let of = |service: &Service| {
        let data: Vec<Datum> = variables(context, service)
            .map(|(variable, key)| Datum { secret_key: variable, remote_ref: RemoteRef { key } })
            .collect();
        let name = service.process.name();
        let spec = ExternalSecret {
            refresh_interval: REFRESH.to_owned(),
            secret_store_ref: StoreRef { kind: "SecretStore".to_owned(), name: STORE.to_owned() },
            target: Target { name: name.to_owned(), creation_policy: "Owner".to_owned() },
            data,
        };
        (!spec.data.is_empty()).then(|| custom(context.meta(name, Step::Foundation), spec))
    };
    context.processes().filter_map(of).collect()
}

/// The variables of a service with secret values, and the names of the secrets in the store. The proxy's is among them.
fn variables<'a>(
    context: &'a SiteContext<'_>,
    service: &'a Service,
) -> impl Iterator<Item = (String, String)> + 'a {
    let named = service.environment.iter().filter_map(|(variable, value)| match value {
        EnvironmentValue::Secret(id) => Some((variable.as_str(), id.as_str())),
        EnvironmentValue::Text(_) => None,
    });
    let proxy = service.cache_proxy.then_some((PROXY_TOKEN, CACHE_TOKEN));
    let all = named.chain(proxy);
    all.filter_map(|(variable, id)| Some((variable.to_owned(), context.secret_name(id)?.to_owned())))
}
