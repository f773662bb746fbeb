//! One connection to one paired receiver: blocking, no redirects, no proxies, bounded waiting.

use std::time::Duration;

use engine::decision::Decision;
use engine::protocol::{EventPage, Pairing, Receipt, ServerInfo, Signed, TUS_VERSION};
use reqwest::blocking::{RequestBuilder, Response};
use reqwest::{Method, redirect};
use serde::de::DeserializeOwned;

use super::answer::{Trouble, check, unreachable};
use crate::error::{Code, Error, Result};

/// How long to wait for what.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// Wait before the first retry; doubles each time.
    pub first_delay: Duration,
    /// Longest wait between two tries.
    pub longest_delay: Duration,
    /// Tries in a row without a single new byte arriving, before giving up.
    pub attempts: u32,
    /// To reach the receiver.
    pub connect: Duration,
    /// For one request with its answer; the last one includes checking the whole bundle.
    pub request: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            first_delay: Duration::from_millis(500),
            longest_delay: Duration::from_secs(20),
            attempts: 6,
            connect: Duration::from_secs(10),
            request: Duration::from_secs(180),
        }
    }
}

/// A client of one paired receiver. Use it outside asynchronous code only.
pub struct Client {
    pub(super) pairing: Pairing,
    pub(super) patience: Patience,
    /// Bytes sent in a second at most; 0 for as many as the line takes.
    pub(super) limit: u64,
    http: reqwest::blocking::Client,
}

impl Client {
    /// A client for a pairing that was read by [`super::parse_pairing`].
    ///
    /// # Errors
    /// `InvalidInput` when the pairing holds a certificate that cannot be read.
    pub fn new(pairing: Pairing, patience: Patience) -> Result<Self> {
        // An error means that a provider is there already, which is just as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = reqwest::blocking::Client::builder()
            .user_agent(concat!("chengbao/", env!("CARGO_PKG_VERSION")))
            .redirect(redirect::Policy::none())
            .no_proxy()
            .connect_timeout(patience.connect)
            .timeout(patience.request);
        if let Some(pem) = &pairing.ca_pem {
            let certificate = reqwest::Certificate::from_pem(pem.as_bytes()).map_err(|e| {
                Error::invalid("配对文件里的证书读不出来", "请向上级重新索取配对文件")
                    .with_source(e)
            })?;
            builder = builder.tls_certs_only([certificate]);
        }
        let http = builder.build().map_err(Error::internal)?;
        Ok(Self { pairing, patience, limit: 0, http })
    }

    /// Leave room on the line for others: send at most so many bytes in a second; 0 for no limit.
    #[must_use]
    pub fn limited_to(mut self, bytes_per_second: u64) -> Self {
        self.limit = bytes_per_second;
        self
    }

    /// Ask the receiver who it is; the test behind 联网状态. Tries once.
    ///
    /// # Errors
    /// `Offline` when it cannot be reached or something else answers; `UpstreamRejected` when it is
    /// another receiver than the paired one.
    pub fn server(&self) -> Result<ServerInfo> {
        self.get_json("/server").map_err(Trouble::into_error)
    }

    /// The unit's events after number `after`, at most a hundred. Apply them only if the epoch is
    /// the known one; otherwise read again from 0. What is missing here deletes nothing.
    ///
    /// # Errors
    /// As [`Client::server`]; `UpstreamRejected` for a token that is not accepted.
    pub fn fetch_events(&self, after: u64) -> Result<EventPage> {
        self.get_json(&format!("/events?after={after}")).map_err(Trouble::into_error)
    }

    /// The receipt of a bundle, its signature checked against the paired key; `None` when the
    /// receiver does not have the bundle.
    ///
    /// # Errors
    /// As [`Client::fetch_events`]; `UpstreamRejected` for a receipt that is not genuine.
    pub fn fetch_receipt(&self, bundle_id: &str) -> Result<Option<(Signed, Receipt)>> {
        match self.receipt(bundle_id) {
            Ok(found) => Ok(Some(found)),
            Err(Trouble::Restart(_)) => Ok(None),
            Err(other) => Err(other.into_error()),
        }
    }

    /// The decision an event tells of, its signature checked against the paired key.
    ///
    /// # Errors
    /// As [`Client::fetch_events`]; `UpstreamRejected` for a decision that is not genuine.
    pub fn fetch_decision(&self, n: u64) -> Result<(Signed, Decision)> {
        let signed: Signed =
            self.get_json(&format!("/decisions/{n}")).map_err(Trouble::into_error)?;
        let decision = check_decision(&self.pairing, &signed)?;
        if decision.n == n { Ok((signed, decision)) } else { Err(not_genuine("another event")) }
    }

