//! The events that are published, and their data classes.

use polder_design::DataClass;
use polder_design::DataClass::{Catalogue, Commercial, Personal};

/// An event that is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventType {
    /// Saleor's name for it: `order_created`.
    pub saleor: &'static str,
    /// Its name as a domain event: `order.created`.
    pub domain: &'static str,
    /// The highest data class of its payload.
    pub carries: DataClass,
}

impl EventType {
    /// The event with this name in Saleor.
    pub fn of_saleor(name: &str) -> Option<EventType> {
        EVENT_TYPES.into_iter().find(|known| known.saleor == name)
    }

    /// Whether this is the GraphQL type of its payload: `OrderCreated`.
    pub fn is_typename(self, name: &str) -> bool {
        let words = self.saleor.split('_').flat_map(|word| {
            word.chars().enumerate().map(|(at, c)| if at == 0 { c.to_ascii_uppercase() } else { c })
        });
        words.eq(name.chars())
    }
}

const fn event(saleor: &'static str, domain: &'static str, carries: DataClass) -> EventType {
    EventType { saleor, domain, carries }
}

/// All events that are published. Others go to the dead-letter queue: a new event of Saleor may contain
/// anything.
///
/// Orders, checkouts and invoices contain names of customers, so they are personal in any case.
pub const EVENT_TYPES: [EventType; 49] = [
    event("address_created", "address.created", Personal),
    event("address_deleted", "address.deleted", Personal),
    event("address_updated", "address.updated", Personal),
    event("category_created", "category.created", Catalogue),
    event("category_deleted", "category.deleted", Catalogue),
    event("category_updated", "category.updated", Catalogue),
    event("channel_created", "channel.created", Catalogue),
    event("channel_deleted", "channel.deleted", Catalogue),
    event("channel_status_changed", "channel.status-changed", Catalogue),
    event("channel_updated", "channel.updated", Catalogue),
    event("checkout_created", "checkout.created", Personal),
    event("checkout_fully_paid", "checkout.fully-paid", Personal),
    event("checkout_updated", "checkout.updated", Personal),
    event("collection_created", "collection.created", Catalogue),
    event("collection_deleted", "collection.deleted", Catalogue),
    event("collection_updated", "collection.updated", Catalogue),
    event("customer_created", "customer.created", Personal),
    event("customer_deleted", "customer.deleted", Personal),
    event("customer_updated", "customer.updated", Personal),
    event("fulfillment_approved", "fulfillment.approved", Personal),
    event("fulfillment_canceled", "fulfillment.canceled", Personal),
    event("fulfillment_created", "fulfillment.created", Personal),
    event("invoice_deleted", "invoice.deleted", Personal),
    event("invoice_requested", "invoice.requested", Personal),
    event("invoice_sent", "invoice.sent", Personal),
    event("order_cancelled", "order.cancelled", Personal),
    event("order_confirmed", "order.confirmed", Personal),
    event("order_created", "order.created", Personal),
    event("order_expired", "order.expired", Personal),
    event("order_fulfilled", "order.fulfilled", Personal),
    event("order_fully_paid", "order.fully-paid", Personal),
    event("order_fully_refunded", "order.fully-refunded", Personal),
    event("order_paid", "order.paid", Personal),
    event("order_refunded", "order.refunded", Personal),
    event("order_updated", "order.updated", Personal),
    event("product_created", "product.created", Catalogue),
    event("product_deleted", "product.deleted", Catalogue),
    event("product_updated", "product.updated", Catalogue),
    event("product_variant_back_in_stock", "product-variant.back-in-stock", Catalogue),
    event("product_variant_created", "product-variant.created", Catalogue),
    event("product_variant_deleted", "product-variant.deleted", Catalogue),
    event("product_variant_out_of_stock", "product-variant.out-of-stock", Catalogue),
    event("product_variant_stock_updated", "product-variant.stock-updated", Catalogue),
    event("product_variant_updated", "product-variant.updated", Catalogue),
    event("promotion_created", "promotion.created", Catalogue),
    event("promotion_deleted", "promotion.deleted", Catalogue),
    event("promotion_updated", "promotion.updated", Catalogue),
    event("transaction_item_metadata_updated", "transaction-item.metadata-updated", Commercial),
    event("warehouse_updated", "warehouse.updated", Catalogue),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_in_order_and_told_from_each_other() {
        assert!(EVENT_TYPES.windows(2).all(|pair| pair[0].saleor < pair[1].saleor));
        for known in EVENT_TYPES {
            assert_eq!(known.domain.replace(['.', '-'], "_"), known.saleor, "one name, two spellings");
            assert_eq!(known.domain.matches('.').count(), 1);
        }
    }

    #[test]
    fn saleor_is_set_up_to_send_exactly_these() {
        let sent = polder_shop_setup::EVENTS.map(str::to_ascii_lowercase);
        assert_eq!(EVENT_TYPES.map(|known| known.saleor.to_owned()), sent);
        for known in EVENT_TYPES {
            let typename = polder_shop_setup::SUBSCRIPTION
                .lines()
                .filter_map(|line| line.trim().strip_prefix("... on ")?.strip_suffix(" {"))
                .find(|name| known.is_typename(name));
            assert!(typename.is_some(), "{}", known.saleor);
        }
    }

    #[test]
    fn types_of_payloads_are_known() {
        let typenames =
            |name: &str| EventType::of_saleor("product_variant_back_in_stock").map(|t| t.is_typename(name));
        assert_eq!(typenames("ProductVariantBackInStock"), Some(true));
        assert_eq!(typenames("ProductVariantBackInStockInChannel"), Some(false));
        assert_eq!(typenames("productVariantBackInStock"), Some(false));
        assert_eq!(typenames(""), Some(false));
        assert_eq!(EventType::of_saleor("any_events"), None);
    }
}
