//! Tags.

super::declare! {
    "SPEC110" "invalid-tag" Error TAG: "a tag that AWS does not take"
        finds "A key of more than 128 or a value of more than 256 characters, one that begins with `aws:`, or one with characters other than letters, digits, spaces and `_ . : / = + - @`; or more than 40 tags."
        why "One tag that is refused stops the deployment of every resource."
        todo "Shorten or reword it."

    "SPEC111" "reserved-tag" Error RESERVED_TAG: "a tag that polder sets itself"
        finds "A tag with one of the keys that are set on every resource, in any case of letters."
        why "Cost allocation, policies and the audit are written over these tags; two values for one would break them."
        todo "Choose another key."
}
