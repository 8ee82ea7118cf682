//! The URL of a GraphQL API.

use std::fmt;

use polder_world::is_this_machine;

/// The URL of the GraphQL API of a shop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    url: String,
    host: String,
}

/// Why a text is not the URL of a shop.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EndpointError {
    /// Not a URL of HTTPS.
    #[error("`{0}` is not a URL like https://HOST/graphql/")]
    Form(String),
    /// Without TLS, and not to this machine.
    #[error("`{0}` has no TLS: anybody on the way could read the token")]
    Plain(String),
}

impl Endpoint {
    /// The API of a URL. A URL without a path gets that of Saleor, `/graphql/`, which must end with a slash.
    ///
    /// # Errors
    /// If it is not a URL of HTTPS, or of HTTP on this machine, or contains a user.
    pub fn parse(text: &str) -> Result<Endpoint, EndpointError> {
        let form = || EndpointError::Form(text.to_owned());
        let (scheme, rest) = text.split_once("://").ok_or_else(form)?;
        let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
        let clean = |c: char| c.is_ascii_graphic() && !matches!(c, '@' | '?' | '#' | '\\' | '"' | '<' | '>');
        if authority.is_empty() || !rest.chars().all(clean) {
            return Err(form());
        }
        let host = host(authority).ok_or_else(form)?;
        match scheme {
            "https" => {}
            "http" if is_this_machine(&host) => {}
            "http" => return Err(EndpointError::Plain(text.to_owned())),
            _ => return Err(form()),
        }
        let path = match path.trim_end_matches('/') {
            "" => "graphql",
            path => path,
        };
        Ok(Endpoint { url: format!("{scheme}://{authority}/{path}/"), host })
    }

    /// The name of the host, in lower case, without a port.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Whether the host is this machine.
    pub fn is_this_machine(&self) -> bool {
        is_this_machine(&self.host)
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.url)
    }
}

/// The host of `host`, `host:port` or `[address]:port`.
fn host(authority: &str) -> Option<String> {
    let (host, port) = match authority.strip_prefix('[') {
        Some(rest) => {
            let (address, port) = rest.split_once(']')?;
            (address, port.strip_prefix(':').or(port.is_empty().then_some("443"))?)
        }
        None => authority.split_once(':').unwrap_or((authority, "443")),
    };
    let valid = !host.is_empty() && port.parse::<u16>().is_ok_and(|port| port != 0);
    valid.then(|| host.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_is_completed() {
        let cases = [
            ("https://Nl.example.com", "https://Nl.example.com/graphql/", "nl.example.com"),
            ("https://nl.example.com/graphql", "https://nl.example.com/graphql/", "nl.example.com"),
            (
                "https://nl.example.com:8443/graphql/",
                "https://nl.example.com:8443/graphql/",
                "nl.example.com",
            ),
            ("http://127.0.0.1:8000/", "http://127.0.0.1:8000/graphql/", "127.0.0.1"),
            ("http://[::1]:8000", "http://[::1]:8000/graphql/", "::1"),
            ("http://localhost:8000/graphql/", "http://localhost:8000/graphql/", "localhost"),
        ];
        for (text, url, host) in cases {
            let endpoint = Endpoint::parse(text).expect(text);
            assert_eq!((endpoint.to_string().as_str(), endpoint.host()), (url, host));
        }
    }

    #[test]
    fn a_token_is_not_sent_where_it_could_be_read() {
        for plain in ["http://nl.example.com/graphql/", "http://127.0.0.1.example.com/", "http://10.0.0.1/"] {
            assert_eq!(Endpoint::parse(plain), Err(EndpointError::Plain(plain.to_owned())));
        }
        for bad in [
            "",
            "nl.example.com",
            "https://",
            "https:///graphql/",
            "ftp://nl.example.com/",
            "https://user@nl.example.com/",
            "https://nl.example.com/?token=x",
            "https://nl.example.com:x/",
            "https://nl.example.com\n/",
            "https://nl.exa mple.com/",
            "https://[::1/",
        ] {
            assert_eq!(Endpoint::parse(bad), Err(EndpointError::Form(bad.to_owned())), "{bad}");
        }
    }
}
