//! A department leaves a joint plan before its freeze.

use std::path::Path;

use serde::Serialize;

use crate::domain::grammar::check_text;
use crate::domain::{Digest, Result};
use crate::joint::without_department;
use crate::plan::PlanSpec;
use crate::store::attempts;
use crate::store::joint::{self as joint_store, Withdrawal};
use crate::text;
use crate::workflow::files;
use crate::workflow::office::{Office, details};
use crate::workflow::plans::{PlanText, keep_text, read_plan};
use crate::workflow::refusal::{Done, Refusal};

/// A department that left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WithdrawDone {
    /// 计划编号.
    pub plan: String,
    /// Who left.
    pub department: String,
    /// Digest of the text it left.
    pub from: Digest,
    /// Digest of the text without it.
    pub sha256: Digest,
    /// Departments left.
    pub departments: Vec<String>,
    /// 牵头部门.
    pub lead: String,
}

/// Takes a department out of the joint plan in `file`, before its freeze. The
/// text without it needs approval again; the one it left is never frozen.
pub fn withdraw(
    office: &Office,
    file: &Path,
    department: &str,
    lead: Option<&str>,
    why: &str,
) -> Done<WithdrawDone> {
    check_text(why)?;
    let text = read_plan(file)?;
    let plan = text.spec.plan.as_str();
    if let Some(last) = office.store.read(|tx| attempts::of_plan(tx, plan))?.pop().filter(|last| last.live())
    {
        let attempt = last.attempt;
        return Err(
            text!("joint-withdraw-frozen", plan = plan, attempt = attempt, department = department).into()
        );
    }
    let (departments, lead) = remaining(&text.spec, department, lead)?;
    let toml = std::str::from_utf8(&text.bytes).unwrap_or_default();
    let toml = without_department(toml, department, lead).ok_or_else(|| {
        text!("joint-withdraw-unknown", department = department, known = departments.join("、"))
    })?;
    let spec = PlanSpec::parse(&toml, &file.display().to_string()).map_err(|faults| Refusal {
        text: text!("plan-faults", plan = plan, count = faults.len()),
        faults,
    })?;
    let left = PlanText { sha256: Digest::of(toml.as_bytes()), bytes: toml.clone().into_bytes(), spec };
    office.begin("joint-withdraw", plan, &[])?.commit(|tx| {
        let now = office.now();
        let row = Withdrawal {
            plan: plan.to_owned(),
            sha256: text.sha256,
            department: department.to_owned(),
            reason: why.trim().to_owned(),
            at: now,
        };
        joint_store::withdraw(tx, &row)?;
        keep_text(tx, &left, &now)?;
        let members = details([
            ("plan", plan.into()),
            ("department", department.into()),
            ("from", text.sha256.to_string().into()),
            ("sha256", left.sha256.to_string().into()),
        ]);
        office.record_at(tx, &now, "joint-withdraw", members.hiding("reason", why.trim()))
    })?;
    // Last: a crash before leaves the text that may not be frozen, and doing it
    // again finishes.
    files::write(file, toml.as_bytes())?;
    Ok(WithdrawDone {
        plan: plan.to_owned(),
        department: department.to_owned(),
        from: text.sha256,
        sha256: left.sha256,
        departments: departments.into_iter().map(str::to_owned).collect(),
        lead: left.spec.lead,
    })
}

/// The departments left when one has gone, and the lead where a new one is
/// named; in words why it may not go.
fn remaining<'a>(
    spec: &'a PlanSpec,
    department: &str,
    lead: Option<&'a str>,
) -> Result<(Vec<&'a str>, Option<&'a str>)> {
    let mut departments: Vec<&str> = Vec::new();
    for part in &spec.parts {
        if !departments.contains(&part.department.as_str()) {
            departments.push(&part.department);
        }
    }
    if !departments.contains(&department) {
        let known = departments.join("、");
        return Err(text!("joint-withdraw-unknown", department = department, known = known));
    }
    departments.retain(|own| *own != department);
    if departments.len() < 2 {
        let left = departments.join("、");
        return Err(text!("joint-withdraw-last", department = department, left = left));
    }
    let lead = match lead {
        None if spec.lead == department => {
            let known = departments.join("、");
            return Err(text!("joint-withdraw-lead", department = department, known = known));
        }
        Some(new) if !departments.contains(&new) => {
            let known = departments.join("、");
            return Err(text!("joint-withdraw-unknown", department = new, known = known));
        }
        lead => lead,
    };
    Ok((departments, lead))
}
