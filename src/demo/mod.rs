//! 演示: a made-up county, from the files it would hand in to a verified
//! evidence bundle.
//!
//! `county` and its neighbours write the files as offices really receive
//! them: several exports in several encodings and headings, the same firm once
//! per licence, stray spaces, a few dozen faults. Everything in them is
//! invented; the area codes alone are real, because an importer that knows
//! GB/T 2260 would refuse others. The same seed gives the same bytes on any
//! machine. `story` then walks the whole way through the use cases of
//! `workflow`, on a clock of its own.

mod county;
mod dice;
mod exports;
mod figures;
mod firms;
mod items;
mod names;
mod past;
mod people;
mod results;
mod sheets;
mod story;
mod summary;
mod trades;

pub use county::{DemoFiles, DemoSize, generate};
pub use results::{CarriedOut, carry_out};
pub use story::{Options, Told, tell};
