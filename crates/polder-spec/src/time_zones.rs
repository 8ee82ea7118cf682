//! Time zones by their names in the time zone database.

/// Country and name of each, the most populous first in a country. From the database's `zone.tab`.
const TABLE: &str = include_str!("time-zones.txt");

/// All names.
pub(crate) fn all() -> impl Iterator<Item = &'static str> {
    std::iter::once("UTC").chain(rows().map(|(_, zone)| zone))
}

/// The time zone of most people of a country.
pub(crate) fn of_country(code: &str) -> Option<&'static str> {
    rows().find(|(country, _)| *country == code).map(|(_, zone)| zone)
}

fn rows() -> impl Iterator<Item = (&'static str, &'static str)> {
    TABLE.lines().filter_map(|line| line.split_once(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_have_their_main_clock() {
        assert_eq!(of_country("NL"), Some("Europe/Amsterdam"));
        assert_eq!(of_country("DE"), Some("Europe/Berlin"));
        assert_eq!(of_country("US"), Some("America/New_York"));
        assert_eq!(of_country("XX"), None);
        assert!(all().count() > 400 && all().all(|zone| zone == "UTC" || zone.contains('/')));
    }
}
