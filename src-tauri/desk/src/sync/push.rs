//! Send one sealed bundle: a tus 1.0 upload that goes on where it stopped, whoever stopped it.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use engine::protocol::{CHUNK_BYTES, Pairing, Receipt, Signed};
use reqwest::blocking::Response;
use reqwest::{Method, Url};
use sha2::{Digest, Sha256};

use super::answer::{Trouble, check_tus};
use super::client::{Client, Patience};
use crate::error::{Code, Error, Result};
use crate::progress::Progress;

/// New uploads begun in one push at most: the receiver may drop one, but not forever.
const MAX_RESTARTS: u32 = 2;
/// Smallest chunk: what a line that breaks every few seconds still gets through.
const MIN_CHUNK_BYTES: u64 = 256 << 10;

/// The sealed file to send.
#[derive(Debug, Clone)]
pub struct UploadJob<'a> {
    /// Where the zip lies.
    pub zip: &'a Path,
    /// Bundle id, 64 hex digits.
    pub bundle_id: &'a str,
    /// SHA-256 of the zip, 64 hex digits.
    pub zip_sha256: &'a str,
    /// Length of the zip in bytes.
    pub bytes: u64,
}

/// Where the upload's address is kept between runs. The store implements it; `save` must be on disk
/// when it returns, or an interrupted upload starts from the beginning.
pub trait UploadState {
    /// The address kept, if any.
    ///
    /// # Errors
    /// Those of the store.
    fn load(&self) -> Result<Option<String>>;

    /// Keep an address, or forget it.
    ///
    /// # Errors
    /// Those of the store.
    fn save(&mut self, address: Option<&str>) -> Result<()>;
}

/// A bundle that arrived.
#[derive(Debug, Clone)]
pub struct Pushed {
    /// The receipt as it is to be stored; its signature was checked against the paired key.
    pub signed: Signed,
    /// What it says.
    pub receipt: Receipt,
    /// Bytes sent by this call; 0 when the receiver had the bundle already.
    pub sent_bytes: u64,
    /// The receiver's clock at the last answer, in seconds since 1970 UTC. More than five minutes
    /// from this computer's clock deserves a warning; nothing is ever ordered by either.
    pub server_time: Option<i64>,
}

/// Send one bundle with the default patience; see [`Client::push`].
///
/// # Errors
/// See [`Client::push`].
pub fn push(
    pairing: &Pairing,
    job: &UploadJob<'_>,
    state: &mut dyn UploadState,
    progress: &dyn Progress,
) -> Result<Pushed> {
    Client::new(pairing.clone(), Patience::default())?.push(job, state, progress)
}

/// How far one push has come.
struct Tally {
    sent: u64,
    furthest: u64,
    /// Bytes to send at once: less after each trouble, more after each success.
    chunk: u64,
    server_time: Option<i64>,
}

impl Client {
    /// Send one bundle and bring back its receipt. May be called again at any time, after any
    /// failure, from any computer of the unit: the same bundle gives the same receipt.
    ///
    /// # Errors
    /// `Offline` when the receiver cannot be reached or something in between answers,
    /// `UpstreamRejected` and `Conflict` when it refuses, `Cancelled` between two chunks,
    /// `NotFound` or `Conflict` when the zip is gone or has changed. Nothing is lost by any of them.
    pub fn push(
        &self,
        job: &UploadJob<'_>,
        state: &mut dyn UploadState,
        progress: &dyn Progress,
    ) -> Result<Pushed> {
        let mut file = open(job)?;
        let mut tally = Tally { sent: 0, furthest: 0, chunk: CHUNK_BYTES, server_time: None };
        let (mut strikes, mut restarts) = (0, 0);
        loop {
            let before = tally.furthest;
            let trouble = match self.attempt(job, &mut file, state, progress, &mut tally) {
                Ok((signed, receipt)) => {
                    return Ok(Pushed {
                        signed,
                        receipt,
                        sent_bytes: tally.sent,
                        server_time: tally.server_time,
                    });
                }
                Err(trouble) => trouble,
            };
            match trouble {
                Trouble::Stop(error) => return Err(error),
                Trouble::Restart(error) => {
                    state.save(None)?;
                    tally.furthest = 0;
                    restarts += 1;
                    if restarts > MAX_RESTARTS {
                        return Err(error);
                    }
                }
                Trouble::Again(error) => {
                    tally.chunk = (tally.chunk / 2).max(MIN_CHUNK_BYTES);
                    strikes = if tally.furthest > before { 0 } else { strikes + 1 };
                    if strikes >= self.patience.attempts {
                        return Err(error);
                    }
                    self.wait(strikes, job, &tally, progress)?;
                }
            }
        }
    }

