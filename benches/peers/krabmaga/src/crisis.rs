//! The state of the simulation: the two rivals, their tension, the order of a day, and how a run ends.
//!
//! A step is a day (docs/model.md, 3): the event before the agents decide, everything else after both have.

use std::any::Any;

use krabmaga::engine::schedule::Schedule;
use krabmaga::engine::state::State;
use krabmaga::rand::SeedableRng;
use krabmaga::rand_pcg::Pcg64Mcg;
use rand_distr::{Beta, Distribution};

use crate::choice::{Choice, Stance};
use crate::rival::{Decided, Rival};
use crate::scenario::{HOLD, Quantity, Scenario};
use crate::tally::Tally;

pub struct Crisis {
    pub scenario: Scenario,
    pub choice: Choice,
    pub rng: Pcg64Mcg,
    pub keep: Keep,
    pub tally: Tally,
    pub resolve: [f32; 2],
    pub stances: [Stance; 2],
    pub decided: [Decided; 2],
    pub tension: f32,
    pub day: u64,
    pub last_hostile_day: Option<u64>,
    pub struck: [bool; 2],
    pub violent_acts: u32,
    pub deaths: u64,
    fought: bool,
    at_war: bool,
    ended: bool,
}

/// Shares kept overnight.
pub struct Keep {
    pub injury: f32,
    pub grievance: f32,
    pub justification: f32,
    pub tension: f32,
    pub need: f32,
    pub prestige: f32,
    pub ties: f32,
    pub weariness: f32,
}

impl Crisis {
    pub fn new(scenario: Scenario, seed: u64) -> Self {
        let dynamics = &scenario.dynamics;
        let keep = |half_life: f32| (-std::f32::consts::LN_2 / half_life).exp();
        let keep = Keep {
            injury: keep(dynamics.injury_half_life_days),
            grievance: keep(dynamics.grievance_half_life_days),
            justification: keep(dynamics.justification_half_life_days),
            tension: keep(dynamics.tension_half_life_days),
            need: keep(dynamics.assertiveness_half_life_days),
            prestige: keep(dynamics.prestige_half_life_days),
            ties: keep(dynamics.ties_half_life_days),
            weariness: keep(dynamics.weariness_half_life_days),
        };
        Self {
            choice: Choice::new(&scenario),
            tally: Tally::new(&scenario),
            scenario,
            rng: Pcg64Mcg::seed_from_u64(seed),
            keep,
            resolve: [0.0; 2],
            stances: [Stance::default(); 2],
            decided: [Decided { owed: 0.0, landed: HOLD, attributed: true, likelihood: None }; 2],
            tension: 0.0,
            day: 0,
            last_hostile_day: None,
            struck: [false; 2],
            violent_acts: 0,
            deaths: 0,
            fought: false,
            at_war: false,
            ended: false,
        }
    }

    /// The event of day 0 (7.12).
    fn happen(&mut self) {
        let largest = (self.scenario.constants.largest_injury, self.scenario.constants.largest_need);
        for effect in &self.scenario.effects {
            let stance = &mut self.stances[effect.of];
            let (quantity, largest) = match effect.quantity {
                Quantity::Grievance => (&mut stance.grievance, 1.0),
                Quantity::Injury => (&mut stance.injury, largest.0),
                Quantity::Justification => (&mut stance.justification, 1.0),
                Quantity::Tension => (&mut self.tension, 1.0),
                Quantity::Ties => (&mut stance.cordiality, 1.0),
                Quantity::Assertiveness => (&mut stance.need, largest.1),
                Quantity::Prestige => (&mut stance.prestige, 1.0),
            };
            *quantity = (*quantity + effect.amount).clamp(0.0, largest);
            let strains = matches!(effect.quantity, Quantity::Injury | Quantity::Tension);
            if strains && effect.amount > 0.0 {
                self.last_hostile_day = Some(self.day);
            }
        }
    }

    /// What targets now think of those who acted, or let a day pass (7.10).
    fn learn(&mut self) {
        let (weight, least) =
            (self.scenario.dynamics.belief_weight, self.scenario.constants.least_likelihood);
        for side in 0..2 {
            let Some(likelihood) = self.decided[side].likelihood else { continue };
            let belief = &mut self.stances[1 - side].belief;
            for (believed, seen) in belief.iter_mut().zip(likelihood) {
                *believed *= seen.max(least).powf(weight);
            }
            let total: f32 = belief.iter().sum();
            for believed in belief.iter_mut() {
                *believed /= total;
            }
        }
    }

