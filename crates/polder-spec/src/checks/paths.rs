//! Services of one cell answer at different paths.

use polder_diag::Finding;

use crate::codes;
use crate::model::{Platform, Service};
use crate::reader::{Reader, shown};
use crate::setting::Setting;

/// Says which paths overlap. A path without its slashes has been spoken of and is left alone.
pub(super) fn check(reader: &Reader<'_>, platform: &Platform) {
    let mut routed: Vec<(&Service, &Setting<String>)> = platform
        .services
        .iter()
        .filter_map(|service| service.path.as_ref().map(|path| (service, path)))
        .filter(|(_, path)| crate::names::is_path(path, true))
        .collect();
    routed.sort_by(|(_, a), (_, b)| a.value.cmp(&b.value));
    // Sorted, all that lie in a path follow it at once.
    for (at, (outer, path)) in routed.iter().enumerate() {
        let inside = routed.iter().skip(at + 1).take_while(|(_, other)| other.starts_with(path.as_str()));
        // One finding for each path is enough to see what is wrong.
        let clash = inside.into_iter().find(|(inner, _)| shares_cell(outer, inner));
        if let Some((inner, other)) = clash {
            let message =
                format!("services {} and {} have overlapping paths", shown(&outer.name), shown(&inner.name));
            reader.say(
                Finding::new(&codes::OVERLAPPING_PATHS, message)
                    .at(other.span(), "lies in the other's")
                    .also(path.span(), format!("the path of {}", shown(&outer.name)))
                    .help("choose paths that are apart"),
            );
        }
    }
}

fn shares_cell(a: &Service, b: &Service) -> bool {
    a.cells.iter().any(|cell| b.cells.contains(cell))
}
