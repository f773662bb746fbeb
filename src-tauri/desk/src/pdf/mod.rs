//! Scans and packets: what a file handed in really is, and one PDF out of many.
//!
//! printpdf draws what is ours (the picture of a scan page, the copy block, captions and page
//! numbers); lopdf reads what is foreign; pages are written one by one, so a packet of any size
//! needs the memory of its largest file only. Pixels and foreign page contents are never re-encoded.

mod assemble;
mod binder;
mod clear;
mod draw;
mod furniture;
mod geometry;
mod import;
mod layout;
mod open;
mod outline;
mod picture;
mod place;
mod plan;
mod portal;
mod problem;
mod scan;
mod sink;

pub use assemble::{
    Assembled, Content, Contents, Entry, FileSource, Numbered, Options, Part, assemble,
};
pub use clear::ClearMap;
pub use geometry::MM;
pub use portal::{Limits, pictures};
pub use problem::FileProblem;
pub use scan::{Kind, PageSize, Scan, ScanWarning, inspect, thumbnail};
