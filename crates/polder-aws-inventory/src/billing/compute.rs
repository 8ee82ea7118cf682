//! Containers, machines and functions.

use polder_cloud::View;
use polder_inventory::billing::{Commitment, Usage};
use polder_inventory::compute::{
    CapacityKind, ClusterKind, Disk, Function, FunctionId, MachinePool, MachinePoolId, Process, ProcessId,
};
use polder_inventory::model::{Decimal, Known, Link, Reason, Text};
use polder_inventory::{EntryId, SourceId};
use polder_units::{Bytes, MilliCpu};

use super::line::{Line, gib, whole};
use super::observability::{container_metrics, tracking_alarms};
use super::storage::performance;
use super::versions::kubernetes_is_extended;
use crate::kind::Read;
use crate::reader::Reader;
use crate::value::{number_or, truth_or};

pub(super) const BILLABLES: &[(&str, Read)] = &[
    ("aws_ecs_cluster", container_cluster),
    ("aws_ecs_service", process),
    ("aws_ecs_task_definition", process),
    ("aws_eks_cluster", kubernetes),
    ("aws_eks_node_group", pool),
    ("aws_autoscaling_group", pool),
    ("aws_instance", pool),
    ("aws_spot_instance_request", pool),
    ("aws_ec2_host", host),
    ("aws_lambda_function", function),
    ("aws_appautoscaling_policy", tracking_alarms),
    ("aws_autoscaling_policy", tracking_alarms),
];

/// The ephemeral storage of a task that is free. Source: AWS Fargate pricing.
const FREE_SCRATCH: Bytes = Bytes::gib(20);
/// The number of metrics of an instance with detailed monitoring. Source: Amazon CloudWatch pricing, "EC2
/// detailed monitoring".
const MACHINE_METRICS: u64 = 7;

fn container_cluster<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let Some(EntryId::Cluster(id)) = reader.entry(view.id()) else { return };
    let cluster = reader.inventory.compute.clusters.get(id);
    let measured = cluster.is_some_and(|it| match it.kind {
        ClusterKind::ContainerService { container_metrics } => container_metrics != Known::Value(false),
        ClusterKind::Kubernetes { .. } => false,
    });
    if measured {
        container_metrics(reader, view);
    }
}

/// A task on Fargate is billed by vCPU and memory. On instances of the estate, the instances are billed.
fn process<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let process = reader.id::<ProcessId>(view.id()).and_then(|id| reader.inventory.compute.processes.get(id));
    let Some(process) = process else { return };
    let on = |kind| process.capacity.iter().any(|it| it.on == kind);
    let unknown = process.capacity.iter().any(|it| matches!(it.on, CapacityKind::Unknown(_)));
    let mut lines = vec![];
    if on(CapacityKind::Serverless) {
        let system = if on_windows(view) { "windows" } else { "linux" };
        lines.extend(fargate(process, system).map(|line| line.committable([Commitment::ComputePlan])));
        if system == "windows" {
            lines.push(Line::per_copy("fargate", "windows_license_vcpu", "hour", cores(process.cpu)));
        }
    }
    if on(CapacityKind::ServerlessSpot) {
        lines.extend(fargate(process, "spot").map(Line::spare));
    }
    let managed = !lines.is_empty();
    let extra = process
        .ephemeral_storage
        .map(|size| size.map_or(Bytes(0), |size| Bytes(size.0.saturating_sub(FREE_SCRATCH.0))));
    if managed && extra != Known::Value(Bytes(0)) {
        lines.push(Line::per_copy("fargate", "ephemeral_storage_gb_beyond_20", "hour", gib(extra)));
    }
    let public =
        view.block("network_configuration").is_some_and(|it| it.truth("assign_public_ip") == Some(true));
    if public {
        lines.push(Line::per_copy("vpc", "public_ipv4", "hour", whole(Known::Value(1))));
    }
    if unknown && !managed {
        let (entry, text) =
            (reader.entry(view.id()), "whether copies or the machines under them are paid is not known");
        reader.blind(view, entry, Some("price"), Reason::Elsewhere, text);
    }
    reader.bill(view, lines);
}

