//! What is owned already: a TOML file with commitments and their ends.

use polder_commit::{Benefit, Owned, Rate};
use polder_diag::{Finding, Outcome, Span};
use polder_facts::Payment;
use polder_units::PicoUsd;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::codes::{NO_EFFECT, SYNTAX, UNKNOWN_KEY, WRONG_VALUE};
use crate::date::Date;
use crate::offers::{Kind, rates};
use crate::pool::{PARTS, Pool};
use crate::shape::HOURS;

/// The most bytes of a file.
const MAX_BYTES: usize = 4 << 20;
/// The most reservations of an entry.
const MAX_COUNT: u64 = 1_000_000;
/// The keys of an entry.
const KEYS: [&str; 10] =
    ["kind", "service", "variant", "family", "region", "count", "commitment", "years", "payment", "until"];
/// The kinds, as an error says them.
const KINDS: &str = "a kind is `reservation`, `instance-plan` or `compute-plan`";

/// A commitment in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Possession {
    what: What,
    /// The first day on which it is over.
    until: Date,
    at: Span,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum What {
    Reservation { service: String, variant: String, region: String, count: u64 },
    Plan { kind: Kind, years: u8, payment: Payment, hourly: PicoUsd },
}

/// Reads a file of commitments that are owned.
pub fn owned_file(text: &str) -> Outcome<Vec<Possession>> {
    let mut reader = Reader { text, findings: vec![] };
    let mut owned = vec![];
    if text.len() > MAX_BYTES {
        reader.findings.push(Finding::new(&SYNTAX, "a file of commitments has at most 4 MiB"));
    } else {
        owned = reader.file();
    }
    Outcome { value: Some(owned), findings: reader.findings }
}

/// The commitments that cover something within the year, with warnings for the others.
pub(crate) fn active(owned: &[Possession], pools: &[Pool], start: Date) -> (Vec<Owned>, Vec<Finding>) {
    let (mut active, mut findings) = (vec![], vec![]);
    for (index, it) in owned.iter().enumerate() {
        let days = usize::try_from(it.until.since(start)).unwrap_or(0);
        let until = days.saturating_mul(24).min(HOURS);
        let benefit = benefit(&it.what, pools).filter(|_| until > 0);
        let Some((benefit, lots)) = benefit else {
            let why =
                if until == 0 { "it is over at the start" } else { "nothing in the platform matches it" };
            let text = format!("a commitment that is owned has no effect: {why}");
            findings.push(Finding::new(&NO_EFFECT, text).at(it.at, ""));
            continue;
        };
        active.push(Owned { name: format!("owned {}", index + 1), benefit, lots, from: 0, until });
    }
    (active, findings)
}

