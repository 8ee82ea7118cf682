//! `aws_lambda_permission`: one statement of a function's policy.

use polder_cloud::{PrincipalType, View};
use polder_inventory::access::{
    Actions, Condition, ConditionOperator, Effect, PolicyRole, Principals, Quantifier, Resources, Statement,
};
use polder_inventory::model::{Attribute, Known, Link, Pattern, Piece, Reason, Set, Text};

use crate::access::document::Read;
use crate::access::principal_pattern::principal;
use crate::reader::Reader;
use crate::value::{given_text, text};

/// Who may call a function, and for whom. Source: AWS, Lambda API Reference, `AddPermission`.
pub(crate) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let names = [("aws_lambda_function", "function_name")];
    let function = reader.entry_link(view, "function_name", "function", &names);
    let function = function.unwrap_or(Link::Unknown(Reason::NotGiven));
    let who = match reader.attribute_pattern(view, "principal") {
        Some(pattern) => {
            let service = pattern.as_literal().is_some_and(|text| text.contains(".amazonaws.com"));
            let kind = if service { PrincipalType::Service } else { PrincipalType::Aws };
            Known::Value(Set::from([principal(reader, kind, pattern)]))
        }
        None => Known::Unknown(Reason::NotGiven),
    };
    let resource = match function {
        Link::To(entry) => {
            Pattern::of(on_version(view, Piece::Attribute { entry, attribute: Attribute::Identifier }))
        }
        Link::Outside(_) => reader.attribute_pattern(view, "function_name").unwrap_or_default(),
        Link::Unknown(reason) => Pattern::of([Piece::Unknown(reason)]),
    };
    let actions = match given_text(view, "action") {
        Known::Value(action) => Known::Value(Set::from([action])),
        Known::Unknown(reason) => Known::Unknown(reason),
    };
    let statement = Statement {
        name: view.text("statement_id").map(Text::from),
        effect: Effect::Allow,
        principals: Some(Principals::Only(who)),
        actions: Actions::Only(actions),
        resources: Some(Resources::Only(Known::Value(Set::from([resource])))),
        conditions: conditions(reader, view).into(),
    };
    let name = text(view, "statement_id");
    reader.inline_policy(view, None, name, Read::of(vec![statement]), function, PolicyRole::Resource);
}

/// The function, or one version or alias of it.
fn on_version(view: View<'_, '_>, function: Piece) -> Vec<Piece> {
    match text(view, "qualifier") {
        Known::Value(None) => vec![function],
        Known::Value(Some(qualifier)) => {
            vec![function, Piece::Literal(Text::from(format!(":{qualifier}")))]
        }
        Known::Unknown(reason) => vec![function, Piece::Unknown(reason)],
    }
}

fn conditions<'a>(reader: &Reader<'_, 'a>, view: View<'_, 'a>) -> Vec<Condition> {
    let keys = [
        ("source_arn", "AWS:SourceArn", ConditionOperator::IdentifierLike),
        ("source_account", "AWS:SourceAccount", ConditionOperator::StringEquals),
        ("principal_org_id", "aws:PrincipalOrgID", ConditionOperator::StringEquals),
        ("event_source_token", "lambda:EventSourceToken", ConditionOperator::StringEquals),
        ("function_url_auth_type", "lambda:FunctionUrlAuthType", ConditionOperator::StringEquals),
    ];
    let of = |(name, key, operator): (&str, &'static str, ConditionOperator)| {
        let value = view.body().get(name).filter(|value| !crate::pattern::is_empty(value))?;
        let syntax = crate::access::statement::syntax_of(operator, false);
        let pattern = reader.value_pattern(view.stack(), value, syntax);
        Some(Condition {
            operator,
            if_exists: false,
            quantifier: Quantifier::Single,
            key: Text::new_static(key),
            values: Known::Value(Set::from([pattern])),
        })
    };
    keys.into_iter().filter_map(of).collect()
}
