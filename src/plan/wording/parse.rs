//! From tokens to a rule.

use std::collections::BTreeMap;

use super::token::{Token, exact, tokens};
use super::{RateRule, Times, Way};
use crate::domain::{Rate, Result, Text};
use crate::draw::document::Round;
use crate::text;

/// Wordings that leave the matter to the plan.
const FREE: &[&str] = &[
    "",
    "-",
    "—",
    "/",
    "无",
    "不限",
    "不定期",
    "按需",
    "根据需要",
    "按计划",
    "按照计划",
    "按年度计划",
    "按年度抽查计划",
    "根据年度计划",
    "动态调整",
];

/// Reads a wording; one it does not know is an error that quotes it.
pub fn parse(wording: &str) -> Result<RateRule> {
    let rule = |ways, classes| RateRule { wording: wording.to_owned(), ways, classes };
    if FREE.contains(&wording.trim()) {
        return Ok(rule(vec![Way::default()], BTreeMap::new()));
    }
    let tokens =
        tokens(wording).map_err(|rest| text!("plan-wording-unknown", wording = wording, rest = rest))?;
    let fault = || text!("plan-wording-unclear", wording = wording);
    let mut ways = Vec::new();
    let mut classes = BTreeMap::new();
    for tokens in tokens.split(|token| *token == Token::Or) {
        let mut reader = Reader { tokens, ..Reader::default() };
        reader.read().ok_or_else(|| reader.of_years(wording).unwrap_or_else(fault))?;
        if reader.way == Way::default() && reader.classes.is_empty() {
            return Err(fault());
        }
        ways.push(reader.way);
        for (class, way) in reader.classes {
            if classes.insert(class, way).is_some() {
                return Err(fault());
            }
        }
    }
    if ways.len() > 1 && !classes.is_empty() {
        return Err(fault());
    }
    Ok(rule(ways, classes))
}

/// Reads a plan's rate (`3%`, `0.03`, `2‰`, `不低于3%`) and the rounding its
/// words ask for.
pub fn rate(words: &str) -> Result<(Rate, Option<Round>)> {
    if let Ok(rate) = Rate::parse(words.trim()) {
        return Ok((rate, None));
    }
    let fault = || text!("plan-wording-rate", value = words);
    let rule = parse(words).map_err(|_| fault())?;
    match rule.ways.as_slice() {
        [Way { min, max, times: None, .. }] if rule.classes.is_empty() => match (*min, *max) {
            // 全覆盖 is a minimum that leaves nothing to round.
            (Some(min), None) if min.billionths() == Rate::ONE => Ok((min, None)),
            (Some(min), None) => Ok((min, Some(Round::Up))),
            (None, Some(max)) => Ok((max, Some(Round::Down))),
            (Some(min), Some(max)) if min == max => Ok((min, None)),
            _ => Err(fault()),
        },
        _ => Err(fault()),
    }
}

#[derive(Default)]
struct Reader<'a> {
    tokens: &'a [Token],
    way: Way,
    classes: BTreeMap<String, Way>,
    /// The classes the clause speaks of.
    current: Vec<String>,
    /// The bound said before the number.
    bound: Option<Token>,
    /// The period said before the number.
    months: Option<u32>,
}

