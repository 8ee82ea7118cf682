//! Interfaces of everything that has one. Owners that other sections read are tested there.

mod programs;
mod stores;
mod ways;

use polder_cloud::{Draft, Handle, body};
use polder_inventory::Inventory;

use super::value;

/// A network with two subnets and a group.
struct Base {
    vpc: Handle,
    a: Handle,
    b: Handle,
    group: Handle,
}

fn base(s: &Draft) -> Base {
    let vpc = s.resource("aws_vpc", "main", body! { cidr_block = "10.0.0.0/16"; });
    let subnet = |name: &str, block: &'static str, public: bool| {
        s.resource(
            "aws_subnet",
            name,
            body! {
                vpc_id = vpc.id();
                cidr_block = block;
                map_public_ip_on_launch = public;
            },
        )
    };
    let (a, b) = (subnet("a", "10.0.1.0/24", false), subnet("b", "10.0.2.0/24", true));
    let group = s.resource("aws_security_group", "g", body! { name = "g"; vpc_id = vpc.id(); });
    Base { vpc, a, b, group }
}

/// The fields of the interface of a resource in a subnet.
fn at(all: &Inventory, address: &str, subnet: &str, fields: &[&str]) -> Vec<String> {
    let part = format!("{address}#interface {subnet}");
    fields.iter().map(|field| value(all, "interfaces", &part, field)).collect()
}

const GROUP: &str = "security_groups plan:aws_security_group.g";
const DEFAULT: &str = "security_groups plan:aws_vpc.main#default security group";
