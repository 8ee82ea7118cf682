//! `aws_wafv2_web_acl`: the requests that public entry points block.

use polder_cloud::{Body, Handle, Value, body, text};
use polder_design::{Component, WebException};
use polder_units::Duration;

use crate::draft::Draft;
use crate::edge::origin_secret;
use crate::edge::web_exceptions::{self, Excepted};
use crate::edge::web_statement::{all, any, below, has_label, not, visibility};
use crate::names::{local, named};
use crate::observability::cloudwatch_log_group;

/// A web ACL.
pub(crate) struct WebAcl<'a> {
    /// Its name in the stack, and the suffix of its name on AWS.
    pub(crate) name: &'static str,
    /// What it protects, in a sentence.
    pub(crate) description: &'static str,
    /// Its scope.
    pub(crate) scope: Scope,
    /// Whether requests arrive with the addresses of the clients: not from the edge, which has checked them already.
    pub(crate) sees_clients: bool,
    /// The rate limits.
    pub(crate) rates: Vec<Rate>,
    /// Which paths are APIs.
    pub(crate) apis: Apis,
    /// Requests that a managed rule does not block.
    pub(crate) exceptions: Vec<Excepted<'a>>,
    /// `aws_kms_key` of its log.
    pub(crate) logs_key: &'a Handle,
    /// The retention of its log.
    pub(crate) retention: Duration,
}

/// The scope of a web ACL.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    /// For distributions.
    CloudFront,
    /// For load balancers and REST APIs.
    Regional,
}

/// The paths whose bodies are not judged: product texts are rich text, and uploads are files. A rule on bodies blocks
/// the staff who write them, and an API that takes neither as SQL nor as a path loses nothing.
pub(crate) enum Apis {
    /// All of them.
    All,
    /// Those that begin like this.
    Below(Vec<String>),
}

/// A rate limit in five minutes.
pub(crate) struct Rate {
    /// The name of its rule and metric.
    pub(crate) name: &'static str,
    /// This many requests.
    pub(crate) limit: Value,
    /// Whose requests are counted together.
    pub(crate) by: CountedBy,
    /// Which requests are counted; none for all.
    pub(crate) scope: Option<(&'static str, Body)>,
}

/// Whose requests are counted together.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum CountedBy {
    /// Those of a caller's address.
    Address,
    /// Those of the address that a trusted server names as its client's. Requests without one are not counted.
    NamedClient,
}

/// Headers that log and samples never show: tokens of users, and the secret headers. Saleor accepts a token
/// in `Authorization-Bearer`, too.
const SECRET_HEADERS: [&str; 6] = [
    "authorization",
    "authorization-bearer",
    "cookie",
    "x-client-proof",
    "x-gateway-secret",
    "x-origin-secret",
];

/// Groups that compare the address of the sender with lists. Behind the edge that is an address of
/// CloudFront, which says nothing about the client.
const BY_ADDRESS: [&str; 2] = ["AWSManagedRulesAmazonIpReputationList", "AWSManagedRulesAnonymousIpList"];

/// AWS's managed rule groups with those of their rules that only count, in the order of their cost: the
/// cheapest first.
pub(crate) const MANAGED: [(&str, &[&str]); 5] = [
    ("AWSManagedRulesAmazonIpReputationList", &[]),
    // Payment providers, apps, partners and the platform itself call from hosting providers, and users may
    // use anonymizers: counted, not blocked.
    ("AWSManagedRulesAnonymousIpList", &["AnonymousIPList", "HostingProviderIPList"]),
    ("AWSManagedRulesKnownBadInputsRuleSet", &[]),
    // Pictures are uploaded to the API and exceed the body size that the first rule allows; product
    // descriptions are rich text, which the others take for attacks. All are counted, so that a rise is
    // visible, and leave labels: `forms` blocks by them where no API is.
    (
        "AWSManagedRulesCommonRuleSet",
        &[
            "SizeRestrictions_BODY",
            "CrossSiteScripting_BODY",
            "GenericLFI_BODY",
            "GenericRFI_BODY",
            "EC2MetaDataSSRF_BODY",
        ],
    ),
    ("AWSManagedRulesSQLiRuleSet", &["SQLi_BODY", "SQLiExtendedPatterns_BODY"]),
];

