//! The GraphQL operations.

/// What an operation does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Reads.
    Query,
    /// Changes.
    Mutation,
}

/// A GraphQL operation with its text.
#[derive(Debug, PartialEq, Eq)]
pub struct Operation {
    /// Its name in the text.
    pub name: &'static str,
    /// What it does.
    pub kind: Kind,
    /// The document.
    pub text: &'static str,
}

/// The subscription of the webhook that delivers events.
pub const SUBSCRIPTION: &str = include_str!("../operations/events.graphql");

macro_rules! operations {
    ($($constant:ident = $kind:ident $name:literal $file:literal;)+) => {
        $(pub(crate) static $constant: Operation = Operation {
            name: $name,
            kind: Kind::$kind,
            text: include_str!(concat!("../operations/", $file, ".graphql")),
        };)+

        /// Every operation.
        pub fn operations() -> &'static [&'static Operation] {
            static ALL: &[&Operation] = &[$(&$constant),+];
            ALL
        }
    };
}

operations! {
    TOKEN = Query "Token" "token";
    STATE = Query "State" "state";
    PRICES = Query "Prices" "prices";
    PLUGIN_UPDATE = Mutation "PluginUpdate" "plugin_update";
    SHOP_SETTINGS_UPDATE = Mutation "ShopSettingsUpdate" "shop_settings_update";
    CHANNEL_CREATE = Mutation "ChannelCreate" "channel_create";
    CHANNEL_UPDATE = Mutation "ChannelUpdate" "channel_update";
    CHANNEL_ACTIVATE = Mutation "ChannelActivate" "channel_activate";
    TAX_CONFIGURATION_UPDATE = Mutation "TaxConfigurationUpdate" "tax_configuration_update";
    TAX_CLASS_CREATE = Mutation "TaxClassCreate" "tax_class_create";
    TAX_CLASS_UPDATE = Mutation "TaxClassUpdate" "tax_class_update";
    TAX_COUNTRY_CONFIGURATION_UPDATE = Mutation "TaxCountryConfigurationUpdate" "tax_country_configuration_update";
    WEBHOOK_CREATE = Mutation "WebhookCreate" "webhook_create";
    WEBHOOK_UPDATE = Mutation "WebhookUpdate" "webhook_update";
}
