//! The bundle an independent implementation made, recomputed to the byte from
//! its frozen inputs. It lies outside this repository; where it is absent the
//! project's own golden bundles stand in its place.

use std::fs;
use std::path::Path;

use choucha::domain::{Digest, csv};
use choucha::draw::{Ceremony, PlanDocument};
use choucha::publication::frozen::{read_frame, read_roster};
use choucha::publication::{Opening, outcome};

#[test]
fn selection_visits_and_teams_are_recomputed_to_the_byte() {
    let dir = Path::new("../shared/vectors/bundle");
    if !dir.exists() {
        return;
    }
    let read = |name: &str| fs::read(dir.join(name)).unwrap();
    let bytes = read("plan.json");
    let plan = PlanDocument::parse(&bytes).unwrap();
    let given = Ceremony::parse(&read("ceremony.json")).unwrap();
    let ceremony = Ceremony::hold(&plan, Digest::of(&bytes), given.contributions.clone()).unwrap();
    assert_eq!(ceremony, given);
    let frames: Vec<_> = (plan.parts.iter())
        .map(|part| read_frame(part, &read(&format!("frames/{}.csv", part.part))).unwrap())
        .collect();
    let roster = read_roster(&read("roster.csv"), &plan.roster.sha256).unwrap();
    // The bundle opens only the pairs that have a visit; they are all the draw needs.
    let opened = String::from_utf8(read("opened.csv")).unwrap();
    let openings: Vec<Opening> = (opened.lines().skip(1))
        .map(|line| {
            let [code, inspector, salt] = csv::split_line(line).unwrap();
            Opening { code: code.into(), inspector: inspector.into(), salt: Digest::parse(&salt).unwrap() }
        })
        .collect();
    let outcome = outcome(&plan, &ceremony, &frames, &roster, &openings);
    for (name, bytes) in outcome.files(&plan, &frames) {
        assert_eq!(String::from_utf8(bytes).unwrap(), String::from_utf8(read(name)).unwrap(), "{name}");
    }
}
