//! Which drafts of a period belong together, and what a merge saves.

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::Serialize;

use super::overlay::{Figures, Overlay, OverlayPart};
use super::simulate::{MOST, Together, together};
use super::{Amount, Rules, Similar, similar};
use crate::domain::{Date, Item, Progress, Result, Text};
use crate::plan::items::in_force;
use crate::plan::{Framed, PlanSpec};
use crate::text;

/// A draft with its frames; all drafts' frames share one pool.
#[derive(Debug, Clone, Copy)]
pub struct Draft<'a> {
    /// What it says.
    pub spec: &'a PlanSpec,
    /// Its parts' frames, in plan order.
    pub framed: &'a [Framed],
}

/// A draft in the answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DraftLine {
    /// 计划编号.
    pub plan: String,
    /// Its departments.
    pub departments: Vec<String>,
    /// Entities in its frames, each once.
    pub entities: u64,
    /// Expected visits of it alone.
    pub visits: Amount,
    /// 检查期限.
    pub window: [Date; 2],
}

/// What the coordinator is offered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Suggestion {
    /// The drafts.
    pub drafts: Vec<DraftLine>,
    /// Seeds simulated where nothing gives the expectation exactly; 0 where
    /// none were needed.
    pub seeds: u64,
    /// Possible merges, best first.
    pub proposals: Vec<Proposal>,
    /// Proposals left out behind the last one shown.
    pub left_out: u64,
}

/// A possible merge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Proposal {
    /// 计划编号 of the drafts.
    pub plans: Vec<String>,
    /// Their departments.
    pub departments: Vec<String>,
    /// What a merge comes to.
    #[serde(flatten)]
    pub figures: Figures,
    /// Expected visits with one seed for all.
    pub merged: Amount,
    /// Whether `merged` is exact; else it is the mean over
    /// [`Suggestion::seeds`], or the floor where chance put the mean below it.
    pub exact: bool,
    /// `apart` less `merged`.
    pub saved: Amount,
    /// The days all drafts have in common.
    pub window: Option<[Date; 2]>,
    /// Similar items, most similar first: plan of the first, of the second.
    pub similar: Vec<(String, String, Similar)>,
    /// Local rule by which it must be joint: its 依据.
    pub must: Option<String>,
    /// What stands in the way.
    pub obstacles: Vec<Text>,
    /// Why, in words.
    pub reasons: Vec<Text>,
}

/// Similar items told of one proposal.
const SHOWN: usize = 5;

/// Two drafts that share something.
struct Pair {
    drafts: [u32; 2],
    saved: Amount,
    similar: Vec<Similar>,
    must: Option<String>,
}

