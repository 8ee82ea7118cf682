//! From a design to the configuration of each cell's Saleor.

use polder_design::{Cell, Design, Market};
use polder_diag::{Code, Finding, Outcome};
use polder_facts::Facts;

use crate::codes::{COUNTRY_NOT_KNOWN, CURRENCY_REFUSED, VAT_NOT_KNOWN};
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
pub fn configure(design: &Design, facts: &Facts) -> Outcome<Vec<Shop>> {
    let markets = design.cells.iter().flat_map(|cell| &cell.markets);
    let findings = markets.filter_map(|market| unsupported(market, facts)).collect();
    Outcome { value: Some(design.cells.iter().map(|cell| shop(design, cell)).collect()), findings }
}

/// The configuration of a cell, without markets that [`configure`] finds to be unsupported.
pub fn shop(design: &Design, cell: &Cell) -> Shop {
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
    let mut rates = vec![];
    for market in &cell.markets {
        rates.extend(add(market, &mut shop));
    }
    shop.tax_classes.push(TaxClass { name: TAX_CLASS.to_owned(), rates });
    shop
}

/// Why a market cannot be configured.
fn unsupported(market: &Market, facts: &Facts) -> Option<Finding> {
    let code = &market.country;
    if !facts.currency_known(&market.currency) {
        let message = format!(
            "market `{code}` sells in `{}`, which the configurator does not support",
            market.currency
        );
        return refused(&CURRENCY_REFUSED, message, "choose another with `currency`, such as `EUR`");
    }
    if market.country_name.is_none() || placeholder::address(code).is_none() {
        let message = format!("market `{code}` is in a country whose address format is not known");
        return refused(&COUNTRY_NOT_KNOWN, message, "sell from another country");
    }
    if market.vat_permille.is_none() {
        let message = format!("the standard rate of value added tax of `{code}` is not known");
        return refused(&VAT_NOT_KNOWN, message, "add it to the catalog of facts with its source");
    }
    None
}

/// Adds a market's channel, warehouse and shipping zone, and returns its tax rate.
fn add(market: &Market, shop: &mut Shop) -> Option<CountryRate> {
    let (code, slug) = (&market.country, &market.channel);
    let name = market.country_name.clone()?;
    let (address, permille) = (placeholder::address(code)?, market.vat_permille?);
    shop.channels.push(Channel {
        name: name.clone(),
        slug: slug.clone(),
        currency: market.currency.clone(),
        country: code.clone(),
        settings: SETTINGS,
    });
    shop.warehouses.push(Warehouse { name: name.clone(), slug: slug.clone(), address });
    let price = Price { channel: slug.clone(), currency: market.currency.clone(), thousandths: 0 };
    shop.shipping_zones.push(ShippingZone {
        name,
        countries: vec![code.clone()],
        warehouses: vec![slug.clone()],
        channels: vec![slug.clone()],
        methods: vec![ShippingMethod { name: "Standard".into(), delivery_days: (1, 5), prices: vec![price] }],
    });
    Some(CountryRate { country: code.clone(), permille })
}

fn refused(code: &'static Code, message: String, help: &str) -> Option<Finding> {
    Some(Finding::new(code, message).help(help))
}
