//! Reading foreign files in a process of their own: a parser that gives up, or wants more memory than
//! the machine has, takes nothing with it but itself.
//!
//! Each host starts itself once more with [`ARGUMENT`]; the file goes in by its standard input, the
//! cells come out by its standard output, a row at a time.

use crate::error::{Code, Error, Result};
use crate::progress::Progress;
use crate::spreadsheet::{self, Gatherer, Options, Part};
use engine::roster::{Cell, Grain, Merge, Shown, Workbook};
use serde::{Deserialize, Serialize};
use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// The argument that makes a host a worker.
pub const ARGUMENT: &str = "worker";
/// Memory a worker may have, in bytes.
const MEMORY: u64 = 240 << 20;
/// Time one file may take.
const PATIENCE: Duration = Duration::from_secs(240);
/// Bytes of one message; a row of a thousand long texts is far smaller.
const MAX_MESSAGE: u32 = 64 << 20;

static PROGRAM: OnceLock<PathBuf> = OnceLock::new();

/// Let another program do the work than the one that is running; for hosts that are no program of ours,
/// such as a test. The first call stands.
pub fn use_program(path: PathBuf) {
    let _ = PROGRAM.set(path);
}

fn program() -> Result<PathBuf> {
    match PROGRAM.get() {
        Some(path) => Ok(path.clone()),
        None => std::env::current_exe().map_err(|e| Error::io("程序", e)),
    }
}

/// What goes through the pipe.
#[derive(Serialize, Deserialize)]
enum Message {
    Book(String, Option<String>, bool),
    Sheet(String, bool),
    Merges(Option<Vec<Merge>>),
    Hidden(Vec<u32>, Vec<u32>),
    Row(u32, Vec<(u32, Wire)>),
    Ragged(u32),
    Far(u64),
    Refused(String, String),
    End,
}

/// A cell on its way.
#[derive(Serialize, Deserialize)]
enum Wire {
    #[serde(rename = "t")]
    Text(String),
    #[serde(rename = "n")]
    Number(f64, u8, u8),
    #[serde(rename = "d")]
    Date(i32, u8),
    #[serde(rename = "b")]
    Bool(bool),
    #[serde(rename = "e")]
    Error(String),
    #[serde(rename = "u")]
    Uncalculated,
}

impl From<Cell> for Wire {
    fn from(cell: Cell) -> Self {
        use chrono::Datelike;
        match cell {
            Cell::Text(text) => Self::Text(text.to_string()),
            Cell::Number(n, shown) => match shown {
                Shown::General => Self::Number(n, 0, 0),
                Shown::Decimals(d) => Self::Number(n, 1, d),
                Shown::Padded(d) => Self::Number(n, 2, d),
            },
            Cell::Date(date, grain) => Self::Date(
                date.num_days_from_ce(),
                match grain {
                    Grain::Day => 0,
                    Grain::Month => 1,
                    Grain::Year => 2,
                },
            ),
            Cell::Bool(b) => Self::Bool(b),
            Cell::Error(text) => Self::Error(text.to_string()),
            Cell::Uncalculated => Self::Uncalculated,
        }
    }
}

impl From<Wire> for Cell {
    fn from(wire: Wire) -> Self {
        match wire {
            Wire::Text(text) => Self::Text(text.into()),
            Wire::Number(n, 1, d) => Self::Number(n, Shown::Decimals(d)),
            Wire::Number(n, 2, d) => Self::Number(n, Shown::Padded(d)),
            Wire::Number(n, ..) => Self::Number(n, Shown::General),
            Wire::Date(days, grain) => {
                let grain = match grain {
                    1 => Grain::Month,
                    2 => Grain::Year,
                    _ => Grain::Day,
                };
                match chrono::NaiveDate::from_num_days_from_ce_opt(days) {
                    Some(date) => Self::Date(date, grain),
                    None => Self::Number(f64::from(days), Shown::General),
                }
            }
            Wire::Bool(b) => Self::Bool(b),
            Wire::Error(text) => Self::Error(text.into()),
            Wire::Uncalculated => Self::Uncalculated,
        }
    }
}

impl From<Part> for Message {
    fn from(part: Part) -> Self {
        match part {
            Part::Book(format, encoding, is_1904) => Self::Book(format, encoding, is_1904),
            Part::Sheet(name, is_visible) => Self::Sheet(name, is_visible),
            Part::Merges(merges) => Self::Merges(merges),
            Part::Hidden(rows, columns) => Self::Hidden(rows, columns),
            Part::Row(row, cells) => {
                Self::Row(row, cells.into_iter().map(|(c, cell)| (c, cell.into())).collect())
            }
            Part::Ragged(row) => Self::Ragged(row),
            Part::Far(n) => Self::Far(n as u64),
        }
    }
}

impl Message {
    /// The piece of a workbook it carries, if it carries one.
    fn part(self) -> Option<Part> {
        Some(match self {
            Self::Book(format, encoding, is_1904) => Part::Book(format, encoding, is_1904),
            Self::Sheet(name, is_visible) => Part::Sheet(name, is_visible),
            Self::Merges(merges) => Part::Merges(merges),
            Self::Hidden(rows, columns) => Part::Hidden(rows, columns),
            Self::Row(row, cells) => {
                Part::Row(row, cells.into_iter().map(|(c, wire)| (c, wire.into())).collect())
            }
            Self::Ragged(row) => Part::Ragged(row),
            Self::Far(n) => Part::Far(usize::try_from(n).unwrap_or(usize::MAX)),
            Self::Refused(..) | Self::End => return None,
        })
    }
}

