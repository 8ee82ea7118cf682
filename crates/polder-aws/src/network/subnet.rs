//! `aws_subnet`: three tiers in every zone.

use polder_cloud::{Handle, Value, body};
use polder_design::{Component, NetworkTier, Site, Zone};
use polder_units::Cidr;

use crate::draft::Draft;
use crate::names::named;

/// The subnets of one tier, one for each zone, and their networks.
pub(crate) struct Tier {
    /// `aws_subnet`.
    pub(crate) subnets: Vec<Handle>,
    /// Their networks.
    pub(crate) networks: Vec<Value>,
}

impl Tier {
    /// The IDs of its subnets.
    pub(crate) fn ids(&self) -> Vec<Value> {
        self.subnets.iter().map(Handle::id).collect()
    }
}

/// The tiers of a site.
pub(crate) struct Tiers {
    /// Load balancer and NAT.
    pub(crate) public: Tier,
    /// Containers and endpoints.
    pub(crate) app: Tier,
    /// Data stores.
    pub(crate) data: Tier,
}

/// All subnets of a site.
pub(crate) fn tiers(s: &Draft, vpc: &Handle, site: &Site) -> Tiers {
    s.file(
        "subnets",
        "Three tiers in every zone: public (load balancer and NAT), app (containers and endpoints) and data\n\
         (stores, without a route to the internet). No subnet assigns public addresses.",
    );
    Tiers {
        public: tier(s, vpc, site, NetworkTier::Public, |zone| zone.public),
        app: tier(s, vpc, site, NetworkTier::App, |zone| zone.app),
        data: tier(s, vpc, site, NetworkTier::Data, |zone| zone.data),
    }
}

/// The letter of a zone in names: `a`, `b`, … Peers use the same letters, whatever AWS calls the zones.
pub(crate) fn letter(zone: usize) -> String {
    let letters = u8::try_from(zone).ok().filter(|zone| *zone < 26).map(|zone| char::from(b'a' + zone));
    letters.map_or_else(|| format!("z{zone}"), String::from)
}

fn tier(s: &Draft, vpc: &Handle, site: &Site, tier: NetworkTier, network: fn(&Zone) -> Cidr) -> Tier {
    let mut made = Tier { subnets: vec![], networks: vec![] };
    for (index, zone) in site.zones.iter().enumerate() {
        let _subnet = s.part(Component::Subnets { tier, zone: Some(zone.name.clone()) });
        let (tier, letter) = (tier.name(), letter(index));
        let cidr = s.local(format!("{tier}_{letter}_cidr"), network(zone).to_string());
        let subnet = s.resource(
            "aws_subnet",
            format!("{tier}_{letter}"),
            body! {
                vpc_id = vpc.id();
                availability_zone = s.local(format!("zone_{letter}"), &zone.name);
                cidr_block = cidr.clone();
                map_public_ip_on_launch = false;
                tags = { Name = named(format!("-{tier}-{letter}")); };
            },
        );
        s.expect("subnets must not assign public addresses", subnet.get("map_public_ip_on_launch"), false);
        made.subnets.push(subnet);
        made.networks.push(cidr);
    }
    made
}
