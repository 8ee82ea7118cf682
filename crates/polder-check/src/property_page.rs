//! The pages of the properties that `polder prove` decides, and the table that lists them.
//!
//! A page states the claim once: the table in `docs/prove.md` is made from the pages, and a test compares the claims of the
//! engines with them. Another test decides every example of every page.

/// The headings of a page, in their order.
pub const HEADINGS: [&str; 7] = [
    "Claim",
    "Why it matters",
    "An example that refutes it",
    "An example that is proved",
    "How it is decided",
    "What is not modelled",
    "What to do",
];

/// The page of a family of properties: of one property, or of those that differ in a part of the estate only.
#[derive(Debug, PartialEq, Eq)]
pub struct PropertyPage {
    /// What the identifiers of the family have in common: `network.flows` of `network.flows.main-eu-west-1.api`.
    pub id: &'static str,
    /// Markdown, of lines that fit a terminal of 80 columns.
    pub text: &'static str,
}

macro_rules! pages {
    ($($id:literal)*) => {
        &[$(PropertyPage { id: $id, text: include_str!(concat!("../../../docs/properties/", $id, ".md")) }),*]
    };
}

static PAGES: &[PropertyPage] = pages! {
    "access.administrators"
    "access.backups"
    "access.beyond-needs"
    "access.logging"
    "access.needed"
    "access.outsiders"
    "access.personal-data"
    "access.second-factor"
    "encryption.at-rest"
    "encryption.key-owner"
    "encryption.key-policies"
    "encryption.keys"
    "encryption.rotation"
    "encryption.transit.apis"
    "encryption.transit.listeners"
    "encryption.transit.origins"
    "encryption.transit.stores"
    "encryption.transit.targets"
    "encryption.transit.viewers"
    "endurance.backup"
    "endurance.rpo-region"
    "endurance.rpo-zone"
    "endurance.rto-region"
    "endurance.rto-zone"
    "endurance.single"
    "endurance.steps"
    "endurance.zone"
    "network.data-tier"
    "network.edge"
    "network.entry-points"
    "network.environments"
    "network.flows"
    "network.sites"
    "network.surplus"
    "residency.cells"
    "residency.edge-cache"
    "residency.edge-logs"
    "residency.erasure"
    "residency.logs"
    "residency.personal"
    "residency.recipients"
    "residency.retention"
};

/// All pages, in the order of their identifiers.
pub fn property_pages() -> &'static [PropertyPage] {
    PAGES
}

/// The page of a property, by its identifier or that of its family.
pub fn property_page(id: &str) -> Option<&'static PropertyPage> {
    PAGES
        .iter()
        .find(|page| id.strip_prefix(page.id).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')))
}

impl PropertyPage {
    /// The title: the identifier, with capitals for the parts in which properties of the family differ.
    pub fn title(&self) -> &'static str {
        self.text.lines().next().unwrap_or_default().trim_start_matches("# ")
    }

    /// What holds if it is proved, with the same capitals: the first paragraph under its heading, as one line.
    pub fn claim(&self) -> String {
        let section = self.section("Claim").unwrap_or_default();
        let first = section.trim().split("\n\n").next().unwrap_or_default();
        first.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The text under a heading.
    pub fn section(&self, heading: &str) -> Option<&'static str> {
        self.sections().find(|(name, _)| *name == heading).map(|(_, text)| text)
    }

    /// The headings with their texts, in the order of the page.
    pub fn sections(&self) -> impl Iterator<Item = (&'static str, &'static str)> + use<> {
        self.text.split("\n## ").skip(1).map(|part| part.split_once('\n').unwrap_or((part, "")))
    }
}

/// The table of all properties with their claims, for the page on `polder prove`.
pub fn property_table() -> String {
    let mut out = "| property | claim |\n| --- | --- |\n".to_owned();
    for page in PAGES {
        out.push_str(&format!("| [`{}`](properties/{}.md) | {} |\n", page.title(), page.id, page.claim()));
    }
    out
}
