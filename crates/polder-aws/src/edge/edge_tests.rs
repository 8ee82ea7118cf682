//! Invariants of the global edge and of each site's edge, on the example platforms.

use std::collections::BTreeSet;

use polder_cloud::index::shown;
use polder_cloud::{
    Body, Cloud, Content, Document, EdgeWork, Layer, Principals, Resource, Stack, StackScope, Value, link,
    walk,
};
use polder_design::{Design, NatPlacement, Process, Role};
use polder_spec::{Origin, Setting};

use crate::edge::hosts::site_host;
use crate::examples::{self, EXAMPLES};
use crate::lower;

/// Every example with its name.
fn all() -> impl Iterator<Item = (&'static str, &'static Design, &'static Cloud)> {
    EXAMPLES.iter().zip(examples::all()).map(|((name, _), (design, cloud))| (*name, design, cloud))
}

fn owner() -> (&'static Design, &'static Cloud) {
    let (_, design, cloud) = all().next().expect("the owner's platform comes first");
    (design, cloud)
}

fn stacks(cloud: &Cloud, layer: Layer) -> impl Iterator<Item = &Stack> {
    cloud.stacks.iter().filter(move |stack| stack.key.layer == layer)
}

fn site_edges(cloud: &Cloud) -> impl Iterator<Item = &Stack> {
    stacks(cloud, Layer::Edge).filter(|stack| matches!(stack.key.scope, StackScope::Site { .. }))
}

/// The global edge of each account of each example.
fn entries() -> impl Iterator<Item = (&'static str, &'static Stack)> {
    all().flat_map(|(name, _, cloud)| global_edges(cloud).map(move |stack| (name, stack)))
}

/// The global edge of each account.
fn global_edges(cloud: &Cloud) -> impl Iterator<Item = &Stack> {
    stacks(cloud, Layer::Edge).filter(|stack| stack.key.scope == StackScope::Global)
}

fn kinds<'a>(stack: &'a Stack, kind: &'static str) -> impl Iterator<Item = &'a Resource> {
    stack.managed().filter(move |resource| resource.address.kind == kind)
}

/// An attribute as text, locals filled in.
pub(crate) fn attribute(stack: &Stack, body: &Body, name: &str) -> String {
    body.get(name).map_or("none".to_owned(), |value| shown(stack, value))
}

/// The values of all conditions of one kind in a listener rule.
fn conditions(stack: &Stack, rule: &Body, kind: &str) -> String {
    let found = rule.blocks("condition").flat_map(|condition| condition.blocks(kind));
    found.map(|it| attribute(stack, it, "values")).collect::<Vec<_>>().join(", ")
}

fn behaviours(distribution: &Body) -> impl Iterator<Item = &Body> {
    distribution.blocks("default_cache_behavior").chain(distribution.blocks("ordered_cache_behavior"))
}

fn distribution<'a>(cloud: &'a Cloud, host: &str) -> (&'a Stack, &'a Body) {
    let found = global_edges(cloud).find_map(|stack| {
        let mut all = kinds(stack, "aws_cloudfront_distribution");
        Some((stack, all.find(|it| attribute(stack, &it.body, "aliases") == host)?.body.as_ref()))
    });
    found.unwrap_or_else(|| panic!("a distribution for {host}"))
}

fn check_quietly(name: &str, cloud: &Cloud) {
    let findings = polder_cloud::check(cloud);
    let ours = |text: &str| text.contains("/edge") || text.contains("/dns");
    let found: Vec<String> = findings.iter().map(|it| format!("{it:?}")).filter(|it| ours(it)).collect();
    assert!(found.is_empty(), "{name}: {found:#?}");
}

#[test]
fn no_example_breaks_the_shape_of_the_provider() {
    for (name, _, cloud) in all() {
        check_quietly(name, cloud);
        assert_eq!(link(cloud).cycles, Vec::<Vec<_>>::new(), "{name}");
    }
}

/// The root of an origin is not a page: the function answers for it, under both of its names.
#[test]
fn no_distribution_shows_the_root_of_an_origin() {
    for (name, stack) in entries() {
        for it in kinds(stack, "aws_cloudfront_distribution") {
            assert_eq!(attribute(stack, &it.body, "default_root_object"), "index.html", "{name}");
            let default = it.body.blocks("default_cache_behavior").next().expect("a behaviour");
            assert_eq!(default.blocks("function_association").count(), 1, "{name}: {}", it.address);
        }
    }
}

