//! Services that people and pipelines use: builds, directories, file transfer, workflows.

use polder_cloud::View;
use polder_inventory::billing::Usage;
use polder_inventory::model::{Known, Text};

use super::line::{Line, count, whole};
use crate::kind::Read;
use crate::reader::Reader;
use crate::value::{given_text, number_or, text_or};

pub(super) const BILLABLES: &[(&str, Read)] = &[
    ("aws_codebuild_project", build),
    ("aws_directory_service_directory", directory),
    ("aws_transfer_server", transfer),
    ("aws_mwaa_environment", workflows),
];

/// Minutes of builds, by the type of the machine: `general1.small`, and its system.
fn build<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let environment = view.block("environment");
    let word = |name| {
        environment
            .map_or(Known::Unknown(polder_inventory::model::Reason::NotGiven), |it| given_text(it, name))
    };
    let class = word("compute_type")
        .map(|name| Text::from(name.trim_start_matches("BUILD_").to_ascii_lowercase().replacen('_', ".", 1)));
    let system = word("type").map(|kind| {
        Text::from(kind.trim_end_matches("_CONTAINER").trim_end_matches("_SERVER_2019").to_ascii_lowercase())
    });
    reader.bill(
        view,
        [Line::used("codebuild", "build", "minute", Usage::ComputeTime)
            .with("class", class)
            .with("system", system)],
    );
}

/// Domain controllers of Microsoft AD, two unless more are asked for; Simple AD and AD Connector have a price for the whole
/// directory. Source: AWS Directory Service pricing.
fn directory<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let kind = text_or(view, "type", "SimpleAD");
    let (size, priced) = if kind == Known::Value("MicrosoftAD".into()) {
        (text_or(view, "edition", "Enterprise"), number_or(view, "desired_number_of_domain_controllers", 2))
    } else {
        (text_or(view, "size", "Large"), Known::Value(1))
    };
    let line = Line::constant("directory_service", "controller", "hour", whole(priced));
    reader.bill(view, [line.with("kind", kind).with("size", size)]);
}

/// Each protocol is paid by the hour. Without a list, it is SFTP.
fn transfer<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let protocols = match crate::value::is_set(view, "protocols") {
        true => count(view.list("protocols").len()),
        false => count(1),
    };
    reader.bill(
        view,
        [
            Line::constant("transfer_family", "protocol", "hour", protocols),
            Line::used("transfer_family", "data_downloaded", "gb", Usage::BytesOut),
            Line::used("transfer_family", "data_uploaded", "gb", Usage::BytesIn),
        ],
    );
}

/// The environment, and what runs beside its one worker and two schedulers.
fn workflows<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let class = text_or(view, "environment_class", "mw1.small");
    reader.bill(
        view,
        [
            Line::one("mwaa", "environment", "hour").with("class", class.clone()),
            Line::used("mwaa", "worker", "hour", Usage::CapacityUnits).with("class", class.clone()),
            Line::used("mwaa", "scheduler", "hour", Usage::CapacityUnits).with("class", class),
            Line::used("mwaa", "meta_database", "gb_month", Usage::BytesStored),
        ],
    );
}
