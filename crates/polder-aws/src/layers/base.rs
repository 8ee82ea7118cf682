//! Layer `base` of a site: keys, buckets, error pages, topics, the vault, the signing profile.

use polder_cloud::Layer;
use polder_design::{BucketKind, Role, Site};

use crate::compute::lambda::signer_signing_profile;
use crate::context::Context;
use crate::edge::route53_health_check;
use crate::encryption::kms_key;
use crate::handles::Base;
use crate::messaging::{sesv2_configuration_set, sns_topic};
use crate::storage::backup;
use crate::storage::malware_protection;
use crate::storage::s3_bucket;
use crate::storage::s3_object;

pub(crate) fn lower(context: &mut Context<'_>, site: &Site) {
    let s = context.site_stack(site, Layer::Base, "Keys, buckets, error pages, topics and the backup vault.");
    let design = context.design;
    let holder = design.backups_copied_to(site);
    let holder = holder.map(|holder| context.account_number(&s, site.account, holder));
    let keys = kms_key::site_keys(&s, design, site, holder.as_ref());
    let buckets = s3_bucket::site_buckets(&s, site, &design.cells[site.cell], &keys);
    if let Some(statics) = buckets.get(&BucketKind::Static) {
        // Here, so that the pages exist before any distribution refers to them.
        s3_object::pages(&s, design, site, statics, &keys);
    }
    let alarms = sns_topic::alarms(&s, design, &keys);
    if let Some(media) = buckets.get(&BucketKind::Media) {
        malware_protection::plan(&s, design, media, &keys, &alarms);
    }
    let mail = sesv2_configuration_set::configuration_set(&s, site);
    let domain_events = sns_topic::domain_events(&s, &keys, mail.as_ref());
    if let Some(mail) = &mail {
        sesv2_configuration_set::events(&s, mail, &domain_events);
    }
    let signer = signer_signing_profile::signing_profile(&s, design, site);
    // Here, in an early layer: the primary's edge refers to it by name and is applied before this site's edge.
    let switch =
        (site.role == Role::Backup).then(|| route53_health_check::switch_alarm(&s, context.design, &alarms));
    let vault = backup::vault(&s, &design.cells[site.cell], &keys);
    context.add(s);
    let base = Base { keys, buckets, alarms, mail, domain_events, signer, vault, switch };
    context.handles.base.insert(site.id, base);
}
