//! The codes of the checks.

use polder_diag::{Code, Severity};

/// Every code of this crate, in order.
pub fn codes() -> &'static [&'static Code] {
    &CODES
}

static CODES: [&Code; 22] = [
    &VALUE,
    &PATTERN,
    &LENGTH,
    &RANGE,
    &COUNT,
    &REGION,
    &CLASS,
    &VERSION,
    &RUNTIME,
    &EXCLUDED,
    &MISSING,
    &RELATION,
    &RESERVED,
    &DOCUMENT_SIZE,
    &SCHEDULE,
    &NETWORK,
    &GLOBAL_REGION,
    &TASK_SIZE,
    &TWICE,
    &TAG,
    &DOCUMENT,
    &REFERENCE,
];

macro_rules! code {
    ($name:ident, $id:literal, $kebab:literal, $summary:literal,
     finds: $finds:literal, matters: $matters:literal, todo: $todo:literal) => {
        pub(crate) static $name: Code = Code {
            id: $id,
            name: $kebab,
            severity: Severity::Error,
            summary: $summary,
            page: concat!(
                "## What it finds\n\n",
                $finds,
                "\n\n## Why it matters\n\n",
                $matters,
                "\n\n## What to do\n\n",
                $todo,
                "\n\nA value that is known only after apply is not checked: it is reported as undecided.\n"
            ),
        };
    };
}

