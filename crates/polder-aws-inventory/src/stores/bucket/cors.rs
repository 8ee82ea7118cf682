//! `aws_s3_bucket_cors_configuration`, and the equivalent blocks of a bucket.

use polder_cloud::View;
use polder_inventory::model::{Known, Set};
use polder_inventory::stores::CorsRule;

use super::setting::change;
use crate::reader::Reader;
use crate::value::{known_blocks, texts};

pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let rules = of_blocks(view);
    change(reader, view, &["kind.cors"], |bucket| bucket.cors = rules);
}

/// The rules in blocks `cors_rule`.
pub(super) fn of_blocks(view: View<'_, '_>) -> Known<Set<CorsRule>> {
    let rule = |block| CorsRule {
        origins: texts(block, "allowed_origins"),
        methods: texts(block, "allowed_methods"),
    };
    known_blocks(view, "cors_rule").map(|blocks| blocks.into_iter().map(rule).collect())
}
