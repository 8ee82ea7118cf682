//! Machine classes by region, engine and version; versions of engines; phases of runtimes.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use anyhow::{Context, Result};
use serde_json::Value;

use super::cloudformation::CloudFormation;
use super::{REGIONS, strings};

/// Families of classes that only depend on the region, with the file that lists them.
const FAMILIES: [(&str, &str); 9] = [
    ("ec2", "aws_ec2_instance/instancetype_enum.json"),
    ("elasticache", "aws_elasticache_cachecluster/cachenodetype_enum.json"),
    ("opensearch", "aws_opensearchservice_domain/clusterconfig_instancetype_enum.json"),
    ("elasticsearch", "aws_elasticsearch_domain/elasticsearchclusterconfig_instancetype_enum.json"),
    ("mq", "aws_amazonmq_broker/instancetype_enum.json"),
    ("docdb", "aws_docdb_dbinstance/dbinstanceclass_enum.json"),
    ("neptune", "aws_neptune_dbinstance/dbinstanceclass_enum.json"),
    ("redshift", "aws_redshift_cluster/nodetype_enum.json"),
    ("dax", "aws_dax_cluster/nodetype_enum.json"),
];

/// Engines whose classes depend on the version, too.
const VERSIONED: [&str; 5] = ["aurora-mysql", "aurora-postgresql", "mariadb", "mysql", "postgres"];

/// The regions of each class.
type Classes = BTreeMap<String, BTreeSet<&'static str>>;

/// The versions of each engine.
type Versions = BTreeMap<String, BTreeSet<String>>;

/// All lines.
pub(super) fn text(schemas: &CloudFormation) -> Result<String> {
    let mut text = String::new();
    for (family, file) in FAMILIES {
        let listed = schemas.extension(file)?;
        let mut classes = Classes::new();
        for region in REGIONS {
            for class in strings(&listed[region]["enum"]) {
                classes.entry(class).or_default().insert(region);
            }
        }
        write_classes(&mut text, family, &classes)?;
    }
    let mut engines = databases(&schemas.extension("aws_rds_dbinstance/dbinstanceclass_enum.json")?);
    let clusters = databases(&schemas.extension("aws_rds_dbcluster/dbclusterinstanceclass_enum.json")?);
    engines.extend(clusters.into_iter().map(|(engine, classes)| (format!("cluster/{engine}"), classes)));
    for (engine, classes) in &engines {
        write_classes(&mut text, &format!("rds/{engine}"), classes)?;
    }
    let listed = versions(&schemas.extension("aws_rds_dbinstance/engine_version.json")?);
    let retired = versions(&schemas.extension("aws_rds_dbinstance/engine_version_deprecated.json")?);
    write_versions(&mut text, "rds", &listed, &retired)?;
    let of_caches = versions(&schemas.extension("aws_elasticache_cachecluster/engine_version.json")?);
    write_versions(&mut text, "elasticache", &of_caches, &BTreeMap::new())?;
    let by_version = schemas.extension("aws_rds_dbinstance/db_instance_class.json")?;
    write_missing(&mut text, &by_version, &engines, &listed, &retired)?;
    for (runtime, phases) in schemas.runtimes()?.as_object().context("no runtimes")? {
        let word = |key: &str| phases[key].as_str().unwrap_or("-");
        writeln!(text, "runtime {runtime} {} {}", word("create-block"), word("successor"))?;
    }
    Ok(text)
}

/// Classes by engine: of all licence models, since Terraform leaves the model to AWS as a rule.
fn databases(listed: &Value) -> BTreeMap<String, Classes> {
    let mut engines: BTreeMap<String, Classes> = BTreeMap::new();
    for region in REGIONS {
        for case in listed[region]["allOf"].as_array().into_iter().flatten() {
            let Some(engine) = case["if"]["properties"]["Engine"]["const"].as_str() else { continue };
            let then =
                case["then"]["properties"].as_object().and_then(|properties| properties.values().next());
            for class in then.into_iter().flat_map(|property| strings(&property["enum"])) {
                engines.entry(engine.to_owned()).or_default().entry(class).or_default().insert(region);
            }
        }
    }
    engines
}

