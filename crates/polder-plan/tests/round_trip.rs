//! Random configurations with modules, instances, references and values of all kinds: written as a plan by a
//! simple oracle, they are read back as the same resources, values and references.

use std::collections::BTreeMap;
use std::sync::Arc;

use polder_cloud::schema::Schema;
use polder_cloud::{
    Address, Body, Content, Dependency, Form, Instance, InstanceKey, Item, Mode, ModuleCall, Reference,
    Segment, Target, Unknown, Value,
};
use polder_plan::{Document, read};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Map, Value as Json, json};

/// The values of a block, what is unknown in it, and what is sensitive.
type BlockParts = (Map<String, Json>, Map<String, Json>, Map<String, Json>);

/// The schema has no such kind, so blocks are recognized by the configuration.
const KIND: &str = "x_thing";

/// A module in the configuration.
#[derive(Clone, Debug)]
struct Module {
    instances: Instances,
    resources: Vec<Resource>,
    children: Vec<Module>,
}

/// The number of instances.
#[derive(Clone, Debug)]
enum Instances {
    One,
    Count(u64),
    Each(Vec<String>),
}

/// A resource in the configuration. It always has an unknown `id`.
#[derive(Clone, Debug)]
struct Resource {
    instances: Instances,
    fields: Vec<Field>,
    blocks: Vec<Vec<Field>>,
}

/// An attribute.
#[derive(Clone, Debug)]
enum Field {
    Known(Constant),
    Sensitive(Constant),
    /// Set by the provider.
    Later,
    /// The `id` of a resource of the same module: of one of its instances.
    Beside(Index, Index),
    /// The same, passed to the module by its caller.
    Given(Index, Index),
    /// The same, as an output of a called module.
    GivenOut(Index, Index, Index, Index),
}

/// A value that is known.
#[derive(Clone, Debug)]
enum Constant {
    Bool(bool),
    Number(i64),
    Text(String),
    List(Vec<Constant>),
    Map(BTreeMap<String, Constant>),
}

impl Instances {
    fn keys(&self) -> Vec<Option<InstanceKey>> {
        match self {
            Instances::One => vec![None],
            Instances::Count(count) => (0..*count).map(|at| Some(InstanceKey::Index(at))).collect(),
            Instances::Each(names) => {
                names.iter().map(|name| Some(InstanceKey::Name(name.as_str().into()))).collect()
            }
        }
    }

    /// Into a resource or call of the configuration.
    fn write(&self, into: &mut Json) {
        match self {
            Instances::One => {}
            Instances::Count(count) => into["count_expression"] = json!({ "constant_value": count }),
            Instances::Each(_) => into["for_each_expression"] = json!({"references": ["var.not_given"]}),
        }
    }
}

impl Constant {
    fn json(&self) -> Json {
        match self {
            Constant::Bool(value) => json!(value),
            Constant::Number(value) => json!(value),
            Constant::Text(value) => json!(value),
            Constant::List(items) => items.iter().map(Constant::json).collect(),
            Constant::Map(items) => {
                Json::Object(items.iter().map(|(key, value)| (key.clone(), value.json())).collect())
            }
        }
    }

    fn value(&self) -> Value {
        match self {
            Constant::Bool(value) => Value::Bool(*value),
            Constant::Number(value) => Value::Integer(*value),
            Constant::Text(value) => Value::Text(value.as_str().into()),
            Constant::List(items) => Value::List(items.iter().map(Constant::value).collect()),
            Constant::Map(items) => {
                let item = |(key, value): (&String, &Constant)| attribute(key, value.value());
                Value::Object(Box::new(Body { items: items.iter().map(item).collect() }))
            }
        }
    }
}

fn attribute(key: &str, value: Value) -> Item {
    Item { key: key.into(), comment: None, content: Content::Attribute(value), at: None }
}

/// The name of an attribute that has an `id`.
fn name(at: usize, field: &Field) -> String {
    match field {
        Field::Known(_) | Field::Sensitive(_) | Field::Later => format!("a{at}"),
        Field::Beside(..) | Field::Given(..) | Field::GivenOut(..) => format!("r{at}_thing_id"),
    }
}

