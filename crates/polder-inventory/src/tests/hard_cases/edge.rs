//! The edge: failover records with an alarm as switch, origin groups, an API with a private link.

use super::{finished, lines_about};
use crate::entries::EntryId;
use crate::index::Index;
use crate::model::{Decimal, Id, Known, Link, Pattern, Reason};
use crate::networks::{
    Api, ApiAuthorization, ApiExposure, ApiIntegration, ApiKind, ApiLink, ApiRoute, ApiTarget,
    CdnOriginGroup, DnsAnswer, DnsRecord, DnsRecordId, DnsRouting, FailoverRole, HealthCheck, HealthCheckId,
    HealthSubject, HealthWithoutData, LoadBalancer, LoadBalancerId, LoadBalancerKind, OriginTarget,
};
use crate::observability::{
    Alarm, AlarmCondition, AlarmThreshold, AlarmValue, Comparison, Metric, MissingData,
};
use crate::tests::small::{self, Writer, behaviour, origin, seconds, text};

fn balancer(writer: &mut Writer, address: &str, kind: LoadBalancerKind) -> LoadBalancerId {
    let source = writer.source(address);
    writer.all.networks.load_balancers.push(LoadBalancer {
        source,
        name: Known::Value(None),
        kind: Known::Value(kind),
        public: Known::Value(kind == LoadBalancerKind::Application),
        subnets: [].into(),
        cross_zone: Known::Value(true),
        idle_timeout: None,
        deletion_protected: Known::Value(true),
        drops_invalid_headers: Known::Value(true),
        web_acl: None,
    })
}

fn health_check(writer: &mut Writer, address: &str, subject: HealthSubject) -> HealthCheckId {
    let source = writer.source(address);
    let (inverted, disabled) = (Known::Value(false), Known::Value(false));
    writer.all.networks.health_checks.push(HealthCheck { source, subject, inverted, disabled })
}

fn record(writer: &mut Writer, address: &str, to: LoadBalancerId, routing: DnsRouting, check: HealthCheckId) {
    let source = writer.source(address);
    writer.all.networks.dns_records.push(DnsRecord {
        source,
        zone: Link::Unknown(Reason::NotGiven),
        name: Known::Value(Pattern::literal("origin.example.com")),
        kind: text("A"),
        answer: DnsAnswer::Alias { to: Link::To(to.into()), evaluates_health: Known::Value(false) },
        routing,
        health_check: Some(Link::To(check)),
    });
}

/// The alarm in the other region, whose state is set manually.
fn switch(writer: &mut Writer) -> crate::observability::AlarmId {
    let source = writer.source("alarm.switch");
    let metric = Metric {
        namespace: text("Switch"),
        name: text("failover"),
        dimensions: Known::Value([].into()),
        statistic: text("Maximum"),
        subject: None,
        account: None,
    };
    let threshold = AlarmThreshold {
        value: AlarmValue::Metric(metric),
        comparison: Known::Value(Comparison::GreaterOrEqual),
        threshold: Known::Value(Decimal::whole(1)),
        period: seconds(60),
        periods: Known::Value(1),
        breaching_periods: Known::Value(1),
        missing: Known::Value(MissingData::Ignored),
    };
    writer.all.observability.alarms.push(Alarm {
        source,
        name: text("switch"),
        condition: AlarmCondition::Threshold(Box::new(threshold)),
        actions_enabled: Known::Value(true),
        actions_on_alarm: [].into(),
        actions_on_ok: [].into(),
        actions_on_no_data: [].into(),
    })
}