/// Versions by engine.
fn versions(listed: &Value) -> Versions {
    let mut engines = Versions::new();
    for case in listed["allOf"].as_array().into_iter().flatten() {
        let Some(engine) = case["if"]["properties"]["Engine"]["const"].as_str() else { continue };
        for side in ["if", "then"] {
            let found = strings(&case[side]["properties"]["EngineVersion"]["enum"]);
            engines.entry(engine.to_owned()).or_default().extend(found);
        }
    }
    engines
}

fn write_versions(text: &mut String, family: &str, listed: &Versions, retired: &Versions) -> Result<()> {
    let nothing = BTreeSet::new();
    for (engine, listed) in listed {
        let retired = retired.get(engine).unwrap_or(&nothing);
        let offered: Vec<&str> = listed.difference(retired).map(String::as_str).collect();
        writeln!(text, "offered {family}/{engine} {}", offered.join(" "))?;
        if !retired.is_empty() {
            let retired: Vec<&str> = retired.iter().map(String::as_str).collect();
            writeln!(text, "retired {family}/{engine} {}", retired.join(" "))?;
        }
    }
    Ok(())
}

/// Classes that an engine has, but not in a version that AWS offers.
fn write_missing(
    text: &mut String,
    by_version: &Value,
    engines: &BTreeMap<String, Classes>,
    listed: &Versions,
    retired: &Versions,
) -> Result<()> {
    for case in by_version["allOf"].as_array().into_iter().flatten() {
        let engine = case["if"]["properties"]["Engine"]["const"].as_str().unwrap_or_default();
        let pattern = case["if"]["properties"]["EngineVersion"]["pattern"].as_str().unwrap_or_default();
        let version = pattern.rsplit_once('|').map_or(pattern, |(_, version)| version);
        let version = version.trim_end_matches(")$").replace('\\', "");
        let minor = format!("{version}.");
        let is_listed = listed
            .get(engine)
            .is_some_and(|listed| listed.iter().any(|it| *it == version || it.starts_with(&minor)));
        let is_retired = retired.get(engine).is_some_and(|retired| retired.contains(&version));
        if !VERSIONED.contains(&engine) || is_retired || !is_listed {
            continue;
        }
        let has: BTreeSet<String> = strings(&case["then"]["properties"]["DBInstanceClass"]["enum"]).collect();
        let missing: Vec<String> = engines
            .get(engine)
            .into_iter()
            .flat_map(BTreeMap::keys)
            .filter(|class| !has.contains(*class))
            .cloned()
            .collect();
        if !missing.is_empty() {
            writeln!(text, "missing rds/{engine} {version} {}", grouped(missing.iter()))?;
        }
    }
    Ok(())
}

/// One line for each set of regions.
fn write_classes(text: &mut String, family: &str, classes: &Classes) -> Result<()> {
    let mut groups: BTreeMap<&BTreeSet<&str>, Vec<&String>> = BTreeMap::new();
    for (class, regions) in classes {
        groups.entry(regions).or_default().push(class);
    }
    for (regions, classes) in groups {
        let regions: Vec<&str> = regions.iter().copied().collect();
        writeln!(text, "class {family} {} {}", regions.join(","), grouped(classes.into_iter()))?;
    }
    Ok(())
}

/// `db.m5.large|xlarge` for two sizes of a series.
fn grouped<'c>(classes: impl Iterator<Item = &'c String>) -> String {
    let mut series: BTreeMap<(&str, bool), Vec<&str>> = BTreeMap::new();
    for class in classes {
        // OpenSearch and SageMaker write the size in the middle or at the end.
        match class.rsplit_once('.') {
            Some((family, size)) => series.entry((family, true)).or_default().push(size),
            None => series.entry((class, false)).or_default().push(""),
        }
    }
    let one = |((family, has_size), sizes): ((&str, bool), Vec<&str>)| {
        if has_size { format!("{family}.{}", sizes.join("|")) } else { family.to_owned() }
    };
    series.into_iter().map(one).collect::<Vec<_>>().join(" ")
}
