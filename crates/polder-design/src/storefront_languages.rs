//! Languages that the reference storefront does not know.

use polder_diag::Finding;
use polder_facts::{Facts, MissingFact};
use polder_spec::Platform;

use crate::codes::UNKNOWN_TO_THE_STOREFRONT;

/// A finding for each market with such languages.
pub(crate) fn findings(platform: &Platform, facts: &Facts) -> Result<Vec<Finding>, MissingFact> {
    let known = &facts.text("saleor.storefront.languages")?.value;
    let known: Vec<&str> = known.split_whitespace().collect();
    let own = platform.markets.iter().filter(|market| market.storefront.is_none());
    let findings = own.filter_map(|market| {
        let unknown = |language: &&str| !known.contains(&language.to_lowercase().as_str());
        let languages = market.languages.value.iter().map(String::as_str);
        let unknown: Vec<String> = languages.filter(unknown).map(|it| format!("`{it}`")).collect();
        let message = format!(
            "the reference storefront does not know {} of market `{}`",
            unknown.join(", "),
            market.name.value
        );
        (!unknown.is_empty()).then(|| {
            Finding::new(&UNKNOWN_TO_THE_STOREFRONT, message)
                .at(market.languages.span(), "pages in these languages are not found")
                .help("extend `src/config/locale.ts` of the storefront before you build its image")
        })
    });
    Ok(findings.collect())
}
