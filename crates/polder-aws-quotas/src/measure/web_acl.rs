//! The capacity of web ACLs in web ACL capacity units (WCU).
//!
//! Source: AWS WAF Developer Guide, "Web ACL capacity units (WCUs) in AWS WAF", the pages of the rule statements, and
//! "AWS Managed Rules rule groups list".

use polder_cloud::View;
use polder_cloud::index::Resolved;

use crate::amount::Amount;
use crate::weigh::{is_unknown, number};

/// The most levels of statements in statements that AWS accepts is smaller.
const DEPTH_MAX: usize = 8;

/// AWS's managed rule groups with their capacity.
const MANAGED: [(&str, u64); 16] = [
    ("AWSManagedRulesCommonRuleSet", 700),
    ("AWSManagedRulesAdminProtectionRuleSet", 100),
    ("AWSManagedRulesKnownBadInputsRuleSet", 200),
    ("AWSManagedRulesSQLiRuleSet", 200),
    ("AWSManagedRulesLinuxRuleSet", 200),
    ("AWSManagedRulesUnixRuleSet", 100),
    ("AWSManagedRulesWindowsRuleSet", 200),
    ("AWSManagedRulesPHPRuleSet", 100),
    ("AWSManagedRulesWordPressRuleSet", 100),
    ("AWSManagedRulesAmazonIpReputationList", 25),
    ("AWSManagedRulesAnonymousIpList", 50),
    ("AWSManagedRulesBotControlRuleSet", 50),
    ("AWSManagedRulesATPRuleSet", 50),
    ("AWSManagedRulesACFPRuleSet", 50),
    ("AWSManagedRulesAntiDDoSRuleSet", 50),
    ("AWSManagedRulesTestRuleSet", 10),
];

/// Statements with a fixed capacity.
const FIXED: [(&str, u64); 5] = [
    ("geo_match_statement", 1),
    ("ip_set_reference_statement", 1),
    ("label_match_statement", 1),
    ("asn_match_statement", 1),
    ("size_constraint_statement", 1),
];

/// Statements that contain statements, with their own capacity.
const NESTED: [(&str, u64); 4] =
    [("and_statement", 0), ("or_statement", 0), ("not_statement", 0), ("rate_based_statement", 2)];

/// What a text transformation costs.
const TRANSFORMATION: u64 = 10;

/// The capacity of a web ACL or a rule group.
pub(crate) fn capacity(view: &View<'_, '_>) -> Amount {
    if is_unknown(view, "rule") {
        return Amount::UNKNOWN;
    }
    if view.body().get("rule_json").is_some() {
        return Amount::UNKNOWN;
    }
    view.blocks("rule").iter().flat_map(|rule| rule.blocks("statement")).map(|it| statement(&it, 0)).sum()
}

fn statement(view: &View<'_, '_>, depth: usize) -> Amount {
    if depth > DEPTH_MAX {
        return Amount::UNKNOWN;
    }
    let mut total = Amount::NONE;
    for (name, units) in FIXED {
        total += view.blocks(name).iter().map(|it| Amount::exactly(units) + transformed(it)).sum();
    }
    for (name, own) in NESTED {
        for outer in view.blocks(name) {
            let inner = outer.blocks("statement").into_iter().chain(outer.blocks("scope_down_statement"));
            total += Amount::exactly(own) + inner.map(|it| statement(&it, depth + 1)).sum();
        }
    }
    total + matching(view) + groups(view, depth)
}

/// Statements that search in a part of the request.
fn matching(view: &View<'_, '_>) -> Amount {
    let bytes = view.blocks("byte_match_statement").into_iter().map(|it| {
        let units = match it.text("positional_constraint").as_deref() {
            Some("CONTAINS" | "CONTAINS_WORD") => 10,
            _ => 2,
        };
        in_part(&it, units)
    });
    let injections = view.blocks("sqli_match_statement").into_iter().map(|it| {
        in_part(&it, if it.text("sensitivity_level").as_deref() == Some("HIGH") { 30 } else { 20 })
    });
    let scripts = view.blocks("xss_match_statement").into_iter().map(|it| in_part(&it, 40));
    let pattern = view.blocks("regex_match_statement").into_iter().map(|it| in_part(&it, 3));
    let set = view.blocks("regex_pattern_set_reference_statement").into_iter().map(|it| in_part(&it, 25));
    bytes.chain(injections).chain(scripts).chain(pattern).chain(set).sum()
}

/// All query arguments cost ten more, a JSON body twice as much.
fn in_part(view: &View<'_, '_>, units: u64) -> Amount {
    let field = view.block("field_to_match");
    let has = |name: &str| field.as_ref().is_some_and(|it| it.block(name).is_some());
    let more = if has("all_query_arguments") { 10 } else { 0 };
    let factor = if has("json_body") { 2 } else { 1 };
    Amount::exactly((units + more) * factor) + transformed(view)
}

fn transformed(view: &View<'_, '_>) -> Amount {
    let costs = |it: &View<'_, '_>| match it.get("type") {
        Resolved::Text(kind) if kind == "NONE" => Amount::NONE,
        Resolved::Text(_) => Amount::exactly(TRANSFORMATION),
        _ => Amount::UNKNOWN,
    };
    view.blocks("text_transformation").iter().map(costs).sum()
}

fn groups(view: &View<'_, '_>, depth: usize) -> Amount {
    let managed = view.blocks("managed_rule_group_statement").into_iter().map(|group| {
        let known = MANAGED.iter().find(|(name, _)| group.text("name").as_deref() == Some(*name));
        let of_aws = group.text("vendor_name").as_deref() == Some("AWS");
        let own = Amount::from_known(known.filter(|_| of_aws).map(|(_, units)| *units));
        own + group.blocks("scope_down_statement").iter().map(|it| statement(it, depth + 1)).sum()
    });
    let own = view.blocks("rule_group_reference_statement").into_iter().map(|group| {
        let target = group.target("arn").filter(View::is_managed);
        target.map_or(Amount::UNKNOWN, |it| number(&it, "capacity"))
    });
    managed.chain(own).sum()
}
