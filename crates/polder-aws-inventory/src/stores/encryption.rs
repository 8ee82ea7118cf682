//! Encryption at rest and its keys.

use polder_cloud::View;
use polder_inventory::access::KeyId;
use polder_inventory::model::{Known, Link};
use polder_inventory::stores::Encryption;

use crate::reader::Reader;
use crate::value::{is_set, some_text, truth_or};

/// The largest number of aliases that are followed. An alias refers to a key; the limit ends cycles in
/// inconsistent plans.
const ALIASES_MAX: u32 = 3;

impl<'a> Reader<'_, 'a> {
    /// The key in an attribute; `None` if it is not set. Aliases are resolved to their keys.
    pub(crate) fn key(&mut self, view: View<'_, 'a>, attribute: &str) -> Option<Link<KeyId>> {
        self.key_by(view, attribute, ALIASES_MAX)
    }

    fn key_by(&mut self, view: View<'_, 'a>, attribute: &str, left: u32) -> Option<Link<KeyId>> {
        let link = self.link(view, attribute, "key")?;
        if link.id().is_none()
            && let Some(left) = left.checked_sub(1)
            && let Some(alias) = view.targets(attribute).into_iter().find(|it| it.kind() == "aws_kms_alias")
        {
            let of = ["target_key_id", "target_key_arn"].into_iter().find(|name| is_set(alias, name));
            return of.and_then(|name| self.key_by(alias, name, left)).or(Some(link));
        }
        Some(link)
    }

    /// Encryption with the key in an attribute, or `default` if it is not set.
    pub(crate) fn encryption(
        &mut self,
        view: View<'_, 'a>,
        attribute: &str,
        default: Encryption,
    ) -> Encryption {
        if is_provider_key(view, attribute) {
            return Encryption::ProviderManaged;
        }
        self.key(view, attribute).map_or(default, Encryption::Key)
    }

    /// Encryption that a Boolean enables, with the key in an attribute.
    pub(crate) fn encryption_if(
        &mut self,
        view: View<'_, 'a>,
        (switch, by_default): (&str, bool),
        attribute: &str,
        without_key: Encryption,
    ) -> Encryption {
        match truth_or(view, switch, by_default) {
            Known::Value(true) => self.encryption(view, attribute, without_key),
            Known::Value(false) => Encryption::None,
            Known::Unknown(reason) => Encryption::Unknown(reason),
        }
    }
}

/// Whether an attribute names an AWS managed key: `alias/aws/s3`, alone, at the end of an ARN, or by a data
/// source of that alias.
fn is_provider_key(view: View<'_, '_>, attribute: &str) -> bool {
    let named = |view: View<'_, '_>, attribute: &str| match some_text(view, attribute) {
        Known::Value(Some(text)) => text.starts_with("alias/aws/") || text.contains(":alias/aws/"),
        Known::Value(None) | Known::Unknown(_) => false,
    };
    let look_up = |target: View<'_, '_>| match (target.is_managed(), target.kind()) {
        (false, "aws_kms_alias") => named(target, "name"),
        (false, "aws_kms_key") => named(target, "key_id"),
        _ => false,
    };
    named(view, attribute) || view.targets(attribute).into_iter().any(look_up)
}
