//! Names and hosts.

super::declare! {
    "SPEC020" "invalid-name" Error NAME: "a name that cannot be part of resource names"
        finds "A name of a platform, cell, account or service that is not 1 to 20 lower-case letters, digits and single hyphens, beginning with a letter and not ending with a hyphen."
        why "They become part of resource names, hosts and state keys. Load balancers and target groups allow 32 characters for all parts together, and a host label allows nothing else."
        todo "Choose a short lower-case name."

    "SPEC021" "invalid-domain" Error DOMAIN: "an invalid domain name"
        finds "A domain that is not two or more labels of RFC 1035, or is longer than 200 characters, or is written with a scheme, a path or a final dot."
        why "All hosts, certificates and DNS records contain it."
        todo "Write the registered domain only: `example.com`. Use the `xn--` form for internationalized names."

    "SPEC022" "invalid-host" Error HOST: "an invalid host label"
        finds "A host label that is not 1 to 63 lower-case letters, digits and hyphens, or has a hyphen at an end, or holds a dot."
        why "A certificate for `*.example.com` covers one label, and DNS allows no other characters."
        todo "Write only the label, without the domain: `nl`."

    "SPEC023" "duplicate-host" Error DUPLICATE_HOST: "two uses of one host"
        finds "Two markets, two entry hosts, or a market and an entry host with the same label."
        why "A host has one distribution. One of the two would be unreachable."
        todo "Give one of them another `host`."

    "SPEC024" "invalid-bucket" Error BUCKET: "an invalid bucket name"
        finds "A state bucket whose name is not 3 to 63 lower-case letters, digits and hyphens that begins and ends with a letter or digit."
        why "S3 refuses other names, and names with dots break its certificates."
        todo "Choose a valid name."
}
