//! The pages of properties have one form, and the table of properties is made from them.
#![expect(clippy::disallowed_methods, reason = "the tests write what is generated when they are asked to")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use polder_check::{HEADINGS, PropertyPage, decided_by, property_page, property_pages, property_table};

const DOCS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs");
/// The columns of a terminal.
const WIDTH: usize = 80;
/// The start of the paragraph that lists the requirements that a property decides.
const DECIDES: &str = "Decides, alone or with others: ";

fn updates() -> bool {
    std::env::var_os("POLDER_UPDATE").is_some()
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_default()
}

fn path_of(page: &PropertyPage) -> PathBuf {
    Path::new(DOCS).join("properties").join(format!("{}.md", page.id))
}

#[test]
fn a_page_has_all_headings_and_text_under_each() {
    for page in property_pages() {
        let headings: Vec<&str> = page.sections().map(|(heading, _)| heading).collect();
        assert_eq!(headings, HEADINGS, "{}", page.id);
        for (heading, text) in page.sections() {
            assert!(!text.trim().is_empty(), "{}: {heading}", page.id);
        }
        let title = page.title();
        let parts = title.strip_prefix(page.id).unwrap_or_else(|| panic!("{title}"));
        let capitals = |part: &str| part.bytes().all(|byte| byte.is_ascii_uppercase());
        assert!(
            parts.is_empty() || parts.starts_with('.') && parts.split('.').skip(1).all(capitals),
            "{title}"
        );
    }
}

/// JSON cannot break a text, such as that of a policy or an ARN: it has a line of its own.
#[test]
fn a_page_fits_a_terminal() {
    for page in property_pages() {
        let long = page.text.lines().filter(|line| line.chars().count() > WIDTH);
        let is_text = |line: &str| line.trim_start().starts_with('"') && line.matches("\": ").count() == 1;
        let wrong: Vec<&str> = long.filter(|line| !is_text(line)).collect();
        assert!(wrong.is_empty(), "{}: {wrong:#?}", page.id);
    }
}

#[test]
fn each_file_of_the_folder_is_a_page() {
    let entries = std::fs::read_dir(Path::new(DOCS).join("properties")).expect("the folder");
    let files: BTreeSet<String> =
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    let pages: Vec<String> = property_pages().iter().map(|page| format!("{}.md", page.id)).collect();
    assert!(pages.is_sorted(), "{pages:?}");
    assert_eq!(files, pages.into_iter().collect());
}

#[test]
fn a_property_of_a_part_has_the_page_of_its_family() {
    let of = |id| property_page(id).map(|page| page.id);
    assert_eq!(of("network.flows.main-eu-west-1.api"), Some("network.flows"));
    assert_eq!(of("encryption.transit.stores"), Some("encryption.transit.stores"));
    assert_eq!(of("encryption.keys"), Some("encryption.keys"));
    assert_eq!((of("encryption.key"), of("network"), of("")), (None, None, None));
}

#[test]
fn the_table_of_properties_is_made_from_the_pages() {
    let path = Path::new(DOCS).join("prove.md");
    let text = read(&path);
    let start = text.find("| property | claim |\n").expect("a table");
    let length = text[start..].find("\n\n").expect("an end") + 1;
    let fresh = property_table();
    if updates() {
        let whole = format!("{}{fresh}{}", &text[..start], &text[start + length..]);
        std::fs::write(&path, whole).expect("the page can be written");
    } else {
        let stale = text[start..start + length] != fresh;
        assert!(!stale, "the table in `docs/prove.md` is not fresh: run this test with POLDER_UPDATE=1");
    }
}

/// The paragraph on requirements, filled.
fn paragraph(page: &PropertyPage) -> String {
    let ids = decided_by(page.id);
    let listed = if ids.is_empty() { "no requirement of a framework".to_owned() } else { ids.join(", ") };
    let (mut out, mut line) = (String::new(), String::new());
    for word in format!("{DECIDES}{listed}.").split(' ') {
        if line.len() + 1 + word.len() > WIDTH {
            out.push_str(&format!("{line}\n"));
            line.clear();
        }
        line.push_str(if line.is_empty() { "" } else { " " });
        line.push_str(word);
    }
    out + &line
}

#[test]
fn a_page_lists_the_requirements_that_its_property_decides() {
    for page in property_pages() {
        let fresh = paragraph(page);
        let text = read(&path_of(page));
        if updates() {
            let end = text.find("\n\n## An example that refutes it").expect("a heading");
            let start = text.find(&format!("\n\n{DECIDES}")).unwrap_or(end);
            std::fs::write(path_of(page), format!("{}\n\n{fresh}{}", &text[..start], &text[end..]))
                .expect("the page can be written");
        } else {
            let section = page.section("Why it matters").unwrap_or_default();
            let is_fresh = section.trim_end().ends_with(&format!("\n\n{fresh}"));
            assert!(is_fresh, "{}: run this test with POLDER_UPDATE=1; it should be:\n{fresh}", page.id);
        }
    }
}
