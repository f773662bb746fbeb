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
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::time::{Duration, Instant};

/// The argument that makes a host a worker.
pub const ARGUMENT: &str = "worker";
/// Memory a worker may have for its data, in bytes; with the program itself it stays below 256 megabytes.
const MEMORY: u64 = 200 << 20;
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

/// What goes through the pipe; texts are borrowed on both sides, for there are millions of them.
#[derive(Serialize, Deserialize)]
enum Message<'a> {
    Book(&'a str, #[serde(borrow)] Option<&'a str>, bool),
    Sheet(&'a str, bool),
    Merges(Option<Vec<Merge>>),
    Hidden(Vec<u32>, Vec<u32>),
    Row(u32, #[serde(borrow)] Vec<(u32, Wire<'a>)>),
    Ragged(u32),
    Far(u64),
    Refused(&'a str, &'a str),
    End,
}

/// A cell on its way.
#[derive(Serialize, Deserialize)]
enum Wire<'a> {
    Text(&'a str),
    Number(f64, u8, u8),
    Date(i32, u8),
    Bool(bool),
    Error(&'a str),
    Uncalculated,
}

impl<'a> From<&'a Cell> for Wire<'a> {
    fn from(cell: &'a Cell) -> Self {
        use chrono::Datelike;
        match cell {
            Cell::Text(text) => Self::Text(text),
            Cell::Number(n, shown) => match *shown {
                Shown::General => Self::Number(*n, 0, 0),
                Shown::Decimals(d) => Self::Number(*n, 1, d),
                Shown::Padded(d) => Self::Number(*n, 2, d),
            },
            Cell::Date(date, grain) => Self::Date(
                date.num_days_from_ce(),
                match grain {
                    Grain::Day => 0,
                    Grain::Month => 1,
                    Grain::Year => 2,
                },
            ),
            Cell::Bool(b) => Self::Bool(*b),
            Cell::Error(text) => Self::Error(text),
            Cell::Uncalculated => Self::Uncalculated,
        }
    }
}

impl Wire<'_> {
    /// The cell it stands for.
    fn cell(self, out: &mut Gatherer) -> Cell {
        match self {
            Self::Text(text) => Cell::Text(out.text(text)),
            Self::Number(n, 1, d) => Cell::Number(n, Shown::Decimals(d)),
            Self::Number(n, 2, d) => Cell::Number(n, Shown::Padded(d)),
            Self::Number(n, ..) => Cell::Number(n, Shown::General),
            Self::Date(days, grain) => {
                let grain = match grain {
                    1 => Grain::Month,
                    2 => Grain::Year,
                    _ => Grain::Day,
                };
                match chrono::NaiveDate::from_num_days_from_ce_opt(days) {
                    Some(date) => Cell::Date(date, grain),
                    None => Cell::Number(f64::from(days), Shown::General),
                }
            }
            Self::Bool(b) => Cell::Bool(b),
            Self::Error(text) => Cell::Error(text.into()),
            Self::Uncalculated => Cell::Uncalculated,
        }
    }
}

impl<'a> From<&'a Part> for Message<'a> {
    fn from(part: &'a Part) -> Self {
        match part {
            Part::Book(format, encoding, is_1904) => {
                Self::Book(format, encoding.as_deref(), *is_1904)
            }
            Part::Sheet(name, is_visible) => Self::Sheet(name, *is_visible),
            Part::Merges(merges) => Self::Merges(merges.clone()),
            Part::Hidden(rows, columns) => Self::Hidden(rows.clone(), columns.clone()),
            Part::Row(row, cells) => {
                Self::Row(*row, cells.iter().map(|(c, cell)| (*c, cell.into())).collect())
            }
            Part::Ragged(row) => Self::Ragged(*row),
            Part::Far(n) => Self::Far(*n as u64),
        }
    }
}

/// What came of a message.
enum Taken {
    /// A row.
    Row,
    /// Something else of the workbook.
    Other,
    /// There is no more.
    End,
}

