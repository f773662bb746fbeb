//! The domain of 呈报: who may apply for which 职称, by which clause, with which materials, on
//! which dates.
//!
//! This crate decides and never acts: it opens no file, asks no clock, keeps no state. The same
//! input gives the same verdict, forever, so a decision can be audited and replayed.
//!
//! What is known of an application is a [`fact::Facts`] document; the rules of a stack of
//! [`pack::Packs`], compiled into an [`edition::Edition`], read it ([`eval`]) and give a
//! [`verdict::Verdict`] with clause and arithmetic.
#![deny(missing_docs)]

pub mod affected;
pub mod application;
pub mod bundle;
pub mod date;
pub mod decision;
pub mod edition;
pub mod eval;
pub mod fact;
pub mod forecast;
pub mod id;
pub mod identity;
pub mod pack;
pub mod person;
pub mod protocol;
pub mod roster;
pub mod schedule;
pub mod text;
pub mod title;
pub mod unit;
pub mod verdict;
