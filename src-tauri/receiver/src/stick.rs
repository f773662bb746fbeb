//! The road by stick: bundles come in as files, replies go out as files. Both ends do exactly what the
//! network road does.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use bundle::{STICK_ENDING, Trust, decrypt, sha256_file, verify};
use engine::bundle::MAX_BUNDLE_BYTES;
use engine::decision::{REPLY_FORMAT, Reply};
use engine::protocol::{PROTOCOL, ProblemCode};

use crate::accept::{self, Arrival};
use crate::cli::{ImportOptions, ReplyOptions};
use crate::data::{DataDir, create_private_dir, write_private};
use crate::failure::{Failure, Result};
use crate::http::App;
use crate::store::Store;

/// What encryption adds to a bundle, at most: a header, and 16 bytes for every 64 KiB.
const ENVELOPE_BYTES: u64 = 1 << 20;
/// Ending of a bundle that is not encrypted.
const PLAIN_ENDING: &str = ".zip";

/// `chengbao-receiver import`: one line per file. Fails at the end if any was not taken.
pub fn import(options: &ImportOptions) -> Result<()> {
    let data = DataDir::open(&options.data)?;
    let store = Store::open(&data.database())?;
    let app = App::new(data.clone(), store, data.signer()?, String::new());
    let files = found(&options.files)?;
    if files.is_empty() {
        return Err(Failure::bad("没有找到上报包（.zip.age或.zip），请核对文件夹"));
    }
    let mut out = std::io::stdout();
    let mut refused = 0;
    for file in &files {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        match import_one(&app, file, options.fingerprint.as_deref()) {
            Ok(true) => writeln!(out, "已接收：{name}")?,
            Ok(false) => writeln!(out, "已接收，无变化：{name}")?,
            Err(failure) => {
                refused += 1;
                writeln!(out, "没有接收：{name}：{failure}")?;
            }
        }
    }
    match refused {
        0 => Ok(()),
        n => Err(Failure::bad(format!("{n}个文件没有接收，原因见上面各行；其余的已接收"))),
    }
}

/// The files named, and those in the folders named.
fn found(named: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let missing = |_| Failure::bad("有一个文件或文件夹读不到，请核对U盘是否插好、名称是否写对");
    let mut files = Vec::new();
    for path in named {
        if path.is_dir() {
            let mut inside: Vec<PathBuf> = std::fs::read_dir(path)
                .and_then(|list| list.map(|e| e.map(|e| e.path())).collect())
                .map_err(missing)?;
            inside.retain(|p| {
                let name = p.file_name().unwrap_or_default().to_string_lossy().into_owned();
                name.ends_with(STICK_ENDING) || name.ends_with(PLAIN_ENDING)
            });
            inside.sort();
            files.extend(inside);
        } else {
            std::fs::metadata(path).map_err(missing)?;
            files.push(path.clone());
        }
    }
    Ok(files)
}

/// Take one file in; gives whether it was new. It goes through the same gate as an upload, and lies on
/// disk before anybody signs for it.
fn import_one(app: &App, file: &Path, fingerprint: Option<&str>) -> Result<bool> {
    let length = std::fs::metadata(file).map_err(|_| unreadable())?.len();
    if length > MAX_BUNDLE_BYTES + ENVELOPE_BYTES {
        return Err(Failure::new(ProblemCode::TooLarge, "文件超过2 GiB，请单位分成几包重新封存"));
    }
    let inbox = app.data.inbox();
    create_private_dir(&inbox)?;
    let part = Part(inbox.join(format!("{}.zip", uuid::Uuid::new_v4())));
    if file.to_string_lossy().ends_with(STICK_ENDING) {
        decrypt(file, &part.0, &app.data.identity()?, &())?;
    } else {
        let copy = || -> std::io::Result<()> {
            std::fs::copy(file, &part.0)?;
            File::open(&part.0)?.sync_all()
        };
        copy().map_err(|e| match e.kind() {
            std::io::ErrorKind::StorageFull => Failure::full(),
            _ => unreadable(),
        })?;
    }
    let verified = verify(&part.0, Trust::AnySigner, &())?;
    let unit_id = &verified.manifest.unit.id;
    let unit = app.store.unit(unit_id)?.ok_or_else(|| {
        Failure::new(
            ProblemCode::UnitMismatch,
            "这个单位没有配对，没有接收，请先为它生成配对文件（pair）",
        )
    })?;
    if unit.signing_key.is_none() {
        vouch(&verified.signer.fingerprint(), fingerprint)?;
    }
    let arrival = Arrival {
        unit_id,
        bundle_id: &verified.bundle_id,
        zip_sha256: &sha256_file(&part.0)?,
        size: std::fs::metadata(&part.0)?.len(),
        source: &part.0,
        upload_id: None,
    };
    accept::take(app, &arrival)
}

/// An upload proves by its token whose first bundle it is; a stick proves nothing, so a person compares
/// the key with the unit's stamped sheet.
fn vouch(found: &str, given: Option<&str>) -> Result<()> {
    let plain = |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>();
    match given {
        Some(given) if plain(given).eq_ignore_ascii_case(&plain(found)) => Ok(()),
        _ => Err(Failure::new(
            ProblemCode::BagInvalid,
            format!(
                "这是该单位第一次送来，签名公钥的指纹是{found}。请与单位盖章材料上的指纹核对，一致时加上--fingerprint {found}再收"
            ),
        )),
    }
}

fn unreadable() -> Failure {
    Failure::bad("文件读不出来，请换一个U盘或重新拷贝")
}

/// A file that disappears unless it was moved on.
struct Part(PathBuf);

impl Drop for Part {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// `chengbao-receiver reply`: everything there is for a unit, in one file to carry back.
pub fn reply(options: &ReplyOptions) -> Result<()> {
    let data = DataDir::open(&options.data)?;
    let store = Store::open(&data.database())?;
    if store.unit(&options.unit)?.is_none() {
        return Err(Failure::bad("没有这个单位，请核对统一社会信用代码"));
    }
    let bundles = store.bundles()?.into_iter().filter(|b| b.unit_id == options.unit);
    let (mut receipts, mut last) = (Vec::new(), 0);
    for bundle in bundles {
        last = last.max(bundle.n);
        receipts.push(bundle.signed);
    }
    let mut decisions = Vec::new();
    for decision in store.decisions(&options.unit)? {
        last = last.max(decision.n);
        decisions.push(decision.signed);
    }
    let (n, m) = (receipts.len(), decisions.len());
    let reply = Reply {
        format: REPLY_FORMAT.to_owned(),
        protocol: PROTOCOL,
        unit_id: options.unit.clone(),
        receipts,
        decisions,
    };
    if !options.out.is_dir() {
        return Err(Failure::bad("要写到的文件夹不存在，请核对U盘是否插好"));
    }
    let path = options.out.join(format!("reply-{}-{last}.json", options.unit));
    write_private(&path, serde_json::to_string_pretty(&reply)?.as_bytes())?;
    writeln!(std::io::stdout(), "已写好回件：回执{n}份，审核结果{m}份\n{}", path.display())?;
    Ok(())
}
