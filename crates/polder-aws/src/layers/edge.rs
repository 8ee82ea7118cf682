//! Layer `edge` of a site: load balancer, web ACL, certificates, health checks and DNS records.

use polder_cloud::{Handle, Layer, Value, body, deny, text};
use polder_design::{BucketKind, Component, Role, Site};

use crate::context::Context;
use crate::draft::Draft;
use crate::edge::acm_certificate;
use crate::edge::cloudfront_function::{HIDDEN, LINKED};
use crate::edge::hosts;
use crate::edge::hosts::api_paths;
use crate::edge::hosts::viewer_hosts;
use crate::edge::lb;
use crate::edge::lb_listener;
use crate::edge::lb_listener::{Name, Names};
use crate::edge::lb_target_group;
use crate::edge::route53_health_check;
use crate::edge::route53_record::{self, Routing};
use crate::edge::wafv2_web_acl::{self, Apis, Scope, WebAcl};
use crate::edge::web_exceptions;
use crate::handles::{Base, Dns, Edge};
use crate::names;
use crate::storage::malware_protection;
use crate::storage::s3_bucket;

pub(crate) fn lower(context: &mut Context<'_>, site: &Site) {
    let design = context.design;
    let handles = &context.handles;
    let (dns, base, network) =
        (&handles.dns[&site.account], &handles.base[&site.id], &handles.network[&site.id]);
    let s = context.site_stack(
        site,
        Layer::Edge,
        "Load balancer, web ACL, certificates, health checks and DNS records.",
    );
    let load_balancer = lb::load_balancer(&s, &design.timings.entry, network, base);
    let target_groups = lb_target_group::target_groups(
        &s,
        &design.timings.entry,
        site,
        &design.cells[site.cell].name,
        network,
    );
    let (names, validation_records) = names(&s, context, site, dns);
    lb_listener::listener(&s, site, &load_balancer, &names, &target_groups);
    let web_acl = web_acl(&s, context, site, base, &load_balancer);
    if let Some(own) = &names.site {
        records_with_checks(&s, context, site, dns, &names, own, &load_balancer);
    } else {
        s.file("route53_record", "DNS records of this site, the only one of its cell.");
        let storefront = names.storefront.iter().map(|it| ("storefront", it));
        for (name, it) in std::iter::once(("origin", &names.origin)).chain(storefront) {
            let _host = s.part(Component::Host(it.text.clone()));
            route53_record::load_balancer(&s, name, &it.host, &load_balancer, &dns.zone, Routing::Simple);
        }
    }
    bucket_policies(&s, context, site, base);
    context.add(s);
    context.handles.edge.insert(site.id, Edge { load_balancer, target_groups, web_acl, validation_records });
}

/// The names of the site with their certificates, and the validation records of the cell: of its origin and of its storefront.
fn names(s: &Draft, context: &Context<'_>, site: &Site, dns: &Dns) -> (Names, Vec<Handle>) {
    let cell = &context.design.cells[site.cell];
    s.file("acm_certificate", acm_certificate::WHY);
    let origin = s.local("origin_host", &cell.origin_host);
    let storefront = cell.storefront_host.as_ref().map(|host| s.local("storefront_host", host));
    let own = site.peer.map(|_| {
        let text = hosts::site_host(context.design, site);
        let host = s.local("site_host", &text);
        let _host = s.part(Component::Host(text.clone()));
        let (certificate, _) = acm_certificate::with_record(s, "site", &host, &dns.zone);
        Name { text, host, certificate }
    });
    // The primary site's edge wrote the records; primaries come before backups.
    let peer =
        site.peer.filter(|_| site.role == Role::Backup).and_then(|peer| context.handles.edge.get(&peer));
    let name = |name: &str, text: &str, host: Value, record: Option<&Handle>| {
        let _host = s.part(Component::Host(text.to_owned()));
        let (certificate, record) = match record {
            Some(record) => (acm_certificate::with_record_of(s, name, &host, record), record.clone()),
            None => acm_certificate::with_record(s, name, &host, &dns.zone),
        };
        (Name { text: text.to_owned(), host, certificate }, record)
    };
    let record = |at: usize| peer.and_then(|peer| peer.validation_records.get(at));
    let (origin, origin_record) = name("origin", &cell.origin_host, origin, record(0));
    let storefront = cell.storefront_host.as_ref().zip(storefront);
    let storefront = storefront.map(|(text, host)| name("storefront", text, host, record(1)));
    let (storefront, storefront_record) = storefront.unzip();
    let records = std::iter::once(origin_record).chain(storefront_record).collect();
    (Names { origin, storefront, site: own }, records)
}

