//! The codes of errors while a design is made from a platform.

use polder_diag::{Code, Severity};

/// Every code of this crate, in order.
pub fn codes() -> &'static [&'static Code] {
    &CODES
}

static CODES: [&Code; 19] = [
    &MISSING_FACT,
    &POOL_USED_UP,
    &NETWORK_UNFIT,
    &TOO_FEW_ZONES,
    &BUCKET_NAME_UNFIT,
    &NO_SIZE_FITS,
    &CELL_WITHOUT_MARKET,
    &HOST_TAKEN,
    &TOO_FEW_ADDRESSES,
    &LATENCY_OUT_OF_REACH,
    &LOAD_OUT_OF_RANGE,
    &NO_MACHINE_FITS,
    &SERVICE_NOT_OFFERED,
    &STATE_IN_ONE_REGION,
    &UNKNOWN_TO_THE_STOREFRONT,
    &SIZE_BELOW_FORECAST,
    &EXCEPTION_WITHOUT_EFFECT,
    &HOST_OF_EXCEPTION,
    &FORMER_HOST_IN_USE,
];

pub(crate) static MISSING_FACT: Code = Code {
    id: "DESIGN001",
    name: "missing-fact",
    severity: Severity::Error,
    summary: "a fact that the design needs is missing",
    page: "## What it finds\n\nThe design needs a measured or published figure that the facts do \
           not have.\n\n## Why it matters\n\nA missing figure is never taken as zero: a size computed from it would \
           be wrong without anyone noticing.\n\n## What to do\n\nAdd the figure to the catalog with its source, or \
           choose another region or engine.\n",
};

pub(crate) static POOL_USED_UP: Code = Code {
    id: "DESIGN002",
    name: "network-pool-used-up",
    severity: Severity::Error,
    summary: "the pool of networks holds no free network for a site",
    page: "## What it finds\n\nA site names no network, and `network.pool` has no /16 left that overlaps \
           no other site.\n\n## Why it matters\n\nSites whose networks overlap can never be joined, and logs of one \
           cannot be told from logs of the other.\n\n## Example\n\n```toml\n[network]\npool = \"10.64.0.0/15\" # two \
           networks\n```\n\nwith three sites that name none.\n\n## What to do\n\nWiden `network.pool`, or give the \
           site a `network`.\n",
};

pub(crate) static NETWORK_UNFIT: Code = Code {
    id: "DESIGN003",
    name: "network-unfit",
    severity: Severity::Error,
    summary: "a site's network is too small for its subnets",
    page: "## What it finds\n\nThe network of a site is larger than /16 or smaller than /20, or it has more zones than \
           its size has room for: up to seven in a /16 or /17, four in a smaller one.\n\n## Why it matters\n\nEach \
           zone gets a public, an app and a data subnet. The provider takes networks of /16 at most, a load balancer wants \
           a /27 at least, and every task needs an address.\n\n## What to do\n\nChoose a network between /16 and \
           /20, or fewer zones.\n",
};

pub(crate) static TOO_FEW_ZONES: Code = Code {
    id: "DESIGN004",
    name: "too-few-zones",
    severity: Severity::Error,
    summary: "a region has fewer zones than `network.zones`",
    page: "## What it finds\n\n`network.zones` asks for more zones than the region of a site has.\n\n## Why it \
           matters\n\nThe objective for the loss of a zone is met by spreading each site over that many.\n\n## What \
           to do\n\nLower `network.zones`, or choose another region.\n",
};

pub(crate) static BUCKET_NAME_UNFIT: Code = Code {
    id: "DESIGN005",
    name: "bucket-name-unfit",
    severity: Severity::Error,
    summary: "the name of a bucket is too long",
    page: "## What it finds\n\nBuckets are named `<domain>-<cell>-<kind>-<region>`, with dashes for the dots of the \
           domain. One of them is longer than 63 characters.\n\n## Why it matters\n\nThe provider refuses it.\n\n## What to \
           do\n\nChoose a shorter name for the cell.\n",
};

