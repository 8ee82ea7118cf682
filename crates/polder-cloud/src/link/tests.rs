//! Names of relations, exports, order and waves.

use std::collections::BTreeSet;

use proptest::prelude::*;

use crate::address::{Layer, StackId, StackKey, StackScope};
use crate::cloud::Cloud;
use crate::value::Handle;
use crate::{body, list};

use super::{Links, Named, alias, link, needed};

fn global(account: &str, layer: Layer) -> StackKey {
    StackKey { account: account.into(), scope: StackScope::Global, layer }
}

fn region(account: &str, region: &str, layer: Layer) -> StackKey {
    StackKey { account: account.into(), scope: StackScope::Region(region.into()), layer }
}

fn site(account: &str, region: &str, cell: &str, layer: Layer) -> StackKey {
    let scope = StackScope::Site { region: region.into(), cell: cell.into() };
    StackKey { account: account.into(), scope, layer }
}

/// The alias of the second stack in the first.
fn known_as(reader: StackKey, producer: StackKey) -> String {
    let mut cloud = Cloud::default();
    for key in [reader, producer] {
        let draft = cloud.draft(key, "eu-west-1", "For a test.");
        cloud.add(draft);
    }
    alias(&cloud.stacks[0], &cloud.stacks[1])
}

#[test]
fn an_alias_says_how_two_stacks_are_related() {
    let cases = [
        // The zone has the same alias in every reader.
        (site("p", "eu-west-1", "de", Layer::Edge), global("p", Layer::Dns), "dns"),
        (global("p", Layer::Edge), global("p", Layer::Dns), "dns"),
        (global("p", Layer::Edge), global("p", Layer::Account), "account"),
        (site("p", "eu-west-1", "de", Layer::App), global("p", Layer::Edge), "global_edge"),
        (region("p", "eu-west-1", Layer::Base), global("p", Layer::Account), "global_account"),
        (site("p", "eu-west-1", "de", Layer::App), region("p", "eu-west-1", Layer::Base), "shared_base"),
        (region("p", "eu-west-1", Layer::Edge), region("p", "eu-west-1", Layer::Base), "base"),
        (site("p", "eu-west-1", "de", Layer::App), region("p", "eu-west-3", Layer::Base), "home_base"),
        (region("p", "eu-west-1", Layer::Edge), region("p", "eu-west-3", Layer::Base), "home_base"),
        (site("p", "eu-west-1", "de", Layer::Data), site("p", "eu-west-1", "de", Layer::Base), "base"),
        (
            site("p", "eu-west-1", "de", Layer::Data),
            site("p", "eu-central-1", "de", Layer::Base),
            "peer_base",
        ),
        (global("p", Layer::Edge), region("p", "eu-west-1", Layer::Base), "eu_west_1_base"),
        (global("p", Layer::Edge), site("p", "eu-west-1", "de", Layer::Base), "de_eu_west_1_base"),
        (
            site("p", "eu-west-1", "benelux", Layer::Edge),
            site("p", "eu-west-1", "de", Layer::Base),
            "de_eu_west_1_base",
        ),
        // Another account is in the alias.
        (global("p", Layer::Account), global("m-1", Layer::Logging), "m_1_logging"),
        (site("s", "eu-west-1", "x", Layer::Edge), site("p", "eu-west-1", "x", Layer::Edge), "p_edge"),
        // A foreign stack is named after its path.
        (site("p", "eu-west-1", "de", Layer::App), StackKey::foreign("net/prod.v2"), "_net_prod_v2"),
    ];
    for (reader, producer, wanted) in cases {
        assert_eq!(known_as(reader.clone(), producer.clone()), wanted, "{reader} reads {producer}");
    }
}

/// A stack for each set of stacks that it refers to: `app` of a cell of its own, so that no two have the same path.
fn cloud(needs: &[BTreeSet<usize>]) -> Cloud {
    let mut cloud = Cloud::default();
    for (number, wanted) in needs.iter().enumerate() {
        let key = site("p", "eu-west-1", &format!("c{number}"), Layer::App);
        let draft = cloud.draft(key, "eu-west-1", "For a test.");
        let own = draft.resource("aws_vpc", "main", body! { cidr_block = "10.0.0.0/16"; });
        let others = wanted.iter().map(|other| {
            let stack = StackId(u32::try_from(*other).expect("few stacks"));
            Handle { stack, address: own.address.clone() }.id()
        });
        draft.resource("aws_lb", "main", body! { subnets = others.collect::<Vec<_>>(); });
        cloud.add(draft);
    }
    cloud
}

