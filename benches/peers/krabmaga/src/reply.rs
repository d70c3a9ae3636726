//! The reply that a state expects (docs/model.md, 7.5): the rival's own choice, imagined one level of foresight down.

use crate::choice::{MOST_ACTS, Seat, Side, Stance, account, before_account};
use crate::scenario::{Blow, Scenario, TYPES};

/// The rival about to reply, of foresight 0 and of a resolve that is only believed in.
pub struct Reply<'a> {
    scenario: &'a Scenario,
    side: &'a Side,
    seat: &'a Seat,
    replier: &'a Stance,
    actor: &'a Stance,
    tension: f32,
    audience: f32,
    before: Before,
}

/// The utilities of the acts that are open and of holding, before the accounts are read.
struct Before {
    acts: [f32; MOST_ACTS],
    hold: f32,
}

impl<'a> Reply<'a> {
    pub fn new(
        scenario: &'a Scenario,
        side: &'a Side,
        replier: &'a Stance,
        actor: &'a Stance,
        tension: f32,
    ) -> Self {
        let seat = &side.seats[replier.posture];
        let before = Self::before(scenario, seat, replier, replier.grievance);
        let audience = side.audience(scenario, replier);
        Self { scenario, side, seat, replier, actor, tension, audience, before }
    }

    fn before(scenario: &Scenario, seat: &Seat, replier: &Stance, grievance: f32) -> Before {
        let mut acts = [0.0; MOST_ACTS];
        for (utility, act) in acts.iter_mut().zip(&seat.acts) {
            *utility = before_account(scenario, &act.blow, replier, grievance);
        }
        Before { acts, hold: before_account(scenario, &seat.hold, replier, grievance) }
    }

    pub fn to_conciliation(&self) -> f32 {
        let dynamics = &self.scenario.dynamics;
        let eased = self.replier.grievance * (1.0 - dynamics.conciliation_grievance);
        let before = Self::before(self.scenario, self.seat, self.replier, eased);
        let injury = self.replier.injury * (1.0 - dynamics.conciliation_relief);
        self.expected(&before, injury, self.replier.justification, self.tension)
    }

    pub fn to_blow(&self, blow: &Blow) -> f32 {
        let dynamics = &self.scenario.dynamics;
        let arrives = if blow.violent { self.side.arrives } else { 1.0 };
        let public = if blow.severity > 0.0 { blow.seen / blow.severity } else { 0.0 };
        let hurt = dynamics.injury_gain * blow.felt * public * arrives;
        let answered = self.actor.injury.min(blow.home);
        let fresh = (hurt - self.side.proportionality * answered).max(0.0) * blow.traced;
        let gained = dynamics.justification_gain * hurt * blow.traced;
        self.expected(
            &self.before,
            (self.replier.injury + fresh).min(self.scenario.constants.largest_injury),
            (self.replier.justification + gained).min(1.0),
            (self.tension + dynamics.tension_gain * blow.felt * blow.traced).min(1.0),
        )
    }

    /// Mean severity of its choice, with these accounts.
    fn expected(&self, before: &Before, injury: f32, justification: f32, tension: f32) -> f32 {
        let (scenario, side, seat) = (self.scenario, self.side, self.seat);
        let ratio = scenario.utility.nest_precision_ratio;
        let owed = injury + justification;
        let conciliation = side.conciliation(scenario, injury, self.audience, tension);
        let conciliate = (side.precision * conciliation).exp();
        let holding = before.hold - account(scenario, self.audience, injury, owed, &seat.hold);
        let hold = (side.precision * holding).exp();
        let (mut mass, mut grave) = ([0.0; TYPES], [0.0; TYPES]);
        for (utility, act) in before.acts.iter().zip(&seat.acts) {
            let utility = utility - account(scenario, self.audience, injury, owed, &act.blow);
            let shared = (side.precision * ratio * utility).exp();
            for tau in 0..TYPES {
                mass[tau] += shared * act.fear[tau];
                grave[tau] += shared * act.fear[tau] * act.blow.severity;
            }
        }
        let mut expected = 0.0;
        for tau in 0..TYPES {
            let held = hold * seat.hold_fear[tau];
            let (mut nest, mut severity) = (0.0, 0.0);
            if mass[tau] > 0.0 {
                nest = (mass[tau] / seat.total_weight).powf(1.0 / ratio);
                severity = nest * grave[tau] / mass[tau];
            }
            expected +=
                self.actor.belief[tau] * (held * seat.hold.severity + severity) / (conciliate + held + nest);
        }
        expected
    }
}
