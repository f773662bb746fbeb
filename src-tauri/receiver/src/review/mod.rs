//! The review pages (审核页): a reviewer looks into received bundles and decides, in any browser.
//!
//! Plain pages without scripts. Names and scans come out of the stored bundles at the moment they are
//! looked at and are written nowhere else; each look and each decision is noted in the audit table.

mod page;
mod session;
mod shelf;

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Form, Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use engine::decision::{Outcome, Remark};
use engine::protocol::ProblemCode;
use maud::Markup;
use serde::Deserialize;
use tokio_util::io::ReaderStream;

pub use session::Sessions;
use session::{Session, cookie_of};
use shelf::Place;

use crate::decide::{Ruling, decide};
use crate::failure::{Failure, Result};
use crate::http::{App, blocking};
use crate::reviewer;

/// What every page may load: its own style, its own pictures, nothing else.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; \
                      frame-ancestors 'none'; base-uri 'none'";

/// All pages, under `/review`.
pub fn router(app: Arc<App>) -> Router {
    let pages = Router::new()
        .route("/", get(list))
        .route("/login", get(login_page).post(login))
        .route("/logout", post(logout))
        .route("/style.css", get(style))
        .route("/{unit}/{bundle}", get(bundle))
        .route("/{unit}/{bundle}/zip", get(whole))
        .route("/{unit}/{bundle}/{application}", get(application).post(rule))
        .route("/{unit}/{bundle}/{application}/file/{n}", get(file))
        .with_state(app);
    Router::new()
        .route("/review", get(async || Redirect::to("/review/")))
        .nest("/review/", pages)
        .layer(axum::middleware::map_response(async |mut response: Response| {
            // What the framework says of a broken address or form is English and for programs.
            let media = response.headers().get(header::CONTENT_TYPE);
            let is_bare = media.is_none_or(|m| m.as_bytes().starts_with(b"text/plain"));
            if is_bare && response.status().is_client_error() {
                let status = response.status();
                let said = page::refused("这个地址不对，或提交的内容不完整，请返回上一页重试");
                response = (status, html(said)).into_response();
            }
            let headers = response.headers_mut();
            for (name, value) in [
                ("content-security-policy", POLICY),
                ("x-content-type-options", "nosniff"),
                ("x-frame-options", "DENY"),
                ("referrer-policy", "no-referrer"),
                ("cache-control", "no-store"),
            ] {
                headers.entry(name).or_insert(HeaderValue::from_static(value));
            }
            response
        }))
}

/// A page, or the sentence why not.
type Shown = std::result::Result<Response, Refused>;

/// Why a page is not shown.
enum Refused {
    /// Nobody is logged in.
    LoginFirst,
    /// A sentence for the reviewer.
    Said(Failure),
}

impl From<Failure> for Refused {
    fn from(failure: Failure) -> Self {
        Self::Said(failure)
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        match self {
            Self::LoginFirst => Redirect::to("/review/login").into_response(),
            Self::Said(failure) => {
                let status = StatusCode::from_u16(failure.0.status);
                let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
                (status, html(page::refused(&failure.0.detail))).into_response()
            }
        }
    }
}

fn html(page: Markup) -> Response {
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], page.into_string()).into_response()
}

/// Who asks. Somebody removed since, or with another pass phrase, has to log in again.
async fn session(app: &Arc<App>, headers: &HeaderMap) -> Result<Session, Refused> {
    let token = cookie_of(headers).ok_or(Refused::LoginFirst)?;
    let session = app.sessions.find(&token).ok_or(Refused::LoginFirst)?;
    let (store, name) = (Arc::clone(app), session.name.clone());
    let hash = blocking(move || store.store.reviewer(&name)).await?;
    if hash.as_ref() == Some(&session.hash) {
        return Ok(session);
    }
    app.sessions.end(&session);
    Err(Refused::LoginFirst)
}

async fn style() -> Response {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("style.css")).into_response()
}

async fn login_page(State(app): State<Arc<App>>) -> Response {
    html(page::login(&app.name, None))
}

/// Name and pass phrase.
#[derive(Deserialize)]
struct Login {
    name: String,
    phrase: String,
}

