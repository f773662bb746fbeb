//! 人员 and their records, doubts and imports.

use super::{Read, Write, row, search};
use crate::error::{Error, Result};
use engine::id::PersonId;
use engine::person::{Dossier, Person};
use serde::{Deserialize, Serialize};

/// Something the import could not decide.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Doubt {
    /// Id.
    pub id: String,
    /// Person.
    pub person_id: PersonId,
    /// Field key.
    pub field: String,
    /// Sentence.
    pub message: String,
    /// Value and label of each side.
    pub sides: Vec<(String, String)>,
    /// Instant of the decision.
    pub settled_at: Option<String>,
}

/// What a window of the roster asks for.
#[derive(Debug, Clone, Default)]
pub struct PersonQuery {
    /// A fragment of the name, pinyin, initials, or either end of an id number.
    pub text: String,
    /// Department.
    pub department: Option<String>,
    /// Latest conclusion.
    pub conclusion: Option<String>,
    /// Sort column.
    pub sort: String,
    /// Downwards.
    pub is_descending: bool,
}

/// A row of the roster as the window shows it.
#[derive(Debug, Clone, Deserialize)]
pub struct PersonLine {
    /// The person's columns.
    #[serde(flatten)]
    pub person: Person,
    /// 现职称.
    pub title: Option<String>,
    /// 取得时间.
    pub obtained_on: Option<engine::date::PartialDate>,
    /// Latest conclusion.
    pub conclusion: Option<engine::verdict::Conclusion>,
    /// Latest verdict.
    pub verdict: Option<engine::verdict::Verdict>,
    /// Open doubts.
    pub doubts: i32,
}

/// What is asked for, as a part of a query over `p`, or over `s` alone where a search needs no more.
struct Matching {
    sql: String,
    is_searched: bool,
    /// Whether the people's own rows are not needed to tell who matches.
    is_bare: bool,
}

impl Matching {
    /// Joins are made only where they are asked for: a filter by verdict or a sort by title.
    fn of(q: &PersonQuery) -> Self {
        let is_searched = search::ranges(&q.text).is_some();
        let is_bare =
            is_searched && q.department.is_none() && q.conclusion.is_none() && order(q) == IN_ORDER;
        let mut sql = match (is_bare, is_searched) {
            (true, _) => format!("FROM search_person s WHERE s.n IN ({})", search::FOUND),
            (_, true) => {
                let found = search::FOUND;
                format!(
                    "FROM search_person s JOIN person p ON p.id = s.person_id AND s.n IN ({found})"
                )
            }
            (_, false) => "FROM person p".to_owned(),
        };
        if !is_bare {
            if order(q).starts_with("t.") {
                sql += " LEFT JOIN title_held t ON t.person_id = p.id AND t.ord = 0";
            }
            if q.conclusion.is_some() {
                sql += LATEST;
            }
            sql += " WHERE (?9 IS NULL OR p.department = ?9)";
            if q.conclusion.is_some() {
                sql += " AND a.conclusion = ?10";
            }
        }
        Self { sql, is_searched, is_bare }
    }
}

/// Order of the roster.
const IN_ORDER: &str = "p.rowid";

fn order(q: &PersonQuery) -> &'static str {
    match q.sort.as_str() {
        "name" => "p.name",
        "born_on" => "p.born_on",
        "department" => "p.department",
        "title" => "t.name",
        "obtained_on" => "t.obtained_on",
        _ => IN_ORDER,
    }
}

/// The latest application of a person.
const LATEST: &str = "
LEFT JOIN application a ON a.id = (
    SELECT x.id FROM application x JOIN batch b ON b.id = x.batch_id
    WHERE x.person_id = p.id ORDER BY b.year DESC, b.created_at DESC LIMIT 1)";

