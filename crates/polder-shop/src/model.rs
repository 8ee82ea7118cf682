//! Saleor's configuration as data. The words are Saleor's own; what Polder never sets is not here.

/// The configuration of one cell's Saleor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shop {
    /// The cell.
    pub cell: String,
    /// What mails say they come from.
    pub mail_sender: String,
    /// One for each market, in the order of the platform file.
    pub channels: Vec<Channel>,
    /// One for each market.
    pub warehouses: Vec<Warehouse>,
    /// One for each market.
    pub shipping_zones: Vec<ShippingZone>,
    /// Classes of goods that are taxed alike.
    pub tax_classes: Vec<TaxClass>,
}

/// A market as Saleor sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Channel {
    /// What people read.
    pub name: String,
    /// What programs ask for.
    pub slug: String,
    /// ISO 4217.
    pub currency: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// How orders go.
    pub settings: Settings,
}

/// How the orders of a channel go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// After how many minutes an order that is not paid is given up.
    pub expire_orders_minutes: u16,
    /// After how many days such an order is deleted.
    pub delete_expired_orders_days: u16,
}

/// Where goods lie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warehouse {
    /// What people read.
    pub name: String,
    /// What programs ask for.
    pub slug: String,
    /// Where it is.
    pub address: Address,
}

/// A postal address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// Street and number.
    pub street: String,
    /// Town.
    pub city: String,
    /// Postal code in the form of the country.
    pub postal_code: String,
    /// Province or county, where the country's addresses have one.
    pub area: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: String,
}

/// Where goods are sent to, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShippingZone {
    /// What people read.
    pub name: String,
    /// ISO 3166-1 alpha-2.
    pub countries: Vec<String>,
    /// [`Warehouse::slug`].
    pub warehouses: Vec<String>,
    /// [`Channel::slug`].
    pub channels: Vec<String>,
    /// At least one.
    pub methods: Vec<ShippingMethod>,
}

/// A way to send goods.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShippingMethod {
    /// What people read.
    pub name: String,
    /// Working days at the least and at the most.
    pub delivery_days: (u8, u8),
    /// What it costs in each channel.
    pub prices: Vec<Price>,
}

/// What a way to send goods costs in a channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Price {
    /// [`Channel::slug`].
    pub channel: String,
    /// ISO 4217.
    pub currency: String,
    /// In thousandths of the currency.
    pub thousandths: u64,
}

/// Goods that are taxed alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaxClass {
    /// What people read.
    pub name: String,
    /// The rate of each country.
    pub rates: Vec<CountryRate>,
}

/// The tax of a country.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountryRate {
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// In thousandths of the net price: 255 is 25.5 %.
    pub permille: u32,
}
