//! Availability zones and regions in names of services against the region of a resource.

use crate::codes;
use crate::data::regions;
use crate::report::Report;
use crate::subject::{Fault, Subject, shown};

/// Attributes that hold availability zones.
const ATTRIBUTES: &[&str] = &[
    "availability_zone",
    "availability_zones",
    "availability_zone_name",
    "preferred_cache_cluster_azs",
    "preferred_availability_zones",
    "placement.availability_zone",
];

const SOURCE: &str = "docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html";

/// How many zones the regions of the tables have that have more than three.
const MORE_ZONES: [(&str, u8); 4] =
    [("ap-northeast-1", 4), ("ca-central-1", 4), ("us-east-1", 6), ("us-west-2", 4)];

/// Reports zones that the region does not have, and endpoints of another region.
pub(crate) fn check(subject: &Subject<'_, '_>, report: &mut Report) {
    for attribute in ATTRIBUTES {
        for value in subject.tree.at(attribute).iter().flat_map(|tree| tree.leaves()) {
            let Some(zone) = value.as_text().filter(|zone| !zone.is_empty()) else { continue };
            match subject.region {
                Some(region) => judge(subject, report, attribute, zone, region),
                None => subject.undecided(report, &codes::NETWORK, attribute),
            }
        }
    }
    if subject.kind() == "aws_vpc_endpoint" {
        service(subject, report);
    }
}

fn judge(subject: &Subject<'_, '_>, report: &mut Report, attribute: &str, zone: &str, region: &str) {
    let Some(letter) = zone.strip_prefix(region) else {
        // Local zones and Wavelength zones have longer names, and zones have IDs: `use1-az2`.
        if zone.matches('-').count() > 2 || zone == "Multiple" || zone.contains("-az") {
            return;
        }
        let message = format!("`{attribute}` is {} while the region is {region}", shown(zone));
        return find(subject, report, attribute, message, format!("zones of {region}"));
    };
    let [letter @ b'a'..=b'z'] = letter.as_bytes() else {
        if letter.starts_with('-') {
            return;
        }
        let message = format!("`{attribute}` is {}, which is not a zone of {region}", shown(zone));
        return find(subject, report, attribute, message, format!("`{region}a`, `{region}b`, `{region}c`"));
    };
    let count = MORE_ZONES.iter().find(|(name, _)| *name == region).map_or(3, |(_, count)| *count);
    if regions::is_known(region) && letter - b'a' >= count {
        let last = char::from(b'a' + count - 1);
        let message = format!("`{attribute}` is {}, which {region} does not have", shown(zone));
        find(subject, report, attribute, message, format!("from `{region}a` to `{region}{last}`"));
    }
}

/// `com.amazonaws.eu-west-1.s3` in another region, which only some endpoints can be.
fn service(subject: &Subject<'_, '_>, report: &mut Report) {
    let Some(service) = subject.tree.get("service_name").text() else { return };
    let Some(region) = subject.region else { return };
    let Some(rest) = service.strip_prefix("com.amazonaws.") else { return };
    let of = rest.split('.').next().unwrap_or_default();
    let is_region = regions::is_known(of);
    if is_region && of != region && subject.tree.get("service_region").is_absent() {
        let message = format!("`service_name` is {} while the region is {region}", shown(&service));
        find(subject, report, "service_name", message, format!("`com.amazonaws.{region}.*`"));
    }
}

fn find(subject: &Subject<'_, '_>, report: &mut Report, attribute: &str, message: String, accepts: String) {
    let fault = Fault { attribute: attribute.to_owned(), message, accepts, source: SOURCE.to_owned() };
    subject.find(report, &codes::NETWORK, fault);
}
