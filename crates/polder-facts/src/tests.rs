//! Tests of the tables: they can be parsed, every fact has a source, and figures match their sources.

use std::collections::BTreeSet;

use polder_units::{Bytes, Duration, Micros, MilliCpu, PicoUsd};

use crate::{Arch, Entry, Facts, Quality};

fn facts() -> &'static Facts {
    Facts::embedded()
}

fn usd(text: &str) -> Option<PicoUsd> {
    PicoUsd::from_decimal(text)
}

#[test]
fn every_entry_has_a_source_and_a_date() {
    let entries = facts().entries();
    assert!(entries.len() > 900, "only {} entries", entries.len());
    for Entry { id, value, source, dated, .. } in entries {
        assert!(!value.is_empty() && !source.is_empty(), "{id}");
        let year = dated.get(..4).and_then(|year| year.parse::<u32>().ok());
        assert!(year.is_some_and(|year| (2019..=2026).contains(&year)), "{id} is dated `{dated}`");
    }
}

#[test]
fn every_entry_has_a_name_of_its_own() {
    let mut seen = BTreeSet::new();
    for entry in facts().entries() {
        assert!(!entry.id.contains(' '), "`{}` has a blank", entry.id);
        assert!(seen.insert(entry.id.clone()), "`{}` stands twice", entry.id);
    }
}

#[test]
fn unknown_is_said_and_never_a_number() {
    for entry in facts().entries() {
        let unknown = entry.quality == Quality::Unknown;
        assert_eq!(unknown, entry.value == "unknown", "{}", entry.id);
    }
}

#[test]
fn missing_facts_name_themselves() {
    let missing = facts().price("fargate", "linux-arm-vcpu", "eu-west-3").unwrap_err();
    insta::assert_snapshot!(missing, @"the fact `price.fargate.linux-arm-vcpu.eu-west-3` is not known: in Frankfurt and Ireland the ARM rate is exactly 80% of x86");
    let missing = facts().timing("rds.cross-region-replica.promotion").unwrap_err();
    insta::assert_snapshot!(missing, @"the fact `rds.cross-region-replica.promotion` is not known: the guide says several minutes or longer, with a reboot; no figure");
    let missing = facts().figure("sla.nat-gateway").unwrap_err();
    insta::assert_snapshot!(missing, @"the fact `sla.nat-gateway` is not known");
    let missing = facts().operation("nonsense").unwrap_err();
    insta::assert_snapshot!(missing, @"the fact `operation.nonsense` is not known");
    assert!(facts().serverless_price(Arch::Arm64, "eu-west-3").is_err());
}

#[test]
fn regions_are_whole() {
    let european = facts().regions().iter().filter(|region| region.id.starts_with("eu-"));
    assert_eq!(european.count(), 8);
    assert_eq!(facts().regions().len(), 15);
    for region in facts().regions() {
        assert!(region.zones.len() >= 3, "{}", region.id);
        assert!(region.zones.iter().all(|zone| zone.starts_with(&region.id)), "{}", region.id);
        let like = facts().region(&region.prices_like).expect("a region");
        assert_eq!(like.prices_like, like.id, "{} leans on a region without prices", region.id);
        let class = facts().database_class("db.m6g.large").expect("a class");
        assert!(class.price(&like.id, true).is_some(), "{}", like.id);
    }
    // Round trips are measured between the regions of Europe, and between them and us-east-1.
    let measured = |id: &str| id.starts_with("eu-") || id == "us-east-1";
    let all = || facts().regions().iter().map(|region| region.id.as_str());
    for (one, other) in all().flat_map(|one| all().map(move |other| (one, other))) {
        assert_eq!(facts().rtt(one, other).is_some(), measured(one) && measured(other), "{one} to {other}");
    }
    assert_eq!(facts().region("eu-west-2").map(|region| region.jurisdiction.as_str()), Some("UK"));
    assert!(facts().region("eu-west-9").is_none());
}

