//! A bill as tables, for terminals and in Markdown.

use std::collections::BTreeMap;

use crate::amount::{Amount, Money, Range};
use crate::bill::HOURS;
use crate::book::Mark;
use crate::conventional::{Chosen, conventional};
use crate::flows::Choice;
use crate::group::Dimension;
use crate::lines::{paragraph, tabled};
use crate::picture::words;
use crate::report::Report;

/// The most flows of a table; the rest are added up.
const FLOWS: usize = 30;
/// The most parts of a table; the rest are added up.
const PARTS: usize = 40;
/// The most characters of a line of a name.
const NAME: usize = 44;
/// The most prices and items that are listed one by one.
const LISTED: usize = 20;

impl Report<'_> {
    /// A table for terminals.
    pub(crate) fn text(&self) -> String {
        let mut out = format!("{}  ·  a month of {HOURS} hours  ·  on demand, before tax\n", self.title);
        for dimension in self.by {
            let mut rows = vec![["", "expected", "low", "high", "share"].map(str::to_owned).to_vec()];
            if let Some(head) = rows.first_mut().and_then(|head| head.first_mut()) {
                *head = dimension.name();
            }
            rows.extend(self.parts(dimension));
            if *dimension == Dimension::Service {
                rows.iter_mut().enumerate().for_each(|(at, row)| row.push(purpose(at, row)));
            }
            out.push_str(&format!("\n{}", tabled(&rows, |column| (1..5).contains(&column), &[NAME])));
        }
        if let Some((flows, choices)) = self.transfer() {
            out.push_str(&format!("\n{}\n", tabled(&flows, |column| column < 2, &[])));
            choices.iter().for_each(|choice| out.push_str(&paragraph("  ", choice)));
        }
        out.push('\n');
        for line in self.remarks() {
            let indent = line.len() - line.trim_start().len();
            out.push_str(&paragraph(&" ".repeat(indent + 2), line.trim_start()));
        }
        out
    }

    /// The rows of the table of flows, and the choices in sentences; none if they are not asked for.
    fn transfer(&self) -> Option<(Vec<Vec<String>>, Vec<String>)> {
        let flows = self.flows.filter(|_| self.list_flows)?;
        let mut rows = vec![["month", "GB", "path", "flow"].map(str::to_owned).to_vec()];
        let (listed, rest) = flows.flows.split_at(FLOWS.min(flows.flows.len()));
        rows.extend(listed.iter().map(|flow| {
            let name = format!("{}: {} to {}", flow.place, flow.from, flow.to);
            vec![flow.month.to_string(), flow.amount.rounded(), flow.path.name().to_owned(), name]
        }));
        if !rest.is_empty() {
            let amount = rest.iter().map(|flow| flow.amount).fold(Amount::ZERO, Amount::plus);
            let month: Money = rest.iter().map(|flow| flow.month).sum();
            let others = format!("{} others", rest.len());
            rows.push(vec![month.to_string(), amount.rounded(), String::new(), others]);
        }
        let mut choices: Vec<String> = flows.choices.iter().map(choice).collect();
        choices.extend(guarantees(&flows.choices));
        choices.extend(made(self.chosen));
        Some((rows, choices))
    }

    /// Tables in Markdown.
    pub(crate) fn markdown(&self) -> String {
        let mut out = format!("## {}\n\nA month of {HOURS} hours, on demand, before tax.\n", self.title);
        for dimension in self.by {
            out.push_str(&format!(
                "\n| {} | expected | low | high | share |\n| --- | ---: | ---: | ---: | ---: |\n",
                dimension.name()
            ));
            for row in self.parts(dimension) {
                let cells: Vec<String> = row.iter().map(|cell| cell.replace('|', "\\|")).collect();
                out.push_str(&format!("| {} |\n", cells.join(" | ")));
            }
        }
        if let Some((flows, choices)) = self.transfer() {
            out.push('\n');
            for (number, row) in flows.iter().enumerate() {
                let cells: Vec<String> = row.iter().map(|cell| cell.replace('|', "\\|")).collect();
                out.push_str(&format!("| {} |\n", cells.join(" | ")));
                if number == 0 {
                    out.push_str("| ---: | ---: | --- | --- |\n");
                }
            }
            out.push('\n');
            choices.iter().for_each(|choice| out.push_str(&format!("- {choice}\n")));
        }
        out.push('\n');
        for line in self.remarks() {
            out.push_str(&format!("- {}\n", line.trim_start()));
        }
        out
    }

    /// The rows of a table, the total last.
    fn parts(&self, dimension: &Dimension) -> Vec<Vec<String>> {
        let total = self.bill.month();
        let row = |name: &str, month: Range<Money>| {
            let share = month.expected.0.saturating_mul(1_000) / total.expected.0.max(1);
            let share = format!("{}.{} %", share / 10, share % 10);
            let money = [month.expected, month.low, month.high].map(|money| money.to_string());
            [vec![name.to_owned()], money.to_vec(), vec![share]].concat()
        };
        let mut sums = self.bill.by(|line| Some(dimension.of(line, self.inventory)));
        let rest = sums.split_off(PARTS.min(sums.len()));
        let mut rows: Vec<Vec<String>> = sums.iter().map(|(name, month)| row(name, *month)).collect();
        if !rest.is_empty() {
            let sum = rest.iter().fold(Range::default(), |sum: Range<Money>, it| sum.with(it.1, Money::plus));
            rows.push(row(&format!("{} others", rest.len()), sum));
        }
        rows.push(row("total", total));
        rows
    }

    /// What a reader must know about the bill.
    fn remarks(&self) -> Vec<String> {
        let bill = self.bill;
        let mut out = vec![];
        if let Some(euro) = &self.book.euro {
            let month = euro.of(bill.month().expected).text("€");
            out.push(format!("{month} at ${} for a euro ({})", euro.usd.to_decimal(), euro.dated));
        }
        if !self.chosen.is_empty() {
            let month = bill.month().expected;
            let whole = conventional(month, self.chosen);
            let saved = Money(whole.0.saturating_sub(month.0));
            let share = saved.0.saturating_mul(1_000) / whole.0.max(1);
            out.push(format!(
                "a conventional build of the same guarantees costs {whole}: this one costs {saved} ({}.{} %) less",
                share / 10,
                share % 10
            ));
        }
        let mut marks: BTreeMap<Mark, Money> = BTreeMap::new();
        for line in &bill.lines {
            let sum = marks.entry(line.mark).or_default();
            *sum = sum.plus(line.month.expected);
        }
        let marks: Vec<String> = marks.iter().map(|(mark, sum)| format!("{} {sum}", mark.name())).collect();
        if !marks.is_empty() {
            out.push(format!("by quality of the price: {}", marks.join("  ·  ")));
        }
        let mut estimated: Vec<_> = bill.estimated(self.book).into_iter().collect();
        estimated.sort_by_cached_key(|(key, _)| std::cmp::Reverse(bill.month_of(key)));
        listed(&mut out, "estimated prices, which --no-estimates turns off", estimated.len(), {
            estimated.iter().map(|(key, rate)| {
                let (price, month) = (rate.first().to_decimal(), bill.month_of(key));
                format!("{month} of the bill: {key}, ${price} per {}, from {}", rate.unit, rate.stand_in())
            })
        });
        listed(&mut out, "missing prices, for which nothing is billed", bill.missing.len(), {
            bill.missing.iter().map(|it| format!("{} per {}", it.key, it.unit))
        });
        let mut open: BTreeMap<String, usize> = BTreeMap::new();
        for it in &bill.open {
            let price = it.price.map(|price| format!(" at ${}", price.to_decimal())).unwrap_or_default();
            let item = format!("{}.{} per {}{price}: {} is not known", it.service, it.item, it.unit, it.what);
            *open.entry(item).or_default() += 1;
        }
        listed(&mut out, "items that depend on what is not known", open.len(), {
            open.iter().map(|(item, count)| format!("{count} × {item}"))
        });
        listed(&mut out, "types of resources whose price is not modelled", self.unsupported.len(), {
            self.unsupported.iter().map(|(kind, count)| format!("{count} × {kind}"))
        });
        out
    }
}