/// Possible merges of the drafts: each pair that shares entities, and from the
/// best pair of each group that hangs together ever larger sets, adding the
/// draft that saves most, as long as one saves anything and the windows fit.
/// Musts stand first, then what nothing stands in the way of, then by visits
/// saved. `seeds` are simulated where strata do not coincide; `top` is how many
/// proposals to tell.
pub fn suggest(
    drafts: &[Draft<'_>],
    items: &[Item],
    rules: &Rules,
    seeds: u64,
    top: usize,
    progress: &dyn Progress,
) -> Result<Suggestion> {
    let number = u32::try_from(drafts.len()).unwrap_or(u32::MAX);
    if number > MOST {
        return Err(text!("joint-too-many", count = drafts.len(), most = MOST));
    }
    progress.begin(text!("joint-overlaying"), 0);
    let parts: Vec<OverlayPart<'_>> = (0..)
        .zip(drafts)
        .flat_map(|(draft, own)| own.framed.iter().map(move |framed| OverlayPart::framed(draft, framed)))
        .collect();
    let pool = drafts.iter().flat_map(|draft| draft.framed).map(|framed| framed.frame.pool()).next();
    let overlay = Overlay::new(pool.map_or(0, |pool| pool.len()), number, &parts);
    let alone = overlay.alone();
    let sizes: Vec<u64> = alone.iter().map(|(entities, _)| *entities).collect();
    let pairs = pairs(drafts, items, rules, &overlay, &sizes);
    let mut sets: BTreeMap<Vec<u32>, Amount> =
        pairs.iter().map(|pair| (pair.drafts.to_vec(), pair.saved)).collect();
    for group in groups(&pairs, number) {
        sets.extend(grown(drafts, &overlay, &pairs, &group));
    }
    let mut found: Vec<(Vec<u32>, Amount)> = sets.into_iter().collect();
    let must = |set: &[u32]| {
        let inside = |pair: &&Pair| pair.drafts.iter().all(|draft| set.contains(draft));
        pairs.iter().filter(inside).find_map(|pair| pair.must.clone())
    };
    // By the floor, so that what is simulated does not decide the order.
    found.sort_by_cached_key(|(set, saved)| {
        std::cmp::Reverse((must(set).is_some(), obstacles(drafts, set).is_empty(), *saved, set.len()))
    });
    let left_out = found.len().saturating_sub(top) as u64;
    found.truncate(top);
    let found: Vec<(Vec<u32>, Figures)> =
        found.into_par_iter().map(|(set, _)| (set.clone(), overlay.figures(&set))).collect();
    progress.end();

    let simulated = match pool {
        Some(pool) if found.iter().any(|(_, figures)| !figures.coincide) => {
            let code = |place: usize| pool.code(place).as_bytes();
            together(&overlay, &code, "suggest", seeds, progress)
        }
        _ => Together::default(),
    };
    let proposals = (found.into_iter())
        .map(|(set, figures)| proposal(drafts, &pairs, &simulated, &set, figures, must(&set)))
        .collect();
    let lines = drafts.iter().zip(alone).map(|(draft, (entities, visits))| DraftLine {
        plan: draft.spec.plan.clone(),
        departments: departments(&[*draft]),
        entities,
        visits,
        window: draft.spec.window,
    });
    Ok(Suggestion { drafts: lines.collect(), seeds: simulated.seeds(), proposals, left_out })
}

fn departments(drafts: &[Draft<'_>]) -> Vec<String> {
    let mut out = Vec::new();
    for part in drafts.iter().flat_map(|draft| &draft.spec.parts) {
        if !out.contains(&part.department) {
            out.push(part.department.clone());
        }
    }
    out
}

/// Pairs of drafts that share entities or similar items.
fn pairs(drafts: &[Draft<'_>], items: &[Item], rules: &Rules, overlay: &Overlay, sizes: &[u64]) -> Vec<Pair> {
    let owned: Vec<Vec<(&str, &Item)>> = drafts.iter().map(|draft| own_items(draft.spec, items)).collect();
    (overlay.pairs().into_iter())
        .map(|(one, other, common, saved)| {
            let mut alike: Vec<Similar> = Vec::new();
            for a in &owned[one as usize] {
                let others = owned[other as usize].iter();
                alike.extend(others.filter_map(|b| similar(*a, *b)));
            }
            alike.sort_by_key(|similar| std::cmp::Reverse(similar.score));
            let listed = alike.iter().any(|similar| !similar.field.is_empty());
            let smaller = sizes[one as usize].min(sizes[other as usize]);
            let must = rules.must(common, smaller, !alike.is_empty(), listed);
            let must = must.map(|must| must.basis.clone());
            Pair { drafts: [one, other], saved, similar: alike, must }
        })
        .collect()
}

/// Items of a draft in force, with the department of their part.
fn own_items<'a>(spec: &'a PlanSpec, items: &'a [Item]) -> Vec<(&'a str, &'a Item)> {
    let of = |part: &'a crate::plan::PartSpec| {
        in_force(spec, part, items).0.into_iter().map(|item| (part.department.as_str(), item.item))
    };
    spec.parts.iter().flat_map(of).collect()
}

/// Drafts that hang together by pairs that save something.
fn groups(pairs: &[Pair], drafts: u32) -> Vec<Vec<u32>> {
    let mut root: Vec<u32> = (0..drafts).collect();
    fn find(root: &[u32], mut at: u32) -> u32 {
        while root[at as usize] != at {
            at = root[at as usize];
        }
        at
    }
    for pair in pairs.iter().filter(|pair| pair.saved > Amount::default()) {
        let [one, other] = pair.drafts.map(|draft| find(&root, draft));
        root[one.max(other) as usize] = one.min(other);
    }
    let mut out: Vec<Vec<u32>> = vec![Vec::new(); drafts as usize];
    for draft in 0..drafts {
        out[find(&root, draft) as usize].push(draft);
    }
    out.retain(|group| group.len() > 2);
    out
}

/// Ever larger sets from the best pair of a group, and about what each saves.
fn grown(drafts: &[Draft<'_>], overlay: &Overlay, pairs: &[Pair], group: &[u32]) -> Vec<(Vec<u32>, Amount)> {
    let fits = |set: &[u32]| obstacles(drafts, set).is_empty();
    let inside = |pair: &&Pair| group.contains(&pair.drafts[0]) && fits(&pair.drafts);
    let Some(best) = pairs.iter().filter(inside).max_by_key(|pair| pair.saved) else { return Vec::new() };
    let (mut set, mut saved) = (best.drafts.to_vec(), best.saved);
    let mut out = Vec::new();
    loop {
        let gains = overlay.gains(&set);
        let free = group.iter().filter(|draft| !set.contains(draft));
        let with = |draft: &u32| [&set[..], &[*draft]].concat();
        let best = free
            .filter(|draft| gains[**draft as usize] > Amount::default() && fits(&with(draft)))
            .max_by_key(|draft| (gains[**draft as usize], std::cmp::Reverse(**draft)));
        let Some(next) = best else { return out };
        saved += gains[*next as usize];
        set.push(*next);
        set.sort_unstable();
        out.push((set.clone(), saved));
    }
}

/// The days all drafts of a set have in common.
fn window(drafts: &[Draft<'_>], set: &[u32]) -> Option<[Date; 2]> {
    let windows = set.iter().map(|draft| drafts[*draft as usize].spec.window);
    let [from, to] = windows.reduce(|[a, b], [c, d]| [a.max(c), b.min(d)])?;
    (from <= to).then_some([from, to])
}

fn obstacles(drafts: &[Draft<'_>], set: &[u32]) -> Vec<Text> {
    let spec = |draft: u32| drafts[draft as usize].spec;
    let mut out = Vec::new();
    for (at, one) in set.iter().enumerate() {
        for other in &set[at + 1..] {
            let (one, other) = (spec(*one), spec(*other));
            if one.window[0].max(other.window[0]) > one.window[1].min(other.window[1]) {
                out.push(text!(
                    "joint-windows-apart",
                    first = &one.plan,
                    second = &other.plan,
                    one = format!("{} – {}", one.window[0], one.window[1]),
                    other = format!("{} – {}", other.window[0], other.window[1])
                ));
            }
            if one.cutoff != other.cutoff {
                out.push(text!(
                    "joint-cutoffs-differ",
                    first = &one.plan,
                    second = &other.plan,
                    one = one.cutoff,
                    other = other.cutoff
                ));
            }
            if one.sealed != other.sealed {
                out.push(text!("joint-sealed-differ", first = &one.plan, second = &other.plan));
            }
        }
    }
    if out.is_empty() && window(drafts, set).is_none() {
        // Intervals that meet pairwise meet all together, so this is not reached.
        out.push(text!("joint-no-window"));
    }
    out
}

fn proposal(
    drafts: &[Draft<'_>],
    pairs: &[Pair],
    simulated: &Together,
    set: &[u32],
    figures: Figures,
    must: Option<String>,
) -> Proposal {
    let plan = |draft: u32| drafts[draft as usize].spec.plan.clone();
    let exact = figures.coincide;
    // No expectation lies below the floor; a mean over few seeds may.
    let merged = if exact { figures.floor } else { simulated.visits(set).max(figures.floor) };
    let saved = figures.apart.less(merged);
    let window = window(drafts, set);
    let mut alike: Vec<(String, String, Similar)> = (pairs.iter())
        .filter(|pair| pair.drafts.iter().all(|draft| set.contains(draft)))
        .flat_map(|pair| {
            let [one, other] = pair.drafts.map(plan);
            pair.similar.iter().map(move |similar| (one.clone(), other.clone(), similar.clone()))
        })
        .collect();
    alike.sort_by_key(|(.., similar)| std::cmp::Reverse(similar.score));
    alike.truncate(SHOWN);
    let mut reasons = Vec::new();
    if let Some(basis) = &must {
        reasons.push(text!("joint-why-must", basis = basis));
    }
    reasons.push(text!("joint-why-shared", shared = figures.shared, drawable = figures.drawable));
    let tenths = saved.permille(figures.apart);
    reasons.push(text!(
        "joint-why-saved",
        saved = saved.rounded(1),
        share = format!("{}.{}%", tenths / 10, tenths % 10),
        apart = figures.apart.rounded(1),
        merged = merged.rounded(1)
    ));
    reasons.extend(alike.iter().map(|(one, other, similar)| {
        text!(
            "joint-why-similar",
            first = one,
            one = &similar.first,
            second = other,
            other = &similar.second,
            reason = similar.reasons.first().cloned().unwrap_or_else(|| Text::new("joint-no-window"))
        )
    }));
    if let Some([from, to]) = window {
        reasons.push(text!("joint-why-window", from = from, to = to, days = (to - from).num_days() + 1));
    }
    let own: Vec<Draft<'_>> = set.iter().map(|draft| drafts[*draft as usize]).collect();
    Proposal {
        plans: set.iter().map(|draft| plan(*draft)).collect(),
        departments: departments(&own),
        merged,
        exact,
        saved,
        window,
        similar: alike,
        must,
        obstacles: obstacles(drafts, set),
        reasons,
        figures,
    }
}
