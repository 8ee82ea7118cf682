//! Which distributions there are, and to which origin each host and path is routed.

use std::collections::BTreeMap;

use polder_cloud::Handle;
use polder_design::{AccountId, BucketKind, Cell, Component, Design, Market, Process, Service, SiteId};
use polder_shop::STATUSES;

use crate::draft::Draft;
use crate::edge::cloudfront_distribution::{Behaviour, Distribution, Kind, Origin};
use crate::edge::cloudfront_function;
use crate::edge::cloudfront_response_headers_policy::ResponseHeaders;
use crate::edge::hosts::{cells_with_files_on, choosing_hosts, is_api, path_on, pattern, resource_name};
use crate::handles::Base;
use crate::storage::s3_object;

/// Files of the storefront whose names contain a hash of their content.
const NEXT_FILES: &str = "/_next/static/*";

/// Where the storefront resizes pictures.
const PICTURES: &str = "/_next/image";

/// What the routing of an account is derived from.
pub(crate) struct Routing<'a> {
    /// The design.
    pub(crate) design: &'a Design,
    /// The account.
    pub(crate) account: AccountId,
    /// The buckets of each site.
    pub(crate) base: &'a BTreeMap<SiteId, Base>,
    /// The response headers policies.
    pub(crate) headers: &'a ResponseHeaders,
    /// The function for the APIs.
    pub(crate) forward: &'a Handle,
    /// The function for resized pictures.
    pub(crate) pictures: &'a Handle,
    /// The key value store of closed shops and of markets.
    pub(crate) store: &'a Handle,
}

