//! What a plan says of its teams beyond their size (protocol §1 and §4):
//! group matching, experts, and which department leads. These are members a
//! plan may leave out; one that does is drawn as if they did not exist.

use serde_json::Value;

use super::document::{Part, PlanDocument};
use crate::domain::Result;
use crate::text;

/// The member `matching` of a part that is matched by groups.
pub const GROUP: &str = "group";
/// More experts than this are a slip of the pen.
const MOST_EXPERTS: u64 = 50;

impl Part {
    /// Whether inspectors go in groups that stay together (`"matching":"group"`).
    pub fn is_grouped(&self) -> bool {
        self.more.get("matching").and_then(Value::as_str) == Some(GROUP)
    }

    /// 专家 asked for on each visit beyond the team; 0 where the plan says nothing.
    pub fn experts(&self) -> u64 {
        self.more.get("experts").and_then(Value::as_u64).unwrap_or(0)
    }
}

impl PlanDocument {
    /// The size of a department's groups, the largest `team` of its parts;
    /// `None` where it is matched visit by visit, or has no part.
    pub fn group_size(&self, department: &str) -> Option<u64> {
        let own = || self.parts.iter().filter(|part| part.department == department);
        if own().any(Part::is_grouped) { own().map(|part| part.team).max() } else { None }
    }

    /// Whether any department is matched by groups; then the bundle holds
    /// `groups.csv`.
    pub fn has_groups(&self) -> bool {
        self.parts.iter().any(Part::is_grouped)
    }

    /// 牵头部门, where the plan names one.
    pub fn lead(&self) -> Option<&str> {
        self.more.get("lead").and_then(Value::as_str)
    }

    /// The department whose lead leads a visit, of those that sent a team:
    /// the plan's lead department, else the first in plan order.
    pub fn leader(&self, sent: impl Fn(&str) -> bool) -> Option<&str> {
        let in_order = self.parts.iter().map(|part| part.department.as_str());
        self.lead().into_iter().chain(in_order).find(|department| sent(department))
    }

    /// The grammar of these members.
    pub(super) fn check_crews(&self) -> Result<()> {
        match self.more.get("lead") {
            None | Some(Value::Null) => {}
            Some(Value::String(lead)) if self.parts.iter().any(|part| part.department == *lead) => {}
            Some(other) => return Err(text!("plan-lead", found = said(other))),
        }
        for part in &self.parts {
            let name = &part.part;
            match part.more.get("matching") {
                None => {}
                Some(Value::String(word)) if word == GROUP => {}
                Some(other) => {
                    return Err(text!("plan-part-matching", part = name, found = said(other)));
                }
            }
            if let Some(other) = part.more.get("experts")
                && !other.as_u64().is_some_and(|n| (1..=MOST_EXPERTS).contains(&n))
            {
                return Err(text!(
                    "plan-part-experts",
                    part = name,
                    found = said(other),
                    most = MOST_EXPERTS
                ));
            }
            let unlike = |other: &&Part| {
                other.department == part.department && other.is_grouped() != part.is_grouped()
            };
            if let Some(other) = self.parts.iter().find(unlike) {
                let department = &part.department;
                return Err(text!(
                    "plan-matching-mixed",
                    department = department,
                    part = name,
                    other = &other.part
                ));
            }
        }
        Ok(())
    }
}

/// A value as it may stand in a sentence.
fn said(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