#[test]
fn blocked_countries_are_blocked_on_every_host() {
    let restricted = |cloud: &Cloud, expected: (&str, &str)| {
        for stack in global_edges(cloud) {
            for it in kinds(stack, "aws_cloudfront_distribution") {
                let geo = it.body.blocks("restrictions").flat_map(|it| it.blocks("geo_restriction"));
                let geo = geo.last().expect("a restriction");
                let found = (attribute(stack, geo, "restriction_type"), attribute(stack, geo, "locations"));
                assert_eq!((found.0.as_str(), found.1.as_str()), expected, "{}", it.address);
            }
        }
    };
    restricted(owner().1, ("blacklist", "KP"));
    let mut design = examples::design("saleor-eu");
    design.refused_countries.clear();
    restricted(&lower(&design).cloud, ("none", ""));
}

/// Every public host has one distribution, with a certificate of its own.
#[test]
fn every_host_has_its_distribution() {
    for (name, design, cloud) in all() {
        for (account, stack) in design.accounts_with_cells().into_iter().zip(global_edges(cloud)) {
            let found: BTreeSet<String> = kinds(stack, "aws_cloudfront_distribution")
                .map(|it| attribute(stack, &it.body, "aliases"))
                .collect();
            let hosts = &design.accounts[account].hosts;
            let shared = [&hosts.www, &hosts.apex].into_iter().filter_map(|host| host.as_deref());
            let dashboards = design.cells_of(account).filter_map(|cell| cell.dashboard_host.as_deref());
            let shared = shared.chain(dashboards).chain(design.media_hosts(account));
            let markets = design.cells_of(account).flat_map(|cell| &cell.markets);
            let markets = markets.map(|market| market.host.as_str());
            let expected: BTreeSet<String> = markets.chain(shared).map(str::to_owned).collect();
            assert_eq!(found, expected, "{name}: {}", stack.key);
        }
    }
}

/// saleor.md 3: queries and mutations are both POST, errors come with 200: a cache cannot distinguish them.
#[test]
fn the_api_is_never_cached_and_takes_all_methods() {
    for (name, design, cloud) in all() {
        for cell in &design.cells {
            let site = &design.sites[cell.primary];
            let api = site.services.iter().find(|it| it.process == Process::Api).expect("an API");
            for market in &cell.markets {
                let (stack, body) = distribution(cloud, &market.host);
                for path in &api.paths {
                    let to = body
                        .blocks("ordered_cache_behavior")
                        .find(|it| attribute(stack, it, "path_pattern").trim_end_matches('*') == path)
                        .unwrap_or_else(|| panic!("{name}: {path}"));
                    assert_eq!(attribute(stack, to, "target_origin_id"), "origin");
                    assert_eq!(
                        attribute(stack, to, "cache_policy_id"),
                        "<data.aws_cloudfront_cache_policy.disabled.id>"
                    );
                    assert!(attribute(stack, to, "allowed_methods").contains("POST"));
                }
            }
        }
    }
}

/// CloudFront rejects it: POST requests never fail over at the edge.
#[test]
fn behaviors_with_post_use_no_origin_group() {
    for (name, stack) in entries() {
        for it in kinds(stack, "aws_cloudfront_distribution") {
            let groups: Vec<String> =
                it.body.blocks("origin_group").map(|group| attribute(stack, group, "origin_id")).collect();
            for behaviour in behaviours(&it.body) {
                let sends = attribute(stack, behaviour, "allowed_methods").contains("POST");
                let grouped = groups.contains(&attribute(stack, behaviour, "target_origin_id"));
                assert!(!(sends && grouped), "{name}: {}", it.address);
            }
        }
    }
}

/// The kind of logging that needs no bucket with access for a foreign account.
#[test]
fn every_distribution_writes_an_access_log() {
    for (name, stack) in entries() {
        for it in kinds(stack, "aws_cloudfront_distribution") {
            let source = format!("aws_cloudwatch_log_delivery_source.{}", it.address.name);
            let source = stack.find(&source).unwrap_or_else(|| panic!("{name}: {source}"));
            let wanted = format!("<{}.arn>", it.address);
            assert_eq!(attribute(stack, &source.body, "resource_arn"), wanted, "{name}");
            let delivery = format!("aws_cloudwatch_log_delivery.{}", it.address.name);
            assert!(stack.find(&delivery).is_some(), "{name}: {delivery}");
        }
    }
}

