//! Addresses and zones.

super::declare! {
    "SPEC060" "malformed-network" Error NETWORK: "a text that is no network"
        finds "A network that is not an IPv4 address with a prefix length, or whose address has host bits set."
        why "An address inside the network instead of its first one is most often a slip in the prefix length."
        todo "Write the first address and the length: `10.100.0.0/16`."

    "SPEC061" "network-size" Error NETWORK_SIZE: "a network that is too small or too large for a site"
        finds "A site's network that is smaller than /20 or larger than /16."
        why "A site has three tiers over two or three zones, a /24 each or larger, and AWS takes no network larger than /16."
        todo "Choose a prefix length from 16 to 20."

    "SPEC062" "network-not-private" Error NETWORK_NOT_PRIVATE: "a network outside the private ranges"
        finds "A network that does not lie in 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16."
        why "Its addresses belong to somebody else, and traffic to them would never leave the site."
        todo "Choose a network in one of the private ranges."

    "SPEC063" "overlapping-networks" Error OVERLAPPING_NETWORKS: "two sites whose networks overlap"
        finds "Two networks of the file that share an address."
        why "Sites with overlapping networks can never be connected, and their logs cannot be distinguished. Renumbering later means recreating the site."
        todo "Choose another network for one of them, or leave `network` out: the design then chooses one from the pool."

    "SPEC064" "too-many-zones" Error ZONES: "more zones than a region has"
        finds "`zones` larger than the number of zones of one of the regions."
        why "Each zone has subnets of its own; those for a zone that is missing cannot be created."
        todo "Lower `zones` or choose another region."

    "SPEC065" "pool-too-small" Error POOL: "a pool of addresses that does not suffice for the sites"
        finds "A pool with fewer free networks of /16 than there are sites without a network of their own."
        why "Each site has a /16 of its own, so that it can grow without being renumbered."
        todo "Give a larger pool, or give sites a network of their own."
}
