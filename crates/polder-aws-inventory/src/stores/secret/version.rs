//! `aws_secretsmanager_secret_version`, as a resource or data source: which states contain the value of a
//! secret. The value itself is never read.

use polder_cloud::View;
use polder_inventory::model::{Reason, Set, Text};
use polder_inventory::stores::{Secret, SecretValue, StoreId, StoreKind};

use crate::reader::Reader;
use crate::value::is_set;

pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let write_only =
        ["secret_string_wo", "secret_string_wo_version"].into_iter().any(|name| is_set(view, name));
    let state = Text::new(view.stack().key.to_string());
    change(reader, view, &["kind.value", "kind.states"], |secret| {
        if write_only {
            secret.value = SecretValue::WriteOnly;
        } else {
            secret.value = SecretValue::InState;
            add(secret, state);
        }
    });
}

/// A data source stores the value in the state of its stack.
pub(super) fn read_look_up<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let state = Text::new(view.stack().key.to_string());
    change(reader, view, &["kind.states"], |secret| add(secret, state));
}

fn add(secret: &mut Secret, state: Text) {
    let states: Set<Text> = secret.states.iter().cloned().chain([state]).collect();
    secret.states = states;
}

fn change<'a>(
    reader: &mut Reader<'_, 'a>,
    view: View<'_, 'a>,
    fields: &[&'static str],
    change: impl FnOnce(&mut Secret),
) {
    let Some(id) = reader.link::<StoreId>(view, "secret_id", "secret").and_then(|link| link.id()) else {
        let text = "it configures a secret that is not in the estate";
        return reader.blind(view, None, Some("secret_id"), Reason::Elsewhere, text);
    };
    if let Some(store) = reader.inventory.stores.stores.get_mut(id)
        && let StoreKind::Secret(secret) = &mut store.kind
    {
        change(secret);
        reader.contribute(view, id, fields);
    }
}
