//! 存证: a record nobody can rewrite. The public formats of transparency logs,
//! as bytes and proofs: RFC 6962 hashing, C2SP `tlog-tiles`, `signed-note`,
//! `tlog-checkpoint`, `tlog-cosignature` (v1, Ed25519), `tlog-proof`,
//! `tlog-policy` and `tlog-witness`, in
//! the texts of July 2026.
//!
//! The room is pure. Files, clocks, SQL and randomness are its callers'; the
//! same inputs give the same bytes on any machine, and the checker builds it
//! without the rest of an office.
//!
//! **What it trusts.** Nothing that is read: every parser takes one spelling
//! only, and every hash taken from a tile is proven to belong to the
//! checkpoint it is read for. **What it cannot know:** whether a checkpoint is
//! the only one its log has signed. That is what witnesses are for.
//!
//! | file | what |
//! |---|---|
//! | `tree` | nodes, heads, inclusion and consistency proofs, made and checked |
//! | `append` | adding leaves; the tiles that come of it |
//! | `tile` | tiles and entry bundles: coordinates, paths, bytes |
//! | `reader` | hashes and entries out of tiles nobody vouches for |
//! | `key` | verifier and signer keys in their text form |
//! | `note` | signed notes |
//! | `checkpoint` | tree heads as notes, signed and cosigned |
//! | `policy` | which logs and how many witnesses make a checkpoint count |
//! | `proof` | one entry's inclusion as a file |
//! | `witness` | the witness protocol as a state machine |

mod append;
mod base64;
mod checkpoint;
mod key;
mod note;
mod policy;
mod proof;
mod reader;
mod tile;
mod tree;
pub mod witness;

pub use append::Appender;
pub use checkpoint::{Checkpoint, Cosignature, SignedCheckpoint};
pub use key::{Algorithm, SignerKey, VerifierKey};
pub use note::{Note, Signature};
pub use policy::{Known, Policy};
pub use proof::LogProof;
pub use reader::{TileReader, TileSource};
pub use tile::{Bundle, Resource, TILE_WIDTH, Tile, parse_bundle, write_bundle};
pub use tree::{
    HashReader, LARGEST, Node, TreeHead, check_consistency, check_inclusion, prove_consistency,
    prove_inclusion, root,
};
