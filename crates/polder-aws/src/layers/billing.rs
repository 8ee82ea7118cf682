//! Layer `billing`: budgets and cost anomalies. It is the last, and nothing is applied after it: tags can be activated only
//! when resources have them, and what Cost Explorer refuses must hold up nothing else.

use polder_cloud::Layer;

use crate::context::Context;
use crate::organization::accounts;
use crate::organization::billing;

pub(crate) fn lower(context: &mut Context<'_>) {
    let design = context.design;
    let Some(manager) = accounts::management(design) else { return };
    let purpose = "Budgets for accounts and cells, cost anomaly detection, and cost allocation tags.";
    let s = context.global_stack(manager, Layer::Billing, purpose);
    context.cloud.stacks.iter().for_each(|stack| s.after(&stack.key));
    billing::cost_allocation_tags(&s, design);
    billing::budgets(context, &s, manager);
    billing::anomalies(&s, design);
    billing::recommendations(&s);
    context.add(s);
}
