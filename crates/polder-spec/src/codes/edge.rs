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

    "SPEC122" "unknown-web-rule" Error UNKNOWN_WEB_RULE: "an exception of a rule that no web ACL has"
        finds "A `rule` in `[edge.exceptions.NAME]` that is none of the managed rule groups that the platform uses."
        why "The exception would let nothing through, and the requests would still be blocked."
        todo "Write the rule as AWS does: `SQLi_BODY`. The log of the web ACL names the rule that blocked a request, and `polder facts web-rule` lists all."

    "SPEC123" "exception-no-longer" Warning EXCEPTION_NO_LONGER: "an exception of a web ACL whose last day has passed"
        finds "An entry of `[edge.exceptions]` whose `until` has passed. The stacks that are compiled from then on do not have it: once they are applied, the rule blocks again."
        why "It was made for a time, and nobody has decided anew. A rule that is weakened for ever is not noticed until it is used."
        todo "Remove it, or write a later day if the requests are still blocked by mistake."
}
