//! The user's own prices and discounts: a TOML file that changes the price book.

use polder_diag::{Finding, Outcome, Span};
use polder_units::PicoUsd;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::amount::Amount;
use crate::book::{Book, Euro, Key, Mark, Rate, hyphenated};
use crate::codes::{SYNTAX, UNIT_DIFFERS, UNKNOWN_KEY, WRONG_VALUE};

/// The most bytes of a file of prices.
const MAX_BYTES: usize = 4 << 20;
const SOURCE: &str = "own price";

/// Applies a file of prices to a book: prices first, in their order, then discounts.
pub fn own_prices(text: &str, book: Book) -> Outcome<Book> {
    let mut reader = Reader { text, book, findings: vec![] };
    if text.len() > MAX_BYTES {
        reader.findings.push(Finding::new(&SYNTAX, "a file of prices has at most 4 MiB"));
    } else {
        reader.file();
    }
    Outcome { value: Some(reader.book), findings: reader.findings }
}

struct Reader<'a> {
    text: &'a str,
    book: Book,
    findings: Vec<Finding>,
}

/// A table with the place where it begins.
type Table<'a, 'b> = (&'b DeTable<'a>, Span);

impl<'a> Reader<'a> {
    fn file(&mut self) {
        let (root, errors) = DeTable::parse_recoverable(self.text);
        for error in errors {
            let span = error.span().map(|span| Span::new(span.start, span.end));
            self.findings.push(Finding::new(&SYNTAX, error.message().to_owned()).at(span, ""));
        }
        if !self.findings.is_empty() {
            return;
        }
        let root = root.get_ref();
        self.only(root, &["version", "euro", "price", "discount"]);
        if let Some((_, version)) = root.get_key_value("version")
            && self.slice(version) != "1"
        {
            self.wrong(version, "the version of this format is 1");
        }
        self.euro(root);
        for table in self.tables(root, "price") {
            self.price(table);
        }
        for table in self.tables(root, "discount") {
            self.discount(table);
        }
    }

    /// The rate of exchange.
    fn euro(&mut self, root: &DeTable<'a>) {
        let Some(value) = root.get("euro") else { return };
        let DeValue::Table(table) = value.get_ref() else {
            return self.wrong(value, "`euro` is written as `[euro]` with `usd` and `dated`");
        };
        self.only(table, &["usd", "dated"]);
        let (Some(usd), Some(dated)) = (table.get("usd"), self.text_of(table, "dated")) else {
            return self.wrong(value, "a rate has `usd`, the price of a euro, and `dated`");
        };
        match self.money(usd) {
            Some(rate) if rate.0 > 0 => self.book.euro = Some(Euro { usd: rate, dated }),
            Some(_) => self.wrong(usd, "a euro costs more than nothing"),
            None => {}
        }
    }