pub(crate) static NO_SIZE_FITS: Code = Code {
    id: "DESIGN006",
    name: "no-size-fits",
    severity: Severity::Error,
    summary: "no machine size carries the forecast load",
    page: "## What it finds\n\nThe forecast load of a cell, with headroom, is more than the largest class of database \
           or cache carries, or than the most tasks of the largest size carry.\n\n## Why it matters\n\nA cell has \
           one writer database: it grows only by a larger machine.\n\n## What to do\n\nSplit the markets of the cell \
           over several cells, or look at `workload` for a zero too many. `polder check --explain sizing` shows the \
           arithmetic.\n",
};

pub(crate) static CELL_WITHOUT_MARKET: Code = Code {
    id: "DESIGN007",
    name: "cell-without-market",
    severity: Severity::Error,
    summary: "a cell has no market",
    page: "## What it finds\n\nA cell to which no market belongs.\n\n## Why it matters\n\nThe address of a cell's \
           Saleor is the host of its first market. Without one there is no address, and it would be deployed and \
           paid for without use.\n\n## Example\n\n```toml\n[cells.de]\nprimary = \"eu-central-1\"\n[cells.fr]\nprimary = \
           \"eu-west-3\"\n[markets.DE]\ncell = \"de\"\n```\n\n## What to do\n\nGive the cell a market, or remove \
           it.\n",
};

pub(crate) static HOST_TAKEN: Code = Code {
    id: "DESIGN008",
    name: "host-taken",
    severity: Severity::Error,
    summary: "a host is reserved for Polder",
    page: "## What it finds\n\nA market or shared host is called `origin-<cell>` or `storefront-<cell>`, or, in an \
           account with more than five cells, `<edge.media>-<cell>`; or it is longer than the 253 characters of a \
           host name, or one of its parts than 63. Outside \
           production a market with a domain of its own is at its name, `se.staging.example.com`: another market or a \
           shared host is there.\n\n## Why it matters\n\nThe first two names of each cell are the \
           ones that move in a failover. The third is where the cell's pictures are: a distribution at the edge takes ten \
           groups of origins, and each cell needs two. One name cannot lead to two places.\n\n## What to \
           do\n\nChoose another label for the host, or another name for the cell.\n",
};

pub(crate) static TOO_FEW_ADDRESSES: Code = Code {
    id: "DESIGN009",
    name: "too-few-addresses",
    severity: Severity::Error,
    summary: "a site's app subnets have too few addresses for its tasks",
    page: "## What it finds\n\nEvery task takes one address of an app subnet. While a new version is rolled out twice \
           the tasks run. One zone less must still hold them all.\n\n## Why it matters\n\nA task without an address \
           does not start, and that would show on the busiest day of the year.\n\n## What to do\n\nGive the site a \
           larger network, or fewer tasks to its services.\n",
};

pub(crate) static LATENCY_OUT_OF_REACH: Code = Code {
    id: "DESIGN010",
    name: "latency-out-of-reach",
    severity: Severity::Warning,
    summary: "the latency objective is below Saleor's own CPU time",
    page: "## What it finds\n\n`objectives.latency_p95` is less than the processor time of a list of products, even on \
           a whole core with queues as short as the design keeps them.\n\n## Why it matters\n\nMore machines do not \
           make one request faster. The design keeps the shortest queues it can and the objective is still \
           missed.\n\n## What to do\n\nRaise `objectives.latency_p95`, or measure it where the edge answers from its \
           cache.\n",
};

pub(crate) static LOAD_OUT_OF_RANGE: Code = Code {
    id: "DESIGN011",
    name: "load-out-of-range",
    severity: Severity::Error,
    summary: "the forecast is too large to compute with",
    page: "## What it finds\n\n`workload` asks for a load, a growth or a horizon whose product is beyond any number \
           that the design computes with: more than a hundred years, or more than a million million million \
           requests.\n\n## Why it matters\n\nA size that wrapped around would be too small without anyone \
           noticing.\n\n## What to do\n\nLook for a zero too many in `workload`.\n",
};

