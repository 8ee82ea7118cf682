//! The API against a server on this machine, which answers as AWS does.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread::{self, JoinHandle};

use polder_aws_calls::{PriceLists, Web};
use polder_price::{Book, Key, own_prices};
use polder_price_list::{Answer, NoPrice, RefreshError, ask, prices_file, question};
use polder_world::MemoryWorld;
use serde_json::{Value, json};

const SECRET: &str = "wJalrXUtnFEMI-EXAMPLE";
const SESSION: &str = "SESSION-EXAMPLE";

fn key(service: &str, item: &str, variant: &str) -> Key {
    Key { service: service.into(), item: item.into(), variant: variant.into(), region: "eu-west-3".into() }
}

fn gateway() -> Key {
    key("nat-gateway", "hour", "")
}

/// A product as the API writes it: JSON in a text.
fn product(family: &str, attributes: &Value, dimensions: &[(&str, &str, &str)]) -> Value {
    let dimension = |(at, (unit, from, usd)): (usize, &(&str, &str, &str))| {
        let dimension = json!({
            "unit": unit, "beginRange": from, "endRange": "Inf", "description": "a price", "appliesTo": [],
            "rateCode": format!("SKU.TERM.{at}"), "pricePerUnit": { "USD": usd },
        });
        (format!("SKU.TERM.{at}"), dimension)
    };
    let dimensions: serde_json::Map<String, Value> = dimensions.iter().enumerate().map(dimension).collect();
    let text = json!({
        "product": { "productFamily": family, "sku": "SKU", "attributes": attributes },
        "serviceCode": "AmazonEC2", "version": "20261101000000", "publicationDate": "2026-11-01T00:00:00Z",
        "terms": {
            "OnDemand": { "SKU.TERM": { "sku": "SKU", "offerTermCode": "TERM", "priceDimensions": dimensions } },
            "Reserved": {},
        },
    });
    Value::String(text.to_string())
}

fn nat(usage: &str, usd: &str) -> Value {
    let attributes = json!({ "regionCode": "eu-west-3", "usagetype": usage, "group": "NGW:NatGateway" });
    product("NAT Gateway", &attributes, &[("Hrs", "0", usd)])
}

fn page(products: &[Value], token: Option<&str>) -> Vec<u8> {
    let mut body = json!({ "FormatVersion": "aws_v1", "PriceList": products });
    if let Some(token) = token {
        body["NextToken"] = token.into();
    }
    http("200 OK", &body.to_string())
}

fn http(status: &str, body: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len())
        .into_bytes()
}

/// A whole request: its head, and as much as the head says.
fn read(stream: &mut TcpStream) -> String {
    let (mut bytes, mut buffer) = (vec![], [0; 4096]);
    loop {
        let count = stream.read(&mut buffer).expect("a request");
        bytes.extend_from_slice(&buffer[..count]);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        if length.is_some_and(|length| length.parse() == Ok(body.len())) {
            return text;
        }
    }
}

/// Answers one request after the other, and returns the requests.
fn serve(answers: Vec<Vec<u8>>) -> (String, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let requests = thread::spawn(move || {
        answers
            .into_iter()
            .map(|answer| {
                let (mut stream, _) = listener.accept().expect("a client");
                let request = read(&mut stream);
                // A client that has read enough hangs up.
                drop(stream.write_all(&answer));
                request
            })
            .collect()
    });
    (url, requests)
}

