//! Channels, countries and domains of markets.

super::declare! {
    "SPEC140" "country-without-facts" Warning COUNTRY_WITHOUT_FACTS: "a market in a country that Polder has no tax rate for"
        finds "A market in a country of which Polder knows the name, the currency and the languages, and neither the rate of its value added tax nor the form of its addresses."
        why "The configuration of Saleor has no tax rate, warehouse and shipping zone for the market: without them Saleor charges no tax and ships nothing. Whether personal data of its people may be stored in your regions is for you to decide."
        todo "Enter the tax rate, a warehouse and a shipping zone in Saleor."

    "SPEC141" "currency-by-hand" Warning CURRENCY_BY_HAND: "a currency that Saleor's configurator refuses"
        finds "A market that sells in a currency of ISO 4217 that Saleor takes and its configurator does not."
        why "The configurator refuses the whole file of a cell for one such channel, so the channel is left out of it."
        todo "Create the channel in Saleor with the slug of the market, or choose another `currency`, such as `EUR`."

    "SPEC142" "market-name" Error MARKET_NAME: "a market whose name cannot be a channel"
        finds "A key of `[markets]` that is not 1 to 20 capital letters, digits and single hyphens, beginning with a letter; `ALL`; and the code of another country than the market's."
        why "In lower case it is the slug of the channel, part of paths and of names of resources. The edge leads visitors of a country to the channel that is named like it, and `all` among the closed channels closes every shop."
        todo "Write `[markets.SE]`, or `[markets.SE-B2B]` for a second channel of a country."

    "SPEC143" "own-domain" Error OWN_DOMAIN: "a market's own domain that is above or below another domain of the file"
        finds "A `domain` of a market that is the domain of the platform, or above or below it, or below that of another market."
        why "The zone of a domain exists once, and the hosts of a domain are in its zone. A second zone below it would have to be delegated by the first, and its names would not be found before."
        todo "Write the upper domain and the label of the host: `domain = \"shop.se\"` and `host = \"b2b\"`, or only `host` below the platform's domain."

    "SPEC144" "storefront-url" Error STOREFRONT_URL: "an address of a storefront that cannot be called"
        finds "A `url` of a storefront that is not `https://` with a host, or whose host, with or without a port, is one of this platform: also its domain itself, and the domain of a market."
        why "Visitors are sent there, and Saleor accepts requests of browsers from there. A path, a query or another scheme cannot be part of an origin, and a host of this platform would lead back to itself."
        todo "Write the address of the storefront: `https://www.shop.example`."

    "SPEC145" "zone-of-no-domain" Error ZONE_OF_NO_DOMAIN: "an existing zone that no host is in"
        finds "An item of `existing` in `[dns]` that is neither the domain of the platform nor that of a market."
        why "Nothing would be looked up, and the zone that was meant would be created a second time."
        todo "Write the domain as in `[platform]` or in the market."
}
