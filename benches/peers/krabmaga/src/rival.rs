//! The agent: a state that decides, day by day, towards its only rival (docs/model.md, 7.6).

use krabmaga::engine::agent::Agent;
use krabmaga::engine::state::State;
use krabmaga::rand::Rng;

use crate::crisis::Crisis;
use crate::scenario::{HOLD, TYPES};

#[derive(Clone, Copy)]
pub struct Rival {
    pub side: usize,
}

/// What came of a state's day.
#[derive(Clone, Copy)]
pub struct Decided {
    /// Injury unanswered in the morning.
    pub owed: f32,
    /// The alternative that landed.
    pub landed: usize,
    /// Whether its author is known.
    pub attributed: bool,
    /// Chance of what others saw, for each type of resolve; `None` if it says nothing.
    pub likelihood: Option<[f32; TYPES]>,
}

impl Agent for Rival {
    fn step(&mut self, state: &mut dyn State) {
        if let Some(crisis) = state.as_any_mut().downcast_mut::<Crisis>() {
            crisis.decided[self.side] = self.decide(crisis);
        }
    }
}

impl Rival {
    fn decide(self, crisis: &mut Crisis) -> Decided {
        let (scenario, stance) = (&crisis.scenario, &crisis.stances[self.side]);
        let (state, threshold) = (&scenario.states[self.side], scenario.dynamics.agenda_threshold);
        let on_agenda = crisis.tension > threshold
            || stance.injury > threshold
            || stance.justification > threshold
            || stance.need > state.assertiveness + threshold;
        let chance = if on_agenda { state.tempo } else { state.routine };
        let decides = crisis.rng.random::<f32>() < chance;
        let silence_speaks = stance.injury >= threshold;
        let mut decided = Decided { owed: stance.injury, landed: HOLD, attributed: true, likelihood: None };
        if !decides && !silence_speaks {
            return decided;
        }

        let options = crisis.choice.options(scenario, &crisis.stances, crisis.tension, self.side);
        if decides {
            let probabilities = options.probabilities(crisis.resolve[self.side]);
            let chosen = options.pick(&probabilities, crisis.rng.random());
            decided.landed = options.landing(chosen, crisis.rng.random());
            let traced = crisis.choice.blows[decided.landed].traced;
            decided.attributed =
                decided.landed <= HOLD || traced >= 1.0 || crisis.rng.random::<f32>() < traced;
        }
        let seen = if decided.attributed { decided.landed } else { HOLD };
        if seen != HOLD || silence_speaks {
            decided.likelihood = Some(options.likelihood(seen, chance));
        }
        decided
    }
}
