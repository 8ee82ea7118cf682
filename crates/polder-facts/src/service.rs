//! Services of the provider, and the regions that offer them.

use std::collections::BTreeMap;

use crate::provenance::Provenance;
use crate::table::{Sources, TableError, csv_rows};

/// Services by their name in `service.NAME.REGION`.
pub(crate) type Services = BTreeMap<String, RegionalService>;

/// A service with an endpoint in each region that offers it, or a part of one.
#[derive(Clone, Debug)]
pub(crate) struct RegionalService {
    /// Its name: `signer`.
    pub(crate) name: String,
    /// Its purpose.
    pub(crate) meaning: String,
    /// The regions that offer it, of those in the table of regions.
    pub(crate) regions: Vec<String>,
    /// Where this comes from.
    pub(crate) provenance: Provenance,
}

impl RegionalService {
    /// Whether a region offers it.
    pub(crate) fn is_in(&self, region: &str) -> bool {
        self.regions.iter().any(|known| known == region)
    }
}

pub(crate) fn read(sources: &Sources) -> Result<Services, TableError> {
    let mut services = Services::new();
    for row in csv_rows("services.csv", include_str!("../data/services.csv"))? {
        let name = row.text("service")?.to_owned();
        let service = RegionalService {
            name: name.clone(),
            meaning: row.text("meaning")?.to_owned(),
            regions: row.words("regions")?,
            provenance: Provenance::read(&row, sources)?,
        };
        if services.insert(name, service).is_some() {
            return Err(row.error("service", "repeats another row's"));
        }
    }
    Ok(services)
}
