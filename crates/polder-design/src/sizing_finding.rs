//! The finding for a cell that cannot be sized.

use polder_diag::Finding;
use polder_spec::{Cell, ComputeEngine, Platform};

use crate::codes::{LOAD_OUT_OF_RANGE, MISSING_FACT, NO_MACHINE_FITS, NO_SIZE_FITS, SIZE_BELOW_FORECAST};
use crate::sizing::{Shortfall, SizingError, TooSmall};

/// The finding for a cell that cannot be sized.
pub(crate) fn finding(platform: &Platform, cell: &Cell, why: SizingError) -> Finding {
    match why {
        SizingError::Missing(missing) => Finding::new(&MISSING_FACT, missing.to_string())
            .at(cell.name.span, "this cell cannot be sized without it")
            .help("`polder facts` lists what is known"),
        SizingError::NoFit(lacking) => no_fit(platform, cell, lacking),
        SizingError::OutOfRange => {
            let message = format!("the load of the cell `{}` is too large to compute with", cell.name.value);
            Finding::new(&LOAD_OUT_OF_RANGE, message)
                .at(largest(platform), "the load that it is sized for")
                .also(cell.name.span, "this cell")
                .help("look for a zero too many in `workload`")
        }
    }
}

/// The finding for a size that is set and does not carry the forecast.
pub(crate) fn shortfall(cell: &Cell, shortfall: &Shortfall) -> Finding {
    let Shortfall { what, span, lacks, computed } = shortfall;
    let message = format!("the forecast of the cell `{}` needs more than is set: {what}", cell.name.value);
    let finding = Finding::new(&SIZE_BELOW_FORECAST, message)
        .at(*span, lacks.join("; "))
        .also(cell.name.span, "this cell");
    match computed {
        Some(size) => {
            finding.help(format!("the computed size is {size}: `polder check --explain sizing` shows why"))
        }
        None => finding.help("no size carries it: split the markets of the cell over several cells"),
    }
}

fn no_fit(platform: &Platform, cell: &Cell, lacking: TooSmall) -> Finding {
    let name = &cell.name.value;
    let workload = &platform.workload;
    let split = "split the markets of the cell over several cells, or lower `workload`";
    let of_cell = |what: &str, at, label: &str| {
        Finding::new(&NO_SIZE_FITS, format!("{what} the cell `{name}`"))
            .at(at, label)
            .also(cell.name.span, "this cell")
            .help(split)
    };
    let load = "the load that it is sized for";
    match lacking {
        TooSmall::Tasks(process) => {
            of_cell(&format!("no number of tasks of `{process}` is enough for"), largest(platform), load)
        }
        TooSmall::Database => {
            of_cell("no database class is large enough for the load of", largest(platform), load)
                .also(workload.database_size.span(), "a fifth of its data must fit into memory")
        }
        TooSmall::Disk => {
            of_cell("no disk is large enough for the database of", workload.database_size.span(), "its data")
        }
        TooSmall::Cache => of_cell(
            "no node class is large enough for the cache of",
            workload.monthly_visitors.span(),
            "visitors of a month",
        ),
        TooSmall::Broker => of_cell(
            "no node class is large enough for the tasks of",
            workload.monthly_orders.span(),
            "orders of a month",
        ),
        TooSmall::Machines => Finding::new(
            &NO_MACHINE_FITS,
            format!("no machine pool fits the containers of the cell `{name}`"),
        )
        .at(platform.compute.engine.span(), "the engine that needs machines")
        .also(cell.name.span, "this cell")
        .help(split)
        .help(format!("`{}` needs no machines", ComputeEngine::ServerlessContainers.word())),
        TooSmall::MachineClass => Finding::new(
            &NO_MACHINE_FITS,
            format!("the containers of the cell `{name}` do not fit on machines of the class that is set"),
        )
        .at(cell.sizes.machine_class.as_ref().and_then(polder_spec::Setting::span), "this class")
        .also(cell.name.span, "this cell")
        .help("choose a larger class, or remove `machine_class`"),
        TooSmall::Own(service) => {
            let written = platform.services.iter().find(|known| known.name.value == service);
            let (cpu, memory) = (
                written.and_then(|service| service.cpu.span()),
                written.and_then(|service| service.memory.span()),
            );
            Finding::new(&NO_SIZE_FITS, format!("no task size is large enough for the service `{service}`"))
                .at(cpu.or(memory), "requested here")
                .also(cpu.and(memory), "with this memory")
                .help("reduce `cpu` or `memory`, and increase the number of tasks")
        }
    }
}

/// The location of the largest figure of the forecast, which is the most likely to have a zero too many.
fn largest(platform: &Platform) -> Option<polder_diag::Span> {
    let workload = &platform.workload;
    let loads = [&workload.monthly_page_views, &workload.monthly_orders, &workload.monthly_visitors];
    loads.into_iter().max_by_key(|load| load.value).and_then(polder_spec::Setting::span)
}
