//! For users: the source lines with the findings under them.

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};

use crate::source::Lines;
use crate::visible::{is_unsafe, push_visible};
use crate::{Finding, Label, Position, Severity, Source, visible};

/// Labels that lie further apart than this many lines are shown in blocks of their own, so that the work for a finding
/// does not grow with the file.
const LINES_BETWEEN: usize = 40;

/// A line is shown up to this many bytes around its label. Longer lines are not written by hand.
const BYTES_AROUND: usize = 400;

/// All findings, each followed by an empty line, and a line that counts them.
pub(super) fn render(findings: &[&Finding], source: &Source<'_>, lines: &Lines<'_>, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let mut out = String::new();
    for finding in findings {
        out.push_str(&one(&renderer, finding, source, lines));
        out.push_str("\n\n");
    }
    if !findings.is_empty() {
        out.push_str(&count(findings));
        out.push('\n');
    }
    out
}

fn one(renderer: &Renderer, finding: &Finding, source: &Source<'_>, lines: &Lines<'_>) -> String {
    let level = match finding.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let name = visible(source.name);
    let title = level.primary_title(visible(&finding.message)).id(finding.code.id);
    let mut group = Group::with_title(title);
    let blocks = blocks(finding, source, lines);
    if blocks.is_empty() {
        return renderer.render(&[group]) + &without_place(finding, &name);
    }
    let mut shown = vec![];
    for block in blocks {
        shown.push((block.at, block.shown_column));
        group = group.element(
            Snippet::source(block.text)
                .line_start(block.first_line + 1)
                .path(name.clone())
                .annotations(block.annotations),
        );
    }
    for note in &finding.notes {
        group = group.element(Level::NOTE.message(visible(note)));
    }
    for help in &finding.help {
        group = group.element(Level::HELP.message(visible(help)));
    }
    right_columns(renderer.render(&[group]), &name, &shown)
}

/// The renderer counts the columns of what is shown. Where that was cut or holds escapes, the file's own column is put
/// in its place, so that all forms say the same.
fn right_columns(out: String, name: &str, shown: &[(Position, usize)]) -> String {
    if shown.iter().all(|(at, column)| at.column == *column) {
        return out;
    }
    let mut left = shown.iter();
    let mut next = left.next();
    let lines = out.split('\n').enumerate().map(|(index, line)| {
        // The headline can contain user input.
        let Some((at, column)) = next.filter(|_| index > 0) else { return line.to_owned() };
        let wrong = format!("{name}:{}:{column}", at.line);
        if !line.contains(&wrong) {
            return line.to_owned();
        }
        next = left.next();
        line.replacen(&wrong, &format!("{name}:{}:{}", at.line, at.column), 1)
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The text under the headline of a finding without a location, in the form of the others, which the renderer does not
/// support.
fn without_place(finding: &Finding, name: &str) -> String {
    let notes = finding.notes.iter().map(|note| ("note", note));
    let help = finding.help.iter().map(|help| ("help", help));
    let lines = notes.chain(help).map(|(word, text)| format!("\n  = {word}: {}", visible(text)));
    let lines: String = lines.collect();
    if lines.is_empty() { format!("\n --> {name}") } else { format!("\n --> {name}\n  |{lines}") }
}

fn count(findings: &[&Finding]) -> String {
    let of = |severity| findings.iter().filter(|finding| finding.severity() == severity).count();
    let words = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Info, "remark")];
    let parts: Vec<String> = words
        .into_iter()
        .map(|(severity, word)| (of(severity), word))
        .filter(|(n, _)| *n > 0)
        .map(|(n, word)| if n == 1 { format!("1 {word}") } else { format!("{n} {word}s") })
        .collect();
    parts.join(", ")
}

/// A part of the source, made safe to show, with the labels that lie in it.
struct Block<'a> {
    at: Position,
    shown_column: usize,
    first_line: usize,
    text: String,
    annotations: Vec<Annotation<'a>>,
}

/// A label whose place has been cut to the text.
struct LabelRange<'a> {
    kind: AnnotationKind,
    range: std::ops::Range<usize>,
    first_line: usize,
    last_line: usize,
    text: &'a str,
}

