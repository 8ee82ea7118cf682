//! The region of each provider configuration.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::address;
use crate::configuration::Provider;
use crate::found::ModuleScope;
use crate::resolve::Resolver;

/// The regions of the provider configurations of a document, by their keys. Empty where the document does not
/// contain it.
pub(crate) fn regions<'w>(resolver: &Resolver<'_, 'w>, document: usize) -> BTreeMap<&'w str, Arc<str>> {
    let configuration = resolver.documents[document].wire.configuration.as_ref();
    let providers = configuration.and_then(|configuration| configuration.provider_config.as_ref());
    let region = |provider| region(resolver, document, provider).unwrap_or_default();
    providers.into_iter().flatten().map(|(key, provider)| (&**key, region(provider).into())).collect()
}

fn region(resolver: &Resolver<'_, '_>, document: usize, provider: &Provider<'_>) -> Option<String> {
    let calls = address::modules(provider.module_address.as_deref().unwrap_or_default())?;
    let place: ModuleScope = resolver.any_instance(document, &calls)?;
    let expression = provider.expressions.as_ref()?.get("region")?.expression()?;
    serde_json::from_str(resolver.constant(place, expression)?.get()).ok()
}
