//! Where an entity stood and what became of it.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::checker::absent::{NotIn, code_of, shown};
use crate::checker::log::Logged;
use crate::domain::{Digest, Text};
use crate::text;

/// Where an entity stood and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// Its code, as looked up.
    pub code: String,
    /// Its name; empty when it stands in no frame.
    pub name: String,
    /// SHA-256(seed ‖ `:` ‖ code).
    pub ticket: Digest,
    /// One per frame it stands in, plan order.
    pub frames: Vec<InFrame>,
    /// One per frame it does not stand in, plan order.
    pub absent: Vec<NotIn>,
    /// Its visit's number, drawn or by substitution.
    pub visit: Option<u64>,
    /// Whether that visit was given up by an amendment.
    pub given_up: bool,
    /// Departments in byte order with their inspectors' certificate numbers and
    /// names, the lead first, after all amendments.
    pub teams: Vec<(String, Vec<(String, String)>)>,
    /// Experts who come along, likewise; departments without any are left out.
    pub experts: Vec<(String, Vec<(String, String)>)>,
    /// By department the group that holds the visit, where it is matched by
    /// groups.
    pub groups: Vec<(String, String)>,
    /// The department whose lead leads the visit.
    pub leader: Option<String>,
    /// Where the plan, and with it every row, stands in the office's log.
    pub logged: Option<Logged>,
    /// The command line that recomputes the ticket.
    pub command: String,
    /// The whole story in sentences.
    pub texts: Vec<Text>,
}

impl Explanation {
    /// The codes whose rows it holds: its own and those next to where it would stand.
    pub fn codes(&self) -> BTreeSet<&str> {
        let neighbours = self.absent.iter().flat_map(|gap| gap.before.iter().chain(&gap.after));
        neighbours
            .map(|at| code_of(&at.row))
            .chain(self.frames.iter().map(|found| code_of(&found.row)))
            .collect()
    }

    /// Leaves out the names of those whom `hidden` names by their codes: their
    /// rows are then read from the frame's file, where they lie (`offset`).
    /// `name` stands for the entity's own where that is hidden.
    pub fn leave_out(&mut self, hidden: &dyn Fn(&str) -> bool, name: &str) {
        let neighbours = self.absent.iter_mut().flat_map(|gap| gap.before.iter_mut().chain(&mut gap.after));
        let rows = neighbours.map(|at| &mut at.row).chain(self.frames.iter_mut().map(|found| &mut found.row));
        rows.filter(|row| hidden(code_of(row))).for_each(String::clear);
        if !self.name.is_empty() && hidden(&self.code) {
            self.name = name.to_owned();
            let who = text!("checker-explain-who", code = &self.code, name = name);
            self.texts.iter_mut().filter(|text| text.id == who.id).for_each(|text| *text = who.clone());
        }
    }

    /// For machines, as `choucha explain --json` prints it; `say` words a text.
    pub fn to_json(&self, say: &dyn Fn(&Text) -> Value) -> Value {
        fn of<'a, T>(list: &'a [(String, T)], department: &str) -> Option<&'a T> {
            list.iter().find(|(own, _)| own == department).map(|(_, value)| value)
        }
        let people = |list: &[(String, String)]| -> Vec<Value> {
            list.iter().map(|(inspector, name)| json!({ "inspector": inspector, "name": name })).collect()
        };
        json!({
            "code": self.code,
            "name": self.name,
            "ticket": self.ticket,
            "frames": self.frames.iter().map(|f| json!({
                "part": f.part,
                "department": f.department,
                "stratum": f.stratum,
                "excluded": f.excluded,
                "rank": f.rank,
                "cutoff": f.cutoff,
                "outcome": f.outcome,
                "row": shown(&f.row),
                "index": f.index,
                "offset": f.offset,
                "size": f.size,
                "path": f.path,
                "root": f.root,
            })).collect::<Vec<_>>(),
            "absent": self.absent.iter().map(NotIn::to_json).collect::<Vec<_>>(),
            "visit": self.visit,
            "given_up": self.given_up,
            "teams": self.teams.iter().map(|(department, members)| json!({
                "department": department,
                "group": of(&self.groups, department),
                "members": people(members),
                "experts": people(of(&self.experts, department).map_or(&[], Vec::as_slice)),
            })).collect::<Vec<_>>(),
            "leader": self.leader,
            "log": self.logged.as_ref().map(Logged::to_json),
            "command": self.command,
            "story": self.texts.iter().map(say).collect::<Vec<_>>(),
        })
    }
}

/// An entity's row in one frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InFrame {
    /// Part.
    pub part: String,
    /// 部门.
    pub department: String,
    /// Stratum.
    pub stratum: String,
    /// The reason it could not be drawn; empty when it could.
    pub excluded: String,
    /// Its place among the stratum's eligible rows by ticket, from 1; `None` when excluded.
    pub rank: Option<u64>,
    /// The largest selected ticket of the stratum; `None` when none was selected.
    pub cutoff: Option<Digest>,
    /// `selected`, `reserve` or empty.
    pub outcome: &'static str,
    /// The row as it stands in the frame, without LF: the Merkle leaf's data.
    pub row: String,
    /// Leaf index, from 0.
    pub index: u64,
    /// Bytes of the frame's file before the row.
    pub offset: u64,
    /// Rows of the frame: the tree's size.
    pub size: u64,
    /// Inclusion path, leaf to root (RFC 6962).
    pub path: Vec<Digest>,
    /// The frame's root, as plan.json gives it; the path has been checked against it.
    pub root: Digest,
}
