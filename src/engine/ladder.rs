//! The alternatives of a decision, and the ladder as one run has it.

use super::by_lane::by_lane;
use super::inputs::Values;
use crate::model::{DynamicsField, Rung, RungField};

/// Most alternatives of one decision.
pub(crate) const MAX_ALTERNATIVES: usize = 64;
/// A rung stands for at least this much, so that a nest whose rungs all share one severity has a mean.
const SMALLEST_STRETCH: f32 = 1e-6;
/// Index of conciliation among the alternatives.
pub const CONCILIATE: usize = 0;
/// Index of hold among the alternatives.
pub const HOLD: usize = 1;

/// What a state can choose on a day towards another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alternative {
    /// Step down, send envoys back, make amends.
    Conciliate,
    /// Do nothing new.
    Hold,
    /// Act on a rung of the ladder.
    Act {
        /// Which rung.
        rung: usize,
        /// Whether a message of limited aims comes with the blow.
        assured: bool,
    },
}

/// The alternatives of a ladder: conciliate, hold, every rung, then every rung that can come with assurances.
pub(crate) fn alternatives(ladder: &[Rung]) -> Vec<Alternative> {
    let plain = (0..ladder.len()).map(|rung| Alternative::Act { rung, assured: false });
    let assured = (0..ladder.len())
        .filter(|&rung| ladder[rung].can_assure())
        .map(|rung| Alternative::Act { rung, assured: true });
    [Alternative::Conciliate, Alternative::Hold].into_iter().chain(plain).chain(assured).collect()
}

by_lane! {
/// What an alternative amounts to, for the utility terms and for whom it meets. Severities are 0 to 1.
pub(crate) struct Blow {
    /// s: how grave it is.
    pub(crate) severity,
    /// How grave it is to the other side: less where assurances of limited aims come with it.
    pub(crate) felt,
    /// Share of it that audiences see.
    pub(crate) public,
    /// How much of it audiences see.
    pub(crate) seen,
    /// How much of it counts at home: what is seen, less the discount for assurances.
    pub(crate) home,
    /// 1 if the other side may not know who did it.
    pub(crate) deniable,
    /// 1 if it is violent.
    pub(crate) violent,
    /// 1 if it is aimed at an armed group.
    pub(crate) against_group,
    /// 1 if it is an act on a rung.
    pub(crate) acts,
    /// 1 if it is conciliation.
    pub(crate) conciliates,
    /// Share of the ladder it stands for, before normalisation; 0 outside the act nest.
    pub(crate) weight,
}
}

/// The ladder of one run.
#[derive(Debug, Clone, Default)]
pub(crate) struct RunLadder {
    /// By alternative.
    pub(crate) blows: Vec<Blow<f32>>,
    /// By rung: what holding amounts to while this violent posture is in force.
    pub(crate) fighting_on: Vec<Blow<f32>>,
    /// By rung.
    pub(crate) severity: Vec<f32>,
    pub(crate) public: Vec<f32>,
    pub(crate) accident: Vec<f32>,
    pub(crate) fatalities_mean: Vec<f32>,
    pub(crate) fatalities_dispersion: Vec<f32>,
    pub(crate) civilian_share: Vec<f32>,
    stretch: Vec<f32>,
}

impl RunLadder {
    /// Room for a ladder; no run allocates after this.
    pub(crate) fn with_shape(ladder: &[Rung], alternatives: &[Alternative]) -> Self {
        let zeros = vec![0.0; ladder.len()];
        Self {
            blows: vec![Blow::default(); alternatives.len()],
            fighting_on: vec![Blow::default(); ladder.len()],
            severity: zeros.clone(),
            public: zeros.clone(),
            accident: zeros.clone(),
            fatalities_mean: zeros.clone(),
            fatalities_dispersion: zeros.clone(),
            civilian_share: zeros.clone(),
            stretch: zeros,
        }
    }

    /// Takes a run's values.
    pub(crate) fn set(&mut self, ladder: &[Rung], alternatives: &[Alternative], values: &Values) {
        for rung in 0..ladder.len() {
            self.severity[rung] = values.rung(rung, RungField::Severity);
            self.public[rung] = values.rung(rung, RungField::Public);
            self.accident[rung] = values.rung(rung, RungField::Accident);
            self.fatalities_mean[rung] = values.rung(rung, RungField::FatalitiesMean);
            self.fatalities_dispersion[rung] = values.rung(rung, RungField::FatalitiesDispersion);
            self.civilian_share[rung] = values.rung(rung, RungField::CivilianShare);
        }
        self.measure_stretches();
        for (blow, &alternative) in self.blows.iter_mut().zip(alternatives) {
            *blow = match alternative {
                Alternative::Conciliate => Blow { conciliates: 1.0, ..Blow::default() },
                Alternative::Hold => Blow::default(),
                Alternative::Act { rung, assured } => {
                    let shared = if ladder[rung].can_assure() { 0.5 } else { 1.0 };
                    let softened =
                        if assured { values.dynamics(DynamicsField::AssuranceSoftening) } else { 0.0 };
                    let discount =
                        if assured { values.dynamics(DynamicsField::AssuranceDiscount) } else { 0.0 };
                    let severity = self.severity[rung];
                    let seen = severity * self.public[rung];
                    Blow {
                        severity,
                        felt: severity * (1.0 - softened),
                        public: self.public[rung],
                        seen,
                        home: seen * (1.0 - discount),
                        deniable: f32::from(u8::from(ladder[rung].deniable)),
                        violent: f32::from(u8::from(ladder[rung].violent)),
                        against_group: f32::from(u8::from(ladder[rung].against_group)),
                        acts: 1.0,
                        conciliates: 0.0,
                        weight: self.stretch[rung] * shared,
                    }
                }
            };
        }
        for rung in 0..ladder.len() {
            self.fighting_on[rung] = Blow { acts: 0.0, weight: 0.0, deniable: 0.0, ..self.blows[2 + rung] };
        }
    }

    /// The stretch of the severity scale that each rung stands for: half-way to its neighbours on either side.
    ///
    /// The act nest averages over the ladder with these as weights, so that dividing a rung in two divides its
    /// stretch and makes acting no more likely.
    fn measure_stretches(&mut self) {
        let last = self.severity.len() - 1;
        for rung in 0..=last {
            let here = self.severity[rung];
            let low = if rung == 0 { 0.0 } else { 0.5 * (self.severity[rung - 1] + here) };
            let high = if rung == last { 1.0 } else { 0.5 * (here + self.severity[rung + 1]) };
            self.stretch[rung] = (high - low).max(SMALLEST_STRETCH);
        }
    }
}
