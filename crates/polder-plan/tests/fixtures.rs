//! Plans and states that Terraform wrote, compared with snapshots.

mod shown;

use polder_cloud::schema::Schema;
use polder_cloud::{Index, Target};
use polder_plan::{Document, read};
use shown::{attribute, cloud, dependencies, resource, shown};

const MODULES_PLAN: &str = include_str!("fixtures/modules/plan.json");
const MODULES_STATE: &str = include_str!("fixtures/modules/state.json");
const READER_PLAN: &str = include_str!("fixtures/reader/plan.json");
const NETWORK_PLAN: &str = include_str!("fixtures/network/plan.json");
const NETWORK_STATE: &str = include_str!("fixtures/network/state.json");
const NETWORK_TARGETED: &str = include_str!("fixtures/network/targeted.json");

#[test]
fn modules_plan() {
    insta::assert_snapshot!(shown(&cloud(MODULES_PLAN)));
}

#[test]
fn modules_state() {
    insta::assert_snapshot!(shown(&cloud(MODULES_STATE)));
}

#[test]
fn network_plan() {
    insta::assert_snapshot!(shown(&cloud(NETWORK_PLAN)));
}

#[test]
fn network_state() {
    insta::assert_snapshot!(shown(&cloud(NETWORK_STATE)));
}

#[test]
fn network_targeted() {
    insta::assert_snapshot!(shown(&cloud(NETWORK_TARGETED)));
}

/// A remote state leads into the document with its state key, and stays a data source without it.
#[test]
fn outputs_of_another_root_module_are_followed() {
    let key = "../modules/terraform.tfstate";
    let modules = Document { name: "modules", bytes: MODULES_PLAN.as_bytes(), state_key: Some(key) };
    let reader = Document { name: "reader", bytes: READER_PLAN.as_bytes(), state_key: None };
    let both = read(&[reader, modules], Schema::aws()).expect("both are sound");
    let reads = |cloud: &polder_cloud::Cloud| -> Vec<String> {
        let stack = &cloud.stacks[0];
        assert_eq!(stack.resources[0].address.to_string(), "terraform_data.reader");
        let foreign = stack.resources[0].foreign.as_ref().expect("it was read");
        let target = |target| match target {
            Target::Own => "own".to_owned(),
            Target::Import(index) => stack.imports[index as usize].0.to_string(),
            Target::Stack(_) => "not settled".to_owned(),
        };
        let references = foreign.dependencies.iter().map(|dependency| &dependency.reference);
        references.map(|it| format!("{} {}.{}", target(it.target), it.address, it.attribute)).collect()
    };
    assert_eq!(reads(&both), ["1 terraform_data.kept.id"]);
    assert_eq!(attribute(&both, "data.terraform_remote_state.modules", "backend"), "\"local\"");
    assert_eq!(reads(&cloud(READER_PLAN)), ["own data.terraform_remote_state.modules.outputs"]);
}

/// The plan and the state of the same resources have the same values.
#[test]
fn a_plan_without_changes_has_the_values_of_the_state() {
    let (plan, state) = (cloud(NETWORK_TARGETED), cloud(NETWORK_STATE));
    assert_eq!(plan.resource_count(), state.resource_count());
    for known in &state.stacks[0].resources {
        let planned = resource(&plan, &known.address.to_string());
        for item in &known.body.items {
            let same = planned.body.items.iter().filter(|it| it.key == item.key).collect::<Vec<_>>();
            assert!(same.iter().any(|it| it.content == item.content), "{} {}", known.address, item.key);
        }
    }
}

/// The index answers queries in both directions, whether identifiers are known or not.
#[test]
fn who_refers_to_a_subnet_is_known_before_and_after_it_is_made() {
    let referrers = |text: &str| -> Vec<String> {
        let cloud = cloud(text);
        let index = Index::new(&cloud);
        let subnet = index.of_kind("aws_subnet")[1];
        let mut found: Vec<String> = index
            .referrers(subnet)
            .iter()
            .map(|it| format!("{} {}", index.resource(it.from).expect("a resource").address, it.path))
            .collect();
        found.sort();
        found.dedup();
        found
    };
    assert_eq!(
        referrers(NETWORK_TARGETED),
        [
            // Known identifiers count, and the provider writes them in two places.
            "aws_lb.web subnet_mapping[1].subnet_id",
            "aws_lb.web subnets[1]",
            "module.vpc.aws_route_table_association.public[1] subnet_id"
        ]
    );
    let expected = [
        "aws_lb.web subnets",
        "aws_lb.web subnets[1]",
        // The index of the association is not in the plan, so it may mean any of them.
        "module.vpc.aws_route_table_association.public[0] subnet_id",
        "module.vpc.aws_route_table_association.public[1] subnet_id",
    ];
    assert_eq!(referrers(NETWORK_PLAN), expected);
}

#[test]
fn dependencies_lead_to_what_is_there() {
    for text in [MODULES_PLAN, MODULES_STATE, READER_PLAN, NETWORK_PLAN, NETWORK_STATE, NETWORK_TARGETED] {
        let cloud = cloud(text);
        let index = Index::new(&cloud);
        let mut count = 0;
        for id in index.ids() {
            for dependency in index.dependencies(id) {
                let targets = index.all_targets(&cloud.stacks[0], &dependency.reference);
                assert!(!targets.is_empty(), "{dependency:?}");
                count += 1;
            }
        }
        assert!(count > 0);
    }
    assert_eq!(dependencies(&cloud(READER_PLAN), "terraform_data.reader").len(), 1);
}
