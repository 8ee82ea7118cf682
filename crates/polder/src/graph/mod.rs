//! Diagrams of a platform, drawn from the graph that is deployed, so that they match it.

mod dot;
mod json;
mod mermaid;

use std::collections::{BTreeMap, BTreeSet};

use polder_design::{Design, Party, Site};

use crate::compiled::Compiled;
use crate::part;

/// The kind of a diagram.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GraphBy {
    /// Flows inside each site, with ports and data classes.
    Flow,
    /// Dependencies between stacks.
    Stack,
    /// Cells, their sites and replication.
    Site,
}

/// The language of a diagram.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GraphFormat {
    /// Mermaid.
    Mermaid,
    /// Graphviz.
    Dot,
    /// JSON with a `format_version`.
    Json,
}

/// A diagram before it is drawn: groups of nodes, and edges. All IDs are plain identifiers.
#[derive(Debug, Default)]
pub(crate) struct Diagram {
    /// Title and nodes (ID, label) of each group; a group without title has no frame.
    pub(crate) groups: Vec<(String, BTreeMap<String, String>)>,
    /// From, to, label.
    pub(crate) edges: BTreeSet<(String, String, String)>,
}

/// Draws a platform.
pub fn graph(compiled: &Compiled, by: GraphBy, format: GraphFormat) -> String {
    let diagram = match by {
        GraphBy::Flow => flows(&compiled.design),
        GraphBy::Stack => stacks(compiled),
        GraphBy::Site => sites(&compiled.design),
    };
    match format {
        GraphFormat::Mermaid => mermaid::draw(&diagram),
        GraphFormat::Dot => dot::draw(&diagram),
        GraphFormat::Json => json::draw(&diagram),
    }
}

fn flows(design: &Design) -> Diagram {
    let mut diagram = Diagram::default();
    for site in &design.sites {
        let mut nodes = BTreeMap::new();
        for flow in &site.flows {
            let mut node = |party: &Party| {
                let id = identifier(&format!("{} {}", site.name, part::party(party)));
                nodes.insert(id.clone(), part::party(party));
                id
            };
            let (from, to) = (node(&flow.from), node(&flow.to));
            let carries = flow.carries.iter().map(|class| class.name()).collect::<Vec<_>>().join(", ");
            let edge = format!("{} {}: {carries}", flow.protocol.name, flow.protocol.port);
            diagram.edges.insert((from, to, edge));
        }
        diagram.groups.push((title(site), nodes));
    }
    diagram
}

fn stacks(compiled: &Compiled) -> Diagram {
    let mut diagram = Diagram::default();
    let mut groups: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for stack in &compiled.cloud.stacks {
        let path = stack.key.to_string();
        let place = path.rsplit_once('/').map_or(path.as_str(), |(place, _)| place).to_owned();
        groups.entry(place).or_default().insert(identifier(&path), stack.key.layer.name().to_owned());
        let producers = compiled.links.imports[stack.id.index()].values();
        for producer in producers.filter_map(|id| compiled.cloud.stack(*id)) {
            let edge = (identifier(&producer.key.to_string()), identifier(&path), String::new());
            diagram.edges.insert(edge);
        }
    }
    diagram.groups = groups.into_iter().collect();
    diagram
}

fn sites(design: &Design) -> Diagram {
    let mut diagram = Diagram::default();
    for cell in &design.cells {
        let mut nodes = BTreeMap::new();
        for site in design.sites.iter().filter(|site| site.cell == cell.id) {
            let id = identifier(&site.name);
            let role = if site.active { "takes writes" } else { "stands by" };
            nodes.insert(id.clone(), format!("{} ({}), {}, {role}", site.region, site.city, site.network));
            if let Some(source) = site.database.follows.map(|source| &design.sites[source]) {
                diagram.edges.insert((identifier(&source.name), id.clone(), "database".into()));
            }
            for bucket in &site.buckets {
                if let Some(target) = bucket.replicates_to.map(|target| &design.sites[target]) {
                    let label = format!("bucket {}", bucket.kind.name());
                    diagram.edges.insert((id.clone(), identifier(&target.name), label));
                }
            }
        }
        for market in &cell.markets {
            let id = identifier(&format!("market {}", market.host));
            diagram.groups.push((String::new(), BTreeMap::from([(id.clone(), market.host.clone())])));
            let active = &design.sites[cell.active];
            diagram.edges.insert((id, identifier(&active.name), "writes".into()));
        }
        diagram.groups.push((format!("cell {}", cell.name), nodes));
    }
    diagram
}

fn title(site: &Site) -> String {
    format!("{} ({})", site.name, site.city)
}

/// An identifier for any diagram language. Names differ in letters and digits, so identifiers are unique.
fn identifier(text: &str) -> String {
    text.chars().map(|character| if character.is_ascii_alphanumeric() { character } else { '_' }).collect()
}
