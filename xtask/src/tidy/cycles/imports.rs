//! The imports of a file from its own crate, parsed from its text.

use std::collections::BTreeSet;

/// A path in a file, with its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Import {
    /// The line, from 1.
    pub(super) line: usize,
    /// The names between `::`. An import of everything ends in `*`.
    pub(super) path: Vec<String>,
    /// The local name, if `use` declares it.
    pub(super) name: Option<String>,
}

/// All paths of a text that may lead to another file of its crate: all `use` declarations, and every path
/// elsewhere that starts with `crate`, `self` or `super`. Comments and tests are left out.
pub(super) fn imports(text: &str) -> Vec<Import> {
    let code = code(text);
    let mut found = vec![];
    let mut rest = code.as_str();
    let mut in_use = false;
    while let Some((word, after)) = next_word(rest) {
        let start = rest.len() - after.len() - word.len();
        // `$crate` of a macro means the crate that uses it, and a name after `::` is the middle of a path.
        let starts_path = !rest[..start].ends_with(['$', ':']);
        let line = 1 + code[..code.len() - after.len()].matches('\n').count();
        rest = after;
        if in_use || (starts_path && matches!(word, "crate" | "self" | "super") && rest.starts_with("::")) {
            let known = found.len();
            rest = tree(word, rest, line, &mut vec![], &mut found);
            if !in_use {
                found[known..].iter_mut().for_each(|import| import.name = None);
            }
        }
        in_use = word == "use";
    }
    found
}

/// The modules that a text declares for tests only.
pub(super) fn test_modules(text: &str) -> BTreeSet<String> {
    let mut lines = text.lines().peekable();
    let mut found = BTreeSet::new();
    while let Some(line) = lines.next() {
        if line.trim() == TESTS
            && let Some((_, name)) = lines.peek().and_then(|line| line.strip_suffix(';')?.split_once("mod "))
        {
            found.insert(name.to_owned());
        }
    }
    found
}

const TESTS: &str = "#[cfg(test)]";

/// The text without comments and without its module of tests, which comes last in a file.
fn code(text: &str) -> String {
    let mut code = String::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        if line == TESTS && lines.peek().is_some_and(|next| next.starts_with("mod ") && next.ends_with('{')) {
            break;
        }
        let comment = line.match_indices("//").find(|(at, _)| *at == 0 || line[..*at].ends_with(' '));
        code.push_str(comment.map_or(line, |(at, _)| &line[..at]));
        code.push('\n');
    }
    code
}

/// The next word and the rest.
fn next_word(text: &str) -> Option<(&str, &str)> {
    let letter = |character: char| character.is_alphanumeric() || character == '_';
    let text = &text[text.find(letter)?..];
    let end = text.find(|character| !letter(character)).unwrap_or(text.len());
    Some(text.split_at(end))
}

/// Parses what follows a word of a path: more words, or several paths in braces. Returns the rest.
fn tree<'a>(
    word: &str,
    mut rest: &'a str,
    line: usize,
    before: &mut Vec<String>,
    found: &mut Vec<Import>,
) -> &'a str {
    before.push(word.to_owned());
    let Some(after) = rest.strip_prefix("::") else {
        let (name, after) = match rest.trim_start().strip_prefix("as ").and_then(next_word) {
            Some((name, after)) => (name, after),
            // `a::b::{self}` is `b`.
            None if word == "self" && before.len() > 1 => (before[before.len() - 2].as_str(), rest),
            None => (word, rest),
        };
        let name = name.to_owned();
        let last_self = before.len() > 1 && word == "self";
        let path = before[..before.len() - usize::from(last_self)].to_vec();
        found.push(Import { line, path, name: Some(name) });
        before.pop();
        return after;
    };
    rest = after.trim_start();
    if let Some(group) = rest.strip_prefix('{') {
        rest = group.trim_start();
        while !rest.is_empty() && !rest.starts_with('}') {
            rest = element(rest, line, before, found);
            rest = rest.trim_start().strip_prefix(',').unwrap_or(rest).trim_start();
        }
        rest = rest.strip_prefix('}').unwrap_or(rest);
    } else {
        rest = element(rest, line, before, found);
    }
    before.pop();
    rest
}

/// One path after `::`, or one of those in braces.
fn element<'a>(rest: &'a str, line: usize, before: &mut Vec<String>, found: &mut Vec<Import>) -> &'a str {
    if let Some(after) = rest.strip_prefix('*') {
        return tree("*", after, line, before, found);
    }
    match next_word(rest) {
        Some((word, after)) if rest.starts_with(word) => tree(word, after, line, before, found),
        // Not a path, but for example `crate::<T>`.
        _ => &rest[rest.chars().next().map_or(0, char::len_utf8)..],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let show = |it: Import| {
            let name = it.name.map(|name| format!(" as {name}"));
            format!("{} {}{}", it.line, it.path.join("::"), name.unwrap_or_default())
        };
        imports(text).into_iter().map(show).collect()
    }

    #[test]
    fn declarations_of_all_forms_are_read() {
        let text = "use crate::a::{self, B, c::{D, E as F}};\npub(crate) use self::g::*;\nuse h as i;\n";
        assert_eq!(
            shown(text),
            [
                "1 crate::a as a",
                "1 crate::a::B as B",
                "1 crate::a::c::D as D",
                "1 crate::a::c::E as F",
                "2 self::g::* as *",
                "3 h as i",
            ]
        );
    }

    #[test]
    fn paths_in_the_middle_of_code_are_read() {
        let text = "fn f() -> crate::a::B {\n    super::c::d(self.e, $crate::f())\n}\n";
        assert_eq!(shown(text), ["1 crate::a::B", "2 super::c::d"]);
    }

    #[test]
    fn comments_and_tests_are_no_imports() {
        let text = "//! crate::a\nlet b = \"https://c\"; // crate::c\n#[cfg(test)]\nmod tests {\n    use crate::d;\n}\n";
        assert_eq!(shown(text), [""; 0]);
    }

    #[test]
    fn modules_of_tests_are_known() {
        let text = "#[cfg(test)]\npub(crate) mod a;\nmod b;\n    #[cfg(test)]\n    mod c {\n}\n";
        assert_eq!(test_modules(text), BTreeSet::from(["a".to_owned()]));
    }
}
