//! `aws_route_table`: where each tier can go.

use polder_cloud::{Draft, Handle, body};

use crate::names::named;
use crate::network::subnet::{Tiers, letter};

/// All addresses.
const ANYWHERE: &str = "0.0.0.0/0";

/// The route tables of all tiers. Those of the app tier are given back, one for each zone.
pub(crate) fn route_tables(
    s: &Draft,
    vpc: &Handle,
    tiers: &Tiers,
    internet: &Handle,
    nat: &[(String, Handle)],
) -> Vec<Handle> {
    s.file(
        "route_tables",
        match nat.len() {
            0 => {
                "The public tier goes out by the internet gateway, containers not at all.\n\
                 The data tier has no route but the local one: nothing out there can be reached from a store."
            }
            1 if tiers.app.subnets.len() > 1 => {
                "The public tier goes out by the internet gateway, containers of all zones by one NAT gateway.\n\
                 The data tier has no route but the local one: nothing out there can be reached from a store."
            }
            _ => {
                "The public tier goes out by the internet gateway, containers by the NAT gateway of their own zone.\n\
                 The data tier has no route but the local one: nothing out there can be reached from a store."
            }
        },
    );
    let public = table(s, vpc, "public");
    s.resource(
        "aws_route",
        "public_internet",
        body! {
            route_table_id = public.id();
            destination_cidr_block = ANYWHERE;
            gateway_id = internet.id();
        },
    );
    associate(s, "public", &tiers.public.subnets, |_| &public);
    // A zone without a gateway of its own goes out by the first one, if there is any.
    let way_out = |zone: usize| nat.get(zone).or(nat.first()).map(|(_, gateway)| gateway);
    let zones = 0..tiers.app.subnets.len();
    let app: Vec<Handle> = zones.map(|zone| app_table(s, vpc, zone, way_out(zone))).collect();
    associate(s, "app", &tiers.app.subnets, |zone| &app[zone]);
    let data = table(s, vpc, "data");
    associate(s, "data", &tiers.data.subnets, |_| &data);
    app
}

fn app_table(s: &Draft, vpc: &Handle, zone: usize, nat: Option<&Handle>) -> Handle {
    let letter = letter(zone);
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

fn associate<'a>(s: &Draft, tier: &str, subnets: &[Handle], table: impl Fn(usize) -> &'a Handle) {
    for (zone, subnet) in subnets.iter().enumerate() {
        s.resource(
            "aws_route_table_association",
            format!("{tier}_{}", letter(zone)),
            body! {
                subnet_id = subnet.id();
                route_table_id = table(zone).id();
            },
        );
    }
}
