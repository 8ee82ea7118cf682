//! Layer `base` of a region: what its sites share.

use polder_cloud::{Layer, body};
use polder_design::{AccountRegion, ComputeEngine, Design, SiteId};

use crate::compute::ecr_repository;
use crate::context::Context;
use crate::encryption::kms_key;
use crate::handles::Shared;
use crate::messaging::sesv2_email_identity;

pub(crate) fn lower(context: &mut Context<'_>, region: &AccountRegion) {
    let design = context.design;
    let purpose = "Image registry of a region, and settings of all its disks and snapshots.";
    let s = context.region_stack(region.account, &region.region, Layer::Base, purpose);
    s.file("kms_key", "Key of the image registry.");
    let key = kms_key::key(&s, "registry", "Images.", []);
    let repositories = ecr_repository::repositories(&s, design, region, &key);
    s.file("ecr_registry", "Registry settings of the account in this region.");
    ecr_repository::scanning(&s);
    ecr_repository::replication(&s, design, region);
    s.file("account", "Account-level settings, which also apply to resources created by hand.");
    s.resource("aws_ebs_encryption_by_default", "main", body! { enabled = true; });
    if region.sites.iter().any(|site| on_machines(design, *site)) {
        s.resource(
            "aws_ecs_account_setting_default",
            "trunks",
            body! {
                /// New instances can run more tasks than they have interfaces: each task still has its own.
                name = "awsvpcTrunking";
                value = "enabled";
            },
        );
    }
    if region.home {
        s.resource(
            "aws_s3_account_public_access_block",
            "main",
            body! {
                block_public_acls = true;
                block_public_policy = true;
                ignore_public_acls = true;
                restrict_public_buckets = true;
            },
        );
    }
    let account = &design.accounts[region.account];
    let zone = &context.handles.dns[&region.account].zone;
    let mail = sesv2_email_identity::identity(&s, design, account, region, zone);
    context.add(s);
    let shared = Shared { repositories, mail };
    context.handles.shared.insert((region.account, region.region.clone()), shared);
}

/// Whether the tasks of a site run on EC2 instances.
fn on_machines(design: &Design, site: SiteId) -> bool {
    design.compute == ComputeEngine::ContainersOnMachines
        && design.sites.get(site).is_some_and(|site| !site.machines.is_empty())
}