#[test]
fn every_behaviour_has_its_origin() {
    for (name, stack) in entries() {
        for it in kinds(stack, "aws_cloudfront_distribution") {
            let origins: BTreeSet<String> = ["origin", "origin_group"]
                .into_iter()
                .flat_map(|kind| it.body.blocks(kind))
                .map(|origin| attribute(stack, origin, "origin_id"))
                .collect();
            let members = it.body.blocks("origin_group").flat_map(|group| group.blocks("member"));
            let wanted = behaviours(&it.body).map(|it| attribute(stack, it, "target_origin_id"));
            for id in wanted.chain(members.map(|member| attribute(stack, member, "origin_id"))) {
                assert!(origins.contains(&id), "{name}: {} wants {id} of {origins:?}", it.address);
            }
            let paths: Vec<String> = it
                .body
                .blocks("ordered_cache_behavior")
                .map(|it| attribute(stack, it, "path_pattern"))
                .collect();
            let once: BTreeSet<&String> = paths.iter().collect();
            assert_eq!(once.len(), paths.len(), "{name}: {paths:?}");
            // More require an increase of the account's quota.
            assert!(paths.len() <= 25, "{name}: {} has {} paths", it.address, paths.len());
        }
    }
}

/// More are rejected when the distribution is applied, after most of the platform is deployed.
#[test]
fn no_distribution_exceeds_the_quotas_of_origins() {
    let most = |id| polder_facts::Facts::embedded().figure(id).expect("a quota").value;
    let quotas = [("origin_group", "cloudfront.origin-groups-max"), ("origin", "cloudfront.origins-max")];
    for (name, stack) in entries() {
        for it in kinds(stack, "aws_cloudfront_distribution") {
            for (block, quota) in quotas {
                let count = it.body.blocks(block).count();
                assert!(count as u64 <= most(quota), "{name}: {} has {count} of {block}", it.address);
            }
        }
    }
}

/// The folders that the function of a behavior distinguishes.
fn folders(stack: &Stack, behaviour: &Body) -> Vec<String> {
    let association = behaviour.blocks("function_association").next().expect("a function");
    let Some(Value::Reference(function)) = association.get("function_arn") else { panic!("a function") };
    let function = stack.managed().find(|it| it.address == function.address).expect("a function");
    let Some(Value::Document(document)) = function.body.get("code") else { panic!("code") };
    match &**document {
        Document::EdgeFunction(polder_cloud::EdgeFunction { work: EdgeWork::Files { folders }, .. }) => {
            folders.iter().map(|folder| folder.path.clone()).collect()
        }
        other => panic!("{other:?} in front of buckets"),
    }
}

/// The cache key is host, path and whatever the policy adds; and the function shortens the path before.
#[test]
fn two_cells_never_share_a_cache_key() {
    for (name, design, cloud) in all() {
        let mut keys = BTreeSet::new();
        for cell in &design.cells {
            let (stack, body) = distribution(cloud, cell.media_host());
            for base in [&cell.media_base, &cell.static_base] {
                let path = crate::edge::hosts::path_on(cell.media_host(), base).expect("a path");
                let behaviour = body
                    .blocks("ordered_cache_behavior")
                    .find(|it| attribute(stack, it, "path_pattern") == format!("{path}/*"))
                    .unwrap_or_else(|| panic!("{name}: {path}"));
                let policy = attribute(stack, behaviour, "cache_policy_id");
                assert_eq!(policy, "<aws_cloudfront_cache_policy.folders.id>", "{name}");
                let folder = folders(stack, behaviour).into_iter().find(|it| it == path).expect("a folder");
                // The rest of the path can be the same everywhere; a shared host means another folder.
                assert!(keys.insert((cell.media_host(), folder)), "{name}: {base}");
            }
        }
        for stack in global_edges(cloud) {
            let policy = &stack.find("aws_cloudfront_cache_policy.folders").expect("a policy").body;
            assert!(format!("{policy:?}").contains("x-folder"), "{name}");
            for it in kinds(stack, "aws_cloudfront_distribution") {
                let buckets: Vec<String> = it
                    .body
                    .blocks("origin")
                    .chain(it.body.blocks("origin_group"))
                    .filter(|origin| !origin.blocks("custom_origin_config").any(|_| true))
                    .map(|origin| attribute(stack, origin, "origin_id"))
                    .collect();
                for behaviour in behaviours(&it.body) {
                    // Where no function shortens the path, the path is a sufficient cache key.
                    let cut = behaviour.blocks("function_association").next().is_some();
                    if cut && buckets.contains(&attribute(stack, behaviour, "target_origin_id")) {
                        let policy = attribute(stack, behaviour, "cache_policy_id");
                        assert_eq!(
                            policy, "<aws_cloudfront_cache_policy.folders.id>",
                            "{name}: {}",
                            it.address
                        );
                    }
                }
            }
        }
    }
}