/// Labels of counted rules that block where no API is. Size and markup are not among them: forms of the shop have
/// both.
pub(crate) const BODY_LABELS: [&str; 5] = [
    "awswaf:managed:aws:core-rule-set:EC2MetaDataSSRF_Body",
    "awswaf:managed:aws:core-rule-set:GenericLFI_Body",
    "awswaf:managed:aws:core-rule-set:GenericRFI_Body",
    "awswaf:managed:aws:sql-database:SQLiExtendedPatterns_Body",
    "awswaf:managed:aws:sql-database:SQLi_Body",
];

/// Writes a web ACL with its log.
pub(crate) fn web_acl(s: &Draft, acl: WebAcl<'_>) -> Handle {
    let _firewall = s.part(Component::Firewall);
    let limit = acl.rates.into_iter().map(rate_rule);
    let managed = MANAGED.into_iter().filter(|(name, _)| acl.sees_clients || !BY_ADDRESS.contains(name));
    let managed: Vec<(&str, &[&str])> = managed.collect();
    let excepted = with_effect(acl.exceptions, &managed, &acl.apis);
    let managed = managed.into_iter().map(|(name, counted)| {
        let of_group = excepted.iter().map(|it| it.exception).filter(|it| it.group == name);
        managed_rule(name, counted, of_group.map(|it| it.rule.as_str()))
    });
    let labels = web_exceptions::labels(&excepted);
    let elsewhere = web_exceptions::elsewhere(&excepted, |rule| match &acl.apis {
        Apis::Below(paths) if is_of_forms(rule) => paths.clone(),
        _ => vec![],
    });
    let forms = match &acl.apis {
        Apis::All => None,
        Apis::Below(paths) => forms(paths, &excepted),
    };
    let rules = limit.chain(managed).chain(labels).chain(elsewhere).chain(forms);
    let rules: Vec<Body> = rules.enumerate().map(|(at, rule)| numbered(at, rule)).collect();
    let count = rules.len();
    let mut body = body! {
        name = named(format!("-{}", acl.name.replace('_', "-")));
        description = acl.description;
        scope = match acl.scope {
            Scope::CloudFront => "CLOUDFRONT",
            Scope::Regional => "REGIONAL",
        };
        default_action {
            allow {}
        }
        data_protection_config {
            /// In samples and logs alike.
            data_protection {
                action = "SUBSTITUTION";
                field {
                    field_type = "SINGLE_HEADER";
                    field_keys = SECRET_HEADERS;
                }
            }
        }
    };
    for rule in rules {
        body.block(None, "rule", rule);
    }
    // Metrics identify a web ACL by this name only, and a region may hold sites of several cells.
    body.block(None, "visibility_config", visibility(named(format!("-{}", acl.name.replace('_', "-")))));
    let handle = s.resource("aws_wafv2_web_acl", acl.name, body);
    s.expect("a rule of the web ACL is missing", Value::call("length", vec![handle.get("rule")]), count);
    log(s, acl.name, acl.scope, &handle, acl.logs_key, acl.retention);
    handle
}

fn numbered(at: usize, rule: Body) -> Body {
    let mut body = body! { priority = at; };
    body.items.extend(rule.items);
    body
}

fn rate_rule(rate: Rate) -> Body {
    let mut statement = body! {
        limit = rate.limit;
        aggregate_key_type = match rate.by {
            CountedBy::Address => "IP",
            CountedBy::NamedClient => "FORWARDED_IP",
        };
        evaluation_window_sec = 300;
        if rate.by == CountedBy::NamedClient => forwarded_ip_config {
            header_name = origin_secret::CLIENT_HEADER;
            fallback_behavior = "NO_MATCH";
        }
    };
    if let Some((why, scope)) = rate.scope {
        statement.block(Some(why), "scope_down_statement", scope);
    }
    let mut rule = body! {
        name = rate.name;
        action {
            block {
                custom_response {
                    response_code = 429;
                }
            }
        }
    };
    let mut inner = Body::default();
    inner.block(None, "rate_based_statement", statement);
    rule.block(None, "statement", inner);
    rule.block(None, "visibility_config", visibility(rate.name.to_owned()));
    rule
}

