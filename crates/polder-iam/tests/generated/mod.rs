//! Generated policies and requests, from small alphabets, so that they meet often.

use polder_iam::language::{
    ActionSet, Caller, CallerKind, Condition, Context, Document, Glob, Grant, Policies, Request, ResourceSet,
    Statement, Target, Token, Who, WhoSet,
};
use polder_inventory::access::{ConditionOperator as Op, Effect, Quantifier};

/// The account of most callers and resources, and another.
pub(crate) const ACCOUNT: &str = "111111111111";
pub(crate) const OTHER: &str = "222222222222";

/// A sequence of numbers that depends on its seed only (xorshift).
pub(crate) struct Numbers(u64);

impl Numbers {
    pub(crate) fn of(seed: u64) -> Numbers {
        Numbers(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 16
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    pub(crate) fn in_10(&mut self, times: usize) -> bool {
        self.below(10) < times
    }

    pub(crate) fn one<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.below(of.len())]
    }
}

/// Documents of all layers, which policies refer to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Case {
    pub(crate) service_control: Vec<Vec<Document>>,
    pub(crate) resource_control: Vec<Vec<Document>>,
    pub(crate) identity: Vec<Document>,
    pub(crate) boundary: Option<Vec<Document>>,
    pub(crate) session: Option<Vec<Document>>,
    pub(crate) resource: Vec<Document>,
    pub(crate) endpoint: Option<Vec<Document>>,
    pub(crate) grants: Vec<Grant>,
    pub(crate) target: Target,
    pub(crate) owner: Option<String>,
    pub(crate) request: Option<Request>,
}

impl Case {
    pub(crate) fn policies(&self) -> Policies<'_> {
        fn all(documents: &[Document]) -> Vec<&Document> {
            documents.iter().collect()
        }
        Policies {
            service_control: self.service_control.iter().map(|level| all(level)).collect(),
            resource_control: self.resource_control.iter().map(|level| all(level)).collect(),
            identity: all(&self.identity),
            boundary: self.boundary.as_deref().map(all),
            session: self.session.as_deref().map(all),
            resource: all(&self.resource),
            endpoint: self.endpoint.as_deref().map(all),
            grants: self.grants.iter().collect(),
            target: self.target,
            owner: self.owner.clone(),
            public_restricted: false,
        }
    }
}

/// Which parts of the language cases have.
#[derive(Clone, Copy)]
pub(crate) struct Extent {
    /// Whether parts may be unknown.
    pub(crate) vague: bool,
    /// Whether there are endpoint policies, grants and session policies.
    pub(crate) all_layers: bool,
}

pub(crate) fn case(numbers: &mut Numbers, extent: Extent) -> Case {
    let mut case = Case::default();
    let key = numbers.in_10(2);
    let documents = |numbers: &mut Numbers, most: usize, who: bool| -> Vec<Document> {
        (0..=numbers.below(most)).map(|_| document(numbers, who, extent)).collect()
    };
    case.identity = documents(numbers, 2, false);
    if numbers.in_10(3) {
        case.service_control = (0..=numbers.below(2)).map(|_| documents(numbers, 1, false)).collect();
    }
    if numbers.in_10(2) {
        case.resource_control = vec![vec![resource_control(numbers, extent)]];
    }
    if numbers.in_10(3) {
        case.boundary = Some(documents(numbers, 1, false));
    }
    if numbers.in_10(5) || key {
        case.resource = documents(numbers, 1, true);
    }
    if extent.all_layers {
        if numbers.in_10(1) {
            case.session = Some(documents(numbers, 1, false));
        }
        if numbers.in_10(1) {
            case.endpoint = Some(documents(numbers, 1, true));
        }
        if key && numbers.in_10(3) {
            case.grants = vec![grant(numbers)];
        }
    }
    case.target = if key { Target::Key } else { Target::Plain };
    case.owner = Some(if numbers.in_10(7) { ACCOUNT } else { OTHER }.to_owned());
    case.request = Some(request(numbers, key, case.owner.as_deref().unwrap_or(ACCOUNT)));
    case
}

/// A policy of this type cannot name principals, and allows everything but what it denies.
fn resource_control(numbers: &mut Numbers, extent: Extent) -> Document {
    let mut found = document(numbers, false, extent);
    for statement in found.statements.iter_mut().flatten() {
        statement.effect = Effect::Deny;
        statement.who = Some(WhoSet { except: false, who: Some(vec![Who::Anyone]) });
    }
    let full = Statement {
        name: "full".to_owned(),
        effect: Effect::Allow,
        who: Some(WhoSet { except: false, who: Some(vec![Who::Anyone]) }),
        actions: ActionSet { except: false, patterns: Some(vec![Glob::wildcards("*")]) },
        resources: Some(ResourceSet { except: false, patterns: Some(vec![Glob::wildcards("*")]) }),
        conditions: vec![],
    };
    found.statements.get_or_insert_default().push(full);
    found
}

