//! Talking to the upstream.