impl Read<'_> {
    /// How many people match.
    ///
    /// # Errors
    /// Database failures.
    pub fn count_person(&self, q: &PersonQuery) -> Result<i64> {
        // Every parameter is named, used or not, so that one list of values serves all.
        let all = "?1 IS ?2 IS ?3 IS ?4 IS ?5 IS ?6 IS ?7 IS ?8 IS ?9 IS ?10";
        let matching = Matching::of(&PersonQuery { sort: String::new(), ..q.clone() }).sql;
        let sql = format!("SELECT count(*), {all} {matching}");
        let ranges = search::ranges(&q.text).unwrap_or_default();
        let mut values: Vec<&dyn rusqlite::ToSql> = ranges.iter().map(|r| r as _).collect();
        values.extend([&q.department as &dyn rusqlite::ToSql, &q.conclusion]);
        let mut statement = self.db.prepare_cached(&sql)?;
        Ok(statement.query_row(values.as_slice(), |r| r.get(0))?)
    }

    /// A window of the roster.
    ///
    /// # Errors
    /// Database failures.
    pub fn list_person(&self, q: &PersonQuery, from: i64, count: i64) -> Result<Vec<PersonLine>> {
        let Matching { sql: matching, is_searched, is_bare } = Matching::of(q);
        let way = if q.is_descending { "DESC" } else { "ASC" };
        let (order, id) = (order(q), if is_bare { "s.person_id" } else { "p.id" });
        // People are numbered in the order of the roster.
        let number = if is_searched { "s.n" } else { IN_ORDER };
        let order = if order == IN_ORDER { number } else { order };
        // The window first; what it shows is looked up for its rows alone.
        let sql = format!(
            "WITH shown AS MATERIALIZED (
                 SELECT {id} AS id, {order} AS place, {number} AS number {matching}
                 ORDER BY {order} IS NULL, {order} {way}, {number} LIMIT ?12 OFFSET ?11)
             SELECT p.*, t.name AS title, t.obtained_on, a.conclusion, a.verdict_json,
                    (SELECT count(*) FROM doubt d
                     WHERE d.person_id = p.id AND d.settled_at IS NULL) AS doubts
             FROM shown JOIN person p ON p.id = shown.id
             LEFT JOIN title_held t ON t.person_id = p.id AND t.ord = 0 {LATEST}
             ORDER BY place IS NULL, place {way}, number"
        );
        let ranges = search::ranges(&q.text).unwrap_or_default();
        let mut values: Vec<&dyn rusqlite::ToSql> = ranges.iter().map(|r| r as _).collect();
        values.extend([&q.department as &dyn rusqlite::ToSql, &q.conclusion, &from, &count]);
        row::list(self.db, &sql, &values, false)
    }

    /// All departments.
    ///
    /// # Errors
    /// Database failures.
    pub fn list_department(&self) -> Result<Vec<String>> {
        // From each department to the next one in the index: as many steps as there are departments,
        // not as there are people.
        let sql = "WITH RECURSIVE known (name) AS (
                       SELECT min(department) FROM person
                       UNION ALL
                       SELECT (SELECT min(department) FROM person WHERE department > known.name)
                       FROM known WHERE known.name IS NOT NULL)
                   SELECT known.name FROM known WHERE known.name IS NOT NULL
                   ORDER BY (SELECT p.rowid FROM person p INDEXED BY person_department
                             WHERE p.department = known.name ORDER BY p.rowid LIMIT 1)";
        let mut statement = self.db.prepare_cached(sql)?;
        let rows = statement.query_map([], |r| r.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// One person with all records and open doubts.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn dossier(&self, id: &PersonId) -> Result<Dossier> {
        let person: Option<Person> =
            row::one(self.db, "SELECT * FROM person WHERE id = ?1", &[&id.0], false)?;
        let person = person.ok_or_else(|| Error::not_found("这个人"))?;
        macro_rules! records {
            ($($table:ident: $columns:literal),*) => {
                Dossier {
                    $($table: row::list(
                        self.db,
                        concat!("SELECT ", $columns, " FROM ", stringify!($table),
                                " WHERE person_id = ?1 ORDER BY ord"),
                        &[&id.0],
                        false,
                    )?,)*
                    open_doubts: self.list_doubt(id)?.into_iter().map(|d| d.field).collect(),
                    person,
                }
            };
        }
        Ok(records! {
            education: "mode, level, level_text, degree, school, field_of_study, graduated_on, is_overseas",
            title_held: "name, series, level, obtained_by, obtained_on, appointed_on, is_out_of_province,
                         appointed_by",
            work: "\"from\", until, unit, post, is_professional",
            appraisal: "year, result",
            training: "year, general_hours, specialty_hours, total_hours, proof",
            achievement: "kind, name, period, until, role, grade, proof, issuer, number",
            secondment: "unit, \"from\", until, has_home_duties, basis",
            insurance: "unit, place, \"from\", until, status",
            post_change: "kind, document, changed_on, has_salary_form, paid_from",
            past_application: "year, title, committee, result, result_on, opinions",
            credential: "item, state, note",
            study: "\"from\", until, school, content, certificate",
            activity: "\"from\", until, name, place, role"
        })
    }

    /// Everybody's id, in roster order.
    ///
    /// # Errors
    /// Database failures.
    pub fn list_person_id(&self) -> Result<Vec<PersonId>> {
        let mut statement = self.db.prepare_cached("SELECT id FROM person ORDER BY rowid")?;
        let rows = statement.query_map([], |r| r.get::<_, String>(0))?;
        Ok(rows.map(|r| r.map(PersonId)).collect::<Result<_, _>>()?)
    }

    /// Open doubts of a person.
    ///
    /// # Errors
    /// Database failures.
    pub fn list_doubt(&self, id: &PersonId) -> Result<Vec<Doubt>> {
        let sql = "SELECT * FROM doubt WHERE person_id = ?1 AND settled_at IS NULL ORDER BY rowid";
        row::list(self.db, sql, &[&id.0], false)
    }

    /// A doubt.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn doubt(&self, id: &str) -> Result<Doubt> {
        row::one(self.db, "SELECT * FROM doubt WHERE id = ?1", &[&id], false)?
            .ok_or_else(|| Error::not_found("这处疑问"))
    }

    /// Open doubts of everybody.
    ///
    /// # Errors
    /// Database failures.
    pub fn count_doubt(&self) -> Result<i64> {
        self.count("SELECT count(*) FROM doubt WHERE settled_at IS NULL", &[])
    }

    /// Instant at which the very same bytes were imported before.
    ///
    /// # Errors
    /// Database failures.
    pub fn imported_at(&self, sha256: &str) -> Result<Option<String>> {
        let sql = "SELECT max(imported_at) FROM roster_import
                   WHERE file_sha256 = ?1 AND undone_at IS NULL";
        Ok(self.db.query_row(sql, [sha256], |r| r.get(0))?)
    }
}

