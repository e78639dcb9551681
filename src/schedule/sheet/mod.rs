//! The calendar on paper and in other programs. The search beside it knows no
//! dates; what stands here knows them, but no files.

mod html;
mod ics;
mod month;
mod table;

pub use month::{DayCell, Month};

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::domain::{Date, Instant, Text, Workdays};
use crate::text;

/// A calendar to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// 单位名称.
    pub office: String,
    /// 计划编号.
    pub plan: String,
    /// The plan's title.
    pub title: String,
    /// First and last day.
    pub window: [Date; 2],
    /// The calendar's version.
    pub version: u64,
    /// When that was made.
    pub made: Instant,
    /// `early` or `spread`.
    pub mode: String,
    /// Secret until the visits.
    pub sealed: bool,
    /// Which days are worked, and how surely.
    pub workdays: Arc<Workdays>,
    /// The visits, by number.
    pub events: Vec<Event>,
}

/// A visit on the calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Its number.
    pub visit: u64,
    /// The same in every version; tells nothing of the visit.
    pub uid: String,
    /// Counts its changes.
    pub sequence: u64,
    /// When it was last changed.
    pub stamp: Instant,
    /// Its date; of a cancelled one, the date it had.
    pub date: Option<Date>,
    /// It was given up.
    pub cancelled: bool,
    /// Code of the entity.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its area.
    pub area: String,
    /// Who goes, by department.
    pub teams: Vec<(String, Vec<Member>)>,
    /// Who was to go in an earlier version and no longer is.
    pub former: Vec<Member>,
}

/// An inspector.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// 执法证号.
    pub certificate: String,
    /// 姓名; empty where the register no longer has him.
    pub name: String,
}

impl Member {
    /// `姓名（证号）`, or the number alone.
    pub fn label(&self) -> String {
        if self.name.is_empty() {
            self.certificate.clone()
        } else {
            format!("{}（{}）", self.name, self.certificate)
        }
    }
}

impl Event {
    /// Whether an inspector goes.
    pub fn has(&self, certificate: &str) -> bool {
        self.teams.iter().flat_map(|(_, team)| team).any(|member| member.certificate == certificate)
    }

    /// Everybody who goes, in words.
    pub fn people(&self) -> String {
        let team = |(department, team): &(String, Vec<Member>)| {
            let team: Vec<String> = team.iter().map(Member::label).collect();
            format!("{department}：{}", team.join("、"))
        };
        self.teams.iter().map(team).collect::<Vec<_>>().join("；")
    }
}

impl Sheet {
    fn with(&self, events: Vec<Event>) -> Self {
        Self {
            office: self.office.clone(),
            plan: self.plan.clone(),
            title: self.title.clone(),
            mode: self.mode.clone(),
            workdays: Arc::clone(&self.workdays),
            events,
            ..*self
        }
    }

    /// What concerns one inspector; a visit he no longer goes on is cancelled
    /// for him.
    pub fn of_inspector(&self, certificate: &str) -> Self {
        let mine = self.events.iter().filter_map(|event| {
            let formerly = event.former.iter().any(|member| member.certificate == certificate);
            (event.has(certificate) || formerly)
                .then(|| Event { cancelled: event.cancelled || !event.has(certificate), ..event.clone() })
        });
        self.with(mine.collect())
    }

    /// What concerns one department.
    pub fn of_department(&self, department: &str) -> Self {
        let ours = |event: &&Event| event.teams.iter().any(|(name, _)| name == department);
        self.with(self.events.iter().filter(ours).cloned().collect())
    }

    /// Every inspector with a visit, past members too.
    pub fn inspectors(&self) -> BTreeSet<String> {
        let all = self.events.iter().flat_map(|event| {
            event.teams.iter().flat_map(|(_, team)| team).chain(&event.former).map(|m| m.certificate.clone())
        });
        all.collect()
    }

    /// What concerns each team: a department's members who go together.
    pub fn by_team(&self) -> BTreeMap<(String, BTreeSet<String>), Self> {
        let mut events: BTreeMap<(String, BTreeSet<String>), Vec<Event>> = BTreeMap::new();
        for event in &self.events {
            for (department, team) in &event.teams {
                let members = team.iter().map(|member| member.certificate.clone()).collect();
                events.entry((department.clone(), members)).or_default().push(event.clone());
            }
        }
        events.into_iter().map(|(team, events)| (team, self.with(events))).collect()
    }

    /// The visits that take place, by date and number.
    pub fn dated(&self) -> Vec<(Date, &Event)> {
        let standing = self.events.iter().filter(|event| !event.cancelled);
        let mut out: Vec<_> = standing.filter_map(|event| Some((event.date?, event))).collect();
        out.sort_by_key(|(date, event)| (*date, event.visit));
        out
    }

    /// What every reader must be told: that it is secret, that working days
    /// are assumed.
    pub fn notes(&self) -> Vec<Text> {
        let mut out = Vec::new();
        if self.sealed {
            out.push(text!("sheet-sealed"));
        }
        let years = self.workdays.doubtful(self.window[0], self.window[1]);
        if !years.is_empty() {
            let years: Vec<String> = years.iter().map(i32::to_string).collect();
            out.push(text!("sheet-doubtful", years = years.join(", ")));
        }
        out
    }
}