/// What a service is in words, or what it is for if its own name says what it is: the last cell of its row. The first row is the
/// head.
fn purpose(at: usize, row: &[String]) -> String {
    let service = row.first().map(String::as_str).unwrap_or_default();
    if at == 0 {
        return "what it is".to_owned();
    }
    let plain = |text: &str| -> String {
        let letters = text.chars().filter(char::is_ascii_alphanumeric);
        letters.map(|it| it.to_ascii_lowercase()).collect::<String>().trim_end_matches('s').to_owned()
    };
    match words(service) {
        (_, name) if name == service => String::new(),
        (purpose, name) if plain(name) == plain(service) => purpose.to_owned(),
        (_, name) => name.to_owned(),
    }
}

fn choice(it: &Choice) -> String {
    let (above, forecast) = (it.above.rounded(), it.forecast.rounded());
    let verdict = if it.net == Money::ZERO { "pays for itself" } else { "does not pay for itself" };
    format!(
        "{}: {} cost {} a month and save money above {above} GB; with {forecast} GB that {verdict}",
        it.place, it.chosen, it.month
    )
}

/// What the choices cost that do not pay for themselves, by the guarantee that they are for.
fn guarantees(choices: &[Choice]) -> Vec<String> {
    let mut sums: BTreeMap<&str, Money> = BTreeMap::new();
    for choice in choices {
        let sum = sums.entry(choice.guarantee).or_default();
        *sum = sum.plus(choice.net);
    }
    let sums = sums.into_iter().filter(|(_, net)| *net > Money::ZERO);
    sums.map(|(guarantee, net)| format!("that {guarantee} costs {net} a month in all")).collect()
}

/// What the design chose, with the places, the saving and the guarantee.
fn made(chosen: &[Chosen]) -> Vec<String> {
    let mut sums: BTreeMap<(&str, &str), (Vec<&str>, Money)> = BTreeMap::new();
    for it in chosen {
        let (places, sum) = sums.entry((&it.what, it.guarantee)).or_default();
        places.push(&it.place);
        *sum = sum.plus(it.month);
    }
    let line = |((what, guarantee), (places, sum)): ((&str, &str), (Vec<&str>, Money))| {
        format!("chosen: {what}, {sum} a month less at {}; {guarantee}", places.join(", "))
    };
    sums.into_iter().map(line).collect()
}

fn listed(out: &mut Vec<String>, head: &str, count: usize, items: impl Iterator<Item = String>) {
    if count == 0 {
        return;
    }
    out.push(format!("{count} {head}:"));
    out.extend(items.take(LISTED).map(|item| format!("  {item}")));
    if count > LISTED {
        out.push(format!("  and {} more: --format json lists all", count - LISTED));
    }
}
