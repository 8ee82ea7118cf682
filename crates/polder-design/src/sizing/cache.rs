//! The cache and the broker: the cheapest sufficient node.

use polder_facts::{CacheClass, Facts, Region};
use polder_spec::Setting;
use polder_units::Bytes;

use super::forecast::Forecast;
use super::ledger::{Ledger, grouped, lack};
use super::{Ctx, SizingError, TooSmall, if_any, narrow, product, sum};

/// Cache usage of one visitor of a week, in bytes: throttling, responses of tax and shipping apps. Assumed.
const BYTES_PER_VISITOR: u128 = 8 * 1024;

/// Cache usage independent of visitors: keys, app tokens, introspection. Assumed.
const FIXED: Bytes = Bytes::mib(64);

/// Broker usage of one order's tasks, in bytes. Assumed.
const BYTES_PER_ORDER: u128 = 64 * 1024;

/// Seconds of peak load that the broker must store while the workers are down: it must never evict.
const BACKLOG_SECONDS: u128 = 3_600;

/// Usable memory of a node, in percent: snapshots, fragmentation and failover need the rest.
const USABLE_PERCENT: u128 = 50;

/// The class of each node of the clustered cache. Burstable ones suffice: the load of a shop is far below their CPU
/// baseline.
pub(crate) fn cluster(
    ctx: &Ctx<'_>,
    forecast: &Forecast,
    ledger: &mut Ledger<'_>,
) -> Result<String, SizingError> {
    let week = ctx.facts.figure("saleor.cache.timeout")?.value;
    let visitors = product(&[forecast.visitors.into(), week.into()])?.div_ceil(30 * 86_400);
    let shards = u128::from(ctx.demand.guarantees.cache_shards.max(1));
    let need = sum([product(&[visitors, BYTES_PER_VISITOR])?, FIXED.0.into()])?.div_ceil(shards);
    let computed = choose(ctx.facts, ctx.demand.regions, need, TooSmall::Cache);
    let formula = format!(
        "({} visitors of {} s × {BYTES_PER_VISITOR} bytes + {FIXED}) ÷ {shards} shards, in {USABLE_PERCENT} % of a node",
        grouped(visitors),
        grouped(week),
    );
    let set = ctx.demand.set.cache_class.as_ref();
    let facts = &["saleor.cache.timeout"];
    settle(ctx, Found { what: "class of the cache", formula, need, computed, facts }, set, ledger)
}

/// The class of the broker's nodes. The class is determined even if the broker is a managed queue, so that a change needs no new
/// sizing.
pub(crate) fn broker(
    ctx: &Ctx<'_>,
    forecast: &Forecast,
    ledger: &mut Ledger<'_>,
) -> Result<String, SizingError> {
    let orders = product(&[forecast.orders.peak.0.into(), BACKLOG_SECONDS])?.div_ceil(1_000_000);
    let need = sum([product(&[orders, BYTES_PER_ORDER])?, FIXED.0.into()])?;
    let computed = choose(ctx.facts, ctx.demand.regions, need, TooSmall::Broker);
    let formula = format!(
        "{} orders of {} s × {BYTES_PER_ORDER} bytes + {FIXED}, in {USABLE_PERCENT} % of a node",
        grouped(orders),
        grouped(BACKLOG_SECONDS),
    );
    let set = ctx.demand.set.broker_class.as_ref();
    let facts = &["saleor.broker.eviction-policy"];
    settle(ctx, Found { what: "class of the broker", formula, need, computed, facts }, set, ledger)
}

fn choose<'f>(
    facts: &'f Facts,
    regions: &[&Region],
    need: u128,
    what: TooSmall,
) -> Result<&'f CacheClass, SizingError> {
    let price = |class: &CacheClass| -> Option<i128> {
        let prices = regions.iter().map(|region| {
            let price = class.price(&region.id).or_else(|| class.price(&region.prices_like));
            price.map(|price| i128::from(price.0))
        });
        prices.sum()
    };
    let fits = |class: &&CacheClass| u128::from(class.memory.0) * USABLE_PERCENT / 100 >= need;
    let priced = facts.cache_classes().iter().filter(fits);
    let priced = priced.filter_map(|class| Some(((price(class)?, class.name.as_str()), class)));
    let cheapest = priced.min_by_key(|(key, _)| *key).map(|(_, class)| class);
    cheapest.ok_or(SizingError::NoFit(what))
}

/// A need, and the class that was found for it.
struct Found<'a> {
    what: &'a str,
    formula: String,
    /// Bytes.
    need: u128,
    computed: Result<&'a CacheClass, SizingError>,
    facts: &'a [&'a str],
}

/// Records the computed class, and takes the one that is set if there is one.
fn settle(
    ctx: &Ctx<'_>,
    found: Found<'_>,
    set: Option<&Setting<String>>,
    ledger: &mut Ledger<'_>,
) -> Result<String, SizingError> {
    let Found { what, formula, need, computed, facts } = found;
    let need = Bytes(narrow(need)?);
    if let Ok(class) = computed {
        let fact = format!("cache-class.{}", class.name);
        let facts: Vec<&str> = facts.iter().copied().chain([fact.as_str()]).collect();
        ledger.line(what, formula, format!("{} for {need}", class.name), &facts);
    }
    // The reader knows the class.
    let Some(class) = set.and_then(|set| ctx.facts.cache_class(set)) else {
        return Ok(computed?.name.clone());
    };
    let usable = Bytes(narrow(u128::from(class.memory.0) * USABLE_PERCENT / 100)?);
    let lacks = lack("usable memory is", usable, need).into_iter().collect();
    let computed = if_any(computed)?.map(|class| class.name.clone());
    ledger.set(what, class.name.clone(), computed, set.and_then(Setting::span), lacks);
    Ok(class.name.clone())
}