/// Whether a task definition, or that of a service, is for Windows.
fn on_windows(view: View<'_, '_>) -> bool {
    let definitions = view.targets("task_definition").into_iter();
    let mut all =
        std::iter::once(view).chain(definitions.filter(|it| it.kind() == "aws_ecs_task_definition"));
    all.any(|it| {
        let platform = it.block("runtime_platform");
        let system = platform.and_then(|it| it.text("operating_system_family"));
        system.is_some_and(|system| system.starts_with("WINDOWS"))
    })
}

/// Processor and memory of one copy.
fn fargate(process: &Process, kind: &str) -> [Line; 2] {
    let architecture = match process.architecture.value().map(Text::as_str) {
        Some("arm64") => "arm",
        Some(_) => "x86",
        None => "unknown",
    };
    let cpu = cores(process.cpu);
    let memory =
        gib(process.memory.and_then(|size| size.map_or(Known::Unknown(Reason::NotGiven), Known::Value)));
    [
        Line::per_copy("fargate", format!("{kind}_{architecture}_vcpu"), "hour", cpu),
        Line::per_copy("fargate", format!("{kind}_{architecture}_gb"), "hour", memory),
    ]
}

fn cores(cpu: Known<Option<MilliCpu>>) -> Known<Decimal> {
    cpu.and_then(|cpu| {
        let millionths = cpu.and_then(|cpu| cpu.0.checked_mul(1000)).and_then(|it| i64::try_from(it).ok());
        millionths.map_or(Known::Unknown(Reason::NotGiven), |millionths| Known::Value(Decimal { millionths }))
    })
}

/// The control plane. Versions in extended support cost more.
fn kubernetes<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let version = crate::value::given_text(view, "version");
    // A cluster without extended support is upgraded when standard support ends.
    let policy = view.block("upgrade_policy");
    let refused = policy.is_some_and(|it| it.text("support_type").as_deref() == Some("STANDARD"));
    let extended = !refused && version.value().is_some_and(kubernetes_is_extended);
    let item = if extended { "cluster_extended_support" } else { "cluster" };
    reader.bill(view, [Line::one("eks", item, "hour").with("version", version)]);
}

/// Each instance with its volumes.
fn pool<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let Some(id) = reader.id::<MachinePoolId>(view.id()) else { return };
    let Some(pool) = reader.inventory.compute.machine_pools.get(id) else { return };
    let tenancy = tenancy(view);
    let mut lines =
        if tenancy.as_deref() == Some("host") { vec![] } else { machines(pool, tenancy.as_deref()) };
    lines.extend(pool.disks.iter().flat_map(disk));
    if public_addresses(view) {
        lines.push(Line::per_copy("vpc", "public_ipv4", "hour", whole(Known::Value(1))));
    }
    if measured_each_minute(view) {
        let metrics = whole(Known::Value(MACHINE_METRICS));
        lines.push(Line::per_copy("cloudwatch", "custom_metric", "metric_month", metrics).tiered());
    }
    let source: SourceId = reader.source(view);
    reader.bill_of(source, Link::To(id.into()), lines);
}

/// On-Demand and Spot Instances of the preferred instance type. The pool lists the other types and the shares.
fn machines(pool: &MachinePool, tenancy: Option<&str>) -> Vec<Line> {
    let item = if tenancy == Some("dedicated") { "dedicated_instance" } else { "instance" };
    let class = pool.classes.as_ref().and_then(|classes| {
        classes
            .first()
            .map_or(Known::Unknown(Reason::AttributeNotModelled), |class| Known::Value(class.clone()))
    });
    let machine = || Line::per_copy("ec2", item, "hour", whole(Known::Value(1))).with("class", class.clone());
    let (base, percent) = (pool.purchase.on_demand_base, pool.purchase.on_demand_percent);
    let mut lines = vec![];
    if percent != Known::Value(0) || base != Known::Value(0) {
        let commitments = [Commitment::Reservation, Commitment::FamilyPlan, Commitment::ComputePlan];
        lines.push(machine().committable(commitments));
    }
    if percent != Known::Value(100) {
        lines.push(machine().spare());
    }
    lines
}

/// The tenancy of an instance or of those of a group. On a dedicated host, the host is paid.
fn tenancy<'a>(view: View<'_, 'a>) -> Option<std::borrow::Cow<'a, str>> {
    let mut found = templates(view).into_iter().filter_map(|it| {
        let placed = it.block("placement").and_then(|placement| placement.text("tenancy"));
        it.text("tenancy").or_else(|| it.text("placement_tenancy")).or(placed)
    });
    found.next()
}

