//! Bind a form to its data and hand it to `typeset`.
