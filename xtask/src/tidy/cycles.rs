//! Cycles: no two files of a crate import each other, directly or through others, so that each can be read
//! after its imports.
//!
//! A module and those inside it count as one: `a/mod.rs` may import `a/b.rs` and the other way round. A name
//! that a module re-exports with `pub use` counts as an import of the file that defines it; names re-exported
//! with `*` are not followed.

mod imports;

use std::collections::{BTreeMap, BTreeSet};

use petgraph::algo::{astar, tarjan_scc};
use petgraph::graphmap::DiGraphMap;

use self::imports::{Import, imports, test_modules};
use super::tree::Tree;
use super::violation::Violation;

const LAW: &str = "cycles";

/// Files that may import each other. They may be in no cycle with any other file.
struct Exception {
    files: &'static [&'static str],
    reason: &'static str,
}

impl Exception {
    /// Whether a file is one of its files, or is in one of its folders.
    fn is_about(&self, file: &str) -> bool {
        self.files.iter().any(|known| *known == file || (known.ends_with('/') && file.starts_with(known)))
    }

    /// Whether a group of files that import each other has all of its files, and several of each of its
    /// folders.
    fn is_in(&self, group: &[&str]) -> bool {
        self.files.iter().all(|known| {
            let inside = group.iter().filter(|file| file.starts_with(known)).count();
            if known.ends_with('/') { inside > 1 } else { group.contains(known) }
        })
    }
}

const EXCEPTIONS: [Exception; 3] = [
    Exception {
        files: &[
            "crates/polder-cloud/src/body.rs",
            "crates/polder-cloud/src/container.rs",
            "crates/polder-cloud/src/document.rs",
            "crates/polder-cloud/src/policy.rs",
            "crates/polder-cloud/src/value.rs",
        ],
        reason: "one recursive type: a body has values, a value can be a document, and documents have values and bodies",
    },
    Exception {
        files: &["crates/polder-emit/src/expression.rs", "crates/polder-emit/src/hcl.rs"],
        reason: "one recursive grammar: an attribute has an expression, and an object in an expression has attributes",
    },
    Exception {
        files: &[
            "crates/polder-inventory/src/describe/mod.rs",
            "crates/polder-inventory/src/entries/mod.rs",
            "crates/polder-inventory/src/model/known.rs",
            "crates/polder-inventory/src/model/source.rs",
        ],
        reason: "one recursive model: entries are described field by field, and a field can be the id of an entry",
    },
];

/// Reports every group of files that import each other.
pub(super) fn check(tree: &Tree) -> Vec<Violation> {
    check_with(tree, &EXCEPTIONS)
}

fn check_with(tree: &Tree, exceptions: &[Exception]) -> Vec<Violation> {
    let mut found = vec![];
    let mut needed = BTreeSet::new();
    for one in crates(tree).values() {
        let imports = one.imports();
        let groups = tarjan_scc(&graph(&imports, &[]));
        for (index, exception) in exceptions.iter().enumerate() {
            if groups.iter().any(|group| exception.is_in(group)) {
                needed.insert(index);
            }
        }
        let graph = graph(&imports, exceptions);
        let groups = tarjan_scc(&graph).into_iter().filter(|group| group.len() > 1);
        found.extend(groups.map(|group| violation(&graph, &group)));
    }
    let unneeded = exceptions.iter().enumerate().filter(|(index, _)| !needed.contains(index));
    found.extend(unneeded.map(|(_, it)| {
        let what = format!("is in no such cycle any more: remove it from the exceptions ({})", it.reason);
        Violation::of(LAW, it.files[0], what)
    }));
    found
}

/// An import of one file by another, with its line.
#[derive(Clone, Copy, Debug)]
struct Edge<'a> {
    from: &'a str,
    to: &'a str,
    line: usize,
}

type Graph<'a> = DiGraphMap<&'a str, Edge<'a>>;