    /// One run from wherever the upload stands to the receipt.
    fn attempt(
        &self,
        job: &UploadJob<'_>,
        file: &mut File,
        state: &mut dyn UploadState,
        progress: &dyn Progress,
        tally: &mut Tally,
    ) -> Result<(Signed, Receipt), Trouble> {
        progress.checkpoint("上报", tally.furthest, job.bytes)?;
        let address = match state.load()? {
            Some(address) => self.resolve(&address)?,
            None => self.create(job, state)?,
        };
        let mut offset = self.head(&address, job, tally)?;
        tally.furthest = tally.furthest.max(offset);
        let mut ahead: Option<Result<Chunk>> = None;
        while offset < job.bytes {
            progress.checkpoint("上报", offset, job.bytes)?;
            let chunk = match ahead.take() {
                Some(chunk) => chunk?,
                None => Chunk::read(file, offset, self.portion(tally.chunk), job.bytes)?,
            };
            let (len, next) = (chunk.content.len() as u64, offset + chunk.content.len() as u64);
            tally.chunk = (tally.chunk + tally.chunk / 4).min(CHUNK_BYTES);
            let portion = self.portion(tally.chunk);
            let now = std::thread::scope(|scope| {
                // While one chunk is on its way, the next is read and hashed.
                let reader = (next < job.bytes)
                    .then(|| scope.spawn(|| Chunk::read(file, next, portion, job.bytes)));
                let now = self.patch(&address, offset, chunk, tally);
                ahead = reader.and_then(|reader| reader.join().ok());
                now
            })?;
            if now != next {
                return Err(strange("upload offset after a chunk"));
            }
            tally.sent += len;
            tally.furthest = tally.furthest.max(now);
            offset = now;
            if self.limit > 0 && offset < job.bytes {
                // What the chunk itself took is not deducted: rather slower than the limit.
                let pause = Duration::from_secs_f64(len as f64 / self.limit as f64);
                nap(pause, "上报", offset, job.bytes, progress)?;
            }
        }
        progress.checkpoint("等待回执", job.bytes, job.bytes)?;
        match self.receipt(job.bundle_id) {
            // All bytes are there but the receiver was stopped before it could look at them: an
            // empty chunk at the end asks it to finish.
            Err(Trouble::Restart(_)) => {
                self.patch(&address, job.bytes, Chunk::of(Vec::new()), tally)?;
                self.receipt(job.bundle_id)
            }
            other => other,
        }
    }

    /// Begin an upload. The receiver gives the same address for the same content again.
    fn create(&self, job: &UploadJob<'_>, state: &mut dyn UploadState) -> Result<Url, Trouble> {
        let metadata = [
            ("filename", format!("{}.zip", job.bundle_id)),
            ("sha256", job.zip_sha256.to_owned()),
            ("bundle_id", job.bundle_id.to_owned()),
            ("kind", "submission".to_owned()),
        ]
        .map(|(key, value)| format!("{key} {}", BASE64.encode(value)))
        .join(",");
        let url = format!("{}/files", self.pairing.base_url);
        let request = self
            .request(Method::POST, &url)
            .header("upload-length", job.bytes)
            .header("upload-metadata", metadata);
        let response = self.send(request)?;
        check_tus(&response)?;
        let location = response.headers().get("location").and_then(|v| v.to_str().ok());
        let (201, Some(location)) = (response.status().as_u16(), location) else {
            return Err(strange("creation without an address"));
        };
        let address = self.resolve(location)?;
        // Kept without host and port, so that a receiver that moved is found again by pairing.
        state.save(Some(address.path()))?;
        Ok(address)
    }

    /// The address an upload has now. It must lie under the paired one, or the token would go
    /// somewhere else.
    fn resolve(&self, location: &str) -> Result<Url, Trouble> {
        let base = Url::parse(&self.pairing.base_url).map_err(|_| strange("base address"))?;
        let address = base.join(location).map_err(|_| strange("upload address"))?;
        let is_inside =
            address.origin() == base.origin() && address.path().starts_with(base.path());
        if is_inside { Ok(address) } else { Err(strange("upload address elsewhere")) }
    }

