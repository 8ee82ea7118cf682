//! Other providers: no resource addresses these rows, since they are about other clouds.

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
            "low lock-in to one provider",
            "the design is provider-neutral, and each component has an exit cost",
        )
        .later("the exit costs"),
    ]
}
