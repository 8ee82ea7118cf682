//! A plan at given prices, and the formula of its bill.

/// The name of an item, its class, its unit and its price: `ec2.instance/m5.large hour 0.1`. A blank in a class is `~`, and
/// `@` precedes another region than Ireland.
type Price = &'static str;
/// A quantity and the price of one.
type Term = (&'static str, &'static str);

/// A plan, how much is used, prices, and the products whose sum is the bill.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) resources: &'static str,
    pub(crate) usage: &'static str,
    pub(crate) prices: &'static [Price],
    pub(crate) terms: &'static [Term],
}
