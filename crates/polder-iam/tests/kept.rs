//! Cases in which the two engines once did not agree, or both were wrong.

use polder_iam::language::{
    ActionSet, Caller, Condition, Document, Glob, Policies, Request, ResourceSet, Statement, Target, Who,
    WhoSet,
};
use polder_iam::literal::{Answer, decide};
use polder_iam::symbolic::{Fixed, Question, Reply, ask};
use polder_inventory::access::{ConditionOperator, Effect, Quantifier};

const ACCOUNT: &str = "111111111111";
const ROLE: &str = "arn:aws:iam::111111111111:role/app";
const OBJECT: &str = "arn:aws:s3:::logs/x";

fn allow(who: Option<Vec<Who>>, action: &str, resource: &str, conditions: Vec<Condition>) -> Document {
    let patterns = |text: &str| Some(vec![Glob::wildcards(text)]);
    let statement = Statement {
        name: "statement".into(),
        effect: Effect::Allow,
        who: who.map(|who| WhoSet { except: false, who: Some(who) }),
        actions: ActionSet { except: false, patterns: patterns(action) },
        resources: Some(ResourceSet { except: false, patterns: patterns(resource) }),
        conditions,
    };
    Document { name: "document".into(), statements: Some(vec![statement]) }
}

fn both(policies: &Policies<'_>) -> (Answer, Reply) {
    let caller = Caller::role(ROLE, ACCOUNT);
    let (resource, fixed) = (Glob::literal(OBJECT), Fixed::new());
    let question = Question { caller: &caller, action: "s3:GetObject", resource: &resource, fixed: &fixed };
    let reply = ask(&question, policies);
    let request = Request {
        caller: caller.clone(),
        action: "s3:GetObject".into(),
        resource: OBJECT.into(),
        context: polder_iam::language::Context::default(),
    };
    (decide(&request, policies).answer, reply)
}

/// A statement names the role and a principal that is not known. The latter may be the session, whose permission no boundary
/// limits. Generated case 29290.
#[test]
fn a_principal_that_is_not_known_may_be_more_direct_than_a_known_one() {
    let boundary = allow(None, "s3:putobject", "*", vec![]);
    for known in [Who::Arn(ROLE.into()), Who::Account(ACCOUNT.into()), Who::Anyone] {
        let direct = known == Who::Anyone;
        let resource = allow(Some(vec![known, Who::Unknown]), "s3:getobject", "*", vec![]);
        let policies = Policies {
            resource: vec![&resource],
            boundary: Some(vec![&boundary]),
            target: Target::Plain,
            owner: Some(ACCOUNT.into()),
            ..Policies::default()
        };
        let (answer, reply) = both(&policies);
        if direct {
            assert_eq!(answer, Answer::Allow);
            assert!(matches!(reply, Reply::Witness(_)), "{reply:?}");
        } else {
            assert_eq!(answer, Answer::Undecided);
            assert!(matches!(reply, Reply::Undecided(_)), "{reply:?}");
        }
    }
}

/// Nobody can send a request in the past.
#[test]
fn a_permission_that_has_ended_is_none() {
    let condition = |operator, key: &str, value: &str| Condition {
        operator,
        if_exists: false,
        quantifier: Quantifier::Single,
        key: key.into(),
        values: Some(vec![Glob::literal(value)]),
    };
    for (key, past) in [
        ("aws:currenttime", "2020-01-01T00:00:00Z"),
        ("aws:tokenissuetime", "2020-01-01T00:00:01Z"),
        ("aws:epochtime", "1577836800"),
    ] {
        for (operator, possible) in
            [(ConditionOperator::DateLessThan, false), (ConditionOperator::DateGreaterThan, true)]
        {
            let identity = allow(None, "s3:getobject", "*", vec![condition(operator, key, past)]);
            let policies = Policies { identity: vec![&identity], ..Policies::default() };
            let reply = both(&policies).1;
            assert_eq!(matches!(reply, Reply::Witness(_)), possible, "{key} {operator:?}: {reply:?}");
        }
    }
}