/// The buckets of a cell allow the distribution that serves them, and no other.
#[test]
fn a_bucket_is_read_by_the_distribution_of_its_host() {
    for (name, design, cloud) in all() {
        for (site, stack) in design.sites.iter().zip(site_edges(cloud)) {
            let host = design.cells[site.cell].media_host();
            let local =
                stack.locals.iter().find(|local| local.name == "media_distribution").expect("a local");
            let Value::Reference(reference) = &local.value else { panic!("a reference") };
            let (edge, body) = distribution(cloud, host);
            assert_eq!(stack.target(reference), Some(edge.id), "{name}: {}", stack.key);
            let named = edge.managed().find(|it| it.address == reference.address).expect("a distribution");
            assert_eq!(attribute(edge, &named.body, "aliases"), attribute(edge, body, "aliases"), "{name}");
        }
    }
}

/// saleor.md 6: one bucket holds pictures, invoices and exports.
#[test]
fn private_files_are_blocked_twice() {
    for (name, design, cloud) in all() {
        for stack in site_edges(cloud) {
            let policy = stack.find("aws_s3_bucket_policy.media").expect("a policy");
            let Some(Value::Document(document)) = policy.body.get("policy") else { panic!("a policy") };
            let Document::Policy(policy) = &**document else { panic!("a policy") };
            let cloudfront = |principals: &Option<Principals>| {
                *principals == Some(Principals::services(vec!["cloudfront.amazonaws.com".into()]))
            };
            let denied = policy
                .statements
                .iter()
                .find(|it| it.effect == polder_cloud::Effect::Deny && cloudfront(&it.principals))
                .expect("a denial");
            assert!(denied.conditions.is_empty());
            let resources: Vec<String> = denied.resources.iter().map(|it| shown(stack, it)).collect();
            assert!(resources.iter().any(|it| it.ends_with("/invoices/*")), "{name}: {resources:?}");
        }
        let folders = global_edges(cloud).flat_map(functions).filter_map(|work| match work {
            EdgeWork::Files { folders } => Some(folders),
            _ => None,
        });
        let folders: Vec<_> = folders.flatten().collect();
        let media = folders.iter().filter(|it| !it.hidden.is_empty());
        for folder in media.clone() {
            assert_eq!((folder.hidden.len(), folder.linked.len()), (2, 1), "{name}");
        }
        assert_eq!(media.count(), design.cells.len(), "{name}");
    }
}

fn functions(stack: &Stack) -> Vec<EdgeWork> {
    let mut found = vec![];
    walk(stack, &mut |value| {
        if let Value::Document(document) = value
            && let Document::EdgeFunction(function) = &**document
        {
            found.push(function.work.clone());
        }
    });
    found
}

/// Without a function, a visitor could choose the client address that Saleor trusts.
#[test]
fn every_behavior_that_leads_to_saleor_has_a_function() {
    for (name, stack) in entries() {
        for it in kinds(stack, "aws_cloudfront_distribution") {
            let all_methods =
                behaviours(&it.body).filter(|it| attribute(stack, it, "allowed_methods").contains("POST"));
            for behaviour in all_methods {
                assert_eq!(behaviour.blocks("function_association").count(), 1, "{name}: {}", it.address);
            }
        }
    }
}