fn document(numbers: &mut Numbers, who: bool, extent: Extent) -> Document {
    let name = format!("document-{}", numbers.below(1_000));
    if extent.vague && numbers.below(60) == 0 {
        return Document { name, statements: None };
    }
    let statements = (0..=numbers.below(3)).map(|at| statement(numbers, at, who, extent)).collect();
    Document { name, statements: Some(statements) }
}

const ACTIONS: [&str; 9] =
    ["s3:GetObject", "s3:PutObject", "s3:*", "s3:Get*", "*", "kms:Decrypt", "kms:*", "s3:?etObject", "k*:*"];

const RESOURCES: [&str; 9] = [
    "*",
    "arn:aws:s3:::media/*",
    "arn:aws:s3:::media/a/*",
    "arn:aws:s3:::*/a/b",
    "arn:aws:s3:::m?dia/a/b",
    "arn:aws:s3:::logs/*",
    "arn:aws:kms:eu-west-1:*:key/*",
    "arn:aws:kms:eu-west-1:111111111111:key/k",
    "arn:aws:*",
];

fn statement(numbers: &mut Numbers, at: usize, who: bool, extent: Extent) -> Statement {
    let patterns = |numbers: &mut Numbers, of: &[&str], lower: bool| -> Vec<Glob> {
        let glob = |text: &str| {
            let glob = Glob::wildcards(text);
            if lower { glob.to_lowercase() } else { glob }
        };
        (0..=numbers.below(2)).map(|_| glob(numbers.one(of))).collect()
    };
    let mut resources = patterns(numbers, &RESOURCES, false);
    if numbers.below(8) == 0 {
        resources.push(with_variable("arn:aws:s3:::media/", "aws:PrincipalTag/team", "/*"));
    }
    if extent.vague && numbers.below(30) == 0 {
        resources.push(Glob::unknown());
    }
    let conditions = if numbers.in_10(5) { numbers.below(3) } else { 0 };
    Statement {
        name: format!("statement-{at}"),
        effect: if numbers.in_10(7) { Effect::Allow } else { Effect::Deny },
        who: who.then(|| who_set(numbers, extent)),
        actions: ActionSet { except: numbers.in_10(1), patterns: Some(patterns(numbers, &ACTIONS, true)) },
        resources: Some(ResourceSet { except: numbers.in_10(1), patterns: Some(resources) }),
        conditions: (0..conditions).map(|_| condition(numbers, extent)).collect(),
    }
}

fn with_variable(before: &str, key: &str, after: &str) -> Glob {
    let literal = |text: &str| Glob::wildcards(text).tokens().to_vec();
    let mut tokens = literal(before);
    tokens.push(Token::Variable(key.to_owned()));
    tokens.extend(literal(after));
    Glob::of(tokens, false)
}

fn who_set(numbers: &mut Numbers, extent: Extent) -> WhoSet {
    let one = |numbers: &mut Numbers| match numbers.below(9) {
        0 => Who::Anyone,
        1 | 2 => Who::Account(ACCOUNT.to_owned()),
        3 => Who::Account(OTHER.to_owned()),
        4 => Who::Arn(format!("arn:aws:iam::{ACCOUNT}:role/app")),
        5 => Who::Arn(format!("arn:aws:sts::{ACCOUNT}:assumed-role/app/session")),
        6 => Who::Arn(format!("arn:aws:iam::{ACCOUNT}:user/ann")),
        7 => Who::Arn(format!("arn:aws:iam::{OTHER}:role/app")),
        _ => Who::Service("ecs-tasks.amazonaws.com".to_owned()),
    };
    let mut who: Vec<Who> = (0..=numbers.below(2)).map(|_| one(numbers)).collect();
    if extent.vague && numbers.below(30) == 0 {
        who.push(Who::Unknown);
    }
    WhoSet { except: extent.vague && numbers.below(12) == 0, who: Some(who) }
}