impl Routing<'_> {
    /// All distributions, with their functions.
    pub(crate) fn distributions(&self, s: &Draft) -> Vec<Distribution> {
        let account = &self.design.accounts[self.account];
        let markets: Vec<&Market> = self.cells().flat_map(|cell| &cell.markets).collect();
        let function = cloudfront_function::market(s, self.design, self.account, self.store);
        let hosts =
            self.cells().flat_map(|cell| cell.market_hosts().into_iter().map(move |host| (cell, host)));
        let mut all: Vec<Distribution> =
            hosts.map(|(cell, host)| self.market(s, cell, host, &function)).collect();
        let choosing: Vec<&str> = choosing_hosts(account).collect();
        if let Some(first) = markets.first().filter(|_| !choosing.is_empty()) {
            let function = cloudfront_function::choose(s, self.design, self.account, first, self.store);
            all.extend(choosing.into_iter().filter_map(|host| self.www(s, host, &function)));
        }
        all.extend(self.dashboards(s));
        let media = self.design.media_hosts(self.account);
        all.extend(media.into_iter().filter_map(|host| self.media(s, host)));
        all
    }

    fn cells(&self) -> impl Iterator<Item = &Cell> {
        self.design.cells_of(self.account)
    }

    fn domain(&self) -> &str {
        &self.design.accounts[self.account].domain
    }

    fn market(&self, s: &Draft, cell: &Cell, host: &str, function: &Handle) -> Distribution {
        let name = resource_name(self.domain(), host);
        // Where the storefronts of all markets of the host are elsewhere, the function answers requests of pages.
        let own = cell.own_storefronts().any(|market| market.host == host);
        let storefront = cell.storefront_host.as_ref().filter(|_| own);
        let storefront = storefront.map(|host| Origin::Host { id: "storefront".into(), host: host.clone() });
        let has_storefront = storefront.is_some();
        let origin = Origin::Host { id: "origin".into(), host: cell.origin_host.clone() };
        let (to, kind) =
            if has_storefront { ("storefront", Kind::Pages) } else { ("origin", Kind::Answered) };
        let mut distribution = Distribution {
            comment: "The shop of a market.",
            origins: storefront.into_iter().chain([origin]).collect(),
            default: self.pages(host, to, kind, Some(function.clone())),
            paths: vec![],
            // The storefront's own 404 page stays: it can suggest similar pages.
            errors: errors(&[403, 500, 502, 503, 504]),
            host: host.to_owned(),
            name,
        };
        self.add_errors(&mut distribution, cell);
        for service in self.services(cell).filter(|service| is_api(service)) {
            let to = service.paths.iter().map(|path| {
                (pattern(path), self.pages(host, "origin", Kind::Api, Some(self.forward.clone())))
            });
            distribution.paths.extend(to);
        }
        if has_storefront {
            distribution
                .paths
                .push((NEXT_FILES.to_owned(), self.pages(host, "storefront", Kind::Files, None)));
            let pictures = self.pages(host, "storefront", Kind::Pictures, Some(self.pictures.clone()));
            distribution.paths.push((PICTURES.to_owned(), pictures));
        }
        self.add_files(s, &mut distribution);
        distribution
    }

    fn www(&self, s: &Draft, host: &str, function: &Handle) -> Option<Distribution> {
        let cell = self.cells().next()?;
        let (id, origin) = match &cell.storefront_host {
            Some(storefront) => ("storefront", storefront),
            None => ("origin", &cell.origin_host),
        };
        let _host = s.part(Component::Host(host.to_owned()));
        let mut distribution = Distribution {
            name: resource_name(self.domain(), host),
            host: host.to_owned(),
            comment: "Redirects each visitor to the matching market.",
            // A distribution must have an origin. No request ever reaches this one: the function answers them
            // all.
            origins: vec![Origin::Host { id: id.into(), host: origin.clone() }],
            default: self.pages(host, id, Kind::Answered, Some(function.clone())),
            paths: vec![],
            errors: errors(&STATUSES),
        };
        self.add_errors(&mut distribution, cell);
        Some(distribution)
    }

    /// The dashboards. Each has a host of its own, and all share a function.
    fn dashboards(&self, s: &Draft) -> Vec<Distribution> {
        let cells = self.cells().filter_map(|cell| {
            let service = self.services(cell).find(|service| service.process == Process::Dashboard)?;
            Some((cell, cell.dashboard_host.as_ref()?, service.paths.first()?))
        });
        let cells: Vec<(&Cell, &String, &String)> = cells.collect();
        let Some((.., path)) = cells.first() else { return vec![] };
        let function = cloudfront_function::dashboard(s, vec![(*path).clone()]);
        cells.into_iter().map(|(cell, host, _)| self.dashboard(s, cell, host, &function)).collect()
    }

    fn dashboard(&self, s: &Draft, cell: &Cell, host: &str, function: &Handle) -> Distribution {
        let _host = s.part(Component::Host(host.to_owned()));
        let mut distribution = Distribution {
            name: resource_name(self.domain(), host),
            host: host.to_owned(),
            comment: "The dashboard of a cell.",
            origins: vec![Origin::Host { id: "origin".into(), host: cell.origin_host.clone() }],
            default: self.pages(host, "origin", Kind::Api, Some(function.clone())),
            paths: vec![],
            errors: errors(&STATUSES),
        };
        self.add_errors(&mut distribution, cell);
        distribution
    }

    fn media(&self, s: &Draft, host: &str) -> Option<Distribution> {
        let first = cells_with_files_on(self.design, host).next()?;
        let mut distribution = Distribution {
            name: resource_name(self.domain(), host),
            host: host.to_owned(),
            comment: "Pictures and files.",
            origins: vec![],
            default: Behaviour {
                to: bucket_id(first, BucketKind::Media),
                kind: Kind::Folders,
                function: None,
                headers: Some(self.headers.on(host).media.clone()),
            },
            paths: vec![],
            // S3 answers 403 for objects that do not exist.
            errors: [(403, 404)].into_iter().chain(errors(&STATUSES).into_iter().skip(1)).collect(),
        };
        self.add_errors(&mut distribution, first);
        distribution.default.function = self.add_files(s, &mut distribution);
        Some(distribution)
    }

    /// Adds the buckets whose files are served on the distribution's host. Returns the function for them.
    fn add_files(&self, s: &Draft, distribution: &mut Distribution) -> Option<Handle> {
        let host = distribution.host.clone();
        let function = cloudfront_function::files(s, self.design, &host)?;
        for cell in cells_with_files_on(self.design, &host) {
            let kinds = [
                (BucketKind::Media, &cell.media_base, &self.headers.on(&host).media),
                (BucketKind::Static, &cell.static_base, &self.headers.on(&host).statics),
            ];
            for (kind, base, headers) in kinds {
                let (Some(path), id) = (path_on(&host, base), bucket_id(cell, kind)) else { continue };
                add_origin(
                    distribution,
                    Origin::Buckets { id: id.clone(), buckets: self.buckets(cell, kind) },
                );
                let to = Behaviour {
                    to: id,
                    kind: Kind::Folders,
                    function: Some(function.clone()),
                    headers: Some(headers.clone()),
                };
                distribution.paths.push((format!("{path}/*"), to));
            }
        }
        Some(function)
    }

    /// Adds the behavior for the error pages, which are in the buckets of static files of `cell`.
    fn add_errors(&self, distribution: &mut Distribution, cell: &Cell) {
        let id = bucket_id(cell, BucketKind::Static);
        let buckets = self.buckets(cell, BucketKind::Static);
        add_origin(distribution, Origin::Buckets { id: id.clone(), buckets });
        let to = self.pages(&distribution.host, &id, Kind::Files, None);
        distribution.paths.push((s3_object::PATTERN.to_owned(), to));
    }

    /// The buckets of a kind of a cell, the primary site's first.
    fn buckets(&self, cell: &Cell, kind: BucketKind) -> Vec<Handle> {
        cell.sites().map(|site| self.base[&site].buckets[&kind].clone()).collect()
    }

    fn pages(&self, host: &str, to: &str, kind: Kind, function: Option<Handle>) -> Behaviour {
        let headers = Some(self.headers.on(host).pages.clone());
        Behaviour { to: to.to_owned(), kind, function, headers }
    }

    /// What runs in a cell. Both of its sites run the same.
    fn services(&self, cell: &Cell) -> impl Iterator<Item = &Service> {
        self.design.sites[cell.primary].services.iter()
    }
}

/// Adds an origin, unless it is there.
fn add_origin(distribution: &mut Distribution, origin: Origin) {
    if !distribution.origins.iter().any(|known| known.id() == origin.id()) {
        distribution.origins.push(origin);
    }
}

/// Statuses that have a page and stay the same.
fn errors(statuses: &[u16]) -> Vec<(u16, u16)> {
    statuses.iter().map(|status| (*status, *status)).collect()
}

fn bucket_id(cell: &Cell, kind: BucketKind) -> String {
    format!("{}-{}", kind.name(), cell.name)
}
