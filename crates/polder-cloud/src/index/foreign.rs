//! References apart from a body: those of resources that were read from a plan or a state.

use std::collections::BTreeMap;

use crate::address::{Address, Mode, ModuleCall, StackId};
use crate::foreign::Dependency;
use crate::stack::Stack;
use crate::value::Reference;

use super::{Index, ResourceId};

/// The instances of resources of a stack, by kind and name, independent of modules and keys.
pub(super) type Instances<'a> = BTreeMap<(Mode, &'a str, &'a str), Vec<usize>>;

impl<'a> Index<'a> {
    /// The resources that a reference of `stack` refers to: one, or all instances of an address without keys.
    pub fn all_targets(&self, stack: &Stack, reference: &Reference) -> Vec<ResourceId> {
        let Some(holder) = stack.target(reference) else { return vec![] };
        if let Some(id) = self.find(holder, &reference.address) {
            return vec![id];
        }
        let address = &*reference.address;
        let Some(stack) = self.cloud().stack(holder) else { return vec![] };
        let of = |at: &usize| {
            let resource = stack.resources.get(*at)?;
            let index = u32::try_from(*at).ok()?;
            means(address, &resource.address).then_some(ResourceId { stack: holder, index })
        };
        let key = (address.mode, address.kind.as_str(), address.name.as_str());
        self.instances(holder).and_then(|all| all.get(&key)).into_iter().flatten().filter_map(of).collect()
    }

    /// References in the configuration of a resource, from the plan or state.
    pub fn dependencies(&self, id: ResourceId) -> &'a [Dependency] {
        let foreign = self.resource(id).and_then(|resource| resource.foreign.as_ref());
        foreign.map_or(&[], |foreign| &foreign.dependencies)
    }

    fn instances(&self, stack: StackId) -> Option<&Instances<'a>> {
        let index = self.stacks.get(stack.index())?;
        let resources = &self.cloud().stack(stack)?.resources;
        Some(index.instances.get_or_init(|| {
            let mut instances: Instances<'a> = BTreeMap::new();
            for (at, resource) in resources.iter().enumerate() {
                let Address { mode, kind, name, .. } = &*resource.address;
                instances.entry((*mode, kind, name)).or_default().push(at);
            }
            instances
        }))
    }
}

/// Whether an address without keys includes this instance.
fn means(whole: &Address, instance: &Address) -> bool {
    let call = |whole: &ModuleCall, call: &ModuleCall| {
        whole.name == call.name && (whole.key.is_none() || whole.key == call.key)
    };
    let (outer, inner) = (whole.modules(), instance.modules());
    let modules =
        outer.len() == inner.len() && outer.iter().zip(inner).all(|(outer, inner)| call(outer, inner));
    modules && (whole.key().is_none() || whole.key() == instance.key())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::address::{Instance, InstanceKey, StackKey};
    use crate::foreign::{Foreign, Form};
    use crate::value::{Segment, Target};
    use crate::{Cloud, Resource, SmolStr};

    use super::*;

    fn address(kind: &str, module: Option<&str>, key: Option<u64>) -> Arc<Address> {
        let call = |key: &str| ModuleCall { name: "net".into(), key: Some(InstanceKey::Name(key.into())) };
        let modules = module.map(call).into_iter().collect();
        let instance = Some(Arc::new(Instance { modules, key: key.map(InstanceKey::Index) }));
        Arc::new(Address { instance, ..Address::in_root(Mode::Managed, kind, "main") })
    }

    /// Two networks of three subnets each, and a load balancer that refers to some of them apart from its body.
    fn cloud(reference: Address) -> Cloud {
        let reference =
            Reference { target: Target::Own, address: Arc::new(reference), attribute: "id".into() };
        let path = vec![Segment::Name(SmolStr::new_static("subnets"))];
        let dependency = Dependency { path, reference, form: Form::Part };
        let mut cloud = Cloud::default();
        cloud.add(cloud.draft(StackKey::foreign("a"), "", "For a test."));
        let resource = |address, dependencies| {
            let foreign = Some(Box::new(Foreign { dependencies, ..Foreign::default() }));
            Resource { address, body: Arc::default(), file: 0, at: None, foreign }
        };
        let resources = &mut cloud.stacks[0].resources;
        resources.push(resource(address("aws_lb", None, None), vec![dependency]));
        for (module, index) in
            ["a", "b"].into_iter().flat_map(|module| (0..3).map(move |index| (module, index)))
        {
            resources.push(resource(address("aws_subnet", Some(module), Some(index)), vec![]));
        }
        cloud
    }

    /// The subnets that the load balancer refers to.
    fn referred(reference: Address) -> Vec<String> {
        let cloud = cloud(reference);
        let index = Index::new(&cloud);
        let balancer = index.of_kind("aws_lb")[0];
        let by = |id: &ResourceId| {
            index.referrers(*id).iter().any(|it| it.from == balancer && it.path.to_string() == "subnets")
        };
        let subnets = index.of_kind("aws_subnet").iter().filter(|id| by(id));
        subnets.filter_map(|id| Some(index.resource(*id)?.address.to_string())).collect()
    }

    #[test]
    fn an_address_without_a_key_means_all_instances() {
        let of = |module, key| Address::clone(&address("aws_subnet", module, key));
        assert_eq!(referred(of(Some("a"), Some(1))), [r#"module.net["a"].aws_subnet.main[1]"#]);
        assert_eq!(referred(of(Some("a"), None)).len(), 3);
        let mut everywhere = of(None, None);
        let modules = vec![ModuleCall { name: "net".into(), key: None }];
        everywhere.instance = Some(Arc::new(Instance { modules, key: None }));
        assert_eq!(referred(everywhere).len(), 6);
        assert!(referred(of(None, None)).is_empty());
    }
}
