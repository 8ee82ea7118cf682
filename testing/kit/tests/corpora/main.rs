//! Public corpora, as cases of our own: what they say, what Polder says, and the page about both.

mod table;
mod judge;
mod page;

/// Every answer is the one that the table states for Polder, and what differs from the corpus has a reason.
#[test]
fn polder_answers_as_the_tables_state() {
    let mut wrong = vec![];
    for corpus in table::all() {
        for case in &corpus.cases {
            for (question, expected) in &case.expect {
                let found = judge::answer(case, question);
                let stated = case.polder.get(question).unwrap_or(expected);
                if found != *stated {
                    wrong.push(format!("{} {}: {question} is {found}, not {stated}", corpus.name, case.name));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_differs_has_a_reason_and_nothing_else_has() {
    for corpus in table::all() {
        for case in &corpus.cases {
            let differs = case.polder.iter().any(|(question, says)| case.expect.get(question) != Some(says));
            assert_eq!(differs, case.because.is_some(), "{} {}", corpus.name, case.name);
            assert!(case.polder.keys().all(|question| case.expect.contains_key(question)), "{}", case.name);
            assert!(
                !case.expect.is_empty() && case.plan.is_some() != case.request.is_some(),
                "{}",
                case.name
            );
        }
    }
}

#[test]
fn the_page_is_fresh() {
    page::compare();
}
