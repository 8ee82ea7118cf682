//! A shop that publishes its keys, and nothing else.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::thread;

use serde_json::Value;

/// Payloads, their signatures, and the matching keys.
pub(crate) const SIGNED: &str = include_str!("../fixtures/signed.json");

/// The shop.
pub(crate) struct Shop {
    host: String,
}

impl Shop {
    /// Starts it on a free port, for as long as the test runs.
    pub(crate) fn open() -> Shop {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let host = listener.local_addr().unwrap().to_string();
        let recorded: Value = serde_json::from_str(SIGNED).unwrap();
        let keys = recorded["keys"].to_string();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // A client that disconnects does not need the keys.
                let _ = answer(&stream, &keys);
            }
        });
        Shop { host }
    }

    /// Its address.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.host)
    }

    /// Its host, as in its messages.
    pub(crate) fn host(&self) -> &str {
        &self.host
    }
}

fn answer(stream: &TcpStream, keys: &str) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let asked = lines.next().transpose()?.unwrap_or_default();
    for line in lines {
        if line?.is_empty() {
            break;
        }
    }
    let there = asked == "GET /.well-known/jwks.json HTTP/1.1";
    let (status, body) = if there { ("200 OK", keys) } else { ("404 Not Found", "") };
    let mut output = stream.try_clone()?;
    write!(output, "HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len())
}
