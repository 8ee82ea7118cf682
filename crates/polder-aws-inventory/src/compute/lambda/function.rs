//! `aws_lambda_function`.

use polder_cloud::View;
use polder_cloud::index::Resolved;
use polder_inventory::compute::{
    EnvironmentValue, EnvironmentVariable, Function, FunctionId, FunctionPackage, FunctionUrl,
};
use polder_inventory::model::{Known, Link, Reason, Set, Text};
use polder_inventory::observability::{LogKind, LogRoute};
use polder_inventory::stores::StoreId;
use polder_units::{Bytes, Duration};

use super::code_signing::signed;
use crate::compute::ecs::image;
use crate::compute::mounts;
use crate::reader::Reader;
use crate::value::{given_text, is_set, mib, number, reason, seconds_or, some_text, texts};

/// Defaults are those of the provider's schema and of AWS, Lambda Developer Guide, "Lambda quotas" and "Asynchronous
/// invocation".
pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let role = reader.link(view, "role", "role");
    let dead_letters = view.block("dead_letter_config").and_then(|it| reader.link(it, "target_arn", "queue"));
    let function = Function {
        source: reader.source(view),
        name: given_text(view, "function_name"),
        package: package(reader, view),
        architecture: architecture(view),
        memory: mib(view, "memory_size").map(|size| size.unwrap_or(Bytes::mib(128))),
        timeout: seconds_or(view, "timeout", 3),
        // -1 means no limit.
        reserved_concurrency: number::<i64>(view, "reserved_concurrent_executions")
            .map(|count| count.and_then(|count| u32::try_from(count).ok())),
        provisioned_concurrency: Known::Value(None),
        identity: role.unwrap_or(Link::Unknown(Reason::NotGiven)),
        environment: environment(reader, view),
        environment_key: reader.key(view, "kms_key_arn"),
        code_signing: signed(view),
        dead_letters,
        retries: Known::Value(2),
        event_age_max: Known::Value(Duration::seconds(6 * 3600)),
        url: FunctionUrl::None,
        mounts: mounts::of_function(reader, view),
        tracing: match view.block("tracing_config") {
            Some(tracing) => some_text(tracing, "mode").map(|mode| mode.as_deref() == Some("Active")),
            None => Known::Value(false),
        },
    };
    reader.inventory.compute.functions.push(function);
}

fn package<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) -> FunctionPackage {
    if view.text("package_type").as_deref() == Some("Image") || is_set(view, "image_uri") {
        return FunctionPackage::Image(image(reader, &view.get("image_uri")));
    }
    let runtime = given_text(view, "runtime");
    match reader.link::<StoreId>(view, "s3_bucket", "bucket") {
        Some(bucket) => FunctionPackage::Object { runtime, bucket },
        None => FunctionPackage::Upload { runtime },
    }
}

fn architecture(view: View<'_, '_>) -> Known<Text> {
    texts(view, "architectures").map(|list| list.first().cloned().unwrap_or(Text::new_static("x86_64")))
}

fn environment<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) -> Known<Set<EnvironmentVariable>> {
    let Some(block) = view.block("environment") else { return Known::Value(Set::default()) };
    match block.get("variables") {
        Resolved::Absent => Known::Value(Set::default()),
        Resolved::Object(variables) => {
            let variable = |(name, value): (&str, Resolved<'a>)| EnvironmentVariable {
                name: name.into(),
                value: EnvironmentValue::Text(reader.text_pattern(&value)),
            };
            Known::Value(variables.into_iter().map(variable).collect())
        }
        other => Known::Unknown(reason(&other)),
    }
}

/// What is derived: where the function's output goes. Source: AWS, Lambda Developer Guide, "Log and monitor":
/// The default log group is `/aws/lambda/NAME`.
pub(super) fn parts<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let Some(id) = reader.id::<FunctionId>(view.id()) else { return };
    let own =
        view.block("logging_config").and_then(|it| reader.link::<StoreId>(it, "log_group", "log store"));
    let name = view.block("logging_config").and_then(|it| it.text("log_group"));
    let name = name.or_else(|| view.text("function_name").map(|name| format!("/aws/lambda/{name}").into()));
    let named = name.and_then(|name| reader.named_view(view, "aws_cloudwatch_log_group", "name", &name));
    let named = named.and_then(|it| reader.id::<StoreId>(it.id())).map(Link::To);
    let to = match (own, named) {
        (Some(Link::To(own)), _) | (_, Some(Link::To(own))) => Link::To(own.into()),
        (Some(Link::Outside(external)), _) => Link::Outside(external),
        (Some(Link::Unknown(reason)), _) => Link::Unknown(reason),
        // Lambda creates the group, without a retention period.
        (None, _) => Link::Unknown(Reason::Elsewhere),
    };
    let route = LogRoute {
        source: reader.part(view, "log"),
        from: Link::To(id.into()),
        part: None,
        kind: LogKind::Application,
        to,
        prefix: Known::Value(None),
        identity: reader.inventory.compute.functions.get(id).map(|it| it.identity),
        key: None,
        interval: Known::Value(None),
        fields: Known::Value(None),
        redacted: Known::Value(Set::default()),
        filter: Known::Value(None),
    };
    reader.inventory.observability.log_routes.push(route);
}