/// An instance of a module, while the plan and the expected result are built.
struct Scope<'m> {
    module: &'m Module,
    path: Vec<ModuleCall>,
    /// Its arguments: an address for each variable.
    variables: BTreeMap<String, Address>,
}

/// The expected result, by address: the body and the dependencies.
type Expected = BTreeMap<String, (Body, Vec<Dependency>)>;

#[derive(Default)]
struct Plan {
    changes: Vec<Json>,
    expected: Expected,
}

/// The target of a field, and its form in the configuration.
struct Referred {
    address: Address,
    references: Vec<String>,
}

fn address(path: &[ModuleCall], at: usize, key: Option<InstanceKey>) -> Address {
    let plain = path.is_empty() && key.is_none();
    let instance = (!plain).then(|| Arc::new(Instance { modules: path.to_vec(), key }));
    Address { instance, ..Address::in_root(Mode::Managed, KIND, format!("t{at}")) }
}

/// `x_thing.t0["a"].id`, and its prefixes.
fn references(at: usize, key: Option<&InstanceKey>) -> Vec<String> {
    let whole = format!("{KIND}.t{at}");
    match key {
        None => vec![format!("{whole}.id"), whole],
        Some(key) => vec![format!("{whole}{key}.id"), format!("{whole}{key}"), whole],
    }
}

/// One of the resources of a module and one of its instances.
fn chosen(module: &Module, resource: Index, instance: Index) -> Option<(usize, Option<InstanceKey>)> {
    let at = (!module.resources.is_empty()).then(|| resource.index(module.resources.len()))?;
    let keys = module.resources[at].instances.keys();
    (!keys.is_empty()).then(|| (at, keys[instance.index(keys.len())].clone()))
}

impl Scope<'_> {
    /// The target of a field. `None` where the module has nothing of the kind; then the field is left out.
    fn referred(&self, field: &Field) -> Option<Referred> {
        match field {
            Field::Known(_) | Field::Sensitive(_) | Field::Later => None,
            Field::Beside(resource, instance) => {
                let (at, key) = chosen(self.module, *resource, *instance)?;
                let references = references(at, key.as_ref());
                Some(Referred { address: address(&self.path, at, key), references })
            }
            Field::Given(resource, instance) => {
                let name = variable(resource.index(1000), instance.index(1000));
                Some(Referred {
                    address: self.variables.get(&name)?.clone(),
                    references: vec![format!("var.{name}")],
                })
            }
            Field::GivenOut(child, of, resource, instance) => {
                let children = &self.module.children;
                let at = (!children.is_empty()).then(|| child.index(children.len()))?;
                let keys = children[at].instances.keys();
                let of = (!keys.is_empty()).then(|| keys[of.index(keys.len())].clone())?;
                let (target, key) = chosen(&children[at], *resource, *instance)?;
                let mut path = self.path.clone();
                path.push(ModuleCall { name: format!("m{at}").into(), key: of.clone() });
                let call = of.map_or_else(|| format!("module.m{at}"), |key| format!("module.m{at}{key}"));
                let output = output(target, key.as_ref());
                let references = vec![format!("{call}.{output}"), call];
                Some(Referred { address: address(&path, target, key), references })
            }
        }
    }
}

/// The variable by which a module gets something from its caller. The numbers say what.
fn variable(resource: usize, instance: usize) -> String {
    format!("v{resource}_{instance}")
}

/// The output for one of its resources.
fn output(at: usize, key: Option<&InstanceKey>) -> String {
    let key: String =
        key.map(ToString::to_string).unwrap_or_default().bytes().map(|byte| format!("_{byte}")).collect();
    format!("o{at}{key}")
}

/// All variables of a module: the two numbers, and the caller's argument.
fn wanted(module: &Module) -> Vec<(Index, Index)> {
    let fields = module
        .resources
        .iter()
        .flat_map(|resource| resource.fields.iter().chain(resource.blocks.iter().flatten()));
    fields
        .filter_map(|field| {
            if let Field::Given(resource, instance) = field { Some((*resource, *instance)) } else { None }
        })
        .collect()
}

