//! A sealed bundle (上报包): a BagIt 1.0 bag in a deterministic zip, signed. Written by the office,
//! read by the receiver, by one implementation of the defence against hostile zips.
//!
//! Owns: layout, checksums, signature, refusal. Knows no database and no network.
//!
//! * [`seal`] streams files into a new bundle; memory does not grow with their size.
//! * [`verify`] reads a stranger's bundle and trusts nothing it declares.
//! * [`extract`] verifies while it writes into a fresh folder.
//! * [`encrypt`] and [`decrypt`] carry a bundle over a stick; [`Kept`] looks into one put away.
//! * [`protect`] locks one with a pass phrase for a person who has 7-Zip only; [`verify_foreign`]
//!   looks at bags of other programs and lets none of them any further.
#![deny(missing_docs)]

mod digest;
mod error;
mod extract;
mod foreign;
mod kept;
mod key;
mod name;
mod passphrase;
mod protect;
mod readme;
mod scan;
mod seal;
mod stick;
mod verify;

pub use digest::{Digest256, Hashing, sha256_bytes, sha256_file};
pub use error::{Error, Result};
pub use extract::extract;
pub use foreign::{Foreign, verify_foreign};
pub use kept::Kept;
pub use key::{PublicKey, Signer, fingerprint, verify_text};
pub use passphrase::{Encrypting, decrypting};
pub use protect::protect;
pub use seal::{Opener, Seal, SealApplication, SealFile, Sealed, Source, seal};
pub use stick::{Identity, Recipient, STICK_ENDING, decrypt, encrypt};
pub use verify::{PayloadEntry, Trust, Verified, verify};

/// The reporting side of a long job; hosts implement it. `()` listens to nothing.
pub trait Watch {
    /// `done` of `total` bytes in the step named by a short Chinese `label`.
    fn step(&self, label: &str, done: u64, total: u64);

    /// Whether the person asked to stop; asked at least once per file.
    fn is_cancelled(&self) -> bool;
}

impl Watch for () {
    fn step(&self, _label: &str, _done: u64, _total: u64) {}

    fn is_cancelled(&self) -> bool {
        false
    }
}

/// Report, then stop if asked to.
fn checkpoint(watch: &dyn Watch, label: &str, done: u64, total: u64) -> Result<()> {
    watch.step(label, done, total);
    if watch.is_cancelled() { Err(Error::Cancelled) } else { Ok(()) }
}
