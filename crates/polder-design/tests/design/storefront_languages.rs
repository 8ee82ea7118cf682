//! Languages that the reference storefront does not know.

use polder_facts::Facts;

use crate::dump::{OWNER, platform};

#[test]
fn a_language_that_the_storefront_lacks_is_named_with_the_file_to_extend() {
    let mut platform = platform(OWNER);
    let remarks = |platform: &polder_spec::Platform| -> Vec<String> {
        let findings = polder_design::design(platform, Facts::embedded()).findings;
        let of_code = findings.into_iter().filter(|finding| finding.code.id == "DESIGN016");
        of_code.map(|finding| format!("{} ({})", finding.message, finding.help.join(""))).collect()
    };
    let found = remarks(&platform);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found.iter().all(|remark| remark.contains("`nl`") && remark.contains("src/config/locale.ts")));
    for market in &mut platform.markets {
        market.languages.value.retain(|language| language != "nl");
    }
    assert_eq!(remarks(&platform), Vec::<String>::new());
}
