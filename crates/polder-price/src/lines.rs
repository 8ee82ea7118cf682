//! Texts and tables in lines that fit a terminal and a printed page.

use crate::aligned::aligned;

/// The most characters of a line, unless a single word is longer.
const WIDTH: usize = 96;

/// A text in lines of at most a width, broken between words. A word that is longer has a line of its own.
fn broken(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![];
    for part in text.split('\n') {
        let mut line = String::new();
        for word in part.split(' ') {
            if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > width {
                // Two spaces in a text stand for an empty word, which ends no line.
                line.truncate(line.trim_end().len());
                lines.push(std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        lines.push(line);
    }
    lines
}

/// A text in lines that fit. The first line begins with `first`, the others with as many spaces and two more.
pub fn paragraph(first: &str, text: &str) -> String {
    let indent = first.chars().count();
    let lines = broken(text, WIDTH.saturating_sub(indent + 2));
    let line = |(at, line): (usize, &String)| match at {
        0 => format!("{first}{line}\n"),
        _ => format!("{}{line}\n", " ".repeat(indent + 2)),
    };
    lines.iter().enumerate().map(line).collect()
}

/// Rows in columns, as [`aligned`] has them, in lines that fit: the texts of a column are broken at the most characters that are
/// given for it, those of the last column at the edge. Line ends in a text are kept.
pub fn tabled(rows: &[Vec<String>], is_amount: impl Fn(usize) -> bool, most: &[usize]) -> String {
    let last = rows.iter().map(Vec::len).max().unwrap_or(0).saturating_sub(1);
    let limit = |column: usize| most.get(column).copied().unwrap_or(usize::MAX);
    let taken = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        let lines = cells.flat_map(|cell| broken(cell, limit(column)));
        2 + lines.map(|line| line.chars().count()).max().unwrap_or(0)
    };
    let rest = WIDTH.saturating_sub((0..last).map(taken).sum::<usize>() + 2);
    // Below twenty characters a column is no text any more; the line is longer then.
    let width = |column: usize| if column == last { rest.max(20) } else { limit(column) };
    let mut lines: Vec<Vec<String>> = vec![];
    for row in rows {
        let cells: Vec<Vec<String>> =
            row.iter().enumerate().map(|(at, cell)| broken(cell, width(at))).collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or(0);
        let cell = |at: usize, cell: &Vec<String>| cell.get(at).cloned().unwrap_or_default();
        lines.extend((0..height).map(|at| cells.iter().map(|it| cell(at, it)).collect()));
    }
    aligned(&lines, is_amount)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lines_are_broken_between_words() {
        assert_eq!(broken("one two three", 7), ["one two", "three"]);
        assert_eq!(broken("incomprehensible word", 5), ["incomprehensible", "word"]);
        assert_eq!(broken("one\ntwo", 20), ["one", "two"]);
        assert_eq!(broken("one  ·  two", 6), ["one  ·", "two"]);
        let text = paragraph("  - ", &"word ".repeat(30));
        assert!(
            text.lines().count() == 2 && text.lines().all(|line| line.chars().count() <= WIDTH),
            "{text}"
        );
        assert!(text.starts_with("  - word") && text.contains("\n      word"), "{text}");
    }

    #[test]
    fn a_cell_goes_on_below_itself() {
        let rows = [["name", "USD", "why"], ["a long name", "1.00", "because"]]
            .map(|row| row.map(str::to_owned).to_vec());
        let text = tabled(&rows, |column| column == 1, &[6]);
        assert_eq!(text, "  name     USD  why\n  a long  1.00  because\n  name\n");
    }

    proptest! {
        #[test]
        fn no_word_is_lost_and_no_line_too_long(
            cells in prop::collection::vec("[a-z]{1,12}( {1,2}[a-z]{1,12}){0,20}", 1..8),
        ) {
            let rows: Vec<Vec<String>> =
                cells.iter().map(|cell| vec![cell.clone(), "$1.00".to_owned(), cell.clone()]).collect();
            let text = tabled(&rows, |column| column == 1, &[30]);
            prop_assert!(text.lines().all(|line| line.chars().count() <= WIDTH), "{text}");
            let paragraph = paragraph("  - ", &cells.join("  ·  "));
            prop_assert!(paragraph.lines().all(|line| line.trim_end() == line), "{paragraph}");
            let words = |text: &str| text.split_whitespace().filter(|it| !it.starts_with('$')).count();
            prop_assert_eq!(words(&text), 2 * cells.iter().map(|cell| words(cell)).sum::<usize>());
        }
    }
}
