//! Bills of plans of others.

use polder::bill::{Book, UsageFile};
use polder::{Priced, Prices, price_plans};
use polder_testkit::plan_of;

/// The bill of resources in Ireland, by address, with values. `$aws_x.y.id` refers to another resource.
pub(crate) fn priced(resources: &str, usage: &UsageFile, book: &Book) -> Priced {
    let plan = plan_of("eu-west-1", &serde_json::from_str(resources).expect("JSON"));
    let prices = Prices { book, usage: Some(usage), region: None };
    price_plans(&[("plan.json".to_owned(), plan)], &prices).expect("a plan")
}
