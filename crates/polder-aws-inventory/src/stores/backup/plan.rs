//! `aws_backup_plan`.

use polder_cloud::View;
use polder_inventory::model::{Known, Link, Reason};
use polder_inventory::stores::{BackupCopy, BackupPlan, BackupRule};
use polder_units::Duration;

use crate::reader::Reader;
use crate::time::schedule;
use crate::value::{days, given_text, known_blocks, minutes, some_text, truth_or};

pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let blocks = match known_blocks(view, "rule") {
        Known::Value(blocks) => blocks,
        Known::Unknown(reason) => {
            let entry = reader.entry(view.id());
            reader.blind(view, entry, Some("rule"), reason, "the rules of the plan are not known");
            vec![]
        }
    };
    let rules: Vec<BackupRule> = blocks.into_iter().map(|block| rule(reader, block)).collect();
    let plan =
        BackupPlan { source: reader.source(view), name: given_text(view, "name"), rules: rules.into() };
    reader.inventory.stores.backup_plans.push(plan);
}

fn rule<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) -> BackupRule {
    let copies = view.blocks("copy_action").into_iter().map(|copy| BackupCopy {
        vault: reader.link(copy, "destination_vault_arn", "vault").unwrap_or(Link::Unknown(Reason::NotGiven)),
        retention: lifecycle(copy, "delete_after"),
    });
    let copies: Vec<BackupCopy> = copies.collect();
    let zone = some_text(view, "schedule_expression_timezone");
    let when = some_text(view, "schedule").and_then(|text| {
        zone.and_then(|zone| match text {
            Some(text) => schedule(&text, zone.as_deref()),
            // Daily at 5:00. Source: AWS, AWS Backup Developer Guide, "Backup plan options and configuration".
            None => schedule("cron(0 5 ? * * *)", zone.as_deref()),
        })
    });
    BackupRule {
        name: given_text(view, "rule_name"),
        schedule: when,
        // Source: Terraform AWS provider, `aws_backup_plan`: 60 and 180 minutes.
        start_window: minutes(view, "start_window").map(|time| time.unwrap_or(Duration::minutes(60))),
        completion_window: minutes(view, "completion_window")
            .map(|time| time.unwrap_or(Duration::minutes(180))),
        point_in_time: truth_or(view, "enable_continuous_backup", false),
        vault: reader.link(view, "target_vault_name", "vault").unwrap_or(Link::Unknown(Reason::NotGiven)),
        retention: lifecycle(view, "delete_after"),
        cold_after: lifecycle(view, "cold_storage_after"),
        copies: copies.into(),
    }
}

/// Days of a lifecycle. Not set or 0 means indefinitely, or never.
fn lifecycle(view: View<'_, '_>, attribute: &str) -> Known<Option<Duration>> {
    let Some(block) = view.block("lifecycle") else { return Known::Value(None) };
    days(block, attribute).map(|time| time.filter(|time| *time > Duration::default()))
}
