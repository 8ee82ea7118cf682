//! Who can do what on the examples.

use polder_iam::prove;
use polder_testkit::{EXAMPLES, compiled};
use polder_verdict::Verdict;

fn lines(name: &str, text: &str) -> Vec<String> {
    let compiled = compiled(name, text);
    let inventory = polder::inventory(&compiled);
    let mut lines = vec![];
    for property in prove(&inventory) {
        lines.push(format!("{} {}", property.id, property.verdict.label()));
        match &property.verdict {
            Verdict::Refuted(witnesses) => lines.extend(witnesses.iter().map(|it| format!("  {}", it.summary))),
            Verdict::Undecided(gaps) => lines.extend(gaps.iter().map(|it| format!("  {}", it.text))),
            Verdict::Proved(evidence) => lines.extend(evidence.iter().map(|it| format!("  {}", it.text))),
            Verdict::Procedural(text) => lines.push(format!("  {text}")),
        }
    }
    lines
}

#[test]
fn nothing_is_refuted_in_the_examples() {
    let start = std::time::Instant::now();
    for (name, text) in EXAMPLES.iter().take(1) {
        println!("{name}\n{}", lines(name, text).join("\n"));
    }
    println!("{:?}", start.elapsed());
    panic!();
}
