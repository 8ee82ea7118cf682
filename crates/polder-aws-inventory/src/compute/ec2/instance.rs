//! `aws_instance`: one instance.

use polder_cloud::View;
use polder_inventory::compute::{MachinePool, Replicas};
use polder_inventory::model::{Known, Reason, Set};
use polder_units::Duration;

use super::classes::zones_of;
use super::disks::disks;
use super::metadata::metadata;
use super::purchase::of_one_kind;
use super::template::{identity, image, template};
use crate::reader::Reader;
use crate::value::{is_set, or_provider, some_text};

pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let template = template(reader, view);
    let class = if is_set(view, "instance_type") {
        some_text(view, "instance_type")
    } else {
        template.as_ref().map_or(Known::Value(None), |it| it.class.clone())
    };
    let market = view.block("instance_market_options").map(|it| some_text(it, "market_type"));
    let spare = match (view.kind(), market, &template) {
        ("aws_spot_instance_request", ..) => Known::Value(true),
        (_, Some(word), _) => word.map(|word| word.as_deref() == Some("spot")),
        (_, None, Some(template)) => template.spare,
        (_, None, None) => Known::Value(false),
    };
    let one = Known::Value(1);
    let own = disks(reader, view, &["root_block_device", "ebs_block_device"]);
    let (tokens, hops) = metadata(view);
    let or_template = |own: Known<_>, of: fn(&super::Template) -> Known<_>| match (own, &template) {
        (Known::Unknown(Reason::AfterApply), Some(template)) => of(template),
        (own, _) => own,
    };
    let pool = MachinePool {
        source: reader.source(view),
        name: crate::stores::tag(view, "Name"),
        cluster: None,
        classes: or_provider(class).map(|class| [class].into()),
        purchase: of_one_kind(spare),
        replicas: Replicas { desired: one, min: one, max: one },
        zones: zones(view),
        image: match image(view, "ami") {
            Known::Value(Some(image)) => Known::Value(image),
            Known::Value(None) => template
                .as_ref()
                .map_or(Known::Unknown(Reason::AfterApply), |it| or_provider(it.image.clone())),
            Known::Unknown(reason) => Known::Unknown(reason),
        },
        disks: if own.is_empty() { template.as_ref().map_or(own, |it| it.disks.clone()) } else { own },
        identity: identity(reader, view).or(template.as_ref().and_then(|it| it.identity)),
        metadata_token_required: or_template(tokens, |it| it.credentials_by_token),
        metadata_hop_limit: match (hops, &template) {
            (Known::Unknown(Reason::AfterApply), Some(template)) => template.credential_hops,
            (own, _) => own,
        },
        // A single instance is not replaced automatically.
        start_grace: Known::Value(Duration::default()),
        cooldown: Known::Value(Duration::default()),
    };
    reader.inventory.compute.machine_pools.push(pool);
}

fn zones(view: View<'_, '_>) -> Known<Set<polder_inventory::model::Text>> {
    match some_text(view, "availability_zone") {
        Known::Value(Some(zone)) => Known::Value(Set::from([zone])),
        _ => zones_of(view, "subnet_id"),
    }
}
