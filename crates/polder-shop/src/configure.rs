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
const SETTINGS: Settings = Settings { expire_orders_minutes: 60, delete_expired_orders_days: 60 };

/// The configuration of each cell, in the order of the file.
pub fn configure(design: &Design, facts: &Facts) -> Outcome<Vec<Shop>> {
    let mut findings = vec![];
    let shops = design.cells.iter().map(|cell| shop(design, cell, facts, &mut findings)).collect();
    Outcome { value: Some(shops), findings }
}

fn shop(design: &Design, cell: &Cell, facts: &Facts, findings: &mut Vec<Finding>) -> Shop {
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
        match add(market, facts, &mut shop) {
            Ok(rate) => rates.push(rate),
            Err(finding) => findings.push(*finding),
        }
    }
    shop.tax_classes.push(TaxClass { name: "Standard rate".into(), rates });
    shop
}

/// Adds a market's channel, warehouse, shipping zone and tax rate.
fn add(market: &Market, facts: &Facts, shop: &mut Shop) -> Result<CountryRate, Box<Finding>> {
    let (code, slug) = (&market.country, &market.channel);
    if !facts.currency_known(&market.currency) {
        let message = format!(
            "market `{code}` sells in `{}`, which the configurator does not support",
            market.currency
        );
        return refused(&CURRENCY_REFUSED, message, "choose another with `currency`, such as `EUR`");
    }
    let Some((country, address)) = facts.country(code).zip(placeholder::address(code)) else {
        let message = format!("market `{code}` is in a country whose address format is not known");
        return refused(&COUNTRY_NOT_KNOWN, message, "sell from another country");
    };
    let Some(rate) = facts.vat(code) else {
        let message = format!("the standard rate of value added tax of `{code}` is not known");
        return refused(&VAT_NOT_KNOWN, message, "add it to the catalog of facts with its source");
    };
    let name = country.name.clone();
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
    Ok(CountryRate { country: code.clone(), permille: rate.value })
}

fn refused<T>(code: &'static Code, message: String, help: &str) -> Result<T, Box<Finding>> {
    Err(Box::new(Finding::new(code, message).help(help)))
}