fn benefit(what: &What, pools: &[Pool]) -> Option<(Benefit, u64)> {
    match what {
        What::Reservation { service, variant, region, count } => {
            let is = |pool: &Pool| {
                let key = &pool.key;
                (&key.service, &key.variant, &key.region) == (service, variant, region)
            };
            let load = pools.iter().position(is)?;
            Some((Benefit::Reservation { load, units: PARTS as u32 }, *count))
        }
        What::Plan { kind, years, payment, hourly } => {
            let (rates, _) = rates(kind, pools, *years, *payment);
            if rates.is_empty() {
                return None;
            }
            let rates = rates.into_iter().map(|(load, rate)| Rate { load, price: rate.price }).collect();
            let order = u8::from(*kind == Kind::ComputePlan);
            Some((Benefit::Plan { commitment: *hourly, rates, order }, 1))
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    findings: Vec<Finding>,
}

impl<'a> Reader<'a> {
    fn file(&mut self) -> Vec<Possession> {
        let (root, errors) = DeTable::parse_recoverable(self.text);
        for error in errors {
            let span = error.span().map(|span| Span::new(span.start, span.end));
            self.findings.push(Finding::new(&SYNTAX, error.message().to_owned()).at(span, ""));
        }
        if !self.findings.is_empty() {
            return vec![];
        }
        let root = root.get_ref();
        self.only(root, &["version", "owned"]);
        if let Some((_, version)) = root.get_key_value("version")
            && self.slice(version) != "1"
        {
            self.wrong(span(version), "the version of this format is 1");
        }
        let Some(value) = root.get("owned") else { return vec![] };
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong(span(value), "`owned` is written as `[[owned]]`");
            return vec![];
        };
        let mut owned = vec![];
        for item in items.iter() {
            match item.get_ref() {
                DeValue::Table(table) => owned.extend(self.entry(table, span(item))),
                _ => self.wrong(span(item), "`owned` is written as `[[owned]]`"),
            }
        }
        owned
    }

    fn entry(&mut self, table: &DeTable<'a>, at: Span) -> Option<Possession> {
        self.only(table, &KEYS);
        let kind = self.needed(table, at, "kind")?;
        let until = self.needed(table, at, "until");
        let until = until.and_then(|(text, at)| {
            let date = Date::parse(&text);
            if date.is_none() {
                self.wrong(at, "`until` is the day after the last one, as `2027-03-01`");
            }
            date
        });
        let what = match kind.0.as_str() {
            "reservation" => self.reservation(table, at),
            "compute-plan" => self.plan(table, at, Kind::ComputePlan),
            "instance-plan" => {
                let (family, region) = (self.needed(table, at, "family"), self.needed(table, at, "region"));
                let kind = Kind::InstancePlan { family: family?.0, region: region?.0 };
                self.plan(table, at, kind)
            }
            _ => {
                self.wrong(kind.1, KINDS);
                None
            }
        };
        Some(Possession { what: what?, until: until?, at })
    }

    fn reservation(&mut self, table: &DeTable<'a>, at: Span) -> Option<What> {
        let [service, variant, region] =
            ["service", "variant", "region"].map(|key| self.needed(table, at, key));
        let count = self.whole(table, at, "count", 1..=MAX_COUNT);
        Some(What::Reservation { service: service?.0, variant: variant?.0, region: region?.0, count: count? })
    }

    fn plan(&mut self, table: &DeTable<'a>, at: Span, kind: Kind) -> Option<What> {
        let years = self.whole(table, at, "years", 1..=3).and_then(|years| u8::try_from(years).ok());
        let payment = self.needed(table, at, "payment");
        let payment = payment.and_then(|(name, at)| {
            let found = Payment::ALL.into_iter().find(|it| it.name() == name);
            if found.is_none() {
                self.wrong(at, "a payment is `No Upfront`, `Partial Upfront` or `All Upfront`");
            }
            found
        });
        let hourly = self.money(table, at, "commitment");
        Some(What::Plan { kind, years: years?, payment: payment?, hourly: hourly? })
    }

    /// An amount of dollars for an hour: more than nothing, less than a thousand million.
    fn money(&mut self, table: &DeTable<'a>, at: Span, key: &str) -> Option<PicoUsd> {
        let Some(value) = table.get(key) else {
            self.wrong(at, &format!("an entry of this kind has a `{key}`"));
            return None;
        };
        // The text in the file is read, and not a binary fraction.
        let money = PicoUsd::from_decimal(self.slice(value).trim_matches(['"', '\'']));
        let money = money.filter(|it| (1..=100_000_000_000_000_000).contains(&it.0));
        if money.is_none() {
            self.wrong(span(value), "a commitment is an amount of dollars for an hour, such as `0.25`");
        }
        money
    }

    fn whole(
        &mut self,
        table: &DeTable<'a>,
        at: Span,
        key: &str,
        range: std::ops::RangeInclusive<u64>,
    ) -> Option<u64> {
        let Some(value) = table.get(key) else {
            self.wrong(at, &format!("an entry of this kind has a `{key}`"));
            return None;
        };
        let number = self.slice(value).parse::<u64>().ok().filter(|number| range.contains(number));
        if number.is_none() {
            let (least, most) = (range.start(), range.end());
            self.wrong(span(value), &format!("`{key}` is a whole number from {least} to {most}"));
        }
        number
    }

    fn needed(&mut self, table: &DeTable<'a>, at: Span, key: &str) -> Option<(String, Span)> {
        let Some(value) = table.get(key) else {
            self.wrong(at, &format!("an entry of this kind has a `{key}`"));
            return None;
        };
        match value.get_ref() {
            DeValue::String(text) => Some((text.to_string(), span(value))),
            _ => {
                self.wrong(span(value), &format!("`{key}` is a text"));
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

    fn wrong(&mut self, at: Span, text: &str) {
        self.findings.push(Finding::new(&WRONG_VALUE, text).at(at, ""));
    }

    fn slice(&self, value: &Spanned<DeValue<'a>>) -> &'a str {
        self.text.get(value.span()).unwrap_or_default()
    }
}

fn span(value: &Spanned<DeValue<'_>>) -> Span {
    Span::new(value.span().start, value.span().end)
}
