//! The client against a server on this machine.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread::{self, JoinHandle};

use polder_shop_client::{Client, Endpoint};
use polder_shop_setup::{AskError, Graphql, operations};
use serde_json::{Value, json};

/// Answers one request with the bytes, and returns the request.
fn serve(answer: Vec<u8>) -> (Client, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let request = thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a client");
        let request = read(&mut stream);
        // A client that has read enough hangs up.
        drop(stream.write_all(&answer));
        request
    });
    (Client::new(Endpoint::parse(&url).expect("a URL"), "the-token".into()), request)
}

/// A whole request: its head, and as much as the head says.
fn read(stream: &mut TcpStream) -> String {
    let mut text = String::new();
    let mut buffer = [0; 4096];
    loop {
        let count = stream.read(&mut buffer).expect("a request");
        text.push_str(&String::from_utf8_lossy(&buffer[..count]));
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        if length.is_some_and(|length| length.parse() == Ok(body.len())) {
            return text;
        }
    }
}

fn http(status: &str, body: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len())
        .into_bytes()
}

fn ask(answer: Vec<u8>) -> (Result<Value, AskError>, String) {
    let (mut client, request) = serve(answer);
    let answer = client.ask(operations()[0], &json!({ "a": 1 }));
    (answer, request.join().expect("a server"))
}

#[test]
fn an_operation_is_sent_with_the_token() {
    let (answer, request) = ask(http("200 OK", r#"{"data":{"app":null}}"#));
    assert_eq!(answer, Ok(json!({ "app": null })));
    let (head, body) = request.split_once("\r\n\r\n").expect("a head");
    assert!(head.starts_with("POST /graphql/ HTTP/1.1\r\n"), "{head}");
    assert!(head.lines().any(|line| line == "authorization: Bearer the-token"), "{head}");
    let body: Value = serde_json::from_str(body).expect("JSON");
    assert_eq!((&body["operationName"], &body["variables"]), (&json!("Token"), &json!({ "a": 1 })));
    assert_eq!(body["query"], json!(operations()[0].text));
}

#[test]
fn other_answers_are_errors() {
    let endless = [b"HTTP/1.1 200 OK\r\n\r\n".to_vec(), vec![b' '; 17 << 20]];
    let cases: [(Vec<u8>, &str); 8] = [
        (http("404 Not Found", "<html>"), "HTTP status 404"),
        (http("502 Bad Gateway", ""), "HTTP status 502"),
        (http("301 Moved\r\nlocation: http://127.0.0.1:1/", ""), "HTTP status 301"),
        (http("200 OK", "<html>"), "no JSON"),
        (http("200 OK", "[]"), "no `data`"),
        (http("200 OK", r#"{"data":{},"errors":[{"message":"no permission"}]}"#), "no permission"),
        (http("400 Bad Request", r#"{"errors":[{"message":"what?"}]}"#), "what?"),
        (endless.concat(), "longer than"),
    ];
    for (bytes, said) in cases {
        let error = ask(bytes).0.expect_err(said).to_string();
        assert!(error.contains(said), "{error}");
        assert!(!error.contains("the-token"), "{error}");
    }
}

#[test]
fn nobody_who_answers_is_an_error() {
    let url = {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        format!("http://{}", listener.local_addr().expect("an address"))
    };
    let mut client = Client::new(Endpoint::parse(&url).expect("a URL"), "the-token".into());
    let answer = client.ask(operations()[0], &json!({}));
    assert!(matches!(answer, Err(AskError::Exchange(_))), "{answer:?}");
    assert!(!format!("{client:?}").contains("the-token"));
}
