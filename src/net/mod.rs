//! 服务: what every service of ours does at its port, the portal and the
//! witness alike: takes so many connections and no more, gives up those that
//! hold a place for nothing, and stops in order when it is asked to.
//!
//! Knows nothing of what is served.

mod door;
mod stop;

pub use door::{Connection, Door, Patience};
pub use stop::{GRACE, Stop, until_stopped};
