//! The way of a result from the record to the day it goes off show: which act
//! may follow which.

use serde::{Deserialize, Serialize};

use super::record::State;

/// What is decided of a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// 审核通过.
    Accept,
    /// 退回 by 审核.
    Return,
    /// 法制审核通过.
    Clear,
    /// 法制审核 sends it back.
    Refuse,
    /// 公示.
    Publish,
    /// 撤销.
    Withdraw,
}

impl Act {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Accept, Self::Return, Self::Clear, Self::Refuse, Self::Publish, Self::Withdraw];

    /// As tables write it.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Return => "return",
            Self::Clear => "clear",
            Self::Refuse => "refuse",
            Self::Publish => "publish",
            Self::Withdraw => "withdraw",
        }
    }

    /// Reads [`Self::slug`].
    pub fn parse(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.slug() == slug)
    }
}

impl State {
    /// All of them, in the order of the way.
    pub const ALL: [Self; 7] = [
        Self::Recorded,
        Self::Returned,
        Self::Accepted,
        Self::Cleared,
        Self::Published,
        Self::Superseded,
        Self::Withdrawn,
    ];

    /// As tables write it.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Recorded => "recorded",
            Self::Returned => "returned",
            Self::Accepted => "accepted",
            Self::Cleared => "cleared",
            Self::Published => "published",
            Self::Superseded => "superseded",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Reads [`Self::slug`].
    pub fn parse(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.slug() == slug)
    }

    /// Where a version stands after an act; `None` where the act may not be
    /// done. `major`: a major decision passes 法制审核 before it is made public.
    /// What was accepted can still be returned until it is public.
    pub const fn after(self, act: Act, major: bool) -> Option<Self> {
        match (self, act) {
            (Self::Recorded, Act::Accept) => Some(Self::Accepted),
            (Self::Recorded | Self::Accepted | Self::Cleared, Act::Return) => Some(Self::Returned),
            (Self::Accepted, Act::Clear) if major => Some(Self::Cleared),
            (Self::Accepted, Act::Refuse) if major => Some(Self::Returned),
            (Self::Accepted, Act::Publish) if !major => Some(Self::Published),
            (Self::Cleared, Act::Publish) => Some(Self::Published),
            (Self::Published, Act::Withdraw) => Some(Self::Withdrawn),
            _ => None,
        }
    }

    /// Whether a department may record a first result, or one in place of it,
    /// after a version that stands so: only where it was sent back.
    pub const fn open_for_record(self) -> bool {
        matches!(self, Self::Returned)
    }

    /// Whether a version that stands so can be corrected.
    pub const fn open_for_correction(self) -> bool {
        matches!(self, Self::Published | Self::Withdrawn)
    }

    /// Whether it is on its way to being made public.
    pub const fn under_way(self) -> bool {
        matches!(self, Self::Recorded | Self::Accepted | Self::Cleared)
    }
}