    /// The items of an array of tables.
    fn tables<'b>(&mut self, root: &'b DeTable<'a>, name: &str) -> Vec<Table<'a, 'b>> {
        let Some(value) = root.get(name) else { return vec![] };
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong(value, &format!("`{name}` is written as `[[{name}]]`"));
            return vec![];
        };
        let mut tables = vec![];
        for item in items.iter() {
            match item.get_ref() {
                DeValue::Table(table) => tables.push((table, span(item))),
                _ => self.wrong(item, &format!("`{name}` is written as `[[{name}]]`")),
            }
        }
        tables
    }

    fn price(&mut self, (table, at): Table<'a, '_>) {
        self.only(table, &["service", "item", "variant", "region", "unit", "usd", "tiers"]);
        let (Some(service), Some(item)) = (self.name(table, at, "service"), self.name(table, at, "item"))
        else {
            return;
        };
        let (service, item) = (hyphenated(&service), hyphenated(&item));
        let variant = self.text_of(table, "variant").unwrap_or_default();
        let region = self.name(table, at, "region");
        let unit = self.text_of(table, "unit").map(|unit| hyphenated(&unit));
        let known = self.book.unit(&service, &item).map(str::to_owned);
        let unit = match (unit, known) {
            (Some(unit), Some(known)) if unit != known => {
                let span = table.get("unit").map_or(at, span);
                let text = format!("`{service}.{item}` is billed by `{known}`, not by `{unit}`");
                self.findings.push(Finding::new(&UNIT_DIFFERS, text).at(span, ""));
                return;
            }
            (Some(unit), _) | (None, Some(unit)) => unit,
            (None, None) => {
                let text =
                    format!("`{service}.{item}` has no price in the book, so the price needs a `unit`");
                self.findings.push(Finding::new(&WRONG_VALUE, text).at(at, ""));
                return;
            }
        };
        let (Some(tiers), Some(region)) = (self.tiers(table, at), region) else { return };
        let rate = Rate { unit, tiers, mark: Mark::Own, source: SOURCE.to_owned() };
        self.book.set(Key { service, item, variant, region }, rate);
    }

    /// The one price, or those of the tiers.
    fn tiers(&mut self, table: &DeTable<'a>, at: Span) -> Option<Vec<(Amount, PicoUsd)>> {
        let Some(tiers) = table.get("tiers") else {
            let Some(usd) = table.get("usd") else {
                self.findings.push(Finding::new(&WRONG_VALUE, "a price has `usd` or `tiers`").at(at, ""));
                return None;
            };
            return Some(vec![(Amount::ZERO, self.money(usd)?)]);
        };
        let DeValue::Array(items) = tiers.get_ref() else {
            self.wrong(tiers, "`tiers` is a list of `{ from = 0, usd = \"0.09\" }`");
            return None;
        };
        let mut all = vec![];
        for item in items.iter() {
            let DeValue::Table(tier) = item.get_ref() else {
                self.wrong(item, "a tier is written as `{ from = 0, usd = \"0.09\" }`");
                return None;
            };
            self.only(tier, &["from", "usd"]);
            let (Some(from), Some(usd)) = (tier.get("from"), tier.get("usd")) else {
                self.wrong(item, "a tier has `from` and `usd`");
                return None;
            };
            let Ok(start) = self.slice(from).parse::<Amount>() else {
                self.wrong(from, "`from` is the quantity at which the tier begins");
                return None;
            };
            all.push((start, self.money(usd)?));
        }
        let in_order = all.windows(2).all(|two| matches!(two, [(a, _), (b, _)] if a < b));
        if all.first().is_none_or(|(from, _)| *from != Amount::ZERO) || !in_order {
            self.wrong(tiers, "the first tier begins at 0, and each later one at a larger quantity");
            return None;
        }
        Some(all)
    }

    fn discount(&mut self, (table, at): Table<'a, '_>) {
        self.only(table, &["service", "item", "percent"]);
        let service = self.text_of(table, "service").map(|name| hyphenated(&name));
        let item = self.text_of(table, "item").map(|name| hyphenated(&name));
        if let (Some(name), Some(value)) = (&service, table.get("service"))
            && !self.book.knows(name)
        {
            let text = format!("the price book has no service `{name}`");
            return self.findings.push(Finding::new(&UNKNOWN_KEY, text).at(span(value), ""));
        }
        let Some(percent) = table.get("percent") else {
            return self.findings.push(Finding::new(&WRONG_VALUE, "a discount has a `percent`").at(at, ""));
        };
        let text = self.slice(percent).trim_matches(['"', '\'']).to_owned();
        let hundred = Amount::whole(100);
        match text.parse::<Amount>() {
            Ok(amount) if amount <= hundred => {
                let left = (hundred.minus(amount).0, hundred.0);
                let note = format!("less {text} %");
                self.book.scale(service.as_deref(), item.as_deref(), left, &note);
            }
            _ => self.wrong(percent, "a percentage is a decimal between 0 and 100"),
        }
    }

    fn money(&mut self, value: &Spanned<DeValue<'a>>) -> Option<PicoUsd> {
        // The text in the file is read, and not a binary fraction.
        let text = self.slice(value).trim_matches(['"', '\'']).to_owned();
        let money = PicoUsd::from_decimal(&text).filter(|money| money.0 >= 0);
        if money.is_none() {
            self.wrong(value, "a price is a decimal with at most twelve places, such as `0.0464`");
        }
        money
    }

    fn name(&mut self, table: &DeTable<'a>, at: Span, key: &str) -> Option<String> {
        let text = self.text_of(table, key);
        if text.is_none() && table.get(key).is_none() {
            let text = format!("a price has a `{key}`");
            self.findings.push(Finding::new(&WRONG_VALUE, text).at(at, ""));
        }
        text
    }

    fn text_of(&mut self, table: &DeTable<'a>, key: &str) -> Option<String> {
        let value = table.get(key)?;
        match value.get_ref() {
            DeValue::String(text) => Some(text.to_string()),
            _ => {
                self.wrong(value, &format!("`{key}` is a text"));
                None
            }
        }
    }

    fn only(&mut self, table: &DeTable<'a>, keys: &[&str]) {
        for key in table.keys().filter(|key| !keys.contains(&key.get_ref().as_ref())) {
            let text = format!("there is no key `{}` here", key.get_ref());
            let help = format!("the keys are {}", keys.join(", "));
            let at = Span::new(key.span().start, key.span().end);
            self.findings.push(Finding::new(&UNKNOWN_KEY, text).at(at, "").help(help));
        }
    }

    fn wrong(&mut self, value: &Spanned<DeValue<'a>>, text: &str) {
        self.findings.push(Finding::new(&WRONG_VALUE, text).at(span(value), ""));
    }

    fn slice(&self, value: &Spanned<DeValue<'a>>) -> &'a str {
        self.text.get(value.span()).unwrap_or_default()
    }
}

fn span(value: &Spanned<DeValue<'_>>) -> Span {
    Span::new(value.span().start, value.span().end)
}
