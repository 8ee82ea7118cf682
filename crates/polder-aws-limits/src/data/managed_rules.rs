//! The managed rules of AWS Config.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// How long a word is at least that differs by a letter: shorter ones are services, as EBS and EFS.
const WORD_MIN: usize = 6;

/// Identifiers, with the name of the rule where that is another one.
static RULES: LazyLock<BTreeMap<&str, Option<&str>>> = LazyLock::new(|| {
    let text = include_str!("../../data/managed-rules.txt");
    super::lines(text)
        .map(|line| line.split_once(' ').map_or((line, None), |(id, name)| (id, Some(name))))
        .collect()
});

/// Whether a rule has this identifier.
pub(crate) fn is_known(identifier: &str) -> bool {
    RULES.contains_key(identifier)
}

/// The identifier that is meant by another one: the name of its rule, the same letters with other underscores, or a word with
/// another letter.
pub(crate) fn meant(other: &str) -> Option<&'static str> {
    let as_name = other.replace('_', "-").to_ascii_lowercase();
    let letters = |text: &str| text.replace('_', "");
    let own = letters(other);
    let of_name = RULES.iter().find(|(_, name)| **name == Some(as_name.as_str())).map(|(id, _)| *id);
    let ids = || RULES.keys().copied();
    of_name.or_else(|| ids().find(|id| letters(id) == own)).or_else(|| ids().find(|id| is_near(id, other)))
}

/// Whether one word of two identifiers differs: a letter is added, left out or another one, or two are exchanged.
fn is_near(one: &str, other: &str) -> bool {
    let (words, others): (Vec<&str>, Vec<&str>) = (one.split('_').collect(), other.split('_').collect());
    let mut different = words.iter().zip(&others).filter(|(one, other)| one != other);
    let (Some((one, other)), None) = (different.next(), different.next()) else { return false };
    words.len() == others.len() && one.len() >= WORD_MIN && strsim::osa_distance(one, other) == 1
}

#[cfg(test)]
mod tests {
    use super::{RULES, meant};

    #[test]
    fn no_rule_is_taken_for_another_one() {
        assert!(RULES.len() > 400, "{}", RULES.len());
        for id in RULES.keys() {
            // As if AWS had added it after the table was written.
            let near: Vec<_> =
                RULES.keys().filter(|other| *other != id && super::is_near(other, id)).collect();
            assert!(near.is_empty(), "{id}: {near:?}");
        }
    }

    #[test]
    fn a_mistake_leads_to_the_rule_that_is_meant() {
        for (mistake, right) in [
            ("RESTRICTED_SSH", "INCOMING_SSH_DISABLED"),
            ("EC2_INSTANCES_IN_VPC", "INSTANCES_IN_VPC"),
            ("S3_BUCKET_PUBLIC_READ_PROHIBITTED", "S3_BUCKET_PUBLIC_READ_PROHIBITED"),
            ("RDS_STORAGE_ENCRYTPED", "RDS_STORAGE_ENCRYPTED"),
            ("ROOT_ACCOUNT_MFA_ENABLE", "ROOT_ACCOUNT_MFA_ENABLED"),
            ("CLOUDTRAIL_ENABLED", "CLOUD_TRAIL_ENABLED"),
        ] {
            assert_eq!(meant(mistake), Some(right), "{mistake}");
        }
        assert_eq!(meant("ECS_IN_BACKUP_PLAN"), None);
    }
}
