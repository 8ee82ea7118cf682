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

/// The buckets of a site. What is written at one site of a cell is copied to the other, and back: after a failover the
/// other one is written, and nothing may have to be copied by hand.
pub(crate) fn buckets(platform: &Platform, cell: &str, region: &str, peer: Option<SiteId>) -> Vec<Bucket> {
    let retention = &platform.retention;
    // Cells of all accounts differ in their names, so the platform's domain is enough.
    let unique = platform.domain.replace('.', "-");
    let bucket = |kind: BucketKind| Bucket {
        kind,
        name: format!("{unique}-{cell}-{}-{region}", kind.name()),
        replicates_to: match kind {
            BucketKind::Media | BucketKind::Private | BucketKind::Static => peer,
            // Packages are signed in each region by that region's own signer. Access logs are read where the requests
            // were; a copy would be personal data twice.
            BucketKind::Functions | BucketKind::AccessLogs => None,
        },
        expires: match kind {
            BucketKind::Media | BucketKind::Static | BucketKind::Functions => None,
            // Saleor deletes payloads after the same time; the bucket's rule catches what it missed.
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
            .at(cell.name.span, "this name is part of it")
            .also(platform.domain.span(), "and so is this one, for a name that is unique in the world")
            .help(format!("shorten the name of the cell or the domain by {} characters", length - NAME_MAX))
    })
}
