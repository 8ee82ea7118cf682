//! `aws_vpc` and the default resources that AWS creates with it, without any rules.

use polder_cloud::{Handle, body};
use polder_design::Site;

use crate::draft::Draft;
use crate::names::{local, named};

/// The site's own network.
pub(crate) fn vpc(s: &Draft, site: &Site) -> Handle {
    s.file(
        "vpc",
        "The site's VPC. The default resources that AWS creates with it have no rules: anything here without\n\
         a security group, a network ACL or a route table of its own reaches nothing.",
    );
    network(s, site.network.to_string())
}

/// A network whose default resources have no rules.
pub(crate) fn network(s: &Draft, cidr: String) -> Handle {
    let vpc = s.resource(
        "aws_vpc",
        "main",
        body! {
            cidr_block = s.local("cidr", cidr);
            /// Interface endpoints answer under the public names of their services (private DNS).
            enable_dns_support = true;
            enable_dns_hostnames = true;
            tags = { Name = local("name"); };
        },
    );
    s.resource(
        "aws_default_security_group",
        "closed",
        body! {
            vpc_id = vpc.id();
            tags = { Name = named("-default-closed"); };
        },
    );
    s.resource(
        "aws_default_network_acl",
        "closed",
        body! {
            default_network_acl_id = vpc.get("default_network_acl_id");
            tags = { Name = named("-default-closed"); };
        },
    );
    s.resource(
        "aws_default_route_table",
        "closed",
        body! {
            default_route_table_id = vpc.get("default_route_table_id");
            tags = { Name = named("-default-closed"); };
        },
    );
    s.expect("names of endpoints must resolve inside the network", vpc.get("enable_dns_hostnames"), true);
    vpc
}
