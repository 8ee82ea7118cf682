//! Layer `base` of a region: what its sites share.

use polder_cloud::{Layer, body};
use polder_design::AccountRegion;

use crate::context::Context;
use crate::handles::Shared;

pub(crate) fn lower(context: &mut Context<'_>, region: &AccountRegion) {
    let s = context.region_stack(region.account, &region.region, Layer::Base, "Image registry of a region.");
    s.file(
        "registry",
        "Images are pulled inside the region, so that a site starts without any other region.",
    );
    let registry_key = s.resource("aws_kms_key", "registry", body! {});
    let repositories =
        [("saleor".to_owned(), s.resource("aws_ecr_repository", "saleor", body! { name = "saleor"; }))];
    context.cloud.add(s);
    let shared = Shared { repositories: repositories.into(), registry_key };
    context.handles.shared.insert(region.region.clone(), shared);
}
