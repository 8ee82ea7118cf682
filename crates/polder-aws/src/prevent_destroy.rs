//! `prevent_destroy` of data stores, keys and accounts, in one place: no plan may destroy what cannot be made again, whether
//! somebody removes it, renames it or changes an argument that replaces it.

use std::sync::Arc;

use polder_cloud::{Body, Content, Mode, Resource, Stack, Target, Value};

use crate::kinds::AWS;

/// Sets it in a stack.
pub(crate) fn protect(stack: &mut Stack) {
    for resource in stack.resources.iter_mut().filter(|resource| is_irreplaceable(resource)) {
        set(Arc::make_mut(&mut resource.body));
    }
}

/// Whether what is lost with a resource cannot be made again. A read replica in the region of its source can.
pub(crate) fn is_irreplaceable(resource: &Resource) -> bool {
    let copies = |value: &Value| matches!(value, Value::Reference(it) if it.target == Target::Own);
    resource.address.mode == Mode::Managed
        && AWS.of(&resource.address.kind).irreplaceable
        && !resource.body.get("replicate_source_db").is_some_and(copies)
}

fn set(body: &mut Body) {
    let lifecycle = body.items.iter_mut().find_map(|item| match &mut item.content {
        Content::Block(lifecycle) if item.key == "lifecycle" => Some(lifecycle),
        Content::Block(_) | Content::Attribute(_) => None,
    });
    match lifecycle {
        Some(lifecycle) => lifecycle.set(None, "prevent_destroy", true),
        None => {
            let mut lifecycle = Body::default();
            lifecycle.set(None, "prevent_destroy", true);
            body.block(None, "lifecycle", lifecycle);
        }
    }
}

#[cfg(test)]
mod tests {
    use polder_cloud::{Resource, Value};

    use super::is_irreplaceable;
    use crate::examples;

    fn protected(resource: &Resource) -> bool {
        let mut blocks = resource.body.blocks("lifecycle");
        blocks.any(|block| block.get("prevent_destroy") == Some(&Value::Bool(true)))
    }

    #[test]
    fn no_plan_destroys_what_cannot_be_made_again() {
        let mut kinds = std::collections::BTreeSet::new();
        for (_, cloud) in examples::all() {
            for stack in &cloud.stacks {
                for resource in stack.managed() {
                    let wanted = is_irreplaceable(resource);
                    assert_eq!(protected(resource), wanted, "{} of {}", resource.address, stack.key);
                    assert!(resource.body.blocks("lifecycle").count() <= 1, "{}", resource.address);
                    if wanted {
                        kinds.insert(resource.address.kind.to_string());
                    }
                }
            }
        }
        for kind in ["aws_db_instance", "aws_kms_key", "aws_organizations_account", "aws_s3_bucket"] {
            assert!(kinds.contains(kind), "{kind}");
        }
    }

    /// Fewer replicas in the same region are an ordinary change; the replica in the other region is a store.
    #[test]
    fn readers_of_a_site_can_be_removed() {
        let databases = examples::all()
            .iter()
            .flat_map(|(_, cloud)| &cloud.stacks)
            .flat_map(|stack| stack.managed().filter(|resource| resource.address.kind == "aws_db_instance"));
        let (mut readers, mut replicas) = (0, 0);
        for database in databases {
            let reads = database.address.name.starts_with("reader");
            assert_eq!(protected(database), !reads, "{}", database.address);
            readers += usize::from(reads);
            replicas += usize::from(!reads && database.body.get("replicate_source_db").is_some());
        }
        assert!(readers > 0 && replicas > 0);
    }
}
