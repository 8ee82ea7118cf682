//! Accounts of AWS itself, which policies name because a service acts as them.

/// The accounts as which Elastic Load Balancing delivers access logs, by region.
///
/// Source: AWS, Elastic Load Balancing User Guide, "Enable access logs for your load balancer" (regions that were available before
/// August 2022, GovCloud and China included). Newer regions have a service principal.
const LOAD_BALANCING: [(&str, &str); 29] = [
    ("af-south-1", "098369216593"),
    ("ap-east-1", "754344448648"),
    ("ap-northeast-1", "582318560864"),
    ("ap-northeast-2", "600734575887"),
    ("ap-northeast-3", "383597477331"),
    ("ap-south-1", "718504428378"),
    ("ap-southeast-1", "114774131450"),
    ("ap-southeast-2", "783225319266"),
    ("ap-southeast-3", "589379963580"),
    ("ca-central-1", "985666609251"),
    ("cn-north-1", "638102146993"),
    ("cn-northwest-1", "037604701340"),
    ("eu-central-1", "054676820928"),
    ("eu-north-1", "897822967062"),
    ("eu-south-1", "635631232127"),
    ("eu-west-1", "156460612806"),
    ("eu-west-2", "652711504416"),
    ("eu-west-3", "009996457667"),
    ("me-south-1", "076674570225"),
    ("sa-east-1", "507241528517"),
    ("us-east-1", "127311923021"),
    ("us-east-2", "033677994240"),
    ("us-gov-east-1", "190560391635"),
    ("us-gov-west-1", "048591011584"),
    ("us-iso-east-1", "770363063475"),
    ("us-iso-west-1", "121062877647"),
    ("us-isob-east-1", "740734521339"),
    ("us-west-1", "027434742980"),
    ("us-west-2", "797873946194"),
];

/// The account as which AWS delivers billing reports. Source: Terraform, documentation of `aws_billing_service_account`.
const BILLING: &str = "386209384616";

/// Whether an account is one of AWS itself.
pub(super) fn is_of_aws(number: &str) -> bool {
    number == BILLING || LOAD_BALANCING.iter().any(|(_, known)| *known == number)
}

#[cfg(test)]
mod tests {
    use super::LOAD_BALANCING;

    #[test]
    fn regions_and_accounts_are_listed_once() {
        assert!(LOAD_BALANCING.windows(2).all(|pair| pair[0].0 < pair[1].0));
        let mut numbers: Vec<_> = LOAD_BALANCING.iter().map(|(_, number)| *number).collect();
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), LOAD_BALANCING.len());
        assert!(numbers.iter().all(|it| it.len() == 12 && it.bytes().all(|digit| digit.is_ascii_digit())));
    }
}