    pub(super) fn receipt(&self, bundle_id: &str) -> Result<(Signed, Receipt), Trouble> {
        let signed: Signed = self.get_json(&format!("/bundles/{bundle_id}/receipt"))?;
        let receipt = check_receipt(&self.pairing, bundle_id, &signed)?;
        Ok((signed, receipt))
    }

    fn get_json<T: DeserializeOwned>(&self, path: &str) -> Result<T, Trouble> {
        let url = format!("{}{path}", self.pairing.base_url);
        let response = self.send(self.request(Method::GET, &url))?;
        response.json().map_err(|e| {
            let error = Error::new(
                Code::UpstreamRejected,
                "上级收件端的回答读不懂",
                "请把双方程序升级到同一版本",
            );
            Trouble::Stop(error.with_source(e.without_url()))
        })
    }

    pub(super) fn request(&self, method: Method, url: &str) -> RequestBuilder {
        self.http
            .request(method, url)
            .bearer_auth(self.pairing.token.reveal())
            .header("tus-resumable", TUS_VERSION)
    }

    /// Send, and let only a success of the paired receiver through.
    pub(super) fn send(&self, request: RequestBuilder) -> Result<Response, Trouble> {
        check(&self.pairing, request.send().map_err(unreachable)?)
    }
}

/// A receipt counts only if the paired key signed it and it is about this bundle of this unit.
pub(crate) fn check_receipt(
    pairing: &Pairing,
    bundle_id: &str,
    signed: &Signed,
) -> Result<Receipt> {
    check_signature(pairing, signed)?;
    let receipt = signed.receipt().map_err(|_| not_genuine("document"))?;
    let is_about_this = receipt.bundle_id == bundle_id
        && receipt.unit_id == pairing.unit_id
        && receipt.server_id == pairing.server_id;
    if is_about_this { Ok(receipt) } else { Err(not_genuine("another bundle, unit or server")) }
}

/// A decision counts only if the paired key signed it for this unit.
pub(crate) fn check_decision(pairing: &Pairing, signed: &Signed) -> Result<Decision> {
    check_signature(pairing, signed)?;
    let decision = signed.decision().map_err(|_| not_genuine("document"))?;
    let is_ours = decision.unit_id == pairing.unit_id && decision.server_id == pairing.server_id;
    if is_ours { Ok(decision) } else { Err(not_genuine("another unit or server")) }
}

fn check_signature(pairing: &Pairing, signed: &Signed) -> Result<()> {
    let key = bundle::PublicKey::parse(&pairing.server_key).map_err(|_| not_genuine("key"))?;
    bundle::verify_text(&key, signed.document.as_bytes(), &signed.signature)
        .map(drop)
        .map_err(|_| not_genuine("signature"))
}

fn not_genuine(why: &'static str) -> Error {
    Error::new(
        Code::UpstreamRejected,
        "收到的回执或审核结果不是配对的上级所签，不能作数",
        "请联系上级核对密钥指纹；本机内容没有改动",
    )
    .with_source(why)
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::protocol::{BundleState, Secret, canonical_json};

    #[test]
    fn a_receipt_counts_only_if_signed_by_the_paired_key_for_this_bundle_and_unit() {
        let server = bundle::Signer::generate().unwrap();
        let pairing = Pairing {
            format: "chengbao-pairing".into(),
            protocol: 1,
            base_url: "http://127.0.0.1:1/zc/v1".into(),
            server_id: "s".into(),
            server_name: "n".into(),
            server_key: server.public().to_base64(),
            unit_id: "u".into(),
            unit_name: "n".into(),
            token: Secret::new("u.x".into()),
            server_recipient: None,
            ca_pem: None,
        };
        let receipt = Receipt {
            server_id: "s".into(),
            epoch: 1,
            n: 1,
            bundle_id: "b".into(),
            zip_sha256: "z".into(),
            size: 1,
            unit_id: "u".into(),
            received_at: "2026-01-01T00:00:00Z".into(),
            state: BundleState::Received,
        };
        let document = canonical_json(&receipt).unwrap();
        let sign = |signer: &bundle::Signer| Signed {
            signature: signer.sign(document.as_bytes(), "receipt").unwrap(),
            document: document.clone(),
        };
        let good = sign(&server);
        assert_eq!(check_receipt(&pairing, "b", &good).unwrap(), receipt);
        assert!(check_receipt(&pairing, "another", &good).is_err());
        assert!(check_receipt(&pairing, "b", &sign(&bundle::Signer::generate().unwrap())).is_err());
        let changed = Signed { document: document.replace("\"n\":1", "\"n\":2"), ..good };
        assert!(check_receipt(&pairing, "b", &changed).is_err());
    }
}
