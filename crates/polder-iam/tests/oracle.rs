//! The symbolic and the literal engine agree on generated policies and requests.

mod generated;

use generated::{Case, Extent, Numbers, case, context};
use polder_iam::language::{Glob, Request};
use polder_iam::literal::{Answer, decide};
use polder_iam::symbolic::{Fixed, Question, Reply, ask};

/// How many cases a run has. `POLDER_IAM_CASES`, when the test is compiled, sets another number.
const CASES: u64 = 6_000;

/// All condition keys of cases.
const KEYS: [&str; 7] = [
    "aws:principaltag/team",
    "aws:sourceip",
    "aws:multifactorauthage",
    "aws:multifactorauthpresent",
    "aws:currenttime",
    "aws:sourcearn",
    "aws:tagkeys",
];

fn cases() -> u64 {
    option_env!("POLDER_IAM_CASES").and_then(|text| text.parse().ok()).unwrap_or(CASES)
}

/// The keys of a request, and nothing else.
fn fixed(request: &Request) -> Fixed {
    KEYS.iter().map(|key| ((*key).to_owned(), request.context.get(key).map(<[String]>::to_vec))).collect()
}

fn one(case: &Case) -> (Answer, Reply) {
    let (policies, request) = (case.policies(), case.request.as_ref().expect("a request"));
    let resource = Glob::literal(&request.resource);
    let fixed = fixed(request);
    let question =
        Question { caller: &request.caller, action: &request.action, resource: &resource, fixed: &fixed };
    (decide(request, &policies).answer, ask(&question, &policies))
}

#[test]
fn both_engines_decide_single_requests_alike() {
    let mut counts = [0_usize; 3];
    for seed in 0..cases() {
        let case = case(&mut Numbers::of(seed), Extent { vague: seed % 2 == 0, all_layers: true });
        let (literal, symbolic) = one(&case);
        let agrees = match (&literal, &symbolic) {
            (Answer::Allow, Reply::Witness(found)) => Some(&**found) == case.request.as_ref(),
            (Answer::ExplicitDeny | Answer::ImplicitDeny, Reply::Never) => true,
            (Answer::Undecided, Reply::Undecided(_)) => true,
            _ => false,
        };
        assert!(agrees, "seed {seed}: {literal:?} {symbolic:?}\n{case:#?}");
        counts[match literal {
            Answer::Allow => 0,
            Answer::Undecided => 1,
            Answer::ExplicitDeny | Answer::ImplicitDeny => 2,
        }] += 1;
    }
    // Otherwise the cases would not be a test.
    let enough = cases() as usize / 100;
    assert!(counts.iter().all(|count| *count > enough), "{counts:?}");
}

/// Of a set of requests: a witness is allowed, and nothing is where the reply is never.
#[test]
fn a_set_is_allowed_exactly_if_a_request_of_it_is() {
    let mut counts = [0_usize; 3];
    for seed in 0..cases() {
        let mut numbers = Numbers::of(seed + 1_000_000_000);
        let case = case(&mut numbers, Extent { vague: seed % 3 == 0, all_layers: true });
        let (policies, given) = (case.policies(), case.request.as_ref().expect("a request"));
        let prefix =
            if given.action.starts_with("kms") { "arn:aws:kms:eu-west-1:*:key/*" } else { "arn:aws:s3:::*" };
        let (resource, free) = (Glob::wildcards(prefix), Fixed::new());
        let question =
            Question { caller: &given.caller, action: &given.action, resource: &resource, fixed: &free };
        let reply = ask(&question, &policies);
        if let Reply::Witness(request) = &reply {
            assert_eq!(decide(request, &policies).answer, Answer::Allow, "seed {seed}: {request}\n{case:#?}");
        }
        // A variable of which the value is free leaves open what a pattern matches.
        let vague = seed % 3 == 0 || format!("{case:?}").contains("Variable");
        for _ in 0..20 {
            let objects = ["media/a/b", "media/shop/x", "logs/x", "else/a/b", "media/a/"];
            let resource = match given.action.as_str() {
                "kms:Decrypt" | "kms:Encrypt" => given.resource.clone(),
                _ => format!("arn:aws:s3:::{}", numbers.one(&objects)),
            };
            let request = Request { resource, context: context(&mut numbers), ..given.clone() };
            let answer = decide(&request, &policies).answer;
            let possible = match answer {
                Answer::Allow => reply != Reply::Never && (vague || !matches!(reply, Reply::Undecided(_))),
                Answer::Undecided => reply != Reply::Never,
                Answer::ExplicitDeny | Answer::ImplicitDeny => true,
            };
            assert!(possible, "seed {seed}: {answer:?} {request}, but {reply:?}\n{case:#?}");
        }
        counts[match reply {
            Reply::Witness(_) => 0,
            Reply::Undecided(_) => 1,
            Reply::Never => 2,
        }] += 1;
    }
    assert!(counts.iter().all(|count| *count > cases() as usize / 100), "{counts:?}");
}
