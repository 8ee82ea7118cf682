//! Paths that filters and routes leave open and no flow needs.

use std::collections::BTreeSet;

use polder_verdict::{Gap, Property};

use super::flows::{Target, target};
use super::found::Found;
use super::view::{DISAGREE, Node, Role, TOO_LARGE, View};
use super::{unresolved, witness};
use crate::address::Span;
use crate::engine::Bound;
use crate::need::{Need, NeedFrom, NeedTo};
use crate::packets::{ALL, Cube, DESTINATION, PORT, PROTOCOL, Packets, SOURCE, TooLarge};

/// One property for each site that has flows.
pub(super) fn properties(view: &View<'_, '_>, needs: &[Need]) -> Vec<Property> {
    let sites: BTreeSet<&str> = needs.iter().map(|need| need.site.as_str()).collect();
    let gaps = unresolved::gaps(view);
    sites.into_iter().map(|site| property(view, site, needs, &gaps)).collect()
}

fn property(view: &View<'_, '_>, site: &str, needs: &[Need], gaps: &[Gap]) -> Property {
    let nodes: Vec<&Node<'_>> =
        view.nodes.iter().filter(|node| view.part(node).is_some_and(|(own, _)| own == site)).collect();
    let needs: Vec<&Need> = needs.iter().filter(|need| need.site == site).collect();
    let mut found = Found::default();
    let mut pairs = 0;
    let sources: Vec<Option<&Node<'_>>> = nodes.iter().map(|node| Some(*node)).chain([None]).collect();
    for from in &sources {
        for to in &sources {
            if from.is_none() && to.is_none() || from.is_some_and(is_of_provider) {
                continue;
            }
            pairs += 1;
            let ends = || from.iter().chain(to).map(|node| view.resource(node.interface.source));
            match surplus(view, &needs, (*from, *to), Bound::Certain) {
                Ok(set) if set.is_empty() => match unknown(view, &needs, (*from, *to)) {
                    Ok(false) => {}
                    Ok(true) => found.gap("values of rules, routes or interfaces are not known", ends()),
                    Err(TooLarge) => found.gap(TOO_LARGE, ends()),
                },
                Ok(set) if !found.is_full() => {
                    let name =
                        |node: &Option<&Node<'_>>| node.map_or("the internet".into(), |it| view.name(it));
                    let summary =
                        format!("{} can send packets to {}, which no flow needs", name(from), name(to));
                    if !found.has(&summary) {
                        match witness::possible(view, View::place(*from), View::place(*to), &set, summary) {
                            Some(witness) => found.witness(witness),
                            None => found.gap(DISAGREE, ends()),
                        }
                    }
                }
                Ok(_) => {}
                Err(TooLarge) => found.gap(TOO_LARGE, ends()),
            }
        }
    }
    let evidence = format!(
        "all that {pairs} pairs of interfaces and the internet let through is needed by {} flows",
        needs.iter().filter(|need| need.certain).count()
    );
    Property {
        id: format!("network.surplus.{site}"),
        claim: format!("filters and routes of {site} let through what flows need, and nothing else"),
        verdict: found.verdict(gaps, evidence),
    }
}

/// Whether the provider alone decides what an interface sends. The control plane of a cluster is one: the
/// provider makes its security group, which lets everything out.
fn is_of_provider(node: &Node<'_>) -> bool {
    node.interface.role.as_deref() == Some("control plane")
}

/// Two ends: each an interface, or the internet.
type Ends<'n, 'i> = (Option<&'n Node<'i>>, Option<&'n Node<'i>>);

/// What is allowed between two places and no need covers.
fn surplus(
    view: &View<'_, '_>,
    needs: &[&Need],
    (from, to): Ends<'_, '_>,
    bound: Bound,
) -> Result<Packets, TooLarge> {
    let mut rest = view.engine.allowed(View::place(from), View::place(to), bound)?;
    if rest.is_empty() {
        return Ok(rest);
    }
    for need in needs {
        for cube in covered(view, need, from, to) {
            rest.remove(&cube)?;
        }
    }
    Ok(rest)
}

/// Whether more could be allowed for some value of what is not known.
fn unknown(view: &View<'_, '_>, needs: &[&Need], ends: Ends<'_, '_>) -> Result<bool, TooLarge> {
    Ok(!view.engine.exact && !surplus(view, needs, ends, Bound::Possible)?.is_empty())
}

/// The boxes between two places that a need covers. Endpoints of one network share a security group and count as one
/// destination.
fn covered(view: &View<'_, '_>, need: &Need, from: Option<&Node<'_>>, to: Option<&Node<'_>>) -> Vec<Cube> {
    let mut cube = ALL;
    cube[PROTOCOL] = Span::one(need.protocol.into());
    cube[PORT] = Span::one(need.port.into());
    match (&need.from, from) {
        (NeedFrom::Range(range), None) => match view.engine.ranges.span(range) {
            Some(span) => cube[SOURCE] = span,
            None => return vec![],
        },
        (NeedFrom::Component(name), Some(node)) => {
            if !view.component(&need.site, name).any(|own| own.id == node.id) {
                return vec![];
            }
        }
        _ => return vec![],
    }
    match (target(view, need, from), to) {
        // A rule for any host on the internet names every address.
        (Target::Outside(_), None) if need.to == NeedTo::Internet => vec![cube],
        (Target::Outside(spans), None) => spans
            .into_iter()
            .map(|span| Cube::from(std::array::from_fn(|at| if at == DESTINATION { span } else { cube[at] })))
            .collect(),
        (Target::Interfaces(ids), Some(node)) => {
            let shares = node.role == Role::Endpoint
                && view.nodes.iter().any(|own| ids.contains(&own.id) && own.role == Role::Endpoint);
            if ids.contains(&node.id) || shares { vec![cube] } else { vec![] }
        }
        _ => vec![],
    }
}
