//! The edge.

super::declare! {
    "SPEC120" "country-code" Error COUNTRY_CODE: "an invalid country code"
        finds "An item of `refused_countries` that is not two capital letters."
        why "The edge compares it with the code of the visitor's country: another text would block nobody."
        todo "Write the ISO 3166-1 alpha-2 code in upper case: `KP`."

    "SPEC121" "refused-market" Error REFUSED_MARKET: "a market whose visitors are blocked"
        finds "A country that is both a key of `[markets]` and an item of `refused_countries`."
        why "The market would have a host that nobody in its country can use."
        todo "Remove the country from one of them."
}
