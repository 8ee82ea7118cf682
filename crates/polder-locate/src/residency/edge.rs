//! The caches of the CDN, which are at every edge location.

use polder_inventory::Inventory;
use polder_inventory::model::{Known, Link};
use polder_inventory::networks::{CacheBehaviour, Distribution, OriginTarget, RequestParts, Selection};
use polder_inventory::stores::StoreId;
use polder_units::Duration;
use polder_verdict::{Fact, Property};

use super::denials::withholds;
use crate::found::Found;
use crate::holdings::Holdings;
use crate::inspector;
use crate::place::{Inside, Place, inside, name, resource};
use crate::terms::{Residency, Terms};

const NO_TIME: Duration = Duration::seconds(0);
/// Headers by which an origin knows who asks.
const CREDENTIALS: [&str; 2] = ["authorization", "cookie"];

pub(super) fn cache(holdings: &Holdings<'_>, terms: &Terms, residency: &Residency) -> Property {
    let inventory = holdings.inventory;
    let mut found = Found::default();
    found.gaps(&crate::unresolved::of(inventory, |entry| {
        use polder_inventory::EntryId::{CachePolicy, Distribution, OriginRequestPolicy};
        matches!(entry, Distribution(_) | CachePolicy(_) | OriginRequestPolicy(_))
    }));
    for distribution in inventory.networks.distributions.values() {
        origins(holdings, terms, residency, distribution, &mut found);
        for behaviour in &distribution.behaviours {
            found.looked_at += 1;
            judge(inventory, distribution, behaviour, &mut found);
        }
    }
    found.property(
        "residency.edge-cache",
        "of buckets with personal data, policies deny the CDN the parts with them; and it caches a response to a request whose cookies or \
         credentials the origin gets only if the origin says so",
        "cache behaviours keep nothing, or nothing that depends on who asks",
    )
}

/// Buckets with personal data, and caches in front of origins.
fn origins(
    holdings: &Holdings<'_>,
    terms: &Terms,
    residency: &Residency,
    distribution: &Distribution,
    found: &mut Found,
) {
    let inventory = holdings.inventory;
    let at = || resource(inventory, distribution.source);
    for origin in &distribution.origins {
        found.looked_at += 1;
        match &origin.target {
            OriginTarget::Bucket(Link::To(id)) => holdings.judge(found, |personal, found| {
                if personal.contains_key(&(*id).into()) {
                    bucket(inventory, distribution, &origin.id, *id, found);
                }
            }),
            OriginTarget::Bucket(Link::Outside(_) | Link::Unknown(_)) => {
                found.gap(
                    format!("which data the bucket of origin `{}` holds is not known", origin.id),
                    [at()],
                );
            }
            OriginTarget::Host(Known::Unknown(reason)) => {
                found.gap(format!("what origin `{}` is is not known: {reason}", origin.id), [at()]);
            }
            // What they answer is not kept where they say so: see the behaviours.
            OriginTarget::Host(Known::Value(_))
            | OriginTarget::LoadBalancer(_)
            | OriginTarget::PrivateLoadBalancer(_)
            | OriginTarget::Api(_)
            | OriginTarget::Function(_) => {}
        }
        let shield = match &origin.shield_region {
            Known::Value(None) => continue,
            Known::Value(Some(region)) => Place::Region(region),
            Known::Unknown(reason) => Place::Unknown(*reason),
        };
        match inside(shield, terms, residency) {
            Inside::Yes => {}
            Inside::No(place) => {
                let summary = format!("a cache in front of origin `{}` is {place}", origin.id);
                let region = origin.shield_region.value().and_then(Option::as_deref);
                let confirmed =
                    region.is_some_and(|region| crate::follower::is_outside(terms, residency, region));
                found.flaw(
                    confirmed,
                    summary.clone(),
                    vec![Fact::new("place", place)],
                    vec![(summary, at())],
                );
            }
            Inside::Unknown(why) => {
                found.gap(format!("where the cache in front of origin `{}` is: {why}", origin.id), [at()]);
            }
        }
    }
}

