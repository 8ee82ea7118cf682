//! From a design to the configuration of each cell's Saleor.

use polder_design::{Cell, Design, Market};
use polder_facts::Facts;

use crate::model::{
    Channel, CountryRate, Price, Settings, ShippingMethod, ShippingZone, Shop, TaxClass, Warehouse,
};
use crate::placeholder;

/// An unpaid order reserves stock; an hour is enough for any bank's page. It is deleted late, so that support has the
/// data if a payment arrives after all.
pub(crate) const SETTINGS: Settings = Settings { expire_orders_minutes: 60, delete_expired_orders_days: 60 };

/// The tax class of everything that has no other.
pub(crate) const TAX_CLASS: &str = "Standard rate";

/// The configuration of each cell, in the order of the file.
///
/// A market whose currency the configurator refuses is left out, since it would refuse the whole file; of a country
/// without a known tax rate and form of addresses there is only the channel. Reading the platform file warns of both.
pub fn configure(design: &Design, facts: &Facts) -> Vec<Shop> {
    let accepts = |market: &Market| facts.currency_known(&market.currency);
    design.cells.iter().map(|cell| of_markets(design, cell, &accepts)).collect()
}

/// What the shop of a cell must be, with all of its markets.
pub fn shop(design: &Design, cell: &Cell) -> Shop {
    of_markets(design, cell, &|_| true)
}

fn of_markets(design: &Design, cell: &Cell, wanted: &dyn Fn(&Market) -> bool) -> Shop {
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
    for market in cell.markets.iter().filter(|market| wanted(market)) {
        add(market, &mut shop);
        let known = rates.iter().any(|rate| rate.country == market.country);
        let rate = market.vat_permille.filter(|_| !known);
        rates.extend(rate.map(|permille| CountryRate { country: market.country.clone(), permille }));
    }
    shop.tax_classes.push(TaxClass { name: TAX_CLASS.to_owned(), rates });
    shop
}

/// Adds a market's channel, warehouse and shipping zone.
fn add(market: &Market, shop: &mut Shop) {
    let (code, slug) = (&market.country, &market.channel);
    let country = market.country_name.as_ref().unwrap_or(code);
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
