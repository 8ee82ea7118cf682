//! The edge.

super::declare! {
    "SPEC120" "country-code" Error COUNTRY_CODE: "a text that is no code of a country"
        finds "An item of `refused_countries` that is not two capitals."
        why "The edge compares it with the code of the visitor's country: another text would turn nobody away."
        todo "Write the code of ISO 3166-1 in capitals: `KP`."

    "SPEC121" "refused-market" Error REFUSED_MARKET: "a market whose visitors are turned away"
        finds "A country that is both a key of `[markets]` and an item of `refused_countries`."
        why "The market would have a host that nobody in its country can call."
        todo "Take the country out of one of them."
}
