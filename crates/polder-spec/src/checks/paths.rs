//! Services of one cell have different paths.

use polder_diag::Finding;

use crate::codes;
use crate::model::{Platform, Service};
use crate::reader::{Reader, shown};
use crate::setting::Setting;

/// Reports overlapping paths. A path without its slashes is reported elsewhere and is skipped.
pub(super) fn check(reader: &Reader<'_>, platform: &Platform) {
    let mut routed: Vec<(&Service, &Setting<String>)> = platform
        .services
        .iter()
        .filter_map(|service| service.path.as_ref().map(|path| (service, path)))
        .filter(|(_, path)| crate::names::is_path(path, true))
        .collect();
    routed.sort_by(|(_, a), (_, b)| a.value.cmp(&b.value));
    // After sorting, all paths inside a path directly follow it.
    for (at, (outer, path)) in routed.iter().enumerate() {
        let inside = routed.iter().skip(at + 1).take_while(|(_, other)| other.starts_with(path.as_str()));
        // One finding for each path is enough.
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
