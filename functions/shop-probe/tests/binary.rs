//! The probe's binary, as Lambda runs it.
#![expect(clippy::disallowed_methods, reason = "the test reads the binary that cargo has built")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::thread;

use polder_lambda_stand_in::{Answer, Function, needs};

const BINARY: &str = env!("CARGO_BIN_EXE_polder-shop-probe");
const ORDER: &str = r#"{"format_version":1,"cell":"benelux"}"#;

/// A Saleor at a free port that takes checkouts in the channel `nl` and fails in others.
fn open() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // A client that disconnects does not need the answer.
            let _ = answer(&stream);
        }
    });
    url
}

fn answer(stream: &TcpStream) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let line = line.trim().to_ascii_lowercase();
        if line.is_empty() {
            break;
        }
        length = line.strip_prefix("content-length:").and_then(|it| it.trim().parse().ok()).unwrap_or(length);
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let body = String::from_utf8_lossy(&body).into_owned();
    let text = match (body.contains("checkoutCreate"), body.contains(r#""channel":"nl""#)) {
        (_, false) => r#"{"errors":[{"message":"the database does not answer"}]}"#,
        (true, true) => {
            r#"{"data":{"checkoutCreate":{"checkout":{"id":"Q","channel":{"slug":"nl"}},"errors":[]}}}"#
        }
        (false, true) => r#"{"data":{"shop":{"name":"s"},"products":{"edges":[]}}}"#,
    };
    let mut output = stream.try_clone()?;
    write!(output, "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{text}", text.len())
}

#[test]
fn starts_with_the_c_library_of_lambda() {
    let needs = needs(&std::fs::read(BINARY).expect("a binary")).expect("an ELF file");
    assert!(needs.glibc().is_some(), "the test has looked at a binary that uses it");
    assert_eq!(needs.missing_on_lambda(), [""; 0]);
}

#[test]
fn one_market_that_fails_fails_the_run_and_hides_no_other() {
    let url = open();
    let good =
        Function::start(Path::new(BINARY), &[("POLDER_MARKETS", &format!("nl={url}"))]).expect("a function");
    let answer = good.invoke(ORDER, 30);
    assert_eq!(answer, Some(Answer::Done(r#"{"format_version":1,"markets":{"nl":"open"}}"#.to_owned())));

    let markets = format!("be={url},nl={url}");
    let function = Function::start(Path::new(BINARY), &[("POLDER_MARKETS", &markets)]).expect("a function");
    let Some(Answer::Failed(error)) = function.invoke(ORDER, 30) else { panic!("no failure") };
    assert!(error.contains("be: Saleor answers: the database does not answer"), "{error}");
    let (log, _) = function.end();
    assert!(log.contains(r#""market":"nl","state":"open""#), "{log}");
}

#[test]
fn does_not_start_without_markets() {
    let error = Function::start(Path::new(BINARY), &[]).map(|_| ()).expect_err("no settings");
    assert!(error.to_string().contains("`POLDER_MARKETS` is not set"), "{error}");
}