/// A request without the secret header reaches one path, which only reports health, on the site's own name.
#[test]
fn only_health_checks_reach_a_site_without_the_origin_secret() {
    for (name, design, cloud) in all() {
        for stack in site_edges(cloud) {
            for rule in kinds(stack, "aws_lb_listener_rule") {
                let secret = conditions(stack, &rule.body, "http_header");
                if secret.is_empty() {
                    let host = conditions(stack, &rule.body, "host_header");
                    let path = conditions(stack, &rule.body, "path_pattern");
                    let sites = design.sites.iter().map(|it| site_host(design, it));
                    assert!(sites.into_iter().any(|it| it == host), "{name}: {host}");
                    assert!(!path.contains('*') && !path.is_empty(), "{name}: {path}");
                } else {
                    assert_eq!(secret, "compact(<origin_secret>, <origin_secret_next>)", "{name}");
                }
            }
            let listeners: Vec<&Resource> = kinds(stack, "aws_lb_listener").collect();
            assert_eq!(listeners.len(), 1, "{name}: nothing listens on port 80");
            assert_eq!(attribute(stack, &listeners[0].body, "port"), "443");
        }
    }
}

/// AWS rejects a rule with more than five values.
#[test]
fn no_rule_has_more_values_than_the_load_balancer_allows() {
    for (name, _, cloud) in all() {
        for stack in site_edges(cloud) {
            let mut priorities = BTreeSet::new();
            for rule in kinds(stack, "aws_lb_listener_rule") {
                let values: usize = ["host_header", "http_header", "path_pattern"]
                    .map(|kind| conditions(stack, &rule.body, kind).split_whitespace().count())
                    .iter()
                    .sum();
                assert!(values <= 5, "{name}: {} has {values}", rule.address);
                assert!(priorities.insert(attribute(stack, &rule.body, "priority")), "{name}");
            }
        }
    }
}

/// Every path of every service that the load balancer reaches is in a rule: with a trailing slash, all below
/// it.
#[test]
fn every_path_of_a_site_has_its_rule() {
    for (name, design, cloud) in all() {
        for (site, stack) in design.sites.iter().zip(site_edges(cloud)) {
            let rules: Vec<String> = kinds(stack, "aws_lb_listener_rule")
                .map(|rule| conditions(stack, &rule.body, "path_pattern"))
                .collect();
            let ruled: Vec<&str> = rules.iter().flat_map(|rule| rule.split(", ")).collect();
            for path in crate::edge::lb_target_group::reached(site).flat_map(|service| &service.paths) {
                assert!(
                    ruled.contains(&crate::edge::hosts::pattern(path).as_str()),
                    "{name}: {path} in {ruled:?}"
                );
            }
        }
    }
}

/// One record validates a host for all regions of an account: written twice, the second stack fails.
#[test]
fn no_record_is_written_by_two_stacks() {
    for (name, _, cloud) in all() {
        let mut seen = BTreeSet::new();
        for stack in &cloud.stacks {
            for record in kinds(stack, "aws_route53_record") {
                let of = |name: &str| attribute(stack, &record.body, name);
                let mut record_name = of("name");
                if record.address.name.ends_with("_validation") {
                    // The name comes from the certificate, and it is the host that determines it.
                    let certificate = format!(
                        "aws_acm_certificate.{}",
                        record.address.name.trim_end_matches("_validation")
                    );
                    let certificate = stack.find(&certificate).expect("a certificate");
                    record_name =
                        format!("_validation.{}", attribute(stack, &certificate.body, "domain_name"));
                }
                if record_name.starts_with("<aws_sesv2_email_identity") {
                    // SES gives the identity of each region tokens of its own, and the domain of bounces names the region.
                    record_name = format!("{} {record_name}", stack.key);
                }
                let key = (record_name, of("type"), of("set_identifier"));
                assert!(seen.insert(key.clone()), "{name}: {key:?} in {}", stack.key);
            }
        }
    }
}

#[test]
fn a_cell_moves_by_health_or_by_hand_and_only_a_cell_with_a_backup() {
    for (name, design, cloud) in all() {
        for (site, stack) in design.sites.iter().zip(site_edges(cloud)) {
            let record = stack.find("aws_route53_record.origin").expect("a record");
            let policy = record.body.blocks("failover_routing_policy").next();
            let kind = policy.map(|it| attribute(stack, it, "type"));
            let check = attribute(stack, &record.body, "health_check_id");
            match (site.peer, site.role) {
                (None, _) => assert_eq!((kind, check.as_str()), (None, "none"), "{name}"),
                (Some(peer), Role::Primary) => {
                    assert_eq!(kind.as_deref(), Some("PRIMARY"));
                    assert_eq!(check, "<aws_route53_health_check.origin.id>");
                    switch_is_at(cloud, &design.sites[peer], stack);
                }
                (Some(_), Role::Backup) => {
                    assert_eq!(kind.as_deref(), Some("SECONDARY"));
                    assert_eq!(check, "<aws_route53_health_check.api.id>");
                }
            }
        }
    }
}

