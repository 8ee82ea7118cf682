//! `[workload]`.

use polder_diag::Finding;
use polder_units::{Bytes, Ppm};

use crate::codes;
use crate::model::{Market, Workload};
use crate::reader::{Table, closest, listed, shown};
use crate::setting::{Otherwise, Setting};

/// Well-known peak days, with their names in the file.
const PEAKS: &[&str] = &[
    "black-friday",
    "cyber-monday",
    "sinterklaas",
    "christmas",
    "boxing-day",
    "new-year",
    "valentines-day",
    "mothers-day",
    "easter",
    "kings-day",
    "prime-day",
    "singles-day",
];

/// Reads the section.
pub(super) fn read(table: &Table<'_>, markets: &[Market]) -> Workload {
    let gib = |setting: Option<Setting<u64>>| {
        setting.map(|setting| Setting { value: Bytes::gib(setting.value), origin: setting.origin })
    };
    let workload = Workload {
        monthly_visitors: table.whole("monthly_visitors").else_owner(100_000, "100,000 visitors a month"),
        monthly_page_views: table
            .whole("monthly_page_views")
            .else_owner(1_000_000, "1,000,000 page views a month"),
        monthly_orders: table.whole("monthly_orders").else_owner(10_000, "10,000 orders a month"),
        peak_factor: table.whole("peak_factor").else_owner(3, "three times the average day on peak days"),
        growth_per_year: table
            .percent("growth_percent_per_year")
            .else_owner(Ppm::percent(30), "growth of 30 % a year"),
        horizon_years: table.whole("horizon_years").else_rule(1, "resized later through the platform file"),
        peaks: peaks(table, markets),
        database_size: gib(table.whole("database_gib"))
            .else_rule(Bytes::gib(20), "the smallest RDS volume, enough for some ten thousand products"),
        media_size: gib(table.whole("media_gib"))
            .else_rule(Bytes::gib(50), "some ten thousand products with pictures"),
    };
    let views = &workload.monthly_page_views;
    for (count, what) in [(&workload.monthly_visitors, "visitors"), (&workload.monthly_orders, "orders")] {
        if count.value > views.value {
            let message = format!("{} {what} cannot come from {} page views", count.value, views.value);
            table.reader.say(
                Finding::new(&codes::IMPLAUSIBLE_WORKLOAD, message)
                    .at(
                        count.span().or(views.span()),
                        format!("each of the {what} needs one page view or more"),
                    )
                    .also(count.span().and(views.span()), "the page views")
                    .help("correct the wrong figure"),
            );
        }
    }
    workload
}

fn peaks(table: &Table<'_>, markets: &[Market]) -> Setting<Vec<String>> {
    let Some(texts) = table.texts("peaks") else {
        let mut peaks = vec!["black-friday".to_owned()];
        if markets.iter().any(|market| ["NL", "BE"].contains(&market.country.as_str())) {
            peaks.push("sinterklaas".to_owned());
        }
        return None.else_owner(peaks, "Black Friday, and Sinterklaas in the Netherlands and Belgium");
    };
    for text in texts.iter().filter(|text| !PEAKS.contains(&text.as_str()) && !is_date(text)) {
        let finding = Finding::new(&codes::UNKNOWN_PEAK, format!("unknown day {}", shown(text)))
            .at(text.span(), "neither a known day nor a date");
        table.reader.say(match closest(text, PEAKS.iter().copied()) {
            Some(day) => finding.help(format!("did you mean `{day}`?")),
            None => finding.help(format!("write a date such as `12-05`, or one of {}", listed(PEAKS, "and"))),
        });
    }
    let origin = texts.origin;
    Setting { value: texts.value.into_iter().map(|text| text.value).collect(), origin }
}

/// `MM-DD` of any year, the 29th of February included.
fn is_date(text: &str) -> bool {
    const DAYS: [u32; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let number = |part: &str| {
        (part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| part.parse::<u32>().ok())
            .flatten()
    };
    let Some((month, day)) = text.split_once('-') else { return false };
    let (Some(month), Some(day)) = (number(month), number(day)) else { return false };
    let days = (month as usize).checked_sub(1).and_then(|index| DAYS.get(index));
    days.is_some_and(|days| (1..=*days).contains(&day))
}

#[cfg(test)]
mod tests {
    use super::is_date;

    #[test]
    fn dates_of_any_year() {
        assert!(is_date("12-05") && is_date("02-29"));
        for bad in ["", "12", "13-01", "00-10", "02-30", "1-5", "12-005", "+1-05"] {
            assert!(!is_date(bad), "{bad}");
        }
    }
}
