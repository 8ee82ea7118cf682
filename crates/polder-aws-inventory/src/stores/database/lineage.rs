//! From which database another has its data, and what it has from there besides.

use polder_cloud::View;
use polder_cloud::index::Resolved;

use crate::reader::Reader;
use crate::value::given;

/// How long a chain of copies may be. AWS allows three steps; a plan may contradict itself.
const STEPS_MAX: u32 = 8;

/// The database that an attribute of another names as its source: by a reference, by ARN, or by its name.
pub(super) fn source<'i, 'a>(
    reader: &mut Reader<'_, 'a>,
    view: View<'i, 'a>,
    attribute: &str,
) -> Option<View<'i, 'a>> {
    let databases = [("aws_db_instance", "identifier"), ("aws_rds_cluster", "cluster_identifier")];
    let is_database = |it: &View<'_, '_>| databases.iter().any(|(kind, _)| *kind == it.kind());
    let target = view.targets(attribute).into_iter().find(|it| is_database(it) && it.id() != view.id());
    target.or_else(|| {
        // The name stands at the end of an ARN.
        let text = view.text(attribute)?;
        let name = text.rsplit(':').next()?;
        databases.into_iter().find_map(|(kind, attribute)| reader.named_view(view, kind, attribute, name))
    })
}

/// The database itself, or the one up the chain of copies that sets an attribute.
pub(super) fn who_sets<'i, 'a>(
    reader: &mut Reader<'_, 'a>,
    view: View<'i, 'a>,
    attribute: &str,
) -> View<'i, 'a> {
    let mut at = view;
    for _ in 0..STEPS_MAX {
        if given(at, attribute) != Resolved::Absent {
            return at;
        }
        match source(reader, at, "replicate_source_db") {
            Some(next) => at = next,
            None => return view,
        }
    }
    view
}
