//! Images. Manifests contain the repository; the registry's host and the tag are late values.

use polder_aws::kubernetes::PROXY_IMAGE;
use polder_design::{Process, Service};

use crate::metadata::SiteContext;

/// The placeholder of a late value. No image can be pulled from it: the top-level domain `invalid` is reserved.
pub(crate) const LATE: &str = "late.invalid";

/// The placeholder of an image tag.
const TAG: &str = "late";

/// An image in a manifest.
pub(crate) fn image(context: &SiteContext<'_>, image: &str) -> String {
    format!("{LATE}/{}/{image}:{TAG}", context.design.name)
}

/// The image of a service's own container.
pub(crate) fn of_service(context: &SiteContext<'_>, service: &Service) -> String {
    image(context, &service.image)
}

/// The image of the cache proxy.
pub(crate) fn of_proxy(context: &SiteContext<'_>) -> String {
    image(context, PROXY_IMAGE)
}

/// The late value with the tag of the image of the cache proxy.
pub(crate) const PROXY_TAG: &str = "CACHE_PROXY_TAG";

/// The late value with the tag of the image of a process. Saleor's processes have one image.
pub(crate) fn tag_key(process: &Process) -> String {
    match process {
        // The name of a custom service can be a prefix of one of the platform's values.
        Process::Own(name) => format!("SERVICE_{}_TAG", name.to_ascii_uppercase().replace('-', "_")),
        saleor if saleor.is_saleor() => "SALEOR_TAG".to_owned(),
        other => format!("{}_TAG", other.name().to_ascii_uppercase()),
    }
}