/// The configuration of a module.
fn configuration(module: &Module) -> Json {
    let expressions = |fields: &[Field]| -> Json {
        let scope = Scope { module, path: vec![], variables: every_variable(module) };
        let expression = |(at, field): (usize, &Field)| -> Option<(String, Json)> {
            let expression = match field {
                Field::Known(value) | Field::Sensitive(value) => json!({"constant_value": value.json()}),
                Field::Later => return None,
                other => json!({"references": scope.referred(other)?.references}),
            };
            Some((name(at, field), expression))
        };
        Json::Object(fields.iter().enumerate().filter_map(expression).collect())
    };
    let resources: Vec<Json> = module
        .resources
        .iter()
        .enumerate()
        .map(|(at, resource)| {
            let mut written = json!({"mode": "managed", "type": KIND, "name": format!("t{at}"),
                "expressions": expressions(&resource.fields)});
            let blocks: Vec<Json> = resource.blocks.iter().map(|fields| expressions(fields)).collect();
            if !blocks.is_empty() {
                written["expressions"]["block"] = json!(blocks);
            }
            resource.instances.write(&mut written);
            written
        })
        .collect();
    let outputs: Map<String, Json> = module
        .resources
        .iter()
        .enumerate()
        .flat_map(|(at, resource)| resource.instances.keys().into_iter().map(move |key| (at, key)))
        .map(|(at, key)| {
            (output(at, key.as_ref()), json!({"expression": {"references": references(at, key.as_ref())}}))
        })
        .collect();
    let calls: Map<String, Json> = module
        .children
        .iter()
        .enumerate()
        .map(|(at, child)| {
            let given: Map<String, Json> = wanted(child)
                .into_iter()
                .filter_map(|(resource, instance)| {
                    let (at, key) = chosen(module, resource, instance)?;
                    let name = variable(resource.index(1000), instance.index(1000));
                    Some((name, json!({"references": references(at, key.as_ref())})))
                })
                .collect();
            let mut call = json!({"expressions": given, "module": configuration(child)});
            child.instances.write(&mut call);
            (format!("m{at}"), call)
        })
        .collect();
    json!({"resources": resources, "outputs": outputs, "module_calls": calls})
}

/// In a configuration a variable is written whatever it holds.
fn every_variable(module: &Module) -> BTreeMap<String, Address> {
    let named = |(resource, instance): (Index, Index)| {
        (variable(resource.index(1000), instance.index(1000)), address(&[], 0, None))
    };
    wanted(module).into_iter().map(named).collect()
}

impl Plan {
    /// An instance of a module with its content, as in `planned_values`.
    fn module(&mut self, scope: &Scope<'_>) -> Json {
        let mut resources = vec![];
        for (at, resource) in scope.module.resources.iter().enumerate() {
            for key in resource.instances.keys() {
                resources.push(self.resource(scope, resource, &address(&scope.path, at, key.clone()), key));
            }
        }
        let mut children = vec![];
        for (at, child) in scope.module.children.iter().enumerate() {
            for key in child.instances.keys() {
                let mut path = scope.path.clone();
                path.push(ModuleCall { name: format!("m{at}").into(), key });
                let give = |(resource, instance): (Index, Index)| {
                    let (at, key) = chosen(scope.module, resource, instance)?;
                    let name = variable(resource.index(1000), instance.index(1000));
                    Some((name, address(&scope.path, at, key)))
                };
                let variables = wanted(child).into_iter().filter_map(give).collect();
                children.push(self.module(&Scope { module: child, path, variables }));
            }
        }
        let path: Vec<String> = scope.path.iter().map(ToString::to_string).collect();
        json!({"address": path.join("."), "resources": resources, "child_modules": children})
    }

