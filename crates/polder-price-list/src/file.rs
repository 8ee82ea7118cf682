//! The answers as a file of own prices.

use crate::ask::Answer;

/// The first line of a file. A file with another first line was not written by this crate.
pub const HEAD: &str =
    "# Prices of AWS, written by `polder facts refresh`. `polder price --prices` reads them.";

/// A file in the format of `--prices`, in the order of the answers.
pub fn prices_file(answers: &[Answer]) -> String {
    let mut out = format!("{HEAD}\nversion = 1\n");
    for Answer { question, tiers, published } in answers {
        let key = &question.key;
        out.push('\n');
        if !published.is_empty() {
            out.push_str(&format!("# The price list of {published}.\n"));
        }
        out.push_str("[[price]]\n");
        let variant = (!key.variant.is_empty()).then_some(("variant", key.variant.as_str()));
        let names = [("service", key.service.as_str()), ("item", &key.item)].into_iter().chain(variant);
        for (name, value) in names.chain([("region", key.region.as_str()), ("unit", question.unit)]) {
            out.push_str(&format!("{name} = {}\n", quoted(value)));
        }
        match tiers.as_slice() {
            [(_, usd)] => out.push_str(&format!("usd = {}\n", quoted(&usd.to_decimal()))),
            tiers => {
                let tier = |(from, usd): &(polder_price::Amount, polder_units::PicoUsd)| {
                    format!("{{ from = {}, usd = {} }}", plain(*from), quoted(&usd.to_decimal()))
                };
                let tiers: Vec<String> = tiers.iter().map(tier).collect();
                out.push_str(&format!("tiers = [{}]\n", tiers.join(", ")));
            }
        }
    }
    out
}

/// A quantity without commas.
fn plain(amount: polder_price::Amount) -> String {
    amount.to_string().replace(',', "")
}

/// A text in TOML. Names of the book have neither quotes nor control characters; others are escaped.
fn quoted(text: &str) -> String {
    let escaped: String = text
        .chars()
        .map(|it| match it {
            '"' | '\\' => format!("\\{it}"),
            it if it.is_control() => format!("\\u{:04x}", u32::from(it)),
            it => it.to_string(),
        })
        .collect();
    format!("\"{escaped}\"")
}
