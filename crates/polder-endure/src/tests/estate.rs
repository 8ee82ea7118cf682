//! Small estates, built by hand.

use polder_inventory::access::Account;
use polder_inventory::model::{Known, Link, Location, Reason, Set, Source};
use polder_inventory::networks::{LoadBalancer, LoadBalancerKind};
use polder_inventory::{Inventory, SourceId};
use polder_verdict::{Label, Verdict};

use crate::{Market, Terms, prove};

fn source(all: &mut Inventory) -> SourceId {
    let unit = Link::Unknown(Reason::Elsewhere);
    let (number, management) = (Known::Value("111122223333".into()), Known::Value(false));
    let account =
        all.access.accounts.push(Account { name: "shop".into(), number, source: None, unit, management });
    let region = Known::Value(Some("north".into()));
    let location = all.locations.push(Location { account: Link::To(account), region });
    let (stack, address) = ("estate".into(), "balancer.main".into());
    all.sources.push(Source { stack, address, part: None, location, origin: None, tags: None })
}

fn with_balancer(public: Known<bool>) -> Inventory {
    let mut all = Inventory::default();
    let source = source(&mut all);
    all.networks.load_balancers.push(LoadBalancer {
        source,
        name: Known::Value(None),
        kind: Known::Value(LoadBalancerKind::Application),
        public,
        subnets: Set::default(),
        cross_zone: Known::Value(true),
        idle_timeout: None,
        deletion_protected: Known::Value(false),
        drops_invalid_headers: Known::Value(true),
        web_acl: None,
    });
    all
}

#[test]
fn an_estate_without_markets_is_undecided_where_requests_can_enter() {
    let asked = |all: &Inventory| {
        let all = prove(all, &Terms::default());
        all.iter().map(|it| (it.id.clone(), it.verdict.label())).collect::<Vec<_>>()
    };
    assert_eq!(asked(&Inventory::default()), vec![]);
    assert_eq!(asked(&with_balancer(Known::Value(false))), vec![]);
    let undecided = vec![("endurance.single".to_owned(), Label::Undecided)];
    assert_eq!(asked(&with_balancer(Known::Value(true))), undecided);
    assert_eq!(asked(&with_balancer(Known::Unknown(Reason::AfterApply))), undecided);
}

#[test]
fn a_market_that_nothing_serves_is_undecided_and_names_its_host() {
    let market = Market {
        name: "NL".into(),
        host: "nl.example.nl".into(),
        api_path: "/graphql/".into(),
        pages: true,
        writer: "main".into(),
        backup: true,
    };
    let terms = Terms { markets: vec![market], ..Terms::default() };
    let all = prove(&Inventory::default(), &terms);
    let ids: Vec<&str> = all.iter().map(|it| it.id.as_str()).collect();
    assert_eq!(
        ids,
        ["endurance.backup.NL", "endurance.single.NL", "endurance.steps.NL", "endurance.zone.NL"]
    );
    for property in &all {
        let Verdict::Undecided(gaps) = &property.verdict else { panic!("{property:?}") };
        assert!(gaps.iter().any(|gap| gap.text.contains("nl.example.nl")), "{gaps:?}");
    }
}
