//! Neutral crates: code that would be the same on another cloud does not name the provider, neither in
//! identifiers nor in texts nor in comments.

use super::tree::{Tree, numbered};
use super::violation::Violation;

const LAW: &str = "neutral";

/// Neutral folders. Of the graph, its checks and queries: the rest of it uses addresses of AWS as examples,
/// and its policies are in the IAM policy language.
const NEUTRAL: [&str; 13] = [
    "crates/polder-verdict/src/",
    "crates/polder-reach/src/",
    "crates/polder-locate/src/",
    "crates/polder-endure/src/",
    "crates/polder-commit/src/",
    "crates/polder-design/src/",
    "crates/polder-cloud/src/check.rs",
    "crates/polder-cloud/src/check/",
    "crates/polder-cloud/src/provider.rs",
    "crates/polder-shop/src/",
    "crates/polder-check/src/",
    "crates/polder-pipeline/src/",
    "crates/polder-emit/src/",
];

/// Names of the provider, as words of identifiers: in lower case.
const WORDS: [&str; 41] = [
    "aws",
    "amazon",
    "amazonaws",
    "acm",
    "alb",
    "aurora",
    "boto3",
    "botocore",
    "cloudformation",
    "cloudfront",
    "cloudtrail",
    "cloudwatch",
    "dynamodb",
    "ebs",
    "ec2",
    "ecr",
    "ecs",
    "efs",
    "eks",
    "elasticache",
    "elb",
    "eventbridge",
    "fargate",
    "graviton",
    "guardduty",
    "iam",
    "kinesis",
    "kms",
    "lambda",
    "macie",
    "nlb",
    "rds",
    "route53",
    "s3",
    "ses",
    "sns",
    "sqs",
    "sts",
    "wafv2",
    "waf",
    "xray",
];

/// Files that may use some of them, and why.
const EXCEPTIONS: [Exception; 4] = [
    Exception {
        path: "crates/polder-design/src/environment.rs",
        words: &["aws", "s3", "sqs"],
        why: "names of Saleor's variables, and the scheme of Celery's queue URLs",
    },
    Exception {
        path: "crates/polder-design/src/kubernetes.rs",
        words: &["aws"],
        why: "the name of the controller that registers pods in target groups",
    },
    Exception {
        path: "crates/polder-design/src/mail.py",
        words: &["boto3", "botocore", "ses"],
        why: "it is run by Saleor's image, which has this client",
    },
    Exception {
        path: "crates/polder-design/src/web_exceptions.rs",
        words: &["ec2"],
        why: "the name of a managed rule, by which the platform file refers to it",
    },
];

/// Folders that do not follow the rule yet, and until when.
const UNTIL: [(&str, &str); 2] = [
    ("crates/polder-check/src/", "until its selectors query the inventory and not the graph"),
    (
        "crates/polder-emit/src/",
        "until the provider supplies its README of the build and its block of each stack",
    ),
];

/// Words that a file, or a folder whose path ends with `/`, may use.
struct Exception {
    path: &'static str,
    words: &'static [&'static str],
    why: &'static str,
}

impl Exception {
    fn covers(&self, path: &str, word: &str) -> bool {
        let here = if self.path.ends_with('/') { path.starts_with(self.path) } else { path == self.path };
        here && self.words.contains(&word)
    }
}

pub(super) fn check(tree: &Tree) -> Vec<Violation> {
    let mut found = vec![];
    let later = |path: &str| UNTIL.iter().any(|(folder, _)| path.starts_with(folder));
    let files = tree.ending(".rs").chain(tree.ending(".py"));
    for (path, text) in files.filter(|(path, _)| is_neutral(path) && !later(path)) {
        for (line, text) in numbered(text).take_while(|(_, line)| *line != "#[cfg(test)]") {
            for word in words(text).filter(|word| WORDS.contains(&word.as_str())) {
                if !EXCEPTIONS.iter().any(|exception| exception.covers(path, &word)) {
                    found.push(Violation::at(LAW, path, line, format!("`{word}` names one provider")));
                }
            }
        }
    }
    for Exception { path, words: allowed, why } in EXCEPTIONS {
        assert!(!why.is_empty(), "an exception has a reason");
        let texts = tree.iter().filter(|(known, _)| known.starts_with(path));
        let used: Vec<String> = texts.flat_map(|(_, text)| text.lines().flat_map(words)).collect();
        for word in allowed.iter().filter(|word| tree.has(path) && !used.iter().any(|used| used == *word)) {
            found.push(Violation::of(LAW, path, format!("needs no exception for `{word}` any more")));
        }
    }
    found
}

