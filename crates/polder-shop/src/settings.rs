//! The settings of a shop and its channels, each once: the configurator's file and the setup of a running Saleor write them.

use crate::model::{Channel, Shop};

/// Where Saleor has a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// The shop as a whole.
    Shop,
    /// Stock of a channel.
    Stock,
    /// Orders of a channel.
    Order,
    /// Checkouts of a channel.
    Checkout,
    /// Payments of a channel.
    Payment,
    /// Taxes of a channel.
    Tax,
}

/// The value of a setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SettingValue {
    /// A truth value.
    Flag(bool),
    /// A whole number, in the unit that Saleor has for the setting.
    Number(i64),
    /// A text, or the name of an enum's value.
    Text(String),
}

/// A setting. Its name is that of Saleor's GraphQL API and of the configurator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Where Saleor has it.
    pub group: Group,
    /// Its name.
    pub name: &'static str,
    /// The value of the design.
    pub value: SettingValue,
    /// Whether a running shop keeps a value of its own: a matter of taste, and not of safety, law or money.
    pub initial: bool,
    /// Why it has this value, where that is not plain.
    pub why: Option<&'static str>,
}

impl Shop {
    /// The settings of the shop.
    pub fn settings(&self) -> Vec<Setting> {
        let (needed, initial) = (needed(Group::Shop), initial(Group::Shop));
        vec![
            needed("trackInventoryByDefault", Flag(true)),
            needed("useLegacyShippingZoneStockAvailability", Flag(false)).because(
                "A new Saleor 3.23 defaults to true; then stock would depend on shipping zones and not on channels.",
            ),
            initial("defaultWeightUnit", text("KG")),
            initial("fulfillmentAutoApprove", Flag(true)),
            needed("fulfillmentAllowUnpaid", Flag(false)),
            initial("defaultMailSenderName", text(&self.mail_sender)),
            needed("enableAccountConfirmationByEmail", Flag(true)),
            needed("allowLoginWithoutConfirmation", Flag(false)),
            initial("reserveStockDurationAnonymousUser", Number(30))
                .because("Minutes. On a peak day two shoppers must not buy the same last item."),
            initial("reserveStockDurationAuthenticatedUser", Number(30)),
            initial("limitQuantityPerCheckout", Number(50)),
        ]
    }
}

impl Channel {
    /// The settings of the channel.
    pub fn settings(&self) -> Vec<Setting> {
        use Group::{Checkout, Order, Payment, Stock, Tax};
        let expire = i64::from(self.settings.expire_orders_minutes);
        let delete = i64::from(self.settings.delete_expired_orders_days);
        vec![
            initial(Stock)("allocationStrategy", text("PRIORITIZE_HIGH_STOCK")),
            initial(Order)("automaticallyConfirmAllNewOrders", Flag(true)),
            initial(Order)("automaticallyFulfillNonShippableGiftCard", Flag(true)),
            initial(Order)("expireOrdersAfter", Number(expire)),
            initial(Order)("deleteExpiredOrdersAfter", Number(delete)),
            needed(Order)("markAsPaidStrategy", text("TRANSACTION_FLOW")),
            needed(Order)("allowUnpaidOrders", Flag(false)),
            initial(Order)("includeDraftOrderInVoucherUsage", Flag(false)),
            needed(Checkout)("useLegacyErrorFlow", Flag(false)),
            needed(Checkout)("automaticallyCompleteFullyPaidCheckouts", Flag(true)),
            initial(Payment)("defaultTransactionFlowStrategy", text("CHARGE")),
            // Another way to compute taxes is that of a tax app.
            initial(Tax)("taxCalculationStrategy", text("FLAT_RATES")),
            needed(Tax)("chargeTaxes", Flag(true)),
            needed(Tax)("displayGrossPrices", Flag(true)),
            needed(Tax)("pricesEnteredWithTax", Flag(true)),
        ]
    }
}

use SettingValue::{Flag, Number};

impl Setting {
    fn because(mut self, why: &'static str) -> Setting {
        self.why = Some(why);
        self
    }
}

fn needed(group: Group) -> impl Fn(&'static str, SettingValue) -> Setting {
    move |name, value| Setting { group, name, value, initial: false, why: None }
}

fn initial(group: Group) -> impl Fn(&'static str, SettingValue) -> Setting {
    move |name, value| Setting { group, name, value, initial: true, why: None }
}

fn text(text: &str) -> SettingValue {
    SettingValue::Text(text.to_owned())
}
