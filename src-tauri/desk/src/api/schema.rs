//! TypeScript and JSON Schema of the table, generated so that no hand copies a type.

use super::wire::{JobProgress, WireError};
use super::{TABLE, visit};
use engine::pack::Packs;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use ts_rs::{Config, TS, TypeVisitor};

/// Somebody who looks at every command's request and response.
pub(crate) trait Visitor {
    /// Look at one.
    fn look(&mut self, name: &'static str, request: TypeOf, response: TypeOf);
}

impl dyn Visitor + '_ {
    pub(crate) fn command<Q, A>(&mut self, name: &'static str)
    where
        Q: TS + JsonSchema + 'static,
        A: TS + JsonSchema + 'static,
    {
        self.look(name, TypeOf::of::<Q>(), TypeOf::of::<A>());
    }
}

/// A type that was met: its TypeScript declarations and its schema.
pub(crate) struct TypeOf {
    ident: String,
    declarations: BTreeMap<String, String>,
    schema: fn(&mut SchemaGenerator) -> Value,
}

impl TypeOf {
    fn of<T: TS + JsonSchema + 'static>() -> Self {
        let mut seen = Declarations { config: Config::new(), found: BTreeMap::new() };
        seen.visit::<T>();
        Self {
            ident: T::ident(&seen.config),
            declarations: seen.found,
            schema: |generator| generator.subschema_for::<T>().to_value(),
        }
    }
}

struct Declarations {
    config: Config,
    found: BTreeMap<String, String>,
}

impl TypeVisitor for Declarations {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if T::output_path().is_some() {
            let ident = T::ident(&self.config);
            if self.found.contains_key(&ident) {
                return;
            }
            let docs = T::docs().unwrap_or_default();
            let text = format!("{docs}export {}", T::decl(&self.config));
            self.found.insert(ident, text);
        }
        T::visit_dependencies(self);
    }
}

#[derive(Default)]
struct Gatherer {
    declarations: BTreeMap<String, String>,
    commands: Vec<(&'static str, String, String)>,
}

impl Visitor for Gatherer {
    fn look(&mut self, name: &'static str, request: TypeOf, response: TypeOf) {
        self.commands.push((name, request.ident.clone(), response.ident.clone()));
        self.declarations.extend(request.declarations);
        self.declarations.extend(response.declarations);
    }
}

/// `ui/src/api/bindings.ts`.
#[must_use]
pub fn typescript() -> String {
    let mut all = Gatherer::default();
    visit(&mut all);
    all.declarations.extend(TypeOf::of::<WireError>().declarations);
    all.declarations.extend(TypeOf::of::<JobProgress>().declarations);
    let mut out = String::from(
        "// Generated from src-tauri/desk/src/api by `./dev schemas`. Do not edit.\n/* eslint-disable */\n\n",
    );
    for text in all.declarations.values() {
        let _ = writeln!(out, "{text}\n");
    }
    out.push_str("/** Every command: request and response. */\nexport interface Commands {\n");
    for (name, request, response) in &all.commands {
        let _ = writeln!(out, "  '{name}': {{ input: {request}; output: {response} }};");
    }
    out.push_str("}\n\n/** Topics a command shows (reads) or makes stale (writes). */\n");
    out.push_str("export const commands = {\n");
    for command in TABLE {
        let topics: Vec<String> = command.topics.iter().map(|t| format!("'{t}'")).collect();
        let _ = writeln!(
            out,
            "  '{}': {{ label: '{}', isWrite: {}, topics: [{}] }},",
            command.name,
            command.label,
            command.is_write,
            topics.join(", ")
        );
    }
    out.push_str("} as const;\n");
    out
}

struct Schemas {
    generator: SchemaGenerator,
    commands: Map<String, Value>,
}

impl Visitor for Schemas {
    fn look(&mut self, name: &'static str, request: TypeOf, response: TypeOf) {
        let request = (request.schema)(&mut self.generator);
        let response = (response.schema)(&mut self.generator);
        self.commands.insert(name.to_owned(), json!({ "request": request, "response": response }));
    }
}

/// The files of `schemas/` generated from Rust: name and content.
#[must_use]
pub fn schemas(packs: &Packs) -> Vec<(&'static str, String)> {
    let mut all = Schemas { generator: SchemaGenerator::default(), commands: Map::new() };
    visit(&mut all);
    let definitions = Value::Object(all.generator.take_definitions(true).into_iter().collect());
    let api = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "呈报 commands",
        "commands": Value::Object(all.commands),
        "$defs": definitions,
    });
    let pack = SchemaGenerator::default().into_root_schema_for::<engine::pack::PackFile>();
    let text = |value: &Value| serde_json::to_string_pretty(value).unwrap_or_default() + "\n";
    let mut files = vec![
        ("api.schema.json", text(&api)),
        ("pack.schema.json", text(pack.as_value())),
        ("facts.schema.json", text(&facts_schema(packs))),
        ("form.schema.json", text(&crate::forms::schema())),
    ];
    // The very texts that travel inside every bag.
    for (name, (_, schema)) in ["manifest.schema.json", "application.schema.json"]
        .into_iter()
        .zip(engine::bundle::schemas())
    {
        files.push((name, schema));
    }
    files
}

/// The schema of the facts document, each field with the refs of the rules that read it.
fn facts_schema(packs: &Packs) -> Value {
    let schema = SchemaGenerator::default().into_root_schema_for::<engine::fact::Facts>();
    let mut root = schema.as_value().clone();
    for (path, refs) in engine::fact::schema::readers(packs) {
        let parts: Vec<&str> = path.split('.').map(|p| p.trim_end_matches("[]")).collect();
        let mut pointer = String::new();
        for (i, part) in parts.iter().enumerate() {
            let field = format!("{pointer}/properties/{part}");
            let Some(found) = root.pointer(&field) else { break };
            if i + 1 < parts.len() {
                let Some(next) = reference(found) else { break };
                pointer = format!("/$defs/{next}");
                continue;
            }
            let rules: Vec<&String> = refs.iter().collect();
            let rules = json!(rules);
            if let Some(Value::Object(field)) = root.pointer_mut(&field) {
                field.insert("x-rules".to_owned(), rules);
            }
        }
    }
    root
}

/// The definition a field refers to, directly, as a list of it, or as it or nothing.
fn reference(field: &Value) -> Option<String> {
    let own = |v: &Value| v["$ref"].as_str()?.strip_prefix("#/$defs/").map(str::to_owned);
    own(field).or_else(|| own(&field["items"])).or_else(|| {
        let any = field["anyOf"].as_array()?;
        any.iter().find_map(|v| own(v).or_else(|| own(&v["items"])))
    })
}
