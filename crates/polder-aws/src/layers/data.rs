//! Layer `data` of a site: database, cache, broker, queues, tables, secrets, replication and backups.

use polder_cloud::{Layer, Value};
use polder_design::secrets::{BROKER_TOKEN, DATABASE_APPLICATION, DATABASE_MASTER, DATABASE_READ_ONLY};
use polder_design::{Composed, Role, SecretSource, Site};

use crate::context::Context;
use crate::database::data_context::DataContext;
use crate::database::dynamodb_table;
use crate::database::elasticache;
use crate::database::engine;
use crate::draft::Draft;
use crate::encryption::secret::{self, Secrets};
use crate::encryption::secret_value;
use crate::handles::Data;
use crate::messaging::scheduler_schedule;
use crate::messaging::sqs_queue;
use crate::storage::backup;
use crate::storage::copy_vault;
use crate::storage::s3_replication;

pub(crate) fn lower(context: &mut Context<'_>, site: &Site) {
    let purpose = "Database, cache, broker, queues, tables, secrets, replication and backups.";
    let s = context.site_stack(site, Layer::Data, purpose);
    let (design, handles) = (context.design, &context.handles);
    let cell = &design.cells[site.cell];
    if let Some(peer) = site.peer {
        s.local("peer_region", &design.sites[peer].region);
    }
    let data_context = DataContext {
        s: &s,
        design,
        cell,
        site,
        base: &handles.base[&site.id],
        network: &handles.network[&site.id],
        peer: site.peer.and_then(|peer| handles.base.get(&peer)),
        primary: if site.role == Role::Backup { handles.data.get(&cell.primary) } else { None },
    };
    let secrets = secret::site_secrets(&data_context);
    let database = engine::database(&data_context, &secrets);
    if let Some(hours) = &site.database.hours {
        scheduler_schedule::database_hours(&data_context, &database, hours);
    }
    let (cache, broker) = elasticache::cache_and_broker(&data_context, &secrets);
    let queues = sqs_queue::site_queues(&s, site, &data_context.base.keys);
    let tables = dynamodb_table::site_tables(&s, site, cell, &data_context.base.keys);
    let mut data = Data { database, cache, broker, queues, tables, secrets: Default::default() };
    addresses(&data_context, &secrets, &data);
    s3_replication::replication(&data_context);
    if site.role == Role::Primary || site.database.follows.is_none() {
        let copies = [data_context.peer.map(|peer| peer.vault.arn()), copies(context, &s, site)];
        backup::plan(&data_context, copies.into_iter().flatten(), &data.database);
    }
    data.secrets = secrets.into_arns();
    context.add(s);
    context.handles.data.insert(site.id, data);
}

/// The vault in the account for backups that the site's backups are copied to.
fn copies(context: &Context<'_>, s: &Draft, site: &Site) -> Option<Value> {
    let holder = context.design.backups_copied_to(site)?;
    let holder = context.account_number(s, site.account, holder);
    copy_vault::arn(s, context.design, &site.region, &holder)
}

/// The secrets that are composed of addresses and passwords.
fn addresses(data_context: &DataContext<'_>, secrets: &Secrets, data: &Data) {
    let s = data_context.s;
    s.file(
        "address",
        "URLs with passwords, for the containers. The certificate authorities of RDS are private: the image\n\
         must have them at the path in the URL.",
    );
    let database = &data_context.site.database;
    let url = |user: &String, password, address| {
        let name = &database.database_name;
        secret_value::database_url(Value::from(user), password, address, Value::from(name))
    };
    for secret in &data_context.site.secrets {
        let SecretSource::Composed(what) = secret.source else { continue };
        let inner = match what {
            Composed::OwnerAddress | Composed::OwnerReadersAddress => DATABASE_MASTER,
            Composed::DatabaseAddress => DATABASE_APPLICATION,
            Composed::ReadersAddress => DATABASE_READ_ONLY,
            Composed::BrokerAddress => BROKER_TOKEN,
        };
        let (id, arn, inner) = (&secret.id, secrets.arn(&secret.id), secrets.current(inner));
        secret_value::compose(s, id, arn, inner, |password| match what {
            Composed::OwnerAddress => url(&database.administrator, password, data.database.address()),
            Composed::OwnerReadersAddress => {
                url(&database.administrator, password, data.database.reader_address())
            }
            Composed::DatabaseAddress => url(&database.application, password, data.database.address()),
            Composed::ReadersAddress => url(&database.read_only, password, data.database.reader_address()),
            Composed::BrokerAddress => {
                let broker = data.broker.as_ref().expect("a broker with an address is a server");
                elasticache::broker_url(broker, password)
            }
        });
    }
}
