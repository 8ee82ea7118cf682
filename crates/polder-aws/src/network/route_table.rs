//! `aws_route_table`: the routes of each tier.

use polder_cloud::{Handle, body};
use polder_design::{Component, NetworkTier, Zone};

use crate::draft::Draft;
use crate::names::named;
use crate::network::subnet::{Tiers, letter};

/// All addresses.
const ANYWHERE: &str = "0.0.0.0/0";

/// The route tables of all tiers. Returns those of the app tier, one for each zone.
pub(crate) fn route_tables(
    s: &Draft,
    vpc: &Handle,
    zones: &[Zone],
    tiers: &Tiers,
    internet: &Handle,
    nat: &[(String, Handle)],
) -> Vec<Handle> {
    s.file(
        "route_tables",
        match nat.len() {
            0 => {
                "The public tier uses the internet gateway, containers have no internet access.\n\
                 The data tier has no route but the local one: stores cannot reach the internet."
            }
            1 if tiers.app.subnets.len() > 1 => {
                "The public tier uses the internet gateway, containers of all zones one NAT gateway.\n\
                 The data tier has no route but the local one: stores cannot reach the internet."
            }
            _ => {
                "The public tier uses the internet gateway, containers the NAT gateway of their own zone.\n\
                 The data tier has no route but the local one: stores cannot reach the internet."
            }
        },
    );
    let of_public = s.part(Component::Subnets { tier: NetworkTier::Public, zone: None });
    let public = table(s, vpc, NetworkTier::Public.name());
    s.resource(
        "aws_route",
        "public_internet",
        body! {
            route_table_id = public.id();
            destination_cidr_block = ANYWHERE;
            gateway_id = internet.id();
        },
    );
    drop(of_public);
    associate(s, NetworkTier::Public, zones, &tiers.public.subnets, |_| &public);
    // A zone without a NAT gateway of its own uses the first one, if there is any.
    let way_out = |zone: usize| nat.get(zone).or(nat.first()).map(|(_, gateway)| gateway);
    let table_of = |(at, zone): (usize, &Zone)| app_table(s, vpc, zone, at, way_out(at));
    let app: Vec<Handle> = zones.iter().enumerate().map(table_of).collect();
    associate(s, NetworkTier::App, zones, &tiers.app.subnets, |zone| &app[zone]);
    let of_data = s.part(Component::Subnets { tier: NetworkTier::Data, zone: None });
    let data = table(s, vpc, NetworkTier::Data.name());
    drop(of_data);
    associate(s, NetworkTier::Data, zones, &tiers.data.subnets, |_| &data);
    app
}

fn app_table(s: &Draft, vpc: &Handle, zone: &Zone, at: usize, nat: Option<&Handle>) -> Handle {
    let _subnet = s.part(Component::Subnets { tier: NetworkTier::App, zone: Some(zone.name.clone()) });
    let letter = letter(at);
    let table = table(s, vpc, &format!("app_{letter}"));
    let Some(nat) = nat else { return table };
    s.resource(
        "aws_route",
        format!("app_{letter}_internet"),
        body! {
            route_table_id = table.id();
            destination_cidr_block = ANYWHERE;
            nat_gateway_id = nat.id();
        },
    );
    table
}

fn table(s: &Draft, vpc: &Handle, name: &str) -> Handle {
    s.resource(
        "aws_route_table",
        name,
        body! {
            vpc_id = vpc.id();
            tags = { Name = named(format!("-{}", name.replace('_', "-"))); };
        },
    )
}

fn associate<'a>(
    s: &Draft,
    tier: NetworkTier,
    zones: &[Zone],
    subnets: &[Handle],
    table: impl Fn(usize) -> &'a Handle,
) {
    for (at, (zone, subnet)) in zones.iter().zip(subnets).enumerate() {
        let _subnet = s.part(Component::Subnets { tier, zone: Some(zone.name.clone()) });
        s.resource(
            "aws_route_table_association",
            format!("{}_{}", tier.name(), letter(at)),
            body! {
                subnet_id = subnet.id();
                route_table_id = table(at).id();
            },
        );
    }
}