    fn resource(
        &mut self,
        scope: &Scope<'_>,
        resource: &Resource,
        address: &Address,
        key: Option<InstanceKey>,
    ) -> Json {
        let mut written = Written::default();
        written.fields(scope, &resource.fields, &[]);
        written.items.push(attribute("id", Value::Unknown(Unknown::AfterApply)));
        let (mut blocks, several) = (vec![], resource.blocks.len() > 1);
        for (number, fields) in resource.blocks.iter().enumerate() {
            let mut path = vec![Segment::Name("block".into())];
            path.extend(several.then(|| Segment::Index(u32::try_from(number).expect("a few"))));
            let mut inner = Written::default();
            inner.fields(scope, fields, &path);
            blocks.push((inner.values, inner.unknown, inner.sensitive));
            written.dependencies.append(&mut inner.dependencies);
            let content = Content::Block(sorted(Body { items: inner.items }));
            written.items.push(Item { key: "block".into(), comment: None, content, at: None });
        }
        let part = |pick: fn(&BlockParts) -> &Map<String, Json>| {
            blocks.iter().map(|block| Json::Object(pick(block).clone())).collect::<Vec<Json>>()
        };
        if !blocks.is_empty() {
            written.values.insert("block".to_owned(), json!(part(|it| &it.0)));
            written.unknown.insert("block".to_owned(), json!(part(|it| &it.1)));
            written.sensitive.insert("block".to_owned(), json!(part(|it| &it.2)));
        }
        written.unknown.insert("id".to_owned(), json!(true));
        written.dependencies.sort_by_key(|it| format!("{:?}", it.path));
        self.expected
            .insert(address.to_string(), (sorted(Body { items: written.items }), written.dependencies));
        self.changes.push(json!({"address": address.to_string(),
            "change": {"actions": ["create"], "after_unknown": written.unknown}}));
        let mut planned = json!({"address": address.to_string(), "mode": "managed", "type": KIND,
            "name": address.name.as_str(), "values": written.values, "sensitive_values": written.sensitive});
        match key {
            Some(InstanceKey::Index(index)) => planned["index"] = json!(index),
            Some(InstanceKey::Name(name)) => planned["index"] = json!(name.as_str()),
            None => {}
        }
        planned
    }
}

/// Attributes in the three forms of the document, and the expected result.
#[derive(Default)]
struct Written {
    values: Map<String, Json>,
    unknown: Map<String, Json>,
    sensitive: Map<String, Json>,
    items: Vec<Item>,
    dependencies: Vec<Dependency>,
}

impl Written {
    fn fields(&mut self, scope: &Scope<'_>, fields: &[Field], path: &[Segment]) {
        for (at, field) in fields.iter().enumerate() {
            let name = name(at, field);
            match field {
                Field::Known(value) => {
                    self.values.insert(name.clone(), value.json());
                    self.items.push(attribute(&name, value.value()));
                }
                Field::Sensitive(value) => {
                    self.values.insert(name.clone(), value.json());
                    self.sensitive.insert(name.clone(), json!(true));
                    self.items.push(attribute(&name, Value::Sensitive(Box::new(value.value()))));
                }
                Field::Later => {
                    self.unknown.insert(name.clone(), json!(true));
                    self.items.push(attribute(&name, Value::Unknown(Unknown::AfterApply)));
                }
                Field::Beside(..) | Field::Given(..) | Field::GivenOut(..) => {
                    let Some(Referred { address, .. }) = scope.referred(field) else { continue };
                    let reference =
                        Reference { target: Target::Own, address: Arc::new(address), attribute: "id".into() };
                    self.unknown.insert(name.clone(), json!(true));
                    self.items.push(attribute(&name, Value::Reference(Box::new(reference.clone()))));
                    let path = path.iter().cloned().chain([Segment::Name(name.into())]).collect();
                    self.dependencies.push(Dependency { path, reference, form: Form::Only });
                }
            }
        }
    }
}

