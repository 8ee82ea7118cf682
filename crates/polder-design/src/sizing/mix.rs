//! Which requests a page view and an order make. Nobody measured a shop: the counts are assumed, each with its reason,
//! and lean to the dear side.

/// How often a kind of request is made.
pub(crate) struct Part {
    /// The operation, as the facts call it.
    pub(crate) operation: &'static str,
    /// How often, for a hundred page views or orders.
    pub(crate) per_hundred: u64,
    /// Whether an app of others (payment, tax, shipping) is asked within the request, which waits for it.
    pub(crate) waits: bool,
    /// Whether the storefront's servers make it to render a page. All others come from browsers.
    pub(crate) by_storefront: bool,
}

const fn part(operation: &'static str, per_hundred: u64, waits: bool) -> Part {
    Part { operation, per_hundred, waits, by_storefront: false }
}

const fn rendering(operation: &'static str, per_hundred: u64) -> Part {
    Part { operation, per_hundred, waits: false, by_storefront: true }
}

/// What workers do for a hundred orders.
pub(crate) const PER_ORDERS_LATER: &[Part] = &[part("order-tasks", 100, false)];

/// Requests to the API for a hundred page views.
///
/// The storefront keeps answers about the catalogue, but each task keeps its own, and a sale begins with a change of
/// prices that empties them all. So seven of ten views ask for products, as if hardly anything were kept.
pub(crate) const PER_PAGE_VIEWS: &[Part] = &[
    // Menus, channel and settings, kept the longest.
    rendering("shop", 30),
    // Lists and searches.
    rendering("product-list", 30),
    // Product pages.
    rendering("product-detail", 40),
    // Carts are never kept; one visitor in five has one.
    part("checkout-query", 20, false),
    // Few log in, and guests may buy.
    part("token-create", 1, false),
];

/// Requests to the API for a hundred orders.
pub(crate) const PER_ORDERS: &[Part] = &[
    // Three carts of four are abandoned.
    part("checkout-create", 400, false),
    // Two more lines or changes of quantity for each cart.
    part("checkout-lines-add", 800, false),
    // The checkout asks for itself after each step.
    part("checkout-query", 500, false),
    // Some correct themselves, some leave. Shipping apps are asked for methods.
    part("checkout-shipping-address-update", 150, true),
    part("checkout-billing-address-update", 120, false),
    // Changes the taxes, for which an app may be asked.
    part("checkout-delivery-method-update", 150, true),
    // Some payments fail and are tried again.
    part("transaction-initialize", 120, true),
    part("checkout-complete", 110, true),
];

/// What the back office, partners and apps ask beside the shoppers, in percent of the shoppers' requests.
pub(crate) const OTHER_CALLERS_PERCENT: u64 = 20;