#[test]
fn a_failover_depends_on_an_alarm_of_the_other_region() {
    let mut writer = Writer::new("one", "production", "eu-west-1");
    let balancers = ["balancer.first", "balancer.second"]
        .map(|name| balancer(&mut writer, name, LoadBalancerKind::Application));
    let home = writer.location;
    writer.location = writer.location(Id::from_index(0), Some("eu-west-3"));
    let alarm = switch(&mut writer);
    writer.location = home;
    let without_data = Known::Value(HealthWithoutData::Healthy);
    let by_hand = HealthSubject::Alarm { alarm: Link::To(alarm), without_data };
    let by_hand = health_check(&mut writer, "check.switch", by_hand);
    let endpoint = HealthSubject::Endpoint {
        protocol: text("https"),
        host: Known::Value(Pattern::literal("site.example.com")),
        port: Known::Value(443),
        path: Known::Value(Some("/ready".into())),
        contains: Known::Value(None),
        interval: seconds(10),
        failure_threshold: Known::Value(3),
        checkers: Known::Value(None),
    };
    let endpoint = health_check(&mut writer, "check.endpoint", endpoint);
    let both = HealthSubject::Calculated {
        checks: [Link::To(by_hand), Link::To(endpoint)].into(),
        threshold: Known::Value(2),
    };
    let both = health_check(&mut writer, "check.both", both);
    for (balancer, (name, role)) in balancers
        .into_iter()
        .zip([("record.first", FailoverRole::Primary), ("record.second", FailoverRole::Secondary)])
    {
        record(&mut writer, name, balancer, DnsRouting::Failover(Known::Value(role)), both);
    }
    let latency = DnsRouting::Latency { region: text("eu-west-1") };
    record(&mut writer, "record.near", balancers[0], latency, endpoint);
    let inventory = finished(writer);
    let index = Index::of(&inventory);
    // From the switch to everything that it moves.
    let mut moved: Vec<EntryId> = vec![alarm.into()];
    let mut at = 0;
    while let Some(entry) = moved.get(at) {
        let next: Vec<EntryId> = index.referrers(*entry).filter(|id| !moved.contains(id)).collect();
        moved.extend(next);
        at += 1;
    }
    let records = moved.iter().filter(|entry| matches!(entry, EntryId::DnsRecord(_))).count();
    assert_eq!(records, 2, "the latency record does not depend on the switch");
    let region =
        |id: EntryId| inventory.locations[inventory.source_of(id).expect("a source").location].region.clone();
    assert_ne!(region(alarm.into()), region(by_hand.into()));
    assert_eq!(index.referring::<DnsRecordId>(balancers[0]).count(), 2);
}

#[test]
fn an_origin_group_names_origins_of_its_distribution() {
    let mut inventory = small::inventory();
    let bucket = Link::Unknown(Reason::NotGiven);
    for distribution in inventory.networks.distributions.values_mut() {
        distribution.origins =
            [origin("first", OriginTarget::Bucket(bucket)), origin("second", OriginTarget::Bucket(bucket))]
                .into();
        let statuses = Known::Value([403, 404, 503].into());
        let members = ["first".into(), "second".into()].into();
        distribution.origin_groups = [CdnOriginGroup { id: "files".into(), members, statuses }].into();
        distribution.behaviours = [behaviour(Some("/media/*"), "files"), behaviour(None, "first")].into();
    }
    assert_eq!(crate::check(&inventory), []);
    for distribution in inventory.networks.distributions.values_mut() {
        distribution.origin_groups[0].members[1] = "third".into();
    }
    let found: Vec<String> = crate::check(&inventory).into_iter().map(|found| found.place).collect();
    assert_eq!(found, ["networks/distributions/one:cdn.main/origin_groups[0].members[1]"]);
}

#[test]
fn a_managed_api_reaches_a_private_load_balancer_by_its_link() {
    let mut writer = Writer::new("one", "production", "eu-west-1");
    let balancer = balancer(&mut writer, "balancer.private", LoadBalancerKind::Network);
    let source = writer.source("link.main");
    let link = ApiLink { source, load_balancers: [Link::To(balancer)].into() };
    let link = writer.all.networks.api_links.push(link);
    let source = writer.source("api.main");
    let api = writer.all.networks.apis.push(Api {
        source,
        name: text("partners"),
        kind: Known::Value(ApiKind::Rest),
        exposure: Known::Value(ApiExposure::Regional),
        default_endpoint_enabled: Known::Value(false),
        compression_minimum: Known::Value(None),
    });
    let source = writer.source("api_route.main");
    writer.all.networks.api_routes.push(ApiRoute {
        source,
        api: Link::To(api),
        method: text("POST"),
        path: text("/graphql"),
        authorization: ApiAuthorization::Open,
        key_required: Known::Value(true),
        integration: Some(ApiIntegration {
            target: ApiTarget::Link {
                link: Link::To(link),
                url: Known::Value(Pattern::literal("https://origin.example.com/graphql/")),
            },
            timeout: seconds(29),
            headers: Known::Value(["x-origin-secret".into()].into()),
            identity: None,
        }),
    });
    let inventory = finished(writer);
    insta::assert_snapshot!(lines_about(&inventory, "one:api_route") + &lines_about(&inventory, "one:link"), @r#"
    networks/api_routes/one:api_route.main/api = apis one:api.main
    networks/api_routes/one:api_route.main/authorization = Open
    networks/api_routes/one:api_route.main/integration.headers = "x-origin-secret"
    networks/api_routes/one:api_route.main/integration.identity = none
    networks/api_routes/one:api_route.main/integration.target = Link
    networks/api_routes/one:api_route.main/integration.target.link = api_links one:link.main
    networks/api_routes/one:api_route.main/integration.target.url = "https://origin.example.com/graphql/"
    networks/api_routes/one:api_route.main/integration.timeout = 29s
    networks/api_routes/one:api_route.main/key_required = true
    networks/api_routes/one:api_route.main/method = "POST"
    networks/api_routes/one:api_route.main/path = "/graphql"
    networks/api_links/one:link.main/load_balancers = load_balancers one:balancer.private
    "#);
}