/// A host, by its family or class.
fn host<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let family = match crate::value::some_text(view, "instance_family") {
        Known::Value(None) => crate::value::given_text(view, "instance_type")
            .map(|class| Text::from(class.split('.').next().unwrap_or_default())),
        family => crate::value::or_provider(family),
    };
    reader.bill(view, [Line::one("ec2", "dedicated_host", "hour").with("host", family)]);
}

fn disk(disk: &Disk) -> Vec<Line> {
    let storage = Line::per_copy("ebs", "storage", "gb_month", gib(disk.size));
    let mut lines = vec![storage.with("class", disk.class.clone())];
    lines.extend(performance(&disk.class, disk.iops, disk.throughput, Line::per_copy));
    lines
}

/// The template of a group or machine, or the machine itself.
fn templates<'i, 'a>(view: View<'i, 'a>) -> Vec<View<'i, 'a>> {
    let blocks = [
        view.block("launch_template"),
        view.block("mixed_instances_policy")
            .and_then(|it| it.block("launch_template"))
            .and_then(|it| it.block("launch_template_specification")),
    ];
    let named = blocks.into_iter().flatten().flat_map(|block| {
        ["id", "name", "launch_template_id", "launch_template_name"]
            .into_iter()
            .flat_map(move |name| block.targets(name))
    });
    let templates = named.filter(|it| it.kind() == "aws_launch_template");
    std::iter::once(view).chain(templates).chain(view.targets("launch_configuration")).collect()
}

fn public_addresses(view: View<'_, '_>) -> bool {
    templates(view).into_iter().any(|it| {
        let own = it.truth("associate_public_ip_address");
        let interfaces = it.blocks("network_interfaces");
        own == Some(true) || interfaces.iter().any(|it| it.truth("associate_public_ip_address") == Some(true))
    })
}

fn measured_each_minute(view: View<'_, '_>) -> bool {
    templates(view).into_iter().any(|it| {
        it.truth("monitoring") == Some(true)
            || it.truth("enable_monitoring") == Some(true)
            || it.block("monitoring").is_some_and(|it| truth_or(it, "enabled", false) == Known::Value(true))
    })
}

fn function<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let Some(id) = reader.id::<FunctionId>(view.id()) else { return };
    let Some(function) = reader.inventory.compute.functions.get(id) else { return };
    let mut lines = runs(function);
    let extra = view.block("ephemeral_storage").map(|it| number_or::<u64>(it, "size", 512));
    // 512 MiB are free. Source: AWS Lambda pricing.
    if let Some(size) = extra.filter(|size| *size != Known::Value(512)) {
        let beyond = gib(size.map(|size| Bytes::mib(size.saturating_sub(512))));
        lines.push(
            Line::used("lambda", "ephemeral_storage", "gb_second", Usage::ComputeTime)
                .with("gib", beyond.map(|beyond| Text::from(beyond.to_string()))),
        );
    }
    if function.tracing != Known::Value(false) {
        lines.push(Line::used("xray", "traces_recorded", "million", Usage::Requests));
    }
    let source = reader.source(view);
    reader.bill_of(source, Link::To(id.into()), lines);
}

fn runs(function: &Function) -> Vec<Line> {
    let architecture = || function.architecture.clone();
    let requests = Line::used("lambda", "requests", "million_requests", Usage::Invocations);
    let mut lines = vec![requests.with("architecture", architecture())];
    let plan = [Commitment::ComputePlan];
    match function.provisioned_concurrency {
        Known::Value(None) => {
            let time = Line::used("lambda", "gb_second", "gb_second", Usage::ComputeTime);
            lines.push(time.with("architecture", architecture()).committable(plan));
        }
        ready => {
            // Provisioned concurrency is billed all the time, and its invocations are cheaper.
            let held = ready.and_then(|ready| {
                function.memory.map(|size| Bytes(size.0.saturating_mul(u64::from(ready.unwrap_or(0)))))
            });
            let held = Line::constant("lambda", "provisioned_gb_second", "gb_second", gib(held));
            lines.push(held.with("architecture", architecture()).committable(plan));
            let time = Line::used("lambda", "gb_second_in_provisioned", "gb_second", Usage::ComputeTime);
            lines.push(time.with("architecture", architecture()).committable(plan));
        }
    }
    lines
}
