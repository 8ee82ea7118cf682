//! Layer `data` of a site: database, cache, broker, queues, secrets, backups.

use polder_cloud::{Layer, body};
use polder_design::Site;

use crate::context::Context;
use crate::handles::Data;

pub(crate) fn lower(context: &mut Context<'_>, site: &Site) {
    let s = context.site_stack(site, Layer::Data, "Database, cache, broker, queues, secrets and backups.");
    s.file("database", "");
    let database = s.resource("aws_db_instance", "main", body! {});
    let cache = s.resource("aws_elasticache_replication_group", "cache", body! {});
    let broker = Some(s.resource("aws_elasticache_replication_group", "broker", body! {}));
    let queues = site.queues.iter().map(|queue| {
        let dead = s.resource("aws_sqs_queue", format!("{}_dead", queue.key), body! {});
        (queue.key.clone(), (s.resource("aws_sqs_queue", &queue.key, body! {}), dead))
    });
    let queues = queues.collect();
    let cell = &context.design.cells[site.cell];
    let secrets = site.secrets.iter().chain(&cell.secrets).map(|secret| {
        (secret.id.clone(), s.resource("aws_secretsmanager_secret", &secret.id, body! {}).arn())
    });
    let secrets = secrets.collect();
    context.cloud.add(s);
    context.handles.data.push(Data { database, readers: vec![], cache, broker, queues, secrets });
}
