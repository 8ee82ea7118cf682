//! The codes of what a judge of shapes can find.
//!
//! Each of them is a bug in the lowering and never a user's mistake; that is why nearly all are errors.

use polder_diag::{Code, Severity};

/// Every code of this room, in order.
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
    &OVER_QUOTA,
    &ONE_VERSION,
    &WRONG_MENTION,
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
"a resource or look-up of a type that the provider does not have",
finds: "The type of a resource or of a look-up is not in the embedded schema of the provider.",
matters: "Terraform refuses the whole stack.",
todo: "Correct the type. When the provider has it, add it to the list of types of the embedded schema and make \
       the schema again." }
code! { UNKNOWN_ATTRIBUTE, "CLOUD002", "unknown-attribute", Severity::Error,
"an attribute or block that the resource's type does not have",
finds: "A body sets an attribute or writes a block that the provider's schema does not know at that place.",
matters: "Terraform refuses the whole stack.",
todo: "Correct the name; the finding offers the nearest one." }
code! { MISSING_ATTRIBUTE, "CLOUD003", "missing-attribute", Severity::Error,
"a required attribute is not set",
finds: "A resource, a block or an object lacks an attribute that the provider requires.",
matters: "Terraform refuses the whole stack.",
todo: "Set the attribute." }
code! { BLOCK_OR_ATTRIBUTE, "CLOUD004", "block-and-attribute-confused", Severity::Error,
"an attribute where a block belongs, or a block where an attribute belongs",
finds: "`name = { … }` was written where the schema has a block `name { … }`, or the other way round.",
matters: "The two look alike and are not: Terraform refuses the wrong one.",
todo: "Write the one that the finding names." }
code! { WRONG_TYPE, "CLOUD005", "wrong-type", Severity::Error,
"a value of another type than the attribute takes",
finds: "A literal or a reference has a type that cannot be what the attribute takes: text for a number, \
        one value for a list. A number or a truth value for text is admitted: the language converts it and \
        nothing is lost.",
matters: "Terraform refuses some of these and silently converts others into something that was not meant.",
todo: "Write a value of the type that the finding names." }
code! { READ_ONLY, "CLOUD006", "read-only-attribute", Severity::Error,
"an attribute that only the provider sets",
finds: "A body sets an attribute that the provider computes.",
matters: "Terraform refuses the whole stack.",
todo: "Remove it." }
code! { BLOCK_COUNT, "CLOUD007", "too-few-or-too-many-blocks", Severity::Error,
"a block occurs less often or more often than the schema admits",
finds: "The schema says how often a block may occur, and it occurs less often or more often.",
matters: "Terraform refuses the whole stack.",
todo: "Write the block as often as the finding says." }
code! { DUPLICATE_ATTRIBUTE, "CLOUD008", "duplicate-attribute", Severity::Error,
"an attribute is set twice in one body",
finds: "Two lines of one body set the same attribute.",
matters: "Terraform refuses the file, and nobody can tell which value was meant.",
todo: "Remove one of them." }
code! { DUPLICATE_ADDRESS, "CLOUD009", "duplicate-address", Severity::Error,
"two resources of a stack have one address",
finds: "Two resources of one type in one stack have the same name.",
matters: "Terraform refuses the stack; references to the address have two meanings.",
todo: "Name one of them otherwise." }
code! { DANGLING_REFERENCE, "CLOUD010", "dangling-reference", Severity::Error,
"a reference to a resource that no stack holds",
finds: "A value refers to a resource or stack that was never written.",
matters: "The stack cannot be planned.",
todo: "Refer to what exists, or write what is missing." }
code! { UNKNOWN_STEP, "CLOUD011", "reference-to-unknown-attribute", Severity::Error,
"a reference to an attribute that the type does not have, or a step into a value that has no such part",
finds: "A reference names an attribute that is not in the schema, steps into a set by number, into a list by \
        name, or into a plain value.",
matters: "The stack cannot be planned.",
todo: "Correct the name. The elements of a set have no numbers: wrap it in `tolist` first." }
code! { UNDECLARED_NAME, "CLOUD012", "undeclared-name", Severity::Error,
"a local or variable that the stack does not declare",
finds: "A value uses a local or a variable that its stack does not declare.",
matters: "Terraform refuses the whole stack.",
todo: "Declare it in the same stack: names do not reach into other stacks." }
code! { CONTRADICTED_NAME, "CLOUD013", "name-with-two-values", Severity::Error,
"a local, variable or output is declared twice with different values",
finds: "One stack declares a local, a variable or an output of one name twice, and the two are not the same.",
matters: "Terraform refuses the stack. Writing the same value again is fine.",
todo: "Give one of the two another name." }
code! { STACK_CYCLE, "CLOUD014", "stacks-need-each-other", Severity::Error,
"some stacks need each other and can never be deployed",
finds: "Stacks refer to one another in a circle.",
matters: "No order exists in which they could be deployed.",
todo: "Move the resource that closes the circle into a later layer." }
code! { STACK_OUT_OF_PLACE, "CLOUD015", "stack-out-of-place", Severity::Error,
"two stacks have one path, or a stack does not stand where its number says",
finds: "Two stacks are about the same account, place and layer, or drafts were added in another order than they \
        were begun.",
matters: "Two stacks of one path overwrite each other's files and state.",
todo: "Write one stack for each account, place and layer, and add each draft before the next is begun." }
code! { UNFIT_NAME, "CLOUD016", "unfit-name", Severity::Error,
"a name that Terraform does not admit",
finds: "The name of a resource, local, variable or output has a character that Terraform does not admit at that \
        place, or is reserved.",
matters: "Terraform refuses the whole stack.",
todo: "Letters, digits, `_` and `-`, not beginning with a digit." }
code! { UNFIT_META_ARGUMENT, "CLOUD017", "unfit-meta-argument", Severity::Error,
"an argument of the language itself that is malformed or not used here",
finds: "`lifecycle` or `depends_on` is malformed, names an attribute that the type does not have, or `count`, \
        `for_each`, `provisioner`, `connection` or `provider` is used.",
matters: "Everything is written out, with one provider in each stack, so that all relations can be seen before \
          anything exists.",
todo: "Write the resources out; correct the argument." }
code! { EMPTY_STATEMENT, "CLOUD018", "empty-policy-statement", Severity::Error,
"a policy statement without actions or resources, or an action that is none",
finds: "A statement of a policy names no action, names no resource where one is needed (or one where none may \
        stand), has a condition without values, or has an action that is not `service:Action`.",
matters: "The provider refuses the policy, or admits one that grants nothing.",
todo: "Complete the statement." }
code! { UNFIT_SID, "CLOUD019", "unfit-statement-id", Severity::Error,
"a statement's id has other characters than letters and digits, or occurs twice",
finds: "The id of a statement in a policy is empty, has other characters than letters and digits, or occurs \
        twice in one policy.",
matters: "The provider refuses the policy.",
todo: "Name each statement of a policy otherwise, in letters and digits." }
code! { UNFIT_PRINCIPAL, "CLOUD020", "unfit-policy-principal", Severity::Error,
"a policy names whom it is for where it may not, or does not where it must",
finds: "A policy of a role, user or group names principals, or a policy of a resource names none.",
matters: "The provider refuses the policy.",
todo: "Say `.to(…)` in policies of resources and in trust policies, and nowhere else." }
code! { RESOURCE_CYCLE, "CLOUD021", "resources-need-each-other", Severity::Error,
"some resources of a stack need each other",
finds: "Resources and locals of one stack refer to one another in a circle.",
matters: "No order exists in which they could be made.",
todo: "Break the circle, for example by a rule or attachment that is a resource of its own." }
code! { LINK_COLLISION, "CLOUD022", "links-with-one-name", Severity::Error,
"two different values would be exported under one name, or two stacks read under one alias",
finds: "The names that outputs and remote states get from what they mean are the same for two different things.",
matters: "One of the two would silently stand for the other.",
todo: "Name one of the resources otherwise, or refer to the value through a stack that is nearer." }
code! { ENGINE_SPECIFIC, "CLOUD023", "write-only-attribute", Severity::Error,
"an attribute that only some engines know",
finds: "A body sets a write-only attribute.",
matters: "The stacks work with Terraform and OpenTofu from version 1.10 on, and older ones know no such attributes.",
todo: "Let the value pass through the encrypted state, or let a person write it." }
code! { DEPRECATED, "CLOUD024", "deprecated-attribute", Severity::Warning,
"something that the provider will drop",
finds: "A body sets an attribute, writes a block or has a type that a supported version of the provider calls deprecated, \
        or a value reads such an attribute.",
matters: "Every plan warns of it, and a later release of the provider refuses it.",
todo: "Write what the provider's documentation names instead." }
code! { UNORDERED, "CLOUD025", "order-by-chance", Severity::Error,
"a resource that another must stand before, and nothing says so",
finds: "The provider needs one resource before another, and neither a reference nor `depends_on` leads from the later one to \
        the earlier one, not even through others: a service with a capacity provider and the cluster's capacity \
        providers; a service with a load balancer and the listener; a NAT gateway or an address and the internet \
        gateway; whoever uses a role or a bucket and the policies of it; a few more. Where the earlier thing is in \
        another stack, the order of the stacks is enough.",
matters: "Terraform makes both at once. Whether the provider accepts the later one is then a matter of chance, and on the way \
          down the earlier one may go first.",
todo: "Let the later resource refer to the earlier one, or name it in `depends_on`." }
code! { UNDELEGATED, "CLOUD026", "certificate-before-delegation", Severity::Error,
"a certificate is waited for before the world can look up its proof",
finds: "A certificate is waited for in the stack that makes its zone, or in one that is not deployed after the stack \
        which delegates the zone.",
matters: "Nobody finds the record that proves the certificate before its zone is delegated. The apply waits for more \
          than an hour and fails, and what delegates comes after it.",
todo: "Wait for the certificate in a later layer." }
code! { OVER_QUOTA, "CLOUD027", "more-than-the-provider-admits", Severity::Error,
"more of something than the provider admits by default",
finds: "Something that can be counted from the graph is beyond the default quota of the provider: blocks of a resource, \
        resources of a kind in an account, the size of a document. The finding says which, and which page of the \
        provider's documentation has the figure. Of a function at the edge the data are counted, and as much as the \
        longest of its programs takes is set aside.",
matters: "No plan sees it: the provider refuses the apply in the middle.",
todo: "Spread it over more resources." }
code! { ONE_VERSION, "CLOUD028", "one-provider-version-only", Severity::Error,
"something that only one of the supported versions of the provider has",
finds: "A body sets or a value reads an attribute or a block that version 5 of the provider has and version 6 has not, \
        or the other way round; or it is written or read in a way that the two do not share. The stacks admit both \
        versions. What the schema of version 6 does not tell, how often a block may occur beyond once and the \
        statements of web ACLs among it, is taken from version 5.",
matters: "The same stack would be refused, or mean something else, with the other version.",
todo: "Write what both versions have." }
code! { WRONG_MENTION, "CLOUD029", "mention-of-another-name", Severity::Error,
"a text that means a resource and is not what identifies it",
finds: "A text means a resource without referring to it (an identifier that is spelled, a name), and the resource's \
        attribute will be something else: another name, account, region or kind. What is not known before the deployment is \
        compared by what it is: the number of an account, a variable, an attribute of a resource; what the provider \
        makes up can be anything. A text is reported, too, when no rule says how the provider makes the attribute.",
matters: "No plan sees it. A right would be about nothing, or about something of somebody else, and a reader of the graph \
          would be led to a resource that the text does not mean.",
todo: "Spell the text as the finding says, or mention the resource that it means. Add a rule to the provider's table of \
       identifiers where there is none." }