#[test]
fn services_are_as_published() {
    let lacking = |region: &str| -> Vec<&str> {
        let all = facts().services.values().filter(|service| !service.is_in(region));
        all.map(|service| service.name.as_str()).collect()
    };
    for region in ["eu-central-2", "eu-south-2"] {
        assert_eq!(
            lacking(region),
            ["config-iam", "macie2", "securityhub-aggregation", "signer"],
            "{region}"
        );
    }
    assert_eq!(lacking("eu-south-1"), ["securityhub-aggregation"]);
    let whole = [
        "eu-central-1",
        "eu-west-1",
        "eu-west-2",
        "eu-west-3",
        "eu-north-1",
        "us-east-1",
        "us-east-2",
        "us-west-2",
        "ca-central-1",
        "sa-east-1",
        "ap-northeast-1",
        "ap-southeast-2",
    ];
    for region in whole {
        assert!(lacking(region).is_empty(), "{region}");
    }
    for service in facts().services.values() {
        assert!(service.regions.iter().all(|region| facts().region(region).is_some()), "{}", service.name);
    }
    assert_eq!(facts().offers("eu-central-2", crate::ids::CODE_SIGNING), Ok(false));
    assert!(facts().offers("eu-west-9", crate::ids::CODE_SIGNING).is_err());
    assert!(facts().offers("eu-west-1", "nonsense").is_err());
}

#[test]
fn regions_outside_the_default_must_be_enabled() {
    let opt_in = facts().regions().iter().filter(|region| region.opt_in).map(|region| region.id.as_str());
    assert_eq!(opt_in.collect::<Vec<_>>(), ["eu-south-1", "eu-south-2", "eu-central-2"]);
    let twelve = |text: &str| text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit());
    assert!(facts().regions().iter().all(|region| twelve(&region.agent_account)));
}

#[test]
fn countries_are_whole() {
    let near = || facts().countries().iter().filter(|country| country.jurisdiction.is_some());
    assert_eq!(near().filter(|country| country.jurisdiction.as_deref() == Some("EU")).count(), 27);
    // ISO 3166-1 has 249.
    assert_eq!(facts().countries().len(), 249);
    assert!(facts().countries().is_sorted_by(|a, b| a.code < b.code), "each once");
    for country in facts().countries() {
        assert!(!country.languages.is_empty(), "{}", country.code);
        for language in &country.languages {
            assert!(facts().language_known(language), "{} speaks `{language}`", country.code);
        }
        assert!(facts().currency_in_use(&country.currency), "{}", country.code);
    }
    for country in near() {
        let excluded = ["RON", "ISK"].contains(&country.currency.as_str());
        assert_eq!(facts().currency_known(&country.currency), !excluded, "{}", country.code);
        assert!(
            facts().vat(&country.code).is_some_and(|rate| (80..=270).contains(&rate.value)),
            "{}",
            country.code
        );
    }
    assert_eq!(facts().vat("FI").map(|rate| rate.value), Some(255));
    let belgium = facts().country("BE").expect("a country");
    assert_eq!(belgium.languages, ["nl", "fr", "de"]);
    assert!(facts().languages().count() > 100 && facts().currencies().count() >= 38);
    assert!(facts().currencies().all(|currency| facts().currency_in_use(currency)));
}

#[test]
fn round_trips_are_as_measured() {
    assert_eq!(facts().rtt("eu-central-1", "eu-west-1").map(|trip| trip.value), Some(Micros(26_860)));
    assert_eq!(
        facts().city_rtt("amsterdam", "eu-west-3").and_then(|trip| trip.average),
        Some(Micros(10_310))
    );
    assert_eq!(facts().city_rtt("cologne", "eu-west-3").map(|trip| trip.average), Some(None));
    let there = facts().zone_rtt("eu-west-1a", "eu-west-1b").map(|trip| trip.value);
    assert_eq!(there, facts().zone_rtt("eu-west-1b", "eu-west-1a").map(|trip| trip.value));
    assert_eq!(there, Some(Micros(765)));
}

