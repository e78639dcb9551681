//! Plans, what was approved of them, and the sources promised to them.

use super::{Documents, text_at};
use crate::domain::{Digest, Result};
use crate::plan::PlanSpec;
use crate::store::{Tx, whole};
use crate::workflow::fsck::findings::Findings;
use crate::workflow::fsck::story::Story;
use crate::workflow::fsck::tables::{Expected, Wanted, hold, key, read};

pub(super) fn texts(tx: &mut Tx<'_>, story: &Story, _: &Documents, found: &mut Findings) -> Result<()> {
    let rows = read(tx, whole::TEXTS)?;
    let title = |toml: &Digest| {
        let row = rows.iter().find(|row| text_at(row, 0) == toml.to_string())?;
        let text = String::from_utf8(row.blob(1).ok()?).ok()?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned();
        PlanSpec::parse(&text, "").ok().map(|spec| spec.title)
    };
    let mut plans = Expected::new();
    for (plan, (toml, at)) in &story.plans {
        let wanted = vec![Wanted::opened(title(toml).as_deref()), Wanted::from(toml), Wanted::from(at)];
        plans.insert(key(&[plan]), wanted);
    }
    let texts = story.texts.iter().map(|toml| (key(&[toml]), vec![Wanted::Bytes(*toml)])).collect();
    hold(whole::TEXTS, &rows, texts, false, found);
    hold(whole::PLANS, &read(tx, whole::PLANS)?, plans, false, found);
    Ok(())
}

pub(super) fn approvals(tx: &mut Tx<'_>, story: &Story, _: &Documents, found: &mut Findings) -> Result<()> {
    let expected = (story.approvals.iter())
        .map(|((plan, toml), approved)| {
            let opened = |member| Wanted::opened(story.opened(approved.stamp.seq, member));
            let later = Wanted::from(&u8::from(approved.later));
            (
                key(&[plan, toml]),
                vec![opened("head"), opened("note"), Wanted::from(&approved.stamp.at), later],
            )
        })
        .collect();
    hold(whole::APPROVALS, &read(tx, whole::APPROVALS)?, expected, false, found);
    Ok(())
}

pub(super) fn pledges(tx: &mut Tx<'_>, story: &Story, _: &Documents, found: &mut Findings) -> Result<()> {
    let expected = (story.commitments.iter())
        .map(|((plan, attempt, source), (digest, at))| {
            (key(&[plan, attempt, source]), vec![Wanted::from(digest), Wanted::from(at)])
        })
        .collect();
    hold(whole::COMMITMENTS, &read(tx, whole::COMMITMENTS)?, expected, false, found);
    Ok(())
}
