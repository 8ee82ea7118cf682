//! The whole crate: its output for the built-in example, and that no name can break out of it.

use base64::Engine;
use polder_design::{Cell, CellId, Design, Environment};
use polder_facts::Facts;
use proptest::prelude::*;
use saphyr::{LoadableYamlNode, Yaml};
use sha2::{Digest, Sha256};

use crate::pages::{SCRIPT, SCRIPT_SOURCE, STYLE, STYLE_SOURCE};
use crate::words::ALL;
use crate::{STATUSES, configure, files, languages, notices, pages};

const OWNER: &str = include_str!("../../../examples/saleor-eu/polder.toml");

fn design(text: &str) -> Design {
    let facts = Facts::embedded();
    let read = polder_spec::read(text, facts);
    read.and_then(|platform| polder_design::design(&platform, facts)).sound().expect("a sound platform")
}

#[test]
fn the_owners_cells() {
    let design = design(OWNER);
    let mut shops = configure(&design, Facts::embedded());
    let production = |cell: &Cell| design.accounts[cell.account].environment == Environment::Production;
    shops.retain(|shop| design.cells.iter().any(|cell| cell.name == shop.cell && production(cell)));
    assert_eq!(shops.len(), 2);
    for file in files(&shops) {
        insta::assert_snapshot!(file.path.replace('/', "."), file.content);
    }
}

#[test]
fn every_country_makes_a_channel() {
    let mut text =
        String::from("version = 1\nplatform.domain = \"example.eu\"\ncells.all.primary = \"eu-west-1\"\n");
    for country in Facts::embedded().countries() {
        let known = Facts::embedded().currency_known(&country.currency);
        let currency = if known { String::new() } else { "currency = \"EUR\"".into() };
        text.push_str(&format!("markets.{} = {{ {currency} }}\n", country.code));
    }
    let shop = configure(&design(&text), Facts::embedded()).remove(0);
    assert_eq!(shop.channels.len(), Facts::embedded().countries().len());
    // The others are entered by hand.
    let near = Facts::embedded().countries().iter().filter(|it| it.jurisdiction.is_some()).count();
    assert_eq!((shop.warehouses.len(), shop.shipping_zones.len()), (near, near));
    assert_eq!(shop.tax_classes[0].rates.len(), near);
}

/// The configurator would refuse the whole file.
#[test]
fn a_currency_that_the_configurator_refuses_is_left_out() {
    let mut design = design(OWNER);
    let channels = |design: &Design| configure(design, Facts::embedded())[0].channels.len();
    let all = channels(&design);
    design.cells[CellId::new(0)].markets[0].currency = "RON".into();
    assert_eq!(channels(&design), all - 1);
}

/// Names of channels, warehouses and zones are unique, and a country has one rate.
#[test]
fn a_country_has_several_channels() {
    let text = "version = 1\nplatform.domain = \"example.se\"\ncells.all.primary = \"eu-west-1\"\nmarkets.SE = {}\n\
                markets.SE-B2B = {}\n";
    let shop = configure(&design(text), Facts::embedded()).remove(0);
    let names: Vec<&str> = shop.channels.iter().map(|channel| channel.name.as_str()).collect();
    assert_eq!(names, ["Sweden", "Sweden (se-b2b)"]);
    let slugs: Vec<&str> = shop.channels.iter().map(|channel| channel.slug.as_str()).collect();
    assert_eq!(slugs, ["se", "se-b2b"]);
    assert_eq!(shop.tax_classes[0].rates.len(), 1);
}

#[test]
fn there_is_a_page_for_every_status() {
    let design = design(OWNER);
    let production = design.cells[CellId::new(0)].account;
    assert_eq!(languages(&design, production), ["de", "en", "nl", "fr"]);
    let pages = pages(&design, production);
    assert_eq!(pages.iter().map(|page| page.status).collect::<Vec<_>>(), STATUSES);
    let busy = pages.iter().find(|page| page.status == 503).expect("a page");
    insta::assert_snapshot!("503", busy.html);
}

#[test]
fn a_notice_speaks_the_languages_of_all_shops_of_an_account() {
    let mut design = design(OWNER);
    let account = design.cells[CellId::new(0)].account;
    for cell in &mut design.cells {
        for market in &mut cell.markets {
            market.languages = ["de", "sv"].map(str::to_owned).into();
        }
    }
    let said: String = notices(&design, account)
        .iter()
        .map(|it| format!("{}: {} {}\n", it.language, it.title, it.body))
        .collect();
    insta::assert_snapshot!(said, @r"
    de: Wir arbeiten am Shop <p>Wir sind gleich wieder da. Ihr Warenkorb und Ihre Bestellungen sind sicher.</p>
    en: We are working on the shop <p>We will be back shortly. Your basket and your orders are safe.</p>
    ");
}

/// All languages at once, and one without a translation.
#[test]
fn pages_are_small_whole_and_quiet() {
    let mut design = design(OWNER);
    design.cells[CellId::new(0)].markets[0].languages =
        ALL.iter().map(|words| words.language.to_owned()).collect();
    design.cells[CellId::new(0)].markets[0].languages.push("sv".to_owned());
    let account = design.cells[CellId::new(0)].account;
    assert_eq!(languages(&design, account).len(), ALL.len());
    for page in pages(&design, account) {
        for words in ALL {
            assert!(page.html.contains(&format!("<section lang=\"{}\"", words.language)), "{}", page.status);
        }
        assert!(page.html.len() < 16 * 1024, "{} has {} bytes", page.status, page.html.len());
        for loud in ["http://", "https://", "<script ", "<img", "@import", "url(", "fetch(", "innerHTML"] {
            assert!(!page.html.contains(loud), "{} has `{loud}`", page.status);
        }
    }
}

#[test]
fn the_policy_allows_the_style_and_the_script() {
    for (source, text) in [(STYLE_SOURCE, STYLE), (SCRIPT_SOURCE, SCRIPT)] {
        let hash = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(text));
        assert_eq!(source, format!("'sha256-{hash}'"));
    }
}

proptest! {
    /// The reader rejects such names, but this crate does not rely on it.
    #[test]
    fn names_cannot_break_out(name in "[-:#{}\\[\\]&*!|>'\"%@`,?<>/ \n\r\ta0]{0,16}|\\PC{0,16}") {
        let mut design = design(OWNER);
        design.domain = name.clone();
        design.accounts.iter_mut().for_each(|account| account.domain = name.clone());
        design.cells[CellId::new(0)].name = name.clone();
        design.cells[CellId::new(0)].markets[0].channel = name.clone();
        let shops = configure(&design, Facts::embedded());
        let file = files(&shops).remove(0);
        let parsed = Yaml::load_from_str(&file.content).expect("YAML");
        let root = &parsed[0];
        prop_assert_eq!(parsed.len(), 1);
        prop_assert_eq!(root["shop"]["defaultMailSenderName"].as_str(), Some(name.as_str()));
        prop_assert_eq!(root["channels"][0]["slug"].as_str(), Some(name.as_str()));
        prop_assert_eq!(root["shippingZones"][0]["channels"][0].as_str(), Some(name.as_str()));
        design.cells[CellId::new(0)].markets[0].host = name.clone();
        let account = design.cells[CellId::new(0)].account;
        let reference = pages(&self::design(OWNER), account);
        for (page, plain) in pages(&design, account).iter().zip(&reference) {
            // The same tags, whatever the name.
            let tags = |html: &str| html.matches('<').count() + html.matches('>').count();
            prop_assert_eq!(tags(&page.html), tags(&plain.html));
        }
    }
}
