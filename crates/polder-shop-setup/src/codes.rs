//! The codes of differences between a running shop and the design.

use polder_diag::{Code, Severity};

/// Every code of this crate, in order.
pub fn codes() -> &'static [&'static Code] {
    &CODES
}

static CODES: [&Code; 15] = [
    &TOKEN_LACKS,
    &TEST_PAYMENT,
    &SHOP_SETTINGS,
    &CHANNEL_MISSING,
    &CHANNEL_IDENTITY,
    &CHANNEL_SETTINGS,
    &TAX_CONFIGURATION,
    &TAX_RATE,
    &NO_MAIL,
    &NO_EVENTS,
    &NO_SHIPPING,
    &NO_PAYMENT,
    &NOT_TAXED,
    &OTHER_CHANNEL,
    &CHANNEL_CLOSED,
];

pub(crate) static TOKEN_LACKS: Code = Code {
    id: "SETUP001",
    name: "token-lacks-permission",
    severity: Severity::Error,
    summary: "the token of a running shop lacks a permission",
    page: "## What it finds\n\nThe token is of no app, the app is inactive, or it lacks a permission.\n\n## Why it \
           matters\n\nSaleor answers a question only to an app that may know the answer, and delivers an event only to \
           an app that may read its subject. So nothing else was checked.\n\n## What to do\n\nCreate an app in the \
           dashboard with these permissions, by Saleor's names, and use its token: `MANAGE_APPS`, `MANAGE_CHANNELS`, \
           `MANAGE_PLUGINS`, `MANAGE_SETTINGS`, `MANAGE_SHIPPING`, `MANAGE_TAXES`; and for events `HANDLE_PAYMENTS`, \
           `MANAGE_CHECKOUTS`, `MANAGE_DISCOUNTS`, `MANAGE_ORDERS`, `MANAGE_PRODUCTS`, `MANAGE_USERS`.\n",
};

pub(crate) static TEST_PAYMENT: Code = Code {
    id: "SETUP002",
    name: "test-payment-accepted",
    severity: Severity::Warning,
    summary: "a channel of a running shop accepts test payments",
    page: "## What it finds\n\nA plugin of Saleor that accepts any payment is active in a channel, \
           even in one that the design does not have. `mirumee.payments.dummy` is active in every \
           new channel.\n\n## Why it matters\n\nAnybody can mark an order as paid without paying: \
           an anonymous checkout, a payment with the token `fully-charged`, and the order is \
           complete.\n\n## What to do\n\n`polder shop setup` turns the plugin off in each channel, \
           before it opens the channel.\n",
};

pub(crate) static SHOP_SETTINGS: Code = Code {
    id: "SETUP003",
    name: "shop-setting-differs",
    severity: Severity::Warning,
    summary: "a setting of a running shop is not that of the design",
    page: "## What it finds\n\nA setting of the shop is not that of the design. Settings that are a \
            matter of taste are only set where Saleor has no value.\n\n## Why it matters\n\nNew \
           customers must confirm their address before they log in, unpaid orders must not be \
           shipped, and stock belongs to channels.\n\n## What to do\n\n`polder shop setup` changes \
           the settings.\n",
};

pub(crate) static CHANNEL_MISSING: Code = Code {
    id: "SETUP004",
    name: "channel-missing",
    severity: Severity::Warning,
    summary: "a market has no channel in a running shop",
    page: "## What it finds\n\nA market of the platform has no channel.\n\n## Why it matters\n\nA \
           channel has the currency, prices and orders of a market. The storefront of the market \
           asks for it by its slug.\n\n## What to do\n\n`polder shop setup` creates the channel. It \
            is closed until all else holds.\n",
};

pub(crate) static CHANNEL_IDENTITY: Code = Code {
    id: "SETUP005",
    name: "channel-of-another-country",
    severity: Severity::Warning,
    summary: "a channel has another currency or country than its market",
    page: "## What it finds\n\nA channel has another currency or default country than its \
           market.\n\n## Why it matters\n\nSaleor cannot change the currency of a channel, and all \
           prices depend on it.\n\n## What to do\n\nDelete the channel if it has no orders, or give \
            the market another `channel` or `currency` in the platform file.\n",
};

pub(crate) static CHANNEL_SETTINGS: Code = Code {
    id: "SETUP006",
    name: "channel-setting-differs",
    severity: Severity::Warning,
    summary: "a setting of a channel is not that of the design",
    page: "## What it finds\n\nA setting of a channel is not that of the design: how orders are \
           marked as paid, which errors payments give, when unpaid orders expire.\n\n## Why it \
           matters\n\nPayment apps need the transaction flow. With the old error flow a failed \
           payment looks like a completed order, and an unpaid order that never expires reserves \
           its stock for good.\n\n## What to do\n\n`polder shop setup` changes the settings.\n",
};

pub(crate) static TAX_CONFIGURATION: Code = Code {
    id: "SETUP007",
    name: "tax-not-charged",
    severity: Severity::Warning,
    summary: "a channel does not charge or show taxes",
    page: "## What it finds\n\nA channel does not charge taxes, or shows prices without them, or \
           has an exception for its own country.\n\n## Why it matters\n\nThe shop owes value added \
           tax whether it charged it or not, and prices for consumers must contain it.\n\n## What \
           to do\n\n`polder shop setup` changes the tax configuration of the channel. Prices that \
           were entered without tax then need to be entered again.\n",
};