impl Write<'_> {
    /// Keep a person, new or changed.
    ///
    /// # Errors
    /// Database failures.
    pub fn put_person(&self, person: &Person) -> Result<()> {
        self.keep_version(&person.id)?;
        row::replace(self.db, "person", &[], person)?;
        self.put_search(person)
    }

    /// Add a person nobody has records of yet, with all records.
    ///
    /// # Errors
    /// Database failures.
    pub fn add_dossier(&self, d: &Dossier) -> Result<()> {
        let id = &d.person.id;
        row::insert(self.db, "person", &[], &d.person)?;
        self.add_search(&d.person)?;
        macro_rules! add {
            ($($table:ident),*) => { $(self.add_records(stringify!($table), id, &d.$table)?;)* };
        }
        add!(education, title_held, work, appraisal, training, achievement, secondment, insurance);
        add!(post_change, past_application, credential, study, activity);
        Ok(())
    }

    fn add_records<T: Serialize>(&self, table: &str, id: &PersonId, items: &[T]) -> Result<()> {
        for (ord, item) in items.iter().enumerate() {
            let ord = ord as i64;
            row::insert(self.db, table, &[("person_id", &id.0), ("ord", &ord)], item)?;
        }
        Ok(())
    }

    /// Replace the records of one kind.
    ///
    /// # Errors
    /// Database failures.
    pub fn put_records<T: Serialize>(&self, table: &str, id: &PersonId, items: &[T]) -> Result<()> {
        let sql = format!("DELETE FROM {table} WHERE person_id = ?1");
        self.db.prepare_cached(&sql)?.execute([&id.0])?;
        self.add_records(table, id, items)
    }

    /// Replace a person and all records.
    ///
    /// # Errors
    /// Database failures.
    pub fn put_dossier(&self, d: &Dossier) -> Result<()> {
        let id = &d.person.id;
        self.put_person(&d.person)?;
        macro_rules! put {
            ($($table:ident),*) => { $(self.put_records(stringify!($table), id, &d.$table)?;)* };
        }
        put!(education, title_held, work, appraisal, training, achievement, secondment, insurance);
        put!(post_change, past_application, credential, study, activity);
        Ok(())
    }

    /// Remove a person nobody refers to, records and doubts included.
    ///
    /// # Errors
    /// Database failures.
    pub fn remove_person(&self, id: &PersonId) -> Result<()> {
        self.remove_search(id)?;
        self.db.execute("DELETE FROM person WHERE id = ?1", [&id.0])?;
        Ok(())
    }

    /// Replace the open doubts of a person by those of an import.
    ///
    /// # Errors
    /// Database failures.
    pub fn put_doubts(&self, id: &PersonId, doubts: &[Doubt], import: &str) -> Result<()> {
        let sql = "DELETE FROM doubt WHERE person_id = ?1 AND settled_at IS NULL";
        self.db.execute(sql, [&id.0])?;
        for doubt in doubts {
            row::insert(self.db, "doubt", &[("import_id", &import)], doubt)?;
        }
        Ok(())
    }

    /// Mark a doubt as settled.
    ///
    /// # Errors
    /// Database failures.
    pub fn settle_doubt(&self, id: &str, at: &str) -> Result<()> {
        self.db.execute("UPDATE doubt SET settled_at = ?2 WHERE id = ?1", [id, at])?;
        Ok(())
    }
}
