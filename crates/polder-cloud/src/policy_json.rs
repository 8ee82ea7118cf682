//! The JSON form of IAM policies, as values: written by [`print()`], read by [`parse`], which is its inverse.
//!
//! A list of one value is printed as the value alone. Source: AWS, IAM User Guide, "Grammar of the IAM JSON policy
//! language".

use smol_str::SmolStr;

use crate::body::{Body, Content, Item};
use crate::policy::{Condition, Effect, Policy, PrincipalSet, PrincipalType, Principals, Statement};
use crate::value::Value;
use crate::{body, json};

/// Why a document is not a policy: one line, with its location.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotAPolicy {
    /// `Statement[2].Effect`
    pub place: String,
    /// The error.
    pub reason: &'static str,
}

/// A policy as the value that becomes its JSON document.
pub fn print(policy: &Policy) -> Body {
    body! {
        Version = policy.version.clone();
        Id = some_text(&policy.id);
        Statement = policy.statements.iter().map(statement).collect::<Vec<Body>>();
    }
}

/// The policy that a value is the JSON document of.
///
/// # Errors
/// If the value does not follow the grammar, or a significant part of it is not known.
pub fn parse(value: &Value) -> Result<Policy, NotAPolicy> {
    let reader = Reader { place: String::new() };
    let document = reader.object(value)?;
    let (mut version, mut id, mut statements) = (SmolStr::new_static("2008-10-17"), SmolStr::default(), None);
    for item in &document.items {
        let reader = reader.at(&item.key);
        let value = reader.attribute(item)?;
        match item.key.as_str() {
            "Version" => version = reader.text(value)?,
            "Id" => id = reader.text(value)?,
            "Statement" => statements = Some(reader.statements(value)?),
            _ => return Err(reader.wrong("unknown policy element")),
        }
    }
    let statements = statements.ok_or_else(|| reader.wrong("the policy has no `Statement`"))?;
    Ok(Policy { version, id, statements })
}

/// The policy in a text.
///
/// # Errors
/// If the text is not JSON or does not follow the grammar.
pub fn parse_text(text: &str) -> Result<Policy, NotAPolicy> {
    let place = String::new();
    let value = json::read(text).map_err(|_| NotAPolicy { place, reason: "the text is not JSON" })?;
    parse(&value)
}

fn statement(statement: &Statement) -> Body {
    let principal =
        |except: bool| statement.principals.as_ref().filter(|it| it.except == except).map(principals);
    body! {
        Sid = some_text(&statement.sid);
        Effect = match statement.effect {
            Effect::Allow => "Allow",
            Effect::Deny => "Deny",
        };
        Principal = principal(false);
        NotPrincipal = principal(true);
        Action = one_or_many(statement.actions.iter().cloned().map(Value::from).collect());
        NotAction = one_or_many(statement.not_actions.iter().cloned().map(Value::from).collect());
        Resource = one_or_many(statement.resources.clone());
        NotResource = one_or_many(statement.not_resources.clone());
        Condition = conditions(statement);
    }
}

fn principals(principals: &Principals) -> Value {
    let PrincipalSet::Listed(listed) = &principals.who else { return "*".into() };
    let mut body = Body::default();
    for (kind, some) in listed {
        body.set(None, kind.name(), one_or_list(some.clone()));
    }
    body.into()
}

/// Conditions by operator: the grammar admits each operator once.
fn conditions(statement: &Statement) -> Option<Body> {
    let mut operators: Vec<(&SmolStr, Body)> = vec![];
    for condition in &statement.conditions {
        let values = one_or_list(condition.values.clone());
        let known = operators.iter().position(|(operator, _)| **operator == condition.operator);
        let at = known.unwrap_or_else(|| {
            operators.push((&condition.operator, Body::default()));
            operators.len() - 1
        });
        operators[at].1.set(None, condition.key.clone(), values);
    }
    let mut body = Body::default();
    for (operator, keys) in operators {
        body.set(None, operator.clone(), keys);
    }
    (!body.items.is_empty()).then_some(body)
}

fn some_text(text: &SmolStr) -> Value {
    if text.is_empty() { Value::Null } else { text.clone().into() }
}

