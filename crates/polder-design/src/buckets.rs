//! Buckets of a site.

use polder_diag::Finding;
use polder_spec::Platform;

use crate::codes::BUCKET_NAME_UNFIT;
use crate::components::BucketKind;
use crate::id::SiteId;
use crate::stores::Bucket;

/// The longest name of a bucket.
const NAME_MAX: usize = 63;

/// The kinds, in the order in which every site has them.
const KINDS: [BucketKind; 5] = [
    BucketKind::Media,
    BucketKind::Private,
    BucketKind::Static,
    BucketKind::Functions,
    BucketKind::AccessLogs,
];

/// The buckets of a site. Objects are replicated between the sites of a cell in both directions: after a failover the
/// other site takes writes, and nothing must have to be copied by hand.
pub(crate) fn buckets(platform: &Platform, cell: &str, region: &str, peer: Option<SiteId>) -> Vec<Bucket> {
    let retention = &platform.retention;
    // Names of cells are unique across accounts, so the platform's domain is enough.
    let unique = platform.domain.replace('.', "-");
    let bucket = |kind: BucketKind| Bucket {
        kind,
        name: format!("{unique}-{cell}-{}-{region}", kind.name()),
        replicates_to: match kind {
            BucketKind::Media | BucketKind::Private | BucketKind::Static => peer,
            // Packages are signed in each region by that region's signing profile. Access logs are read in the region
            // of the requests; a replica would duplicate personal data.
            BucketKind::Functions | BucketKind::AccessLogs => None,
        },
        expires: match kind {
            BucketKind::Media | BucketKind::Static | BucketKind::Functions => None,
            // Saleor deletes payloads after the same time; the lifecycle rule deletes what it missed.
            BucketKind::Private => Some(retention.payloads.value),
            BucketKind::AccessLogs => Some(retention.access_logs.value),
        },
        old_versions: retention.old_versions.value,
    };
    KINDS.map(bucket).into()
}

/// The longest name, if it is too long.
pub(crate) fn check(platform: &Platform, buckets: &[Bucket], cell: &polder_spec::Cell) -> Option<Finding> {
    let longest = buckets.iter().max_by_key(|bucket| bucket.name.len())?;
    let length = longest.name.len();
    (length > NAME_MAX).then(|| {
        let message = format!(
            "the bucket name `{}` has {length} characters, more than the {NAME_MAX} allowed",
            longest.name
        );
        Finding::new(&BUCKET_NAME_UNFIT, message)
            .at(cell.name.span, "this name is part of the bucket name")
            .also(platform.domain.span(), "and so is the domain, for a globally unique name")
            .help(format!("shorten the name of the cell or the domain by {} characters", length - NAME_MAX))
    })
}
