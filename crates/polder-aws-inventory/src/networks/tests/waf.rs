//! Web ACLs, their rules and what they protect.

use polder_cloud::{body, list};

use super::{blind, said, value};
use crate::test_graphs::of_foreign;

#[test]
fn rules_are_in_order_of_priority() {
    let all = of_foreign(|s| {
        let office = s.resource(
            "aws_wafv2_ip_set",
            "office",
            body! { name = "office"; addresses = list!["192.0.2.0/24"]; },
        );
        s.resource("aws_wafv2_web_acl", "edge", body! {
            name = "edge";
            scope = "CLOUDFRONT";
            default_action { block {} }
            rule {
                name = "common";
                priority = 20;
                override_action { none {} }
                statement {
                    managed_rule_group_statement {
                        vendor_name = "AWS";
                        name = "AWSManagedRulesCommonRuleSet";
                        rule_action_override { name = "SizeRestrictions_BODY"; action_to_use { count {} } }
                    }
                }
            }
            rule {
                name = "limit";
                priority = 5;
                action { block {} }
                statement {
                    rate_based_statement {
                        limit = 1000;
                        scope_down_statement {
                            not_statement { statement { ip_set_reference_statement { arn = office.arn(); } } }
                        }
                    }
                }
            }
            rule {
                name = "counted";
                priority = 30;
                override_action { count {} }
                statement { managed_rule_group_statement { vendor_name = "AWS"; name = "AWSManagedRulesSQLiRuleSet"; version = "Version_1.1"; } }
            }
        });
    });
    let of = |field: &str| value(&all, "web_acls", "aws_wafv2_web_acl.edge", field);
    assert_eq!((of("edge").as_str(), of("default_action").as_str()), ("true", "Block"));
    let rules = [0, 1, 2]
        .map(|at| format!("{} {}", of(&format!("rules[{at}].name")), of(&format!("rules[{at}].action"))));
    assert_eq!(rules, ["\"limit\" Block", "\"common\" none", "\"counted\" Count"]);
    assert_eq!(of("rules[0].condition"), "Rate");
    assert_eq!(["rules[0].condition.key", "rules[0].condition.window"].map(of), ["\"IP\"", "5m"]);
    let spared = of("rules[0].condition.counted");
    assert_eq!(spared, "Not(Addresses(prefix_lists plan:aws_wafv2_ip_set.office))");
    assert_eq!(of("rules[1].condition.overrides"), "{rule: \"SizeRestrictions_BODY\", action: Count}");
    assert_eq!(
        (of("rules[1].condition.version").as_str(), of("rules[2].condition.version").as_str()),
        ("none", "\"Version_1.1\"")
    );
}

