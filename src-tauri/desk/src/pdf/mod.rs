//! Scans and packets: look at files, draw pages, assemble.