/// A bucket with personal data that the CDN reads.
fn bucket(
    inventory: &Inventory,
    distribution: &Distribution,
    origin: &str,
    bucket: StoreId,
    found: &mut Found,
) {
    let store = resource(inventory, inventory.stores.stores[bucket].source);
    let at = resource(inventory, distribution.source);
    match withholds(inventory, bucket) {
        Known::Value(true) => {}
        Known::Value(false) => {
            let summary = format!("edge locations cache {}", name(inventory, bucket.into()));
            let told = vec![
                ("the bucket holds personal data".to_owned(), store),
                (format!("origin `{origin}` is the bucket"), at),
            ];
            let confirmed = inspector::shows_all_of_it(inventory, bucket);
            found.flaw(confirmed, summary, vec![Fact::new("origin", origin)], told);
        }
        Known::Unknown(reason) => {
            let text = format!(
                "whether a policy denies the CDN the personal data of a bucket is not known: {reason}"
            );
            found.gap(text, [store, at]);
        }
    }
}

/// Whether a behaviour can cache what an origin tells to somebody in particular.
fn judge(inventory: &Inventory, distribution: &Distribution, behaviour: &CacheBehaviour, found: &mut Found) {
    let at = || resource(inventory, distribution.source);
    let path = match &behaviour.path {
        None => "all other paths".to_owned(),
        Some(Known::Value(path)) => format!("`{path}`"),
        Some(Known::Unknown(_)) => "a path that is not known".to_owned(),
    };
    let policy = match behaviour.cache {
        Some(Link::To(policy)) => &inventory.networks.cache_policies[policy],
        // The legacy settings are a blind spot, which is a gap already.
        None => return,
        Some(_) => return found.gap(format!("the cache policy of {path} is not known"), [at()]),
    };
    // What the origin says nothing about is not kept, and what it marks as private never is.
    let unasked = [&policy.ttl_min, &policy.ttl_default];
    if policy.ttl_max == Known::Value(NO_TIME) || unasked.iter().all(|time| **time == Known::Value(NO_TIME)) {
        return;
    }
    if let Some(reason) = unasked.iter().find_map(|time| time.reason()) {
        return found.gap(format!("how long responses of {path} are cached is not known: {reason}"), [at()]);
    }
    let forwarded = match behaviour.origin_request {
        None => None,
        Some(Link::To(policy)) => Some(&inventory.networks.origin_request_policies[policy].forwarded),
        Some(_) => return found.gap(format!("what the origin gets for {path} is not known"), [at()]),
    };
    let parts: Vec<&RequestParts> = [Some(&policy.key), forwarded].into_iter().flatten().collect();
    let told = parts.iter().map(|parts| tells(parts));
    match told.max().unwrap_or(Tells::Nothing) {
        Tells::Nothing => {}
        Tells::Who => {
            let summary =
                format!("responses to {path} are cached, and the origin knows who asks: `{}`", at());
            let confirmed = parts.iter().any(|parts| crate::follower::identifies(parts));
            let told = vec![
                (summary.clone(), at()),
                ("its cache policy".to_owned(), resource(inventory, policy.source)),
            ];
            found.flaw(confirmed, summary, vec![Fact::new("path", path)], told);
        }
        Tells::Unknown => found.gap(format!("what the origin gets for {path} is not known"), [at()]),
    }
}

/// What parts of a request tell an origin about who asks.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Tells {
    Nothing,
    Unknown,
    Who,
}

fn tells(parts: &RequestParts) -> Tells {
    let cookies = match &parts.cookies {
        Selection::None => Tells::Nothing,
        Selection::Unknown(_) => Tells::Unknown,
        Selection::Only(Known::Value(names)) if names.is_empty() => Tells::Nothing,
        Selection::Only(_) | Selection::All | Selection::AllBut(_) | Selection::AllAnd(_) => Tells::Who,
    };
    let credential = |name: &str| CREDENTIALS.contains(&name.to_ascii_lowercase().as_str());
    let headers = match &parts.headers {
        Selection::None => Tells::Nothing,
        Selection::Unknown(_) | Selection::Only(Known::Unknown(_)) | Selection::AllBut(Known::Unknown(_)) => {
            Tells::Unknown
        }
        Selection::Only(Known::Value(names)) if !names.iter().any(|name| credential(name)) => Tells::Nothing,
        Selection::AllBut(Known::Value(names))
            if CREDENTIALS.iter().all(|one| names.iter().any(|name| name.eq_ignore_ascii_case(one))) =>
        {
            Tells::Nothing
        }
        Selection::Only(_) | Selection::All | Selection::AllBut(_) | Selection::AllAnd(_) => Tells::Who,
    };
    cookies.max(headers)
}