/// The failover switch is in the remaining region, and the primary's health check refers to it by the right
/// name.
fn switch_is_at(cloud: &Cloud, peer: &polder_design::Site, edge: &Stack) {
    let check = &edge.find("aws_route53_health_check.switch").expect("a check").body;
    assert_eq!(attribute(edge, check, "cloudwatch_alarm_region"), peer.region);
    let base = stacks(cloud, Layer::Base)
        .find(|stack| {
            matches!(&stack.key.scope, StackScope::Site { region, cell } if **region == *peer.region && peer.name == format!("{cell}-{region}"))
        })
        .expect("the base of the backup site");
    let alarm = &base.find("aws_cloudwatch_metric_alarm.switch").expect("the switch").body;
    assert_eq!(attribute(edge, check, "cloudwatch_alarm_name"), attribute(base, alarm, "alarm_name"));
    // The alarm and the health check keep the last state.
    assert_eq!(attribute(base, alarm, "treat_missing_data"), "ignore");
    assert_eq!(attribute(edge, check, "insufficient_data_health_status"), "LastKnownStatus");
}

/// saleor.md 3: `/health/` is answered without the database, and a quiet night opens no connection.
#[test]
fn the_health_of_an_origin_includes_the_database() {
    let (_, cloud) = owner();
    for stack in site_edges(cloud) {
        let Some(all) = stack.find("aws_route53_health_check.origin") else { continue };
        let children = attribute(stack, &all.body, "child_healthchecks");
        assert_eq!(attribute(stack, &all.body, "child_health_threshold"), "3");
        assert_eq!(children.split_whitespace().count(), 3);
        let alarm = &stack.find("aws_cloudwatch_metric_alarm.database_gone").expect("an alarm").body;
        assert_ne!(attribute(stack, alarm, "metric_name"), "DatabaseConnections");
        assert_eq!(attribute(stack, alarm, "treat_missing_data"), "breaching");
        let api = &stack.find("aws_route53_health_check.api").expect("a check").body;
        assert_eq!(attribute(stack, api, "resource_path"), "/health/", "without its slash it is a 404");
    }
}

/// A failover must not depend on a stack of the other site: only the backup may need the primary.
#[test]
fn the_primary_site_does_not_depend_on_its_backups_edge() {
    let (design, cloud) = owner();
    let edges: Vec<&Stack> = site_edges(cloud).collect();
    for (site, stack) in design.sites.iter().zip(&edges).filter(|(site, _)| site.role == Role::Primary) {
        let Some(peer) = site.peer.map(|peer| edges[peer.index()].id) else { continue };
        walk(stack, &mut |value| {
            if let Value::Reference(reference) = value {
                assert_ne!(
                    stack.target(reference),
                    Some(peer),
                    "{} refers to {}",
                    stack.key,
                    reference.address
                );
            }
        });
    }
}

/// Storefronts call the API from a few addresses of their site, partners from those of the managed API.
#[test]
fn the_rate_limit_exempts_shared_addresses() {
    let (design, cloud) = owner();
    for (account, stack) in design.accounts_with_cells().into_iter().zip(global_edges(cloud)) {
        let set = &stack.find("aws_wafv2_ip_set.own").expect("own addresses").body;
        let sites = design.sites.iter().filter(|site| site.account == account);
        let gateways = |site: &polder_design::Site| match site.nat {
            NatPlacement::PerZone => site.zones.len(),
            NatPlacement::Single => 1,
            NatPlacement::None => 0,
        };
        let addresses: usize = sites.map(gateways).sum();
        assert_eq!(attribute(stack, set, "addresses").split_whitespace().count(), addresses);
        let acl = &stack.find("aws_wafv2_web_acl.edge").expect("a web ACL").body;
        let text = format!("{acl:?}");
        assert!(text.contains("gateway_secret") && text.contains("ip_set_reference_statement"));
    }
}

/// Whoever may read the code of a function cannot name the address of a client.
#[test]
fn the_edge_knows_digests_of_proofs_only() {
    for (name, stack) in entries() {
        let forward = &stack.find("aws_cloudfront_function.forward").expect("the function").body;
        let code = attribute(stack, forward, "code");
        for secret in ["<client_secret>", "<client_secret_next>", "<gateway_secret>"] {
            let (all, digests) = (
                code.matches(secret).count(),
                code.matches(&format!("nonsensitive(sha256({secret}))")).count(),
            );
            assert_eq!(all, digests, "{name}: {code}");
            assert!(all == 1 || secret == "<gateway_secret>", "{name}: {code}");
        }
    }
}