    fn head(&self, address: &Url, job: &UploadJob<'_>, tally: &mut Tally) -> Result<u64, Trouble> {
        let response = self.send(self.request(Method::HEAD, address.as_str()))?;
        tally.server_time = date(&response).or(tally.server_time);
        let offset = offset(&response)?;
        if number(&response, "upload-length") != Some(job.bytes) || offset > job.bytes {
            return Err(Trouble::Restart(strange("upload length").into_error()));
        }
        Ok(offset)
    }

    fn patch(
        &self,
        address: &Url,
        at: u64,
        chunk: Chunk,
        tally: &mut Tally,
    ) -> Result<u64, Trouble> {
        let request = self
            .request(Method::PATCH, address.as_str())
            .header("upload-offset", at)
            .header("content-type", "application/offset+octet-stream")
            .header("upload-checksum", format!("sha256 {}", chunk.sha256))
            .body(chunk.content);
        let response = self.send(request)?;
        tally.server_time = date(&response).or(tally.server_time);
        if response.status().as_u16() != 204 {
            return Err(strange("status of a chunk"));
        }
        offset(&response)
    }

    /// Wait before the next try.
    fn wait(
        &self,
        strikes: u32,
        job: &UploadJob<'_>,
        tally: &Tally,
        progress: &dyn Progress,
    ) -> Result<()> {
        let doubled =
            self.patience.first_delay.saturating_mul(1 << strikes.saturating_sub(1).min(16));
        let delay = doubled.min(self.patience.longest_delay);
        nap(delay, "等待网络恢复", tally.furthest, job.bytes, progress)
    }

    /// Bytes to send at once: under a limit no more than a second's worth, so that the line is never
    /// taken for long.
    fn portion(&self, chunk: u64) -> u64 {
        if self.limit == 0 { chunk } else { chunk.min(self.limit) }
    }
}

/// Wait in slices, so that cancelling is felt at once.
fn nap(
    mut left: Duration,
    label: &str,
    done: u64,
    total: u64,
    progress: &dyn Progress,
) -> Result<()> {
    let slice = Duration::from_millis(200);
    while !left.is_zero() {
        progress.checkpoint(label, done, total)?;
        let nap = left.min(slice);
        std::thread::sleep(nap);
        left -= nap;
    }
    Ok(())
}

/// Open the zip and make sure that it is the one that was sealed, by length; its hash is checked by
/// the receiver.
fn open(job: &UploadJob<'_>) -> Result<File> {
    let file = File::open(job.zip).map_err(|e| Error::io("上报包", e))?;
    let bytes = file.metadata().map_err(|e| Error::io("上报包", e))?.len();
    if bytes == job.bytes { Ok(file) } else { Err(changed()) }
}

fn changed() -> Error {
    Error::new(Code::Conflict, "上报包文件在封装之后被改动过，没有送出", "请重新封装这一批，再上报")
}

/// What one request carries.
struct Chunk {
    content: Vec<u8>,
    /// Base64, as tus writes it.
    sha256: String,
}

impl Chunk {
    fn of(content: Vec<u8>) -> Self {
        Self { sha256: BASE64.encode(Sha256::digest(&content)), content }
    }

    /// What the file holds from `at` on, `len` bytes at most of its `total`.
    fn read(file: &mut File, at: u64, len: u64, total: u64) -> Result<Self> {
        let fail = |e: std::io::Error| match e.kind() {
            std::io::ErrorKind::UnexpectedEof => changed(),
            _ => Error::io("上报包", e),
        };
        let len = usize::try_from(len.min(total - at)).map_err(Error::internal)?;
        let mut content = vec![0; len];
        file.seek(SeekFrom::Start(at)).map_err(fail)?;
        file.read_exact(&mut content).map_err(fail)?;
        Ok(Self::of(content))
    }
}

/// An answer of our receiver that the protocol does not know.
fn strange(what: &'static str) -> Trouble {
    let error = Error::new(
        Code::UpstreamRejected,
        "上级收件端的回答不合约定，已停止上报，本机内容没有丢",
        "请把双方程序升级到同一版本后重试",
    );
    Trouble::Stop(error.with_source(what))
}

fn offset(response: &Response) -> Result<u64, Trouble> {
    check_tus(response)?;
    number(response, "upload-offset").ok_or_else(|| strange("upload offset"))
}

fn number(response: &Response, header: &str) -> Option<u64> {
    response.headers().get(header)?.to_str().ok()?.parse().ok()
}

fn date(response: &Response) -> Option<i64> {
    let text = response.headers().get("date")?.to_str().ok()?;
    chrono::DateTime::parse_from_rfc2822(text).ok().map(|at| at.timestamp())
}