    /// The night (7.13).
    fn fade(&mut self) {
        let (dynamics, keep) = (&self.scenario.dynamics, &self.keep);
        for (side, stance) in self.stances.iter_mut().enumerate() {
            let (state, relation) = (&self.scenario.states[side], &self.scenario.relations[side]);
            let injury = stance.injury * keep.injury;
            stance.injury = injury.clamp(0.0, self.scenario.constants.largest_injury);
            stance.grievance = toward(stance.grievance.clamp(0.0, 1.0), relation.grievance, keep.grievance);
            stance.justification = (stance.justification * keep.justification).clamp(0.0, 1.0);
            stance.cordiality = toward(stance.cordiality.clamp(0.0, 1.0), relation.ties, keep.ties);
            let prestige = stance.prestige - dynamics.prestige_unanswered * stance.injury;
            stance.prestige = toward(prestige.clamp(0.0, 1.0), state.prestige, keep.prestige);
            let need = stance.need.clamp(0.0, self.scenario.constants.largest_need);
            stance.need = toward(need, state.assertiveness, keep.need);
            stance.weariness = (stance.weariness * keep.weariness).clamp(0.0, 1.0);
        }
        let held_up = self.stances.map(|stance| self.scenario.posture_severity(stance.posture));
        let floor = dynamics.posture_tension * held_up[0].max(held_up[1]);
        self.tension = toward(self.tension.clamp(0.0, 1.0), floor, keep.tension).max(floor);
    }

    /// Counts the day, and looks for the end (7.14).
    fn count(&mut self) {
        let (scenario, postures) = (&self.scenario, self.stances.map(|stance| stance.posture));
        self.fought |= postures.iter().any(|&posture| scenario.posture_is_violent(posture));
        self.at_war |= postures.iter().any(|&posture| scenario.posture_is_war(posture));
        let quiet = self.last_hostile_day.is_some_and(|last| self.day - last >= scenario.quiet_days);
        let stands_down = |&posture: &usize| {
            !scenario.posture_is_violent(posture)
                && (posture == 0 || scenario.posture_severity(posture) < scenario.dynamics.settled_posture)
        };
        let calm = self.tension <= scenario.dynamics.settled_tension && postures.iter().all(stands_down);
        let settled = quiet && calm;
        self.ended = settled || self.day + 1 == scenario.horizon_days;
        if self.ended {
            self.tally.add(self.outcome(settled), self.violent_acts, self.day, self.deaths);
        } else {
            self.day += 1;
        }
    }

    /// The first rule that matches; without nuclear weapons and go-betweens two of the eight cannot (7.14).
    fn outcome(&self, settled: bool) -> &'static str {
        let many_acts = self.violent_acts > self.scenario.constants.limited_war_acts;
        match self.struck {
            _ if self.at_war => "war",
            _ if self.fought || many_acts => "limited_war",
            [true, true] if settled => "settled_exchange",
            [true, true] => "frozen",
            [false, false] => "no_strike",
            _ => "unanswered_strike",
        }
    }
}

impl State for Crisis {
    fn init(&mut self, schedule: &mut Schedule) {
        self.reset();
        for side in 0..2 {
            schedule.schedule_repeating(Box::new(Rival { side }), 0.0, side as i32);
        }
    }

    /// A new run of the same scenario.
    fn reset(&mut self) {
        for side in 0..2 {
            let (state, relation) = (&self.scenario.states[side], &self.scenario.relations[side]);
            let beta = &state.resolve.beta;
            let (a, b) = (beta.mean * beta.concentration, (1.0 - beta.mean) * beta.concentration);
            self.resolve[side] =
                Beta::new(a, b).map_or(beta.mean, |resolve| resolve.sample(&mut self.rng)) as f32;
            self.stances[side] = Stance {
                injury: relation.injury,
                grievance: relation.grievance,
                justification: 0.0,
                cordiality: relation.ties,
                prestige: state.prestige,
                need: state.assertiveness,
                weariness: 0.0,
                posture: 0,
                belief: self.scenario.prior(side),
            };
        }
        let [there, back] = &self.scenario.relations;
        self.tension = there.tension.max(back.tension);
        self.day = 0;
        self.last_hostile_day = None;
        self.struck = [false; 2];
        self.violent_acts = 0;
        self.deaths = 0;
        (self.fought, self.at_war, self.ended) = (false, false, false);
    }

    fn before_step(&mut self, _schedule: &mut Schedule) {
        if self.day == 0 {
            self.happen();
        }
    }

    fn after_step(&mut self, _schedule: &mut Schedule) {
        self.land();
        self.learn();
        self.fade();
        self.count();
    }

    fn end_condition(&mut self, _schedule: &mut Schedule) -> bool {
        self.ended
    }

    fn update(&mut self, _step: u64) {}

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }

    fn as_state(&self) -> &dyn State {
        self
    }

    fn as_state_mut(&mut self) -> &mut dyn State {
        self
    }
}

fn toward(value: f32, rest: f32, keep: f32) -> f32 {
    rest + (value - rest) * keep
}
