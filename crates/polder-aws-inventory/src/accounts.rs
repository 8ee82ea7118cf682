//! Which account a resource belongs to, as far as the resource itself or a foreign stack says so.

use polder_cloud::{Body, Mode, Stack, View};

/// The ID of an account in an ARN: `arn:aws:sqs:eu-west-1:111111111111:orders`.
pub(crate) fn number_in_arn(text: &str) -> Option<&str> {
    let number = text.strip_prefix("arn:")?.split(':').nth(3)?;
    is_number(number).then_some(number)
}

/// The account field of an ARN, and its region if there is one.
pub(crate) fn place_in_arn(text: &str) -> Option<(&str, Option<&str>)> {
    let mut fields = text.strip_prefix("arn:")?.split(':').skip(2);
    let region = fields.next()?;
    Some((fields.next()?, Some(region).filter(|region| !region.is_empty())))
}

/// Whether a text is an account ID: twelve digits.
pub(crate) fn is_number(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The ID of the account of a resource of a foreign stack, from its ARN.
pub(crate) fn number_of_resource<'a>(view: View<'_, 'a>) -> Option<&'a str> {
    if !view.stack().key.account.is_empty() {
        return None;
    }
    number_of_body(&view.index().resource(view.id())?.body)
}

/// The ID of the account of a foreign stack: from the caller identity and the ARNs of resources. `None` if
/// they contain none or several.
pub(crate) fn number_of_stack(stack: &Stack) -> Option<&str> {
    let mut found = None;
    for resource in &stack.resources {
        let number = match (resource.address.mode, resource.address.kind.as_str()) {
            (Mode::Data, "aws_caller_identity") => {
                resource.body.get("account_id").and_then(|it| it.as_text())
            }
            // Resources of data sources can belong to other accounts.
            (Mode::Data | Mode::Ephemeral, _) => None,
            (Mode::Managed, _) => number_of_body(&resource.body),
        };
        match (found, number) {
            (Some(found), Some(number)) if found != number => return None,
            (None, Some(number)) => found = Some(number),
            _ => {}
        }
    }
    found
}

fn number_of_body(body: &Body) -> Option<&str> {
    number_in_arn(body.get("arn")?.as_text()?)
}

/// Accounts of the provider from which load balancers write their logs, by number. Regions that opened later use a service
/// principal. Source: AWS, User Guide for Application Load Balancers, "Enable access logs for your Application Load
/// Balancer", "Regions available before August 2022".
const LOAD_BALANCING: [&str; 26] = [
    "009996457667",
    "027434742980",
    "033677994240",
    "037604701340",
    "048591011584",
    "054676820928",
    "076674570225",
    "098369216593",
    "114774131450",
    "127311923021",
    "156460612806",
    "190560391635",
    "383597477331",
    "507241528517",
    "582318560864",
    "589379963580",
    "600734575887",
    "635631232127",
    "638102146993",
    "652711504416",
    "718504428378",
    "754344448648",
    "783225319266",
    "797873946194",
    "897822967062",
    "985666609251",
];

/// Whether an account is known to belong to AWS.
pub(crate) fn is_of_provider(number: &str) -> bool {
    LOAD_BALANCING.binary_search(&number).is_ok()
}

#[cfg(test)]
mod tests {
    use super::{LOAD_BALANCING, number_in_arn, place_in_arn};

    #[test]
    fn accounts_of_the_provider_are_sorted() {
        assert!(LOAD_BALANCING.is_sorted());
    }

    #[test]
    fn arns_say_whose_they_are() {
        assert_eq!(number_in_arn("arn:aws:sqs:eu-west-1:111111111111:orders"), Some("111111111111"));
        assert_eq!(number_in_arn("arn:aws:iam::aws:policy/ReadOnlyAccess"), None);
        assert_eq!(place_in_arn("arn:aws:iam::aws:policy/ReadOnlyAccess"), Some(("aws", None)));
        assert_eq!(place_in_arn("arn:aws:s3:::media"), Some(("", None)));
        assert_eq!(place_in_arn("https://sqs.eu-west-1.amazonaws.com/1/orders"), None);
    }
}
