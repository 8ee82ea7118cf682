//! Exceptions of the web ACLs, traced.

use polder_cloud::Index;
use polder_testkit::{EXAMPLES, compiled};

use crate::engine::Engine;
use crate::row::rows;
use crate::trace::trace;

const TABLE: &str = include_str!("exceptions.txt");

/// What the platform file has in addition.
const EXCEPTIONS: &str = r#"
[edge.exceptions.contact]
rule = "SQLi_BODY"
hosts = ["be.example.com"]
paths = ["/nl/be/contact", "/fr/be/contact"]
reason = "customers quote SQL"
until = "2999-12-31"

[edge.exceptions.search]
rule = "SQLi_QUERYARGUMENTS"
paths = ["/nl/nl/search"]
reason = "words of the catalogue look like SQL"
until = "2999-12-31"

[edge.exceptions.webhook]
rule = "Log4JRCE_HEADER"
hosts = ["de.example.com"]
paths = ["/graphql/"]
reason = "the partner's client names its template"
until = "2999-12-31"

[edge.exceptions.keys]
rule = "Log4JRCE_HEADER"
hosts = ["de.example.com"]
paths = ["/.well-known/"]
reason = "the same client"
until = "2999-12-31"

[edge.exceptions.cookie]
rule = "SQLi_COOKIE"
hosts = ["be.development.example.com"]
paths = ["/"]
reason = "a tool of the developers"
until = "2999-12-31"
"#;

/// An exception lets through what it names, and the rule blocks elsewhere as before.
#[test]
fn exceptions_let_through_what_they_name_and_nothing_else() {
    let text = format!("{}{EXCEPTIONS}", EXAMPLES[0].1);
    let it = compiled("exceptions", &text);
    let index = Index::new(&it.cloud);
    let Some(mut engine) = Engine::start() else { return };
    let rows = rows(TABLE);
    let wrong = rows.iter().filter_map(|row| {
        let answer = trace(&it, &index, &mut engine, &row.request).answer;
        (answer != row.answer).then(|| format!("{}: {answer}, not {}", row.name, row.answer))
    });
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}
