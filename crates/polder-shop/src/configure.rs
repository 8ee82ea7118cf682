//! From a design to the configuration of each cell's Saleor.

use polder_design::{Cell, Design, Market};
use polder_facts::Facts;

use crate::model::{
    Channel, CountryRate, Price, Settings, ShippingMethod, ShippingZone, Shop, TaxClass, Warehouse,
};
use crate::placeholder;

/// An unpaid order reserves stock; an hour is enough for any bank's page. It is deleted late, so that support has the
/// data if a payment arrives after all.
const SETTINGS: Settings = Settings { expire_orders_minutes: 60, delete_expired_orders_days: 60 };

/// The configuration of each cell, in the order of the file.
///
/// A market whose currency the configurator refuses is left out, since it would refuse the whole file; of a country
/// without a known tax rate and form of addresses there is only the channel. Reading the platform file warns of both.
pub fn configure(design: &Design, facts: &Facts) -> Vec<Shop> {
    design.cells.iter().map(|cell| shop(design, cell, facts)).collect()
}

fn shop(design: &Design, cell: &Cell, facts: &Facts) -> Shop {
    let domain = design.accounts.get(cell.account).map_or(&design.domain, |account| &account.domain);
    let mut shop = Shop {
        cell: cell.name.clone(),
        mail_sender: domain.clone(),
        // The same as `DEFAULT_FROM_EMAIL` of the processes.
        mail_address: format!("noreply@{domain}"),
        channels: vec![],
        warehouses: vec![],
        shipping_zones: vec![],
        tax_classes: vec![],
    };
    let mut rates: Vec<CountryRate> = vec![];
    for market in cell.markets.iter().filter(|market| facts.currency_known(&market.currency)) {
        add(market, facts, &mut shop);
        let known = rates.iter().any(|rate| rate.country == market.country);
        let rate = facts.vat(&market.country).filter(|_| !known);
        rates.extend(rate.map(|rate| CountryRate { country: market.country.clone(), permille: rate.value }));
    }
    shop.tax_classes.push(TaxClass { name: "Standard rate".into(), rates });
    shop
}

/// Adds a market's channel, warehouse and shipping zone.
fn add(market: &Market, facts: &Facts, shop: &mut Shop) {
    let (code, slug) = (&market.country, &market.channel);
    let country = facts.country(code).map_or(code, |country| &country.name);
    // Names are unique, and a country can have several channels.
    let name = if *slug == code.to_lowercase() { country.clone() } else { format!("{country} ({slug})") };
    shop.channels.push(Channel {
        name: name.clone(),
        slug: slug.clone(),
        currency: market.currency.clone(),
        country: code.clone(),
        settings: SETTINGS,
    });
    let Some(address) = placeholder::address(code) else { return };
    shop.warehouses.push(Warehouse { name: name.clone(), slug: slug.clone(), address });
    let price = Price { channel: slug.clone(), currency: market.currency.clone(), thousandths: 0 };
    shop.shipping_zones.push(ShippingZone {
        name,
        countries: vec![code.clone()],
        warehouses: vec![slug.clone()],
        channels: vec![slug.clone()],
        methods: vec![ShippingMethod { name: "Standard".into(), delivery_days: (1, 5), prices: vec![price] }],
    });
}
