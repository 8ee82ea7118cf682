//! Machine classes and engine versions against what the region offers.

use polder_diag::Code;

use crate::codes;
use crate::data::classes::{CLASSES, VersionOffer};
use crate::report::Report;
use crate::subject::{Fault, Subject, one_of, shown};
use crate::tree::Tree;

/// Attributes that hold a machine class, with the family of the class in the tables.
const CLASS_ATTRIBUTES: &[(&str, &str, &str)] = &[
    ("aws_instance", "instance_type", "ec2"),
    ("aws_spot_instance_request", "instance_type", "ec2"),
    ("aws_launch_template", "instance_type", "ec2"),
    ("aws_launch_configuration", "instance_type", "ec2"),
    ("aws_eks_node_group", "instance_types", "ec2"),
    ("aws_ec2_capacity_reservation", "instance_type", "ec2"),
    ("aws_ec2_fleet", "launch_template_config.override.instance_type", "ec2"),
    ("aws_spot_fleet_request", "launch_specification.instance_type", "ec2"),
    ("aws_autoscaling_group", "mixed_instances_policy.launch_template.override.instance_type", "ec2"),
    ("aws_elasticache_cluster", "node_type", "elasticache"),
    ("aws_elasticache_replication_group", "node_type", "elasticache"),
    ("aws_elasticache_global_replication_group", "cache_node_type", "elasticache"),
    ("aws_opensearch_domain", "cluster_config.instance_type", "opensearch"),
    ("aws_opensearch_domain", "cluster_config.dedicated_master_type", "opensearch"),
    ("aws_elasticsearch_domain", "cluster_config.instance_type", "elasticsearch"),
    ("aws_elasticsearch_domain", "cluster_config.dedicated_master_type", "elasticsearch"),
    ("aws_mq_broker", "host_instance_type", "mq"),
    ("aws_docdb_cluster_instance", "instance_class", "docdb"),
    ("aws_neptune_cluster_instance", "instance_class", "neptune"),
    ("aws_redshift_cluster", "node_type", "redshift"),
    ("aws_dax_cluster", "node_type", "dax"),
];

/// Types with an engine version: the family of the engine in the tables, and the engine if `engine` is not set.
const VERSIONED: &[(&str, &str, &str)] = &[
    ("aws_db_instance", "rds", ""),
    ("aws_rds_cluster", "rds", ""),
    ("aws_rds_cluster_instance", "rds", ""),
    ("aws_rds_global_cluster", "rds", ""),
    ("aws_elasticache_cluster", "elasticache", ""),
    ("aws_elasticache_replication_group", "elasticache", "redis"),
];

const SOURCE: &str = "AWS's lists of machine classes and versions by region";

/// Reports classes and versions that AWS does not offer.
pub(crate) fn check(subject: &Subject<'_, '_>, report: &mut Report) {
    let kind = subject.kind();
    for (_, attribute, family) in CLASS_ATTRIBUTES.iter().filter(|(of, ..)| *of == kind) {
        for tree in subject.tree.at(attribute) {
            for item in tree.elements() {
                class(subject, report, attribute, family, item);
            }
        }
    }
    match kind {
        "aws_db_instance" | "aws_rds_cluster_instance" => database(subject, report, "instance_class", ""),
        "aws_rds_cluster" => database(subject, report, "db_cluster_instance_class", "cluster/"),
        "aws_lambda_function" => runtime(subject, report),
        _ => {}
    }
    // What AWS no longer creates may still exist.
    if subject.exists() {
        return;
    }
    for (_, family, default) in VERSIONED.iter().filter(|(of, ..)| *of == kind) {
        version(subject, report, family, default);
    }
}

fn class(subject: &Subject<'_, '_>, report: &mut Report, attribute: &str, family: &str, tree: &Tree<'_>) {
    let Some(class) = subject.known_text(report, &codes::CLASS, attribute, tree) else { return };
    if CLASSES.exists(family, &class) == Some(false) {
        return not_offered(subject, report, attribute, family, &class, "does not exist");
    }
    let Some(region) = subject.region else { return subject.undecided(report, &codes::CLASS, "region") };
    if CLASSES.is_only_elsewhere(family, &class, region) {
        not_offered(subject, report, attribute, family, &class, &format!("is not offered in {region}"));
    }
}