impl Reader<'_> {
    fn read(&mut self) -> Option<()> {
        let tokens = self.tokens;
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            at += 1;
            match token {
                Token::Min | Token::Max if self.bound.is_none() => self.bound = Some(token.clone()),
                Token::Every(months) if self.months.is_none() => self.months = Some(*months),
                // A period behind a rate: 10%每年.
                Token::PerYear => {
                    if self.way.min.is_none() && self.way.max.is_none() && self.classes.is_empty() {
                        self.months.is_none().then(|| self.months = Some(12))?;
                    } else {
                        self.per_year();
                    }
                }
                Token::Each => {}
                Token::Stop => {
                    // 每年1次，每次10%: the period holds on; a bound does not hang in the air.
                    self.current.clear();
                    if self.bound.is_some() {
                        return None;
                    }
                }
                Token::Classes(names) => self.current.clone_from(names),
                Token::Everyone => self.everyone()?,
                Token::Number(_) | Token::Share(..) => {
                    at += self.number(token, &tokens[at..])?;
                }
                _ => return None,
            }
        }
        if self.bound.is_some() {
            return None;
        }
        // 每年 with a rate and no times: the year's draws together.
        match (self.months, self.way.times) {
            (None, _) | (Some(_), Some(_)) => Some(()),
            (Some(12), None) => {
                self.per_year();
                Some(())
            }
            (Some(_), None) => None,
        }
    }

    /// A rate within several years (每2年10%): which years are counted together,
    /// and how much falls to each, is not in the words, so the plan must say it.
    fn of_years(&self, wording: &str) -> Option<Text> {
        let years = self.months.filter(|months| *months > 12 && self.way.times.is_none())? / 12;
        let share = |rate: Option<Rate>| {
            let rate = rate.map(|rate| Rate::from_billionths(rate.billionths() / u64::from(years)));
            rate.map_or(Some(None), |rate| rate.map(Some))
        };
        let way = Way { min: share(self.way.min)?, max: share(self.way.max)?, ..Way::default() };
        (way != Way::default())
            .then(|| text!("plan-wording-years", wording = wording, example = format!("每年{way}")))
    }

    fn per_year(&mut self) {
        if self.way.min.is_some() || self.way.max.is_some() {
            self.way.per_year = true;
        }
        self.classes.values_mut().for_each(|way| way.per_year = true);
    }

    /// 全覆盖; 三年全覆盖 is each once in 36 months.
    fn everyone(&mut self) -> Option<()> {
        if self.bound.take().is_some() {
            return None;
        }
        match self.months.take() {
            Some(months) if months != 12 => {
                if self.way.times.is_some() {
                    return None;
                }
                self.way.times = Some(Times { min: Some(1), max: None, months });
                Some(())
            }
            months => {
                self.months = months;
                self.bounds(Some(Rate::from_billionths(Rate::ONE)?), None)
            }
        }
    }

    /// A number with what belongs to it behind; how many more tokens it took.
    fn number(&mut self, first: &Token, behind: &[Token]) -> Option<usize> {
        let (second, mut used) = match behind {
            [Token::To, second, ..] => (Some(second), 2),
            _ => (None, 0),
        };
        let last = second.unwrap_or(first);
        let times = behind.get(used) == Some(&Token::Times);
        used += usize::from(times);
        let bound = match (self.bound.take(), behind.get(used)) {
            (None, Some(bound @ (Token::MinBehind | Token::MaxBehind))) => {
                used += 1;
                Some(if *bound == Token::MinBehind { Token::Min } else { Token::Max })
            }
            (before, _) => before,
        };
        if times {
            let count = |token: &Token| match token {
                Token::Number(value) => value.parse::<u32>().ok(),
                _ => None,
            };
            let (low, high) = (count(first)?, count(last)?);
            let (min, max) = ends(bound, low, high, second.is_some())?;
            if self.way.times.is_some() || !self.current.is_empty() {
                return None;
            }
            let months = self.months.unwrap_or(12);
            self.way.times = Some(Times { min, max, months });
        } else {
            // 3-5%: the first number has the unit of the second.
            let low = match (first, last) {
                (Token::Number(value), Token::Share(_, scale)) => exact(value, *scale)?,
                _ => share(first)?,
            };
            let (min, max) = ends(bound, low, share(last)?, second.is_some())?;
            self.bounds(min, max)?;
        }
        Some(used)
    }

    fn bounds(&mut self, min: Option<Rate>, max: Option<Rate>) -> Option<()> {
        let add = |way: &mut Way| {
            let clash = min.is_some() && way.min.is_some() || max.is_some() && way.max.is_some();
            way.min = way.min.or(min);
            way.max = way.max.or(max);
            let empty = way.min.zip(way.max).is_some_and(|(min, max)| min > max);
            (!clash && !empty).then_some(())
        };
        if self.current.is_empty() {
            add(&mut self.way)
        } else {
            let classes = &mut self.classes;
            self.current.iter().try_for_each(|class| add(classes.entry(class.clone()).or_default()))
        }
    }
}

/// The bounds that a number or a range sets.
fn ends<T: Copy + PartialOrd>(
    bound: Option<Token>,
    low: T,
    high: T,
    range: bool,
) -> Option<(Option<T>, Option<T>)> {
    match bound {
        None => (low <= high).then_some((Some(low), Some(high))),
        Some(_) if range => None,
        Some(Token::Min) => Some((Some(low), None)),
        Some(_) => Some((None, Some(low))),
    }
}

/// A number as a rate; without unit only as spreadsheets leave it, `0.03`.
fn share(token: &Token) -> Option<Rate> {
    match token {
        Token::Share(value, scale) => exact(value, *scale),
        Token::Number(value) if value.starts_with("0.") => exact(value, 0),
        _ => None,
    }
}
