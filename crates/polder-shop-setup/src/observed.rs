//! What a running Saleor answers, read into types.

use serde::Deserialize;
use serde_json::{Map, Number, Value};

use crate::ask::{AskError, Graphql};
use crate::operation::{Operation, PRICES, STATE, TOKEN};

/// The app of a token.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TokenApp {
    /// Its name.
    pub(crate) name: Option<String>,
    /// Whether it may do anything.
    pub(crate) is_active: Option<bool>,
    permissions: Option<Vec<Permission>>,
}

#[derive(Clone, Debug, Deserialize)]
struct Permission {
    code: String,
}

impl TokenApp {
    /// Whether it has a permission, by Saleor's name.
    pub(crate) fn may(&self, permission: &str) -> bool {
        self.permissions.iter().flatten().any(|has| has.code == permission)
    }
}

/// The settings of the shop, and what else it has.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Observed {
    pub(crate) app: Option<App>,
    pub(crate) shop: Map<String, Value>,
    pub(crate) channels: Option<Vec<Channel>>,
    pub(crate) plugins: Option<Connection<Plugin>>,
    pub(crate) tax_classes: Option<Connection<TaxClass>>,
    pub(crate) tax_country_configurations: Option<Vec<TaxCountry>>,
    pub(crate) shipping_zones: Option<Connection<ShippingZone>>,
    pub(crate) apps: Option<Connection<OtherApp>>,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct App {
    pub(crate) webhooks: Option<Vec<Webhook>>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Webhook {
    pub(crate) id: String,
    pub(crate) identifier: Option<String>,
    pub(crate) is_active: bool,
    pub(crate) target_url: String,
    pub(crate) async_events: Vec<Event>,
    pub(crate) subscription_query: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Event {
    pub(crate) event_type: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Channel {
    pub(crate) id: String,
    pub(crate) slug: String,
    pub(crate) is_active: bool,
    pub(crate) currency_code: String,
    pub(crate) default_country: Country,
    pub(crate) warehouses: Vec<Warehouse>,
    pub(crate) stock_settings: Map<String, Value>,
    pub(crate) order_settings: Map<String, Value>,
    pub(crate) checkout_settings: Map<String, Value>,
    pub(crate) payment_settings: Map<String, Value>,
    pub(crate) tax_configuration: TaxConfiguration,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Warehouse {
    pub(crate) address: Address,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Address {
    #[serde(rename = "streetAddress1")]
    pub(crate) street: String,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Country {
    pub(crate) code: String,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct TaxConfiguration {
    pub(crate) id: String,
    pub(crate) countries: Vec<InCountry>,
    #[serde(flatten)]
    pub(crate) settings: Map<String, Value>,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct InCountry {
    pub(crate) country: Country,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Plugin {
    pub(crate) id: String,
    pub(crate) global_configuration: Option<Active>,
    pub(crate) channel_configurations: Vec<PluginChannel>,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Active {
    pub(crate) active: bool,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct PluginChannel {
    pub(crate) active: bool,
    pub(crate) channel: Option<Slug>,
    pub(crate) configuration: Option<Vec<Item>>,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Slug {
    pub(crate) slug: String,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Item {
    pub(crate) name: String,
    pub(crate) value: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct TaxClass {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) countries: Vec<ClassRate>,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct ClassRate {
    pub(crate) country: Country,
    pub(crate) rate: Number,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TaxCountry {
    pub(crate) country: Country,
    pub(crate) tax_class_country_rates: Vec<CountryRate>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CountryRate {
    pub(crate) rate: Number,
    pub(crate) tax_class: Option<Id>,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Id {}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ShippingZone {
    pub(crate) countries: Vec<Country>,
    pub(crate) channels: Vec<Slug>,
    pub(crate) shipping_methods: Option<Vec<ShippingMethod>>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ShippingMethod {
    pub(crate) channel_listings: Option<Vec<Listing>>,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Listing {
    pub(crate) channel: Slug,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OtherApp {
    pub(crate) is_active: Option<bool>,
    pub(crate) webhooks: Option<Vec<OtherWebhook>>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OtherWebhook {
    pub(crate) is_active: bool,
    pub(crate) sync_events: Vec<Event>,
}

/// A list that Saleor gives in pages, of which the first is asked.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Connection<T> {
    page_info: PageInfo,
    edges: Vec<Edge<T>>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct PageInfo {
    has_next_page: bool,
}

#[derive(Clone, Debug, Deserialize)]
struct Edge<T> {
    node: T,
}

impl Observed {
    /// The channel with a slug.
    pub(crate) fn channel(&self, slug: &str) -> Option<&Channel> {
        self.channels.iter().flatten().find(|channel| channel.slug == slug)
    }

    /// The plugins.
    pub(crate) fn plugins(&self) -> impl Iterator<Item = &Plugin> {
        nodes(self.plugins.as_ref())
    }

    /// The tax classes.
    pub(crate) fn tax_classes(&self) -> impl Iterator<Item = &TaxClass> {
        nodes(self.tax_classes.as_ref())
    }

    /// The shipping zones.
    pub(crate) fn shipping_zones(&self) -> impl Iterator<Item = &ShippingZone> {
        nodes(self.shipping_zones.as_ref())
    }

    /// All apps.
    pub(crate) fn apps(&self) -> impl Iterator<Item = &OtherApp> {
        nodes(self.apps.as_ref())
    }

    /// The list of which there is more than one page.
    fn longer(&self) -> Option<&'static str> {
        let more = |info: Option<&PageInfo>| info.is_some_and(|info| info.has_next_page);
        let lists = [
            ("plugins", more(self.plugins.as_ref().map(|list| &list.page_info))),
            ("tax classes", more(self.tax_classes.as_ref().map(|list| &list.page_info))),
            ("shipping zones", more(self.shipping_zones.as_ref().map(|list| &list.page_info))),
            ("apps", more(self.apps.as_ref().map(|list| &list.page_info))),
        ];
        lists.into_iter().find_map(|(name, more)| more.then_some(name))
    }
}

fn nodes<T>(list: Option<&Connection<T>>) -> impl Iterator<Item = &T> {
    list.into_iter().flat_map(|list| &list.edges).map(|edge| &edge.node)
}

/// The app of the token; none if the token is of no app.
pub(crate) fn token(saleor: &mut dyn Graphql) -> Result<Option<TokenApp>, AskError> {
    #[derive(Deserialize)]
    struct Answer {
        app: Option<TokenApp>,
    }
    let answer: Answer = read(&TOKEN, saleor.ask(&TOKEN, &Value::Object(Map::new()))?)?;
    Ok(answer.app)
}

/// The state of the shop.
pub(crate) fn observe(saleor: &mut dyn Graphql) -> Result<Observed, AskError> {
    let observed: Observed = read(&STATE, saleor.ask(&STATE, &Value::Object(Map::new()))?)?;
    match observed.longer() {
        // What is not seen might be the one thing that differs.
        Some(list) => Err(unreadable(&STATE, format!("more than 100 {list}"))),
        None => Ok(observed),
    }
}

/// What customers of a country are charged for the first products of a channel: gross price and tax of each.
pub(crate) fn prices(
    saleor: &mut dyn Graphql,
    channel: &str,
    country: &str,
) -> Result<Vec<(Number, Number)>, AskError> {
    let variables = serde_json::json!({ "channel": channel, "country": country });
    let answer = saleor.ask(&PRICES, &variables)?;
    let edges = answer.pointer("/products/edges").and_then(Value::as_array);
    let edges = edges.ok_or_else(|| unreadable(&PRICES, "no products".to_owned()))?;
    let price = |edge: &Value| {
        let start = edge.pointer("/node/pricing/priceRange/start")?;
        let amount =
            |name: &str| start.pointer(&format!("/{name}/amount")).and_then(Value::as_number).cloned();
        Some((amount("gross")?, amount("tax")?))
    };
    Ok(edges.iter().filter_map(price).collect())
}

fn read<T: serde::de::DeserializeOwned>(operation: &'static Operation, data: Value) -> Result<T, AskError> {
    serde_json::from_value(data).map_err(|error| unreadable(operation, error.to_string()))
}

fn unreadable(operation: &'static Operation, reason: String) -> AskError {
    AskError::Unreadable { operation: operation.name, reason }
}