/// saleor.md 3: pictures are uploaded to `/graphql/` and are larger than the common rule set allows.
#[test]
fn uploads_and_rich_text_are_counted_and_not_blocked() {
    for (name, _, cloud) in all() {
        let edges = global_edges(cloud).chain(site_edges(cloud));
        for stack in edges {
            for acl in kinds(stack, "aws_wafv2_web_acl") {
                let groups = acl.body.blocks("rule").flat_map(|rule| rule.blocks("statement"));
                let groups = groups.flat_map(|it| it.blocks("managed_rule_group_statement"));
                let common = groups
                    .into_iter()
                    .find(|it| attribute(stack, it, "name") == "AWSManagedRulesCommonRuleSet")
                    .expect("the common rules");
                let counted: Vec<String> =
                    common.blocks("rule_action_override").map(|it| attribute(stack, it, "name")).collect();
                assert_eq!(
                    counted,
                    [
                        "SizeRestrictions_BODY",
                        "CrossSiteScripting_BODY",
                        "GenericLFI_BODY",
                        "GenericRFI_BODY",
                        "EC2MetaDataSSRF_BODY"
                    ],
                    "{name}"
                );
            }
        }
    }
}

/// PCI DSS 6.4.2: every public entry point has a web ACL, and every web ACL a log.
#[test]
fn every_entry_point_has_a_web_acl_with_a_log() {
    for (name, _, cloud) in all() {
        for stack in global_edges(cloud) {
            for it in kinds(stack, "aws_cloudfront_distribution") {
                let acl = attribute(stack, &it.body, "web_acl_id");
                assert_eq!(acl, "<aws_wafv2_web_acl.edge.arn>", "{name}");
            }
        }
        for stack in stacks(cloud, Layer::Edge) {
            let count = |kind| kinds(stack, kind).count();
            assert_eq!(
                count("aws_wafv2_web_acl"),
                count("aws_wafv2_web_acl_logging_configuration"),
                "{name}: {}",
                stack.key
            );
        }
        for stack in site_edges(cloud) {
            assert_eq!(kinds(stack, "aws_wafv2_web_acl_association").count(), 1, "{name}: {}", stack.key);
        }
    }
}

/// AWS limits the length of names.
#[test]
fn the_longest_names_are_short_enough() {
    let mut design = examples::design("saleor-eu");
    design.name = "a-platform-of-twenty".into();
    for cell in &mut design.cells {
        cell.name = format!("{:-<20}", cell.name).replace('-', "x");
    }
    let cloud = lower(&design).cloud;
    let limits = [
        ("aws_lb", "name", 32),
        ("aws_lb_target_group", "name", 32),
        ("aws_cloudfront_function", "name", 64),
        ("aws_wafv2_web_acl", "name", 128),
        ("aws_cloudfront_origin_access_control", "name", 64),
    ];
    for stack in &cloud.stacks {
        for (kind, name, limit) in limits {
            for resource in kinds(stack, kind) {
                let shown = attribute(stack, &resource.body, name);
                assert!(shown.len() <= limit, "{shown} of {} has {}", resource.address, shown.len());
            }
        }
    }
}