/// The graph of a crate's imports. The files of an exception are one node, so that only cycles with other
/// files remain.
fn graph<'a>(imports: &[Edge<'a>], exceptions: &[Exception]) -> Graph<'a> {
    let node = |file: &'a str| exceptions.iter().find(|it| it.is_about(file)).map_or(file, |it| it.files[0]);
    let edges = imports.iter().map(|edge| (node(edge.from), node(edge.to), *edge));
    Graph::from_edges(edges.filter(|(from, to, _)| from != to))
}

/// Formats the shortest cycle of a group, from the first of its files.
fn violation(graph: &Graph<'_>, group: &[&str]) -> Violation {
    let inside = graph.all_edges().filter(|(from, to, _)| group.contains(from) && group.contains(to));
    let back = inside.filter_map(|(from, to, _)| astar(graph, to, |file| file == from, |_| 1, |_| 0));
    let mut cycle = back.min().map(|(_, files)| files).unwrap_or_default();
    let first = cycle.iter().enumerate().min_by_key(|(_, file)| **file).map_or(0, |(index, _)| index);
    cycle.rotate_left(first);
    let next = cycle.iter().cycle().skip(1);
    let edges: Vec<Edge<'_>> =
        cycle.iter().zip(next).filter_map(|(from, to)| graph.edge_weight(from, to).copied()).collect();
    let chain: Vec<&str> = edges.iter().map(|edge| edge.to).collect();
    let Edge { from, line, .. } = edges[0];
    Violation::at(LAW, from, line, format!("imports {}", chain.join(", which imports ")))
}

/// The modules of a crate without tests, by their names.
#[derive(Default)]
struct Crate<'a> {
    modules: BTreeMap<Vec<String>, Module<'a>>,
}

struct Module<'a> {
    /// Its file.
    path: &'a str,
    imports: Vec<Import>,
}

/// All crates of a tree, by their folders.
fn crates(tree: &Tree) -> BTreeMap<&str, Crate<'_>> {
    let mut crates: BTreeMap<&str, Crate<'_>> = BTreeMap::new();
    let mut tests: Vec<(&str, Vec<String>)> = vec![];
    for (path, text) in tree.ending(".rs") {
        let Some((folder, inside)) = path.split_once("/src/") else { continue };
        let mut name: Vec<String> = inside.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
        if name.last().is_some_and(|last| last == "mod") || name == ["lib"] || name == ["main"] {
            name.pop();
        }
        tests.extend(test_modules(text).into_iter().map(|test| (folder, [&name[..], &[test]].concat())));
        crates.entry(folder).or_default().modules.insert(name, Module { path, imports: imports(text) });
    }
    for (folder, test) in tests {
        if let Some(known) = crates.get_mut(folder) {
            known.modules.retain(|name, _| !name.starts_with(&test));
        }
    }
    crates
}

/// The maximum number of re-exports that are followed: two modules that re-export each other would never end.
const PASSED_ON_MAX: usize = 8;

