//! The stacks work with both major versions of the provider that they allow.

use hcl_edit::structure::Body;
use polder_cloud::schema::Schema;
use polder_testkit::{EXAMPLES, compiled, files};

/// Deprecations are warnings, so a platform with them is still valid.
#[test]
fn no_example_uses_what_a_version_of_the_provider_lacks_or_deprecates() {
    for (name, text) in EXAMPLES {
        let outcome = polder::compile(text);
        let found: Vec<_> = outcome.findings.iter().filter(|it| it.code.id.starts_with("CLOUD")).collect();
        assert!(found.is_empty(), "{name}: {found:?}");
        assert!(outcome.value.is_some_and(|compiled| !compiled.cloud.stacks.is_empty()), "{name}");
    }
}

#[test]
fn the_block_of_the_provider_takes_what_both_versions_take() {
    let (name, text) = EXAMPLES[0];
    let files = files(&compiled(name, text));
    let (schema, mut seen) = (Schema::aws(), 0);
    for (path, content) in files.iter().filter(|(path, _)| path.ends_with("/providers.tf")) {
        let body: Body = content.parse().unwrap_or_else(|error| panic!("{path}: {error}"));
        let version = body
            .get_blocks("terraform")
            .filter_map(|block| block.body.get_blocks("required_providers").next())
            .filter_map(|block| block.body.get_attribute("aws"))
            .filter_map(|attribute| attribute.value.as_object())
            .find_map(|aws| {
                aws.iter().find(|(key, _)| key.as_ident().is_some_and(|it| it.as_str() == "version"))
            })
            .and_then(|(_, value)| value.expr().as_str());
        assert_eq!(version, Some(">= 5.100, < 7"), "{path}");
        for provider in body.get_blocks("provider") {
            for attribute in provider.body.attributes() {
                let key = attribute.key.as_str();
                let known = schema.configuration().attribute(key);
                assert!(known.is_some_and(|it| it.deprecated.is_none() && !it.read_only()), "{path}: {key}");
                seen += 1;
            }
            for block in provider.body.blocks() {
                let nested = schema.configuration().nested(block.ident.as_str());
                let nested = nested.unwrap_or_else(|| panic!("{path}: {}", block.ident.as_str()));
                for attribute in block.body.attributes() {
                    assert!(
                        schema.inside(nested).has(attribute.key.as_str()),
                        "{path}: {}",
                        attribute.key.as_str()
                    );
                    seen += 1;
                }
            }
        }
    }
    assert!(seen > 100, "no stack has a provider");
}
