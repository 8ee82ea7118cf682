//! The table, traced.

use polder_cloud::Index;
use polder_testkit::{EXAMPLES, compiled};

use crate::engine::Engine;
use crate::row::{Row, rows};
use crate::trace::{Arrival, trace};

const TABLE: &str = include_str!("rows.txt");

/// Each row with what became of it; empty without Node.js.
fn traced() -> Vec<(Row, Arrival)> {
    let (name, text) = EXAMPLES[0];
    let compiled = compiled(name, text);
    let index = Index::new(&compiled.cloud);
    let Some(mut engine) = Engine::start() else { return vec![] };
    let rows = rows(TABLE).into_iter();
    rows.map(|row| {
        let arrival = trace(&compiled, &index, &mut engine, &row.request);
        (row, arrival)
    })
    .collect()
}

#[test]
fn each_request_gets_its_answer() {
    let traced = traced();
    let wrong = traced.iter().filter(|(row, arrival)| row.answer != arrival.answer);
    let wrong: Vec<String> =
        wrong.map(|(row, arrival)| format!("{}: {}, not {}", row.name, arrival.answer, row.answer)).collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), traced.len(), wrong.join("\n"));
}
