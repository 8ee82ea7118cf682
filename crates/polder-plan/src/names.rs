//! Whether an attribute has the value of a reference, by their names.
//!
//! A plan contains the references of an expression and not the expression. For an attribute that is not known
//! yet this is the only information, and it is the difference between a graph and a list of resources. So
//! where the names say that an attribute takes exactly the referenced attribute, the reference is used as its
//! value: `vpc_id` for the `id` of an `aws_vpc`, `role` for the `name` of an `aws_iam_role`. With anything
//! around such a reference, the value would not be a valid identifier. Where names do not match (`name`,
//! `policy`, `user_data`), the value stays unknown.

/// How well the name of an attribute matches an attribute of a resource whose value it could have; 0 for not
/// at all.
///
/// `owner` is the kind of the resource that has the attribute, `kind` the kind of the referenced resource,
/// `target` its attribute.
pub(crate) fn agreement(owner: &str, attribute: &str, kind: &str, target: &str) -> u32 {
    // A whole JSON document: with text around it, it would be invalid.
    if target == "json" {
        return 1;
    }
    let singular = attribute.strip_suffix('s').filter(|rest| !rest.ends_with('s'));
    let of_element = singular.map_or(0, |name| of_name(name, kind, target));
    // A resource can be named after another of its kind; a list refers to others.
    let own_name = owner == kind && !target.contains('_') && !attribute.contains('_');
    let of_whole = if own_name { 0 } else { of_name(attribute, kind, target) };
    of_element.max(of_whole)
}

fn of_name(name: &str, kind: &str, target: &str) -> u32 {
    let own = |rest: &str| same_words(rest, kind);
    // `zone_id` for `zone_id`.
    if name == target && target.contains('_') {
        return 2;
    }
    // `vpc_id` for `id`, `role_arn` for `arn`; better where the rest names the kind.
    if let Some(rest) = name.strip_suffix(target).and_then(|rest| rest.strip_suffix('_')) {
        return 1 + own(rest);
    }
    if target.contains('_') {
        // `zone_id` for `hosted_zone_id`.
        let longer = target.strip_suffix(name).is_some_and(|rest| rest.ends_with('_'));
        return u32::from(longer && name.contains('_'));
    }
    // `kms_key_id` for an `arn`: identifiers have different names.
    let identifier = ["_id", "_name"].iter().find_map(|suffix| name.strip_suffix(suffix));
    // `role` for a `name`.
    own(identifier.unwrap_or(name))
}

/// The number of equal words at the end of the two.
fn same_words(name: &str, kind: &str) -> u32 {
    let same = name.rsplit('_').zip(kind.rsplit('_')).take_while(|(a, b)| a == b && !a.is_empty());
    match u32::try_from(same.count()).unwrap_or(u32::MAX - 1) {
        0 => written_as_one(name, kind),
        count => count,
    }
}

/// The number of words at the end of a kind that are the last word of a name: `child_healthcheck` for
/// `aws_route53_health_check`.
fn written_as_one(name: &str, kind: &str) -> u32 {
    let mut rest = name.rsplit('_').next().unwrap_or(name);
    for (word, count) in kind.rsplit('_').zip(1..) {
        match rest.strip_suffix(word) {
            Some("") => return count,
            Some(before) if !word.is_empty() => rest = before,
            _ => return 0,
        }
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_agree_with_what_they_identify() {
        for (attribute, kind, target) in [
            ("vpc_id", "aws_vpc", "id"),
            ("subnet_ids", "aws_subnet", "id"),
            ("subnets", "aws_subnet", "id"),
            ("vpc_security_group_ids", "aws_security_group", "id"),
            ("role", "aws_iam_role", "name"),
            ("execution_role_arn", "aws_iam_role", "arn"),
            ("load_balancer_arn", "aws_lb", "arn"),
            ("kms_master_key_id", "aws_kms_key", "arn"),
            ("zone_id", "aws_lb", "zone_id"),
            ("zone_id", "aws_cloudfront_distribution", "hosted_zone_id"),
            ("bucket", "aws_s3_bucket", "id"),
            ("policy", "aws_iam_policy_document", "json"),
            ("child_healthchecks", "aws_route53_health_check", "id"),
            ("target_group_arns", "aws_lb_target_group", "arn"),
        ] {
            assert!(agreement("aws_other", attribute, kind, target) > 0, "{attribute} {kind}.{target}");
        }
    }

    #[test]
    fn texts_that_are_made_from_identifiers_do_not_agree() {
        for (attribute, kind, target) in [
            ("name", "aws_vpc", "id"),
            ("name", "aws_iam_role", "name"),
            ("policy", "aws_s3_bucket", "arn"),
            ("user_data", "aws_db_instance", "address"),
            ("description", "aws_subnet", "id"),
            ("healthcheck", "aws_x_check", "id"),
            ("bucket", "aws_vpc", "id"),
            ("value", "aws_lb", "dns_name"),
            ("role_description", "aws_iam_role", "name"),
            ("name", "aws_cloudfront_distribution", "domain_name"),
        ] {
            assert_eq!(agreement("aws_other", attribute, kind, target), 0, "{attribute} {kind}.{target}");
        }
        assert_eq!(agreement("aws_s3_bucket", "bucket", "aws_s3_bucket", "id"), 0);
        assert!(agreement("aws_security_group", "security_groups", "aws_security_group", "id") > 0);
    }

    #[test]
    fn the_longer_name_agrees_better() {
        let gateway = |attribute, kind| agreement("aws_route_table", attribute, kind, "id");
        assert!(
            gateway("nat_gateway_id", "aws_nat_gateway") > gateway("nat_gateway_id", "aws_internet_gateway")
        );
        assert!(gateway("gateway_id", "aws_internet_gateway") > gateway("gateway_id", "aws_vpc"));
    }
}
