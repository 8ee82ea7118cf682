//! Links: a link to another file of the repository has a target.

use super::tree::{Tree, numbered};
use super::violation::Violation;

const LAW: &str = "links";

pub(super) fn check(tree: &Tree) -> Vec<Violation> {
    let mut found = vec![];
    for (path, text) in tree.ending(".md") {
        for (line, target) in links(text) {
            if let Some(message) = broken(tree, path, text, &target) {
                found.push(Violation::at(LAW, path, line, message));
            }
        }
    }
    found
}

/// The targets of all inline links, with their lines. Code contains no links.
fn links(text: &str) -> Vec<(usize, String)> {
    let mut found = vec![];
    let mut fenced = false;
    for (line, words) in numbered(text) {
        if words.trim_start().starts_with("```") {
            fenced = !fenced;
        } else if !fenced {
            // Every other piece is between backticks.
            let prose: String = words.split('`').step_by(2).collect::<Vec<_>>().join("`");
            let targets = prose.split("](").skip(1).filter_map(|rest| rest.split(')').next());
            found.extend(targets.map(|target| (line, target.to_owned())));
        }
    }
    found
}

fn broken(tree: &Tree, path: &str, text: &str, target: &str) -> Option<String> {
    if target.contains("://") || target.starts_with("mailto:") {
        return None;
    }
    let (file, anchor) = target.split_once('#').map_or((target, None), |(file, anchor)| (file, Some(anchor)));
    let file = if file.is_empty() { path.to_owned() } else { resolved(path, file)? };
    if !tree.has(&file) {
        return Some(format!("links to `{target}`, which does not exist"));
    }
    let page = if file == path { Some(text) } else { tree.text(&file) };
    let known = |anchor: &str| page.is_some_and(|page| headings(page).any(|heading| heading == anchor));
    let lost = anchor.is_some_and(|anchor| file.ends_with(".md") && !known(anchor));
    lost.then(|| format!("links to `{target}`, which has no such heading"))
}

/// A relative target as a path relative to the root. One that leaves the repository is a path of somebody's
/// machine.
fn resolved(path: &str, target: &str) -> Option<String> {
    let mut folders: Vec<&str> = path.split('/').collect();
    folders.pop();
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                folders.pop();
            }
            step => folders.push(step),
        }
    }
    Some(folders.join("/"))
}

/// The anchors of a page: headings in lower case, with hyphens for spaces and without punctuation.
fn headings(text: &str) -> impl Iterator<Item = String> {
    let headings = text.lines().filter(|line| line.starts_with('#')).map(|line| line.trim_start_matches('#'));
    headings.map(|heading| {
        let kept = heading.trim().chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        kept.map(|c| if c == ' ' { '-' } else { c.to_ascii_lowercase() }).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::violation::shown;

    #[test]
    fn broken_links_are_found() {
        let page = "# Top\n[a](docs/b.md) [gone](docs/c.md) `[code](x.md)` [web](https://example.com)\n\
                    ```\n[code](y.md)\n```\n[top](#top) [none](#none) [folder](docs) [two](docs/b.md#second-part)\n";
        let other = "# Second part\n[back](../a.md#top) [wrong](../a.md#bottom)\n";
        let tree = Tree::of([("a.md", page), ("docs/b.md", other)]);
        insta::assert_snapshot!(shown(&check(&tree)), @r"
        a.md:2: links to `docs/c.md`, which does not exist [links]
        a.md:6: links to `#none`, which has no such heading [links]
        docs/b.md:2: links to `../a.md#bottom`, which has no such heading [links]
        ");
    }
}
