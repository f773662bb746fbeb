//! What a bundle is made of: names, manifest, verification result.
