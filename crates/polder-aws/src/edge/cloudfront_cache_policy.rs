//! `aws_cloudfront_cache_policy` and `aws_cloudfront_origin_request_policy`: what may be kept, and what origins see.

use polder_cloud::{Handle, body};
use polder_design::CachingTimings;

use crate::draft::Draft;
use crate::names::named;

/// Where the function in front of buckets says which folder of the host was asked for: `de/media`.
const FOLDER_HEADER: &str = "x-folder";

/// The policies that distributions share.
pub(crate) struct Policies {
    /// Keeps nothing.
    pub(crate) disabled: Handle,
    /// Keeps files as long as they say, and asks nothing but their path.
    pub(crate) files: Handle,
    /// Keeps files likewise, those of each bucket apart.
    pub(crate) folders: Handle,
    /// Keeps pages that say so, for each language and country.
    pub(crate) pages: Handle,
    /// Origins see all that the visitor sent, and their own name as the host.
    pub(crate) all_but_host: Handle,
    /// Functions learn the visitor's country.
    pub(crate) country: Handle,
}

/// Writes the policies.
pub(crate) fn policies(s: &Draft, timings: &CachingTimings) -> Policies {
    s.file(
        "cloudfront_policy",
        "What caches may keep and what origins see. Where AWS has a policy that fits, it is used by name.",
    );
    let managed = |kind, name: &str, title: &'static str| s.data(kind, name, body! { name = title; });
    Policies {
        disabled: managed("aws_cloudfront_cache_policy", "disabled", "Managed-CachingDisabled"),
        files: managed("aws_cloudfront_cache_policy", "files", "Managed-CachingOptimized"),
        folders: folders(s, timings),
        pages: pages(s, timings),
        all_but_host: managed(
            "aws_cloudfront_origin_request_policy",
            "all_but_host",
            "Managed-AllViewerExceptHostHeader",
        ),
        country: country(s),
    }
}

/// The function in front cuts off the folder that chose the bucket, and what is kept is found again by what is left of the
/// path: without the folder in a header, one cell's picture would be shown for another's of the same name. CloudFront
/// sends on what it keeps by, and buckets take no notice of a header that they do not know. All else is as in
/// `Managed-CachingOptimized`.
fn folders(s: &Draft, timings: &CachingTimings) -> Handle {
    s.resource(
        "aws_cloudfront_cache_policy",
        "folders",
        body! {
            name = named("-folders");
            comment = "Files of several buckets, each bucket's apart.";
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
                        /// The function in front has cut the folder off the path, which alone would not tell cells apart.
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

/// A page is the same for all visitors of one country in one language. The other headers are Next.js's own: the same
/// address yields the page or only its data, and a cache that mixed them up would show data as a page.
fn pages(s: &Draft, timings: &CachingTimings) -> Handle {
    s.resource(
        "aws_cloudfront_cache_policy",
        "pages",
        body! {
            name = named("-pages");
            comment = "Pages, by language and country.";
            min_ttl = 0;
            /// Only what says that it may be kept is kept: pages with a basket say that they may not.
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

/// CloudFront tells a function the visitor's country only where a policy asks for it.
fn country(s: &Draft) -> Handle {
    s.resource(
        "aws_cloudfront_origin_request_policy",
        "country",
        body! {
            name = named("-country");
            comment = "The visitor's country, for the function in front.";
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