async fn login(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Form(login): Form<Login>,
) -> Response {
    let again = |status: StatusCode, why: &str| {
        (status, html(page::login(&app.name, Some(why)))).into_response()
    };
    let name = login.name.trim().to_owned();
    if !app.sessions.may_try(&name) {
        return again(StatusCode::TOO_MANY_REQUESTS, "口令错了多次，请过一分钟再试");
    }
    let (asked, known) = (Arc::clone(&app), name.clone());
    match blocking(move || reviewer::check(&asked.store, &known, &login.phrase)).await {
        Ok(Some(hash)) => {
            let is_https =
                app.is_https || headers.get("x-forwarded-proto").is_some_and(|v| v == "https");
            let cookie = app.sessions.begin(&name, hash, is_https);
            ([(header::SET_COOKIE, cookie)], Redirect::to("/review/")).into_response()
        }
        Ok(None) => again(StatusCode::UNAUTHORIZED, "姓名或口令不对，请重新输入"),
        Err(failure) => Refused::Said(failure).into_response(),
    }
}

/// A form with nothing but the proof that it is ours.
#[derive(Deserialize)]
struct Bare {
    csrf: String,
}

async fn logout(State(app): State<Arc<App>>, headers: HeaderMap, Form(form): Form<Bare>) -> Shown {
    let session = session(&app, &headers).await?;
    session.check(&form.csrf)?;
    app.sessions.end(&session);
    Ok(Redirect::to("/review/login").into_response())
}

/// What to list.
#[derive(Deserialize)]
struct Filter {
    #[serde(default)]
    find: String,
    #[serde(default)]
    open: bool,
}

async fn list(
    State(app): State<Arc<App>>,
    Query(filter): Query<Filter>,
    headers: HeaderMap,
) -> Shown {
    let session = session(&app, &headers).await?;
    let (store, find) = (Arc::clone(&app), filter.find.clone());
    let rows = blocking(move || shelf::list(&store, find.trim(), filter.open)).await?;
    Ok(html(page::list(&app.name, &session, &rows, &filter.find, filter.open)))
}

async fn bundle(
    State(app): State<Arc<App>>,
    Path((unit, bundle)): Path<(String, String)>,
    headers: HeaderMap,
) -> Shown {
    let session = session(&app, &headers).await?;
    let (store, name) = (Arc::clone(&app), session.name.clone());
    let place = Place { unit, bundle };
    let shown = blocking(move || {
        let shown = shelf::bundle(&store, &place)?;
        store.store.note(&name, "list", [&place.unit, &place.bundle, ""])?;
        Ok(shown)
    })
    .await?;
    Ok(html(page::bundle(&app.name, &session, &shown)))
}

async fn whole(
    State(app): State<Arc<App>>,
    Path((unit, bundle)): Path<(String, String)>,
    headers: HeaderMap,
) -> Shown {
    let session = session(&app, &headers).await?;
    let place = Place { unit, bundle };
    let found = Arc::clone(&app);
    let path = blocking(move || {
        let path = shelf::path(&found, &place)?;
        found.store.note(&session.name, "download", [&place.unit, &place.bundle, ""])?;
        Ok(path)
    })
    .await?;
    let file = tokio::fs::File::open(path).await.map_err(Failure::from)?;
    let headers = [
        (header::CONTENT_TYPE, "application/zip"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"bundle.zip\""),
    ];
    Ok((headers, Body::from_stream(ReaderStream::new(file))).into_response())
}

/// Which application of which bundle, by its number.
type Where = (String, String, usize);

/// What was filled in and not taken, to be put right.
struct Draft {
    problem: Failure,
    fields: Vec<(String, String)>,
}

async fn application(
    State(app): State<Arc<App>>,
    Path((unit, bundle, number)): Path<Where>,
    headers: HeaderMap,
) -> Shown {
    let session = session(&app, &headers).await?;
    show(&app, &session, Place { unit, bundle }, number, None).await
}

async fn show(
    app: &Arc<App>,
    session: &Session,
    place: Place,
    number: usize,
    draft: Option<Draft>,
) -> Shown {
    let (store, name) = (Arc::clone(app), session.name.clone());
    let shown = blocking(move || {
        let shown = shelf::application(&store, &place, number)?;
        let about = [&*place.unit, &*place.bundle, &*shown.envelope.application_id];
        store.store.note(&name, "view", about)?;
        Ok(shown)
    })
    .await?;
    let Some(Draft { problem, fields }) = draft else {
        return Ok(html(page::application(
            &app.name,
            session,
            &shown,
            None,
            &page::Filled::default(),
        )));
    };
    let filled = page::Filled {
        outcome: field(&fields, "outcome").to_owned(),
        remarks: remarks(&fields),
        due_on: field(&fields, "due_on").to_owned(),
    };
    let page = page::application(&app.name, session, &shown, Some(&problem.0.detail), &filled);
    let status = StatusCode::from_u16(problem.0.status).unwrap_or(StatusCode::BAD_REQUEST);
    Ok((status, html(page)).into_response())
}

