//! The [Reconciliation Service API 0.2](https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/) of the
//! W3C's community group, both ways.
//!
//! [`client`] asks services of others for candidates: in batches, with a cache on disk, so that what has been answered is never
//! asked again. [`service`] answers such questions about our own entities, for OpenRefine and its like. What goes over the
//! wire, in either direction, is [`message`]. Neither prints.

pub mod client;
pub mod message;
pub mod service;
