//! What keeps floods and scripts out, without a puzzle for people: a form lives
//! for a day and is sent once, not within seconds of being opened; one address
//! sends so many in a while, all together so many; a field that people do not
//! see stays empty.

use std::collections::{HashMap, VecDeque};
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use governor::{DefaultDirectRateLimiter, DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::domain::{Digest, Result};
use crate::text;

/// Nobody reads and fills in a form faster, in seconds.
const FASTEST: u64 = 3;
/// A form is good for so long, in seconds.
const LIFE: u64 = 24 * 60 * 60;
/// Forms sent that are remembered.
const REMEMBERED: usize = 20_000;
/// One address: so many at once, then one in so many seconds.
const BURST: u32 = 5;
const PAUSE: u64 = 120;
/// Everybody together: so many at once, then one in so many milliseconds.
const ALL_BURST: u32 = 60;
const ALL_PAUSE: u64 = 500;

/// The guard of one server.
pub struct Guard {
    key: Digest,
    sent: Mutex<Sent>,
    each: DefaultKeyedRateLimiter<IpAddr>,
    all: DefaultDirectRateLimiter,
}

impl std::fmt::Debug for Guard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Guard").finish_non_exhaustive()
    }
}

/// Forms sent, with what was answered.
#[derive(Default)]
struct Sent {
    answers: HashMap<String, Option<String>>,
    order: VecDeque<String>,
}

/// A form that may be taken in.
pub enum Pass {
    /// For the first time.
    First,
    /// It was taken in before (a second click, a page loaded anew), with this receipt.
    Again(String),
}

fn quota(burst: u32, pause: Duration) -> Quota {
    let burst = NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN);
    Quota::with_period(pause).unwrap_or_else(|| Quota::per_minute(NonZeroU32::MIN)).allow_burst(burst)
}

impl Guard {
    /// With a secret of its own, 32 random bytes.
    pub fn new(key: Digest) -> Self {
        Self {
            key,
            sent: Mutex::default(),
            each: RateLimiter::keyed(quota(BURST, Duration::from_secs(PAUSE))),
            all: RateLimiter::direct(quota(ALL_BURST, Duration::from_millis(ALL_PAUSE))),
        }
    }

    fn seal(&self, opened: u64, nonce: &str) -> String {
        let seal = Digest::of_lines(&["choucha/1 form", &self.key.to_string(), &opened.to_string(), nonce]);
        seal.to_string()[..32].to_owned()
    }

    /// A new form's mark; `now` in seconds since 1970.
    pub fn mark(&self, now: u64, nonce: &Digest) -> String {
        let nonce = &nonce.to_string()[..24];
        format!("{now}-{nonce}-{}", self.seal(now, nonce))
    }

    /// Whether a form with that mark may be taken in.
    ///
    /// # Errors
    /// `web-form-stale` where it is not ours or too old, `web-form-fast`,
    /// `web-form-busy` while its first sending is under way.
    pub fn check(&self, mark: &str, now: u64) -> Result<Pass> {
        let mut parts = mark.split('-');
        let (Some(opened), Some(nonce), Some(seal), None) =
            (parts.next().and_then(|at| at.parse().ok()), parts.next(), parts.next(), parts.next())
        else {
            return Err(text!("web-form-stale"));
        };
        // Each character is compared, however early they differ.
        let own = self.seal(opened, nonce);
        let differing = own.bytes().zip(seal.bytes()).filter(|(a, b)| a != b).count();
        if differing > 0 || own.len() != seal.len() || now.saturating_sub(opened) > LIFE {
            return Err(text!("web-form-stale"));
        }
        let mut sent = self.sent.lock().unwrap_or_else(PoisonError::into_inner);
        match sent.answers.get(nonce) {
            Some(Some(receipt)) => return Ok(Pass::Again(receipt.clone())),
            Some(None) => return Err(text!("web-form-busy")),
            None => {}
        }
        if now < opened.saturating_add(FASTEST) {
            return Err(text!("web-form-fast"));
        }
        sent.answers.insert(nonce.to_owned(), None);
        sent.order.push_back(nonce.to_owned());
        if sent.order.len() > REMEMBERED
            && let Some(old) = sent.order.pop_front()
        {
            sent.answers.remove(&old);
        }
        Ok(Pass::First)
    }

    /// Says what became of it: its receipt, or that it was refused and may be
    /// sent again.
    pub fn done(&self, mark: &str, receipt: Option<&str>) {
        let Some(nonce) = mark.split('-').nth(1) else { return };
        let mut sent = self.sent.lock().unwrap_or_else(PoisonError::into_inner);
        match receipt {
            Some(receipt) => {
                if let Some(answer) = sent.answers.get_mut(nonce) {
                    *answer = Some(receipt.to_owned());
                }
            }
            None => {
                sent.answers.remove(nonce);
                sent.order.retain(|one| one != nonce);
            }
        }
    }

    /// Whether an address may send one more.
    ///
    /// # Errors
    /// `web-form-often`.
    pub fn may(&self, from: Option<IpAddr>) -> Result<()> {
        let each = from.is_none_or(|address| self.each.check_key(&network(address)).is_ok());
        if self.each.len() > 10_000 {
            self.each.retain_recent();
        }
        if each && self.all.check().is_ok() { Ok(()) } else { Err(text!("web-form-often")) }
    }
}

/// Who counts as one: an address, of the sixth version its network of 64 bits.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(six) => {
            let bits = u128::from(six) >> 64 << 64;
            IpAddr::V6(Ipv6Addr::from(bits))
        }
        four => four,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guard() -> Guard {
        Guard::new(Digest([7; 32]))
    }

    #[test]
    fn a_form_is_taken_in_once() {
        let guard = guard();
        let mark = guard.mark(1000, &Digest([1; 32]));
        let id = |mark: &str, now| guard.check(mark, now).map(drop).unwrap_err().id;
        assert_eq!(id(&mark, 1001), "web-form-fast");
        assert!(matches!(guard.check(&mark, 1010), Ok(Pass::First)));
        assert_eq!(id(&mark, 1010), "web-form-busy");
        guard.done(&mark, None);
        assert!(matches!(guard.check(&mark, 1011), Ok(Pass::First)));
        guard.done(&mark, Some("R"));
        assert!(matches!(guard.check(&mark, 1012), Ok(Pass::Again(receipt)) if receipt == "R"));
        for stale in
            ["", "1-2", "a-b-c", &mark.replace("1000", "999"), &format!("{mark}0"), &format!("{mark}-")]
        {
            assert_eq!(id(stale, 1010), "web-form-stale", "{stale}");
        }
        assert_eq!(id(&guard.mark(1000, &Digest([2; 32])), 1001 + LIFE), "web-form-stale");
        assert_eq!(
            Guard::new(Digest([8; 32])).check(&mark, 1010).map(drop).unwrap_err().id,
            "web-form-stale"
        );
    }

    #[test]
    fn one_network_sends_a_few_and_others_still_can() {
        let guard = guard();
        let from = |text: &str| Some(text.parse().unwrap());
        let few = (0..20).filter(|n| guard.may(from(&format!("2001:db8::{n}"))).is_ok()).count();
        assert_eq!(few, BURST as usize);
        assert!(guard.may(from("2001:db8:0:1::1")).is_ok() && guard.may(from("192.0.2.1")).is_ok());
        let all = (0..255).filter(|n| guard.may(from(&format!("198.51.100.{n}"))).is_ok()).count();
        assert!(all < 70, "{all} at once");
    }
}
