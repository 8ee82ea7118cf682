//! The principals of a statement.
//!
//! Source: AWS, IAM User Guide, "AWS JSON policy elements: Principal". A wildcard is the whole principal or not allowed: no
//! part of an ARN may be one.

use polder_cloud::PrincipalType;
use polder_inventory::access::PrincipalPattern;
use polder_inventory::model::{Attribute, Known, Link, Pattern, Piece, Set, Text};
use polder_inventory::outside::Owner;
use polder_inventory::{EntryId, EntryIndex};

use crate::accounts::is_number;
use crate::reader::Reader;

/// The principals of a statement; `None` means everyone.
pub(crate) fn principals(
    reader: &mut Reader<'_, '_>,
    listed: Option<Vec<(PrincipalType, Known<Vec<Pattern>>)>>,
) -> Known<Set<PrincipalPattern>> {
    let Some(listed) = listed else { return Known::Value(Set::from([PrincipalPattern::Anyone])) };
    let mut found = vec![];
    for (kind, patterns) in listed {
        match patterns {
            Known::Value(patterns) => {
                found.extend(patterns.into_iter().map(|pattern| principal(reader, kind, pattern)));
            }
            Known::Unknown(reason) => found.push(PrincipalPattern::Unknown(reason)),
        }
    }
    Known::Value(found.into())
}

/// One principal of a type.
pub(crate) fn principal(
    reader: &mut Reader<'_, '_>,
    kind: PrincipalType,
    pattern: Pattern,
) -> PrincipalPattern {
    if pattern.as_literal() == Some("*") {
        return PrincipalPattern::Anyone;
    }
    if let [Piece::Unknown(reason)] = pattern.pieces() {
        return PrincipalPattern::Unknown(*reason);
    }
    match kind {
        PrincipalType::Aws => of_account(reader, pattern),
        PrincipalType::Service => match pattern.as_literal() {
            Some(service) => PrincipalPattern::Service(service.into()),
            None => PrincipalPattern::Identifier(pattern),
        },
        PrincipalType::Federated => federated(reader, pattern),
        PrincipalType::CanonicalUser => match pattern.as_literal() {
            Some(name) => PrincipalPattern::Canonical(name.into()),
            None => PrincipalPattern::Identifier(pattern),
        },
    }
}

/// An account, or a principal of one.
fn of_account(reader: &mut Reader<'_, '_>, pattern: Pattern) -> PrincipalPattern {
    if let Some(account) = account(reader, &pattern) {
        return account;
    }
    if let Some(principal) = entry_of(reader, &pattern) {
        return PrincipalPattern::Principal(Link::To(principal));
    }
    match pattern.as_literal() {
        // Sessions (`sts`) and unique IDs are not principals that a link can refer to.
        Some(text) if text.starts_with("arn:") && text.contains(":iam:") => {
            let kind = if text.contains(":user/") { "user" } else { "role" };
            PrincipalPattern::Principal(Link::Outside(reader.external(text, kind, Owner::Unknown)))
        }
        _ => PrincipalPattern::Identifier(pattern),
    }
}

/// A whole account: by its ID, or by the ARN that ends in `:root`.
fn account(reader: &mut Reader<'_, '_>, pattern: &Pattern) -> Option<PrincipalPattern> {
    let link = match pattern.pieces() {
        [Piece::Account(account)] => Link::To(*account),
        [Piece::Literal(before), Piece::Account(account), Piece::Literal(after)]
            if is_root(before, after) =>
        {
            Link::To(*account)
        }
        [Piece::Literal(before), Piece::Unknown(reason), Piece::Literal(after)] if is_root(before, after) => {
            Link::Unknown(*reason)
        }
        [Piece::Literal(number)] if is_number(number) => reader.account_by_number(number),
        [Piece::Literal(arn)] => {
            let number = arn.strip_suffix(":root")?.rsplit(':').next().filter(|it| is_number(it))?;
            reader.account_by_number(number)
        }
        _ => return None,
    };
    Some(PrincipalPattern::Account(link))
}

fn is_root(before: &Text, after: &Text) -> bool {
    before.starts_with("arn:") && before.ends_with(":iam::") && after == ":root"
}

fn federated(reader: &mut Reader<'_, '_>, pattern: Pattern) -> PrincipalPattern {
    if let Some(provider) = entry_of(reader, &pattern) {
        return PrincipalPattern::Federated(Link::To(provider));
    }
    match pattern.as_literal() {
        Some(arn) if arn.starts_with("arn:") => {
            let provider = reader.external(arn, "identity provider", Owner::Unknown);
            PrincipalPattern::Federated(Link::Outside(provider))
        }
        Some(name) => PrincipalPattern::FederatedName(name.into()),
        None => PrincipalPattern::Identifier(pattern),
    }
}

/// The entry that a pattern names as a whole.
fn entry_of<I: EntryIndex>(reader: &Reader<'_, '_>, pattern: &Pattern) -> Option<I> {
    let entry: EntryId = match pattern.pieces() {
        [Piece::Attribute { entry, attribute: Attribute::Identifier }] => *entry,
        _ => reader.identified(pattern).or_else(|| reader.held(pattern))?,
    };
    I::from_entry(entry)
}
