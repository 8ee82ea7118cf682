//! "Did you mean", and how values of the user are shown in messages.

/// Longer texts are not compared: the cost is quadratic.
const COMPARED_CHARS: usize = 48;

/// Values are shown up to this many characters.
const SHOWN_CHARS: usize = 60;

/// The most similar candidate, if one is similar enough.
pub fn closest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let word = word.trim().to_lowercase();
    let length = word.chars().count();
    if length == 0 || length > COMPARED_CHARS {
        return None;
    }
    // A third of the characters may differ, so that short words do not match everything.
    let limit = (length / 3).max(1);
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(&word, &candidate.to_lowercase()), candidate))
        .filter(|(distance, candidate)| *distance <= limit && *distance < candidate.chars().count())
        .min()
        .map(|(_, candidate)| candidate)
}

/// A value of the user for a message: in backticks, cut if it is long.
pub(crate) fn shown(value: &str) -> String {
    let mut chars = value.chars();
    let head: String = chars.by_ref().take(SHOWN_CHARS).collect();
    if chars.next().is_some() { format!("`{head}…`") } else { format!("`{head}`") }
}

/// Words as a list in a sentence: `` `a`, `b` or `c` ``.
pub(crate) fn listed<T: AsRef<str>>(words: &[T], joined_by: &str) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{}`", word.as_ref())).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} {joined_by} {last}", rest.join(", ")),
        None => "nothing".to_owned(),
    }
}

/// A sentence with all of them: "the cells are `a` and `b`", or "there is only `a`".
pub(crate) fn all_of(these_are: &str, words: &[&str]) -> String {
    match words {
        [word] => format!("there is only `{word}`"),
        _ => format!("{these_are} {}", listed(words, "and")),
    }
}

#[cfg(test)]
mod tests {
    use super::{closest, listed, shown};

    #[test]
    fn the_nearest_is_suggested_and_nothing_far() {
        let regions = ["eu-central-1", "eu-west-1", "eu-west-3"];
        assert_eq!(closest("eu-wset-1", regions), Some("eu-west-1"));
        assert_eq!(closest("EU-WEST-3", regions), Some("eu-west-3"));
        assert_eq!(closest("mars", regions), None);
        assert_eq!(closest("x", ["ab", "y"]), None);
        assert_eq!(closest(&"a".repeat(1_000_000), regions), None);
    }

    #[test]
    fn long_values_are_cut() {
        assert_eq!(shown("ä"), "`ä`");
        assert_eq!(shown(&"ä".repeat(61)), format!("`{}…`", "ä".repeat(60)));
    }

    #[test]
    fn lists_read_as_sentences() {
        assert_eq!(listed(&["a"], "or"), "`a`");
        assert_eq!(listed(&["a", "b", "c"], "or"), "`a`, `b` or `c`");
    }
}
