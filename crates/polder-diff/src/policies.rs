//! Whether two policies mean the same, as the provider compares them.

use polder_cloud::{Condition, Policy, PrincipalSet, Principals, Statement, Value};

use crate::order::same_in_any_order;

/// Whether two policies mean the same: statements, and what they list, may have another order. `same` compares values.
pub(crate) fn same_policies(old: &Policy, new: &Policy, same: &impl Fn(&Value, &Value) -> bool) -> bool {
    old.version == new.version
        && old.id == new.id
        && same_in_any_order(&old.statements, &new.statements, |old, new| same_statements(old, new, same))
}

fn same_statements(old: &Statement, new: &Statement, same: &impl Fn(&Value, &Value) -> bool) -> bool {
    let values = |old: &[Value], new: &[Value]| same_in_any_order(old, new, same);
    let principals = match (&old.principals, &new.principals) {
        (Some(old), Some(new)) => same_principals(old, new, same),
        (None, None) => true,
        _ => false,
    };
    let conditions = |old: &Condition, new: &Condition| {
        old.operator == new.operator && old.key == new.key && values(&old.values, &new.values)
    };
    (&old.sid, old.effect) == (&new.sid, new.effect)
        && principals
        && same_in_any_order(&old.actions, &new.actions, |old, new| old == new)
        && same_in_any_order(&old.not_actions, &new.not_actions, |old, new| old == new)
        && values(&old.resources, &new.resources)
        && values(&old.not_resources, &new.not_resources)
        && same_in_any_order(&old.conditions, &new.conditions, conditions)
}

fn same_principals(old: &Principals, new: &Principals, same: &impl Fn(&Value, &Value) -> bool) -> bool {
    let who = match (&old.who, &new.who) {
        (PrincipalSet::Everyone, PrincipalSet::Everyone) => true,
        (PrincipalSet::Listed(old), PrincipalSet::Listed(new)) => {
            same_in_any_order(old, new, |old, new| old.0 == new.0 && same_in_any_order(&old.1, &new.1, same))
        }
        _ => false,
    };
    old.except == new.except && who
}