/// The child's side: read the file from standard input, write the cells to standard output. Never
/// returns an error, because whoever reads the output is told there.
pub fn serve() {
    limit_memory();
    let mut input = Vec::new();
    let mut out = std::io::BufWriter::with_capacity(256 << 10, std::io::stdout().lock());
    let result = std::io::stdin()
        .lock()
        .read_to_end(&mut input)
        .map_err(|e| Error::io("文件", e))
        .and_then(|_| split(&input))
        .and_then(|(options, file)| {
            spreadsheet::read(file, &options, &mut |part| send(&mut out, &part.into()))
        });
    let last = match result {
        Ok(()) => Message::End,
        Err(error) => Message::Refused(error.message, error.hint),
    };
    // A parent that has gone hears nothing; that is no failure of ours.
    let _ = send(&mut out, &last).and_then(|()| out.flush().map_err(|e| Error::io("文件", e)));
}

/// The options in front of the file.
fn split(input: &[u8]) -> Result<(Options, &[u8])> {
    let (size, rest) = input.split_at_checked(4).ok_or_else(|| Error::internal("no options"))?;
    let size = u32::from_le_bytes([size[0], size[1], size[2], size[3]]) as usize;
    let (options, file) =
        rest.split_at_checked(size).ok_or_else(|| Error::internal("no options"))?;
    Ok((serde_json::from_slice(options)?, file))
}

fn send(out: &mut impl Write, message: &Message) -> Result<()> {
    let bytes = serde_json::to_vec(message)?;
    let size = u32::try_from(bytes.len()).map_err(Error::internal)?;
    let io = |e| Error::io("文件", e);
    out.write_all(&size.to_le_bytes()).map_err(io)?;
    out.write_all(&bytes).map_err(io)
}

/// Private memory is limited where the system can; the file's own mapping and the program do not count.
#[cfg(unix)]
fn limit_memory() {
    // Best effort: without a limit the caps of the readers still hold.
    let _ = rlimit::setrlimit(rlimit::Resource::DATA, MEMORY, MEMORY);
    let _ = rlimit::setrlimit(rlimit::Resource::CORE, 0, 0);
}

#[cfg(not(unix))]
fn limit_memory() {}

/// Stops the child when the reading ends early.
struct Guard(Child);

impl Drop for Guard {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Read a file in a worker.
///
/// # Errors
/// `UnsupportedFile` in words, `Cancelled`; an abort of the worker is `UnsupportedFile` too.
pub fn read(bytes: Vec<u8>, options: &Options, progress: &dyn Progress) -> Result<Workbook> {
    let mut command = Command::new(program()?);
    command.arg(ARGUMENT).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = Guard(command.spawn().map_err(|e| Error::io("读表格的进程", e))?);
    let options = serde_json::to_vec(options)?;
    if let Some(mut stdin) = child.0.stdin.take() {
        std::thread::spawn(move || {
            let size = u32::try_from(options.len()).unwrap_or(0).to_le_bytes();
            // A worker that refuses early closes its end; what it says is read below.
            let _ = stdin
                .write_all(&size)
                .and_then(|()| stdin.write_all(&options))
                .and_then(|()| stdin.write_all(&bytes));
        });
    }
    let Some(stdout) = child.0.stdout.take() else {
        return Err(Error::internal("the worker has no output"));
    };
    let (tell, hear) = channel();
    std::thread::spawn(move || {
        let mut stdout = std::io::BufReader::with_capacity(256 << 10, stdout);
        let mut batch = Vec::new();
        while let Some(message) = receive(&mut stdout) {
            let is_last = matches!(message, Message::End | Message::Refused(..));
            batch.push(message);
            if (is_last || batch.len() >= 256) && tell.send(std::mem::take(&mut batch)).is_err() {
                return;
            }
        }
        let _ = tell.send(batch);
    });
    gather(&hear, progress)
}

fn gather(
    hear: &std::sync::mpsc::Receiver<Vec<Message>>,
    progress: &dyn Progress,
) -> Result<Workbook> {
    let started = Instant::now();
    let mut out = Gatherer::default();
    let mut rows = 0u64;
    loop {
        if started.elapsed() > PATIENCE {
            return Err(spreadsheet::unsupported(
                "读了四分钟还没有读完，已停下",
                "文件太大或不正常，请只留人员表，另存一份再试",
            ));
        }
        match hear.recv_timeout(Duration::from_millis(100)) {
            Ok(batch) => {
                for message in batch {
                    match message {
                        Message::End => return Ok(out.finish()),
                        Message::Refused(message, hint) => {
                            return Err(Error::new(Code::UnsupportedFile, message, hint));
                        }
                        message => {
                            rows += u64::from(matches!(message, Message::Row(..)));
                            if let Some(part) = message.part() {
                                out.take(part)?;
                            }
                        }
                    }
                }
                progress.checkpoint("读取文件", rows, 0)?;
            }
            Err(RecvTimeoutError::Timeout) => progress.checkpoint("读取文件", rows, 0)?,
            Err(RecvTimeoutError::Disconnected) => {
                return Err(spreadsheet::unsupported(
                    "这个文件读到一半停了：展开后大得不正常，或已损坏",
                    "程序和台账都没有受影响。请把人员表复制到一个新的工作簿，另存为 .xlsx 再试",
                ));
            }
        }
    }
}

fn receive(from: &mut impl Read) -> Option<Message> {
    let mut size = [0u8; 4];
    from.read_exact(&mut size).ok()?;
    let size = u32::from_le_bytes(size);
    if size > MAX_MESSAGE {
        return None;
    }
    let mut bytes = vec![0u8; size as usize];
    from.read_exact(&mut bytes).ok()?;
    serde_json::from_slice(&bytes).ok()
}
