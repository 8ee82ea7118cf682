//! Runs emitted functions in one process of Node.js.
#![expect(clippy::disallowed_methods, reason = "runs the code in a real engine")]

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Map, Value, json};

use crate::row::Request;

/// A call of a function per line; the module `cloudfront` is a stand-in with a key value store.
const LOOP: &str = "
const lines = require('readline').createInterface({ input: process.stdin });
lines.on('line', async function (line) {
    const asked = JSON.parse(line);
    const cf = { kvs: function () { return { get: async function (key, options) {
        if (!(key in asked.store)) { throw new Error('no key'); }
        return options && options.format === 'json' ? JSON.parse(asked.store[key]) : asked.store[key];
    } }; } };
    const source = asked.code.replace(\"import cf from 'cloudfront';\", '') + '\\nreturn handler;';
    try {
        const handler = new Function('cf', 'require', source)(cf, require);
        console.log(JSON.stringify(await handler({ request: asked.request })));
    } catch (error) {
        console.log(JSON.stringify({ thrown: String(error) }));
    }
});
";

/// Node.js, which runs until this is dropped.
pub(crate) struct Engine {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Engine {
    /// `None` without Node.js.
    #[expect(clippy::print_stderr, reason = "the reader of the test's output must know that it was skipped")]
    pub(crate) fn start() -> Option<Engine> {
        let started =
            Command::new("node").args(["-e", LOOP]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let Ok(mut child) = started else {
            assert!(
                std::env::var_os("CI").is_none(),
                "node is not on the PATH, and CI must not go without it"
            );
            eprintln!("SKIPPED: node is not on the PATH, so no request was traced");
            return None;
        };
        let input = child.stdin.take().expect("a pipe");
        let output = BufReader::new(child.stdout.take().expect("a pipe"));
        Some(Engine { child, input, output })
    }

    /// The SHA-256 of a text, in hexadecimal.
    pub(crate) fn sha256(&mut self, text: &str) -> String {
        let code = "function handler(event) { return require('crypto').createHash('sha256')\
                    .update(event.request.text).digest('hex'); }";
        let answer = self.call(&json!({ "code": code, "store": {}, "request": { "text": text } }));
        answer.as_str().expect("a digest").to_owned()
    }

    /// What a function on viewer requests returns: a request or a response.
    /// `store` has the values of the function's key value store.
    pub(crate) fn run(
        &mut self,
        code: &str,
        mut store: Map<String, Value>,
        request: &Request,
        headers: &BTreeMap<String, String>,
    ) -> Value {
        let entries = |pairs: Vec<(String, String)>| -> Value {
            pairs.into_iter().map(|(name, value)| (name, json!({ "value": value }))).collect()
        };
        let cookies = headers.get("cookie").map(String::as_str).unwrap_or_default();
        let cookies = cookies.split("; ").filter_map(|it| it.split_once('='));
        let query = request.query.split('&').filter(|it| !it.is_empty());
        let query = query.map(|it| it.split_once('=').unwrap_or((it, "")));
        let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        let plain = headers.iter().filter(|(name, _)| *name != "cookie");
        let event = json!({
            "method": request.method,
            "uri": request.path,
            "querystring": entries(query.map(owned).collect()),
            "cookies": entries(cookies.map(owned).collect()),
            "headers": entries(plain.map(|(name, value)| (name.clone(), value.clone())).collect()),
        });
        store.extend(request.closed.as_ref().map(|closed| ("maintenance".to_owned(), json!(closed))));
        let answer = self.call(&json!({ "code": code, "store": store, "request": event }));
        assert!(answer.get("thrown").is_none(), "{answer}");
        answer
    }

    fn call(&mut self, asked: &Value) -> Value {
        writeln!(self.input, "{asked}").expect("node reads");
        let mut line = String::new();
        self.output.read_line(&mut line).expect("node answers");
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: `{line}`"))
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        // The process may have ended by itself; what matters is that none is left.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
