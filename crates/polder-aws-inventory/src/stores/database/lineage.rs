//! The source database of a replica, and the settings that it inherits from there.

use polder_cloud::View;
use polder_cloud::index::Resolved;

use crate::reader::Reader;
use crate::value::given;

/// The largest length of a chain of replicas. AWS allows three; the limit ends cycles in inconsistent plans.
const STEPS_MAX: u32 = 8;

/// The source database in an attribute: by reference, by ARN, or by name.
pub(super) fn source<'i, 'a>(
    reader: &mut Reader<'_, 'a>,
    view: View<'i, 'a>,
    attribute: &str,
) -> Option<View<'i, 'a>> {
    let databases = [("aws_db_instance", "identifier"), ("aws_rds_cluster", "cluster_identifier")];
    let is_database = |it: &View<'_, '_>| databases.iter().any(|(kind, _)| *kind == it.kind());
    let target = view.targets(attribute).into_iter().find(|it| is_database(it) && it.id() != view.id());
    target.or_else(|| {
        // The name is at the end of an ARN.
        let text = view.text(attribute)?;
        let name = text.rsplit(':').next()?;
        databases.into_iter().find_map(|(kind, attribute)| reader.named_view(view, kind, attribute, name))
    })
}

/// The first database in the chain of sources that sets an attribute, beginning with the database itself.
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
