//! `aws_cloudwatch_event_rule`: failures that AWS services report as events and no metric shows.

use polder_cloud::{Body, Document, Handle, Value, body, list};
use polder_design::{Component, Party, Transferred};

use crate::handles::{Database, Engine};
use crate::names::named;
use crate::observability::cloudwatch_database;
use crate::observability::observability_context::ObservabilityContext;

/// States in which a backup or copy job has produced nothing.
const FAILED: [&str; 3] = ["FAILED", "ABORTED", "EXPIRED"];

/// Writes the rules.
pub(crate) fn event_rules(watch: &ObservabilityContext<'_>) {
    watch.s.file(
        "cloudwatch_event_rule",
        "Failures that AWS reports as events and no metric shows: deployments that were rolled back, database\n\
         events, backups that failed.",
    );
    // EKS reports neither by an event: alarms on metrics do.
    if let Engine::Ecs { cluster, services, .. } = &watch.app.engine {
        let deployment = deployment_failed(services.values());
        let of = Party::Cluster;
        let description = "A deployment failed and was rolled back.";
        rule(watch, &of.clone().into(), "deployment_failed", description, deployment);
        let description = "A job of the shop ended with an error.";
        rule(watch, &of.into(), "task_failed", description, job_failed(cluster));
    }
    let description = "A database reported an event: failover, failure or low storage.";
    rule(watch, &Party::Database.into(), "database_event", description, database_event(watch));
    rule(watch, &Component::Backup, "backup_failed", "A backup failed.", backup_failed(watch));
    // Where no other site takes copies, the rule's description only mentions backups, and its pattern never
    // matches copies.
    let copies = Component::Transfer(Transferred::BackupCopy);
    let of = if watch.peer.is_some() { copies } else { Component::Backup };
    let description = "The copy of a backup to the other region failed.";
    rule(watch, &of, "copy_failed", description, copy_failed(watch));
}

fn rule(
    watch: &ObservabilityContext<'_>,
    of: &Component,
    name: &str,
    description: &'static str,
    pattern: Body,
) {
    let _part = watch.s.part(of.clone());
    let rule = watch.s.resource(
        "aws_cloudwatch_event_rule",
        name,
        body! {
            name = named(format!("-{}", name.replace('_', "-")));
            description = description;
            event_pattern = Document::Json(pattern);
        },
    );
    watch.s.resource(
        "aws_cloudwatch_event_target",
        name,
        body! {
            rule = rule.name();
            target_id = "alarms";
            arn = watch.base.alarms.arn();
        },
    );
}

fn deployment_failed<'a>(services: impl Iterator<Item = &'a Handle>) -> Body {
    let services: Vec<Value> = services.map(Handle::id).collect();
    body! {
        source = ["aws.ecs"];
        "detail-type" = ["ECS Deployment State Change"];
        resources = services;
        detail = { eventName = ["SERVICE_DEPLOYMENT_FAILED"]; };
    }
}

/// Services restart their tasks; a job runs once, and a migration that failed must be noticed before the
/// deployment.
fn job_failed(cluster: &Handle) -> Body {
    let code: Value = body! { "anything-but" = [0]; }.into();
    body! {
        source = ["aws.ecs"];
        "detail-type" = ["ECS Task State Change"];
        detail = {
            clusterArn = [cluster.arn()];
            lastStatus = ["STOPPED"];
            /// Only tasks that no service started.
            group = [body! { prefix = "family:"; }];
            containers = { exitCode = list![code]; };
        };
    }
}

fn database_event(watch: &ObservabilityContext<'_>) -> Body {
    let machines = cloudwatch_database::machines(&watch.data.database);
    let mut sources: Vec<Value> = machines.iter().map(|machine| machine.handle.get("identifier")).collect();
    let mut kinds = vec!["RDS DB Instance Event"];
    let mut categories =
        vec!["availability", "deletion", "failover", "failure", "low storage", "maintenance", "recovery"];
    if let Database::Cluster { cluster, .. } = &watch.data.database {
        sources.push(cluster.get("cluster_identifier"));
        kinds.push("RDS DB Cluster Event");
        categories.insert(4, "global-failover");
    }
    body! {
        source = ["aws.rds"];
        "detail-type" = kinds;
        detail = { SourceIdentifier = sources; EventCategories = categories; };
    }
}

/// Other sites of the region have vaults of their own.
fn backup_failed(watch: &ObservabilityContext<'_>) -> Body {
    body! {
        source = ["aws.backup"];
        "detail-type" = ["Backup Job State Change"];
        detail = { state = FAILED; backupVaultArn = [watch.base.vault.arn()]; };
    }
}

fn copy_failed(watch: &ObservabilityContext<'_>) -> Body {
    body! {
        source = ["aws.backup"];
        "detail-type" = ["Copy Job State Change"];
        detail = { state = FAILED; sourceBackupVaultArn = [watch.base.vault.arn()]; };
    }
}
