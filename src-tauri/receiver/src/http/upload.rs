//! tus 1.0.0: core, creation, checksum, termination, expiration.
//!
//! An answer that names an offset is given only after the bytes before it are on disk. Bytes of a
//! chunk that was to be checked are kept only when its checksum held.

use std::future::poll_fn;
use std::io::SeekFrom;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use bundle::Digest256;
use engine::bundle::MAX_BUNDLE_BYTES;
use engine::protocol::{BASE_PATH, CHUNK_BYTES, ProblemCode};
use tokio::fs::File;
use tokio::io::{AsyncSeekExt, AsyncWriteExt};

use super::{App, CONNECTION_BYTES, Taken, authorize, blocking, require_tus};
use crate::failure::{Failure, Result};
use crate::halt;
use crate::store::UploadRow;
use crate::{accept, clock};

/// A connection that sends nothing for this long is given up, or it would block its upload.
const SILENCE: Duration = Duration::from_secs(60);

/// `OPTIONS`: what is spoken here.
pub async fn options() -> Response {
    let headers = [
        ("tus-version", "1.0.0".to_owned()),
        ("tus-extension", "creation,termination,checksum,expiration".to_owned()),
        ("tus-checksum-algorithm", "sha256".to_owned()),
        ("tus-max-size", MAX_BUNDLE_BYTES.to_string()),
    ];
    (StatusCode::NO_CONTENT, headers).into_response()
}

/// `POST /files`: begin an upload; the same content of the same unit gives the same address.
pub async fn create(State(app): State<Arc<App>>, headers: HeaderMap) -> Result<Response> {
    require_tus(&Method::POST, &headers)?;
    let unit_id = authorize(&app, &headers).await?;
    let size = number(&headers, "upload-length")
        .filter(|size| *size > 0)
        .ok_or_else(|| Failure::bad("缺少Upload-Length，或不是正整数"))?;
    if size > MAX_BUNDLE_BYTES {
        return Err(Failure::new(ProblemCode::TooLarge, "上报包超过2 GiB，请分成几包"));
    }
    let metadata = headers.get("upload-metadata").and_then(|v| v.to_str().ok()).unwrap_or_default();
    let zip_sha256 = hex_metadata(metadata, "sha256")?;
    let bundle_id = hex_metadata(metadata, "bundle_id")?;
    let upload = blocking(move || {
        let new_id = uuid::Uuid::new_v4().to_string();
        app.store.create_upload(&unit_id, &new_id, &zip_sha256, size, &bundle_id)
    })
    .await?;
    let headers = [
        ("location", format!("{BASE_PATH}/files/{}", upload.id)),
        ("upload-expires", clock::http_date(upload.expires_at)),
    ];
    Ok((StatusCode::CREATED, headers).into_response())
}

