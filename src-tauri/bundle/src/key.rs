//! Ed25519 signatures in minisign's format, so that Debian's `minisign -V` can check them.

use std::io::Cursor;

use minisign::{KeyPair, SecretKey, SecretKeyBox, SignatureBox};

use crate::{Error, Result};

/// 64 bytes in base64.
const GLOBAL_SIGNATURE_CHARS: usize = 88;

/// A public key of minisign.
#[derive(Clone)]
pub struct PublicKey(minisign::PublicKey);

impl PublicKey {
    /// Read the one-line base64 form, as in `bundle.json` and in the pairing file.
    ///
    /// # Errors
    /// `Key` when the text is no key.
    pub fn parse(base64: &str) -> Result<Self> {
        minisign::PublicKey::from_base64(base64.trim()).map(Self).map_err(|_| Error::Key)
    }

    /// The one-line base64 form; what `minisign -P` takes.
    #[must_use]
    pub fn to_base64(&self) -> String {
        self.0.to_base64()
    }

    /// The form for people: see [`fingerprint`].
    #[must_use]
    pub fn fingerprint(&self) -> String {
        fingerprint(&self.to_base64())
    }
}

impl PartialEq for PublicKey {
    fn eq(&self, other: &Self) -> bool {
        self.to_base64() == other.to_base64()
    }
}

impl Eq for PublicKey {}

impl std::fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PublicKey({})", self.fingerprint())
    }
}

/// Fingerprint of a public key for print and for reading aloud: the first 80 bits of the SHA-256 of
/// its base64 form, as five groups of four hex digits. Short enough for a stamped sheet, long enough
/// that nobody makes a second key for it.
#[must_use]
pub fn fingerprint(public_key: &str) -> String {
    let hex = crate::sha256_bytes(public_key.trim().as_bytes()).to_uppercase();
    (0..5).map(|i| &hex[i * 4..i * 4 + 4]).collect::<Vec<_>>().join("-")
}

/// A secret signing key, in memory only. The caller keeps its text: the office's store, or the
/// receiver's data folder.
pub struct Signer {
    secret: SecretKey,
    public: PublicKey,
}

impl std::fmt::Debug for Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Signer({})", self.public.fingerprint())
    }
}

impl Signer {
    /// A new key from the system's random source.
    ///
    /// # Errors
    /// `Key` when the system gives no random bytes.
    pub fn generate() -> Result<Self> {
        let pair = KeyPair::generate_unencrypted_keypair().map_err(|_| Error::Key)?;
        Ok(Self { secret: pair.sk, public: PublicKey(pair.pk) })
    }

    /// Read a key from the text [`Signer::to_secret_text`] gave.
    ///
    /// # Errors
    /// `Key` when the text is no unencrypted minisign secret key.
    pub fn from_secret_text(text: &str) -> Result<Self> {
        let unboxed = SecretKeyBox::from_string(text)
            .and_then(SecretKey::from_unencrypted_box)
            .map_err(|_| Error::Key)?;
        let public = minisign::PublicKey::from_secret_key(&unboxed).map_err(|_| Error::Key)?;
        Ok(Self { secret: unboxed, public: PublicKey(public) })
    }

    /// The key as an unencrypted minisign secret key file. Whoever reads it can sign: the caller
    /// encrypts it or restricts who may read it.
    ///
    /// # Errors
    /// `Key` when the key cannot be written as text.
    pub fn to_secret_text(&self) -> Result<String> {
        let boxed = self.secret.to_box(Some("chengbao secret key")).map_err(|_| Error::Key)?;
        Ok(boxed.into_string())
    }

    /// The public half.
    #[must_use]
    pub fn public(&self) -> &PublicKey {
        &self.public
    }

    /// Sign bytes; gives the text of a `.minisig` file. The comment is signed too. Two signatures
    /// of the same bytes differ, because the scheme mixes in randomness.
    ///
    /// # Errors
    /// `Key` when signing fails.
    pub fn sign(&self, bytes: &[u8], comment: &str) -> Result<String> {
        let signature = minisign::sign(
            Some(&self.public.0),
            &self.secret,
            Cursor::new(bytes),
            Some(comment),
            Some("signature by chengbao; verify with minisign"),
        );
        signature.map(SignatureBox::into_string).map_err(|_| Error::Key)
    }
}

/// Check a `.minisig` text over bytes against a key; gives the signed comment.
///
/// # Errors
/// `Key` when the signature is unreadable, by another key, or of other bytes.
pub fn verify_text(key: &PublicKey, bytes: &[u8], signature: &str) -> Result<String> {
    // The library indexes into the second signature without looking at its length.
    let global = signature.lines().nth(3).unwrap_or_default().trim();
    if global.len() != GLOBAL_SIGNATURE_CHARS {
        return Err(Error::Key);
    }
    let parsed = SignatureBox::from_string(signature).map_err(|_| Error::Key)?;
    minisign::verify(&key.0, &parsed, Cursor::new(bytes), true, false, false)
        .map_err(|_| Error::Key)?;
    parsed.trusted_comment().map_err(|_| Error::Key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_survives_storage_and_its_signature_binds_bytes_and_comment() {
        let signer = Signer::generate().unwrap();
        let again = Signer::from_secret_text(&signer.to_secret_text().unwrap()).unwrap();
        assert_eq!(signer.public(), again.public());
        let text = again.sign(b"tag manifest", "bundle:1").unwrap();
        assert_eq!(verify_text(signer.public(), b"tag manifest", &text).unwrap(), "bundle:1");
        assert!(verify_text(signer.public(), b"tag manifest!", &text).is_err());
        assert!(
            verify_text(signer.public(), b"tag manifest", &text.replace("bundle:1", "bundle:2"))
                .is_err()
        );
        assert!(verify_text(Signer::generate().unwrap().public(), b"tag manifest", &text).is_err());
    }

    #[test]
    fn a_mangled_signature_is_refused_without_a_panic() {
        let signer = Signer::generate().unwrap();
        let good = signer.sign(b"x", "c").unwrap();
        for end in 0..good.len() {
            let cut = &good[..end];
            if cut.trim_end() != good.trim_end() {
                assert!(verify_text(signer.public(), b"x", cut).is_err(), "cut at {end}");
            }
        }
        for line in 0..4 {
            let lines: Vec<_> =
                good.lines().enumerate().map(|(i, l)| if i == line { "AAAA" } else { l }).collect();
            assert!(verify_text(signer.public(), b"x", &lines.join("\n")).is_err());
        }
    }
}
