//! `aws_cloudfront_cache_policy` and `aws_cloudfront_origin_request_policy`: cache keys, and what origins
//! receive.

use polder_cloud::{Handle, body};
use polder_design::CachingTimings;

use crate::draft::Draft;
use crate::names::named;

/// The header in which the CloudFront function names the folder that was requested: `de/media`.
const FOLDER_HEADER: &str = "x-folder";

/// The policies that distributions share.
pub(crate) struct Policies {
    /// Caching disabled.
    pub(crate) disabled: Handle,
    /// Caches files as long as their headers say, with the path as the cache key.
    pub(crate) files: Handle,
    /// The same, with the bucket's folder in the cache key.
    pub(crate) folders: Handle,
    /// Caches pages that allow it, for each language and country.
    pub(crate) pages: Handle,
    /// Caches pictures that the storefront resizes, for each format that a browser accepts.
    pub(crate) pictures: Handle,
    /// Origins receive everything that the visitor sent, with their own name as the host.
    pub(crate) all_but_host: Handle,
    /// Adds the visitor's country for functions.
    pub(crate) country: Handle,
}

/// Writes the policies.
pub(crate) fn policies(s: &Draft, timings: &CachingTimings) -> Policies {
    s.file(
        "cloudfront_policy",
        "Cache policies and origin request policies. AWS managed policies are used where they fit.",
    );
    let managed = |kind, name: &str, title: &'static str| s.data(kind, name, body! { name = title; });
    Policies {
        disabled: managed("aws_cloudfront_cache_policy", "disabled", "Managed-CachingDisabled"),
        files: managed("aws_cloudfront_cache_policy", "files", "Managed-CachingOptimized"),
        folders: folders(s, timings),
        pages: pages(s, timings),
        pictures: pictures(s, timings),
        all_but_host: managed(
            "aws_cloudfront_origin_request_policy",
            "all_but_host",
            "Managed-AllViewerExceptHostHeader",
        ),
        country: country(s),
    }
}

/// The CloudFront function removes the folder that selected the bucket, and the remaining path is the cache
/// key: without the folder in a header, one cell's picture would be served for another's of the same name.
/// CloudFront forwards all headers of the cache key, and S3 ignores unknown ones. Everything else is as in
/// `Managed-CachingOptimized`.
fn folders(s: &Draft, timings: &CachingTimings) -> Handle {
    s.resource(
        "aws_cloudfront_cache_policy",
        "folders",
        body! {
            name = named("-folders");
            comment = "Files of several buckets, cached by bucket.";
            min_ttl = timings.files_least.as_seconds();
            default_ttl = timings.files.as_seconds();
            max_ttl = timings.files_most.as_seconds();
            parameters_in_cache_key_and_forwarded_to_origin {
                enable_accept_encoding_brotli = true;
                enable_accept_encoding_gzip = true;
                cookies_config {
                    cookie_behavior = "none";
                }
                headers_config {
                    header_behavior = "whitelist";
                    headers {
                        /// The function has removed the folder from the path, which no longer distinguishes cells.
                        items = [FOLDER_HEADER];
                    }
                }
                query_strings_config {
                    query_string_behavior = "none";
                }
            }
        },
    )
}

/// A page is the same for all visitors of one country in one language. The other headers are Next.js's own:
/// the same URL returns the page or only its data, and a cache that mixed them up would show data as a page.
fn pages(s: &Draft, timings: &CachingTimings) -> Handle {
    s.resource(
        "aws_cloudfront_cache_policy",
        "pages",
        body! {
            name = named("-pages");
            comment = "Pages, cached by language and country.";
            min_ttl = 0;
            /// Only responses that allow it are cached: pages with a basket do not.
            default_ttl = 0;
            max_ttl = timings.pages_most.as_seconds();
            parameters_in_cache_key_and_forwarded_to_origin {
                enable_accept_encoding_brotli = true;
                enable_accept_encoding_gzip = true;
                cookies_config {
                    cookie_behavior = "none";
                }
                headers_config {
                    header_behavior = "whitelist";
                    headers {
                        items = [
                            "cloudfront-viewer-country", "next-router-prefetch", "next-router-segment-prefetch",
                            "next-router-state-tree", "next-url", "rsc", "x-language",
                        ];
                    }
                }
                query_strings_config {
                    query_string_behavior = "all";
                }
            }
        },
    )
}

/// The storefront answers one URL with a picture in the best format that the browser accepts. The CloudFront function
/// reduces `Accept` to the formats that matter: each browser writes it differently.
fn pictures(s: &Draft, timings: &CachingTimings) -> Handle {
    s.resource(
        "aws_cloudfront_cache_policy",
        "pictures",
        body! {
            name = named("-pictures");
            comment = "Resized pictures, cached by format.";
            min_ttl = 0;
            default_ttl = timings.files.as_seconds();
            max_ttl = timings.files_most.as_seconds();
            parameters_in_cache_key_and_forwarded_to_origin {
                enable_accept_encoding_brotli = false;
                enable_accept_encoding_gzip = false;
                cookies_config {
                    cookie_behavior = "none";
                }
                headers_config {
                    header_behavior = "whitelist";
                    headers {
                        items = ["accept"];
                    }
                }
                query_strings_config {
                    query_string_behavior = "all";
                }
            }
        },
    )
}

/// CloudFront adds the visitor's country only where a policy asks for it.
fn country(s: &Draft) -> Handle {
    s.resource(
        "aws_cloudfront_origin_request_policy",
        "country",
        body! {
            name = named("-country");
            comment = "The visitor's country, for CloudFront functions.";
            cookies_config {
                cookie_behavior = "none";
            }
            headers_config {
                header_behavior = "whitelist";
                headers {
                    items = ["cloudfront-viewer-country"];
                }
            }
            query_strings_config {
                query_string_behavior = "none";
            }
        },
    )
}