/// Attributes by name, then blocks in their order.
fn sorted(mut body: Body) -> Body {
    body.items.sort_by_key(|item| match &item.content {
        Content::Attribute(_) => (0, item.key.clone()),
        Content::Block(_) => (1, item.key.clone()),
    });
    for item in &mut body.items {
        if let Content::Block(inner) = &mut item.content {
            *inner = sorted(std::mem::take(inner));
        }
    }
    body
}

fn constant() -> impl Strategy<Value = Constant> {
    let leaf = prop_oneof![
        any::<bool>().prop_map(Constant::Bool),
        any::<i64>().prop_map(Constant::Number),
        ".{0,12}".prop_map(Constant::Text),
    ];
    leaf.prop_recursive(2, 8, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Constant::List),
            prop::collection::btree_map(".{1,4}", inner, 0..3).prop_map(Constant::Map),
        ]
    })
}

fn instances() -> impl Strategy<Value = Instances> {
    let odd = select(vec!["a", "b.c", "d[0]", "e\"f", "g\\h", "${i}", "", "ü\n", "%{j"]);
    prop_oneof![
        3 => Just(Instances::One),
        1 => (0..3_u64).prop_map(Instances::Count),
        1 => prop::collection::btree_set(odd, 0..3)
            .prop_map(|names| Instances::Each(names.into_iter().map(str::to_owned).collect())),
    ]
}

fn field() -> impl Strategy<Value = Field> {
    let index = any::<Index>;
    prop_oneof![
        2 => constant().prop_map(Field::Known),
        1 => constant().prop_map(Field::Sensitive),
        1 => Just(Field::Later),
        2 => (index(), index()).prop_map(|(a, b)| Field::Beside(a, b)),
        1 => (index(), index()).prop_map(|(a, b)| Field::Given(a, b)),
        1 => (index(), index(), index(), index()).prop_map(|(a, b, c, d)| Field::GivenOut(a, b, c, d)),
    ]
}

fn resource() -> impl Strategy<Value = Resource> {
    let fields = || prop::collection::vec(field(), 0..4);
    // Constants in a block distinguish it from others; the schema does not have it.
    let block = |(at, mut fields): (usize, Vec<Field>)| {
        fields.insert(0, Field::Known(Constant::Number(i64::try_from(at).expect("a few"))));
        fields
    };
    let blocks = prop::collection::vec(fields(), 0..3)
        .prop_map(move |blocks| blocks.into_iter().enumerate().map(block).collect());
    (instances(), fields(), blocks).prop_map(|(instances, fields, blocks)| Resource {
        instances,
        fields,
        blocks,
    })
}

fn module() -> impl Strategy<Value = Module> {
    let of = |resources| (instances(), prop::collection::vec(resource(), resources));
    let leaf = of(1..4).prop_map(|(instances, resources)| Module { instances, resources, children: vec![] });
    leaf.prop_recursive(2, 6, 2, move |inner| {
        (of(0..3), prop::collection::vec(inner, 0..3)).prop_map(|((instances, resources), children)| Module {
            instances,
            resources,
            children,
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn what_is_written_is_read_back(root in module()) {
        let root = Module { instances: Instances::One, ..root };
        let mut plan = Plan::default();
        let scope = Scope { module: &root, path: vec![], variables: BTreeMap::new() };
        let planned = plan.module(&scope);
        let document = json!({"format_version": "1.2", "planned_values": {"root_module": planned},
            "resource_changes": plan.changes, "configuration": {"root_module": configuration(&root)}})
        .to_string();
        let document = Document { name: "plan", bytes: document.as_bytes(), state_key: None };
        let cloud = read(&[document], Schema::aws()).expect("it is sound");
        let found: Expected = cloud.stacks[0]
            .resources
            .iter()
            .map(|resource| {
                let mut dependencies = resource.foreign.as_ref().expect("it was read").dependencies.clone();
                // Conditions of instances are not the subject of this test.
                dependencies.retain(|it| it.form != Form::Part);
                dependencies.sort_by_key(|it| format!("{:?}", it.path));
                (resource.address.to_string(), (sorted(resource.body.as_ref().clone()), dependencies))
            })
            .collect();
        prop_assert_eq!(found, plan.expected);
    }
}
