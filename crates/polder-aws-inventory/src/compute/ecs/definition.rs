//! The settings of a process in its task definition.

use polder_cloud::index::Resolved;
use polder_cloud::{Document, View};
use polder_inventory::access::PrincipalId;
use polder_inventory::compute::Container;
use polder_inventory::model::{Decimal, Known, Link, Reason, Set, Text};
use polder_inventory::stores::StoreId;
use polder_units::{Bytes, MilliCpu};

use super::container::of_typed;
use super::definition_json::{cpu, of_json};
use crate::compute::mounts;
use crate::json::Json;
use crate::reader::Reader;
use crate::value::{gib, some_text};

/// The settings in a task definition.
pub(super) struct Definition {
    pub(super) containers: Box<[Container]>,
    pub(super) cpu: Known<Option<MilliCpu>>,
    pub(super) memory: Known<Option<Bytes>>,
    pub(super) ephemeral_storage: Known<Option<Bytes>>,
    pub(super) mounts: Set<Link<StoreId>>,
    pub(super) architecture: Known<Text>,
    pub(super) identity: Option<Link<PrincipalId>>,
    pub(super) launch_identity: Option<Link<PrincipalId>>,
}

impl Definition {
    /// The settings where the task definition is not in the estate: all are unknown.
    pub(super) fn unknown(reason: Reason) -> Definition {
        Definition {
            containers: Box::new([]),
            cpu: Known::Unknown(reason),
            memory: Known::Unknown(reason),
            ephemeral_storage: Known::Unknown(reason),
            mounts: Set::from([Link::Unknown(reason)]),
            architecture: Known::Unknown(reason),
            identity: Some(Link::Unknown(reason)),
            launch_identity: Some(Link::Unknown(reason)),
        }
    }
}

/// Reads `aws_ecs_task_definition`.
pub(super) fn definition<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) -> Definition {
    Definition {
        containers: containers(reader, view),
        cpu: some_text(view, "cpu").and_then(|text| measured(text, processor)),
        memory: some_text(view, "memory").and_then(|text| measured(text, size)),
        ephemeral_storage: view
            .block("ephemeral_storage")
            .map_or(Known::Value(None), |it| gib(it, "size_in_gib")),
        mounts: mounts::of_task(reader, view),
        architecture: architecture(view),
        identity: reader.link(view, "task_role_arn", "role"),
        launch_identity: reader.link(view, "execution_role_arn", "role"),
    }
}

fn containers<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) -> Box<[Container]> {
    let index = view.index();
    let value = view.get("container_definitions");
    if let Resolved::Document(Document::Containers(all), stack) = &value
        && let Some(stack) = index.cloud().stack(*stack)
    {
        return of_typed(reader, stack, all);
    }
    let document = Json::read(index, value);
    if document.is_unknown() {
        let reason = crate::value::reason(&document.one());
        let entry = reader.entry(view.id());
        let text = "the containers of the task definition are not known";
        reader.blind(view, entry, Some("container_definitions"), reason, text);
    }
    of_json(reader, &document)
}

fn measured<T>(text: Option<Text>, read: fn(&str) -> Option<T>) -> Known<Option<T>> {
    match text {
        None => Known::Value(None),
        Some(text) => read(&text).map_or(Known::Unknown(Reason::NotUnderstood), |it| Known::Value(Some(it))),
    }
}

/// `1024` units, `1 vCPU` or `.5 vCPU`.
fn processor(text: &str) -> Option<MilliCpu> {
    match text.to_ascii_lowercase().strip_suffix("vcpu") {
        Some(number) => {
            let number: Decimal = format!("0{}", number.trim()).parse().ok()?;
            u64::try_from(number.millionths / 1000).ok().map(MilliCpu)
        }
        None => text.trim().parse().ok().map(cpu),
    }
}

/// `2048` (MiB), or `2 GB`, which means GiB.
fn size(text: &str) -> Option<Bytes> {
    match text.to_ascii_lowercase().strip_suffix("gb") {
        Some(number) => Bytes::checked_gib(number.trim().parse().ok()?),
        None => Bytes::checked_mib(text.trim().parse().ok()?),
    }
}

/// x86 by default. Source: AWS, Amazon ECS API Reference, `RuntimePlatform`.
fn architecture(view: View<'_, '_>) -> Known<Text> {
    let word = match view.block("runtime_platform") {
        Some(platform) => some_text(platform, "cpu_architecture"),
        None => Known::Value(None),
    };
    word.and_then(|word| match word.as_deref() {
        None | Some("X86_64") => Known::Value(Text::new_static("x86_64")),
        Some("ARM64") => Known::Value(Text::new_static("arm64")),
        Some(_) => Known::Unknown(Reason::NotUnderstood),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_in_both_forms() {
        assert_eq!(processor("1024"), Some(MilliCpu(1000)));
        assert_eq!(processor("512"), Some(MilliCpu(500)));
        assert_eq!(processor("0.25 vCPU"), Some(MilliCpu(250)));
        assert_eq!(processor("much"), None);
        assert_eq!(size("2048"), Some(Bytes::gib(2)));
        assert_eq!(size("4 GB"), Some(Bytes::gib(4)));
        assert_eq!(size("4 TB"), None);
    }
}
