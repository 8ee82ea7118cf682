//! Resources that a global service only takes from us-east-1.

use crate::codes;
use crate::context::Context;
use crate::report::Report;
use crate::subject::{Fault, Subject, shown};

const HOME: &str = "us-east-1";

/// An attribute of a global service, and what it refers to.
struct Link {
    kind: &'static str,
    block: &'static str,
    attribute: &'static str,
    targets: &'static [&'static str],
    page: &'static str,
}

static LINKS: [Link; 6] = [
    Link {
        kind: "aws_cloudfront_distribution",
        block: "viewer_certificate",
        attribute: "acm_certificate_arn",
        targets: &["aws_acm_certificate", "aws_acm_certificate_validation"],
        page: "docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html",
    },
    Link {
        kind: "aws_cloudfront_distribution",
        block: "",
        attribute: "web_acl_id",
        targets: &["aws_wafv2_web_acl"],
        page: "docs.aws.amazon.com/waf/latest/developerguide/how-aws-waf-works-resources.html",
    },
    Link {
        kind: "aws_route53_query_log",
        block: "",
        attribute: "cloudwatch_log_group_arn",
        targets: &["aws_cloudwatch_log_group"],
        page: "docs.aws.amazon.com/Route53/latest/DeveloperGuide/query-logs.html",
    },
    Link {
        kind: "aws_route53_key_signing_key",
        block: "",
        attribute: "key_management_service_arn",
        targets: &["aws_kms_key"],
        page: "docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-configuring-dnssec-cmk-requirements.html",
    },
    Link {
        kind: "aws_cognito_user_pool_domain",
        block: "",
        attribute: "certificate_arn",
        targets: &["aws_acm_certificate", "aws_acm_certificate_validation"],
        page: "docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-add-custom-domain.html",
    },
    Link {
        kind: "aws_api_gateway_domain_name",
        block: "",
        attribute: "certificate_arn",
        targets: &["aws_acm_certificate", "aws_acm_certificate_validation"],
        page: "docs.aws.amazon.com/apigateway/latest/developerguide/how-to-edge-optimized-custom-domain-name.html",
    },
];

/// Types that only exist in us-east-1.
const ONLY_THERE: [(&str, &str); 3] = [
    ("aws_cur_report_definition", "docs.aws.amazon.com/cur/latest/userguide/what-is-cur.html"),
    ("aws_ecrpublic_repository", "docs.aws.amazon.com/AmazonECR/latest/public/public-registries.html"),
    ("aws_route53domains_domain", "docs.aws.amazon.com/general/latest/gr/r53.html"),
];

/// Reports resources in another region.
pub(super) fn check(context: &Context<'_, '_>, report: &mut Report) {
    for link in &LINKS {
        for item in context.of_kind(link.kind) {
            linked(context, link, &item, report);
        }
    }
    for kind in
        ["aws_wafv2_web_acl", "aws_wafv2_ip_set", "aws_wafv2_rule_group", "aws_wafv2_regex_pattern_set"]
    {
        for item in context.of_kind(kind).filter(|item| item.text("scope").as_deref() == Some("CLOUDFRONT")) {
            let page = "docs.aws.amazon.com/waf/latest/developerguide/how-aws-waf-works-resources.html";
            at_home(&item, "scope", "a resource with the scope `CLOUDFRONT`", page, report);
        }
    }
    for (kind, page) in ONLY_THERE {
        for item in context.of_kind(kind) {
            at_home(&item, "", "the resource", page, report);
        }
    }
    for item in context.of_kind("aws_cloudfront_distribution") {
        functions(&item, report);
    }
}

fn at_home(item: &Subject<'_, '_>, attribute: &str, what: &str, page: &str, report: &mut Report) {
    match item.region {
        Some(HOME) => {}
        Some(region) => find(item, attribute, format!("{what} is in {region}"), page, report),
        None => item.undecided(report, &codes::GLOBAL_REGION, "region"),
    }
}

fn linked(context: &Context<'_, '_>, link: &Link, item: &Subject<'_, '_>, report: &mut Report) {
    let path = if link.block.is_empty() {
        link.attribute.to_owned()
    } else {
        format!("{}.{}", link.block, link.attribute)
    };
    if let Some(arn) = item.text(&path) {
        if is_elsewhere(&arn) {
            find(item, &path, format!("`{path}` is {}", shown(&arn)), link.page, report);
        }
        return;
    }
    let view = if link.block.is_empty() { Some(item.view) } else { item.view.block(link.block) };
    let target = view.and_then(|view| context.target(&view, link.attribute, link.targets));
    let Some(target) = target else { return };
    if let Some(region) = target.region.filter(|region| *region != HOME) {
        let message = format!("`{path}` refers to `{}` in {region}", target.view.address());
        find(item, &path, message, link.page, report);
    }
}

/// Whether an ARN is of another region.
fn is_elsewhere(arn: &str) -> bool {
    let region = arn.split(':').nth(3).unwrap_or_default();
    arn.starts_with("arn:") && !region.is_empty() && region != HOME
}

/// Functions of Lambda@Edge, by their ARNs.
fn functions(item: &Subject<'_, '_>, report: &mut Report) {
    for behavior in ["default_cache_behavior", "ordered_cache_behavior"] {
        let path = format!("{behavior}.lambda_function_association.lambda_arn");
        for arn in item.tree.at(&path).iter().filter_map(|tree| tree.text()) {
            if is_elsewhere(&arn) {
                let page = "docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-at-edge-function-restrictions.html";
                find(item, &path, format!("`lambda_arn` is {}", shown(&arn)), page, report);
            }
        }
    }
}

fn find(item: &Subject<'_, '_>, attribute: &str, message: String, page: &str, report: &mut Report) {
    let fault = Fault {
        attribute: attribute.to_owned(),
        message,
        accepts: format!("resources in {HOME}"),
        source: page.to_owned(),
    };
    item.find(report, &codes::GLOBAL_REGION, fault);
}