pub(crate) static TAX_RATE: Code = Code {
    id: "SETUP008",
    name: "tax-rate-differs",
    severity: Severity::Warning,
    summary: "a tax rate is missing or not that of the facts",
    page: "## What it finds\n\nA country has no default rate or another one than the standard rate \
           of the facts, or the tax class of standard goods has other rates. Or Polder knows no rate of a \
           country, and nobody entered one.\n\n## Why it \
           matters\n\nEverything without a tax class of its own is taxed at the default rate of the \
            country, shipping included. Without a default rate the tax is 0.\n\n## What to \
           do\n\n`polder shop setup` sets the rates. Where Polder knows none, enter the default rate \
           of the country in the dashboard, 0 included, or let a tax app compute the taxes of the \
           channel. Goods with a reduced rate need a tax class of their own.\n",
};

pub(crate) static NO_MAIL: Code = Code {
    id: "SETUP009",
    name: "customers-get-no-mail",
    severity: Severity::Warning,
    summary: "a channel sends no mail to customers",
    page: "## What it finds\n\nThe plugin that sends mail to customers is inactive in a channel, or \
            has no sender there.\n\n## Why it matters\n\nA new customer must open a link in a mail \
           before logging in, so nobody can register.\n\n## What to do\n\n`polder shop setup` turns \
            the plugin on, with the sender of the design where there is none. The API and the \
           worker need the mail relay in `USER_EMAIL_URL`; Saleor refuses the change without it.\n",
};

pub(crate) static NO_EVENTS: Code = Code {
    id: "SETUP010",
    name: "events-not-delivered",
    severity: Severity::Warning,
    summary: "events of a running shop do not reach the queue of the active site",
    page: "## What it finds\n\nThe app of the token has no webhook with identifier `polder-events`, \
            or it is inactive, has other events, or sends to another queue than that of the active \
           site.\n\n## Why it matters\n\nFunctions that follow orders and stock learn nothing. \
           After a failover, events go to the queue of the region that was lost.\n\n## What to \
           do\n\n`polder shop setup --events-queue URL` with the URL of the queue in the region of \
           the active site.\n",
};

pub(crate) static NO_SHIPPING: Code = Code {
    id: "SETUP011",
    name: "nothing-can-be-shipped",
    severity: Severity::Warning,
    summary: "a channel has no warehouse or no priced shipping method",
    page: "## What it finds\n\nNo shipping zone covers the country of a channel with a method that \
           has a price there, or the channel has no warehouse, or a warehouse has a placeholder for \
            an address.\n\n## Why it matters\n\nA checkout without a shipping method cannot be \
           completed.\n\n## What to do\n\nEnter addresses and prices of shipping in the dashboard, \
           or in a copy of `saleor/<cell>/config.yml`.\n",
};

pub(crate) static NO_PAYMENT: Code = Code {
    id: "SETUP012",
    name: "no-payment-app",
    severity: Severity::Warning,
    summary: "a running shop has no app that takes payments",
    page: "## What it finds\n\nNo active app has a webhook for \
           `TRANSACTION_INITIALIZE_SESSION`.\n\n## Why it matters\n\nWith the transaction flow, \
           apps take payments. Without one, no checkout can be completed.\n\n## What to \
           do\n\nInstall a payment app in the dashboard.\n",
};

pub(crate) static NOT_TAXED: Code = Code {
    id: "SETUP013",
    name: "prices-without-tax",
    severity: Severity::Warning,
    summary: "prices of a channel contain no tax",
    page: "## What it finds\n\nNone of the first 20 products of a channel has tax in the price that \
            customers of its country see.\n\n## Why it matters\n\nThe shop owes value added tax \
           whether it charged it or not. Settings and rates can be right, and a tax class of 0 % on \
            the products still has this effect.\n\n## What to do\n\nLook at the tax classes of \
           products and product types. Without products, nothing is known: add one.\n",
};

pub(crate) static OTHER_CHANNEL: Code = Code {
    id: "SETUP014",
    name: "channel-not-in-the-platform-file",
    severity: Severity::Warning,
    summary: "a channel is open that belongs to no market",
    page: "## What it finds\n\nA channel is open that belongs to no market of the platform \
           file.\n\n## Why it matters\n\nNobody looks after its taxes, payments and mail, and \
           whoever knows its slug can buy in it. Saleor's first migration makes an open `default- \
           channel`.\n\n## What to do\n\n`polder shop setup` closes `default-channel` if it is the \
           migration's. Close other channels in the dashboard, or add their markets to the platform \
            file.\n",
};

pub(crate) static CHANNEL_CLOSED: Code = Code {
    id: "SETUP015",
    name: "channel-closed",
    severity: Severity::Warning,
    summary: "the channel of a market is not open",
    page: "## What it finds\n\nThe channel of a market is not active.\n\n## Why it \
           matters\n\nCustomers see no products and cannot buy.\n\n## What to do\n\n`polder shop \
           setup` opens the channel when nothing else is left that it can change. It \
           does not open one for whose country no tax rate is known and none was entered.\n",
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_and_the_manual_list_the_permissions() {
        let manual = include_str!("../../../docs/shop.md");
        for permission in crate::PERMISSIONS {
            let quoted = format!("`{permission}`");
            assert!(TOKEN_LACKS.page.contains(&quoted) && manual.contains(&quoted), "{permission}");
        }
        for code in codes() {
            assert!(manual.contains(&format!("| {} | ", code.id)), "{}", code.id);
        }
    }

    #[test]
    fn codes_are_numbered_and_have_pages() {
        for (index, code) in codes().iter().enumerate() {
            assert_eq!(code.id, format!("SETUP{:03}", index + 1));
            for heading in ["## What it finds", "## Why it matters", "## What to do"] {
                assert!(code.page.contains(heading), "{} lacks `{heading}`", code.id);
            }
        }
    }
}
