//! Merges values of several stacks into one expression of their module.

use std::collections::BTreeMap;
use std::sync::Arc;

use polder_cloud::{Call, Document, Reference, SmolStr, Target, Value};

use crate::expression::{Access, Element, Expression, ResourceReference};
use crate::generalize::Generalizer;
use crate::location::ConditionContext;
use crate::module_stacks::{Reach, Variant, json, stacks_of, written};
use crate::set::Set;

impl Generalizer<'_> {
    /// The expression that has, in each stack of the universe, the value that the stack's variant has. Each stack has one.
    pub(crate) fn value(&mut self, variants: Vec<Variant<'_, Value>>, universe: &Set) -> Expression {
        let classes = self.classes(variants);
        let [first, rest @ ..] = classes.as_slice() else { return Expression::Null };
        if rest.is_empty() {
            return self.converted(first.item, first.profile, universe);
        }
        if let Some(expression) = self.of_one_form(&classes, universe) {
            return expression;
        }
        self.leaf(&classes, universe)
    }

    /// The variants, with equal ones merged.
    fn classes<'v>(&self, variants: Vec<Variant<'v, Value>>) -> Vec<Variant<'v, Value>> {
        let mut classes: Vec<Variant<'v, Value>> = vec![];
        let mut texts: BTreeMap<&'v str, usize> = BTreeMap::new();
        for variant in variants {
            let variant = variant.with(written(variant.item));
            let known = match variant.item {
                Value::Text(text) => texts.get(text.as_str()).copied(),
                value => classes.iter().position(|class| {
                    self.module_stacks.same((class.item, class.profile), (value, variant.profile))
                }),
            };
            if let Some(at) = known {
                classes[at].stacks.extend(&variant.stacks);
                continue;
            }
            if let Value::Text(text) = variant.item {
                texts.insert(text, classes.len());
            }
            classes.push(variant);
        }
        classes
    }

    /// Values of the same form, merged part by part.
    fn of_one_form(&mut self, classes: &[Variant<'_, Value>], universe: &Set) -> Option<Expression> {
        match classes.first()?.item {
            Value::List(_) => {
                let lists = inside(classes, |value| match value {
                    Value::List(items) => Some(items),
                    _ => None,
                })?;
                self.list(classes, &lists, universe)
            }
            Value::Object(_) => {
                let bodies = inside(classes, |value| match value {
                    Value::Object(body) => Some(&**body),
                    _ => None,
                })?;
                Some(Expression::Object(self.object(&bodies, universe)))
            }
            Value::Document(_) => {
                let documents = inside(classes, |value| match value {
                    Value::Document(document) => Some(&**document),
                    _ => None,
                })?;
                self.documents(&documents, universe)
            }
            Value::Call(_) => {
                let calls = inside(classes, |value| match value {
                    Value::Call(call) => Some(&**call),
                    _ => None,
                })?;
                self.calls(&calls, universe)
            }
            Value::Template(first) => {
                let count = first.len();
                let parts = inside(classes, |value| match value {
                    Value::Template(parts) if parts.len() == count => Some(parts),
                    _ => None,
                })?;
                self.templates(&parts, universe)
            }
            Value::Element(_) | Value::Binary(_) | Value::Sensitive(_) => self.around(classes, universe),
            _ => None,
        }
    }

    fn calls(&mut self, calls: &[Variant<'_, Call>], universe: &Set) -> Option<Expression> {
        let first = calls.first()?.item;
        let alike = |call: &Call| call.name == first.name && call.arguments.len() == first.arguments.len();
        if !calls.iter().all(|call| alike(call.item)) {
            return None;
        }
        let arguments = (0..first.arguments.len()).map(|at| {
            let variants = calls.iter().map(|call| call.with(&call.item.arguments[at])).collect();
            self.value(variants, universe)
        });
        Some(Expression::call(first.name.clone(), arguments.collect()))
    }

    /// Templates with the same values in the same positions: different strings between them become variables.
    fn templates(&mut self, parts: &[Variant<'_, Vec<Value>>], universe: &Set) -> Option<Expression> {
        let count = parts.first()?.item.len();
        let is_text = |value: &Value| matches!(value, Value::Text(_));
        let alike = (0..count).all(|at| {
            let text = is_text(&parts[0].item[at]);
            parts.iter().all(|variant| is_text(&variant.item[at]) == text)
        });
        if !alike {
            return None;
        }
        let pieces = (0..count).map(|at| {
            let variants = parts.iter().map(|variant| variant.with(&variant.item[at])).collect();
            self.value(variants, universe)
        });
        Some(Expression::template(pieces.collect::<Vec<_>>()))
    }

    /// Values with one value inside, or two.
    fn around(&mut self, classes: &[Variant<'_, Value>], universe: &Set) -> Option<Expression> {
        match classes.first()?.item {
            Value::Element(first) => {
                let bases = inside(classes, |value| match value {
                    Value::Element(element) if element.segment == first.segment => Some(&element.base),
                    _ => None,
                })?;
                let base = self.value(bases, universe);
                Some(Expression::step(base, first.segment.clone()))
            }
            Value::Binary(first) => {
                let both = inside(classes, |value| match value {
                    Value::Binary(binary) if binary.operator == first.operator => Some(&**binary),
                    _ => None,
                })?;
                let left = both.iter().map(|it| it.with(&it.item.left)).collect();
                let right = both.iter().map(|it| it.with(&it.item.right)).collect();
                let (left, right) = (self.value(left, universe), self.value(right, universe));
                Some(Expression::binary(left, first.operator.clone(), right))
            }
            _ => {
                let inner = inside(classes, |value| match value {
                    Value::Sensitive(inner) => Some(&**inner),
                    _ => None,
                })?;
                Some(Expression::Sensitive(Box::new(self.value(inner, universe))))
            }
        }
    }

    /// Values that are not decomposed: a variable if a root can pass them, otherwise a conditional.
    pub(crate) fn leaf(&mut self, classes: &[Variant<'_, Value>], universe: &Set) -> Expression {
        let references: Option<Vec<&Reference>> = classes
            .iter()
            .map(|class| match class.item {
                Value::Reference(reference) if reference.target != Target::Own => Some(&**reference),
                _ => None,
            })
            .collect();
        if let Some(references) = references
            && let [first, rest @ ..] = references.as_slice()
            && rest.iter().all(|other| other.address == first.address && other.attribute == first.attribute)
        {
            let location = self.location();
            return Expression::Variable(self.registry.output(self.module_stacks, classes, first, &location));
        }
        let reach = classes.iter().map(|class| self.module_stacks.reach(class.item, &class.stacks)).max();
        let is_distinguished = self.is_distinguished(classes, universe);
        match reach {
            Some(Reach::Module) => self.choice(classes, universe),
            Some(_) if is_distinguished => self.choice(classes, universe),
            _ => {
                let location = self.location();
                Expression::Variable(self.registry.value(self.module_stacks, classes, &location))
            }
        }
    }

    /// Whether a facet distinguishes two classes of stacks, with more than two stacks, so that it is unlikely to be an
    /// accident.
    fn is_distinguished(&self, classes: &[Variant<'_, Value>], universe: &Set) -> bool {
        match classes {
            [first, other] => {
                let about =
                    ConditionContext { location: &self.location(), values: vec![first.item, other.item] };
                universe.len() > 2 && self.registry.has_facet(&first.stacks, universe, &about)
            }
            _ => false,
        }
    }

    /// A conditional of several expressions.
    fn choice(&mut self, classes: &[Variant<'_, Value>], universe: &Set) -> Expression {
        let [first, rest @ ..] = classes else { return Expression::Null };
        if rest.is_empty() {
            return self.value(vec![first.with(first.item)], universe);
        }
        let values = classes.iter().map(|class| class.item).collect();
        let condition = self.condition(&first.stacks, universe, values);
        let then = self.value(vec![first.with(first.item)], &first.stacks);
        let otherwise = self.choice(rest, &universe.minus(&first.stacks));
        Expression::choice(condition, then, otherwise)
    }

    /// A value that is the same in all stacks of the universe.
    pub(crate) fn converted(&mut self, value: &Value, profile: usize, universe: &Set) -> Expression {
        let mut all = |values: &[Value]| -> Vec<Expression> {
            values.iter().map(|value| self.converted(value, profile, universe)).collect()
        };
        match value {
            Value::Null | Value::Unknown(_) => Expression::Null,
            Value::Bool(value) => Expression::Bool(*value),
            Value::Integer(value) => Expression::Integer(*value),
            Value::Decimal(text) => Expression::Decimal(text.clone()),
            Value::Text(text) => Expression::Text(text.clone()),
            Value::Expression(text) => Expression::Raw(text.clone()),
            Value::List(items) => Expression::list(all(items)),
            Value::Template(parts) => Expression::template(all(parts)),
            Value::Call(call) => Expression::call(call.name.clone(), all(&call.arguments)),
            Value::Object(body) => Expression::Object(self.converted_body(body, profile, universe)),
            Value::Reference(reference) => self.reference(reference, value, profile, universe),
            Value::Local(name) => self.local(name, universe),
            Value::Variable(name) => Expression::Variable(self.registry.user(name)),
            Value::Element(element) => {
                let base = self.converted(&element.base, profile, universe);
                Expression::step(base, element.segment.clone())
            }
            Value::Binary(binary) => {
                let left = self.converted(&binary.left, profile, universe);
                let right = self.converted(&binary.right, profile, universe);
                Expression::binary(left, binary.operator.clone(), right)
            }
            Value::Sensitive(inner) => {
                Expression::Sensitive(Box::new(self.converted(inner, profile, universe)))
            }
            Value::Document(document) => self.converted_document(document, profile, universe),
            Value::Mention(mention) => self.converted(&mention.text, profile, universe),
        }
    }

    fn converted_document(&mut self, document: &Document, profile: usize, universe: &Set) -> Expression {
        match json(document) {
            Some(value) => {
                let value = self.converted(&value, profile, universe);
                Expression::call("jsonencode", vec![value])
            }
            None => self.file(document),
        }
    }

    fn reference(
        &mut self,
        reference: &Reference,
        value: &Value,
        profile: usize,
        universe: &Set,
    ) -> Expression {
        if reference.target != Target::Own {
            let class = Variant { item: value, profile, stacks: universe.clone() };
            let location = self.location();
            return Expression::Variable(self.registry.output(
                self.module_stacks,
                &[class],
                reference,
                &location,
            ));
        }
        let everywhere =
            self.presence.get(&reference.address).is_none_or(|there| *there == self.module_stacks.all);
        let access = if everywhere || reference.attribute.is_empty() { Access::Plain } else { Access::First };
        let (address, attribute) = (Arc::clone(&reference.address), reference.attribute.clone());
        Expression::Resource(Box::new(ResourceReference { address, attribute, access }))
    }

    /// A local: a variable, unless its value refers to resources of the stack.
    fn local(&mut self, name: &SmolStr, universe: &Set) -> Expression {
        let values = self.module_stacks.values_of(name, universe);
        let inside = values.iter().any(|it| self.module_stacks.reach(it.item, &it.stacks) == Reach::Module);
        if inside && stacks_of(&values) == *universe {
            return self.value(values, universe);
        }
        Expression::Variable(self.registry.local(name))
    }

    /// Elements of lists whose lengths are equal, one by one.
    pub(crate) fn one_by_one(&mut self, lists: &[Variant<'_, Vec<Value>>], universe: &Set) -> Expression {
        let count = lists.first().map_or(0, |list| list.item.len());
        let elements = (0..count).map(|at| {
            let variants = lists.iter().map(|list| list.with(&list.item[at])).collect();
            Element { value: self.value(variants, universe), when: None }
        });
        Expression::List(elements.collect())
    }
}

/// The inner values, if all are of one form.
fn inside<'v, T>(
    classes: &[Variant<'v, Value>],
    take: impl Fn(&'v Value) -> Option<&'v T>,
) -> Option<Vec<Variant<'v, T>>> {
    classes.iter().map(|class| Some(class.with(take(class.item)?))).collect()
}