code! { VALUE, "AWS001", "value-not-accepted",
"AWS does not accept this value",
finds: "An attribute has a value that is not among those that AWS's API accepts, for example `unit = \"Sekunden\"` of an \
        alarm. Lists of values come from the schemas of CloudFormation's resource types and from the models of the APIs.",
matters: "Terraform plans it, since the provider leaves many lists of values to AWS. The apply fails at this resource, \
          after others have been created.",
todo: "Use one of the values that the finding lists." }
code! { PATTERN, "AWS002", "text-does-not-match",
"the text has characters or a form that AWS does not accept",
finds: "A name, an ARN or another text does not match the pattern that AWS requires.",
matters: "The API answers `ValidationException` or `InvalidParameterValue`, and the apply stops.",
todo: "Change the text so that it matches the pattern that the finding shows." }
code! { LENGTH, "AWS003", "text-length-out-of-range",
"the text is too short or too long for AWS",
finds: "A text is shorter or longer than AWS accepts.",
matters: "The API refuses the request during apply. Names that are composed of several parts reach the limit only in some \
          regions or stages.",
todo: "Shorten or lengthen the text. A part of a composed name can be abbreviated." }
code! { RANGE, "AWS004", "number-out-of-range",
"the number is outside the range that AWS accepts",
finds: "A number is below the minimum or above the maximum that AWS accepts, also where these depend on another attribute: \
        `allocated_storage` of a database depends on its `storage_type`.",
matters: "The API refuses the request during apply.",
todo: "Use a number in the range that the finding names." }
code! { COUNT, "AWS005", "count-out-of-range",
"there are too few or too many elements, or two are equal",
finds: "A list or a set of blocks has fewer or more elements than AWS accepts, or an element twice where all must differ.",
matters: "The API refuses the request during apply.",
todo: "Add or remove elements. Some limits are per resource, so that a second resource helps." }
code! { REGION, "AWS006", "service-not-in-region",
"AWS does not offer this service in the region",
finds: "A resource is in a region that does not offer its service, according to two lists: the resource types that \
        CloudFormation has in the region, and the endpoints of the APIs.",
matters: "The provider finds no endpoint for the service: the apply ends with a DNS error after some minutes of retries.",
todo: "Create the resource in another region, or leave it out in this one." }
code! { CLASS, "AWS007", "class-not-offered",
"AWS does not offer this machine class",
finds: "An instance type or class does not exist, is not offered in the region, or is not offered for the database engine \
        or its version.",
matters: "The API answers `InvalidParameterCombination`, `Unsupported` or `InstanceType is not supported` during apply, for \
          databases after the other resources exist.",
todo: "Choose a class that the region offers for this engine and version." }
code! { VERSION, "AWS008", "engine-version-not-offered",
"AWS does not offer this version of the engine",
finds: "The version of a database or cache engine, or of Kubernetes, does not exist or can no longer be created.",
matters: "The API answers `Cannot find version` during apply.",
todo: "Choose a version that AWS offers. A major version alone selects its default minor version." }
code! { RUNTIME, "AWS009", "runtime-retired",
"Lambda no longer creates functions with this runtime",
finds: "A function uses a runtime for which Lambda has blocked the creation of functions.",
matters: "The API answers `InvalidParameterValueException` during apply.",
todo: "Use the successor that the finding names." }
code! { EXCLUDED, "AWS010", "settings-exclude-each-other",
"two settings exclude each other",
finds: "An attribute is set that AWS does not accept together with another one, or with that value of another one.",
matters: "The API answers `InvalidParameterCombination` or `ValidationError` during apply.",
todo: "Remove one of the two." }
code! { MISSING, "AWS011", "setting-missing",
"a setting is missing that another one needs",
finds: "An attribute is not set although AWS requires it together with another one, or with that value of another one.",
matters: "The API refuses the request during apply. The provider treats the attribute as optional, because other \
          combinations do not need it.",
todo: "Set the attribute that the finding names." }
code! { RELATION, "AWS012", "numbers-contradict",
"two values contradict each other",
finds: "Two values of a resource are in a relation that AWS does not accept: a minimum above its maximum, a timeout that is \
        not below its interval, IOPS that are too many for the size.",
matters: "The API refuses the request during apply.",
todo: "Change one of the two values." }
code! { RESERVED, "AWS013", "reserved-name",
"AWS reserves this name",
finds: "A name or a prefix of a name is reserved for AWS: `aws/` in names of KMS aliases, `AWS_REGION` among the environment \
        variables of a function, `rdsadmin` as the user of a database.",
matters: "The API refuses the request during apply.",
todo: "Choose another name." }
code! { DOCUMENT_SIZE, "AWS014", "document-too-large",
"a document is larger than AWS accepts",
finds: "A policy, a template, user data, the environment of a function or a value of a key value store is larger than AWS \
        accepts.",
matters: "The API answers `LimitExceeded` or `MalformedPolicyDocument` during apply. The size is that of the text without \
          white space where AWS counts so.",
todo: "Split the document, or shorten it with wildcards." }
code! { SCHEDULE, "AWS015", "schedule-not-valid",
"AWS does not accept this schedule",
finds: "A `rate`, `cron` or `at` expression does not follow AWS's grammar: `rate(1 minutes)`, both a day of the month and a \
        day of the week, or a field that is out of range.",
matters: "The API answers `ValidationException: Parameter ScheduleExpression is not valid` during apply.",
todo: "Correct the expression. AWS's cron has six fields, and one of the two days is `?`." }
code! { NETWORK, "AWS016", "network-does-not-fit",
"addresses or zones do not fit",
finds: "A subnet is outside its VPC or overlaps another one, a zone is not in the region, a subnet is smaller than \
        /28 or larger than /16, or a rule has a range of ports that is not valid.",
matters: "The API answers `InvalidSubnet.Range`, `InvalidSubnet.Conflict` or `InvalidParameterValue` during apply.",
todo: "Correct the address range or the zone." }
code! { GLOBAL_REGION, "AWS017", "wrong-region-for-global-service",
"a global service needs this resource in us-east-1",
finds: "A certificate, a web ACL, a query log or a function that CloudFront or Route 53 uses is not in us-east-1.",
matters: "CloudFront answers `InvalidViewerCertificate` or `InvalidWebACLId` during apply.",
todo: "Create the resource with a provider configuration for us-east-1." }
code! { TASK_SIZE, "AWS018", "task-size-not-offered",
"Fargate does not offer this combination of CPU and memory",
finds: "A task definition for Fargate has CPU and memory that Fargate does not offer together, or containers that need more than \
        the task has.",
matters: "The API answers `No Fargate configuration exists for given values` during apply.",
todo: "Use a combination that the finding lists." }
code! { TWICE, "AWS019", "entry-given-twice",
"two entries have the same key",
finds: "Two rules have the same priority, two records the same name, two blocks the same key.",
matters: "The API refuses the second one during apply, or both.",
todo: "Give each its own key." }
code! { TAG, "AWS020", "tag-not-accepted",
"AWS does not accept this tag",
finds: "A tag has a key with the reserved prefix `aws:`, is too long, has characters that AWS does not accept, or there are \
        more than 50.",
matters: "The API refuses the whole resource during apply.",
todo: "Change or remove the tag." }
code! { DOCUMENT, "AWS021", "document-not-valid",
"AWS does not accept this document",
finds: "A policy, container definitions or another document is not JSON, or lacks what AWS requires in it: a version that \
        does not exist, a statement without an effect, a trust policy with a resource.",
matters: "The API answers `MalformedPolicyDocument` or `ClientException` during apply: Terraform treats documents as text.",
todo: "Correct the document." }
code! { REFERENCE, "AWS022", "resources-do-not-fit",
"two resources that refer to each other are not compatible",
finds: "A resource refers to another one whose kind, engine or type AWS does not accept there: a listener of a network load \
        balancer to a target group of HTTP, a web ACL at an HTTP API, an instance of another engine than its cluster.",
matters: "The API refuses the second resource during apply.",
todo: "Change one of the two resources." }

#[cfg(test)]
mod tests {
    use super::codes;

    #[test]
    fn codes_are_numbered_and_have_pages() {
        for (number, code) in (1..).zip(codes()) {
            assert_eq!(code.id, format!("AWS{number:03}"));
            assert!(code.page.len() > 300, "{}", code.id);
            assert!(code.page.contains("## What to do"), "{}", code.id);
        }
    }
}
