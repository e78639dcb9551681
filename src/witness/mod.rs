//! 见证: somebody outside the office who remembers. The justice bureau and the
//! superior department each run one of these with a key of its own; filing
//! (备案) is its cosignature on the office's checkpoint.
//!
//! **What a witness promises.** A cosignature says: this tree holds every entry
//! of all I cosigned before for this log, and at this time it was the largest I
//! had seen. It never gives two that cannot both be true, whatever fails and
//! whenever it is killed: the new checkpoint is durable in its memory before
//! the cosignature leaves, and is read back from there for the next request.
//!
//! **What it cannot promise.** That the entries are right, or that its folder
//! was not put back to an earlier state by whoever owns the machine. The
//! journal, which names every checkpoint cosigned, makes the cruder ways of
//! doing so fail; a second witness makes them pointless.
//!
//! A witness's folder:
//!
//! | name | what |
//! |---|---|
//! | `witness.key` | its secret key, readable by its owner only |
//! | `witness.vkey` | its public key, to be given out |
//! | `logs` | the keys of the logs it watches, as a `tlog-policy` file |
//! | `memory/<h>` | the last checkpoint cosigned for a log, `h` = SHA-256 of its origin |
//! | `journal.jsonl` | what it cosigned and refused, in words, a JSON object a line |
//! | `refused/<h>` | requests by which a log contradicted itself: the evidence |
//! | `lock` | held while it works |
//!
//! It opens no office and needs no database.

pub mod client;
mod disk;
mod folder;
mod journal;
mod keeper;
pub mod service;
mod status;

pub use disk::{Point, no_points};
pub use folder::{add_logs, drop_log, init, watched_keys};
pub use journal::{Entry, What};
pub use keeper::Witness;
pub use status::{Status, Watching, status};
