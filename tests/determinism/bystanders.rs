//! Adding to a scenario what has no part in the crisis leaves everybody else's record as it was, to the last bit.

use crate::support::{RICH, canonical, program, runs};

const RUNS: u64 = 60;

/// Asserts that everything the base scenario records is recorded alike when `addition` is appended to it.
#[track_caller]
fn changes_nothing(addition: &str) {
    let (base, extended) = (program(RICH), program(&format!("{RICH}\n{addition}")));
    for (alone, together) in runs(&base, 1, RUNS).iter().zip(&runs(&extended, 1, RUNS)) {
        let together = canonical(&extended, together);
        for (name, value) in canonical(&base, alone) {
            assert_eq!(together.get(&name), Some(&value), "run {}: {name}", alone.replicate);
        }
    }
}

#[test]
fn states_that_have_to_do_only_with_one_another() {
    changes_nothing(
        r"
        [states.aaa]
        [states.zzz]
        assertiveness = 0.6
        [relations.aaa.zzz]
        grievance = 0.9
        tension = 0.8
        [relations.zzz.aaa]
        grievance = 0.9
        ",
    );
}

#[test]
fn a_state_that_nobody_has_to_do_with() {
    changes_nothing("[states.middle]\npower = 40\nresolve = { uniform = { low = 0.1, high = 0.9 } }");
}

#[test]
fn a_mediator_without_initiative() {
    changes_nothing(
        "[mediators.aaa]\ninitiative = 0\nparties.aland = { trust = 1, leverage = 1 }\n\
         parties.borduria = { trust = 1, leverage = 1 }",
    );
}

#[test]
fn an_encourager_without_initiative() {
    changes_nothing(
        "[mediators.aaa]\nmode = \"encourage\"\ninitiative = 0\nparties.aland = { leverage = 1 }",
    );
}

#[test]
fn mediators_without_a_second_party_or_without_a_stake() {
    changes_nothing(
        "[mediators.aaa]\ninitiative = 1\nstake = 1\nparties.aland = { trust = 1, leverage = 1 }\n\
         [mediators.zzz]\ninitiative = 1\nstake = 0\nparties.aland = { trust = 1 }\nparties.borduria = { trust = 1 }",
    );
}

#[test]
fn an_event_that_never_occurs() {
    changes_nothing(
        "[events.aaa]\ndate = 3\nprobability = 0\neffects = [{ injury = { \"aland.borduria\" = 1 } }]\n\
         [events.zzz]\nhazard_per_day = 0\neffects = [{ tension = { \"aland.borduria\" = 1 } }]",
    );
}

#[test]
fn an_event_that_moves_nothing() {
    changes_nothing("[events.aaa]\nhazard_per_day = 0.3\nrepeats = true");
}
