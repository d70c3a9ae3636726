//! The rules by which a run is picked.

use super::profile::Profile;
use super::{Pick, PickError, Picked, Why};

/// Picks a run; the profiles are in run order, and `outcomes` are the names of the classes.
pub(super) fn pick(profiles: &[Profile], pick: &Pick, outcomes: &[String]) -> Result<Picked, PickError> {
    let runs = profiles.len() as u64;
    let mut counts = vec![0; outcomes.len()];
    for profile in profiles {
        if let Some(count) = counts.get_mut(profile.class) {
            *count += 1;
        }
    }
    let none = |asked: &str| {
        let occurred = outcomes.iter().cloned().zip(counts.iter().copied()).filter(|(_, runs)| *runs > 0);
        PickError::NoSuchOutcome { asked: asked.to_owned(), runs, occurred: occurred.collect() }
    };
    let middle = |class: usize| {
        let why = Why::Middle { outcome: outcomes[class].clone(), runs: counts[class] };
        let group: Vec<&Profile> = profiles.iter().filter(|profile| profile.class == class).collect();
        middle_of(&group).map(|run| (run, why))
    };
    let name = |profile: &Profile| outcomes.get(profile.class).cloned().unwrap_or_default();
    let found = match pick {
        Pick::Typical => most_frequent(&counts).and_then(middle),
        Pick::Outcome(asked) => {
            let class = outcomes.iter().position(|outcome| outcome == asked);
            class.and_then(middle)
        }
        // Of equals `min_by` takes the first: the lowest replicate.
        Pick::Worst => profiles
            .iter()
            .min_by(|a, b| (b.dead, b.gravity).cmp(&(a.dead, a.gravity)))
            .map(|run| (run, Why::Dead(run.dead))),
        Pick::Best => profiles
            .iter()
            .min_by_key(|run| (run.gravity, run.dead, run.violent_acts))
            .map(|run| (run, Why::Gentlest { outcome: name(run), dead: run.dead })),
        Pick::Surprising => profiles
            .iter()
            .min_by(|a, b| b.surprise.total_cmp(&a.surprise))
            .map(|run| (run, Why::Surprise(run.surprise))),
    };
    let asked = if let Pick::Outcome(asked) = pick { asked } else { "" };
    let (run, why) = found.ok_or_else(|| none(asked))?;
    Ok(Picked { replicate: run.replicate, pick: pick.clone(), why, runs })
}

/// The most frequent class; of several, the first in the order of the rules.
fn most_frequent(counts: &[u64]) -> Option<usize> {
    (0..counts.len()).min_by_key(|&class| std::cmp::Reverse(counts[class]))
}

/// The run nearest to the medians of its group in rank: the sum over the quantities of how far its rank lies from the
/// middle is the least. Equal values share the mean of their ranks, so the scale of a quantity does not matter.
fn middle_of<'p>(group: &[&'p Profile]) -> Option<&'p Profile> {
    let quantities: [fn(&Profile) -> u64; 5] = [
        |run| u64::from(run.violent_acts),
        |run| u64::from(run.force_turns),
        |run| u64::from(run.first_strike_day),
        |run| u64::from(run.end_day),
        |run| run.dead,
    ];
    let mut distance = vec![0; group.len()];
    for quantity in quantities {
        let mut sorted: Vec<u64> = group.iter().map(|run| quantity(run)).collect();
        sorted.sort_unstable();
        for (distance, run) in distance.iter_mut().zip(group) {
            let value = quantity(run);
            let below = sorted.partition_point(|&other| other < value);
            let up_to = sorted.partition_point(|&other| other <= value);
            // Twice the distance of the mean rank from the middle: ranks below + 1 to up_to, the middle at (n + 1) / 2.
            *distance += (below + up_to).abs_diff(group.len());
        }
    }
    let nearest = (0..group.len()).min_by_key(|&place| distance[place])?;
    Some(group[nearest])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A run with so many dead, on which all else hangs.
    fn run(replicate: u64, class: usize, gravity: usize, dead: u64) -> Profile {
        Profile {
            replicate,
            class,
            gravity,
            violent_acts: dead as u32,
            force_turns: 1,
            first_strike_day: 3,
            end_day: 20,
            dead,
            surprise: 0.0,
        }
    }

    fn picked(profiles: &[Profile], rule: &Pick) -> u64 {
        let outcomes = ["war", "settled", "none"].map(str::to_owned);
        pick(profiles, rule, &outcomes).unwrap().replicate
    }

    #[test]
    fn typical_is_the_median_of_the_most_frequent_class() {
        let profiles = [
            run(0, 1, 3, 50),
            run(1, 0, 6, 900),
            run(2, 1, 3, 10),
            run(3, 1, 3, 20),
            run(4, 0, 6, 800),
            run(5, 1, 3, 30),
            run(6, 1, 3, 20),
        ];
        // Of 10, 20, 20, 30, 50 the middle is 20: runs 3 and 6, and the lower number counts.
        assert_eq!(picked(&profiles, &Pick::Typical), 3);
        // Two runs are equally far from the middle of two.
        assert_eq!(picked(&profiles, &Pick::Outcome("war".to_owned())), 1);
    }

    #[test]
    fn one_far_out_quantity_does_not_make_a_run_untypical_by_its_scale() {
        let mut profiles = [run(0, 1, 3, 1), run(1, 1, 3, 2), run(2, 1, 3, 1_000_000)];
        profiles[2].dead = 2_000_000_000;
        assert_eq!(picked(&profiles, &Pick::Typical), 1);
    }

    #[test]
    fn worst_counts_the_dead_and_best_the_force() {
        let profiles = [
            run(0, 1, 3, 40),
            run(1, 0, 6, 900),
            run(2, 0, 7, 900),
            run(3, 2, 0, 4),
            run(4, 2, 0, 4),
            run(5, 1, 2, 0),
        ];
        assert_eq!(picked(&profiles, &Pick::Worst), 2, "of equally many dead the gravest outcome");
        assert_eq!(picked(&profiles, &Pick::Best), 3, "of equals the lowest number");
    }

    #[test]
    fn surprising_is_the_least_likely() {
        let mut profiles = [run(0, 1, 3, 1), run(1, 1, 3, 2), run(2, 1, 3, 3)];
        (profiles[1].surprise, profiles[2].surprise) = (2.5, 2.5);
        assert_eq!(picked(&profiles, &Pick::Surprising), 1);
    }

    #[test]
    fn an_outcome_that_did_not_occur_is_answered_with_those_that_did() {
        let outcomes = ["war", "settled", "none"].map(str::to_owned);
        let profiles = [run(0, 1, 3, 1), run(1, 1, 3, 2), run(2, 0, 6, 3)];
        for asked in ["none", "wra"] {
            let error = pick(&profiles, &Pick::Outcome(asked.to_owned()), &outcomes).unwrap_err();
            let text = format!("no run of 3 ended as `{asked}`; those that occurred: war (1), settled (2)");
            assert_eq!(error.to_string(), text);
        }
    }
}
