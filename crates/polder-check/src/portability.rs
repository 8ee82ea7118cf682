//! Other providers: no resource speaks to these rows, because they are about what would be there elsewhere.

use crate::requirement::Requirement;

pub(crate) fn rows() -> Vec<Requirement> {
    let row = |id: &str, asks: &str, met_when: &str| Requirement::new(id, asks, met_when, &[]);
    vec![
        row(
            "PORT-AZURE",
            "Azure as the second choice",
            "the critical components compile for Azure in regions of the EU, with a table of what changes",
        )
        .later("the lowering to Azure"),
        row(
            "PORT-GCP",
            "Google Cloud as the third choice",
            "the critical components compile for Google Cloud in regions of the EU, with a table of what changes",
        )
        .later("the lowering to Google Cloud"),
        row(
            "PORT-LOCK",
            "little that binds to one provider",
            "the design names no provider, and leaving has a price for each component",
        )
        .later("the bill of leaving"),
    ]
}
