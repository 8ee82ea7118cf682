//! The database of a site on the engine that the design chose: RDS or Aurora.

use polder_design::{DatabaseEngine, Party};

use crate::database::data_context::DataContext;
use crate::database::db_instance;
use crate::database::rds_cluster;
use crate::encryption::secret::Secrets;
use crate::handles::Database;

/// Writes the database of a site.
pub(crate) fn database(context: &DataContext<'_>, secrets: &Secrets) -> Database {
    let _database = context.s.part(Party::Database);
    match context.site.database.engine {
        DatabaseEngine::Instances => db_instance::database(context, secrets),
        DatabaseEngine::SharedStorage => rds_cluster::database(context, secrets),
    }
}