impl<'a> Crate<'a> {
    /// The imports between files, without those between modules inside each other.
    fn imports(&self) -> Vec<Edge<'a>> {
        let mut edges = vec![];
        for (name, module) in &self.modules {
            for import in &module.imports {
                let Some((target, other)) = self.target(name, &import.path, PASSED_ON_MAX) else { continue };
                if !target.starts_with(name) && !name.starts_with(target) {
                    edges.push(Edge { from: module.path, to: other.path, line: import.line });
                }
            }
        }
        edges
    }

    /// The module of a path, as seen from the module `from`. A re-exported name is followed.
    fn target(
        &self,
        from: &[String],
        path: &[String],
        passed_on: usize,
    ) -> Option<(&Vec<String>, &Module<'a>)> {
        let (first, mut rest) = path.split_first()?;
        let mut name = match first.as_str() {
            "crate" => vec![],
            "self" => from.to_vec(),
            "super" => from.split_last()?.1.to_vec(),
            // A module inside `from`, or another crate.
            _ => {
                rest = path;
                from.to_vec()
            }
        };
        while let Some((word, more)) = rest.split_first() {
            if word == "super" {
                name.pop()?;
            } else {
                name.push(word.clone());
                if !self.modules.contains_key(&name) {
                    name.pop();
                    break;
                }
            }
            rest = more;
        }
        let here = self.modules.get_key_value(&name)?;
        let further = rest
            .first()
            .and_then(|word| here.1.imports.iter().find(|import| import.name.as_ref() == Some(word)));
        match further {
            Some(import) if passed_on > 0 && here.0 != from => {
                self.target(here.0, &import.path, passed_on - 1).or(Some(here))
            }
            _ => Some(here),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::violation::shown;

    fn cycles<const N: usize>(files: [(&str, &str); N]) -> String {
        shown(&check_with(&Tree::of(files), &[]))
    }

    #[test]
    fn the_shortest_cycle_of_each_group_is_shown() {
        let files = [
            ("c/src/lib.rs", "mod a;\nmod b;\nmod d;\nmod e;\n"),
            ("c/src/a.rs", "//! A.\nuse crate::b::B;\n"),
            ("c/src/b/mod.rs", "mod inner;\nuse crate::d;\n"),
            ("c/src/b/inner.rs", "fn f() {\n    crate::a::g();\n}\n"),
            ("c/src/d.rs", "use crate::a::A;\nuse super::b::{B, inner};\n"),
            ("c/src/e.rs", "use crate::a;\nuse crate::b;\nuse crate::d;\n"),
        ];
        insta::assert_snapshot!(cycles(files), @r"
        c/src/b/mod.rs:2: imports c/src/d.rs, which imports c/src/b/mod.rs [cycles]
        ");
    }

    #[test]
    fn a_reexported_name_counts_where_it_is_defined() {
        let files = [
            ("c/src/lib.rs", "mod a;\nmod b;\npub use b::B;\n"),
            ("c/src/a.rs", "use crate::B;\n"),
            ("c/src/b.rs", "use crate::a::A;\n"),
        ];
        insta::assert_snapshot!(cycles(files), @r"
        c/src/a.rs:1: imports c/src/b.rs, which imports c/src/a.rs [cycles]
        ");
    }

    #[test]
    fn nested_modules_tests_and_other_crates_are_no_cycle() {
        let files = [
            ("c/src/lib.rs", "mod a;\nmod b;\n#[cfg(test)]\nmod examples;\npub fn lower() {}\n"),
            ("c/src/a/mod.rs", "pub(crate) mod inner;\nuse self::inner::I;\n"),
            ("c/src/a/inner.rs", "use super::A;\nuse crate::a;\nuse crate::lower;\n"),
            (
                "c/src/b.rs",
                "use a::A;\nuse crate::a::A;\n#[cfg(test)]\nmod tests {\n    use crate::examples;\n}\n",
            ),
            ("c/src/examples.rs", "use crate::b::B;\n"),
            ("d/src/lib.rs", "mod a;\n"),
            ("d/src/a.rs", "use c::b;\n"),
        ];
        assert_eq!(cycles(files), "");
    }

    #[test]
    fn an_exception_holds_for_its_own_files_and_while_it_is_needed() {
        let exceptions = [
            Exception { files: &["c/src/a.rs", "c/src/b.rs"], reason: "one type" },
            Exception { files: &["c/src/d.rs", "c/src/e.rs"], reason: "one grammar" },
        ];
        let tree = Tree::of([
            ("c/src/a.rs", "use crate::b::B;\n"),
            ("c/src/b.rs", "use crate::a::A;\nuse crate::d::D;\n"),
            ("c/src/d.rs", "use crate::a::A;\n"),
            ("c/src/e.rs", "use crate::d::D;\n"),
        ]);
        insta::assert_snapshot!(shown(&check_with(&tree, &exceptions)), @r"
        c/src/b.rs:2: imports c/src/d.rs, which imports c/src/a.rs [cycles]
        c/src/d.rs: is in no such cycle any more: remove it from the exceptions (one grammar) [cycles]
        ");
    }
}
