//! A department while amendments are replayed (protocol §5): its inspectors
//! one by one, its groups and experts where it has any, each with their loads.

use super::amendments::Crew;
use super::desk::Desk;
use super::teams::{Owed, Teams};

/// A department's people as they stand.
#[derive(Debug)]
pub struct Bench<'a> {
    /// Its inspectors one by one.
    pub single: Desk<'a>,
    load: Vec<u32>,
    /// Its groups, where it is matched by groups, and visits of each.
    groups: Option<(Desk<'a>, Vec<u32>)>,
    /// Its experts, where any part asks for some.
    experts: Option<(Desk<'a>, Vec<u32>)>,
}

impl<'a> Bench<'a> {
    /// Right after the draw.
    pub fn new(teams: &Teams<'a>) -> Self {
        let grouped = teams.desk.grouping.is_some();
        let load = if grouped {
            let mut load = vec![0; teams.desk.people.len()];
            for owed in &teams.owed {
                owed.people(&teams.desk).iter().for_each(|one| load[*one as usize] += 1);
            }
            load
        } else {
            teams.load.clone()
        };
        Self {
            single: teams.desk.singly(),
            load,
            groups: grouped.then(|| (teams.desk.clone(), teams.load.clone())),
            experts: teams.experts.as_ref().map(|invited| (invited.desk.clone(), invited.load.clone())),
        }
    }

    /// The desk that successors come from.
    pub fn face(&self, expert: bool) -> &Desk<'a> {
        match &self.experts {
            Some((desk, _)) if expert => desk,
            _ => &self.single,
        }
    }

    /// The lead of a crew.
    pub fn lead(&self, crew: &Crew) -> Option<u32> {
        match self.groups.as_ref().and_then(|(desk, _)| desk.grouping.as_ref()) {
            Some(grouping) => grouping.lead(crew.members()),
            None => crew.owed.lead(&self.single),
        }
    }

    /// The crew of a drawn visit, its members one by one; `barred` among those.
    pub fn drawn(
        &mut self,
        owed: &Owed,
        experts: &[u32],
        area: (u32, &str),
        parts: &[usize],
        barred: Vec<u32>,
    ) -> Option<Crew> {
        let crew =
            |owed, unit| Crew { owed, unit, experts: experts.to_vec(), recused: Vec::new(), lead: None };
        let Some((groups, _)) = &self.groups else { return Some(crew(owed.clone(), None)) };
        let own = self.single.own(parts);
        let (list, needed) = self.single.owes(area, &own)?;
        let mut singly = Owed::new(&self.single, owed.visit, list, needed, barred);
        singly.members = owed.people(groups);
        Some(crew(singly, owed.members.first().copied()))
    }

    /// A crew no longer makes its visit; its experts are another matter.
    pub fn free(&mut self, crew: &Crew) {
        for member in crew.members() {
            self.load[*member as usize] -= 1;
        }
        if let (Some((_, load)), Some(unit)) = (&mut self.groups, crew.unit) {
            load[unit as usize] -= 1;
        }
    }

    /// Experts no longer come along.
    pub fn part<'s>(&mut self, experts: impl Iterator<Item = &'s u32>) {
        if let Some((_, load)) = &mut self.experts {
            experts.for_each(|expert| load[*expert as usize] -= 1);
        }
    }

    /// Deals a team for a visit a reserve has taken over or joined, unless the
    /// crew there still serves the department's `own` parts of it. `barred`
    /// gives a desk's units barred from the entity.
    pub fn call(
        &mut self,
        number: u64,
        crew: Option<Crew>,
        area: (u32, &str),
        own: &[usize],
        barred: impl Fn(&Desk<'_>) -> Vec<u32>,
    ) -> Option<Crew> {
        let (list, needed) = self.single.owes(area, own)?;
        let owed = Owed::new(&self.single, number, list, needed, barred(&self.single));
        let mut new = Crew { owed, unit: None, experts: Vec::new(), recused: Vec::new(), lead: None };
        let mut stays = false;
        if let Some(crew) = crew {
            let members = crew.members();
            stays = members.len() >= needed as usize
                && members.iter().all(|member| new.owed.has_candidate(&self.single, *member));
            if stays {
                (new.owed.members, new.unit) = (members.to_vec(), crew.unit);
            } else {
                self.free(&crew);
            }
            (new.experts, new.recused) = (crew.experts, crew.recused);
        }
        if !stays {
            self.deal(&mut new, area, own, &barred);
        }
        self.ask(&mut new, area, own, &barred);
        Some(new)
    }

    fn deal(
        &mut self,
        crew: &mut Crew,
        area: (u32, &str),
        own: &[usize],
        barred: impl Fn(&Desk<'_>) -> Vec<u32>,
    ) {
        let owed = &mut crew.owed;
        if let Some((desk, load)) = &mut self.groups {
            let Some((list, _)) = desk.owes(area, own) else { return };
            let back = crew.recused.iter().filter_map(|one| desk.grouping.as_ref()?.of.get(one));
            let passed: Vec<u32> = back.map(|place| *place as u32).collect();
            let unit = desk.least(owed.visit, list, &barred(desk), &passed, load, 1).first().copied();
            if let Some(unit) = unit {
                load[unit as usize] += 1;
                owed.members = desk.people_of(unit);
                crew.unit = Some(unit);
            }
        } else if owed.candidates >= owed.needed {
            let needed = owed.needed as usize;
            let team =
                self.single.least(owed.visit, owed.list, &owed.barred, &crew.recused, &self.load, needed);
            if team.len() == needed {
                owed.members = team;
            }
        }
        owed.members.iter().for_each(|member| self.load[*member as usize] += 1);
    }

    /// Experts who still may come stay; then as many are asked as are missing.
    fn ask(
        &mut self,
        crew: &mut Crew,
        area: (u32, &str),
        own: &[usize],
        barred: impl Fn(&Desk<'_>) -> Vec<u32>,
    ) {
        let Some((desk, load)) = &mut self.experts else { return };
        let Some((list, asked)) = desk.owes(area, own) else { return };
        let one = Owed::new(desk, crew.owed.visit, list, asked, barred(desk));
        let has_team = !crew.owed.members.is_empty();
        let (staying, parted): (Vec<u32>, Vec<u32>) =
            crew.experts.iter().partition(|expert| has_team && one.has_candidate(desk, **expert));
        crew.experts = staying;
        let missing = if has_team { (asked as usize).saturating_sub(crew.experts.len()) } else { 0 };
        parted.iter().for_each(|expert| load[*expert as usize] -= 1);
        let passed: Vec<u32> = crew.recused.iter().chain(&crew.experts).copied().collect();
        let new = desk.least(one.visit, list, &one.barred, &passed, load, missing);
        new.iter().for_each(|expert| load[*expert as usize] += 1);
        crew.experts.extend(new);
    }

    /// One of a crew steps back; who takes the place, if anybody is left.
    pub fn replace(
        &mut self,
        crew: &mut Crew,
        old: u32,
        area: (u32, &str),
        own: &[usize],
        barred: impl Fn(&Desk<'_>) -> Vec<u32>,
    ) -> Option<u32> {
        crew.recused.push(old);
        let (desk, load, there) = match &mut self.experts {
            Some((desk, load)) if crew.experts.contains(&old) => (desk, load, &mut crew.experts),
            _ => (&mut self.single, &mut self.load, &mut crew.owed.members),
        };
        there.retain(|member| *member != old);
        load[old as usize] -= 1;
        let (list, _) = desk.owes(area, own)?;
        let passed: Vec<u32> = crew.recused.iter().chain(there.iter()).copied().collect();
        let next = desk.least(crew.owed.visit, list, &barred(desk), &passed, load, 1).first().copied()?;
        load[next as usize] += 1;
        there.push(next);
        Some(next)
    }
}
