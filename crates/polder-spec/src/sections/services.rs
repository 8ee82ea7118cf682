//! `[services.NAME]`.

use polder_diag::{Finding, Spanned};
use polder_units::{Bytes, MilliCpu};

use super::markets;
use crate::codes;
use crate::model::{Cell, Service};
use crate::names::{check_name, is_image, is_path};
use crate::reader::{Table, shown};
use crate::setting::{Otherwise, Setting};

/// Saleor's own processes.
const TAKEN_NAMES: &[&str] = &["api", "worker", "migrate", "static", "dashboard", "storefront"];

/// The one that must exist exactly once.
const BEAT: &str = "beat";

/// Paths of a market host that Saleor, the storefront or the edge uses.
const TAKEN_PATHS: &[(&str, &str)] = &[
    ("/graphql/", "Saleor's API"),
    ("/thumbnail/", "Saleor's pictures"),
    ("/image/", "Saleor's pictures"),
    ("/digital-download/", "Saleor's downloads"),
    ("/plugins/", "webhooks of Saleor's plugins"),
    ("/.well-known/", "Saleor's public keys"),
    ("/health/", "the health checks"),
    ("/media/", "the media bucket"),
    ("/static/", "static files"),
    ("/dashboard/", "the back office"),
    ("/api/", "the storefront"),
    ("/_next/", "the storefront"),
];

/// Reads all services.
pub(super) fn read(file: &Table<'_>, cells: &[Cell]) -> Vec<Service> {
    file.named("services").iter().map(|(name, table)| service(name, table, cells)).collect()
}

fn service(name: &Spanned<String>, table: &Table<'_>, cells: &[Cell]) -> Service {
    check_name(table.reader, "a service", name, name.span);
    if name.as_str() == BEAT {
        table.reader.say(
            Finding::new(
                &codes::SECOND_BEAT,
                "a second beat would run each of Saleor's scheduled tasks twice",
            )
            .at(name.span, "each cell already has its beat")
            .help("remove the service, or choose another name if it does not start Saleor's tasks"),
        );
    } else if TAKEN_NAMES.contains(&name.as_str()) {
        table.reader.say(
            Finding::new(
                &codes::RESERVED_SERVICE,
                format!("{} is one of Saleor's own processes", shown(name)),
            )
            .at(name.span, "taken")
            .help("choose another name"),
        );
    }
    let port = table
        .whole("port")
        .map(|port| Setting { value: u16::try_from(port.value).unwrap_or_default(), origin: port.origin });
    let path = path(name, table);
    if let Some(path) = path.as_ref().filter(|_| table.span_of("port").is_none()) {
        table.reader.say(
            Finding::new(
                &codes::PATH_WITHOUT_PORT,
                format!("service {} has a path but no port", shown(name)),
            )
            .at(path.span(), "requests to this path have no target")
            .help("add `port`, or remove `path`"),
        );
    }
    Service {
        name: name.clone(),
        image: image(table).else_rule(name.value.clone(), "the service's name"),
        port,
        path,
        health: health(table).else_rule("/health".to_owned(), "the usual path"),
        cpu: table
            .whole("cpu_millis")
            .map(|cpu| Setting { value: MilliCpu(cpu.value), origin: cpu.origin })
            .else_rule(MilliCpu(250), "the smallest Fargate task"),
        memory: table
            .whole("memory_mib")
            .map(|memory| Setting { value: Bytes::mib(memory.value), origin: memory.origin })
            .else_rule(Bytes::mib(512), "the smallest Fargate task"),
        tasks: table.whole("tasks").else_rule(2, "two, in different zones"),
        cells: which_cells(table, cells),
        interruptible: table.flag("interruptible").else_rule(false, "a request that is cut off is lost"),
        uses: table.choices("uses").else_rule(vec![], "nothing unless requested"),
    }
}

fn which_cells(table: &Table<'_>, cells: &[Cell]) -> Setting<Vec<usize>> {
    let Some(texts) = table.texts("cells") else {
        return None.else_rule((0..cells.len()).collect(), "all cells");
    };
    if texts.is_empty() {
        table.say_out_of_range("cells", texts.span().unwrap_or_default(), "one cell or more");
    }
    let found = texts.iter().filter_map(|text| markets::position(table, text, cells)).collect();
    Setting { value: found, origin: texts.origin }
}

fn image(table: &Table<'_>) -> Option<Setting<String>> {
    let image = table.text("image")?;
    if !is_image(&image) {
        table.reader.say(
            Finding::new(&codes::IMAGE, format!("{} is not a repository name", shown(&image)))
                .at(image.span(), "lower-case letters, digits and single separators")
                .help("write only the repository, without registry and tag: `shop/reviews`"),
        );
    }
    Some(image)
}

fn health(table: &Table<'_>) -> Option<Setting<String>> {
    let health = table.text("health")?;
    if !is_path(&health, false) {
        table.reader.say(
            Finding::new(&codes::PATH, format!("{} is not a path", shown(&health)))
                .at(health.span(), "a health path begins with `/`")
                .help("write it as `/health`"),
        );
    }
    Some(health)
}

fn path(name: &str, table: &Table<'_>) -> Option<Setting<String>> {
    let path = table.text("path")?;
    if !is_path(&path, true) {
        let finding = Finding::new(&codes::PATH, format!("{} cannot be routed", shown(&path)))
            .at(path.span(), "a path begins and ends with `/`");
        let closed = format!("/{}/", path.trim_matches('/'));
        table.reader.say(if is_path(&closed, true) {
            finding.help(format!("did you mean `{closed}`?"))
        } else {
            finding.help("write letters, digits, `-`, `_` and `.` between slashes: `/reviews/`")
        });
        return Some(path);
    }
    let lower = path.to_lowercase();
    let clash = TAKEN_PATHS.iter().find(|(taken, _)| lower.starts_with(taken) || taken.starts_with(&lower));
    if let Some((taken, by)) = clash {
        let message = format!("{} is used by {by}", shown(&path));
        table.reader.say(
            Finding::new(&codes::RESERVED_PATH, message)
                .at(path.span(), format!("overlaps with `{taken}`"))
                .help(format!("choose another path, such as `/{}/`", crate::names::fitting(name))),
        );
    }
    Some(path)
}
