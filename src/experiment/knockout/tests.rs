use super::*;
use crate::experiment::Confidence;
use crate::experiment::fixture::RIVALS;

fn knock_out(text: &str, threads: usize) -> Knockout {
    let spec: ScenarioSpec = toml::from_str(text).unwrap();
    let scenario = Scenario::new(&spec).unwrap();
    let plan = BatchPlan { runs: 300, seed: 3, threads };
    let mut told = Vec::new();
    let study = KnockoutStudy::new(&spec, &scenario, mechanisms(&scenario), &plan).unwrap();
    let knockout = study.run(&mut |done| told.push(done));
    assert!(told.is_sorted() && told.last() == Some(&(300 * (knockout.effects().len() as u64 + 1))));
    assert_eq!(told.last(), Some(&study.comparison().runs()));
    knockout
}

fn effect<'k>(knockout: &'k Knockout, key: &str) -> &'k Effect {
    knockout.effects().iter().find(|effect| effect.mechanism.key == key).unwrap()
}

#[test]
fn what_can_do_nothing_contributes_nothing() {
    // One who has no stake in calm never steps in.
    let text = RIVALS.replace("initiative = 0.0", "initiative = 0.5\nstake = 0.0");
    let knockout = knock_out(&text, 2);
    let silent = effect(&knockout, "mediators.silent");
    assert_eq!(silent.changed(), 0);
    for one in silent.contributions(Level::default()) {
        assert_eq!((one.more, one.less, one.difference.value), (0, 0, Some(0.0)), "{one:?}");
        assert_eq!(one.with, one.without);
    }
    // Among the others it stands last, as do all that change nothing.
    let ranked = knockout.ranked();
    assert!(ranked.is_sorted_by(|a, b| a.changed() >= b.changed()));
    assert!(ranked[0].changed() > 0);
}

#[test]
fn a_contribution_is_with_minus_without_and_adds_up() {
    let knockout = knock_out(RIVALS, 2);
    let outcomes = crate::experiment::estimates::outcomes(knockout.base(), Confidence::default());
    for effect in knockout.effects() {
        let list = effect.contributions(Level::default());
        let (shares, rest) = list.split_at(knockout.outcomes().len());
        assert_eq!(rest.len(), 5);
        let total: f64 = shares.iter().filter_map(|one| one.difference.value).sum();
        assert!(total.abs() < 1e-12, "what one class gains another loses");
        let moved: u64 = shares.iter().map(|one| one.more).sum();
        assert_eq!(moved, effect.changed());
        for (one, base) in shares.iter().zip(&outcomes) {
            assert_eq!(one.with, base.probability.value);
        }
        for one in &list {
            let (with, without) = (one.with.unwrap(), one.without.unwrap());
            assert!((one.difference.value.unwrap() - (with - without)).abs() < 1e-9, "{one:?}");
            assert!(one.difference.interval.is_some() && one.difference.n == 300);
        }
    }
    // The event shows strength, and so brings strikes about.
    let bomb = effect(&knockout, "events.bomb").contributions(Level::default());
    let struck = bomb.iter().find(|one| one.quantity == Quantity::Struck).unwrap();
    assert!(struck.difference.interval.unwrap().low > 0.0, "{struck:?}");
}

#[test]
fn threads_change_nothing() {
    let one = knock_out(RIVALS, 1);
    for threads in [2, 7] {
        let many = knock_out(RIVALS, threads);
        for (a, b) in one.effects().iter().zip(many.effects()) {
            let level = Level::default();
            assert_eq!(
                (&a.mechanism.key, a.changed(), a.contributions(level)),
                (&b.mechanism.key, b.changed(), b.contributions(level))
            );
        }
    }
}
