//! Valid names of resources, hosts, domains, buckets, images and paths.

use polder_diag::{Finding, Span};

use crate::codes;
use crate::reader::{Reader, shown};

/// Parts of a resource name are joined with hyphens; with three of them and a role, 20 characters each keep most names
/// under the limits of the provider, and the design shortens the rest.
const NAME_CHARS: usize = 20;

/// A host label of 50 characters and a dot still fit in front of it in a name of 253.
const DOMAIN_CHARS: usize = 200;

/// Reports a `name` that cannot be part of resource names. `what` is the noun: "a cell".
pub(crate) fn check_name(reader: &Reader<'_>, what: &str, name: &str, span: Option<Span>) {
    if is_name(name) {
        return;
    }
    let finding = Finding::new(&codes::NAME, format!("{} cannot be the name of {what}", shown(name)))
        .at(span, "use 1 to 20 lower-case letters, digits and single hyphens, beginning with a letter");
    let fitting = fitting(name);
    reader.say(if fitting.is_empty() { finding } else { finding.help(format!("`{fitting}` would do")) });
}

/// Whether `name` can be part of resource names.
pub(crate) fn is_name(name: &str) -> bool {
    name.len() <= NAME_CHARS
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && !name.ends_with('-')
        && !name.contains("--")
        && name.bytes().all(is_label_byte)
}

/// The most similar name to `text` that can be part of resource names; empty if there is none.
pub(crate) fn fitting(text: &str) -> String {
    let mut name = String::new();
    // The rest would be cut off anyway.
    for c in text.chars().take(256).map(|c| c.to_ascii_lowercase()) {
        if name.len() == NAME_CHARS {
            break;
        }
        match c {
            'a'..='z' => name.push(c),
            '0'..='9' if !name.is_empty() => name.push(c),
            '-' | '_' | ' ' | '.' | '/' if !name.is_empty() && !name.ends_with('-') => name.push('-'),
            _ => {}
        }
    }
    name.trim_end_matches('-').to_owned()
}

/// Whether `label` is a host label of RFC 1035, in the lower case in which hosts are compared. Digits may come first,
/// as RFC 1123 allows.
pub(crate) fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && label.bytes().all(is_label_byte)
        && !label.starts_with('-')
        && !label.ends_with('-')
}

/// Why `domain` is not a domain, or `None` if it is one.
pub(crate) fn domain_fault(domain: &str) -> Option<&'static str> {
    let labels: Vec<&str> = domain.split('.').take(64).collect();
    if domain.contains("://") || domain.contains('/') {
        Some("write only the domain, without scheme and path")
    } else if domain.ends_with('.') {
        Some("write it without the final dot")
    } else if domain.len() > DOMAIN_CHARS {
        Some("use at most 200 characters, so that host names fit")
    } else if !domain.is_ascii() {
        Some("write it in its `xn--` form")
    } else if domain.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Some("write it in lower case")
    } else if labels.len() < 2 || !labels.iter().all(|label| is_label(label)) {
        Some("a domain is two or more labels with dots between them, such as `example.com`")
    } else if labels.last().is_some_and(|label| label.bytes().all(|byte| byte.is_ascii_digit())) {
        Some("this is an address, not a domain")
    } else {
        None
    }
}

/// Whether `domain` is `other`, or below it.
pub fn is_within(domain: &str, other: &str) -> bool {
    domain.strip_suffix(other).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

/// Whether `bucket` is a name that S3 accepts and that its certificates cover.
pub fn is_bucket(bucket: &str) -> bool {
    (3..=63).contains(&bucket.len()) && is_label(bucket)
}

/// Whether `image` is the name of a repository, without registry and tag.
pub(crate) fn is_image(image: &str) -> bool {
    let part = |part: &str| {
        !part.is_empty()
            && part.bytes().all(|byte| is_label_byte(byte) || byte == b'.' || byte == b'_')
            && part.starts_with(|c: char| c.is_ascii_alphanumeric())
            && part.ends_with(|c: char| c.is_ascii_alphanumeric())
    };
    (2..=256).contains(&image.len()) && image.split('/').all(part)
}

/// Whether `path` begins with a slash and has no empty part; `closed`: and ends with one.
pub(crate) fn is_path(path: &str, closed: bool) -> bool {
    let known = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./".contains(&byte);
    path.starts_with('/')
        && path.len() <= 128
        && (!closed || path.ends_with('/'))
        && !path.contains("//")
        && path.split('/').all(|part| part != "." && part != "..")
        && path.bytes().all(known)
}

fn is_label_byte(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'
}

#[cfg(test)]
mod tests {
    use super::{domain_fault, fitting, is_bucket, is_image, is_label, is_name, is_path, is_within};

    #[test]
    fn names() {
        for good in ["a", "saleor-eu", "x1", "a2345678901234567890"] {
            assert!(is_name(good), "{good}");
        }
        for bad in ["", "1a", "a-", "-a", "a--b", "A", "a_b", "a23456789012345678901", "ä"] {
            assert!(!is_name(bad), "{bad}");
        }
        assert_eq!(fitting("My Shop_EU!"), "my-shop-eu");
        assert_eq!(fitting("a-very-long-name-for-a-platform"), "a-very-long-name-for");
        assert_eq!(fitting("42"), "");
    }

    #[test]
    fn hosts_and_domains() {
        assert!(is_label("nl") && is_label("4you") && is_label(&"a".repeat(63)));
        assert!(!is_label("") && !is_label("a.b") && !is_label("-a") && !is_label(&"a".repeat(64)));
        assert_eq!(domain_fault("shop.example.co.uk"), None);
        for bad in
            ["example", "https://example.com", "example.com.", "exa mple.com", "a..b", "10.0.0.1", "Ex.com"]
        {
            assert!(domain_fault(bad).is_some(), "{bad}");
        }
    }

    #[test]
    fn a_domain_is_within_another_at_the_border_of_a_label() {
        assert!(is_within("shop.se", "shop.se") && is_within("a.b.shop.se", "shop.se"));
        assert!(!is_within("myshop.se", "shop.se") && !is_within("shop.se", "b.shop.se"));
    }

    #[test]
    fn buckets_images_and_paths() {
        assert!(is_bucket("abc") && !is_bucket("ab") && !is_bucket("a.b.c"));
        assert!(
            is_image("shop/reviews") && !is_image("shop/reviews:1") && !is_image("/x") && !is_image("a//b")
        );
        assert!(is_path("/reviews/", true) && is_path("/health", false) && is_path("/", false));
        for bad in ["reviews/", "/reviews", "//", "/a/../b/", "/a b/", "/a*/"] {
            assert!(!is_path(bad, true), "{bad}");
        }
    }
}
