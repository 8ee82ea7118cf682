//! The configuration as the file that `@saleor/configurator` reads.

use polder_yaml::{Map, Yaml, document};

use crate::model::{Address, Channel, ShippingMethod, ShippingZone, Shop, TaxClass, Warehouse};
use crate::settings::{Group, Setting, SettingValue};

const HEAD: &str = "Saleor's own configuration of this cell, for @saleor/configurator 3.23.2:

  configurator validate --config config.yml
  configurator deploy --config config.yml --url https://HOST/graphql/ --token TOKEN --plan

HOST is a market's host of this cell. Review the plan, then deploy without --plan. Objects that are in
Saleor but not in this file are deleted: start with an empty Saleor, or with the output of `introspect`.

Deploy twice: the first deployment leaves settings of new channels at Saleor's defaults. This file cannot turn
off test payments nor turn on mail: `polder shop setup` does both, and all settings of shop, channels and
taxes that are here.

Values that you must supply are marked with REPLACE: edit a copy, since the next build overwrites this file.";

/// A file of a build.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its path in the build folder, with `/`.
    pub path: String,
    /// Its content.
    pub content: String,
}

/// The files of a build, relative to its folder: `saleor/<cell>/config.yml`.
pub fn files(shops: &[Shop]) -> Vec<File> {
    shops.iter().map(file).collect()
}

fn file(shop: &Shop) -> File {
    let map = Map::new()
        .with("shop", settings(shop.settings().into_iter()))
        .with("channels", each(&shop.channels, channel))
        .with("warehouses", each(&shop.warehouses, warehouse))
        .with("shippingZones", each(&shop.shipping_zones, zone))
        .with("taxClasses", each(&shop.tax_classes, tax_class))
        .above(
            "Standard VAT rates, from Polder's facts. Goods with a reduced rate need their own tax class.",
        );
    File { path: format!("saleor/{}/config.yml", shop.cell), content: document(HEAD, &map) }
}

fn each<T>(items: &[T], write: fn(&T) -> Map) -> Vec<Map> {
    items.iter().map(write).collect()
}

/// Settings as the configurator names them.
fn settings(settings: impl Iterator<Item = Setting>) -> Map {
    settings.fold(Map::new(), |map, setting| {
        let value = match setting.value {
            SettingValue::Flag(value) => Yaml::from(value),
            SettingValue::Number(value) => Yaml::from(value),
            SettingValue::Text(value) => Yaml::from(value),
        };
        let map = map.with(setting.name, value);
        setting.why.into_iter().fold(map, Map::above)
    })
}

fn channel(channel: &Channel) -> Map {
    let (taxes, others): (Vec<_>, Vec<_>) =
        channel.settings().into_iter().partition(|setting| setting.group == Group::Tax);
    Map::new()
        .with("name", &channel.name)
        .with("slug", &channel.slug)
        .with("currencyCode", &channel.currency)
        .with("defaultCountry", &channel.country)
        .with("isActive", true)
        .with("settings", settings(others.into_iter()))
        .with("taxConfiguration", settings(taxes.into_iter()))
}

fn warehouse(warehouse: &Warehouse) -> Map {
    Map::new()
        .with("name", &warehouse.name)
        .with("slug", &warehouse.slug)
        .with("isPrivate", false)
        .with("clickAndCollectOption", "DISABLED")
        .with("address", address(&warehouse.address))
        .above("REPLACE the placeholder with the address of the warehouse.")
}

fn address(address: &Address) -> Map {
    Map::new()
        .with("streetAddress1", &address.street)
        .with("city", &address.city)
        .with("postalCode", &address.postal_code)
        .with_some("countryArea", address.area.as_ref())
        .with("country", &address.country)
}

fn zone(zone: &ShippingZone) -> Map {
    Map::new()
        .with("name", &zone.name)
        .with("default", false)
        .with("countries", texts(&zone.countries))
        .with("warehouses", texts(&zone.warehouses))
        .with("channels", texts(&zone.channels))
        .with("shippingMethods", each(&zone.methods, method))
}

fn method(method: &ShippingMethod) -> Map {
    let price = |price: &crate::model::Price| {
        Map::new()
            .with("channel", &price.channel)
            .with("currency", &price.currency)
            .with("price", Yaml::Thousandths(price.thousandths))
            .behind("REPLACE: free until you set a price")
            .with("minimumOrderPrice", 0)
    };
    Map::new()
        .with("name", &method.name)
        .with("type", "PRICE")
        .with("minimumDeliveryDays", i64::from(method.delivery_days.0))
        .with("maximumDeliveryDays", i64::from(method.delivery_days.1))
        .with("channelListings", method.prices.iter().map(price).collect::<Vec<_>>())
}

fn tax_class(class: &TaxClass) -> Map {
    let rate = |rate: &crate::model::CountryRate| {
        // A rate in thousandths of the price is a percentage in tenths, and that is a hundred thousandths.
        let percent = Yaml::Thousandths(u64::from(rate.permille) * 100);
        Map::new().with("countryCode", &rate.country).with("rate", percent)
    };
    Map::new()
        .with("name", &class.name)
        .with("countryRates", class.rates.iter().map(rate).collect::<Vec<_>>())
}

fn texts(texts: &[String]) -> Vec<Yaml> {
    texts.iter().map(Yaml::from).collect()
}