/// A browser keeps the header for two years, and the list of browsers for longer: hosts below a domain that others use may
/// have no TLS.
#[test]
fn hosts_below_a_domain_whose_zone_exists_may_have_no_tls() {
    let design = examples::production_with(|platform| {
        let domain = platform.domain.value.clone();
        platform.existing_zones.value = vec![domain, "butik.example".to_owned()];
        platform.markets[0].domain =
            Some(Setting::default("butik.example".to_owned(), Origin::Rule("a test")));
        platform.markets[0].host.value = "@".to_owned();
        platform.edge.media.value = None;
    });
    let cloud = lower(&design).cloud;
    check_quietly("production", &cloud);
    let shared = ["butik.example", "example.com"];
    let (mut alone, mut below) = (0, 0);
    for stack in global_edges(&cloud) {
        for it in kinds(stack, "aws_cloudfront_distribution") {
            let host = attribute(stack, &it.body, "aliases");
            for behaviour in behaviours(&it.body) {
                let policy = attribute(stack, behaviour, "response_headers_policy_id");
                assert_eq!(policy.contains("_shared"), shared.contains(&host.as_str()), "{host}: {policy}");
                *if shared.contains(&host.as_str()) { &mut alone } else { &mut below } += 1;
            }
        }
        for policy in kinds(stack, "aws_cloudfront_response_headers_policy") {
            let of = policy.body.blocks("security_headers_config").next().expect("headers");
            let of = of.blocks("strict_transport_security").next().expect("a header");
            let shares = policy.address.name.ends_with("_shared");
            for key in ["include_subdomains", "preload"] {
                assert_eq!(of.get(key), Some(&Value::Bool(!shares)), "{}", policy.address);
            }
        }
        for work in functions(stack) {
            if let EdgeWork::Choose { shared_domains, .. } = work {
                assert_eq!(
                    shared_domains.iter().collect::<BTreeSet<_>>(),
                    BTreeSet::from(shared.map(String::from).each_ref())
                );
            }
        }
    }
    assert!(alone > 2 && below > 2, "{alone} alone, {below} below");
}

/// Two peers differ in their locals only.
#[test]
fn peers_share_their_text() {
    let (design, cloud) = owner();
    let edges: Vec<&Stack> = site_edges(cloud).collect();
    for role in [Role::Primary, Role::Backup] {
        let of_role: Vec<&Stack> = design
            .sites
            .iter()
            .zip(&edges)
            .filter(|(site, _)| site.role == role && site.peer.is_some())
            .map(|(_, stack)| *stack)
            .collect();
        for pair in of_role.windows(2) {
            let texts = |stack: &Stack| -> Vec<String> {
                let mut literals = vec![];
                for resource in &stack.resources {
                    literals.push(resource.address.to_string());
                    collect(&resource.body, &mut literals);
                }
                literals
            };
            assert_eq!(texts(pair[0]), texts(pair[1]));
        }
    }
}

/// Names, plain texts and locals in the order of writing.
fn collect(body: &Body, into: &mut Vec<String>) {
    for item in &body.items {
        into.push(item.key.to_string());
        match &item.content {
            Content::Block(inner) => collect(inner, into),
            Content::Attribute(value) => value.walk(&mut |value| match value {
                Value::Text(text) => into.push(text.to_string()),
                Value::Local(name) => into.push(format!("local.{name}")),
                Value::Integer(number) => into.push(number.to_string()),
                _ => {}
            }),
        }
    }
}

/// Addresses of the resources of one host by the blocks that move them, in the order of the blocks.
fn moves(stack: &Stack) -> Vec<(String, String)> {
    stack.moves.iter().map(|it| (it.from.to_string(), it.to.to_string())).collect()
}

#[test]
fn resources_of_a_former_host_become_those_of_the_present_one() {
    let named = |host: &str| Setting::default(host.to_owned(), Origin::Rule("a test"));
    let at = |label: &'static str, former: &'static [&'static str]| {
        let design = examples::design_with(EXAMPLES[0].0, |platform| {
            platform.markets[0].host = named(label);
            platform.markets[0].former_hosts = former.iter().map(|host| named(host)).collect();
        });
        lower(&design).cloud
    };
    let (before, between) = (at("one", &[]), at("two", &["one.example.com"]));
    let after = at("three", &["one.example.com", "two.example.com"]);
    assert!(before.stacks.iter().all(|stack| stack.moves.is_empty()));
    let mut seen = 0;
    for ((old, middle), new) in global_edges(&before).zip(global_edges(&between)).zip(global_edges(&after)) {
        let addresses = |stack: &Stack| -> BTreeSet<String> {
            stack.managed().map(|resource| resource.address.to_string()).collect()
        };
        for (first, then) in [(old, middle), (old, new), (middle, new)] {
            let mut moved = addresses(first);
            for (from, to) in moves(then) {
                if moved.remove(&from) {
                    assert!(moved.insert(to), "two resources have one address");
                    seen += 1;
                }
            }
            assert_eq!(moved, addresses(then), "{}", then.key);
        }
        let sources: BTreeSet<String> = moves(new).into_iter().map(|(from, _)| from).collect();
        assert_eq!(sources.len(), moves(new).len(), "a source has two targets");
        assert!(sources.is_disjoint(&addresses(new)), "a source is still there");
    }
    assert!(seen > 16, "{seen}");
}
