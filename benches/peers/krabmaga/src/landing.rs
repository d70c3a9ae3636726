//! Acts land (docs/model.md, 7.8 and 7.9): each pass for both sides before the next begins.

use rand_distr::{Distribution, Gamma, Normal, Poisson};

use crate::crisis::Crisis;
use crate::scenario::{CONCILIATE, HOLD};

impl Crisis {
    pub fn land(&mut self) {
        for side in 0..2 {
            self.bite(side);
        }
        let noise = [0, 1].map(|side| self.prepare(side));
        for side in 0..2 {
            self.decided[side].owed = self.decided[side].owed.min(self.stances[side].injury);
        }
        for (side, noise) in noise.into_iter().enumerate() {
            if self.decided[side].landed > HOLD {
                self.strike(side, noise);
            }
        }
    }

    /// A day of a violent posture in force, on the accounts at dawn.
    fn bite(&mut self, side: usize) {
        let posture = self.stances[side].posture;
        if !self.scenario.posture_is_violent(posture) {
            return;
        }
        let (target, share) = (1 - side, self.scenario.dynamics.bite_per_day);
        let arrives = self.scenario.arrives(target);
        self.kill(posture - 1, share * arrives);
        let (dynamics, rung) = (&self.scenario.dynamics, &self.scenario.ladder[posture - 1]);
        let felt = share * rung.severity;
        let home = felt * rung.public;
        let hurt = dynamics.injury_gain * home * arrives;
        let answered = self.decided[side].owed.min(home);
        let proportionality = self.scenario.states[target].proportionality;
        self.stances[side].injury -= answered;
        self.stances[target].injury += (hurt - proportionality * answered).max(0.0);
        self.stances[target].grievance += dynamics.grievance_gain * hurt;
        self.tension += dynamics.tension_gain * felt;
        for stance in &mut self.stances {
            stance.weariness += dynamics.weariness_gain * rung.severity;
        }
        self.last_hostile_day = Some(self.day);
    }

    /// Conciliation takes effect, and a violent act spends what it spends of its author. Gives the noise on a blow.
    fn prepare(&mut self, side: usize) -> f32 {
        let dynamics = &self.scenario.dynamics;
        let landed = self.decided[side].landed;
        if landed == CONCILIATE {
            self.stances[side].posture = self.scenario.steps_down_to(self.stances[side].posture);
            self.stances[1 - side].injury *= 1.0 - dynamics.conciliation_relief;
            self.stances[1 - side].grievance *= 1.0 - dynamics.conciliation_grievance;
        }
        if landed <= HOLD {
            return 1.0;
        }
        let (blow, sigma) = (&self.choice.blows[landed], dynamics.severity_noise);
        let noise = Normal::new(-0.5 * sigma * sigma, sigma)
            .map_or(1.0, |ln: Normal<f32>| ln.sample(&mut self.rng).exp());
        if blow.violent {
            let stance = &mut self.stances[side];
            stance.grievance *= (1.0 - dynamics.grievance_relief * blow.severity * noise).max(0.0);
            stance.need *= (1.0 - dynamics.assertion_spent * blow.home * noise).max(0.0);
        }
        noise
    }

    /// A blow lands; its effects only add up.
    fn strike(&mut self, side: usize, noise: f32) {
        let (target, decided) = (1 - side, self.decided[side]);
        let blow = self.choice.blows[decided.landed];
        let arrives = if blow.violent { self.scenario.arrives(target) } else { 1.0 };
        let civilians = if blow.violent { self.kill(blow.rung, arrives) } else { 0.0 };
        let (dynamics, rung) = (&self.scenario.dynamics, &self.scenario.ladder[blow.rung]);
        let outrage =
            dynamics.civilian_injury * civilians / (civilians + self.scenario.constants.civilians_at_half);
        let (felt, home) = (blow.felt * noise, blow.home * noise);
        let hurt = dynamics.injury_gain * felt * rung.public * arrives * (1.0 + outrage);
        let answered = decided.owed.min(home);
        let [first, second] = &mut self.stances;
        let (actor, victim) = if side == 0 { (first, second) } else { (second, first) };
        actor.injury -= answered;
        actor.prestige += dynamics.prestige_answered * answered;
        if decided.attributed {
            let proportionality = self.scenario.states[target].proportionality;
            victim.injury += (hurt - proportionality * answered).max(0.0);
            victim.justification += dynamics.justification_gain * hurt;
            self.tension += dynamics.tension_gain * felt;
            if blow.violent {
                victim.grievance += dynamics.grievance_gain * hurt;
                let kept = (1.0 - dynamics.ties_damage * felt).max(0.0);
                actor.cordiality *= kept;
                victim.cordiality *= kept;
                self.struck[side] = true;
            }
        }
        if rung.lasting {
            actor.posture = actor.posture.max(blow.rung + 1);
        }
        if blow.rung > 0 {
            self.last_hostile_day = Some(self.day);
        }
        self.violent_acts += u32::from(blow.violent);
    }

    /// Deaths of a blow, civilian before military; gives the civilian ones (7.9).
    fn kill(&mut self, rung: usize, share: f32) -> f32 {
        let rung = &self.scenario.ladder[rung];
        let dispersion = rung.deaths_dispersion;
        let gamma = Gamma::new(dispersion, 1.0).map_or(dispersion, |gamma| gamma.sample(&mut self.rng));
        let mean = rung.deaths_mean * f64::from(share) * gamma / dispersion;
        // A mean of 0 is refused by the distribution, and kills nobody.
        let mut poisson = |mean: f64| Poisson::new(mean).map_or(0.0, |deaths| deaths.sample(&mut self.rng));
        let civilians = poisson(mean * rung.civilian_share);
        let military = poisson(mean * (1.0 - rung.civilian_share));
        self.deaths += (civilians + military) as u64;
        civilians as f32
    }
}
