//! Cells and their regions.

super::declare! {
    "SPEC040" "no-cells" Error NO_CELLS: "a platform without a cell"
        finds "A file without any `[cells.NAME]`."
        why "A cell is a whole Saleor with its database. Without one there is nothing to deploy."
        todo "Write `[cells.main]` with `primary = \"REGION\"`."

    "SPEC041" "unknown-region" Error UNKNOWN_REGION: "a region that the facts do not have"
        finds "A region id that is not in the catalog."
        why "Without its zones, prices and distances nothing can be sized, priced or rehearsed for it."
        todo "Correct the id. `polder facts regions` lists those that are known."

    "SPEC042" "outside-residency" Error OUTSIDE_RESIDENCY: "a region outside the residency of the platform"
        finds "A site, or the state, in a region whose jurisdiction is not in `residency`. `EEA` includes `EU`."
        why "Customers' data would be stored where the platform promises that it is not. The state holds secrets of the same platform."
        todo "Choose a region inside, or widen `residency` if the law and your customers' contracts allow it."

    "SPEC043" "backup-in-primary-region" Error BACKUP_IN_PRIMARY: "a backup site in the region of its primary"
        finds "A cell whose two sites are in one region."
        why "When the region is lost, both are. Loss of a zone is covered inside each site."
        todo "Choose another region for one of the sites, or remove `backup`."

    "SPEC044" "active-without-backup" Error ACTIVE_WITHOUT_BACKUP: "a cell whose active site is a backup that it does not have"
        finds "`active = \"backup\"` in a cell without `backup`."
        why "There would be no site that takes writes."
        todo "Add the backup site or set `active = \"primary\"`."

    "SPEC045" "cell-without-market" Error CELL_WITHOUT_MARKET: "a cell that serves no market"
        finds "A cell of production that no market names. Cells of other accounts copy markets and need none of their own."
        why "The address of a cell's Saleor is the host of its first market. Without one it has no address: it would be deployed and paid for, and nobody could reach it."
        todo "Give it a market or remove it."

    "SPEC046" "unknown-jurisdiction" Error UNKNOWN_JURISDICTION: "a jurisdiction that no known region is in"
        finds "An item of `residency` that is not a jurisdiction of the facts."
        why "A name that no region matches would neither allow nor forbid any region."
        todo "Choose among those that the message lists."

    "SPEC048" "load-in-production" Error LOAD_IN_PRODUCTION: "a production cell that is sized for a part of its load"
        finds "`load_percent` in a cell whose account has the environment `production`."
        why "Production takes the full load: a cell that is sized for less fails under it."
        todo "Remove it, and correct `[workload]` if fewer customers are expected."

    "SPEC049" "hours-in-production" Error HOURS_IN_PRODUCTION: "a production cell that is stopped for some hours"
        finds "`hours` in a cell whose account has the environment `production`, with other hours than `always`."
        why "The shop would be closed, and no objective for availability could be met."
        todo "Remove `hours`, or move the cell to a staging or development account."
}