fn not_offered(
    subject: &Subject<'_, '_>,
    report: &mut Report,
    attribute: &str,
    family: &str,
    class: &str,
    problem: &str,
) {
    let same = CLASSES.alternatives(family, class, subject.region);
    let accepts = match same.as_slice() {
        [] => "a class that the region offers".to_owned(),
        same => format!("for example {}", one_of(same.iter().copied())),
    };
    find(
        subject,
        report,
        &codes::CLASS,
        attribute,
        format!("`{attribute}` is {}, which {problem}", shown(class)),
        accepts,
    );
}

/// A database: its class depends on the engine and its version.
fn database(subject: &Subject<'_, '_>, report: &mut Report, attribute: &str, prefix: &str) {
    let class = subject.known_text(report, &codes::CLASS, attribute, subject.tree.get(attribute));
    let Some(class) = class.filter(|class| class != "db.serverless") else { return };
    let Some(engine) = subject.tree.get("engine").text() else {
        return subject.undecided(report, &codes::CLASS, "engine");
    };
    let family = format!("rds/{prefix}{engine}");
    match CLASSES.exists(&family, &class) {
        None => return,
        Some(false) => {
            let problem = format!("does not exist for engine `{engine}`");
            return not_offered(subject, report, attribute, &family, &class, &problem);
        }
        Some(true) => {}
    }
    if let Some(version) = subject.tree.get("engine_version").text()
        && CLASSES.lacks(&family, &version, &class)
    {
        let problem = format!("version {version} of `{engine}` does not support");
        return not_offered(subject, report, attribute, &family, &class, &problem);
    }
    let Some(region) = subject.region else { return subject.undecided(report, &codes::CLASS, "region") };
    if CLASSES.is_only_elsewhere(&family, &class, region) {
        let problem = format!("is not offered in {region} for engine `{engine}`");
        not_offered(subject, report, attribute, &family, &class, &problem);
    }
}

fn version(subject: &Subject<'_, '_>, report: &mut Report, family: &str, default: &str) {
    let attribute = "engine_version";
    let version = subject.known_text(report, &codes::VERSION, attribute, subject.tree.get(attribute));
    let Some(version) = version else { return };
    let engine = subject.tree.get("engine");
    let engine = match engine.text() {
        Some(engine) => engine,
        None if engine.is_absent() && !default.is_empty() => default.to_owned(),
        None => return subject.undecided(report, &codes::VERSION, "engine"),
    };
    // A replica has the version of its source.
    let is_copy = ["replicate_source_db", "snapshot_identifier", "replication_source_identifier"];
    let family = format!("{family}/{engine}");
    let problem = match CLASSES.version(&family, &version) {
        None | Some(VersionOffer::Open) => return,
        Some(VersionOffer::Retired) if is_copy.iter().any(|name| !subject.tree.get(name).is_absent()) => {
            return;
        }
        Some(VersionOffer::Retired) => "AWS no longer creates",
        Some(VersionOffer::Unknown) => "does not exist",
    };
    let message = format!("`engine_version` of `{engine}` is {}, which {problem}", shown(&version));
    let major = version.split('.').next().unwrap_or_default();
    let same: Vec<&str> =
        CLASSES.versions(&family).filter(|it| it.split('.').next() == Some(major)).collect();
    let accepts = match same.as_slice() {
        [] => one_of(CLASSES.versions(&family)),
        same => one_of(same.iter().copied()),
    };
    find(subject, report, &codes::VERSION, attribute, message, accepts);
}

fn runtime(subject: &Subject<'_, '_>, report: &mut Report) {
    if subject.exists() {
        return;
    }
    let runtime = subject.known_text(report, &codes::RUNTIME, "runtime", subject.tree.get("runtime"));
    let Some(runtime) = runtime else { return };
    let Some(phases) = CLASSES.runtimes.get(runtime.as_str()) else { return };
    // Dates compare as texts.
    if phases.create_block == "-" || phases.create_block > DATA_DATE {
        return;
    }
    let message = format!(
        "`runtime` is `{runtime}`, with which Lambda creates no functions since {}",
        phases.create_block
    );
    find(
        subject,
        report,
        &codes::RUNTIME,
        "runtime",
        message,
        format!("its successor `{}`", phases.successor),
    );
}

/// The date of the tables. What AWS retires later is not reported: the checks do not read a clock.
const DATA_DATE: &str = "2026-11-27";

fn find(
    subject: &Subject<'_, '_>,
    report: &mut Report,
    code: &'static Code,
    attribute: &str,
    message: String,
    accepts: String,
) {
    let fault = Fault { attribute: attribute.to_owned(), message, accepts, source: SOURCE.to_owned() };
    subject.find(report, code, fault);
}