#[test]
fn database_classes_are_as_published() {
    let class = facts().database_class("db.m7g.large").expect("a class");
    assert_eq!((class.arch, class.vcpu, class.memory), (Arch::Arm64, 2, Bytes::gib(8)));
    assert_eq!(class.price("eu-central-1", false), usd("0.2"));
    assert_eq!(class.price("eu-central-1", true), usd("0.401"));
    assert_eq!(class.price("eu-west-3", true), None);
    let per_connection = facts().figure("rds.postgres.bytes-per-connection").expect("a figure").value;
    let ceiling = facts().figure("rds.postgres.connections.max").expect("a figure").value;
    for class in facts().database_classes() {
        assert_eq!(class.max_connections, (class.memory.0 / per_connection).min(ceiling), "{}", class.name);
        assert!(class.price("eu-west-1", true) > class.price("eu-west-1", false), "{}", class.name);
    }
}

/// One price list is known. Newer classes have no price, and none is invented.
#[test]
fn aurora_offers_some_of_the_classes() {
    let price =
        |class: &str, region| facts().database_class(class).expect("a class").shared_storage_price(region);
    assert_eq!(price("db.r6g.large", "eu-west-1"), usd("0.286"));
    assert_eq!(price("db.t4g.medium", "eu-west-1"), usd("0.078"));
    assert_eq!(price("db.r6g.large", "eu-central-1"), None);
    assert_eq!(price("db.r7g.large", "eu-west-1"), None);
    let offered =
        facts().database_classes().iter().filter(|class| class.shared_storage_price("eu-west-1").is_some());
    let families: BTreeSet<&str> = offered.filter_map(|class| class.name.split('.').nth(1)).collect();
    assert_eq!(families.into_iter().collect::<Vec<_>>(), ["r6g", "r6i", "t3", "t4g"]);
}

#[test]
fn cache_classes_are_as_published() {
    let class = facts().cache_class("cache.t4g.small").expect("a class");
    assert_eq!((class.arch, class.vcpu, class.burstable), (Arch::Arm64, 2, true));
    assert_eq!(class.price("eu-central-1"), usd("0.0288"));
    for class in facts().cache_classes() {
        assert!(class.memory > Bytes(0), "{}", class.name);
        assert!(class.price("eu-west-1").is_some(), "{}", class.name);
    }
}

#[test]
fn machine_classes_are_as_published() {
    let class = facts().machine_class("m7g.large").expect("a class");
    assert_eq!((class.arch, class.vcpu, class.memory), (Arch::Arm64, 2, Bytes::gib(8)));
    assert_eq!((class.tasks_max(), class.pods_max()), (10, 27));
    assert_eq!(class.price("eu-central-1"), usd("0.0978"));
    assert_eq!(class.spot_price("eu-central-1"), usd("0.033252"));
    assert_eq!(class.interrupted_percent_max("eu-central-1"), Some(10));
    let lent = facts().machine_class("t4g.medium").expect("a class");
    assert_eq!((lent.burstable, lent.tasks_max()), (true, 2), "no trunk, and one interface is its own");
    for class in facts().machine_classes() {
        assert!(class.price("eu-west-1").is_some(), "{}", class.name);
        assert!(class.tasks.is_none() == class.burstable, "{}", class.name);
        for region in class.spot.keys() {
            assert!(class.spot_price(region) < class.price(region), "{} in {region}", class.name);
        }
    }
}

#[test]
fn fargate_sizes_ascend() {
    let sizes = facts().serverless_sizes();
    assert_eq!(sizes.len(), 7);
    assert!(sizes.is_sorted_by_key(|size| size.cpu));
    assert!(sizes.iter().all(|size| size.memories.is_sorted()));
    let quarter = sizes.first().expect("a size");
    assert_eq!(quarter.cpu, MilliCpu(250));
    assert_eq!(quarter.memory_for(Bytes::mib(1500)), Some(Bytes::gib(2)));
    assert_eq!(quarter.memory_for(Bytes::mib(2049)), None);
    let price = facts().serverless_price(Arch::Arm64, "eu-west-1").expect("a price");
    assert_eq!((Some(price.vcpu), Some(price.gigabyte)), (usd("0.03238"), usd("0.00356")));
}

