//! The configuration of Fluent Bit on each node: sends the output of pods to the log group of their process.

use polder_cloud::{Value, text};
use polder_design::kubernetes::PROCESS_LABEL;

use crate::names::local;

/// The log files of containers, named after pod, namespace and container.
const FILES: &str = "/var/log/containers";

/// The configuration. The output of the site's namespace goes to the log group that the pod's label names;
/// that of all other pods to one common log group. No group is created here: a missing one is an error.
pub(crate) fn configuration() -> Value {
    let (own, all) = (text![FILES, "/*_", local("name"), "_*.log"], text![FILES, "/*.log"]);
    let process = text!["/", local("name"), format!("/$kubernetes['labels']['{PROCESS_LABEL}']")];
    let lines = [
        input("process", own.clone(), None),
        input("cluster", all, Some(own)),
        filter(),
        output(
            "process",
            &[
                ("log_group_template", process),
                ("log_stream_prefix", "unknown-".into()),
                ("log_stream_template", "$kubernetes['pod_name'].$kubernetes['container_name']".into()),
            ],
        ),
        output("cluster", &[("log_stream_prefix", "${HOST_NAME}-".into())]),
    ];
    Value::call("join", vec!["\n".into(), Value::List(lines.into_iter().flatten().collect())])
}

/// A section of the configuration: its header, its settings, and an empty line.
fn section(head: &'static str, settings: impl IntoIterator<Item = (&'static str, Value)>) -> Vec<Value> {
    let settings = settings.into_iter().map(|(key, value)| text![format!("  {key:<19} "), value]);
    std::iter::once(head.into()).chain(settings).chain(["".into()]).collect()
}

fn input(tag: &'static str, path: Value, but: Option<Value>) -> Vec<Value> {
    let what = [
        ("Name", "tail".into()),
        ("Tag", format!("{tag}.*").into()),
        ("Path", path),
        ("multiline.parser", "docker, cri".into()),
        ("DB", format!("/var/fluent-bit/state/{tag}.db").into()),
        ("Mem_Buf_Limit", "50MB".into()),
        ("Skip_Long_Lines", "On".into()),
        ("Refresh_Interval", "10".into()),
        ("Rotate_Wait", "30".into()),
        ("storage.type", "filesystem".into()),
        ("Read_from_Head", "${READ_FROM_HEAD}".into()),
    ];
    section("[INPUT]", what.into_iter().chain(but.map(|but| ("Exclude_Path", but))))
}

/// Asks the kubelet, and not the control plane, for the metadata of a pod.
fn filter() -> Vec<Value> {
    let settings = [
        ("Name", "kubernetes"),
        ("Match", "process.*"),
        ("Kube_Tag_Prefix", "process.var.log.containers."),
        ("Labels", "On"),
        ("Annotations", "Off"),
        ("Use_Kubelet", "On"),
        ("Kubelet_Port", "10250"),
        ("Buffer_Size", "0"),
    ];
    section("[FILTER]", settings.map(|(key, value)| (key, value.into())))
}

fn output(tag: &'static str, to: &[(&'static str, Value)]) -> Vec<Value> {
    let what = [
        ("Name", "cloudwatch_logs".into()),
        ("Match", format!("{tag}.*").into()),
        ("region", "${AWS_REGION}".into()),
        ("log_key", "log".into()),
        ("log_group_name", text!["/", local("name"), "/cluster"]),
        ("auto_create_group", "false".into()),
    ];
    section("[OUTPUT]", what.into_iter().chain(to.iter().cloned()))
}