pub(crate) static NO_MACHINE_FITS: Code = Code {
    id: "DESIGN013",
    name: "no-machine-fits",
    severity: Severity::Error,
    summary: "no machine pool fits a cell's containers",
    page: "## What it finds\n\n`compute.engine` wants machines, and no class of them that is offered and priced in every \
           region of the cell carries the largest task, or more than a thousand machines would be needed for all tasks \
           twice over, as while a new version is rolled out. If `machine_class` is set in the sizes of the cell, only that class \
           is tried.\n\n## Why it matters\n\nA task that finds no machine does \
           not start, and that would show on the busiest day of the year.\n\n## What to do\n\nSplit the markets of the \
           cell over several cells, ask for smaller tasks in `services`, choose a larger `machine_class` or remove it, or choose an engine \
           without machines.\n",
};

pub(crate) static SERVICE_NOT_OFFERED: Code = Code {
    id: "DESIGN014",
    name: "service-not-offered",
    severity: Severity::Warning,
    summary: "a region lacks a service that a guarantee depends on",
    page: "## What it finds\n\nA region of the file does not offer a service that the platform uses elsewhere: signing of \
           code, the search for personal data in buckets, or the collection of security findings of all regions. The \
           resources of that service are left out there.\n\n## Why it matters\n\nWithout the resources everything can be \
           deployed, but the guarantee that they give does not hold in that region. The finding names it.\n\n## Example\n\n\
           ```toml\n[cells.main]\nprimary = \"eu-central-2\" # offers neither code signing nor the search for personal data\n\
           ```\n\n## What to do\n\nChoose a region that offers the service, or accept the loss: `polder facts \
           service` lists what each region offers.\n",
};

pub(crate) static STATE_IN_ONE_REGION: Code = Code {
    id: "DESIGN015",
    name: "state-in-one-region",
    severity: Severity::Warning,
    summary: "the state of Terraform is in one region only",
    page: "## What it finds\n\nA platform without `state.replica_region`: because it has one region, or because the key is \
           `false`. With a management account, the log archive has no replica either.\n\n## Why it matters\n\nIf the region \
           does not come back, neither do the states of all stacks, including those of other regions and accounts, nor the audit \
           logs.\n\n## Example\n\n```toml\n[cells.main]\nprimary = \"eu-central-1\"\n```\n\n## What to do\n\nSet \
           `state.replica_region` to another region inside the residency. The platform needs no site there; the replica costs \
           a key and the storage.\n",
};

pub(crate) static UNKNOWN_TO_THE_STOREFRONT: Code = Code {
    id: "DESIGN016",
    name: "language-unknown-to-the-storefront",
    severity: Severity::Info,
    summary: "the reference storefront does not know a market's language",
    page: "## What it finds\n\nA market has a language that Saleor's reference storefront has no settings for.\n\n## Why it \
           matters\n\nThe edge sends visitors to `/LANGUAGE/CHANNEL`. The storefront takes a language that it does not know \
           for a channel, and redirects to a page that does not exist.\n\n## Example\n\n```toml\n[markets.NL]\nlanguages = \
           [\"nl\", \"en\"] # the reference storefront knows en, but not nl\n```\n\n## What to do\n\nAdd the language to \
           `LOCALE_DEFINITIONS` in `src/config/locale.ts` of the storefront, with translations of its texts, before its image \
           is built. A storefront of your own may know it already.\n",
};

