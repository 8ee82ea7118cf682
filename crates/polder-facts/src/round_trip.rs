//! Round-trip times.

use std::collections::BTreeMap;

use polder_units::Micros;

use crate::provenance::{Provenance, Sourced};
use crate::table::{Row, Sources, TableError, csv_rows};

/// Round trips by the two ends.
pub(crate) type RoundTrips = BTreeMap<(String, String), Sourced<Micros>>;

/// A round trip from a data centre in a city to the city of a region. Home access adds its own delay.
#[derive(Clone, Debug)]
pub struct CityRoundTrip {
    /// `amsterdam`.
    pub city: String,
    /// ISO 3166-1 alpha-2 of the city's country.
    pub country: String,
    /// The region of the other end.
    pub region: String,
    /// The average, or `None` where it was not measured.
    pub average: Option<Micros>,
    /// The minimum, which is the better figure where the average is noisy.
    pub least: Option<Micros>,
    /// Where this comes from.
    pub provenance: Provenance,
}

pub(crate) fn read_regions(sources: &Sources) -> Result<RoundTrips, TableError> {
    read_pairs("region-round-trips.csv", include_str!("../data/region-round-trips.csv"), sources)
}

pub(crate) fn read_zones(sources: &Sources) -> Result<RoundTrips, TableError> {
    read_pairs("zone-round-trips.csv", include_str!("../data/zone-round-trips.csv"), sources)
}

pub(crate) fn read_cities(sources: &Sources) -> Result<Vec<CityRoundTrip>, TableError> {
    let rows = csv_rows("city-round-trips.csv", include_str!("../data/city-round-trips.csv"))?;
    let city = |row: &Row| {
        Ok(CityRoundTrip {
            city: row.text("city")?.to_owned(),
            country: row.text("country")?.to_owned(),
            region: row.text("region")?.to_owned(),
            average: row.parse_optional("average_microseconds")?.map(Micros),
            least: row.parse_optional("least_microseconds")?.map(Micros),
            provenance: Provenance::read(row, sources)?,
        })
    };
    rows.iter().map(city).collect()
}

fn read_pairs(table: &'static str, text: &str, sources: &Sources) -> Result<RoundTrips, TableError> {
    let mut trips = RoundTrips::new();
    for row in csv_rows(table, text)? {
        let ends = (row.text("from")?.to_owned(), row.text("to")?.to_owned());
        let value = Micros(row.parse("microseconds")?);
        let provenance = Provenance::read(&row, sources)?;
        if trips.insert(ends, Sourced { value, provenance }).is_some() {
            return Err(row.error("from", "repeats a pair"));
        }
    }
    Ok(trips)
}