/// Whether the rule applies to a file: tests use examples, and those are on a provider.
fn is_neutral(path: &str) -> bool {
    let of_tests = path.contains("/tests/") || path.ends_with("tests.rs");
    !of_tests && NEUTRAL.iter().any(|start| path.starts_with(start))
}

/// The words of a line in lower case: runs of letters and digits, split where a capital follows a small
/// letter or ends a run of capitals. `onEcsFargate` is `on`, `ecs`, `fargate`; `S3Bucket` is `s3`, `bucket`.
fn words(line: &str) -> impl Iterator<Item = String> {
    let runs = line.split(|c: char| !c.is_ascii_alphanumeric()).filter(|run| !run.is_empty());
    runs.flat_map(|run| {
        let letters: Vec<char> = run.chars().collect();
        let mut words = vec![String::new()];
        for (at, letter) in letters.iter().enumerate() {
            let before = at.checked_sub(1).and_then(|at| letters.get(at)).copied().unwrap_or('A');
            let after = letters.get(at + 1).copied().unwrap_or('A');
            let starts = letter.is_ascii_uppercase()
                && (!before.is_ascii_uppercase() || after.is_ascii_lowercase())
                && at > 0;
            if starts {
                words.push(String::new());
            }
            if let Some(word) = words.last_mut() {
                word.push(letter.to_ascii_lowercase());
            }
        }
        words
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::violation::shown;

    #[test]
    fn names_are_split_into_words() {
        let cut = |line| words(line).collect::<Vec<_>>().join(" ");
        assert_eq!(
            cut("fn on_ecsTask(S3Bucket, \"aws_vpc\") // KMSKey"),
            "fn on ecs task s3 bucket aws vpc kms key"
        );
        assert_eq!(cut("ComputeEngine::EcsEc2"), "compute engine ecs ec2");
    }

    #[test]
    fn names_of_the_provider_are_found_in_neutral_crates_only() {
        let neutral = "/// Stands on AWS.\nfn size(of: FargateSize) {}\nlet words = \"passwords shards\";\n#[cfg(test)]\n\
                       mod tests { const S3: u8 = 0; }\n";
        let tree = Tree::of([
            ("crates/polder-design/src/size.rs", neutral),
            ("crates/polder-design/tests/design/size.rs", "// RDS"),
            ("crates/polder-aws/src/size.rs", "// RDS"),
            ("crates/polder-design/src/size.py", "import boto3"),
        ]);
        let expected = "  crates/polder-design/src/size.rs:1: `aws` names one provider [neutral]\n  \
                        crates/polder-design/src/size.rs:2: `fargate` names one provider [neutral]\n  \
                        crates/polder-design/src/size.py:1: `boto3` names one provider [neutral]\n";
        assert_eq!(shown(&check(&tree)), expected);
    }

    #[test]
    fn an_exception_is_for_its_words_and_must_be_used() {
        let tree = Tree::of([("crates/polder-design/src/kubernetes.rs", "\"aws-controller\", \"ecs\"\n")]);
        let expected = "  crates/polder-design/src/kubernetes.rs:1: `ecs` names one provider [neutral]\n";
        assert_eq!(shown(&check(&tree)), expected);
        let tree = Tree::of([("crates/polder-design/src/kubernetes.rs", "\"controller\"\n")]);
        let expected =
            "  crates/polder-design/src/kubernetes.rs: needs no exception for `aws` any more [neutral]\n";
        assert_eq!(shown(&check(&tree)), expected);
    }
}