proptest! {
    /// Dependencies are in earlier waves, no wave is later than necessary, and every stack is in the order. Stacks
    /// depend on earlier ones only, so that there is no cycle.
    #[test]
    fn waves_follow_from_needs(
        wishes in proptest::collection::vec(proptest::collection::vec(any::<proptest::sample::Index>(), 0..4), 1..12)
    ) {
        let needs: Vec<BTreeSet<usize>> = wishes
            .iter()
            .enumerate()
            .map(|(at, wishes)| if at == 0 { BTreeSet::new() } else { wishes.iter().map(|it| it.index(at)).collect() })
            .collect();
        let cloud = cloud(&needs);
        let links = link(&cloud);
        prop_assert!(links.cycles.is_empty() && links.collisions.is_empty());
        for (at, needed) in needs.iter().enumerate() {
            let wave = needed.iter().map(|other| links.waves[*other] + 1).max().unwrap_or(0);
            prop_assert_eq!(links.waves[at], wave);
            let imports: BTreeSet<usize> = links.imports[at].values().map(|id| id.index()).collect();
            prop_assert_eq!(&imports, needed);
            let asked = needs.iter().any(|needs| needs.contains(&at));
            prop_assert_eq!(links.exports[at].keys().map(String::as_str).collect::<Vec<_>>(), if asked { vec!["vpc_main_id"] } else { vec![] });
        }
        let rank = |id: usize| links.order.iter().position(|it| it.index() == id);
        for (at, needed) in needs.iter().enumerate() {
            prop_assert!(needed.iter().all(|other| rank(*other) < rank(at)));
        }
        prop_assert_eq!(links.order.len(), cloud.stacks.len());
    }
}

#[test]
fn a_stack_can_be_ordered_after_another_without_a_reference() {
    let mut cloud = cloud(&[BTreeSet::new(), BTreeSet::from([0]), BTreeSet::new()]);
    cloud.stacks[0].after = vec![StackId(2)];
    let links = link(&cloud);
    assert_eq!(links.waves, [1, 2, 0]);
    assert_eq!(links.order, [StackId(2), StackId(0), StackId(1)]);
    assert!(links.imports[0].is_empty() && links.exports[2].is_empty());
}

#[test]
fn stacks_that_are_applied_by_hand_are_wave_zero() {
    let mut cloud = cloud(&[BTreeSet::new(), BTreeSet::from([0]), BTreeSet::from([1])]);
    let waves = |cloud: &Cloud| {
        let links = link(cloud);
        cloud.stacks.iter().map(|stack| links.wave(stack)).collect::<Vec<_>>()
    };
    assert_eq!(waves(&cloud), [1, 2, 3]);
    cloud.stacks[0].key.layer = Layer::Bootstrap;
    assert_eq!(waves(&cloud), [0, 1, 2]);
    cloud.stacks[1].key.layer = Layer::Identity;
    assert_eq!(waves(&cloud), [0, 0, 1]);
}

#[test]
fn stacks_that_need_each_other_are_a_cycle_and_have_no_order() {
    let links =
        link(&cloud(&[BTreeSet::from([1]), BTreeSet::from([2]), BTreeSet::from([0]), BTreeSet::new()]));
    assert_eq!(links.cycles.len(), 1);
    assert_eq!(links.cycles[0].iter().copied().collect::<BTreeSet<_>>(), [0, 1, 2].map(StackId).into());
    assert!(links.order.is_empty());
}

#[test]
fn two_things_of_one_name_collide() {
    let collisions = |links: Links| -> Vec<(Named, String)> {
        links.collisions.into_iter().map(|it| (it.of, it.name)).collect()
    };
    // `lb` + `main_dns_name` and `lb_main` + `dns_name` would be one output.
    let mut cloud = Cloud::default();
    let producer = cloud.draft(site("p", "eu-west-1", "de", Layer::Edge), "eu-west-1", "For a test.");
    let first = producer.resource("aws_lb", "main_dns", body! {});
    let second = producer.resource("aws_lb_main", "dns", body! {});
    cloud.add(producer);
    let reader = cloud.draft(site("p", "eu-west-1", "de", Layer::App), "eu-west-1", "For a test.");
    reader.resource("aws_x", "main", body! { both = list![first.name(), second.name()]; });
    cloud.add(reader);
    assert_eq!(collisions(link(&cloud)), [(Named::Output, "lb_main_dns_name".to_owned())]);
    // Two peers of one site would be one alias.
    let mut cloud = Cloud::default();
    let mut peers = vec![];
    for region in ["eu-central-1", "eu-west-3"] {
        let draft = cloud.draft(site("p", region, "de", Layer::Base), region, "For a test.");
        peers.push(draft.resource("aws_kms_key", "main", body! {}));
        cloud.add(draft);
    }
    let reader = cloud.draft(site("p", "eu-west-1", "de", Layer::Data), "eu-west-1", "For a test.");
    reader.resource("aws_x", "main", body! { both = list![peers[0].arn(), peers[1].arn()]; });
    cloud.add(reader);
    assert_eq!(collisions(link(&cloud)), [(Named::Alias, "peer_base".to_owned())]);
}

#[test]
fn what_is_needed_of_others_is_told_once() {
    let cloud = cloud(&[BTreeSet::new(), BTreeSet::from([0]), BTreeSet::from([0, 1])]);
    assert_eq!(needed(&cloud, &cloud.stacks[1..]), BTreeSet::from([StackId(0), StackId(1)]));
    assert_eq!(super::foreign(&cloud, &cloud.stacks[2]).count(), 2);
    assert_eq!(super::foreign(&cloud, &cloud.stacks[0]).count(), 0);
}
