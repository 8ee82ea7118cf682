//! The codes of the checks.
//!
//! Each of them is a bug in the lowering and never a user error; so nearly all are errors.

use polder_diag::{Code, Severity};

/// Every code of this crate, in order.
pub fn codes() -> &'static [&'static Code] {
    &CODES
}

static CODES: [&Code; 29] = [
    &UNKNOWN_TYPE,
    &UNKNOWN_ATTRIBUTE,
    &MISSING_ATTRIBUTE,
    &BLOCK_OR_ATTRIBUTE,
    &WRONG_TYPE,
    &READ_ONLY,
    &BLOCK_COUNT,
    &DUPLICATE_ATTRIBUTE,
    &DUPLICATE_ADDRESS,
    &DANGLING_REFERENCE,
    &UNKNOWN_STEP,
    &UNDECLARED_NAME,
    &CONTRADICTED_NAME,
    &STACK_CYCLE,
    &STACK_OUT_OF_PLACE,
    &UNFIT_NAME,
    &UNFIT_META_ARGUMENT,
    &EMPTY_STATEMENT,
    &UNFIT_SID,
    &UNFIT_PRINCIPAL,
    &RESOURCE_CYCLE,
    &LINK_COLLISION,
    &ENGINE_SPECIFIC,
    &DEPRECATED,
    &UNORDERED,
    &UNDELEGATED,
    &ONE_VERSION,
    &WRONG_MENTION,
    &EPHEMERAL_VALUE,
];

macro_rules! code {
    ($name:ident, $id:literal, $kebab:literal, $severity:expr, $summary:literal,
     finds: $finds:literal, matters: $matters:literal, todo: $todo:literal) => {
        pub(super) static $name: Code = Code {
            id: $id,
            name: $kebab,
            severity: $severity,
            summary: $summary,
            page: concat!(
                "## What it finds\n\n",
                $finds,
                "\n\n## Why it matters\n\n",
                $matters,
                "\n\n## What to do\n\n",
                $todo,
                "\n\nThis is a bug in Polder's lowering and not in the platform file; the finding names the line of \
                 the lowering.\n"
            ),
        };
    };
}

code! { UNKNOWN_TYPE, "CLOUD001", "unknown-resource-type", Severity::Error,
"unknown resource type or data source",
finds: "A resource type or data source is not in the embedded schema of the provider.",
matters: "Terraform rejects the whole stack.",
todo: "Correct the type. If the provider has it, add it to the list of types of the embedded schema and generate \
       the schema again." }
