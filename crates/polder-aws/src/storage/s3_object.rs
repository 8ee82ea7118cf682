//! `aws_s3_object`: the error pages that CloudFront shows when no origin answers.

use polder_cloud::{Document, Handle, TextFile, body};
use polder_design::{BucketKind, DataClass, Design, Party, Site};

use crate::draft::Draft;
use crate::handles::Keys;

/// The prefix of the pages in the bucket of static files.
pub(crate) const FOLDER: &str = "errors/";

/// The path of the pages on a host.
pub(crate) const PATTERN: &str = "/errors/*";

/// The path of the page for a status.
pub(crate) fn path(status: u16) -> String {
    format!("/{FOLDER}{status}.html")
}

/// Writes the pages into the bucket of static files of a site.
pub(crate) fn pages(s: &Draft, design: &Design, site: &Site, bucket: &Handle, keys: &Keys) {
    s.file(
        "s3_object",
        "The error pages that CloudFront shows when no origin answers. Each page is beside this file and is\n\
         written in all languages of the hosts. The bucket of the other site has the same: CloudFront uses it\n\
         when a region is lost. Both are written here and replicated to each other, so they must not differ\n\
         in anything, including tags. They have no default tags, and no tag that repeats a default: the\n\
         provider leaves such a tag out, although the default is overridden, and adds it in the next plan.",
    );
    let _statics = s.part(Party::Bucket(BucketKind::Static));
    let languages = s.local("page_languages", polder_shop::languages(design, site.account).join(", "));
    for page in polder_shop::pages(design, site.account) {
        let status = page.status;
        let text = TextFile { path: format!("pages/{status}.html").into(), content: page.html.into() };
        let object = s.resource(
            "aws_s3_object",
            format!("page_{status}"),
            body! {
                bucket = bucket.id();
                key = format!("{FOLDER}{status}.html");
                content = Document::Text(text);
                content_type = "text/html; charset=utf-8";
                content_language = &languages;
                /// Browsers do not cache an error. CloudFront does for minutes, and for a day if no bucket answers.
                cache_control = "max-age=0, s-maxage=300, stale-if-error=86400";
                kms_key_id = keys.media.arn();
                bucket_key_enabled = true;
                tags = { "data-class" = DataClass::Public.name(); };
                override_provider {
                    default_tags {
                        tags = {};
                    }
                }
            },
        );
        s.expect(format!("the page {status} is not encrypted"), object.get("kms_key_id"), keys.media.arn());
    }
}
