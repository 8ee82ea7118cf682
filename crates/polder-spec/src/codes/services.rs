//! Custom services.

super::declare! {
    "SPEC100" "reserved-service-name" Error RESERVED_SERVICE: "a service with the name of one of Saleor's own"
        finds "A service named `api`, `worker`, `migrate`, `static`, `dashboard` or `storefront`."
        why "Two services of a cluster cannot have one name, and alarms and reports could not tell them apart."
        todo "Choose another name."

    "SPEC101" "malformed-path" Error PATH: "a path that cannot be routed"
        finds "A path that does not begin and end with `/`, or holds anything but letters, digits, `-`, `_`, `.` and `/`, or an empty part. A health path need not end with `/`."
        why "The edge routes by path patterns; one without its final slash would also catch names that only begin alike."
        todo "Write it as `/reviews/`."

    "SPEC102" "path-without-port" Error PATH_WITHOUT_PORT: "a service with a path and no port"
        finds "A service that the public may reach and that listens nowhere."
        why "The load balancer needs a port to send requests to."
        todo "Add `port`, or take `path` out if the service only works in the background."

    "SPEC103" "reserved-path" Error RESERVED_PATH: "a path that Saleor or the edge uses itself"
        finds "A path that lies in, or covers, one of those that are taken."
        why "Requests to Saleor would end at the service, or the service would never be reached."
        todo "Choose a path that is not taken."

    "SPEC104" "overlapping-paths" Error OVERLAPPING_PATHS: "two services whose paths overlap"
        finds "Two services of one cell of which one's path lies in the other's."
        why "Which of them answers would depend on an order that the file does not show."
        todo "Choose paths that are apart."

    "SPEC105" "malformed-image" Error IMAGE: "a text that is no repository name"
        finds "An image that is not lower-case letters and digits with single separators `.`, `_`, `-` and `/`, or that carries a registry or a tag."
        why "It names a repository in the registry of the platform; versions are chosen when it is deployed."
        todo "Write the name of the repository alone: `shop/reviews`."

    "SPEC106" "second-beat" Error SECOND_BEAT: "a second scheduler beside Saleor's own"
        finds "A service named `beat`. There is no other way to write one: services have no command of their own."
        why "Beat starts Saleor's scheduled tasks and must exist exactly once in a cell. With two of them each task is done twice: mails are sent twice, stock is released twice."
        todo "Take the service out: every cell has its one beat already. A scheduler of your own needs another name and starts no tasks of Saleor's."
}