/// Null, the one value, or a list.
fn one_or_many(values: Vec<Value>) -> Value {
    if values.is_empty() { Value::Null } else { one_or_list(values) }
}

/// The one value, or a list.
fn one_or_list(mut values: Vec<Value>) -> Value {
    if values.len() == 1 && !matches!(values[0], Value::List(_)) {
        return values.remove(0);
    }
    Value::List(values)
}

/// The current location in a document.
struct Reader {
    place: String,
}

impl Reader {
    fn at(&self, key: &str) -> Reader {
        let dot = if self.place.is_empty() { "" } else { "." };
        Reader { place: format!("{}{dot}{key}", self.place) }
    }

    fn wrong(&self, reason: &'static str) -> NotAPolicy {
        NotAPolicy { place: self.place.clone(), reason }
    }

    fn object<'v>(&self, value: &'v Value) -> Result<&'v Body, NotAPolicy> {
        match value {
            Value::Object(body) => Ok(body),
            _ => Err(self.wrong("this is not an object")),
        }
    }

    fn attribute<'v>(&self, item: &'v Item) -> Result<&'v Value, NotAPolicy> {
        match &item.content {
            Content::Attribute(value) => Ok(value),
            Content::Block(_) => Err(self.wrong("this is a block")),
        }
    }

    fn text(&self, value: &Value) -> Result<SmolStr, NotAPolicy> {
        match value {
            Value::Text(text) => Ok(text.clone()),
            _ => Err(self.wrong("this is not a known string")),
        }
    }

    /// One value or a list of some.
    fn values(&self, value: &Value) -> Vec<Value> {
        match value {
            Value::List(items) => items.clone(),
            one => vec![one.clone()],
        }
    }

    fn texts(&self, value: &Value) -> Result<Vec<SmolStr>, NotAPolicy> {
        self.values(value).iter().map(|value| self.text(value)).collect()
    }

    fn statements(&self, value: &Value) -> Result<Vec<Statement>, NotAPolicy> {
        let statements = self.values(value);
        let read = |(index, value): (usize, &Value)| {
            Reader { place: format!("{}[{index}]", self.place) }.statement(value)
        };
        statements.iter().enumerate().map(read).collect()
    }

    fn statement(&self, value: &Value) -> Result<Statement, NotAPolicy> {
        let body = self.object(value)?;
        let mut statement = Statement::new(SmolStr::default(), Effect::Deny);
        let mut effect = None;
        for item in &body.items {
            let reader = self.at(&item.key);
            let value = reader.attribute(item)?;
            match item.key.as_str() {
                "Sid" => statement.sid = reader.text(value)?,
                "Effect" => effect = Some(reader.effect(value)?),
                "Principal" | "NotPrincipal" if statement.principals.is_some() => {
                    return Err(reader.wrong("the statement already has principals"));
                }
                "Principal" => statement.principals = Some(reader.principals(value, false)?),
                "NotPrincipal" => statement.principals = Some(reader.principals(value, true)?),
                "Action" => statement.actions = reader.texts(value)?,
                "NotAction" => statement.not_actions = reader.texts(value)?,
                "Resource" => statement.resources = reader.values(value),
                "NotResource" => statement.not_resources = reader.values(value),
                "Condition" => statement.conditions = reader.conditions(value)?,
                _ => return Err(reader.wrong("unknown statement element")),
            }
        }
        statement.effect = effect.ok_or_else(|| self.wrong("the statement has no `Effect`"))?;
        Ok(statement)
    }

    fn effect(&self, value: &Value) -> Result<Effect, NotAPolicy> {
        match self.text(value)?.as_str() {
            "Allow" => Ok(Effect::Allow),
            "Deny" => Ok(Effect::Deny),
            _ => Err(self.wrong("the effect must be `Allow` or `Deny`")),
        }
    }

    fn principals(&self, value: &Value, except: bool) -> Result<Principals, NotAPolicy> {
        if let Value::Text(text) = value {
            let everyone = (text == "*").then_some(Principals { except, who: PrincipalSet::Everyone });
            return everyone.ok_or_else(|| self.wrong("a principal without its type can only be `*`"));
        }
        let mut listed: Vec<(PrincipalType, Vec<Value>)> = vec![];
        for item in &self.object(value)?.items {
            let reader = self.at(&item.key);
            let kind = PrincipalType::ALL.into_iter().find(|kind| kind.name() == item.key);
            let kind = kind.ok_or_else(|| reader.wrong("unknown principal type"))?;
            if listed.iter().any(|(known, _)| *known == kind) {
                return Err(reader.wrong("duplicate principal type"));
            }
            listed.push((kind, reader.values(reader.attribute(item)?)));
        }
        Ok(Principals { except, who: PrincipalSet::Listed(listed) })
    }

    fn conditions(&self, value: &Value) -> Result<Vec<Condition>, NotAPolicy> {
        let mut conditions = vec![];
        for operator in &self.object(value)?.items {
            let reader = self.at(&operator.key);
            for key in &reader.object(reader.attribute(operator)?)?.items {
                let reader = reader.at(&key.key);
                let values = reader.values(reader.attribute(key)?);
                conditions.push(Condition { operator: operator.key.clone(), key: key.key.clone(), values });
            }
        }
        Ok(conditions)
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample::{select, subsequence};

    use super::{NotAPolicy, parse, parse_text, print};
    use crate::address::{Address, Mode, StackId};
    use crate::policy::{
        Condition, Effect, Operator, Policy, PrincipalSet, PrincipalType, Principals, Quantifier, Statement,
    };
    use crate::value::{Handle, Value};

    fn word() -> impl Strategy<Value = String> {
        "[a-zA-Z0-9:/*?-]{1,12}"
    }

    fn value() -> impl Strategy<Value = Value> {
        let handle = Handle {
            stack: StackId(0),
            address: Address::in_root(Mode::Managed, "aws_s3_bucket", "media").into(),
        };
        prop_oneof![
            word().prop_map(Value::from),
            Just(handle.arn()),
            Just(Value::template([handle.arn(), "/*".into()])),
        ]
    }

    /// A condition's value can also be a bool or a number.
    fn compared() -> impl Strategy<Value = Value> {
        prop_oneof![value(), any::<bool>().prop_map(Value::Bool), any::<i64>().prop_map(Value::Integer)]
    }

    fn principals() -> impl Strategy<Value = Principals> {
        let listed = subsequence(PrincipalType::ALL.to_vec(), 1..=4).prop_flat_map(|kinds| {
            let each = kinds.into_iter().map(|kind| (Just(kind), vec(value(), 1..3)));
            each.collect::<Vec<_>>().prop_map(PrincipalSet::Listed)
        });
        (any::<bool>(), prop_oneof![Just(PrincipalSet::Everyone), listed])
            .prop_map(|(except, who)| Principals { except, who })
    }

    fn conditions() -> impl Strategy<Value = Vec<Condition>> {
        let operators = select(vec![
            "StringEquals",
            "StringNotLikeIfExists",
            "ForAnyValue:StringLike",
            "ForAllValues:ArnEqualsIfExists",
            "Bool",
            "Null",
            "NumericLessThan",
            "DateGreaterThan",
            "IpAddress",
            "BinaryEquals",
        ]);
        let keys = prop::collection::btree_map("[a-z]{2,5}:[A-Za-z/]{2,8}", vec(compared(), 1..3), 1..3);
        prop::collection::btree_map(operators, keys, 0..3).prop_map(|operators| {
            let conditions = operators.into_iter().flat_map(|(operator, keys)| {
                keys.into_iter().map(move |(key, values)| Condition {
                    operator: operator.into(),
                    key: key.into(),
                    values,
                })
            });
            conditions.collect()
        })
    }

    /// Either these or all except these.
    fn either<T: Clone + std::fmt::Debug>(
        some: impl Strategy<Value = T>,
    ) -> impl Strategy<Value = (Vec<T>, Vec<T>)> {
        (any::<bool>(), vec(some, 0..4))
            .prop_map(|(not, some)| if not { (vec![], some) } else { (some, vec![]) })
    }

    fn statement() -> impl Strategy<Value = Statement> {
        let effect = select(vec![Effect::Allow, Effect::Deny]);
        let head = ("[A-Za-z0-9]{0,8}", effect, prop::option::of(principals()));
        (head, either(word()), either(value()), conditions()).prop_map(
            |((sid, effect, principals), (actions, not_actions), (resources, not_resources), conditions)| {
                let texts = |words: Vec<String>| words.into_iter().map(Into::into).collect();
                Statement {
                    sid: sid.into(),
                    effect,
                    principals,
                    actions: texts(actions),
                    not_actions: texts(not_actions),
                    resources,
                    not_resources,
                    conditions,
                }
            },
        )
    }

    fn policy() -> impl Strategy<Value = Policy> {
        let version = select(vec!["2012-10-17", "2008-10-17"]);
        (version, "[a-z]{0,4}", vec(statement(), 0..4)).prop_map(|(version, id, statements)| Policy {
            version: version.into(),
            id: id.into(),
            statements,
        })
    }

    proptest! {
        #[test]
        fn what_is_printed_is_read_back(policy in policy()) {
            prop_assert_eq!(parse(&print(&policy).into()), Ok(policy));
        }
    }

    #[test]
    fn reads_all_that_the_grammar_admits() {
        let text = r#"{
            "Version": "2012-10-17", "Id": "own",
            "Statement": {
                "Sid": "All", "Effect": "Deny",
                "NotPrincipal": {"AWS": ["111111111111", "arn:aws:iam::111111111111:role/a"], "Service": "s3.amazonaws.com"},
                "NotAction": "s3:Get*", "NotResource": ["arn:aws:s3:::a", "arn:aws:s3:::a/*"],
                "Condition": {"ForAnyValue:StringLikeIfExists": {"aws:TagKeys": "a*"}, "Bool": {"aws:SecureTransport": false}}
            }
        }"#;
        let policy = parse_text(text).expect("a policy");
        let [statement] = policy.statements.as_slice() else { panic!("one statement") };
        assert_eq!((statement.effect, statement.sid.as_str()), (Effect::Deny, "All"));
        let principals = statement.principals.as_ref().expect("principals");
        assert!(principals.except);
        assert_eq!(principals.listed().iter().map(|(_, some)| some.len()).sum::<usize>(), 3);
        assert_eq!((statement.not_actions.len(), statement.not_resources.len()), (1, 2));
        let [first, second] = statement.conditions.as_slice() else { panic!("two conditions") };
        let parts =
            Operator { quantifier: Some(Quantifier::ForAnyValue), comparison: "StringLike", if_exists: true };
        assert_eq!(first.parts(), parts);
        assert_eq!(second.values, [Value::Bool(false)]);
    }

    #[test]
    fn says_where_a_document_is_no_policy() {
        let wrong = |text: &str| {
            let NotAPolicy { place, reason } = parse_text(text).expect_err("no policy");
            format!("{place}: {reason}")
        };
        assert_eq!(wrong("{"), ": the text is not JSON");
        assert_eq!(wrong("[]"), ": this is not an object");
        assert_eq!(wrong("{}"), ": the policy has no `Statement`");
        assert_eq!(wrong(r#"{"Statement": [{}]}"#), "Statement[0]: the statement has no `Effect`");
        assert_eq!(
            wrong(r#"{"Statement": [{"Effect": "Maybe"}]}"#),
            "Statement[0].Effect: the effect must be `Allow` or `Deny`"
        );
        assert_eq!(
            wrong(r#"{"Statement": [{"Effect": "Deny", "Principal": {"Aws": "*"}}]}"#),
            "Statement[0].Principal.Aws: unknown principal type"
        );
        assert_eq!(
            wrong(r#"{"Statement": [{"Effect": "Deny", "Principal": "*", "NotPrincipal": "*"}]}"#),
            "Statement[0].NotPrincipal: the statement already has principals"
        );
        assert_eq!(
            wrong(r#"{"Statement": [{"Effect": "Deny", "Actions": "*"}]}"#),
            "Statement[0].Actions: unknown statement element"
        );
    }
}
