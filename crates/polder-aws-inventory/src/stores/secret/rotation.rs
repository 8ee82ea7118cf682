//! `aws_secretsmanager_secret_rotation`.

use polder_cloud::View;
use polder_inventory::model::{Known, Reason};
use polder_inventory::stores::{Rotation, StoreId, StoreKind};

use crate::reader::Reader;
use crate::time::schedule;
use crate::value::{days, some_text};

pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let Some(id) = reader.link::<StoreId>(view, "secret_id", "secret").and_then(|link| link.id()) else {
        let text = "it configures a secret that is not in the estate";
        return reader.blind(view, None, Some("secret_id"), Reason::Elsewhere, text);
    };
    let rotation =
        Rotation { function: reader.link(view, "rotation_lambda_arn", "function"), every: every(view) };
    if let Some(store) = reader.inventory.stores.stores.get_mut(id)
        && let StoreKind::Secret(secret) = &mut store.kind
    {
        secret.rotation = Some(rotation);
        reader.contribute(view, id, &["kind.rotation"]);
    }
}

fn every(view: View<'_, '_>) -> Known<polder_units::Duration> {
    let Some(rules) = view.block("rotation_rules") else { return Known::Unknown(Reason::NotGiven) };
    match (days(rules, "automatically_after_days"), some_text(rules, "schedule_expression")) {
        (Known::Value(Some(time)), _) => Known::Value(time),
        (_, Known::Value(Some(text))) => schedule(&text, None).and_then(|expression| match expression {
            polder_inventory::model::ScheduleExpression::Every(time) => Known::Value(time),
            // A cron expression: its interval is not computed.
            _ => Known::Unknown(Reason::AttributeNotModelled),
        }),
        (Known::Unknown(reason), _) | (_, Known::Unknown(reason)) => Known::Unknown(reason),
        _ => Known::Unknown(Reason::NotGiven),
    }
}