fn world(url: &str) -> MemoryWorld {
    MemoryWorld::new()
        .with_env("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
        .with_env("AWS_SECRET_ACCESS_KEY", SECRET)
        .with_env("AWS_SESSION_TOKEN", SESSION)
        .with_env("AWS_ENDPOINT_URL_PRICING", url)
}

type Asked = Result<Result<Answer, NoPrice>, RefreshError>;

fn asked(of: &Key, answers: Vec<Vec<u8>>) -> (Asked, Vec<String>) {
    let (url, requests) = serve(answers);
    let (world, web) = (world(&url), Web::with_limits(64 * 1024, 10));
    let api = PriceLists::new(&world, &web).expect("credentials");
    let answer = ask(&api, question(of).expect("a question"));
    (answer, requests.join().expect("a server"))
}

#[test]
fn a_price_is_found_on_a_later_page_and_read_back() {
    let pages = vec![
        page(&[nat("EUW3-NatGateway-Bytes", "0.05")], Some("more")),
        page(&[nat("EUW3-NatGateway-Hours", "0.0500000000")], None),
    ];
    let (answer, requests) = asked(&gateway(), pages);
    let answer = answer.expect("an answer").expect("a price");
    assert_eq!(answer.tiers.first().map(|(_, usd)| usd.to_decimal()).as_deref(), Some("0.05"));
    let head = &requests[0];
    assert!(head.contains("x-amz-target: AWSPriceListService.GetProducts"), "{head}");
    assert!(
        head.contains("Credential=AKIDEXAMPLE/") && head.contains("/us-east-1/pricing/aws4_request"),
        "{head}"
    );
    assert!(head.contains(SESSION) && !head.contains(SECRET), "the secret itself is never sent");
    assert!(requests[1].contains("\"NextToken\":\"more\""), "{}", requests[1]);
    // What was written is what `--prices` reads.
    let file = prices_file(&[answer]);
    let book = own_prices(&file, Book::embedded(true));
    assert!(book.findings.is_empty(), "{file}");
    let rate = book.value.expect("a book").rate(&gateway(), "hour").expect("a price");
    assert_eq!((rate.first().to_decimal().as_str(), rate.mark.name()), ("0.05", "own"));
}

#[test]
fn tiers_are_kept_and_reserved_lines_are_not_prices() {
    let attributes = json!({ "regionCode": "eu-west-3", "usagetype": "EUW3-NodeUsage:cache.t4g.micro", "cacheEngine": "Valkey",
        "instanceType": "cache.t4g.micro" });
    let dimensions = [("Hrs", "0", "0.0000000000"), ("Hrs", "0", "0.0136"), ("Hrs", "1000", "0.0130")];
    let node = product("Cache Instance", &attributes, &dimensions);
    let (answer, _) = asked(&key("elasticache", "node", "cache.t4g.micro/Valkey"), vec![page(&[node], None)]);
    let file = prices_file(&[answer.expect("an answer").expect("a price")]);
    assert!(
        file.contains("tiers = [{ from = 0, usd = \"0.0136\" }, { from = 1000, usd = \"0.013\" }]\n"),
        "{file}"
    );
    assert!(own_prices(&file, Book::embedded(true)).findings.is_empty(), "{file}");
}

#[test]
fn a_price_that_is_not_certain_is_not_taken() {
    let other_region = json!({ "regionCode": "eu-west-1", "usagetype": "EU-NatGateway-Hours" });
    let cases: [(Vec<Value>, NoPrice); 8] = [
        (vec![], NoPrice::None),
        (vec![product("NAT Gateway", &other_region, &[("Hrs", "0", "0.048")])], NoPrice::None),
        (vec![nat("EUW3-Other:NatGateway-Hours", "0.05")], NoPrice::None),
        (
            vec![nat("EUW3-NatGateway-Hours", "0.05"), nat("EUW3-NatGateway-Hours", "0.06")],
            NoPrice::Ambiguous,
        ),
        (vec![nat("EUW3-NatGateway-Hours", "0.0000000000")], NoPrice::Form),
        (vec![nat("EUW3-NatGateway-Hours", "-1")], NoPrice::Form),
        (vec![nat("EUW3-NatGateway-Hours", "1e300")], NoPrice::Form),
        (vec![Value::String("{\"product\":7,\"terms\":[]}".into())], NoPrice::None),
    ];
    for (products, why) in cases {
        let (answer, _) = asked(&gateway(), vec![page(&products, None)]);
        assert_eq!(answer, Ok(Err(why)), "{products:?}");
    }
}

#[test]
fn hostile_and_endless_answers_are_errors_without_secrets() {
    let endless = [b"HTTP/1.1 200 OK\r\n\r\n".to_vec(), vec![b' '; 1 << 20]].concat();
    let truncated = b"HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{\"Pr".to_vec();
    let refusal = format!("{{\"__type\":\"com.amazon#AccessDeniedException\",\"message\":\"{SESSION}\"}}");
    let cases: [(Vec<Vec<u8>>, &str); 7] = [
        (vec![http("400 Bad Request", &refusal)], "refuses with 400 `AccessDeniedException`"),
        (vec![http("302 Found\r\nlocation: http://127.0.0.1:1/", "")], "refuses with 302"),
        (vec![http("200 OK", "<html>")], "no JSON"),
        (vec![http("200 OK", "[]")], "without a `PriceList`"),
        (vec![http("200 OK", "{\"PriceList\":[7]}")], "without products"),
        (vec![truncated], "no answer"),
        (vec![endless], "no answer"),
    ];
    for (answers, said) in cases {
        let error = asked(&gateway(), answers).0.expect_err(said);
        let text = format!("{error} {error:?}");
        assert!(text.contains(said), "{text}");
        assert!(!text.contains(SECRET) && !text.contains(SESSION), "{text}");
    }
    let pages = vec![page(&[], Some("again")); 20];
    assert_eq!(asked(&gateway(), pages).0, Err(RefreshError::Pages(20)));
}

#[test]
fn credentials_are_needed_and_go_nowhere_in_the_clear() {
    let web = Web::with_limits(1024, 1);
    let none = MemoryWorld::new();
    let error = PriceLists::new(&none, &web).err().map(|it| it.to_string()).unwrap_or_default();
    assert!(error.contains("AWS_ACCESS_KEY_ID"), "{error}");
    for url in ["http://pricing.example.com", "http://127.0.0.1@example.com", "ftp://127.0.0.1", "https://"] {
        assert!(PriceLists::new(&world(url), &web).is_err(), "{url}");
    }
    assert!(PriceLists::new(&world("https://pricing.example.com/"), &web).is_ok());
}
