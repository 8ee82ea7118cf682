//! Addresses as Terraform writes them.

use polder_cloud::{InstanceKey, Mode, ModuleCall, SmolStr};

/// An address of a resource in a configuration or in a state's list of dependencies:
/// `module.a.data.aws_ami.base`. Keys of module calls are kept, and the key of an instance is not.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ResourceName<'d> {
    pub(crate) modules: Vec<ModuleCall>,
    pub(crate) mode: Mode,
    pub(crate) kind: &'d str,
    pub(crate) name: &'d str,
}

/// The calls of `module.network["a"].module.subnets`; none for an empty text.
pub(crate) fn modules(text: &str) -> Option<Vec<ModuleCall>> {
    let (calls, rest) = module_prefix(text)?;
    rest.is_empty().then_some(calls)
}

/// A resource, with the modules that it is in.
pub(crate) fn resource(text: &str) -> Option<ResourceName<'_>> {
    let (modules, rest) = module_prefix(text)?;
    let (mode, rest) = Mode::of_prefix(rest);
    let (kind, rest) = word(rest)?;
    let (name, rest) = word(rest.strip_prefix('.')?)?;
    let rest = if rest.is_empty() { rest } else { key(rest)?.1 };
    rest.is_empty().then_some(ResourceName { modules, mode, kind, name })
}

/// The module calls at the start, and the rest.
fn module_prefix(mut text: &str) -> Option<(Vec<ModuleCall>, &str)> {
    let mut calls = vec![];
    while let Some(rest) = text.strip_prefix("module.") {
        let (name, rest) = word(rest)?;
        let (key, rest) = if rest.starts_with('[') {
            let (key, rest) = key(rest)?;
            (Some(key), rest)
        } else {
            (None, rest)
        };
        calls.push(ModuleCall { name: name.into(), key });
        text = match rest.strip_prefix('.') {
            Some(rest) if !rest.is_empty() => rest,
            None if rest.is_empty() => rest,
            _ => return None,
        };
    }
    Some((calls, text))
}

/// A name at the start, and the rest.
pub(crate) fn word(text: &str) -> Option<(&str, &str)> {
    let end = text.find(['.', '[', ']', '"', ' ']).unwrap_or(text.len());
    (end > 0).then(|| text.split_at(end))
}

/// A key in brackets at the start, and the rest.
pub(crate) fn key(text: &str) -> Option<(InstanceKey, &str)> {
    let inner = text.strip_prefix('[')?;
    if let Some(quoted) = inner.strip_prefix('"') {
        let (name, rest) = unquoted(quoted)?;
        return Some((InstanceKey::Name(name), rest.strip_prefix(']')?));
    }
    let (digits, rest) = inner.split_once(']')?;
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain.then_some(())?;
    Some((InstanceKey::Index(digits.parse().ok()?), rest))
}

/// A text up to its closing quotation mark, unescaped, and the rest.
fn unquoted(text: &str) -> Option<(SmolStr, &str)> {
    let plain = text.find(['"', '\\', '$', '%'])?;
    if text[plain..].starts_with('"') {
        return Some((text[..plain].into(), &text[plain + 1..]));
    }
    let mut name = String::new();
    let mut characters = text.chars();
    loop {
        match characters.next()? {
            '"' => return Some((name.into(), characters.as_str())),
            '\\' => name.push(escaped(&mut characters)?),
            // `$${` is an escape for `${`.
            mark @ ('$' | '%') => {
                let rest = characters.as_str();
                if rest.starts_with(mark) && rest[1..].starts_with('{') {
                    characters.next();
                }
                name.push(mark);
            }
            character => name.push(character),
        }
    }
}

/// The character that an escape stands for, after its backslash.
fn escaped(characters: &mut std::str::Chars<'_>) -> Option<char> {
    let digits = match characters.next()? {
        'n' => return Some('\n'),
        'r' => return Some('\r'),
        't' => return Some('\t'),
        'u' => 4,
        'U' => 8,
        other => return Some(other),
    };
    let text = characters.as_str();
    let code = text.get(..digits).and_then(|digits| u32::from_str_radix(digits, 16).ok())?;
    *characters = text[digits..].chars();
    char::from_u32(code)
}

#[cfg(test)]
mod tests {
    use polder_cloud::Address;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn addresses_are_read_as_terraform_writes_them() {
        let found = resource(r#"module.net["a.b[0]"].module.x[2].data.aws_ami.base"#).expect("an address");
        assert_eq!((found.mode, found.kind, found.name), (Mode::Data, "aws_ami", "base"));
        let calls: Vec<String> = found.modules.iter().map(ToString::to_string).collect();
        assert_eq!(calls, [r#"module.net["a.b[0]"]"#, "module.x[2]"]);
        assert_eq!(modules("").map(|calls| calls.len()), Some(0));
        assert!(resource("aws_vpc.main[0]").is_some_and(|it| it.modules.is_empty()));
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in [
            "module",
            "module.",
            "module.a.",
            "module.a[",
            "module.a[x]",
            "module.a[-1]",
            "module.a[\"x]",
            "x",
        ] {
            assert_eq!(modules(text), None, "{text}");
        }
        for text in [
            "",
            "aws_vpc",
            "aws_vpc.",
            ".main",
            "aws_vpc.main.id",
            "data.aws_vpc",
            "a.b[99999999999999999999]",
        ] {
            assert_eq!(resource(text), None, "{text}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(500) })]

        /// Addresses that the graph writes can be parsed.
        #[test]
        fn reading_is_the_inverse_of_writing(name in any::<String>(), index in any::<u64>()) {
            let calls = vec![
                ModuleCall { name: "a".into(), key: Some(InstanceKey::Name(name.into())) },
                ModuleCall { name: "b-c".into(), key: Some(InstanceKey::Index(index)) },
                ModuleCall { name: "d".into(), key: None },
            ];
            let instance = polder_cloud::Instance { modules: calls.clone(), key: None };
            let address = Address {
                instance: Some(instance.into()),
                ..Address::in_root(Mode::Managed, "aws_vpc", "main")
            };
            let text = address.to_string();
            prop_assert_eq!(resource(&text).map(|it| it.modules), Some(calls), "{}", text);
        }
    }
}
