//! Where the drafts' frames say different things of one entity. The coordinator
//! may pass over these.

use std::collections::BTreeMap;

use super::conflict::Conflict;
use crate::frame::CAP_ALL;
use crate::joint::suggest::Draft;
use crate::text;

/// Entities that have one class in one draft and another in another.
pub(super) fn classes(drafts: &[Draft<'_>], found: &mut Vec<Conflict>) {
    let Some(pool) = drafts.iter().flat_map(|draft| draft.framed).map(|framed| framed.frame.pool()).next()
    else {
        return;
    };
    let mut names: Vec<&str> = Vec::new();
    let mut last = ("", 0);
    let mut first: Vec<Option<(u16, u16)>> = vec![None; pool.len()];
    let mut differ: BTreeMap<(u16, u16), (u64, String)> = BTreeMap::new();
    for (number, draft) in (0_u16..).zip(drafts) {
        for framed in draft.framed {
            let rows = framed.frame.gathered();
            for row in 0..rows.len() {
                let class = rows.class(row);
                if class != last.0 {
                    let known = names.iter().position(|name| *name == class).unwrap_or(names.len());
                    if known == names.len() {
                        names.push(class);
                    }
                    // A frame has fewer than 2¹⁶ classes, and drafts use the same few.
                    last = (class, known.min(usize::from(u16::MAX)) as u16);
                }
                let known = last.1;
                let place = framed.frame.place(row);
                match first[place] {
                    None => first[place] = Some((number, known)),
                    Some((other, before)) if other != number && before != known => {
                        let example = || {
                            let before = names.get(usize::from(before)).copied().unwrap_or_default();
                            format!("{} {before} / {class}", rows.code(row))
                        };
                        differ.entry((other, number)).or_insert_with(|| (0, example())).0 += 1;
                    }
                    Some(_) => {}
                }
            }
        }
    }
    found.extend(differ.into_iter().map(|((one, other), (count, example))| {
        let plan = |draft: u16| &drafts[usize::from(draft)].spec.plan;
        let what =
            text!("joint-classes", first = plan(one), second = plan(other), count = count, example = example);
        Conflict { what, mend: text!("joint-mend-classes"), minor: true }
    }));
}

/// Entities that one draft leaves out because all departments together have
/// been there often enough, and another would draw.
pub(super) fn caps(drafts: &[Draft<'_>], found: &mut Vec<Conflict>) {
    let Some(pool) = drafts.iter().flat_map(|draft| draft.framed).map(|framed| framed.frame.pool()).next()
    else {
        return;
    };
    let mut full: Vec<Option<u16>> = vec![None; pool.len()];
    let rows = |draft: &Draft<'_>, each: &mut dyn FnMut(usize, &str)| {
        for framed in draft.framed {
            let rows = framed.frame.gathered();
            (0..rows.len()).for_each(|row| each(framed.frame.place(row), rows.reason(row)));
        }
    };
    for (number, draft) in (0_u16..).zip(drafts) {
        rows(draft, &mut |place, reason| {
            if reason == CAP_ALL && full[place].is_none() {
                full[place] = Some(number);
            }
        });
    }
    let mut over: BTreeMap<(u16, u16), (u64, String)> = BTreeMap::new();
    for (number, draft) in (0_u16..).zip(drafts) {
        rows(draft, &mut |place, reason| {
            if let Some(other) = full[place].filter(|other| reason.is_empty() && *other != number) {
                over.entry((other, number)).or_insert_with(|| (0, pool.code(place).to_owned())).0 += 1;
            }
        });
    }
    found.extend(over.into_iter().map(|((one, other), (count, example))| {
        let plan = |draft: u16| &drafts[usize::from(draft)].spec.plan;
        let what =
            text!("joint-caps", first = plan(one), second = plan(other), count = count, example = example);
        Conflict {
            what,
            mend: text!("joint-mend-caps", first = plan(one), second = plan(other)),
            minor: true,
        }
    }));
}