/// The parts of the source that the labels lie in, the one with the primary label first.
fn blocks<'a>(finding: &'a Finding, source: &Source<'_>, lines: &Lines<'_>) -> Vec<Block<'a>> {
    let place = |kind, label: &'a Label| {
        let range = lines.clamp(label.span);
        let first_line = lines.line_of(range.start);
        // A label over many lines is shown at its first.
        let end_of_line = lines.start_of(first_line + 1);
        let range = range.start..range.end.min(end_of_line.max(range.start));
        let last_line = lines.line_of(range.end.saturating_sub(1).max(range.start));
        LabelRange { kind, range, first_line, last_line, text: &label.text }
    };
    let mut places: Vec<LabelRange<'a>> =
        finding.primary.iter().map(|label| place(AnnotationKind::Primary, label)).collect();
    places.extend(finding.secondary.iter().map(|label| place(AnnotationKind::Context, label)));
    places.sort_by_key(|place| place.range.start);
    let mut clusters: Vec<Vec<LabelRange<'a>>> = vec![];
    for place in places {
        match clusters.last_mut() {
            Some(cluster)
                if cluster.last().is_some_and(|last| place.first_line - last.last_line <= LINES_BETWEEN) =>
            {
                cluster.push(place);
            }
            _ => clusters.push(vec![place]),
        }
    }
    clusters.sort_by_key(|cluster| !cluster.iter().any(|place| place.kind == AnnotationKind::Primary));
    clusters.into_iter().map(|cluster| block(cluster, source, lines)).collect()
}

fn block<'a>(cluster: Vec<LabelRange<'a>>, source: &Source<'_>, lines: &Lines<'_>) -> Block<'a> {
    let first_line = cluster.iter().map(|place| place.first_line).min().unwrap_or(0);
    let last_line = cluster.iter().map(|place| place.last_line).max().unwrap_or(first_line);
    let mut text = String::new();
    let mut annotations: Vec<(usize, usize)> = vec![(0, 0); cluster.len()];
    for line in first_line..=last_line {
        let (start, end) = (lines.start_of(line), lines.start_of(line + 1));
        let window = window(&cluster, line, start..end, source.text);
        let raw = source.text.get(window.clone()).unwrap_or_default();
        let raw = raw.strip_suffix('\n').map_or(raw, |raw| raw.strip_suffix('\r').unwrap_or(raw));
        let mut at = window.start;
        for c in raw.chars().map(Some).chain([None]) {
            for (place, range) in cluster.iter().zip(&mut annotations) {
                // The last position of a line also takes what points past its end.
                let here = |offset: usize| offset == at || (c.is_none() && offset > at && offset <= end);
                if place.first_line == line && here(place.range.start) {
                    range.0 = text.len();
                }
                if place.first_line == line && here(place.range.end) {
                    range.1 = text.len();
                }
            }
            match c {
                Some('\t') => text.push('\t'),
                Some(c) if is_unsafe(c) => push_visible(&mut text, c),
                Some(c) => text.push(c),
                None => {}
            }
            at += c.map_or(0, char::len_utf8);
        }
        text.push('\n');
    }
    let head = cluster.iter().position(|place| place.kind == AnnotationKind::Primary).unwrap_or(0);
    let at = lines.position(cluster.get(head).map_or(0, |place| place.range.start));
    let before = annotations.get(head).and_then(|(start, _)| text.get(..*start)).unwrap_or_default();
    let shown_column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    let annotations = cluster.into_iter().zip(annotations).map(|(place, (start, end))| {
        let label = (!place.text.is_empty()).then(|| visible(place.text));
        place.kind.span(start..end.max(start)).label(label)
    });
    Block { at, shown_column, first_line, annotations: annotations.collect(), text }
}

/// The part of a line that is shown: all of it, unless it is too long.
fn window(
    cluster: &[LabelRange<'_>],
    line: usize,
    range: std::ops::Range<usize>,
    text: &str,
) -> std::ops::Range<usize> {
    if range.len() <= 2 * BYTES_AROUND {
        return range;
    }
    let here = || cluster.iter().filter(|place| place.first_line == line);
    let first = here().map(|place| place.range.start).min().unwrap_or(range.start);
    let last =
        here().map(|place| place.range.end.min(place.range.start + BYTES_AROUND)).max().unwrap_or(first);
    let start = text.floor_char_boundary(first.saturating_sub(BYTES_AROUND)).max(range.start);
    let end = text.ceil_char_boundary(last.saturating_add(BYTES_AROUND)).min(range.end);
    start..end
}
