//! `aws_dynamodb_table`: the state of functions.

use std::collections::BTreeMap;

use polder_cloud::{Handle, body};
use polder_design::{Cell, Party, Site, Table};

use crate::draft::Draft;
use crate::handles::Keys;
use crate::names::named;
use crate::tags::data_class;

/// The tables of a site, by key.
pub(crate) fn site_tables(s: &Draft, site: &Site, cell: &Cell, keys: &Keys) -> BTreeMap<String, Handle> {
    if site.tables.is_empty() {
        return BTreeMap::new();
    }
    s.file(
        "dynamodb_table",
        "The state of functions: IDs and times, no content. Not replicated to the other site, since each site\n\
         publishes the events of its own queue.",
    );
    site.tables.iter().map(|of| (of.key.clone(), table(s, site, cell, keys, of))).collect()
}

fn table(s: &Draft, site: &Site, cell: &Cell, keys: &Keys, table: &Table) -> Handle {
    let _table = s.part(Party::Table(table.key.clone()));
    let handle = s.resource(
        "aws_dynamodb_table",
        table.key.replace('-', "_"),
        body! {
            name = named(format!("-{}", table.key));
            /// Traffic comes in bursts, and most of the time there is none: on-demand capacity.
            billing_mode = "PAY_PER_REQUEST";
            hash_key = &table.id;
            deletion_protection_enabled = s.local("protected", cell.protected);
            if let Some(classes) = data_class::of(site, &Party::Table(table.key.clone())) => {
                tags = { "data-class" = classes; };
            }
            attribute {
                name = &table.id;
                type = "S";
            }
            ttl {
                attribute_name = &table.ttl_attribute;
                enabled = true;
            }
            point_in_time_recovery {
                enabled = true;
            }
            server_side_encryption {
                enabled = true;
                kms_key_arn = keys.events.arn();
            }
        },
    );
    s.expect(
        format!("the table {} is not encrypted with a key of the site", table.key),
        handle.get("server_side_encryption").at(0).field("enabled"),
        true,
    );
    handle
}
