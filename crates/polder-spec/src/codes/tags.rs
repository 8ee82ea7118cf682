//! Tags.

super::declare! {
    "SPEC110" "invalid-tag" Error TAG: "a tag that AWS does not accept"
        finds "A key of more than 128 or a value of more than 256 characters, one that begins with `aws:`, or one with characters other than letters, digits, spaces and `_ . : / = + - @`; or more than 40 tags."
        why "One invalid tag fails the deployment of every resource."
        todo "Shorten or change it."

    "SPEC111" "reserved-tag" Error RESERVED_TAG: "a tag that Polder sets itself"
        finds "A tag with one of the keys that are set on every resource, in upper or lower case."
        why "Cost allocation, policies and the audit rely on these tags."
        todo "Choose another key."
}
