//! Statements of the rules of web ACLs.

use polder_cloud::{Body, Handle, Value, body};

/// A statement that matches requests with this value of a header.
pub(crate) fn with_header(header: &'static str, value: Value) -> Body {
    body! {
        byte_match_statement {
            positional_constraint = "EXACTLY";
            search_string = value;
            field_to_match {
                single_header {
                    name = header;
                }
            }
            text_transformation {
                priority = 0;
                type = "NONE";
            }
        }
    }
}

/// A statement that matches requests whose path begins like this, as it is written.
pub(crate) fn below(path: &str) -> Body {
    starting(path, &["NONE"])
}

/// A statement that matches requests whose path begins like this once a server has decoded and shortened it: `/api/%61uth/`,
/// `//api/auth/`. For limits, which another way to write a path must not avoid.
pub(crate) fn below_decoded(path: &str) -> Body {
    starting(path, &["URL_DECODE", "NORMALIZE_PATH"])
}

fn starting(path: &str, transformations: &[&'static str]) -> Body {
    body! {
        byte_match_statement {
            positional_constraint = "STARTS_WITH";
            search_string = path.to_owned();
            field_to_match {
                uri_path {}
            }
            for (at, name) in transformations.iter().enumerate() => text_transformation {
                priority = at;
                type = *name;
            }
        }
    }
}

/// A statement that matches requests from these addresses.
pub(crate) fn from_addresses(set: &Handle) -> Body {
    body! {
        ip_set_reference_statement {
            arn = set.arn();
        }
    }
}

/// A statement that matches requests with this label.
pub(crate) fn has_label(label: &str) -> Body {
    body! {
        label_match_statement {
            scope = "LABEL";
            key = label.to_owned();
        }
    }
}

/// A statement that matches if one of two or more does.
pub(crate) fn any(statements: Vec<Body>) -> Body {
    joined("or_statement", statements)
}

/// A statement that matches what another one does not.
pub(crate) fn not(statement: Body) -> Body {
    let mut inner = Body::default();
    inner.block(None, "statement", statement);
    let mut body = Body::default();
    body.block(None, "not_statement", inner);
    body
}

/// A statement that matches if two or more do.
pub(crate) fn all(statements: Vec<Body>) -> Body {
    joined("and_statement", statements)
}

/// One statement stays as it is: WAF refuses to join fewer than two.
fn joined(kind: &'static str, mut statements: Vec<Body>) -> Body {
    if statements.len() == 1 {
        return statements.remove(0);
    }
    let mut inner = Body::default();
    for statement in statements {
        inner.block(None, "statement", statement);
    }
    let mut body = Body::default();
    body.block(None, kind, inner);
    body
}

/// Metric and samples of a rule or a web ACL.
pub(crate) fn visibility(metric: impl Into<Value>) -> Body {
    body! {
        cloudwatch_metrics_enabled = true;
        metric_name = metric.into();
        sampled_requests_enabled = true;
    }
}