/// The DNS records of a site that has a peer: health decides which of the two is answered.
fn records_with_checks(
    s: &Draft,
    context: &Context<'_>,
    site: &Site,
    dns: &Dns,
    names: &Names,
    own: &Name,
    balancer: &Handle,
) {
    let (design, handles) = (context.design, &context.handles);
    let (base, data) = (&handles.base[&site.id], &handles.data[&site.id]);
    s.file("route53_health_check", route53_health_check::WHY);
    let path = |process: &str| Value::Local(format!("{process}_health_path").into());
    let endpoint = |process| {
        route53_health_check::endpoint(
            s,
            design.timings.failover.site_check,
            process,
            &own.host,
            path(process),
        )
    };
    let of_own = s.part(Component::Host(own.text.clone()));
    let api = endpoint("api");
    let storefront = names.storefront.as_ref().map(|name| (name, endpoint("storefront")));
    drop(of_own);
    let of_origin = s.part(Component::Host(names.origin.text.clone()));
    let primary = site.role == Role::Primary;
    let peer =
        site.peer.and_then(|peer| Some((design.sites.get(peer)?, handles.base[&peer].switch.as_ref()?)));
    let origin = match peer {
        Some((peer, switch)) if primary => {
            // The health check names the alarm of the switch, and Route 53 refuses one that does not exist.
            s.after(&names::site_key(design, peer, Layer::Base));
            let switch_region = s.local("peer_region", &peer.region);
            let (endpoint, database, alarms) = (&api, &data.database, &base.alarms);
            route53_health_check::origin(
                s,
                &route53_health_check::Origin { endpoint, database, alarms, design, switch, switch_region },
            )
        }
        _ => api,
    };
    drop(of_origin);
    s.file(
        "route53_record",
        "DNS records of this site. A failover of the cell only moves the cell's origin: the primary site's\n\
         record is used while it is healthy, then the backup's. If neither is, the primary's is used. The\n\
         storefront is served from both sites at once, to each visitor from the nearer.",
    );
    let record = |name: &str, it: &Name, routing: Routing<'_>| {
        let _host = s.part(Component::Host(it.text.clone()));
        route53_record::load_balancer(s, name, &it.host, balancer, &dns.zone, routing)
    };
    record("site", own, Routing::Simple);
    record("origin", &names.origin, Routing::Failover { primary, check: &origin });
    if let Some((name, check)) = &storefront {
        record("storefront", name, Routing::Latency { check });
    }
}

/// No rate limit by address here: all requests come from CloudFront, whose own web ACL has counted the
/// visitors'.
fn web_acl(s: &Draft, context: &Context<'_>, site: &Site, base: &Base, balancer: &Handle) -> Handle {
    s.file(
        "wafv2_web_acl",
        "Requests that the load balancer blocks, even those that bypass CloudFront. Rate limits by address\n\
         are at the edge: here all requests come from CloudFront.",
    );
    let web_acl = wafv2_web_acl::web_acl(
        s,
        WebAcl {
            name: "load_balancer",
            description: "Protects the load balancer.",
            scope: Scope::Regional,
            sees_clients: false,
            rates: vec![],
            apis: Apis::Below(api_paths(site)),
            exceptions: web_exceptions::behind_the_edge(
                &context.design.exceptions,
                &viewer_hosts(context.design, site.account),
            ),
            logs_key: &base.keys.logs,
            retention: context.design.retention.access_logs,
        },
    );
    let _firewall = s.part(Component::Firewall);
    s.resource(
        "aws_wafv2_web_acl_association",
        "load_balancer",
        body! {
            resource_arn = balancer.arn();
            web_acl_arn = web_acl.arn();
        },
    );
    web_acl
}

/// The policies of the buckets that are served to the internet, for the distributions named here.
fn bucket_policies(s: &Draft, context: &Context<'_>, site: &Site, base: &Base) {
    let cell = &context.design.cells[site.cell];
    s.file(
        "s3_bucket_policy",
        "Read access to pictures and static files: for the named distributions, and in the media bucket not\n\
         to private files of customers and orders. The CloudFront function blocks those, too; the policy\n\
         applies however a URL is written. Static files are served on several hosts: the bucket also has the\n\
         error pages.",
    );
    let distribution = &context.handles.global_edge.distributions[cell.media_host()];
    for kind in [BucketKind::Media, BucketKind::Static] {
        let bucket = &base.buckets[&kind];
        let mut statements =
            s3_bucket::bucket_policy_statements(bucket, &s3_bucket::key_of(kind, &base.keys));
        // In locals: cells with other hosts share all other text.
        if kind == BucketKind::Static {
            let arns = s.local("static_distributions", readers_of_pages(context, site));
            statements.push(s3_bucket::readable_by(bucket, [arns]));
        } else {
            let arn = s.local("media_distribution", distribution.arn());
            statements.push(s3_bucket::readable_by(bucket, [arn]));
            // What a link opens is up to the function: policies have no pattern for a random name.
            let never = HIDDEN.into_iter().filter(|start| !LINKED.contains(start));
            statements.push(
                deny("HiddenFromTheWorld")
                    .to_service("cloudfront.amazonaws.com")
                    .actions(["s3:GetObject"])
                    .on_all(never.map(|start| text![bucket.arn(), "/", start, "*"])),
            );
            if context.design.scan_uploads {
                statements.push(malware_protection::infected_objects(bucket));
            }
        }
        s3_bucket::policy(s, kind, bucket, statements);
    }
}

/// The distributions that read static files or error pages of the site's cell. The first cell of an account
/// holds the pages of the hosts that all cells share.
fn readers_of_pages(context: &Context<'_>, site: &Site) -> Vec<Value> {
    let design = context.design;
    let cell = &design.cells[site.cell];
    let account = &design.accounts[cell.account];
    let first = design.cells_of(cell.account).next().is_some_and(|first| first.id == cell.id);
    let shared = hosts::choosing_hosts(account);
    let mut hosts: Vec<&str> = vec![cell.media_host()];
    let markets = cell.markets.iter().map(|market| market.host.as_str());
    for host in markets.chain(cell.dashboard_host.as_deref()).chain(shared.filter(|_| first)) {
        if !hosts.contains(&host) {
            hosts.push(host);
        }
    }
    let distributions = &context.handles.global_edge.distributions;
    hosts.into_iter().map(|host| distributions[host].arn()).collect()
}
