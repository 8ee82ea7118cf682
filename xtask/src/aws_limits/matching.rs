//! Which member of a schema an attribute of the Terraform provider is.

use std::collections::BTreeMap;

use super::node::Node;

/// Matches names: `kms_key_id` is `KMSKeyId`.
pub(super) struct Names<'k> {
    /// Words that AWS puts before names of the type's own members: `Queue` in `QueueName`.
    prefixes: Vec<String>,
    exceptions: &'k BTreeMap<String, Option<String>>,
}

impl<'k> Names<'k> {
    /// Names of a type with this CloudFormation type and this operation.
    pub(super) fn new(
        schema: &str,
        operation: &str,
        exceptions: &'k BTreeMap<String, Option<String>>,
    ) -> Names<'k> {
        let mut prefixes = vec![];
        let verbs = [
            "Create", "Put", "Register", "Set", "Run", "Request", "Update", "Start", "Add", "Publish",
            "Allocate",
        ];
        let object = verbs.iter().find_map(|verb| operation.strip_prefix(verb)).unwrap_or(operation);
        for whole in [schema.rsplit("::").next().unwrap_or_default(), object] {
            let mut rest = whole;
            while !rest.is_empty() {
                prefixes.push(plain(rest));
                let next = rest.char_indices().skip(1).find(|(_, letter)| letter.is_ascii_uppercase());
                rest = next.map_or("", |(at, _)| &rest[at..]);
            }
        }
        Names { prefixes, exceptions }
    }

    /// The member that an attribute is, at a path of the type.
    pub(super) fn find<'n>(
        &self,
        path: &str,
        name: &str,
        members: &'n BTreeMap<String, Node>,
    ) -> Option<(&'n str, &'n Node)> {
        let at = |(name, node): (&'n String, &'n Node)| (name.as_str(), node);
        if let Some(exception) = self.exceptions.get(path) {
            return exception.as_deref()?.split('|').find_map(|path| named(path, members));
        }
        let wanted = plain(name);
        let mut forms =
            vec![wanted.clone(), format!("{wanted}s"), format!("{wanted}es"), format!("{wanted}list")];
        if let Some(stem) = wanted.strip_suffix('y') {
            forms.push(format!("{stem}ies"));
        }
        if let Some(stem) = wanted.strip_suffix('s') {
            forms.push(stem.to_owned());
        }
        if !path.contains('.') {
            forms.extend(self.prefixes.iter().map(|prefix| format!("{prefix}{wanted}")));
        }
        forms.iter().find_map(|form| members.iter().find(|(name, _)| plain(name) == *form)).map(at)
    }
}

/// The member at a path that an exception names: `Policies/PasswordPolicy`.
fn named<'n>(path: &str, members: &'n BTreeMap<String, Node>) -> Option<(&'n str, &'n Node)> {
    let (first, rest) = path.split_once('/').map_or((path, None), |(first, rest)| (first, Some(rest)));
    let (name, node) = members.iter().find(|(name, _)| plain(name) == plain(first))?;
    match (rest, node.element()) {
        (None, _) => Some((name, node)),
        (Some(rest), Node::Object(members, _)) => named(rest, members),
        _ => None,
    }
}

/// A name without case and separators.
fn plain(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(names: &Names<'_>, attribute: &str, members: &[&str]) -> Option<String> {
        let members = members.iter().map(|name| ((*name).to_owned(), Node::Other)).collect();
        names.find(attribute, attribute, &members).map(|(name, _)| name.to_owned())
    }

    #[test]
    fn names_are_compared_without_case_and_separators() {
        let nothing = BTreeMap::new();
        let names = Names::new("AWS::SQS::Queue", "CreateQueue", &nothing);
        assert_eq!(found(&names, "kms_key_id", &["KMSKeyId"]).as_deref(), Some("KMSKeyId"));
        assert_eq!(found(&names, "name", &["TopicName", "QueueName"]).as_deref(), Some("QueueName"));
        assert_eq!(found(&names, "subnet_ids", &["SubnetId"]).as_deref(), Some("SubnetId"));
        assert_eq!(found(&names, "policy", &["Policies"]).as_deref(), Some("Policies"));
        assert_eq!(found(&names, "name", &["TopicName"]), None);
    }

    #[test]
    fn an_exception_names_another_member_or_none() {
        let exceptions = [("name".to_owned(), None), ("size".to_owned(), Some("Volume".to_owned()))].into();
        let names = Names::new("AWS::SQS::Queue", "", &exceptions);
        assert_eq!(found(&names, "name", &["QueueName"]), None);
        assert_eq!(found(&names, "size", &["Size", "Volume"]).as_deref(), Some("Volume"));
        let inside = Node::Object([("Size".to_owned(), Node::Bool)].into(), vec![]);
        let members = [("Volumes".to_owned(), inside)].into();
        let exceptions = [("size".to_owned(), Some("Volume|Volumes/Size".to_owned()))].into();
        let names = Names::new("AWS::SQS::Queue", "", &exceptions);
        assert_eq!(names.find("size", "size", &members).map(|(name, _)| name), Some("Size"));
    }
}
