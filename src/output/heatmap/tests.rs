//! Heat maps, cell by cell.

use super::*;
use crate::engine::Outcome;
use crate::experiment::OutcomeClass;
use crate::experiment::fixture::design;
use crate::stats::{Level, ProportionMethod, proportion};

/// Outcomes of points at which so many of 10 runs ended in war, and the others frozen.
fn outcomes(wars: &[u64]) -> Vec<Vec<OutcomeEstimate>> {
    let estimate = |outcome, count| OutcomeEstimate {
        outcome: OutcomeClass::BuiltIn(outcome),
        count,
        probability: proportion(count, 10, ProportionMethod::Wilson, Level::default()),
    };
    let of = |&wars: &u64| {
        vec![
            estimate(Outcome::NuclearUse, 0),
            estimate(Outcome::War, wars),
            estimate(Outcome::Frozen, 10 - wars),
        ]
    };
    wars.iter().map(of).collect()
}

#[test]
fn rows_are_the_first_parameter_and_columns_the_second() {
    let design = design(
        "[sweep.vary]\n\"states.a.power\" = [1, 2]\n\"states.b.policy\" = [\"grim\", \"quantal\", \"always_hold\"]",
    );
    let maps = tables(&design, &outcomes(&[1, 2, 3, 4, 5, 6]));
    let names: Vec<&str> = maps.iter().map(|map| &*map.name).collect();
    assert_eq!(names, ["heatmap_war", "heatmap_frozen"], "nothing of what did not occur");
    let mut bytes = Vec::new();
    crate::output::csv::write(&maps[0], &mut bytes).unwrap();
    assert_eq!(
        String::from_utf8(bytes).unwrap(),
        "states.a.power,states.b.policy=grim,states.b.policy=quantal,states.b.policy=always_hold\r\n\
         1,0.1,0.2,0.3\r\n2,0.4,0.5,0.6\r\n"
    );
}

#[test]
fn only_whole_grids_of_two_parameters_have_maps() {
    for lines in [
        "[sweep.vary]\n\"states.a.power\" = [1, 2, 3, 4]",
        "[sweep]\ndesign = \"zip\"\n[sweep.vary]\n\"states.a.power\" = [1, 2, 3, 4]\n\"states.b.power\" = [1, 2, 3, 4]",
        "[sweep.vary]\n\"states.a.power\" = [1, 2, 3, 4]\n\"states.b.power\" = [1]",
    ] {
        assert!(tables(&design(lines), &outcomes(&[1, 2, 3, 4])).is_empty(), "{lines}");
    }
}
