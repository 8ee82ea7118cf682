//! Accounts that may use a snapshot: a list of the snapshot, which has the effect of a policy.

use polder_cloud::{PrincipalType, View};
use polder_inventory::access::{Actions, Effect, PolicyRole, Principals, Resources, Statement};
use polder_inventory::model::{Attribute, Known, Link, Pattern, Piece, Reason, Set, Text};
use polder_inventory::stores::StoreId;

use crate::access::document::Read;
use crate::access::principal_pattern::principal;
use crate::reader::Reader;

/// Everyone. Source: AWS, RDS API Reference, `ModifyDBSnapshotAttribute`.
const EVERYONE: &str = "all";

/// Adds what a list of accounts allows: to make a store from the snapshot.
pub(crate) fn share<'a>(
    reader: &mut Reader<'_, 'a>,
    view: View<'_, 'a>,
    snapshot: StoreId,
    accounts: &Known<Set<Text>>,
) {
    let who = match accounts {
        Known::Value(accounts) if accounts.is_empty() => return,
        Known::Value(accounts) => {
            let pattern = |account: &Text| Pattern::literal(if *account == EVERYONE { "*" } else { account });
            let patterns: Vec<Pattern> = accounts.iter().map(pattern).collect();
            let all = patterns.into_iter().map(|it| principal(reader, PrincipalType::Aws, it));
            Known::Value(all.collect())
        }
        // A list that nobody gives is empty.
        Known::Unknown(Reason::NotGiven) => return,
        Known::Unknown(reason) => Known::Unknown(*reason),
    };
    let itself = Pattern::of([Piece::Attribute { entry: snapshot.into(), attribute: Attribute::Identifier }]);
    let statement = Statement {
        name: None,
        effect: Effect::Allow,
        principals: Some(Principals::Only(who)),
        actions: Actions::Only(Known::Value(Set::from([Text::new_static(action(view.kind()))]))),
        resources: Some(Resources::Only(Known::Value(Set::from([itself])))),
        conditions: vec![].into(),
    };
    let part = Some(Text::new_static("shared"));
    let to = Link::To(snapshot.into());
    reader.inline_policy(view, part, Known::Value(None), Read::of(vec![statement]), to, PolicyRole::Resource);
}

/// What makes a store of a snapshot.
fn action(kind: &str) -> &'static str {
    match kind {
        "aws_db_cluster_snapshot" => "rds:RestoreDBClusterFromSnapshot",
        "aws_db_snapshot" | "aws_db_snapshot_copy" => "rds:RestoreDBInstanceFromDBSnapshot",
        _ => "ec2:CreateVolume",
    }
}