#[test]
fn prices_of_the_world_hold_everywhere() {
    let zone = facts().price("route53", "hosted-zone", "eu-west-3").expect("a price");
    assert_eq!((zone.region.as_str(), Some(zone.usd)), ("global", usd("0.5")));
    let edge = facts().price("cloudfront", "out-first-10tb", "eu-west-3").expect("a price");
    assert_eq!((edge.region.as_str(), Some(edge.usd)), ("europe", usd("0.085")));
    let nat = facts().price("nat-gateway", "hour", "eu-west-3").expect("a price");
    assert_eq!((nat.unit.as_str(), Some(nat.usd)), ("hour", usd("0.05")));
    assert_eq!(facts().price("acm", "public-certificate", "eu-west-1").map(|price| price.usd).ok(), None);
}

/// The formula at the top of `operations.toml`, with the two measured operations put in.
#[test]
fn derived_operations_follow_their_formula() {
    let shop = facts().operation("shop").expect("measured");
    let list = facts().operation("product-list").expect("measured");
    let further = list.statements_replica - shop.statements_replica;
    let cost = |first: Micros, last: Micros, statements: u64| {
        let beyond = statements.saturating_sub(shop.statements_replica);
        Micros(first.0 + ((last.0 - first.0) * beyond).div_ceil(further))
    };
    let (connection, listing) = (shop.database_replica_cpu, list.database_replica_cpu);
    for operation in facts().operations().filter(|operation| operation.provenance.quality == Quality::Derived)
    {
        let (replica, writer) = (operation.statements_replica, operation.statements_writer);
        assert_eq!(operation.cpu, cost(shop.cpu, list.cpu, replica + writer), "{}", operation.id);
        assert_eq!(operation.database_replica_cpu, cost(connection, listing, replica), "{}", operation.id);
        let expected = if writer == 0 { Micros(0) } else { cost(connection, listing, writer) };
        assert_eq!(operation.database_writer_cpu, expected, "{}", operation.id);
    }
    let create = facts().operation("checkout-create").expect("derived");
    assert_eq!((create.statements_writer, create.writes), (91, 9));
    assert_eq!(create.cpu, Micros(193_777));
}

#[test]
fn saleor_needs_what_was_measured() {
    let worker = facts().process("api-worker").expect("measured");
    assert_eq!((worker.memory, worker.start_cpu), (Bytes::mib(441), Duration::seconds(16)));
    let keep_alive = facts().figure("saleor.api.keep-alive").expect("a figure");
    assert_eq!(keep_alive.duration(), Some(Duration::seconds(35)));
    assert_eq!(keep_alive.bytes(), None);
    let default = facts().figure("alb.idle-timeout.default").expect("a figure");
    assert!(default.value > keep_alive.value, "the trap that the rule is about");
    let share = facts().figure("sla.fargate").expect("a figure").share();
    assert_eq!(share.map(|share| share.0), Some(999_900));
    assert_eq!(
        facts().text("saleor.broker.eviction-policy").map(|text| text.value.as_str()),
        Ok("noeviction")
    );
    let failover = facts().timing("rds.multi-az-instance.failover").expect("a timing");
    assert_eq!((failover.low, failover.high), (Some(Duration::seconds(60)), Some(Duration::seconds(120))));
}

#[test]
fn environment_variables_are_whole() {
    let key = facts().environment_variable("SECRET_KEY").expect("a variable");
    assert!(key.secret && key.required && key.default.is_none());
    let queue = facts().environment_variable("CELERY_TASK_DEFAULT_QUEUE").expect("a variable");
    assert_eq!(queue.since.as_deref(), Some("3.24"));
    assert!(facts().environment_variable("SECRET").is_none());
    for variable in facts().environment_variables() {
        assert!(["saleor", "dashboard", "storefront"].contains(&variable.of.as_str()), "{}", variable.name);
    }
}

#[test]
fn operations_run_on_known_processes() {
    for operation in facts().operations() {
        let on = operation.runs_on.as_str();
        assert!(["api", "celery-worker", "storefront"].contains(&on), "{} runs on `{on}`", operation.id);
    }
}
