//! What is done to pictures pixel by pixel: decode, measure, make smaller, write.
//!
//! A package of its own so that it is optimised in every build: unoptimised, looking over one
//! scanned page takes seconds. It knows nothing of documents and nothing of people.
#![deny(missing_docs)]

mod clear;
mod measure;
mod picture;
mod skew;

pub use clear::{COLUMNS, ROWS, clear_cells};
pub use measure::{Light, laplacian_variance};
pub use picture::{
    Undecodable, decode, decode_as_stored, grey, jpeg, on_paper, smaller, thumbnail, upright,
    without_alpha,
};
pub use skew::skew;
