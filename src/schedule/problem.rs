//! What is to be arranged, and what can be said of it beforehand.

/// How the days are chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// As early as can be: first the fewest days, then no visit that could by
    /// itself move to an earlier day without a member having two areas there.
    Early,
    /// Evenly over the window, for each inspector and for all together.
    Spread,
}

/// A visit: who must be free, and where it leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// Its inspectors, numbered from 0, ascending, each once.
    pub members: Vec<u32>,
    /// Its area, numbered in any way: equal numbers are one area.
    pub area: u32,
}

/// How many visits each inspector can take on each day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Room {
    days: usize,
    cells: Vec<u16>,
}

impl Room {
    /// The same for everybody on every day.
    pub fn new(inspectors: usize, days: usize, capacity: u16) -> Self {
        Self { days, cells: vec![capacity; inspectors * days] }
    }

    /// How many days.
    pub fn days(&self) -> usize {
        self.days
    }

    /// How many inspectors.
    pub fn inspectors(&self) -> usize {
        self.cells.len().checked_div(self.days).unwrap_or(0)
    }

    /// Room of an inspector on a day.
    pub fn of(&self, inspector: u32, day: u32) -> u16 {
        self.cells[inspector as usize * self.days + day as usize]
    }

    /// Sets it.
    pub fn set(&mut self, inspector: u32, day: u32, room: u16) {
        self.cells[inspector as usize * self.days + day as usize] = room;
    }

    /// An inspector's room, day by day.
    pub fn row(&self, inspector: u32) -> &[u16] {
        &self.cells[inspector as usize * self.days..][..self.days]
    }
}

/// Visits and room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The visits.
    pub visits: Vec<Visit>,
    /// The room; every member of a visit is one of its inspectors.
    pub room: Room,
}

/// Why there is no calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shortage {
    /// An inspector has more visits than room in all days together.
    Overloaded {
        /// Who.
        inspector: u32,
        /// Visits.
        load: u64,
        /// Days with any room.
        days: u64,
        /// Room of these days.
        room: u64,
    },
    /// The members of a visit have no day in common.
    NoCommonDay {
        /// The visit's place.
        visit: u32,
    },
    /// The search gave up on these visits. There may be a calendar all the same.
    Stuck {
        /// The visits' places, ascending.
        visits: Vec<u32>,
    },
}

impl Problem {
    /// Visits of each inspector.
    pub fn loads(&self) -> Vec<u64> {
        let mut loads = vec![0; self.room.inspectors()];
        for member in self.visits.iter().flat_map(|visit| &visit.members) {
            loads[*member as usize] += 1;
        }
        loads
    }

    /// Whether all members of a visit have room on a day, were it empty.
    pub fn open(&self, visit: u32, day: u32) -> bool {
        self.visits[visit as usize].members.iter().all(|member| self.room.of(*member, day) > 0)
    }

    /// What makes a calendar impossible on its face, inspectors first.
    pub fn shortages(&self) -> Vec<Shortage> {
        let mut out = Vec::new();
        if self.room.days() == 0 {
            // Without days there are no cells to tell inspectors by.
            return (0..self.visits.len() as u32).map(|visit| Shortage::NoCommonDay { visit }).collect();
        }
        for (inspector, load) in (0u32..).zip(self.loads()) {
            let row = self.room.row(inspector);
            let room: u64 = row.iter().map(|room| u64::from(*room)).sum();
            if load > room {
                let days = row.iter().filter(|room| **room > 0).count() as u64;
                out.push(Shortage::Overloaded { inspector, load, days, room });
            }
        }
        for visit in 0..self.visits.len() as u32 {
            if !(0..self.room.days() as u32).any(|day| self.open(visit, day)) {
                out.push(Shortage::NoCommonDay { visit });
            }
        }
        out
    }

    /// A number of days, counted from the first, that no calendar can do
    /// without: the most any inspector needs for the visits it has
    /// (⌈load / capacity⌉ where the room is the same every day), or any visit
    /// waits for a day its members have in common.
    pub fn bound(&self) -> u32 {
        let days = self.room.days() as u32;
        let of_inspector = |(inspector, load): (u32, u64)| {
            let mut left = load;
            for (day, room) in (0u32..).zip(self.room.row(inspector)) {
                if left == 0 {
                    return day;
                }
                left = left.saturating_sub(u64::from(*room));
            }
            days
        };
        let inspectors = (0u32..).zip(self.loads()).map(of_inspector).max().unwrap_or(0);
        let of_visit = |visit| (0..days).find(|day| self.open(visit, *day)).map_or(days, |day| day + 1);
        (0..self.visits.len() as u32).map(of_visit).max().unwrap_or(0).max(inspectors)
    }
}
