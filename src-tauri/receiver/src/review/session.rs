//! Who is logged in. In memory only: after a restart everybody logs in again.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::http::{HeaderMap, header};
use bundle::sha256_bytes;

use crate::clock;
use crate::failure::{Failure, Result};
use crate::http::is_same;

/// Name of the cookie.
const COOKIE: &str = "review";
/// A working day.
const LIFE_SECONDS: i64 = 8 * 3600;
/// Wrong pass phrases in a row before that name waits.
const TRIES: u32 = 5;
/// How long it waits.
const LOCK_SECONDS: i64 = 60;

/// Somebody who logged in.
#[derive(Debug, Clone)]
pub struct Session {
    /// The reviewer.
    pub name: String,
    /// Proof that a form came from one of our pages.
    pub csrf: String,
    /// Hash of the pass phrase at login; another one now ends the session.
    pub hash: String,
    key: String,
    until: i64,
}

impl Session {
    /// Whether a form is ours.
    pub fn check(&self, csrf: &str) -> Result<()> {
        if is_same(&self.csrf, csrf) {
            Ok(())
        } else {
            Err(Failure::bad("这个页面已经过期，没有记下，请返回上一页刷新后再提交"))
        }
    }
}

/// Names remembered for their failures, at most.
const MAX_NAMES: usize = 1000;

/// All sessions, and which names failed how often, and when last.
#[derive(Default)]
pub struct Sessions {
    open: Mutex<HashMap<String, Session>>,
    failures: Mutex<HashMap<String, (u32, i64)>>,
}

impl Sessions {
    /// Begin one; gives the cookie to set. Only the hash of its token is kept.
    pub fn begin(&self, name: &str, hash: String, is_https: bool) -> String {
        let token = chance();
        let until = clock::seconds() + LIFE_SECONDS;
        let key = sha256_bytes(token.as_bytes());
        let session =
            Session { name: name.to_owned(), csrf: chance(), hash, key: key.clone(), until };
        let mut open = lock(&self.open);
        open.retain(|_, s| s.until > clock::seconds());
        open.insert(key, session);
        lock(&self.failures).remove(name);
        let secure = if is_https { "; Secure" } else { "" };
        format!(
            "{COOKIE}={token}; Path=/review; Max-Age={LIFE_SECONDS}; HttpOnly; SameSite=Strict{secure}"
        )
    }

    /// The session of a token.
    pub fn find(&self, token: &str) -> Option<Session> {
        let open = lock(&self.open);
        let found = open.get(&sha256_bytes(token.as_bytes()))?;
        (found.until > clock::seconds()).then(|| found.clone())
    }

    /// End one.
    pub fn end(&self, session: &Session) {
        lock(&self.open).remove(&session.key);
    }

    /// Whether a name may try now. The try is counted before anything is compared, so that many at once
    /// gain nothing; [`Sessions::begin`] forgets it.
    pub fn may_try(&self, name: &str) -> bool {
        let now = clock::seconds();
        let mut failures = lock(&self.failures);
        failures.retain(|_, (_, last)| *last + LOCK_SECONDS > now);
        if failures.len() >= MAX_NAMES && !failures.contains_key(name) {
            return false;
        }
        let (tries, last) = failures.entry(name.to_owned()).or_default();
        if *tries >= TRIES {
            return false;
        }
        (*tries, *last) = (*tries + 1, now);
        true
    }
}

/// The token of the request's cookie.
pub fn cookie_of(headers: &HeaderMap) -> Option<String> {
    let cookies = headers.get_all(header::COOKIE).into_iter().filter_map(|v| v.to_str().ok());
    let mut pairs =
        cookies.flat_map(|line| line.split(';')).filter_map(|c| c.trim().split_once('='));
    pairs.find(|(name, _)| *name == COOKIE).map(|(_, value)| value.to_owned())
}

/// 244 bits nobody can guess.
fn chance() -> String {
    let chance = [uuid::Uuid::new_v4(), uuid::Uuid::new_v4()];
    sha256_bytes(&chance.iter().flat_map(|id| *id.as_bytes()).collect::<Vec<u8>>())
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_is_found_by_its_cookie_and_gone_after_its_end() {
        let sessions = Sessions::default();
        let cookie = sessions.begin("试审核", String::new(), false);
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, format!("a=b; {}", &cookie[..71]).parse().unwrap());
        let session = sessions.find(&cookie_of(&headers).unwrap()).unwrap();
        assert_eq!(session.name, "试审核");
        assert!(session.check(&session.csrf).is_ok() && session.check("").is_err());
        sessions.end(&session);
        assert!(sessions.find(&cookie_of(&headers).unwrap()).is_none());
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"));
    }

    #[test]
    fn after_five_tries_a_name_waits_and_others_do_not() {
        let sessions = Sessions::default();
        assert!((0..5).all(|_| sessions.may_try("试审核")));
        assert!(!sessions.may_try("试审核"));
        assert!(sessions.may_try("另一人"));
    }

    #[test]
    fn a_right_pass_phrase_forgets_the_wrong_ones() {
        let sessions = Sessions::default();
        assert!((0..5).all(|_| sessions.may_try("试审核")));
        sessions.begin("试审核", String::new(), false);
        assert!(sessions.may_try("试审核"));
    }
}
