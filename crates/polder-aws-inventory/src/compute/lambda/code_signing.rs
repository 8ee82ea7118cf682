//! `aws_lambda_code_signing_config`: whether functions accept unsigned packages.

use polder_cloud::View;
use polder_inventory::compute::FunctionId;
use polder_inventory::model::{Known, Reason};

use crate::reader::Reader;
use crate::value::{is_set, text_or};

/// Whether a function accepts signed packages only. By default, a configuration only warns. Source: Terraform
/// AWS provider, `aws_lambda_code_signing_config`.
pub(super) fn signed(view: View<'_, '_>) -> Known<bool> {
    if !is_set(view, "code_signing_config_arn") {
        return Known::Value(false);
    }
    let config = view.targets("code_signing_config_arn").into_iter();
    match config.into_iter().find(|it| it.kind() == "aws_lambda_code_signing_config") {
        Some(config) => match config.block("policies") {
            Some(policies) => {
                text_or(policies, "untrusted_artifact_on_deployment", "Warn").map(|word| word == "Enforce")
            }
            None => Known::Value(false),
        },
        None => Known::Unknown(Reason::Elsewhere),
    }
}

pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let index = view.index();
    let mut functions: Vec<FunctionId> =
        index.referrers(view.id()).iter().filter_map(|it| reader.id(it.from)).collect();
    functions.sort_unstable();
    functions.dedup();
    for function in functions {
        reader.contribute(view, function, &["code_signing"]);
    }
}