/// `HEAD /files/{id}`: how many bytes are safely here.
pub async fn head(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response> {
    require_tus(&Method::HEAD, &headers)?;
    let (_, upload, _taken) = open(&app, &headers, &id).await?;
    let length = ("upload-length", upload.size.to_string());
    Ok((StatusCode::OK, [length], state_headers(&upload)).into_response())
}

/// `DELETE /files/{id}`: forget an unfinished upload.
pub async fn delete(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response> {
    require_tus(&Method::DELETE, &headers)?;
    let (_, upload, taken) = open(&app, &headers, &id).await?;
    if upload.is_done {
        return Err(Failure::new(ProblemCode::Busy, "这个上报包已经接收，不能撤销上传"));
    }
    blocking(move || {
        let _taken = taken;
        app.store.delete_upload(&upload.id)?;
        remove_part(&app, &upload.id)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// `PATCH /files/{id}`: the next bytes.
pub async fn patch(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    request: Request,
) -> Result<Response> {
    // On its own task: a client that hangs up must not stop us between writing and noting down.
    let (head, mut body) = request.into_parts();
    let work = async move {
        let answer = append(&app, &id, &head.headers, &mut body).await;
        if answer.is_err() {
            drain(&mut body).await;
        }
        answer
    };
    tokio::spawn(work).await.map_err(Failure::internal)?
}

async fn append(
    app: &Arc<App>,
    id: &str,
    headers: &HeaderMap,
    body: &mut Body,
) -> Result<Response> {
    require_tus(&Method::PATCH, headers)?;
    let (unit_id, mut upload, taken) = open(app, headers, id).await?;
    let chunk = Chunk::announced(headers, &upload)?;
    // At the end there is nothing to write: an empty chunk asks to finish, see `accept`.
    if upload.stored < upload.size {
        upload.stored = write(app, &upload, &chunk, body).await?;
    }
    if upload.stored == upload.size && !upload.is_done {
        let _turn = app.checks.acquire().await.map_err(Failure::internal)?;
        let app = Arc::clone(app);
        upload = blocking(move || {
            let _taken = taken;
            accept::finish(&app, &unit_id, &upload)?;
            Ok(upload)
        })
        .await?;
    }
    Ok((StatusCode::NO_CONTENT, state_headers(&upload)).into_response())
}

/// Read what is left of a refused chunk, within bounds: a client that is still writing when the
/// connection closes would never see why.
async fn drain(body: &mut Body) {
    let mut left = 2 * CHUNK_BYTES;
    let until = tokio::time::Instant::now() + Duration::from_secs(10);
    while let Ok(Some(Ok(data))) = tokio::time::timeout_at(until, next_data(body)).await {
        match left.checked_sub(data.len() as u64) {
            Some(rest) => left = rest,
            None => return,
        }
    }
}

/// The next bytes of a body; trailers count as none.
async fn next_data(body: &mut Body) -> Option<Result<Bytes, axum::Error>> {
    let frame = poll_fn(|context| Pin::new(&mut *body).poll_frame(context)).await?;
    Some(frame.map(|frame| frame.into_data().unwrap_or_default()))
}

/// What the headers of a PATCH say about its body.
struct Chunk {
    /// SHA-256 in base64, if it is to be checked.
    checksum: Option<String>,
}

impl Chunk {
    fn announced(headers: &HeaderMap, upload: &UploadRow) -> Result<Self> {
        let kind = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok());
        if kind != Some("application/offset+octet-stream") {
            return Err(Failure::new(
                ProblemCode::WrongMediaType,
                "内容类型应为application/offset+octet-stream",
            ));
        }
        let offset =
            number(headers, "upload-offset").ok_or_else(|| Failure::bad("缺少Upload-Offset"))?;
        if offset != upload.stored {
            return Err(Failure::new(
                ProblemCode::OffsetConflict,
                format!("已收到{}字节，与声明的{offset}不符，请从已收到处接着传", upload.stored),
            ));
        }
        let checksum = match headers.get("upload-checksum").map(|v| v.to_str()) {
            None => None,
            Some(Ok(text)) => Some(
                text.strip_prefix("sha256 ")
                    .ok_or_else(|| Failure::bad("校验算法只支持sha256"))?
                    .to_owned(),
            ),
            Some(Err(_)) => return Err(Failure::bad("Upload-Checksum的写法不对")),
        };
        Ok(Self { checksum })
    }
}

/// Append a chunk, sync, note down; gives the new offset. Whatever goes wrong, the file ends where
/// the database says.
async fn write(app: &Arc<App>, upload: &UploadRow, chunk: &Chunk, body: &mut Body) -> Result<u64> {
    let mut file = File::options()
        .write(true)
        .create(true)
        .truncate(false)
        .open(app.data.part(&upload.id))
        .await?;
    // Its own limit is two mebibytes, which hundreds of uploads at once would each take.
    file.set_max_buf_size(CONNECTION_BYTES);
    file.seek(SeekFrom::Start(upload.stored)).await?;
    let mut digest = Digest256::default();
    let room = upload.size - upload.stored;
    let (received, end) = receive(&mut file, body, room, &mut digest).await;
    let found = digest.hex();
    let verdict = match (end, &chunk.checksum) {
        (Err(End::Disk(error)), _) => Err(error.into()),
        (Err(End::TooLong), _) => Err(Failure::new(ProblemCode::TooLarge, "内容超过声明的长度")),
        // A chunk that was to be checked but did not come whole cannot be checked.
        (Err(End::Broken), Some(_)) => Err(Failure::bad("这一段没有传完，请重传这一段")),
        (Ok(()), Some(expected)) if !is_checksum(&found, expected) => {
            let detail = "这一段的校验值不符，请重传这一段";
            Err(Failure::new(ProblemCode::ChunkChecksum, detail))
        }
        (Ok(()), _) | (Err(End::Broken), None) => Ok(()),
    };
    if let Err(failure) = verdict {
        file.set_len(upload.stored).await?;
        return Err(failure);
    }
    halt::at("written");
    file.sync_all().await?;
    halt::at("synced");
    let stored = upload.stored + received;
    let (app, id) = (Arc::clone(app), upload.id.clone());
    blocking(move || app.store.set_stored(&id, stored)).await?;
    Ok(stored)
}

/// How a body ended, when not well.
enum End {
    /// The connection broke or fell silent.
    Broken,
    /// More bytes than the upload has left.
    TooLong,
    /// The disk did not take them.
    Disk(std::io::Error),
}

/// Stream a body to disk; gives the count written, however it ended.
async fn receive(
    file: &mut File,
    body: &mut Body,
    room: u64,
    digest: &mut Digest256,
) -> (u64, Result<(), End>) {
    let mut received = 0;
    let end = loop {
        let data = match tokio::time::timeout(SILENCE, next_data(body)).await {
            Ok(None) => break Ok(()),
            Ok(Some(Ok(data))) => data,
            Ok(Some(Err(_))) | Err(_) => break Err(End::Broken),
        };
        if received + data.len() as u64 > room {
            break Err(End::TooLong);
        }
        if let Err(error) = file.write_all(&data).await {
            break Err(End::Disk(error));
        }
        digest.update(&data);
        received += data.len() as u64;
    };
    // Tokio's file writes behind; a full disk may show only here.
    match file.flush().await {
        Err(error) => (received, Err(End::Disk(error))),
        Ok(()) => (received, end),
    }
}

/// Take an upload of the asking unit, and make the part file end where the database says.
async fn open(app: &Arc<App>, headers: &HeaderMap, id: &str) -> Result<(String, UploadRow, Taken)> {
    let unit_id = authorize(app, headers).await?;
    let taken = app.take(id)?;
    let (app, id, unit) = (Arc::clone(app), id.to_owned(), unit_id.clone());
    let upload = blocking(move || {
        let missing = || Failure::new(ProblemCode::NotFound, "没有这个上传，请重新开始");
        let mut upload = app.store.upload(&unit, &id)?.ok_or_else(missing)?;
        if upload.is_done {
            return Ok(upload);
        }
        if upload.expires_at < clock::seconds() {
            app.store.delete_upload(&upload.id)?;
            remove_part(&app, &upload.id)?;
            return Err(Failure::new(ProblemCode::UploadExpired, "上传已过期，请重新开始"));
        }
        let on_disk = part_len(&app, &unit, &upload)?;
        if on_disk > upload.stored {
            // Bytes of a chunk that was cut off by a stop: never acknowledged, perhaps not whole.
            let part = std::fs::File::options().write(true).open(app.data.part(&upload.id))?;
            part.set_len(upload.stored)?;
        } else if on_disk < upload.stored {
            // The disk lost what it had promised to keep. The file's end is the truth now.
            app.store.set_stored(&upload.id, on_disk)?;
            upload.stored = on_disk;
        }
        Ok(upload)
    })
    .await?;
    Ok((unit_id, upload, taken))
}

/// Bytes on disk. A whole upload that was moved to its place before a stop counts as whole.
fn part_len(app: &App, unit_id: &str, upload: &UploadRow) -> Result<u64> {
    match std::fs::metadata(app.data.part(&upload.id)) {
        Ok(metadata) => Ok(metadata.len()),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
            let is_moved = upload.stored == upload.size
                && app.data.bundle(unit_id, &upload.bundle_id).exists();
            Ok(if is_moved { upload.size } else { 0 })
        }
        Err(e) => Err(e.into()),
    }
}

fn remove_part(app: &App, id: &str) -> Result<()> {
    match std::fs::remove_file(app.data.part(id)) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(e.into()),
        _ => Ok(()),
    }
}

fn state_headers(upload: &UploadRow) -> [(&'static str, String); 2] {
    let offset = if upload.is_done { upload.size } else { upload.stored };
    [("upload-offset", offset.to_string()), ("upload-expires", clock::http_date(upload.expires_at))]
}

fn number(headers: &HeaderMap, name: &str) -> Option<u64> {
    headers.get(name)?.to_str().ok()?.parse().ok()
}

/// A value of `Upload-Metadata` (`key base64,key base64,…`) that is 64 lower-case hex digits.
fn hex_metadata(metadata: &str, key: &str) -> Result<String> {
    metadata
        .split(',')
        .filter_map(|pair| pair.trim().split_once(' '))
        .find(|(name, _)| *name == key)
        .and_then(|(_, value)| BASE64.decode(value).ok())
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .filter(|hex| {
            hex.len() == 64 && hex.bytes().all(|c| matches!(c, b'0'..=b'9' | b'a'..=b'f'))
        })
        .ok_or_else(|| Failure::bad(format!("Upload-Metadata缺少{key}，或不是64位十六进制")))
}

/// Whether a hex digest is the one announced in base64.
fn is_checksum(hex: &str, base64: &str) -> bool {
    let digits = BASE64.decode(base64.trim()).unwrap_or_default();
    let announced: String = digits.iter().map(|byte| format!("{byte:02x}")).collect();
    announced == hex
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metadata_is_found_by_its_key_and_must_be_a_hash() {
        let hash = "ab".repeat(32);
        let text = format!("filename eA==, sha256 {}", BASE64.encode(&hash));
        assert_eq!(hex_metadata(&text, "sha256").unwrap(), hash);
        for bad in ["", "sha256", "sha256 !!", "sha256 eA=="] {
            assert!(hex_metadata(bad, "sha256").is_err(), "{bad}");
        }
    }

    #[test]
    fn a_checksum_in_base64_equals_its_hex_form_only() {
        assert!(is_checksum("00ff", "AP8="));
        assert!(!is_checksum("00fe", "AP8="));
        assert!(!is_checksum("00ff", "not base64"));
    }
}