code! { UNKNOWN_ATTRIBUTE, "CLOUD002", "unknown-attribute", Severity::Error,
"unknown attribute or block",
finds: "A body sets an attribute or writes a block that is not in the provider's schema.",
matters: "Terraform rejects the whole stack.",
todo: "Correct the name; the finding suggests the most similar one." }
code! { MISSING_ATTRIBUTE, "CLOUD003", "missing-attribute", Severity::Error,
"missing required attribute",
finds: "A resource, a block or an object lacks an attribute that the provider requires.",
matters: "Terraform rejects the whole stack.",
todo: "Set the attribute." }
code! { BLOCK_OR_ATTRIBUTE, "CLOUD004", "block-and-attribute-confused", Severity::Error,
"an attribute where a block belongs, or a block where an attribute belongs",
finds: "`name = { … }` was written where the schema has a block `name { … }`, or the other way round.",
matters: "They look similar, but Terraform rejects the wrong one.",
todo: "Write the one that the finding names." }
code! { WRONG_TYPE, "CLOUD005", "wrong-type", Severity::Error,
"wrong type of value",
finds: "A literal or a reference has a type that cannot be what the attribute takes: text for a number, \
        one value for a list. A number or a bool for a string is accepted: the language converts it \
        without loss.",
matters: "Terraform rejects some of these and silently converts others into unintended values.",
todo: "Write a value of the type that the finding names." }
code! { READ_ONLY, "CLOUD006", "read-only-attribute", Severity::Error,
"a read-only attribute is set",
finds: "A body sets an attribute that the provider computes.",
matters: "Terraform rejects the whole stack.",
todo: "Remove it." }
code! { BLOCK_COUNT, "CLOUD007", "too-few-or-too-many-blocks", Severity::Error,
"wrong number of blocks",
finds: "The schema says how often a block may occur, and it occurs less often or more often.",
matters: "Terraform rejects the whole stack.",
todo: "Write the number of blocks that the finding requires." }
code! { DUPLICATE_ATTRIBUTE, "CLOUD008", "duplicate-attribute", Severity::Error,
"duplicate attribute",
finds: "Two lines of one body set the same attribute.",
matters: "Terraform rejects the file, and the intended value is unknown.",
todo: "Remove one of them." }
code! { DUPLICATE_ADDRESS, "CLOUD009", "duplicate-address", Severity::Error,
"duplicate resource address",
finds: "Two resources of one type in one stack have the same name.",
matters: "Terraform rejects the stack; references to the address are ambiguous.",
todo: "Rename one of them." }
code! { DANGLING_REFERENCE, "CLOUD010", "dangling-reference", Severity::Error,
"reference to a missing resource",
finds: "A value refers to a resource or stack that does not exist.",
matters: "The stack cannot be planned.",
todo: "Correct the reference, or write the missing resource." }
code! { UNKNOWN_STEP, "CLOUD011", "reference-to-unknown-attribute", Severity::Error,
"reference to a missing attribute or element",
finds: "A reference names an attribute that is not in the schema, indexes a set, accesses a list by \
        name, or into a plain value.",
matters: "The stack cannot be planned.",
todo: "Correct the name. Elements of a set have no index: wrap it in `tolist` first." }
code! { UNDECLARED_NAME, "CLOUD012", "undeclared-name", Severity::Error,
"undeclared local or variable",
finds: "A value uses a local or a variable that its stack does not declare.",
matters: "Terraform rejects the whole stack.",
todo: "Declare it in the same stack: locals and variables are not visible in other stacks." }
code! { CONTRADICTED_NAME, "CLOUD013", "name-with-two-values", Severity::Error,
"conflicting declarations of a local, variable or output",
finds: "One stack declares a local, a variable or an output of one name twice, and the two are not the same.",
matters: "Terraform rejects the stack. Writing the same value again is allowed.",
todo: "Rename one of them." }
code! { STACK_CYCLE, "CLOUD014", "stacks-need-each-other", Severity::Error,
"cycle of stacks",
finds: "References between stacks form a cycle.",
matters: "There is no order in which they can be deployed.",
todo: "Move the resource that closes the cycle into a later layer." }
code! { STACK_OUT_OF_PLACE, "CLOUD015", "stack-out-of-place", Severity::Error,
"duplicate stack path, or wrong index of a stack",
finds: "Two stacks have the same account, scope and layer, or drafts were added in another order than they \
        were begun.",
matters: "Two stacks of one path overwrite each other's files and state.",
todo: "Write one stack for each account, scope and layer, and add each draft before the next is begun." }
code! { UNFIT_NAME, "CLOUD016", "unfit-name", Severity::Error,
"invalid name",
finds: "The name of a resource, local, variable or output has a character that Terraform does not allow at that \
        place, or is reserved.",
matters: "Terraform rejects the whole stack.",
todo: "Use letters, digits, `_` and `-`, not beginning with a digit." }
code! { UNFIT_META_ARGUMENT, "CLOUD017", "unfit-meta-argument", Severity::Error,
"invalid or unsupported meta-argument",
finds: "`lifecycle` or `depends_on` is malformed, names an attribute that the type does not have, or `count`, \
        `for_each`, `provisioner`, `connection` or `provider` is used.",
matters: "Stacks are written in full, with one provider each, so that all relations are known before \
          anything exists.",
todo: "Write each resource; correct the argument." }
code! { EMPTY_STATEMENT, "CLOUD018", "empty-policy-statement", Severity::Error,
"invalid policy statement",
finds: "A statement of a policy has no action, has no resource where one is required (or one where none is \
        allowed), has a condition without values, or has an action that is not `service:Action`.",
matters: "The provider rejects the policy, or accepts one that grants nothing.",
todo: "Complete the statement." }
code! { UNFIT_SID, "CLOUD019", "unfit-statement-id", Severity::Error,
"invalid or duplicate statement ID",
finds: "The ID of a statement in a policy is empty, has other characters than letters and digits, or occurs \
        twice in one policy.",
matters: "The provider rejects the policy.",
todo: "Give each statement of a policy a unique ID of letters and digits." }
code! { UNFIT_PRINCIPAL, "CLOUD020", "unfit-policy-principal", Severity::Error,
"principals missing or not allowed",
finds: "A policy of a role, user or group names principals, or a policy of a resource names none.",
matters: "The provider rejects the policy.",
todo: "Say `.to(…)` in policies of resources and in trust policies, and nowhere else." }
code! { RESOURCE_CYCLE, "CLOUD021", "resources-need-each-other", Severity::Error,
"cycle of resources",
finds: "References between resources and locals of one stack form a cycle.",
matters: "There is no order in which they can be created.",
todo: "Break the cycle, for example with a separate rule or attachment resource." }
code! { LINK_COLLISION, "CLOUD022", "links-with-one-name", Severity::Error,
"colliding output names or stack aliases",
finds: "The generated names of two outputs or remote states are the same.",
matters: "One would silently replace the other.",
todo: "Rename one of the resources, or refer to the value through another stack." }
code! { ENGINE_SPECIFIC, "CLOUD023", "write-only-attribute", Severity::Error,
"attribute not supported by all engines",
finds: "A body sets a write-only attribute, or a stack has an ephemeral resource, although the platform admits Terraform and \
        OpenTofu 1.10.",
matters: "1.10 rejects such attributes, and OpenTofu 1.10 ephemeral resources, too.",
todo: "Let the value pass through the encrypted state, or let the owner set it." }
code! { DEPRECATED, "CLOUD024", "deprecated-attribute", Severity::Warning,
"deprecated attribute, block or type",
finds: "A body sets an attribute, writes a block or has a type that a supported version of the provider calls deprecated, \
        or a value reads such an attribute.",
matters: "Every plan shows a warning, and a later release of the provider will remove it.",
todo: "Use the replacement in the provider's documentation." }
code! { UNORDERED, "CLOUD025", "order-by-chance", Severity::Error,
"missing dependency",
finds: "The provider requires one resource before another, and neither a reference nor `depends_on` links the later one to \
        the earlier one, not even indirectly: a service with a capacity provider and the cluster's capacity \
        providers; a service with a load balancer and the listener; a NAT gateway or an address and the internet \
        gateway; users of a role or a bucket and its policies; a few more. If the earlier resource is in \
        another stack, the order of the stacks is enough.",
matters: "Terraform creates both in parallel. Whether the provider accepts the later one is then random, and on \
          destroy the earlier one may be deleted first.",
todo: "Let the later resource refer to the earlier one, or name it in `depends_on`." }
code! { UNDELEGATED, "CLOUD026", "certificate-before-delegation", Severity::Error,
"certificate validation before zone delegation",
finds: "A certificate is validated in the stack that creates its zone, or in one that neither refers to nor is ordered after \
        the stack that delegates the zone, or a zone above it.",
matters: "The validation record cannot be resolved before its zone is delegated. The apply waits for more \
          than an hour and fails before the delegation is applied.",
todo: "Validate the certificate in a later layer." }
code! { ONE_VERSION, "CLOUD028", "one-provider-version-only", Severity::Error,
"not supported by all versions of the provider",
finds: "A body sets or a value reads an attribute or a block that version 5 of the provider has and version 6 has not, \
        or the other way round; or it is written or read in a way that the two do not share. The stacks admit both \
        versions. What the schema of version 6 does not tell, how often a block may occur beyond once and the \
        statements of web ACLs among it, is taken from version 5.",
matters: "The same stack would be rejected, or mean something else, with the other version.",
todo: "Use what both versions support." }
code! { WRONG_MENTION, "CLOUD029", "mention-of-another-name", Severity::Error,
"mention that does not match its resource",
finds: "A mention is an ARN or a name that the lowering writes as text instead of a reference, so that the stack does not \
        depend on the resource's stack: the ARN of a role in a policy of another account, for example. The lowering \
        states which attribute of which resource the text must equal, and this check compares the two. They differ in a \
        name, an account, a region or a type, or no rule says how the provider composes the attribute. Values that are \
        unknown before the deployment are compared symbolically: account IDs by account, variables and attributes by \
        name. What the provider generates matches any text.",
matters: "Terraform does not compare the two: plan and apply succeed. A policy would allow or deny access to the wrong \
          resource or to none, and every reader of the graph would assume a relation to the wrong resource.",
todo: "Write the text that the finding gives as help, or mention the resource that the text identifies. If there is no \
       rule for the attribute, add one to the provider's table of identifiers." }
code! { EPHEMERAL_VALUE, "CLOUD030", "ephemeral-value-kept", Severity::Error,
"ephemeral value where values are kept",
finds: "An attribute of an ephemeral resource is used outside of a write-only attribute: in another attribute, a local, an \
        output or an assertion.",
matters: "Terraform and OpenTofu reject it: the value would be in a plan or a state.",
todo: "Use the value in write-only attributes only." }
