//! Layer `base` of a site: keys, buckets, the topic for alarms.

use polder_cloud::{Layer, body};
use polder_design::Site;

use crate::context::Context;
use crate::handles::{Base, Keys};

pub(crate) fn lower(context: &mut Context<'_>, site: &Site) {
    let s = context.site_stack(site, Layer::Base, "Keys, buckets and the topic for alarms.");
    s.file("keys", "One key for each class of data.");
    let key = |name: &str| s.resource("aws_kms_key", name, body! {});
    let keys = Keys {
        database: key("database"),
        cache: key("cache"),
        media: key("media"),
        events: key("events"),
        secrets: key("secrets"),
        logs: key("logs"),
        backup: key("backup"),
    };
    let buckets = site.buckets.iter().map(|bucket| {
        let name = s.local(format!("{}_bucket", bucket.kind.name().replace('-', "_")), &bucket.name);
        (bucket.kind, s.resource("aws_s3_bucket", bucket.kind.name(), body! { bucket = name; }))
    });
    let buckets = buckets.collect();
    let alarms = s.resource("aws_sns_topic", "alarms", body! {});
    context.cloud.add(s);
    context.handles.base.push(Base { keys, buckets, alarms });
}