impl Message<'_> {
    /// Put it in its place.
    fn take(self, out: &mut Gatherer) -> Result<Taken> {
        let part = match self {
            Self::Row(row, cells) => {
                let cells = cells.into_iter().map(|(c, wire)| (c, wire.cell(out))).collect();
                out.row(row, cells)?;
                return Ok(Taken::Row);
            }
            Self::Book(format, encoding, is_1904) => {
                Part::Book(format.to_owned(), encoding.map(str::to_owned), is_1904)
            }
            Self::Sheet(name, is_visible) => Part::Sheet(name.to_owned(), is_visible),
            Self::Merges(merges) => Part::Merges(merges),
            Self::Hidden(rows, columns) => Part::Hidden(rows, columns),
            Self::Ragged(row) => Part::Ragged(row),
            Self::Far(n) => Part::Far(usize::try_from(n).unwrap_or(usize::MAX)),
            Self::Refused(message, hint) => {
                return Err(Error::new(Code::UnsupportedFile, message.to_owned(), hint.to_owned()));
            }
            Self::End => return Ok(Taken::End),
        };
        out.take(part)?;
        Ok(Taken::Other)
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
            spreadsheet::read(file, &options, &mut |part| send(&mut out, &(&part).into()))
        });
    let last = match &result {
        Ok(()) => Message::End,
        Err(error) => Message::Refused(&error.message, &error.hint),
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

/// Write a message after its size.
fn send(out: &mut impl Write, message: &Message<'_>) -> Result<()> {
    let bytes = postcard::to_extend(message, Vec::with_capacity(1024)).map_err(Error::internal)?;
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

/// Windows limits memory only through job objects, for which no maintained crate offers a safe call that
/// limits what a process allocates. There the caps of the readers are the only bound: a file made for it
/// (shared texts of 128 megabytes, unfolded) can take some four hundred megabytes for a moment. The
/// worker is still a process of its own, so that an abort ends nothing else.
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
    let (tell, hear) = sync_channel(4);
    std::thread::spawn(move || {
        let mut stdout = std::io::BufReader::with_capacity(256 << 10, stdout);
        // No further ahead than a few batches: the file is not to lie here once more.
        while let Some(batch) = receive(&mut stdout) {
            if tell.send(batch).is_err() {
                return;
            }
        }
    });
    gather(&hear, progress)
}

fn gather(hear: &std::sync::mpsc::Receiver<Batch>, progress: &dyn Progress) -> Result<Workbook> {
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
                for bytes in batch.messages() {
                    let message: Message<'_> =
                        postcard::from_bytes(bytes).map_err(Error::internal)?;
                    match message.take(&mut out)? {
                        Taken::End => return Ok(out.finish()),
                        Taken::Row => rows += 1,
                        Taken::Other => {}
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

/// Messages read at once, one behind the other.
#[derive(Default)]
struct Batch {
    bytes: Vec<u8>,
    /// Where each message ends.
    ends: Vec<usize>,
}

impl Batch {
    /// Bytes after which a batch is handed on.
    const SIZE: usize = 256 << 10;

    fn messages(&self) -> impl Iterator<Item = &[u8]> {
        let begins = std::iter::once(0).chain(self.ends.iter().copied());
        begins.zip(&self.ends).map(|(begin, end)| &self.bytes[begin..*end])
    }
}

/// The next messages; `None` when there are no more.
fn receive(from: &mut impl Read) -> Option<Batch> {
    let mut batch = Batch::default();
    while batch.bytes.len() < Batch::SIZE {
        let mut size = [0u8; 4];
        if from.read_exact(&mut size).is_err() {
            break;
        }
        let size = u32::from_le_bytes(size);
        if size > MAX_MESSAGE {
            break;
        }
        let begin = batch.bytes.len();
        batch.bytes.resize(begin + size as usize, 0);
        if from.read_exact(&mut batch.bytes[begin..]).is_err() {
            break;
        }
        batch.ends.push(batch.bytes.len());
    }
    (!batch.ends.is_empty()).then_some(batch)
}