#[test]
fn statements_say_what_part_of_a_request_must_match() {
    let all = of_foreign(|s| {
        let words = s.resource(
            "aws_wafv2_regex_pattern_set",
            "w",
            body! {
                regular_expression { regex_string = "^a"; }
                regular_expression { regex_string = "^b"; }
            },
        );
        let rule = |priority: i64, statement: polder_cloud::Body| {
            let mut body = body! { name = format!("r{priority}"); priority = priority; action { allow {} } };
            body.block(None, "statement", statement);
            body
        };
        let statements = [
            body! { geo_match_statement { country_codes = list!["RU", "BY"]; } },
            body! { label_match_statement { scope = "LABEL"; key = "awswaf:managed:token"; } },
            body! { and_statement {
                statement { byte_match_statement { search_string = "/admin"; positional_constraint = "STARTS_WITH"; field_to_match { uri_path {} } } }
                statement { size_constraint_statement { comparison_operator = "GT"; size = 100; field_to_match { single_header { name = "X-Long"; } } } }
            } },
            body! { or_statement {
                statement { sqli_match_statement { field_to_match { body {} } } }
                statement { xss_match_statement { field_to_match { query_string {} } } }
            } },
            body! { regex_pattern_set_reference_statement { arn = words.arn(); field_to_match { method {} } } },
            body! { asn_match_statement { asn_list = list![64496]; } },
        ];
        let mut body = body! { name = "g"; scope = "REGIONAL"; capacity = 10; };
        for (at, statement) in (0..).zip(statements) {
            body.block(None, "rule", rule(at, statement));
        }
        let group = s.resource("aws_wafv2_rule_group", "g", body);
        s.resource(
            "aws_wafv2_web_acl",
            "a",
            body! {
                scope = "REGIONAL";
                default_action { allow {} }
                rule {
                    name = "g";
                    priority = 1;
                    override_action { none {} }
                    statement { rule_group_reference_statement { arn = group.arn(); } }
                }
            },
        );
    });
    let of = |at: usize| {
        value(&all, "web_rule_groups", "aws_wafv2_rule_group.g", &format!("rules[{at}].condition"))
    };
    assert_eq!(of(0), "Country({\"BY\", \"RU\"})");
    assert_eq!(of(1), "Label(\"awswaf:managed:token\")");
    let lines = said(&all, "web_rule_groups", "aws_wafv2_rule_group.g");
    let whole = |at: usize| -> String {
        let start = format!("rules[{at}].condition");
        lines.iter().filter(|line| line.starts_with(&start)).cloned().collect::<Vec<_>>().join(" ")
    };
    for word in
        ["\"STARTS_WITH\"", "\"uri path\"", "\"/admin\"", "\"size GT\"", "\"header x-long\"", "\"100\""]
    {
        assert!(whole(2).contains(word), "{word} in {}", whole(2));
    }
    for word in ["\"sql injection\"", "\"body\"", "\"cross-site scripting\"", "\"query string\""] {
        assert!(whole(3).contains(word), "{word} in {}", whole(3));
    }
    assert!(whole(4).contains("\"^a\"") && whole(4).contains("\"^b\""), "{}", whole(4));
    assert_eq!(of(5), "Unknown(unknown (not understood))");
    let acl = value(&all, "web_acls", "aws_wafv2_web_acl.a", "rules[0].condition");
    assert_eq!(acl, "Group(web_rule_groups plan:aws_wafv2_rule_group.g)");
}

#[test]
fn what_is_protected_says_so() {
    let all = of_foreign(|s| {
        let acl = s.resource(
            "aws_wafv2_web_acl",
            "a",
            body! { name = "a"; scope = "REGIONAL"; default_action { allow {} } },
        );
        let balancer = s.resource("aws_lb", "web", body! { name = "web"; });
        let protect = |name: &str, arn: polder_cloud::Value| {
            s.resource(
                "aws_wafv2_web_acl_association",
                name,
                body! { resource_arn = arn; web_acl_arn = acl.arn(); },
            );
        };
        protect("web", balancer.arn());
        protect("pool", "arn:aws:cognito-idp:eu-central-1:111111111111:userpool/1".into());
        s.resource("aws_wafv2_web_acl_logging_configuration", "a", body! {
            resource_arn = acl.arn();
            log_destination_configs = list!["arn:aws:logs:eu-central-1:111111111111:log-group:aws-waf-logs-a"];
            redacted_fields { single_header { name = "Cookie"; } }
            logging_filter {
                default_behavior = "DROP";
                filter {
                    behavior = "KEEP";
                    requirement = "MEETS_ANY";
                    condition { action_condition { action = "BLOCK"; } }
                    condition { action_condition { action = "COUNT"; } }
                }
            }
        });
    });
    assert_eq!(value(&all, "load_balancers", "aws_lb.web", "web_acl"), "web_acls plan:aws_wafv2_web_acl.a");
    assert_eq!(blind(&all, "aws_wafv2_web_acl_association.pool"), ["resource_arn attribute not modelled"]);
    let route = "aws_wafv2_web_acl_logging_configuration.a#firewall log";
    let of = |field: &str| value(&all, "log_routes", route, field);
    assert_eq!(
        ["from", "redacted", "filter"].map(of),
        [
            "web_acls plan:aws_wafv2_web_acl.a",
            "\"header cookie\"",
            "\"default DROP; KEEP if MEETS_ANY of BLOCK, COUNT\"",
        ]
    );
}
