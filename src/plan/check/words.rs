//! What can be said without counting: dates, scopes, items, history.

use std::collections::BTreeSet;

use crate::frame::History;
use crate::plan::items::in_force;
use crate::plan::{PlanSpec, SourceSpecKind};
use crate::registry::items::unstated;
use crate::text;

use super::{CheckInputs, CheckReport};

/// 登记状态 of those who can no longer be inspected.
const GONE: &[&str] = &["注销", "吊销", "撤销", "迁出", "关闭", "停业", "清算", "除名"];

pub(super) fn check(spec: &PlanSpec, inputs: &CheckInputs<'_>, report: &mut CheckReport) {
    let mut told = BTreeSet::new();
    for part in &spec.parts {
        let (items, faults) = in_force(spec, part, inputs.items);
        report.faults.extend(faults);
        for item in items.iter().map(|item| item.item).filter(|item| !item.is_of(&part.department)) {
            report.warnings.push(text!(
                "plan-check-not-theirs",
                part = &part.part,
                department = &part.department,
                item = &item.code,
                name = &item.name,
                subject = &item.subject
            ));
        }
        for item in items.iter().map(|item| item.item).filter(|item| told.insert(&item.code)) {
            let missing = unstated(item);
            if !missing.is_empty() {
                report.warnings.push(text!(
                    "plan-check-unstated",
                    item = &item.code,
                    name = &item.name,
                    missing = missing.join("、")
                ));
            }
        }
        for status in &part.scope.within.status {
            let plain = status.trim_matches('*');
            if status == "*" || GONE.iter().any(|gone| plain.contains(gone)) {
                report.warnings.push(text!("plan-check-status", part = &part.part, status = status));
            }
        }
        if part.team < 2 {
            report.warnings.push(text!("plan-check-team", part = &part.part, team = part.team));
        }
    }
    let [from, _] = spec.window;
    if spec.cutoff >= from {
        report.warnings.push(text!("plan-check-cutoff", cutoff = spec.cutoff, from = from));
    }
    if spec.reveal_by.date_naive() > from {
        report.warnings.push(text!("plan-check-reveal", reveal_by = spec.reveal_by, from = from));
    }
    for source in &spec.sources {
        if let SourceSpecKind::Public { when, .. } = &source.kind
            && when.date_naive() > from
        {
            report.warnings.push(text!(
                "plan-check-when",
                source = &source.source,
                when = *when,
                from = from
            ));
        }
    }
    let later = History::new(inputs.history).after(spec.cutoff);
    if later > 0 {
        report.warnings.push(text!("plan-check-later", count = later, cutoff = spec.cutoff));
    }
}
