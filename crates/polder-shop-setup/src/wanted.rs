//! What a shop of the design has.

use polder_shop::Shop;

/// What a running shop is compared with.
#[derive(Clone, Debug)]
pub struct Wanted<'a> {
    pub(crate) shop: &'a Shop,
    pub(crate) events_target: Option<String>,
}

/// The address of a queue that Saleor could not send to.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not the URL of an SQS queue: https://sqs.REGION.amazonaws.com/ACCOUNT/NAME")]
pub struct QueueError(String);

impl<'a> Wanted<'a> {
    /// The shop of a cell, whose events go to the queue with this URL. Without a queue, events are not compared.
    ///
    /// # Errors
    /// If the URL is not that of a queue. Saleor reads the region from a host of this form only, and takes
    /// us-east-1 for all others.
    pub fn new(shop: &'a Shop, events_queue: Option<&str>) -> Result<Wanted<'a>, QueueError> {
        let target = |url: &str| target(url).ok_or_else(|| QueueError(url.to_owned()));
        Ok(Wanted { shop, events_target: events_queue.map(target).transpose()? })
    }
}

/// The queue in Saleor's form. There is no access key in it: the task's role signs.
fn target(url: &str) -> Option<String> {
    let rest = url.strip_prefix("https://")?;
    let (host, path) = rest.split_once('/')?;
    let labels: Vec<&str> = host.split('.').collect();
    let region = matches!(labels.as_slice(), ["sqs", region, "amazonaws", "com"] if is_word(region));
    let (account, name) = path.split_once('/')?;
    let numbered = account.len() == 12 && account.bytes().all(|byte| byte.is_ascii_digit());
    (region && numbered && is_word(name)).then(|| format!("awssqs://{rest}"))
}

fn is_word(text: &str) -> bool {
    !text.is_empty()
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
}

/// The permissions that a token needs, by Saleor's names: the first six to read and change settings, the others for events,
/// which Saleor delivers only to apps that may read their subject.
pub const PERMISSIONS: [&str; 12] = [
    "MANAGE_APPS",
    "MANAGE_CHANNELS",
    "MANAGE_PLUGINS",
    "MANAGE_SETTINGS",
    "MANAGE_SHIPPING",
    "MANAGE_TAXES",
    "HANDLE_PAYMENTS",
    "MANAGE_CHECKOUTS",
    "MANAGE_DISCOUNTS",
    "MANAGE_ORDERS",
    "MANAGE_PRODUCTS",
    "MANAGE_USERS",
];

/// The events that the consumer of Saleor's events accepts.
pub const EVENTS: [&str; 49] = [
    "ADDRESS_CREATED",
    "ADDRESS_DELETED",
    "ADDRESS_UPDATED",
    "CATEGORY_CREATED",
    "CATEGORY_DELETED",
    "CATEGORY_UPDATED",
    "CHANNEL_CREATED",
    "CHANNEL_DELETED",
    "CHANNEL_STATUS_CHANGED",
    "CHANNEL_UPDATED",
    "CHECKOUT_CREATED",
    "CHECKOUT_FULLY_PAID",
    "CHECKOUT_UPDATED",
    "COLLECTION_CREATED",
    "COLLECTION_DELETED",
    "COLLECTION_UPDATED",
    "CUSTOMER_CREATED",
    "CUSTOMER_DELETED",
    "CUSTOMER_UPDATED",
    "FULFILLMENT_APPROVED",
    "FULFILLMENT_CANCELED",
    "FULFILLMENT_CREATED",
    "INVOICE_DELETED",
    "INVOICE_REQUESTED",
    "INVOICE_SENT",
    "ORDER_CANCELLED",
    "ORDER_CONFIRMED",
    "ORDER_CREATED",
    "ORDER_EXPIRED",
    "ORDER_FULFILLED",
    "ORDER_FULLY_PAID",
    "ORDER_FULLY_REFUNDED",
    "ORDER_PAID",
    "ORDER_REFUNDED",
    "ORDER_UPDATED",
    "PRODUCT_CREATED",
    "PRODUCT_DELETED",
    "PRODUCT_UPDATED",
    "PRODUCT_VARIANT_BACK_IN_STOCK",
    "PRODUCT_VARIANT_CREATED",
    "PRODUCT_VARIANT_DELETED",
    "PRODUCT_VARIANT_OUT_OF_STOCK",
    "PRODUCT_VARIANT_STOCK_UPDATED",
    "PRODUCT_VARIANT_UPDATED",
    "PROMOTION_CREATED",
    "PROMOTION_DELETED",
    "PROMOTION_UPDATED",
    "TRANSACTION_ITEM_METADATA_UPDATED",
    "WAREHOUSE_UPDATED",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_queue_is_named_as_saleor_reads_it() {
        let good = "https://sqs.eu-west-1.amazonaws.com/123456789012/polder-de-events";
        let expected = "awssqs://sqs.eu-west-1.amazonaws.com/123456789012/polder-de-events";
        assert_eq!(target(good).as_deref(), Some(expected));
        for bad in [
            "",
            "https://sqs.eu-west-1.amazonaws.com/",
            "http://sqs.eu-west-1.amazonaws.com/123456789012/q",
            "https://vpce-1.sqs.eu-west-1.vpce.amazonaws.com/123456789012/q",
            "https://sqs.cn-north-1.amazonaws.com.cn/123456789012/q",
            "https://key:secret@sqs.eu-west-1.amazonaws.com/123456789012/q",
            "https://sqs.eu-west-1.amazonaws.com/12345678901/q",
            "https://sqs.eu-west-1.amazonaws.com/123456789012/q/r",
            "https://sqs.eu-west-1.amazonaws.com/123456789012/q?x",
        ] {
            assert_eq!(target(bad), None, "{bad}");
        }
    }
}
