//! What the name of an instance class tells: its number of vCPUs.

/// Families whose processors a guest sees with other counts than the size says.
const IRREGULAR: [&str; 7] = ["m1", "m2", "c1", "cc1", "cc2", "hpc6a", "hpc6id"];

/// The vCPUs of a class such as `db.r6g.2xlarge`: an `xlarge` has four, and sizes count in them. None if the size has no number,
/// or if the class is configured otherwise (`db.r5.2xlarge.tpc1.mem2x`). Source: Amazon EC2 instance types; Amazon RDS User
/// Guide, "Hardware specifications for DB instance classes".
pub(super) fn vcpus(class: &str) -> Option<u64> {
    let mut parts = class.strip_prefix("db.").unwrap_or(class).split('.');
    let (family, size, None) = (parts.next()?, parts.next()?, parts.next()) else { return None };
    if IRREGULAR.contains(&family) {
        return None;
    }
    match (family, size) {
        ("t1", _) | ("t2", "nano" | "micro" | "small") => Some(1),
        ("t2" | "t3" | "t3a" | "t4g", "nano" | "micro" | "small" | "medium") => Some(2),
        (_, "medium") => Some(1),
        (_, "large") => Some(2),
        (_, "xlarge") => Some(4),
        (_, size) => size.strip_suffix("xlarge")?.parse::<u64>().ok()?.checked_mul(4),
    }
}

#[cfg(test)]
mod tests {
    use super::vcpus;

    #[test]
    fn sizes_count_in_xlarge() {
        for (class, number) in [
            ("db.r6g.large", Some(2)),
            ("db.r4.8xlarge", Some(32)),
            ("db.t2.micro", Some(1)),
            ("db.t4g.micro", Some(2)),
            ("m7g.medium", Some(1)),
            ("u-6tb1.56xlarge", Some(224)),
            ("db.r5.2xlarge.tpc1.mem2x", None),
            ("m5.metal", None),
            ("db.serverless", None),
            ("m2.xlarge", None),
            ("", None),
        ] {
            assert_eq!(vcpus(class), number, "{class}");
        }
    }
}
