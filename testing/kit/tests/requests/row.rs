//! A row of the table: a request, and the answer that it must get.

use std::collections::BTreeMap;

/// A request with the expected answer.
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) request: Request,
    pub(crate) answer: String,
}

/// A request as its sender sends it.
#[derive(Clone)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) host: String,
    /// The path as it is written, encoded.
    pub(crate) path: String,
    /// The query without the question mark.
    pub(crate) query: String,
    /// Names in lower case.
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) address: String,
    pub(crate) country: String,
    /// Rules of managed rule groups whose pattern the request has.
    pub(crate) triggers: Vec<String>,
    /// The key `maintenance` of the key value store.
    pub(crate) closed: Option<String>,
}

/// Address and country of each kind of sender.
const SENDERS: [(&str, &str, &str); 7] = [
    ("shopper", "81.82.0.1", "BE"),
    ("neighbour", "81.82.0.2", "BE"),
    ("traveller", "2001:db8::7", "LU"),
    ("staff", "62.4.0.9", "NL"),
    ("partner", "52.1.2.3", "DE"),
    ("attacker", "185.220.101.7", "RO"),
    ("storefront", STOREFRONT, "IE"),
];

/// A NAT gateway's address, which the platform's own processes call from.
pub(crate) const STOREFRONT: &str = "3.120.0.10";

/// All rows of the table: `name | sender | METHOD host/path | headers and conditions | answer`.
pub(crate) fn rows(text: &str) -> Vec<Row> {
    text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')).map(row).collect()
}

fn row(line: &str) -> Row {
    let fields: Vec<&str> = line.split(" | ").map(str::trim).collect();
    let [name, sender, asked, extras, answer] = fields[..] else { panic!("five fields, not `{line}`") };
    let (_, address, country) =
        SENDERS.iter().find(|(known, ..)| *known == sender).unwrap_or_else(|| panic!("sender `{sender}`"));
    let (method, url) = asked.split_once(' ').expect("a method and an address");
    let (host, path) = url.split_once('/').expect("a path");
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let mut request = Request {
        method: method.to_owned(),
        host: host.to_owned(),
        path: format!("/{path}"),
        query: query.to_owned(),
        headers: BTreeMap::new(),
        address: (*address).to_owned(),
        country: (*country).to_owned(),
        triggers: vec![],
        closed: None,
    };
    for extra in extras.split("; ").filter(|extra| *extra != "-") {
        let (key, value) = extra.split_once(": ").unwrap_or_else(|| panic!("`{extra}` of `{name}`"));
        match key {
            "@triggers" => request.triggers = value.split(' ').map(str::to_owned).collect(),
            "@closed" => request.closed = Some(value.to_owned()),
            "@country" => value.clone_into(&mut request.country),
            _ => {
                request.headers.insert(key.to_lowercase(), value.to_owned());
            }
        }
    }
    Row { name: name.to_owned(), request, answer: answer.to_owned() }
}
