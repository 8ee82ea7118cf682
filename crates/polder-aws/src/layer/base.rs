//! Layer `base` of a site: keys, buckets, topics, the vault.

use polder_cloud::Layer;
use polder_design::Site;

use crate::context::Context;
use crate::handles::Base;
use crate::{backup, kms_key, s3_bucket, sns_topic};

pub(crate) fn lower(context: &mut Context<'_>, site: &Site) {
    let s = context.site_stack(site, Layer::Base, "Keys, buckets, topics and the backup vault.");
    let design = context.design;
    let keys = kms_key::site_keys(&s);
    let buckets = s3_bucket::site_buckets(&s, site, &design.cells[site.cell], &keys);
    let alarms = sns_topic::alarms(&s, &keys);
    sns_topic::domain_events(&s, &keys);
    let vault = backup::vault(&s, &design.retention, &keys);
    context.cloud.add(s);
    context.handles.base.push(Base { keys, buckets, alarms, vault });
}