async fn file(
    State(app): State<Arc<App>>,
    Path((unit, bundle, number, n)): Path<(String, String, usize, usize)>,
    headers: HeaderMap,
) -> Shown {
    let session = session(&app, &headers).await?;
    let place = Place { unit, bundle };
    let taken = blocking(move || {
        let taken = shelf::file(&app, &place, number, n)?;
        let about = [&*place.unit, &*place.bundle, &*taken.application_id];
        app.store.note(&session.name, "file", about)?;
        Ok(taken)
    })
    .await?;
    let body = Body::from_stream(ReaderStream::new(tokio::fs::File::from_std(taken.content)));
    let headers = [
        (header::CONTENT_TYPE, taken.media),
        (header::CONTENT_DISPOSITION, if taken.is_shown { "inline" } else { "attachment" }),
        // A PDF is drawn by the browser's own viewer, which our policy for pages would stop.
        (header::CONTENT_SECURITY_POLICY, "frame-ancestors 'none'"),
    ];
    Ok((headers, body).into_response())
}

async fn rule(
    State(app): State<Arc<App>>,
    Path((unit, bundle, number)): Path<Where>,
    headers: HeaderMap,
    Form(fields): Form<Vec<(String, String)>>,
) -> Shown {
    let session = session(&app, &headers).await?;
    session.check(field(&fields, "csrf"))?;
    let outcome = match field(&fields, "outcome") {
        "accepted" => Outcome::Accepted,
        "returned" => Outcome::Returned,
        "rejected" => Outcome::Rejected,
        _ => Outcome::Unknown,
    };
    let due_on = Some(field(&fields, "due_on").to_owned()).filter(|d| !d.is_empty());
    let remarks = remarks(&fields);
    let (ruled, by) = (Arc::clone(&app), session.name.clone());
    let place = Place { unit: unit.clone(), bundle: bundle.clone() };
    let done = blocking(move || {
        let shown = shelf::application(&ruled, &place, number)?;
        let ruling = Ruling {
            unit_id: place.unit,
            bundle_id: place.bundle,
            application_id: shown.envelope.application_id,
            outcome,
            remarks,
            due_on: due_on.filter(|_| outcome == Outcome::Returned),
            by,
        };
        decide(&ruled, &ruling)
    })
    .await;
    match done {
        Ok(_) => Ok(Redirect::to(&format!("/review/{unit}/{bundle}")).into_response()),
        Err(problem) if problem.0.code != ProblemCode::Internal => {
            let draft = Draft { problem, fields };
            show(&app, &session, Place { unit, bundle }, number, Some(draft)).await
        }
        Err(failure) => Err(failure.into()),
    }
}

/// A field of a form, trimmed; empty when it is not there.
fn field<'a>(fields: &'a [(String, String)], name: &str) -> &'a str {
    fields.iter().find(|f| f.0 == name).map_or("", |f| f.1.trim())
}

/// `remark` fields, each after the `material` it is about; empty ones are left out.
fn remarks(fields: &[(String, String)]) -> Vec<Remark> {
    let mut about: Option<String> = None;
    let mut list = Vec::new();
    for (name, value) in fields {
        match name.as_str() {
            "material" => about = Some(value.clone()).filter(|m| !m.is_empty()),
            "remark" if !value.trim().is_empty() => {
                list.push(Remark { material: about.clone(), text: value.trim().to_owned() });
            }
            _ => {}
        }
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_remark_is_about_the_material_before_it() {
        let fields = [
            ("csrf", "x"),
            ("material", "身份证"),
            ("remark", " 背面不清楚 "),
            ("material", "毕业证"),
            ("remark", ""),
            ("material", ""),
            ("remark", "照片旧了"),
        ]
        .map(|(a, b)| (a.to_owned(), b.to_owned()));
        let found = remarks(&fields);
        assert_eq!(found.len(), 2);
        assert_eq!(found[0], Remark { material: Some("身份证".into()), text: "背面不清楚".into() });
        assert_eq!(found[1], Remark { material: None, text: "照片旧了".into() });
    }
}
