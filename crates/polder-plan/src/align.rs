//! Matches the blocks of a configuration with those of the planned value.
//!
//! A plan keeps the order of lists but not of sets, and contains blocks from `dynamic` blocks, which the
//! configuration section lacks. So blocks are matched by the constants that are written in them.

use polder_cloud::{Body, Content, SmolStr, Value};

use crate::configuration::{Fields, Node};
use crate::limits::PAIRS_MAX;
use crate::values;

/// For each block of the configuration, the planned one; `None` where it cannot be determined.
pub(crate) fn align(written: &[Fields<'_>], planned: &[&Body], ordered: bool) -> Vec<Option<usize>> {
    if written.len() == 1 && planned.len() == 1 {
        return vec![Some(0)];
    }
    let written: Vec<Vec<Constant<'_>>> = written.iter().map(constants).collect();
    let fits = |at: usize, to: usize| written[at].iter().all(|constant| constant.fits(planned[to]));
    if ordered && written.len() == planned.len() && (0..written.len()).all(|at| fits(at, at)) {
        return (0..written.len()).map(Some).collect();
    }
    if written.len() * planned.len() > PAIRS_MAX {
        return vec![None; written.len()];
    }
    let fits: Vec<Vec<bool>> =
        (0..written.len()).map(|at| (0..planned.len()).map(|to| fits(at, to)).collect()).collect();
    matched(&fits, planned.len())
}

/// Matches pairs without alternatives, repeatedly: each planned block is used once.
fn matched(fits: &[Vec<bool>], planned: usize) -> Vec<Option<usize>> {
    let mut found = vec![None; fits.len()];
    let mut taken = vec![false; planned];
    let mut open: Vec<usize> = fits.iter().map(|row| row.iter().filter(|fit| **fit).count()).collect();
    while let Some(at) = open.iter().position(|count| *count == 1)
        && let Some(to) = (0..planned).find(|to| fits[at][*to] && !taken[*to])
    {
        // Two without other candidates cannot be distinguished.
        let rivals = open.iter().zip(fits).filter(|(count, row)| **count == 1 && row[to]).count();
        found[at] = (rivals == 1).then_some(to);
        taken[to] = true;
        for (count, _) in open.iter_mut().zip(fits).filter(|(_, row)| row[to]) {
            *count = count.saturating_sub(1);
        }
    }
    found
}

/// An attribute whose value is in the configuration.
struct Constant<'a> {
    name: &'a str,
    value: Value,
}

fn constants<'a>(fields: &'a Fields<'_>) -> Vec<Constant<'a>> {
    let constant = |(name, node): (&'a str, &'a Node<'_>)| {
        let value = values::plain(node.expression()?.constant?)?;
        scalar(&value).is_some().then_some(Constant { name, value })
    };
    fields.iter().filter_map(constant).collect()
}

impl Constant<'_> {
    /// Whether a planned block can come from one with this attribute. An attribute that the block lacks does
    /// not exclude it.
    fn fits(&self, block: &Body) -> bool {
        let item = block.items.iter().find(|item| item.key == self.name);
        match item.map(|item| &item.content) {
            Some(Content::Attribute(value)) => {
                scalar(value).is_none_or(|found| scalar(&self.value) == Some(found))
            }
            Some(Content::Block(_)) | None => true,
        }
    }
}

/// The text of a value for comparisons: Terraform treats `80` and `"80"` as equal.
fn scalar(value: &Value) -> Option<SmolStr> {
    match value {
        Value::Bool(value) => Some(if *value { "true".into() } else { "false".into() }),
        Value::Integer(value) => Some(value.to_string().into()),
        Value::Decimal(text) | Value::Text(text) => Some(text.clone()),
        Value::Sensitive(inner) => scalar(inner),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use polder_cloud::body;

    use super::*;

    fn fields(text: &str) -> Vec<Fields<'_>> {
        serde_json::from_str(text).expect("blocks")
    }

    #[test]
    fn blocks_of_a_set_are_found_by_their_constants() {
        let written = fields(
            r#"[{"id": {"constant_value": "a"}, "port": {"constant_value": 80}},
                {"id": {"constant_value": "b"}, "port": {"constant_value": "443"}}]"#,
        );
        let b = body! { id = "b"; port = 443; };
        let a = body! { id = "a"; port = 80; };
        assert_eq!(align(&written, &[&b, &a], false), [Some(1), Some(0)]);
        // One more, of a `dynamic` block.
        let c = body! { id = "c"; };
        assert_eq!(align(&written, &[&c, &b, &a], true), [Some(2), Some(1)]);
        assert_eq!(align(&written, &[&b], false), [None, Some(0)]);
    }

    #[test]
    fn blocks_that_look_the_same_are_told_apart_by_order_only() {
        let written = fields(r#"[{"id": {"references": ["var.a"]}}, {"id": {"references": ["var.b"]}}]"#);
        let (one, other) = (body! { id = "1"; }, body! { id = "2"; });
        assert_eq!(align(&written, &[&one, &other], true), [Some(0), Some(1)]);
        assert_eq!(align(&written, &[&one, &other], false), [None, None]);
        let twice = fields(r#"[{"id": {"constant_value": "1"}}, {"id": {"constant_value": "1"}}]"#);
        assert_eq!(align(&twice, &[&one, &other], false), [None, None]);
    }
}
