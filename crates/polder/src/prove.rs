//! Properties of a platform and of the plans of others, with verdicts.

use std::panic::resume_unwind;

use polder_cloud::Index;
use polder_cloud::schema::Schema;
use polder_iam::Extent;
use polder_inventory::Inventory;
use polder_locate::Terms;
use polder_plan::{Document, PlanError};
use polder_reach::Need;
use polder_verdict::{Gap, Property, Verdict};

use crate::compiled::Compiled;
use crate::markets;
use crate::needs::needs;
use crate::terms;

/// What an engine may read.
#[derive(Debug)]
struct Estate<'a> {
    inventory: &'a Inventory,
    /// The connections that the design needs; none where there is no design.
    needs: Vec<Need>,
    /// Where regions are, and what the owner states about the places of data.
    terms: Terms,
    /// The markets, and what their processes need; none where there is no design.
    markets: polder_endure::Terms,
    /// How much of its accounts the inventory has.
    extent: Extent,
}

/// What an engine proves.
type Engine = fn(&Estate<'_>) -> Vec<Property>;

/// The engines. They run side by side.
const ENGINES: [Engine; 4] = [
    |estate| polder_reach::prove(estate.inventory, &estate.needs),
    |estate| polder_locate::prove(estate.inventory, &estate.terms),
    |estate| polder_endure::prove(estate.inventory, &estate.markets),
    |estate| polder_iam::prove(estate.inventory, estate.extent),
];

/// All properties of a platform, in the order of their identifiers.
pub fn prove(compiled: &Compiled, inventory: &Inventory) -> Vec<Property> {
    let terms = terms::of_platform(compiled);
    let (needs, markets) = (needs(&compiled.design), markets::of_platform(&compiled.design));
    run(&Estate { inventory, needs, terms, markets, extent: Extent::Whole })
}

/// All properties of plans or states, as `terraform show -json` writes them, each with its name.
///
/// # Errors
/// If one of them cannot be read as a plan or a state.
pub fn prove_plans(plans: &[(String, Vec<u8>)]) -> Result<Vec<Property>, PlanError> {
    of_plans(plans, terms::of_regions())
}

/// As [`prove_plans`], with what a platform file states about the places and the retention of data. Nothing else of the platform counts.
///
/// # Errors
/// If a plan or a state cannot be read as one.
pub fn prove_plans_of_owner(
    plans: &[(String, Vec<u8>)],
    compiled: &Compiled,
) -> Result<Vec<Property>, PlanError> {
    of_plans(plans, terms::stated(compiled))
}

fn of_plans(plans: &[(String, Vec<u8>)], terms: Terms) -> Result<Vec<Property>, PlanError> {
    let documents: Vec<Document<'_>> =
        plans.iter().map(|(name, bytes)| Document { name, bytes, state_key: None }).collect();
    let cloud = polder_plan::read(&documents, Schema::aws())?;
    let index = Index::new(&cloud);
    let inventory = polder_aws_inventory::read(&index, &|_| None);
    let markets = polder_endure::Terms::default();
    let mut all = run(&Estate { inventory: &inventory, needs: vec![], terms, markets, extent: Extent::Part });
    if !index.ids().filter_map(|id| index.view(id)).any(|view| view.is_managed()) {
        all.iter_mut().for_each(of_nothing);
    }
    Ok(all)
}

/// What is said of nothing is no proof.
fn of_nothing(property: &mut Property) {
    property.verdict = Verdict::Undecided(vec![Gap::new("the plan has no resources", [])]);
}

/// The verdict on each requirement of the owner, and on those of frameworks, from the properties of a platform.
pub fn requirements(compiled: &Compiled, properties: &[Property]) -> Vec<Property> {
    let rows = polder_check::table(&compiled.design, &compiled.cloud);
    let mut all = polder_check::verdicts(&rows, properties);
    all.extend(requirements_of_plans(properties));
    all
}

/// The verdict on each requirement of frameworks, from the properties of plans or states.
pub fn requirements_of_plans(properties: &[Property]) -> Vec<Property> {
    polder_check::frameworks(properties)
}

fn run(estate: &Estate<'_>) -> Vec<Property> {
    let mut all: Vec<Property> = std::thread::scope(|scope| {
        let running = ENGINES.map(|engine| scope.spawn(move || engine(estate)));
        running
            .into_iter()
            .flat_map(|engine| engine.join().unwrap_or_else(|panic| resume_unwind(panic)))
            .collect()
    });
    polder_verdict::sort(&mut all);
    all
}
