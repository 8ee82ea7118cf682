//! `aws_launch_template`, `aws_launch_configuration`: the settings of the instances of a group.

use polder_cloud::View;
use polder_inventory::access::PrincipalId;
use polder_inventory::compute::{Disk, MachinePoolId};
use polder_inventory::model::{Known, Link, Reason, Text};

use super::disks::disks;
use super::metadata::metadata;
use crate::reader::Reader;
use crate::value::some_text;

/// The settings of instances in a template.
pub(crate) struct Template {
    pub(crate) class: Known<Option<Text>>,
    pub(crate) image: Known<Option<Text>>,
    pub(crate) disks: Box<[Disk]>,
    pub(crate) identity: Option<Link<PrincipalId>>,
    pub(crate) credentials_by_token: Known<bool>,
    pub(crate) credential_hops: Known<u32>,
    /// Whether Spot Instances are requested.
    pub(crate) spare: Known<bool>,
}

/// The template that the block `launch_template` of a group names, if it is one in the estate.
pub(crate) fn template<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) -> Option<Template> {
    let block = view.block("launch_template")?;
    of_block(reader, block)
}

/// The template that a block names by id or name.
pub(super) fn of_block<'a>(reader: &mut Reader<'_, 'a>, block: View<'_, 'a>) -> Option<Template> {
    let names = ["id", "name", "launch_template_id", "launch_template_name"];
    let mut targets = names.into_iter().flat_map(|name| block.targets(name));
    let template = targets.find(|it| it.is_managed() && it.kind() == "aws_launch_template")?;
    Some(read_template(reader, template))
}

/// The settings of a template or launch configuration. Settings that it omits come from the image.
pub(super) fn read_template<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) -> Template {
    let spot = view.block("instance_market_options").map(|it| some_text(it, "market_type"));
    let spare = match spot {
        Some(word) => word.map(|word| word.as_deref() == Some("spot")),
        // A launch configuration with a price requests Spot Instances.
        None => some_text(view, "spot_price").map(|price| price.is_some()),
    };
    let (credentials_by_token, credential_hops) = metadata(view);
    Template {
        class: some_text(view, "instance_type"),
        image: image(view, "image_id"),
        disks: disks(reader, view, &["root_block_device", "block_device_mappings", "ebs_block_device"]),
        identity: identity(reader, view),
        credentials_by_token,
        credential_hops,
        spare,
    }
}

/// The image; where a parameter names the newest one, the parameter.
pub(super) fn image(view: View<'_, '_>, attribute: &str) -> Known<Option<Text>> {
    let parameter = view.targets(attribute).into_iter().find(|it| it.kind() == "aws_ssm_parameter");
    match (some_text(view, attribute), parameter) {
        (Known::Value(image), _) => Known::Value(image),
        (Known::Unknown(_), Some(parameter)) => some_text(parameter, "name"),
        (unknown, None) => unknown,
    }
}

/// The role in the instance profile of an instance or template.
pub(super) fn identity<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) -> Option<Link<PrincipalId>> {
    let profile = match view.block("iam_instance_profile") {
        Some(block) => ["arn", "name"].into_iter().flat_map(|name| block.targets(name)).collect(),
        None => view.targets("iam_instance_profile"),
    };
    let profile = profile.into_iter().find(|it| it.kind() == "aws_iam_instance_profile");
    match profile {
        Some(profile) => reader.link(profile, "role", "role"),
        None if crate::value::is_set(view, "iam_instance_profile")
            || view.block("iam_instance_profile").is_some() =>
        {
            Some(Link::Unknown(Reason::Elsewhere))
        }
        None => None,
    }
}

/// A template contributes to each pool that uses it.
pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let index = view.index();
    let mut pools: Vec<MachinePoolId> =
        index.referrers(view.id()).iter().filter_map(|it| reader.id(it.from)).collect();
    pools.sort_unstable();
    pools.dedup();
    let fields = ["classes", "image", "disks", "identity", "metadata_token_required", "metadata_hop_limit"];
    for pool in pools {
        reader.contribute(view, pool, &fields);
    }
}
