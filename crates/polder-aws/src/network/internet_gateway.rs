//! `aws_internet_gateway`.

use polder_cloud::{Handle, body};

use crate::draft::Draft;
use crate::names::local;

/// The route to and from the internet; only the public tier has one.
pub(crate) fn internet_gateway(s: &Draft, vpc: &Handle) -> Handle {
    s.file("internet_gateway", "Internet gateway. Only the public tier has a route to it.");
    s.resource(
        "aws_internet_gateway",
        "main",
        body! {
            vpc_id = vpc.id();
            tags = { Name = local("name"); };
        },
    )
}
