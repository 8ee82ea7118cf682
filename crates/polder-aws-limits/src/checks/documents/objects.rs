//! Actions of S3 in the policy of a bucket, and the resources that they are on: the bucket, or objects of it.

use serde_json::Value;

use super::problem::{Problem, statements, texts, wrong};

/// Actions on objects, in lower case.
const OF_OBJECTS: [&str; 17] = [
    "s3:abortmultipartupload",
    "s3:deleteobject",
    "s3:deleteobjecttagging",
    "s3:deleteobjectversion",
    "s3:getobject",
    "s3:getobjectacl",
    "s3:getobjectattributes",
    "s3:getobjecttagging",
    "s3:getobjectversion",
    "s3:listmultipartuploadparts",
    "s3:putobject",
    "s3:putobjectacl",
    "s3:putobjectlegalhold",
    "s3:putobjectretention",
    "s3:putobjecttagging",
    "s3:replicateobject",
    "s3:restoreobject",
];

/// Actions on buckets, in lower case.
const OF_BUCKETS: [&str; 14] = [
    "s3:deletebucket",
    "s3:deletebucketpolicy",
    "s3:getbucketacl",
    "s3:getbucketlocation",
    "s3:getbucketpolicy",
    "s3:getbucketversioning",
    "s3:getlifecycleconfiguration",
    "s3:listbucket",
    "s3:listbucketmultipartuploads",
    "s3:listbucketversions",
    "s3:putbucketacl",
    "s3:putbucketpolicy",
    "s3:putbucketversioning",
    "s3:putlifecycleconfiguration",
];

/// An action that none of the resources of its statement can have.
pub(super) fn problem(json: &Value) -> Option<Problem> {
    statements(json).find_map(|statement| {
        let resources: Vec<&str> = texts(&statement["Resource"]).collect();
        let action =
            texts(&statement["Action"]).find(|action| !resources.is_empty() && !fits(action, &resources))?;
        let accepts = "the bucket for actions on it, and `/*` after its ARN for actions on objects";
        Some(wrong(format!("`{action}` is on no resource of its statement"), accepts))
    })
}

fn fits(action: &str, resources: &[&str]) -> bool {
    let action = action.to_ascii_lowercase();
    // What a wildcard or a variable stands for can have a slash.
    let is_open = |resource: &&str| resource.contains(['*', '?', '$']);
    let has_objects = |resource: &&str| resource.contains('/') || is_open(resource);
    let is_bucket = |resource: &&str| !resource.contains('/');
    if OF_OBJECTS.contains(&action.as_str()) {
        resources.iter().any(has_objects)
    } else {
        !OF_BUCKETS.contains(&action.as_str()) || resources.iter().any(is_bucket)
    }
}
