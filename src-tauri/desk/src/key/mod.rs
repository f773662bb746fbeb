//! 加密: the key of an office, what opens it, and what lies under it on the disk.
//!
//! One random data key encrypts the database (SQLCipher) and seals attachments, packets and bundles
//! ([`seal`]). It is never written: [`KeyFile`] holds it wrapped under each officer's pass phrase and
//! under the printed recovery code. Who has the folder and none of these has nothing.

mod code;
mod file;
mod office;
mod seal;

pub use code::RecoveryCode;
pub use file::{KEY_FILE, KeyFile, Officer, OfficerRole};
pub(crate) use office::KeyRing;
pub(crate) use seal::{Plain, Sealer, is_sealed};

use crate::error::{Code, Error};
use chacha20poly1305::aead::OsRng;
use chacha20poly1305::aead::rand_core::RngCore as _;
use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// Whether this program was built with SQLCipher.
pub const CAN_ENCRYPT: bool = cfg!(feature = "encrypted");

/// A key as ciphers take it; wiped when dropped.
pub type Secret = Zeroizing<[u8; 32]>;

/// The random key everything of an office lies under.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct DataKey([u8; 32]);

impl std::fmt::Debug for DataKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DataKey")
    }
}

impl DataKey {
    /// A new one.
    #[must_use]
    pub fn generate() -> Self {
        Self(random())
    }

    /// One that was kept as bytes; `None` for another length.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// The bytes, to be wrapped.
    #[must_use]
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The database's key, as SQLCipher takes it raw.
    #[must_use]
    pub fn database(&self) -> Secret {
        self.derive("chengbao database 1")
    }

    /// The key of sealed files.
    #[must_use]
    pub fn files(&self) -> Secret {
        self.derive("chengbao file 1")
    }

    /// What tells one key from another and gives nothing of it away: 16 hex digits.
    #[must_use]
    pub fn id(&self) -> String {
        self.derive("chengbao id 1").iter().take(8).map(|b| format!("{b:02x}")).collect()
    }

    fn derive(&self, purpose: &str) -> Secret {
        let mut out = Zeroizing::new([0; 32]);
        // Fails only for more than 255 blocks.
        let _ = Hkdf::<Sha256>::new(None, &self.0).expand(purpose.as_bytes(), out.as_mut_slice());
        out
    }
}

/// Random bytes of the system.
fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    OsRng.fill_bytes(&mut bytes);
    bytes
}

/// What everything but the key's own commands says while nobody has opened the office.
pub(crate) fn locked() -> Error {
    Error::new(Code::Locked, "资料夹上了锁，要先输口令", "请输入口令，或用恢复码打开")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_key_gives_three_that_have_nothing_in_common() {
        let key = DataKey::generate();
        assert_ne!(*key.database(), *key.files());
        assert_ne!(*key.database(), *key.bytes());
        assert_eq!(key.id(), DataKey::from_bytes(key.bytes()).unwrap().id());
        assert_ne!(key.id(), DataKey::generate().id());
        assert_eq!(format!("{key:?}"), "DataKey");
        assert!(DataKey::from_bytes(&[1; 31]).is_none());
    }
}
