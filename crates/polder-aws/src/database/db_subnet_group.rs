//! `aws_db_subnet_group`: the subnets of a database.

use polder_cloud::{Handle, body};

use crate::database::data_context::DataContext;
use crate::names::named;

/// The data tier of a site.
pub(crate) fn subnet_group(context: &DataContext<'_>) -> Handle {
    let s = context.s;
    s.file("db_subnet_group", "Subnets without any route to the internet.");
    s.resource(
        "aws_db_subnet_group",
        "main",
        body! {
            name = named("-database");
            description = "The data tier";
            subnet_ids = context.network.data.iter().map(Handle::id).collect::<Vec<_>>();
        },
    )
}
