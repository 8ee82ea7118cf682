//! Versions whose standard support has ended, so that extended support is billed.
//!
//! Whether it is depends on the date. It is that of the price book, so that the same plan has the same bill on every day.

use polder_inventory::model::Text;

/// The month of the price book, as `year * 100 + month`.
const MONTH: u32 = 202611;

/// A version, the month in which its extended support begins, and the first month of the third year, which costs more.
type Ends = (&'static str, u32, u32);

/// Source: Amazon RDS User Guide, "Amazon RDS Extended Support" and the release calendars of PostgreSQL and MySQL.
const POSTGRES: &[Ends] = &[("11", 202404, 202604), ("12", 202503, 202703), ("13", 202603, 202803)];
const MYSQL: &[Ends] = &[("5.7", 202403, 202603), ("8.0", 202608, 202808)];
/// Aurora MySQL 3, whose versions begin with `8.0`, has standard support until 2028. Source: Amazon Aurora User Guide, "Release
/// calendars for Aurora MySQL".
const AURORA_MYSQL: &[Ends] = &[("5.7", 202412, NEVER)];
/// Extended support of Aurora MySQL 2 ends before a third year. Source: the same calendars.
const NEVER: u32 = u32::MAX;
/// The month in which extended support begins. Source: Amazon EKS User Guide, "Understand the Kubernetes version lifecycle on
/// EKS".
const KUBERNETES: &[(&str, u32)] = &[
    ("1.23", 202310),
    ("1.24", 202402),
    ("1.25", 202405),
    ("1.26", 202406),
    ("1.27", 202407),
    ("1.28", 202411),
    ("1.29", 202503),
    ("1.30", 202507),
    ("1.31", 202511),
    ("1.32", 202603),
    ("1.33", 202607),
    ("1.34", 202612),
];

/// The year of extended support in which a version of an engine is, as the price list names it; none where support is standard.
pub(super) fn extended_support(engine: &Text, aurora: bool, version: &Text) -> Option<&'static str> {
    let versions = match (engine.as_str(), aurora) {
        ("postgresql", _) => POSTGRES,
        ("mysql", false) => MYSQL,
        ("mysql", true) => AURORA_MYSQL,
        _ => return None,
    };
    let (_, first, third) = versions.iter().find(|(of, ..)| is_of(version, of))?;
    if *third <= MONTH {
        Some("extended_support_year_3")
    } else {
        (*first <= MONTH).then_some("extended_support_year_1_2")
    }
}

/// Whether a control plane of a version of Kubernetes is in extended support.
pub(super) fn kubernetes_is_extended(version: &Text) -> bool {
    KUBERNETES.iter().any(|(of, from)| is_of(version, of) && *from <= MONTH)
}

/// Whether a version is of a series: `13.4` is of `13`, and `1.30` is not of `1.3`.
fn is_of(version: &str, series: &str) -> bool {
    version.strip_prefix(series).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_month_is_that_of_the_newest_price() {
        let months = polder_facts::price_list().iter().filter_map(|price| price.provenance.dated.get(..7));
        let newest = months.max().expect("a price with a month");
        assert_eq!(newest.replace('-', ""), MONTH.to_string());
    }

    #[test]
    fn extended_support_depends_on_engine_and_version() {
        let of = |engine: &str, aurora, version: &str| {
            extended_support(&Text::from(engine), aurora, &Text::from(version))
        };
        assert_eq!(of("postgresql", false, "13.14"), Some("extended_support_year_1_2"));
        assert_eq!(of("postgresql", true, "11"), Some("extended_support_year_3"));
        assert_eq!(of("postgresql", false, "16.3"), None);
        assert_eq!(of("mysql", false, "8.0.39"), Some("extended_support_year_1_2"));
        assert_eq!(of("mysql", true, "8.0.mysql_aurora.3.05.2"), None);
        assert_eq!(of("mysql", true, "5.7.mysql_aurora.2.11.4"), Some("extended_support_year_1_2"));
        assert_eq!(of("mariadb", false, "10.6"), None);
        assert!(AURORA_MYSQL.iter().all(|(_, _, third)| *third == NEVER));
        assert!(kubernetes_is_extended(&Text::from("1.29")));
        assert!(!kubernetes_is_extended(&Text::from("1.34")) && !kubernetes_is_extended(&Text::from("1.2")));
    }
}