fn condition(numbers: &mut Numbers, extent: Extent) -> Condition {
    let rows: [(&str, &[Op], &[&str]); 7] = [
        (
            "aws:principaltag/team",
            &[
                Op::StringEquals,
                Op::StringNotEquals,
                Op::StringLike,
                Op::StringNotLike,
                Op::StringEqualsIgnoreCase,
                Op::StringNotEqualsIgnoreCase,
            ],
            &["shop", "Shop", "s*", "?hop", "data", "*"],
        ),
        (
            "aws:sourceip",
            &[Op::AddressIn, Op::AddressNotIn],
            &["10.0.0.0/8", "10.1.0.0/16", "192.0.2.7/32", "2001:db8::/32"],
        ),
        (
            "aws:multifactorauthage",
            &[
                Op::NumericLessThan,
                Op::NumericGreaterThanEquals,
                Op::NumericEquals,
                Op::NumericNotEquals,
                Op::NumericLessThanEquals,
                Op::NumericGreaterThan,
            ],
            &["300", "3600", "0.5"],
        ),
        ("aws:multifactorauthpresent", &[Op::Bool], &["true", "false"]),
        (
            "aws:currenttime",
            &[Op::DateLessThan, Op::DateGreaterThan, Op::DateEquals, Op::DateNotEquals],
            &["2036-01-01T00:00:00Z", "2037-01-01T00:00:00Z"],
        ),
        (
            "aws:sourcearn",
            &[Op::IdentifierLike, Op::IdentifierNotLike],
            &["arn:aws:sns:*:111111111111:*", "arn:aws:s3:::media", "arn:aws:sns:eu-west-1:*:a?"],
        ),
        ("aws:tagkeys", &[Op::StringEquals, Op::StringLike, Op::StringNotEquals], &["team", "cost", "t*"]),
    ];
    let (key, operators, values) = rows[numbers.below(rows.len())];
    let operator = if numbers.below(9) == 0 { Op::Absent } else { operators[numbers.below(operators.len())] };
    let wild =
        matches!(operator, Op::StringLike | Op::StringNotLike | Op::IdentifierLike | Op::IdentifierNotLike);
    let glob = |text: &str| if wild { Glob::wildcards(text) } else { Glob::literal(text) };
    let mut found: Vec<Glob> = if operator == Op::Absent {
        vec![glob(numbers.one(&["true", "false"]))]
    } else {
        (0..=numbers.below(2)).map(|_| glob(numbers.one(values))).collect()
    };
    if extent.vague && numbers.below(30) == 0 {
        found.push(Glob::unknown());
    }
    let several = key == "aws:tagkeys" && operator != Op::Absent;
    Condition {
        operator,
        if_exists: numbers.in_10(2) && operator != Op::Absent,
        quantifier: if !several {
            Quantifier::Single
        } else if numbers.in_10(5) {
            Quantifier::Any
        } else {
            Quantifier::All
        },
        key: key.to_owned(),
        values: Some(found),
    }
}

fn grant(numbers: &mut Numbers) -> Grant {
    let role = Who::Arn(format!("arn:aws:iam::{ACCOUNT}:role/app"));
    Grant {
        name: "grant".to_owned(),
        grantee: if numbers.in_10(7) { role } else { Who::Unknown },
        operations: Some(vec!["kms:decrypt".to_owned()]),
        constrained: numbers.in_10(2),
    }
}

pub(crate) fn caller(numbers: &mut Numbers) -> Caller {
    match numbers.below(8) {
        0..4 => Caller::role(&format!("arn:aws:iam::{ACCOUNT}:role/app"), ACCOUNT),
        4 => Caller::user(&format!("arn:aws:iam::{ACCOUNT}:user/ann"), ACCOUNT),
        5 => Caller::role(&format!("arn:aws:iam::{OTHER}:role/app"), OTHER),
        6 => Caller::service("ecs-tasks.amazonaws.com"),
        _ => Caller::anonymous(),
    }
}

fn request(numbers: &mut Numbers, key: bool, owner: &str) -> Request {
    let caller = caller(numbers);
    let (action, resource) = if key {
        (numbers.one(&["kms:Decrypt", "kms:Encrypt"]), format!("arn:aws:kms:eu-west-1:{owner}:key/k"))
    } else {
        let objects = ["media/a/b", "media/shop/x", "logs/x", "else/a/b"];
        (numbers.one(&["s3:GetObject", "s3:PutObject"]), format!("arn:aws:s3:::{}", numbers.one(&objects)))
    };
    let _ = matches!(caller.kind, CallerKind::User);
    Request { caller, action: action.to_owned(), resource, context: context(numbers) }
}

pub(crate) fn context(numbers: &mut Numbers) -> Context {
    let mut context = Context::default();
    let rows: [(&str, &[&str]); 6] = [
        ("aws:PrincipalTag/team", &["shop", "SHOP", "data", "sop"]),
        ("aws:SourceIp", &["10.1.2.3", "10.9.9.9", "192.0.2.7", "198.51.100.1", "2001:db8::1"]),
        ("aws:MultiFactorAuthAge", &["0", "0.5", "299", "300", "3600", "4000"]),
        ("aws:MultiFactorAuthPresent", &["true", "false"]),
        ("aws:CurrentTime", &["2035-06-01T00:00:00Z", "2036-01-01T00:00:00Z", "2036-06-01T00:00:00Z"]),
        ("aws:SourceArn", &["arn:aws:sns:eu-west-1:111111111111:ab", "arn:aws:s3:::media"]),
    ];
    for (key, values) in rows {
        if numbers.in_10(6) {
            context = context.with(key, [numbers.one(values)]);
        }
    }
    match numbers.below(4) {
        0 => context.with("aws:TagKeys", ["team"]),
        1 => context.with("aws:TagKeys", ["team", "cost"]),
        2 => context.with("aws:TagKeys", ["other", "cost"]),
        _ => context,
    }
}
