//! Markets.

super::declare! {
    "SPEC050" "no-markets" Error NO_MARKETS: "a platform without a market"
        finds "A file without any `[markets.COUNTRY]`."
        why "Nothing is sold to anybody: there is no host, no language, no currency and no load."
        todo "Write `[markets.NL]`, with the code of your country."

    "SPEC051" "unknown-cell" Error UNKNOWN_CELL: "a cell that the file does not have"
        finds "A `cell` or an item of `cells` that is not a key of `[cells]`."
        why "No cell would serve the market."
        todo "Correct the name or add the cell."

    "SPEC052" "unknown-country" Error UNKNOWN_COUNTRY: "a market in no country of ISO 3166-1"
        finds "A `country`, or a key of `[markets]` without one, that is not a two-letter code of ISO 3166-1 in capitals and does not begin with one and a hyphen."
        why "Languages, currency and routing by country come from it."
        todo "Write the code in capitals: `[markets.NL]`. For a second channel of a country write `[markets.NL-B2B]`."

    "SPEC053" "unknown-language" Error UNKNOWN_LANGUAGE: "a language that the facts do not have"
        finds "A language that is not a two-letter code of ISO 639-1 that Saleor offers."
        why "Saleor's channels and the storefront would have no translations to show."
        todo "Write the two-letter code in lower case: `nl`."

    "SPEC054" "unknown-currency" Error UNKNOWN_CURRENCY: "a currency that is not in ISO 4217"
        finds "A currency that is not one of ISO 4217 that is legal tender somewhere."
        why "A channel has exactly one currency, and Saleor formats amounts by its code."
        todo "Write the three-letter code of ISO 4217 in capitals: `EUR`."

    "SPEC055" "shares-not-whole" Error SHARES: "shares of the markets that do not add up to 100"
        finds "`share_percent` of all markets together is not 100, or those that are written leave nothing for the others."
        why "The load of each cell is computed from the shares; with less than the whole, cells would be too small."
        todo "Correct the shares, or leave some out: the rest is split equally among them."

    "SPEC056" "market-without-backup" Warning MARKET_WITHOUT_BACKUP: "a market without a backup region"
        finds "A market whose cell has no backup site."
        why "When the region is lost, the market is down until the region is back; if it does not come back, all data is gone with it, backups too, since nothing is copied elsewhere. The objectives for the loss of a region cannot be met."
        todo "Give the cell a `backup` in another region, or accept what is lost."

    "SPEC057" "market-outside-production" Error MARKET_OUTSIDE_PRODUCTION: "a market that is served outside production"
        finds "A market whose `cell` is in a staging or development account, or a platform without any cell in production."
        why "Such a cell is small, may be stopped at night and is changed at any time. It serves copies of markets, at hosts of its own, for those who work on the shop."
        todo "Name a cell of production, and let the other cell copy the market with `mirrors`."

    "SPEC058" "unknown-market" Error UNKNOWN_MARKET: "a market that the file does not have"
        finds "An item of `mirrors` that is not a key of `[markets]`."
        why "There is nothing to copy."
        todo "Correct the country code or add the market."

    "SPEC059" "market-in-two-cells" Error MARKET_IN_TWO_CELLS: "a market that two cells would serve"
        finds "A market that the file has twice, a market that a second cell of production names in `mirrors`, or one that two cells of one account copy."
        why "A market has one host in each account and one database behind it: orders that went to two databases could not be told apart, and stock would be sold twice."
        todo "Leave the market to one cell. In staging and development, say with `mirrors` which cell copies which markets."
}
