//! Which properties a rule requires: a group of properties stands for each of them, so that one of them alone satisfies no rule.

/// Groups of properties by their names. An identifier that ends in a dot is a property that is asked of each part of an estate, such as
/// each site: all that were asked count, and there must be one.
const GROUPS: [(&str, &[&str]); 6] = [
    (
        "access",
        &[
            "access.administrators",
            "access.backups",
            "access.beyond-needs",
            "access.logging",
            "access.needed",
            "access.outsiders",
            "access.personal-data",
            "access.second-factor",
        ],
    ),
    (
        "endurance",
        &[
            "endurance.backup.",
            "endurance.rpo-region.",
            "endurance.rpo-zone.",
            "endurance.rto-region.",
            "endurance.rto-zone.",
            "endurance.single.",
            "endurance.steps.",
            "endurance.zone.",
        ],
    ),
    (
        "encryption",
        &[
            "encryption.at-rest",
            "encryption.key-owner",
            "encryption.key-policies",
            "encryption.keys",
            "encryption.rotation",
            "encryption.transit.apis",
            "encryption.transit.listeners",
            "encryption.transit.origins",
            "encryption.transit.stores",
            "encryption.transit.targets",
            "encryption.transit.viewers",
        ],
    ),
    (
        "encryption.transit",
        &[
            "encryption.transit.apis",
            "encryption.transit.listeners",
            "encryption.transit.origins",
            "encryption.transit.stores",
            "encryption.transit.targets",
            "encryption.transit.viewers",
        ],
    ),
    (
        "network",
        &[
            "network.data-tier",
            "network.edge",
            "network.entry-points",
            "network.environments",
            "network.flows.",
            "network.sites",
            "network.surplus.",
        ],
    ),
    (
        "residency",
        &[
            "residency.cells.",
            "residency.edge-cache",
            "residency.edge-logs",
            "residency.erasure",
            "residency.logs",
            "residency.personal",
            "residency.recipients",
            "residency.retention",
        ],
    ),
];

/// Each property that a rule requires, groups replaced by their properties.
pub(super) fn required(by: &'static [&'static str]) -> impl Iterator<Item = &'static str> {
    by.iter()
        .flat_map(|name| match GROUPS.iter().find(|(group, _)| group == name) {
            Some((_, properties)) => properties.iter(),
            None => std::slice::from_ref(name).iter(),
        })
        .copied()
}

/// Whether a property is the required one, or one of those that are asked of each part.
pub(super) fn is_of(id: &str, required: &str) -> bool {
    id == required || (required.ends_with('.') && id.len() > required.len() && id.starts_with(required))
}
