//! Saleor's configuration as data. The terms are Saleor's own; fields that Polder never sets are left out.

/// The configuration of one cell's Saleor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shop {
    /// The cell.
    pub cell: String,
    /// The sender name of mails.
    pub mail_sender: String,
    /// The sender address of mails.
    pub mail_address: String,
    /// One for each market, in the order of the platform file.
    pub channels: Vec<Channel>,
    /// One for each market.
    pub warehouses: Vec<Warehouse>,
    /// One for each market.
    pub shipping_zones: Vec<ShippingZone>,
    /// Tax classes.
    pub tax_classes: Vec<TaxClass>,
}

/// A market as Saleor sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Channel {
    /// The display name.
    pub name: String,
    /// The slug.
    pub slug: String,
    /// ISO 4217.
    pub currency: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// Order settings.
    pub settings: Settings,
}

/// Order settings of a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Minutes after which an unpaid order expires.
    pub expire_orders_minutes: u16,
    /// Days after which an expired order is deleted.
    pub delete_expired_orders_days: u16,
}

/// A warehouse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warehouse {
    /// The display name.
    pub name: String,
    /// The slug.
    pub slug: String,
    /// Its address.
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
    /// Province or county, if addresses of the country have one.
    pub area: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: String,
}

/// A shipping zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShippingZone {
    /// The display name.
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

/// A shipping method.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShippingMethod {
    /// The display name.
    pub name: String,
    /// Minimum and maximum number of working days.
    pub delivery_days: (u8, u8),
    /// Its price in each channel.
    pub prices: Vec<Price>,
}

/// The price of a shipping method in a channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Price {
    /// [`Channel::slug`].
    pub channel: String,
    /// ISO 4217.
    pub currency: String,
    /// In thousandths of the currency.
    pub thousandths: u64,
}

/// A tax class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaxClass {
    /// The display name.
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
