//! `aws_lambda_provisioned_concurrency_config`.

use polder_cloud::View;
use polder_inventory::model::Known;

use super::setting::change;
use crate::reader::Reader;
use crate::value::{number, or_provider};

pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let ready: Known<u32> = or_provider(number(view, "provisioned_concurrent_executions"));
    change(reader, view, &["provisioned_concurrency"], |function| {
        // Each version or alias has its own configuration.
        let before = std::mem::replace(&mut function.provisioned_concurrency, Known::Value(None));
        function.provisioned_concurrency =
            before.and_then(|before| ready.map(|ready| Some(ready.saturating_add(before.unwrap_or(0)))));
    });
}
