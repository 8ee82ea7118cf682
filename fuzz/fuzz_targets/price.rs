//! Any text is read as a file of prices and as a file of usage without a panic, and findings point into the text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use polder_price::{Book, own_prices, usage_file};

fuzz_target!(|text: &str| {
    let prices = own_prices(text, Book::embedded(true)).findings;
    let usage = usage_file(text).findings;
    for label in prices.iter().chain(&usage).filter_map(|finding| finding.primary.as_ref()) {
        assert!(text.get(label.span.range()).is_some(), "a location outside of the text");
    }
});
