//! Requests of a page view and of an order. No shop was measured: the counts are assumed, each with its reason, and are
//! conservative.

/// The count of a kind of request.
pub(crate) struct RequestCount {
    /// The operation, as the facts call it.
    pub(crate) operation: &'static str,
    /// The count for a hundred page views or orders.
    pub(crate) per_hundred: u64,
    /// Whether the request waits for a third-party app (payment, tax, shipping).
    pub(crate) waits: bool,
    /// Whether the storefront's servers send it to render a page. All others come from browsers.
    pub(crate) by_storefront: bool,
}

const fn part(operation: &'static str, per_hundred: u64, waits: bool) -> RequestCount {
    RequestCount { operation, per_hundred, waits, by_storefront: false }
}

const fn rendering(operation: &'static str, per_hundred: u64) -> RequestCount {
    RequestCount { operation, per_hundred, waits: false, by_storefront: true }
}

/// Tasks of workers for a hundred orders.
pub(crate) const PER_ORDERS_LATER: &[RequestCount] = &[part("order-tasks", 100, false)];

/// Requests to the API for a hundred page views.
///
/// The storefront caches responses about the catalogue, but each task has its own cache, and a sale begins with a
/// change of prices that invalidates them all. So seven of ten views request products, as if there were hardly any
/// cache.
pub(crate) const PER_PAGE_VIEWS: &[RequestCount] = &[
    // Menus, channel and settings, cached the longest.
    rendering("shop", 30),
    // Lists and searches.
    rendering("product-list", 30),
    // Product pages.
    rendering("product-detail", 40),
    // Carts are never cached; one visitor in five has one.
    part("checkout-query", 20, false),
    // Few visitors log in, and guests can buy.
    part("token-create", 1, false),
];

/// Requests to the API for a hundred orders.
pub(crate) const PER_ORDERS: &[RequestCount] = &[
    // Three carts of four are abandoned.
    part("checkout-create", 400, false),
    // Two more lines or changes of quantity for each cart.
    part("checkout-lines-add", 800, false),
    // The checkout is reloaded after each step.
    part("checkout-query", 500, false),
    // Some visitors correct their address, some leave. Shipping apps are called for methods.
    part("checkout-shipping-address-update", 150, true),
    part("checkout-billing-address-update", 120, false),
    // Changes the taxes, for which an app may be called.
    part("checkout-delivery-method-update", 150, true),
    // Some payments fail and are retried.
    part("transaction-initialize", 120, true),
    part("checkout-complete", 110, true),
];

/// Requests of the dashboard, partners and apps, in percent of the shoppers' requests.
pub(crate) const OTHER_CALLERS_PERCENT: u64 = 20;
