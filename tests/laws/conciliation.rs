//! What speaks for conciliating instead of what was chosen: the terms must sum to what the probabilities say.

use offramp::engine::{CONCILIATE, Decision, HOLD, Recorder};

use crate::support::{RICH, RULES, program, run, shipped, with};

/// Compares every decision by weighing with its probabilities.
#[derive(Default)]
struct Compares {
    compared: usize,
    conciliating: usize,
    by_rule: usize,
    furthest: f64,
}

impl Recorder for Compares {
    fn decision(&mut self, _: u32, decision: &Decision<'_>) {
        let of_conciliation = decision.log_odds_of_conciliation();
        if decision.by_rule || decision.chosen == CONCILIATE {
            assert_eq!(of_conciliation.map(f32::to_bits), [0; 13], "{decision:?}");
            self.by_rule += usize::from(decision.by_rule);
            self.conciliating += usize::from(!decision.by_rule);
            return;
        }
        let [conciliates, holds] = [CONCILIATE, HOLD].map(|chosen| decision.probability[chosen]);
        // Where a probability is near the least single-precision number its logarithm is not known well.
        if conciliates.min(holds) < 1e-12 {
            return;
        }
        // Against what was chosen, and from there against hold.
        let against_hold = of_conciliation.iter().chain(&decision.log_odds);
        let sum: f64 = against_hold.map(|&log_odds| f64::from(log_odds)).sum();
        let expected = (f64::from(conciliates) / f64::from(holds)).ln();
        self.furthest = self.furthest.max((sum - expected).abs());
        self.compared += 1;
    }
}

#[test]
fn the_terms_of_conciliating_sum_to_its_log_odds() {
    for text in [RICH.to_owned(), shipped("iran-pakistan-2024.toml"), shipped("two-rivals.toml")] {
        let (program, mut compares) = (program(&text), Compares::default());
        for replicate in 0..40 {
            run(&program, 6, replicate, &mut compares);
        }
        assert!(compares.compared > 500 && compares.conciliating > 10, "{}", compares.compared);
        assert!(compares.furthest < 2e-4, "{}", compares.furthest);
    }
}

#[test]
fn no_term_speaks_where_a_rule_decides() {
    let (program, mut compares) = (with(RICH, &RULES), Compares::default());
    for replicate in 0..10 {
        run(&program, 6, replicate, &mut compares);
    }
    assert!(compares.by_rule > 10, "{}", compares.by_rule);
}