pub(crate) static SIZE_BELOW_FORECAST: Code = Code {
    id: "DESIGN017",
    name: "size-below-forecast",
    severity: Severity::Warning,
    summary: "a size that is set does not carry the forecast",
    page: "## What it finds\n\nA size in `[cells.NAME.sizes]` that is less than the forecast of `workload` needs: fewer processors, \
           less memory or fewer connections of a database class, less memory of a cache or broker, fewer tasks or smaller \
           ones, a disk that is smaller than one and a half times today's data. What is needed is computed as for a size \
           that is not set.\n\n## Why it matters\n\nOn the busiest day of the forecast the component is the bottleneck of \
           the shop.\n\n## Example\n\n```toml\n[cells.main.sizes]\ndatabase_class = \"db.t4g.micro\" # 1 GiB of memory\n\
           ```\n\n## What to do\n\nSet a larger size, or remove the key: then the size is computed. If the forecast is too \
           high, correct `workload`. `polder check --explain sizing` shows the arithmetic, and the computed size beside the \
           one that is set.\n",
};

pub(crate) static EXCEPTION_WITHOUT_EFFECT: Code = Code {
    id: "DESIGN018",
    name: "exception-without-effect",
    severity: Severity::Error,
    summary: "an exception of a rule that does not block there",
    page: "## What it finds\n\nAn entry of `[edge.exceptions]` whose rule only counts, or does not block at its path: rules on \
           bodies do not block at APIs, where bodies are rich text and files.\n\n## Why it matters\n\nThe requests are \
           blocked by something else, and would stay blocked.\n\n## Example\n\n```toml\n[edge.exceptions.upload]\nrule = \
           \"SizeRestrictions_BODY\" # only counts\npaths = [\"/graphql/\"]\n```\n\n## What to do\n\nLook up in the log of the \
           web ACL which rule blocked the requests, and write that one.\n",
};

pub(crate) static HOST_OF_EXCEPTION: Code = Code {
    id: "DESIGN019",
    name: "host-of-exception",
    severity: Severity::Error,
    summary: "an exception for a host that the platform does not have",
    page: "## What it finds\n\nAn item of `hosts` in `[edge.exceptions.NAME]` that is the host of no market, dashboard, API or \
           files, in no environment.\n\n## Why it matters\n\nNo request would ever match.\n\n## Example\n\n```toml\n\
           [edge.exceptions.contact]\nhosts = [\"www.be.example.com\"] # the market is at be.example.com\n```\n\n## What to \
           do\n\nCorrect the host, or leave `hosts` out for all hosts. `polder up` lists them; in staging and development they \
           are below the name of the account.\n",
};

pub(crate) static FORMER_HOST_IN_USE: Code = Code {
    id: "DESIGN020",
    name: "former-host-in-use",
    severity: Severity::Error,
    summary: "a former host that cannot become another one",
    page: "## What it finds\n\nAn item of `former_hosts` that is a present host of the platform, or a former host of another \
           host. Also one of a market whose hosts are named otherwise in another account, as with a domain of its own in \
           production only.\n\n## Why it matters\n\nThe distribution and the certificate of a former host become those of \
           the present one, by a `moved` block. Terraform refuses a block whose source is still in the code, and two blocks with one \
           source or one target in a module that accounts share.\n\n## What to do\n\nRemove the item. Two markets that \
           exchange their hosts do so in steps: give one of them a host that is free, apply, and go on from there. A market that gets or gives up a domain of its own while other \
           accounts have copies of it gets a new distribution: `polder lock --upgrade markets.NAME.host`.\n",
};

/// Codes of problems that cannot occur any more. They are not used again.
#[cfg(test)]
const RETIRED: [&str; 1] = ["DESIGN012"];

#[cfg(test)]
mod tests {
    use super::{RETIRED, codes};

    #[test]
    fn codes_are_numbered_and_have_pages() {
        let numbers = (1..).map(|number| format!("DESIGN{number:03}"));
        let numbers = numbers.filter(|id| !RETIRED.contains(&id.as_str()));
        for (id, code) in numbers.zip(codes()) {
            assert_eq!(code.id, id);
            for heading in ["## What it finds", "## Why it matters", "## What to do"] {
                assert!(code.page.contains(heading), "{} lacks `{heading}`", code.id);
            }
            assert!(!code.name.is_empty() && code.name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'));
        }
    }
}
