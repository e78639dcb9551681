//! The board: which visit stands on which day, and whose day is how full.

use super::problem::Problem;

/// No day yet.
pub(super) const NOWHERE: u32 = u32::MAX;

/// A calendar in the making. Cells can be over-full for a moment, in a chain or
/// a search; [`Board::free`] is then negative.
#[derive(Debug)]
pub(super) struct Board<'a> {
    pub(super) problem: &'a Problem,
    /// Only days below are used.
    pub(super) horizon: u32,
    /// Day of each visit, or [`NOWHERE`].
    pub(super) day: Vec<u32>,
    /// Visits that stay where they are.
    pub(super) fixed: Vec<bool>,
    cells: Vec<Vec<u32>>,
}

impl<'a> Board<'a> {
    pub(super) fn new(problem: &'a Problem) -> Self {
        let cells = problem.room.inspectors() * problem.room.days();
        Self {
            problem,
            horizon: problem.room.days() as u32,
            day: vec![NOWHERE; problem.visits.len()],
            fixed: vec![false; problem.visits.len()],
            cells: vec![Vec::new(); cells],
        }
    }

    pub(super) fn members(&self, visit: u32) -> &'a [u32] {
        &self.problem.visits[visit as usize].members
    }

    pub(super) fn area(&self, visit: u32) -> u32 {
        self.problem.visits[visit as usize].area
    }

    fn cell_index(&self, inspector: u32, day: u32) -> usize {
        inspector as usize * self.problem.room.days() + day as usize
    }

    /// Visits of an inspector on a day.
    pub(super) fn cell(&self, inspector: u32, day: u32) -> &[u32] {
        &self.cells[self.cell_index(inspector, day)]
    }

    /// Room left; negative when over-full.
    pub(super) fn free(&self, inspector: u32, day: u32) -> i32 {
        i32::from(self.problem.room.of(inspector, day)) - self.cell(inspector, day).len() as i32
    }

    /// Whether all members of a visit have room left on a day.
    pub(super) fn fits(&self, visit: u32, day: u32) -> bool {
        self.members(visit).iter().all(|member| self.free(*member, day) > 0)
    }

    pub(super) fn put(&mut self, visit: u32, day: u32) {
        debug_assert_eq!(self.day[visit as usize], NOWHERE);
        self.day[visit as usize] = day;
        for member in self.members(visit) {
            let index = self.cell_index(*member, day);
            self.cells[index].push(visit);
        }
    }

    /// Takes a visit off its day, which it returns.
    pub(super) fn lift(&mut self, visit: u32) -> u32 {
        let day = std::mem::replace(&mut self.day[visit as usize], NOWHERE);
        for member in self.members(visit) {
            let index = self.cell_index(*member, day);
            let cell = &mut self.cells[index];
            if let Some(place) = cell.iter().position(|other| *other == visit) {
                cell.swap_remove(place);
            }
        }
        day
    }

    /// How many members would get one area more on a day that has another
    /// already; the visit itself does not stand.
    pub(super) fn mixes(&self, visit: u32, day: u32) -> i64 {
        let area = self.area(visit);
        let new = |member: &&u32| {
            let cell = self.cell(**member, day);
            !cell.is_empty() && cell.iter().all(|other| self.area(*other) != area)
        };
        self.members(visit).iter().filter(new).count() as i64
    }

    /// Whether a member of a standing visit has another area on its day.
    pub(super) fn is_mixed(&self, visit: u32) -> bool {
        let (day, area) = (self.day[visit as usize], self.area(visit));
        self.members(visit)
            .iter()
            .any(|member| self.cell(*member, day).iter().any(|other| self.area(*other) != area))
    }

    /// Visits without a day.
    pub(super) fn homeless(&self) -> Vec<u32> {
        (0..self.day.len() as u32).filter(|visit| self.day[*visit as usize] == NOWHERE).collect()
    }
}
