//! What is public, decided in one place: the only maker of public types.
//!
//! Everything that a page, a feed, a file or an answer of the portal holds is
//! one of these documents. They are made here from what the office keeps
//! ([`make`]), under one [`make::Rules`]: by field (what is not copied is not
//! public), by type of person (a natural person's name is masked, his results
//! are on show for 2 years instead of 5: 国办发〔2018〕118号, domain rule 9), by
//! plan (a sealed plan tells nothing of its draw until it is disclosed), by
//! state (only published results; a withdrawn one leaves a notice, a corrected
//! one shows both versions). The portal's own database holds nothing else, so
//! that a private column cannot reach a reader by any way.
//!
//! Dates are `YYYY-MM-DD`, instants RFC 3339 with offset, digests 64 lower-case
//! hex characters.

mod draw;
pub mod make;
mod office;
mod plan;
mod registers;
mod result;

pub use make::Rules;

pub use draw::{Amended, Bar, Draw, DrawPart, DrawStratum, Excluded, SeedSource, Workload};
pub use office::{Figures, OfficeFace, Witness};
pub use plan::{Attempt, Plan, PlanFigures, PlanPart, Stage, Step};
pub use registers::{Company, ItemPage, ItemVersion, Joint, Officer, Procedure};
pub use result::{Checked, Notice, ResultPage, ResultVersion, TeamMember, Visit, VisitTeam};

use serde::{Serialize, de::DeserializeOwned};

/// A kind of document in the portal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// [`OfficeFace`]; its only key is empty.
    Office,
    /// [`ItemPage`] by code.
    Item,
    /// [`Officer`] by certificate number.
    Officer,
    /// [`Plan`] by number.
    Plan,
    /// [`Draw`] by serial.
    Draw,
    /// [`Visit`] by `serial-visit`.
    Visit,
    /// [`ResultPage`] by `serial-visit-k`, k the department's place among the plan's in byte order, from 1:
    /// it stays when an amendment brings another department to the visit.
    Result,
    /// [`Notice`] by the key of the result it stands for.
    Notice,
    /// [`Company`] by code.
    Company,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Office,
        Self::Item,
        Self::Officer,
        Self::Plan,
        Self::Draw,
        Self::Visit,
        Self::Result,
        Self::Notice,
        Self::Company,
    ];

    /// Its name in addresses and in the portal's database.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Office => "office",
            Self::Item => "items",
            Self::Officer => "officers",
            Self::Plan => "plans",
            Self::Draw => "draws",
            Self::Visit => "visits",
            Self::Result => "results",
            Self::Notice => "notices",
            Self::Company => "companies",
        }
    }

    /// The kind of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// A document of the portal.
pub trait Document: Serialize + DeserializeOwned {
    /// What it is.
    const KIND: Kind;
    /// Its key among its kind: also the last part of its address.
    fn key(&self) -> String;
}

macro_rules! documents {
    ($($name:ty, $kind:ident, |$doc:ident| $key:expr;)*) => {$(
        impl Document for $name {
            const KIND: Kind = Kind::$kind;
            fn key(&self) -> String { let $doc = self; $key }
        }
    )*};
}
documents! {
    OfficeFace, Office, |_doc| String::new();
    ItemPage, Item, |doc| doc.code.clone();
    Officer, Officer, |doc| doc.certificate.clone();
    Plan, Plan, |doc| doc.plan.clone();
    Draw, Draw, |doc| doc.serial.to_string();
    Visit, Visit, |doc| format!("{}-{}", doc.serial, doc.visit);
    ResultPage, Result, |doc| doc.id.clone();
    Notice, Notice, |doc| doc.id.clone();
    Company, Company, |doc| doc.code.clone();
}