/// The exceptions that change what this web ACL does: those of rules that it has, and that block here.
fn with_effect<'a>(
    exceptions: Vec<Excepted<'a>>,
    managed: &[(&str, &[&str])],
    apis: &Apis,
) -> Vec<Excepted<'a>> {
    let has = |it: &WebException| managed.iter().any(|(group, _)| it.group == *group);
    let blocks = |it: &WebException| matches!(apis, Apis::Below(_)) || !is_of_forms(&it.rule);
    exceptions.into_iter().filter(|it| has(it.exception) && blocks(it.exception)).collect()
}

/// Whether a rule only blocks where no API is.
fn is_of_forms(rule: &str) -> bool {
    MANAGED.iter().any(|(_, counted)| counted.contains(&rule))
}

/// Blocks bodies that look like attacks, except those of APIs. Rules with exceptions have a rule of their own.
fn forms(apis: &[String], excepted: &[Excepted<'_>]) -> Option<Body> {
    let alone = |label: &str| excepted.iter().any(|it| it.exception.label == label);
    let labels: Vec<Body> = BODY_LABELS.into_iter().filter(|label| !alone(label)).map(has_label).collect();
    if labels.is_empty() {
        return None;
    }
    let outside = apis.iter().map(|path| not(below(path)));
    let mut rule = body! {
        name = "body-of-a-form";
        action {
            block {}
        }
    };
    rule.block(None, "statement", all([any(labels)].into_iter().chain(outside).collect()));
    rule.block(None, "visibility_config", visibility("body-of-a-form".to_owned()));
    Some(rule)
}

fn managed_rule<'a>(name: &str, counted: &[&str], excepted: impl Iterator<Item = &'a str>) -> Body {
    let mut all: Vec<&str> = counted.to_vec();
    for rule in excepted {
        if !all.contains(&rule) {
            all.push(rule);
        }
    }
    let mut rule = body! {
        name = name.to_owned();
        override_action {
            none {}
        }
        statement {
            managed_rule_group_statement {
                vendor_name = "AWS";
                name = name.to_owned();
                for rule in all => rule_action_override {
                    name = rule.to_owned();
                    action_to_use {
                        count {}
                    }
                }
            }
        }
    };
    rule.block(None, "visibility_config", visibility(name.to_owned()));
    rule
}

/// WAF requires log groups whose names begin with `aws-waf-logs-` and adds the permission itself.
///
/// The log of distributions is in us-east-1, outside the regions that personal data must stay in, and WAF can neither write
/// it elsewhere nor leave out the addresses of visitors (`FieldToProtect` has no field for them). So it has only the
/// requests that were blocked; the build's README declares it.
fn log(s: &Draft, name: &'static str, scope: Scope, acl: &Handle, key: &Handle, retention: Duration) {
    let kept: &[&str] = match scope {
        Scope::CloudFront => &["BLOCK"],
        Scope::Regional => &["BLOCK", "COUNT", "EXCLUDED_AS_COUNT"],
    };
    let dashed = name.replace('_', "-");
    let group = s.resource(
        "aws_cloudwatch_log_group",
        format!("web_acl_{name}"),
        body! {
            name = text!["aws-waf-logs-", local("name"), format!("-{dashed}")];
            kms_key_id = key.arn();
            retention_in_days = cloudwatch_log_group::days(retention);
            tags = { "data-class" = "operational personal"; };
        },
    );
    s.resource(
        "aws_wafv2_web_acl_logging_configuration",
        name,
        body! {
            resource_arn = acl.arn();
            log_destination_configs = [group.arn()];
            for header in SECRET_HEADERS => redacted_fields {
                single_header {
                    name = header;
                }
            }
            /// The access logs have the allowed requests.
            logging_filter {
                default_behavior = "DROP";
                filter {
                    behavior = "KEEP";
                    requirement = "MEETS_ANY";
                    for action in kept => condition {
                        action_condition {
                            action = *action;
                        }
                    }
                }
            }
        },
    );
}
