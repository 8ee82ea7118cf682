//! The codes of errors while Saleor is configured.

use polder_diag::{Code, Severity};

/// Every code of this crate, in order.
pub fn codes() -> &'static [&'static Code] {
    &CODES
}

static CODES: [&Code; 3] = [&CURRENCY_REFUSED, &VAT_NOT_KNOWN, &COUNTRY_NOT_KNOWN];

pub(crate) static CURRENCY_REFUSED: Code = Code {
    id: "SHOP001",
    name: "currency-refused",
    severity: Severity::Error,
    summary: "a market's currency is not supported by Saleor's configurator",
    page: "## What it finds\n\nA market sells in a currency that `@saleor/configurator` does not support.\
           \n\n## Why it matters\n\nA channel of Saleor has exactly one currency. The configurator rejects the whole \
           file for one that it does not know, and no channel of the cell would be made.\n\n## Example\n\n```toml\n\
           [markets.RO]\ncurrency = \"RON\"\n```\n\n## What to do\n\nSell in another currency, such as `EUR`.\n",
};

pub(crate) static VAT_NOT_KNOWN: Code = Code {
    id: "SHOP002",
    name: "vat-not-known",
    severity: Severity::Error,
    summary: "a market's VAT rate is missing in the facts",
    page: "## What it finds\n\nThe catalog of facts has no standard rate of value added tax for the country of a \
           market.\n\n## Why it matters\n\nWithout a rate Saleor charges no tax at all, and the shop owes it \
           nevertheless.\n\n## What to do\n\nAdd the rate to the catalog with its source.\n",
};

pub(crate) static COUNTRY_NOT_KNOWN: Code = Code {
    id: "SHOP003",
    name: "country-without-address",
    severity: Severity::Error,
    summary: "a market's country has no placeholder for a warehouse address",
    page: "## What it finds\n\nA market in a country whose name, or whose form of an address, is not known.\n\n## Why \
           it matters\n\nEach market has a warehouse, a warehouse has an address, and Saleor refuses one that has not \
           its country's form.\n\n## What to do\n\nSell from another country, or add the country to the catalog and \
           to the list of placeholders.\n",
};
