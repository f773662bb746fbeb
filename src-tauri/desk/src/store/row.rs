//! Structs to rows and back through serde, so that a column and a field have one name.
//!
//! Rules: `is_*` and `has_*` columns are INTEGER 0/1 and boolean in the struct; a struct or list in
//! the struct is a `*_json` TEXT column; unknown is NULL.

use crate::error::{Error, Result};
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, Row, ToSql};
use rustc_hash::FxHashMap;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value as Json};
use std::cell::RefCell;
use std::rc::Rc;

/// How structs of one shape are written to one table.
struct Shape {
    /// Statement with a mark for every column.
    sql: String,
    /// Names of the columns in front.
    extra: Vec<String>,
    /// Names of the fields.
    fields: Vec<String>,
    /// Of each field whether its column holds JSON.
    nested: Vec<bool>,
}

impl Shape {
    /// Whether it is the one of these columns and fields.
    fn is_of(&self, extra: &[(&str, &dyn ToSql)], fields: &Map<String, Json>) -> bool {
        self.extra.iter().eq(extra.iter().map(|(name, _)| *name))
            && self.fields.iter().eq(fields.keys())
    }
}

thread_local! {
    /// Shapes met so far. A table never changes while the program runs: scripts come first.
    static SHAPES: RefCell<[FxHashMap<String, Rc<Shape>>; 2]> = RefCell::default();
}

/// The shape of a struct's fields in a table. What is `None` does not show whether it is nested, so
/// the table is asked for its columns.
fn shape(
    db: &Connection,
    table: &str,
    extra: &[(&str, &dyn ToSql)],
    fields: &Map<String, Json>,
    is_replacing: bool,
) -> Result<Rc<Shape>> {
    let kind = usize::from(is_replacing);
    let known = SHAPES.with_borrow(|shapes| shapes[kind].get(table).cloned());
    if let Some(known) = known.filter(|k| k.is_of(extra, fields)) {
        return Ok(known);
    }
    let mut statement = db.prepare_cached("SELECT name FROM pragma_table_info(?1)")?;
    let columns: Vec<String> =
        statement.query_map([table], |r| r.get(0))?.collect::<Result<_, _>>()?;
    let mut names: Vec<String> = extra.iter().map(|(name, _)| format!("\"{name}\"")).collect();
    let mut nested = Vec::new();
    for field in fields.keys() {
        let field = snake(field);
        nested.push(!columns.contains(&field));
        let end = if columns.contains(&field) { "" } else { "_json" };
        names.push(format!("\"{field}{end}\""));
    }
    let marks = vec!["?"; names.len()].join(", ");
    let mut sql = format!("INSERT INTO {table} ({}) VALUES ({marks})", names.join(", "));
    if is_replacing {
        let sets: Vec<String> = names[1..].iter().map(|n| format!("{n} = excluded.{n}")).collect();
        sql += &format!(" ON CONFLICT ({}) DO UPDATE SET {}", names[0], sets.join(", "));
    }
    let extra = extra.iter().map(|(name, _)| (*name).to_owned()).collect();
    let shape = Rc::new(Shape { sql, extra, fields: fields.keys().cloned().collect(), nested });
    SHAPES.with_borrow_mut(|shapes| shapes[kind].insert(table.to_owned(), Rc::clone(&shape)));
    Ok(shape)
}

/// A field as its column holds it.
fn value(field: Json, is_nested: bool) -> Value {
    match field {
        Json::Null => Value::Null,
        nested if is_nested => Value::Text(nested.to_string()),
        Json::Bool(b) => Value::Integer(i64::from(b)),
        Json::Number(n) => match n.as_i64() {
            Some(i) => Value::Integer(i),
            None => Value::Real(n.as_f64().unwrap_or_default()),
        },
        Json::String(text) => Value::Text(text),
        nested => Value::Text(nested.to_string()),
    }
}

fn snake(key: &str) -> String {
    let mut out = String::new();
    for c in key.chars() {
        if c.is_ascii_uppercase() {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

fn camel(key: &str) -> String {
    let mut out = String::new();
    let mut up = false;
    for c in key.chars() {
        if c == '_' {
            up = true;
        } else if up {
            out.push(c.to_ascii_uppercase());
            up = false;
        } else {
            out.push(c);
        }
    }
    out
}

/// Insert a struct, with extra columns in front.
pub fn insert(
    db: &Connection,
    table: &str,
    extra: &[(&str, &dyn ToSql)],
    item: &impl Serialize,
) -> Result<()> {
    put(db, table, extra, item, false)
}

/// Insert a struct or replace the row with its key, the first column.
pub fn replace(
    db: &Connection,
    table: &str,
    extra: &[(&str, &dyn ToSql)],
    item: &impl Serialize,
) -> Result<()> {
    put(db, table, extra, item, true)
}

fn put(
    db: &Connection,
    table: &str,
    extra: &[(&str, &dyn ToSql)],
    item: &impl Serialize,
    is_replacing: bool,
) -> Result<()> {
    let Json::Object(fields) = serde_json::to_value(item)? else {
        return Err(Error::internal("row is no struct"));
    };
    let shape = shape(db, table, extra, &fields, is_replacing)?;
    let mut statement = db.prepare_cached(&shape.sql)?;
    let mut at = 0;
    for (_, extra) in extra {
        at += 1;
        statement.raw_bind_parameter(at, extra)?;
    }
    for ((_, field), is_nested) in fields.into_iter().zip(&shape.nested) {
        at += 1;
        statement.raw_bind_parameter(at, value(field, *is_nested))?;
    }
    statement.raw_execute()?;
    Ok(())
}

/// A row as a struct; `is_camel` for structs whose wire form is camelCase.
pub fn read<T: DeserializeOwned>(row: &Row<'_>, is_camel: bool) -> Result<T> {
    let mut map = Map::new();
    for (i, column) in row.as_ref().column_names().enumerate() {
        let is_flag = column.starts_with("is_") || column.starts_with("has_");
        let (name, is_json) = match column.strip_suffix("_json") {
            Some(name) => (name, true),
            None => (column, false),
        };
        let value = match row.get_ref(i)? {
            ValueRef::Null => Json::Null,
            ValueRef::Integer(n) if is_flag => Json::Bool(n != 0),
            ValueRef::Integer(n) => Json::from(n),
            ValueRef::Real(n) => Json::from(n),
            ValueRef::Text(text) if is_json => serde_json::from_slice(text)?,
            ValueRef::Text(text) => Json::String(String::from_utf8_lossy(text).into_owned()),
            ValueRef::Blob(_) => return Err(Error::internal("unexpected blob column")),
        };
        map.insert(if is_camel { camel(name) } else { name.to_owned() }, value);
    }
    Ok(serde_json::from_value(Json::Object(map))?)
}

/// All rows of a query as structs.
pub fn list<T: DeserializeOwned>(
    db: &Connection,
    sql: &str,
    params: &[&dyn ToSql],
    is_camel: bool,
) -> Result<Vec<T>> {
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query(params)?;
    let mut out = Vec::new();
    while let Some(row) = rows.next()? {
        out.push(read(row, is_camel)?);
    }
    Ok(out)
}

/// The first row of a query as a struct.
pub fn one<T: DeserializeOwned>(
    db: &Connection,
    sql: &str,
    params: &[&dyn ToSql],
    is_camel: bool,
) -> Result<Option<T>> {
    Ok(list(db, sql, params, is_camel)?.into_iter().next())
}
