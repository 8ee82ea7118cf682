//! Settings of the shop, and how settings are compared.

use polder_shop::{Setting, SettingValue, Shop};
use serde_json::{Map, Value, json};

use crate::check::Check;
use crate::codes::SHOP_SETTINGS;
use crate::observed::Observed;
use crate::operation::SHOP_SETTINGS_UPDATE;
use crate::step::Step;

/// The settings of the shop as a whole.
pub(super) fn shop(shop: &Shop, observed: &Observed) -> Check {
    let wanted = shop.settings();
    let different = different(wanted.iter(), &observed.shop);
    let Some((found, wanted)) = described(&different, &observed.shop) else {
        return Check::holds(&SHOP_SETTINGS, "the shop");
    };
    let step = Step::new(&SHOP_SETTINGS_UPDATE, json!({ "input": input(&different) }), "set up the shop");
    Check::differs(&SHOP_SETTINGS, "the shop", found, wanted).with(step)
}

/// The settings that differ from what was found. Of those that are a matter of taste, only those that Saleor has no value for.
pub(super) fn different<'a>(
    wanted: impl Iterator<Item = &'a Setting>,
    found: &Map<String, Value>,
) -> Vec<&'a Setting> {
    wanted
        .filter(|setting| match found.get(setting.name) {
            None | Some(Value::Null) => true,
            Some(Value::String(text)) if text.is_empty() => true,
            Some(_) if setting.initial => false,
            Some(value) => *value != json(&setting.value),
        })
        .collect()
}

/// Settings as the fields of an input.
pub(super) fn input<'a>(settings: impl IntoIterator<Item = &'a &'a Setting>) -> Map<String, Value> {
    settings.into_iter().map(|setting| (setting.name.to_owned(), json(&setting.value))).collect()
}

/// What was found of some settings, and what is wanted; nothing if there are none.
pub(super) fn described(different: &[&Setting], found: &Map<String, Value>) -> Option<(String, String)> {
    let found = different.iter().map(|setting| {
        let value = found.get(setting.name).unwrap_or(&Value::Null);
        format!("{} {}", setting.name, shown(value))
    });
    let wanted = different.iter().map(|setting| format!("{} {}", setting.name, shown(&json(&setting.value))));
    let joined = |texts: Vec<String>| texts.join(", ");
    (!different.is_empty()).then(|| (joined(found.collect()), joined(wanted.collect())))
}

fn json(value: &SettingValue) -> Value {
    match value {
        SettingValue::Flag(value) => json!(value),
        SettingValue::Number(value) => json!(value),
        SettingValue::Text(value) => json!(value),
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null => "not set".to_owned(),
        Value::String(text) if text.is_empty() => "not set".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
