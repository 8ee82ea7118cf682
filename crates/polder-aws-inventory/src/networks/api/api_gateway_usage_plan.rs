//! `aws_api_gateway_usage_plan` and its keys.

use polder_cloud::View;
use polder_inventory::model::{Known, Link, Reason};
use polder_inventory::networks::{ApiStageId, UsagePlan, UsagePlanId, UsageQuota};
use polder_units::Duration;

use crate::networks::api::api_gateway_stage::{stage, throttle};
use crate::networks::attribute;
use crate::reader::Reader;

/// Reads a usage plan.
pub(in crate::networks) fn read<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let source = reader.source(view);
    let mut stages: Vec<Link<ApiStageId>> = vec![];
    for block in view.blocks("api_stages") {
        let stage = stage(reader, block, "api_id", "stage");
        stages.push(stage.map_or(Link::Unknown(Reason::Elsewhere), Link::To));
    }
    let plan = UsagePlan {
        source,
        stages: stages.into(),
        throttle: view.block("throttle_settings").and_then(throttle),
        quota: view.block("quota_settings").map(quota),
        keys: Known::Value(0),
    };
    reader.inventory.networks.usage_plans.push(plan);
}

fn quota(view: View<'_, '_>) -> UsageQuota {
    let periods = [("DAY", Duration::days(1)), ("WEEK", Duration::days(7)), ("MONTH", Duration::days(30))];
    UsageQuota {
        requests: attribute::required_number(view, "limit"),
        period: attribute::required_word(view, "period", &periods),
    }
}

/// Reads `aws_api_gateway_usage_plan_key`.
pub(in crate::networks) fn read_key<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let plan: Link<UsagePlanId> = reader.must_lead_to(view, "usage_plan_id", "usage-plan");
    let Some(id) = plan.id() else { return };
    if let Some(plan) = reader.inventory.networks.usage_plans.get_mut(id) {
        plan.keys = plan.keys.map(|keys| keys.saturating_add(1));
    }
    reader.contribute(view, id, &["keys"]);
    for key in reader.resources(view, "key_id") {
        if key.kind() == "aws_api_gateway_api_key" {
            reader.contribute(key, id, &["keys"]);
        }
    }
}
