//! The numbers behind the rules, as written: utility, dynamics, mediation.

use super::number::{NonNegative, Number, Positive, Real, Share, Signed, UpTo2};
use super::table::spec_table;

spec_table! {
    /// Weights of the named terms whose sum is the utility of an act; 0 switches a term off.
    pub struct UtilitySpec {
        /// Making the other stop what it does or shelters: times grievance and severity. 0 or more. Default 0.7.
        pub coercion: Option<Number<NonNegative>>,
        /// Showing strength at home and abroad: times assertiveness and severity of a violent act. 0 or more. Default 2.2.
        pub assertion: Option<Number<NonNegative>>,
        /// Answering less than was suffered costs leaders at home (Fearon 1994). 0 or more. Default 1.8.
        pub audience: Option<Number<NonNegative>>,
        /// Onlookers watch; letting an injury pass invites the next. 0 or more. Default 1.5.
        pub precedent: Option<Number<NonNegative>>,
        /// The expected answer of the other. 0 or more. Default 1.5.
        pub reprisal: Option<Number<NonNegative>>,
        /// What the relation is worth: times cordiality and severity. 0 or more. Default 1.
        pub ties: Option<Number<NonNegative>>,
        /// Unprovoked or disproportionate force is condemned. 0 or more. Default 1.3.
        pub legitimacy: Option<Number<NonNegative>>,
        /// The threat that leaves something to chance, against a nuclear state (Schelling 1960). 0 or more. Default 3.
        pub nuclear_risk: Option<Number<NonNegative>>,
        /// What mediators and patrons can withhold. 0 or more. Default 1.
        pub pressure: Option<Number<NonNegative>>,
        /// The hurting stalemate: times weariness and severity of a violent act (Zartman 2000). 0 or more. Default 1.
        pub weariness: Option<Number<NonNegative>>,
        /// Cost of any act at all, of any sign. Default 0.15.
        pub effort_fixed: Option<Number<Real>>,
        /// Cost of an act per unit of severity. 0 or more. Default 0.25.
        pub effort: Option<Number<NonNegative>>,
        /// Attraction of conciliation as such, of any sign. Default 0.
        pub reconciliation_base: Option<Number<Real>>,
        /// Attraction of conciliation: times ties and tension. 0 or more. Default 1.
        pub reconciliation: Option<Number<NonNegative>>,
        /// Conciliating under an unanswered injury costs leaders at home. 0 or more. Default 0.5.
        pub humiliation: Option<Number<NonNegative>>,
        /// Cost of conciliating at all, of any sign. Default 0.25.
        pub conciliation_effort: Option<Number<Real>>,
        /// Precision of the choice among rungs, as a multiple of the state's `precision`; above 0. Default 1.5.
        pub nest_precision_ratio: Option<Number<Positive>>,
    }
}

spec_table! {
    /// How acts change the situation, and how fast it fades. Half-lives are in days.
    pub struct DynamicsSpec {
        /// Unanswered injury halves in this many days; above 0. Default 30.
        pub injury_half_life_days: Option<Number<Positive>>,
        /// Acute grievance goes half-way back to its starting level in this many days; above 0. Default 365.
        pub grievance_half_life_days: Option<Number<Positive>>,
        /// The right to answer a recent wrong halves in this many days; above 0. Default 30.
        pub justification_half_life_days: Option<Number<Positive>>,
        /// Tension halves in this many days; above 0. Default 7.
        pub tension_half_life_days: Option<Number<Positive>>,
        /// The need to show strength goes half-way back to rest in this many days; above 0. Default 15.
        pub assertiveness_half_life_days: Option<Number<Positive>>,
        /// Prestige goes half-way back to its starting level in this many days; above 0. Default 120.
        pub prestige_half_life_days: Option<Number<Positive>>,
        /// Cordiality goes half-way back to `ties` in this many days; above 0. Default 90.
        pub ties_half_life_days: Option<Number<Positive>>,
        /// War weariness halves in this many days; above 0. Default 90.
        pub weariness_half_life_days: Option<Number<Positive>>,
        /// Sigma of the lognormal noise on the severity of a blow, 0 to 2. Default 0.2.
        pub severity_noise: Option<Number<UpTo2>>,
        /// Share of a violent blow that perfect defence stops, 0 to 1. Default 0.8.
        pub defence_effect: Option<Number<Share>>,
        /// Chance that a deniable act is traced to the state that did it, 0 to 1. Default 0.6.
        pub attribution: Option<Number<Share>>,
        /// An assured blow lands as that much less injury and tension, 0 to 1. Default 0.25.
        pub assurance_softening: Option<Number<Share>>,
        /// An assured blow buys that much less at home, 0 to 1. Default 0.1.
        pub assurance_discount: Option<Number<Share>>,
        /// Unanswered injury per unit of severity suffered, 0 or more. Default 1.
        pub injury_gain: Option<Number<NonNegative>>,
        /// Civilian deaths raise the injury by up to this share, 0 or more. Default 0.3.
        pub civilian_injury: Option<Number<NonNegative>>,
        /// Grievance per unit of violent injury, 0 or more. Default 0.15.
        pub grievance_gain: Option<Number<NonNegative>>,
        /// Share of its own grievance that a state spends by a blow, 0 to 1. Default 0.2.
        pub grievance_relief: Option<Number<Share>>,
        /// What a blow suffered adds to the right to answer, per unit of severity, 0 or more. Default 0.3.
        pub justification_gain: Option<Number<NonNegative>>,
        /// Tension per unit of severity, 0 or more. Default 0.8.
        pub tension_gain: Option<Number<NonNegative>>,
        /// Share of cordiality that a blow of severity 1 destroys, 0 to 1. Default 0.2.
        pub ties_damage: Option<Number<Share>>,
        /// Share of the need to show strength that a violent act of severity 1 spends, 0 to 1. Default 1.
        pub assertion_spent: Option<Number<Share>>,
        /// Prestige won by answering an injury of 1, -2 to 2. Default 0.1.
        pub prestige_answered: Option<Number<Signed>>,
        /// Prestige lost per day under an unanswered injury of 1, -2 to 2. Default 0.01.
        pub prestige_unanswered: Option<Number<Signed>>,
        /// Weariness per day of campaign or war, times its severity, 0 or more. Default 0.02.
        pub weariness_gain: Option<Number<NonNegative>>,
        /// Share of a violent posture's severity and deaths that lands on every further day, 0 to 1. Default 0.15.
        pub bite_per_day: Option<Number<Share>>,
        /// Tension that a posture in force holds up, times its severity, 0 to 1. Default 0.5.
        pub posture_tension: Option<Number<Share>>,
        /// Tempering of Bayes' rule when beliefs are updated, 0 to 2: 1 is the full rule, 0 never learns. Default 0.5.
        pub belief_weight: Option<Number<UpTo2>>,
        /// Tension, injury, justification or excess assertiveness above this puts a relation on the agenda, 0 to 1. Default 0.05.
        pub agenda_threshold: Option<Number<Share>>,
        /// How many days before a vote audience costs begin to rise; above 0. Default 60.
        pub election_window_days: Option<Number<Positive>>,
        /// Share of the other's unanswered injury that conciliation clears, 0 to 1. Default 0.3.
        pub conciliation_relief: Option<Number<Share>>,
        /// Share of the other's grievance that conciliation clears, 0 to 1. Default 0.1.
        pub conciliation_grievance: Option<Number<Share>>,
        /// Share of the tension between the two that conciliation clears, 0 to 1. Default 0.
        pub conciliation_tension: Option<Number<Share>>,
        /// Tension below which a crisis can count as settled, 0 to 1. Default 0.25.
        pub settled_tension: Option<Number<Share>>,
        /// Postures below this severity may remain when a crisis counts as settled, 0 to 1. Default 0.3.
        pub settled_posture: Option<Number<Share>>,
        /// Share of their capacity that armed groups lose when their host conciliates the state that they attack (for a sponsor times its control), 0 to 1. Default 0.15.
        pub crackdown: Option<Number<Share>>,
        /// Share of an injury that becomes grievance against the state with which its author is believed to collude, 0 or more. Default 0.3.
        pub suspicion_grievance: Option<Number<NonNegative>>,
        /// How far the grievance against that state counts against the author while the injury is unanswered, 0 or more. Default 1.
        pub suspicion_spill: Option<Number<NonNegative>>,
        /// How many rungs a state may climb above its posture in one act, 1 to 64. Any if left out.
        #[schemars(range(min = 1, max = 64))]
        pub max_climb: Option<u32>,
    }
}

spec_table! {
    /// How go-betweens offer, are accepted and succeed.
    pub struct MediationSpec {
        /// Tension at which go-betweens stir, 0 to 1. Default 0.2.
        pub threshold: Option<Number<Share>>,
        /// How readily go-betweens offer, per day, times initiative, stake and tension; 0 or more. Default 0.5.
        pub offer_rate: Option<Number<NonNegative>>,
        /// Log-odds of accepting an offer before anything speaks for or against it. Default -1.
        pub accept_base: Option<Number<Real>>,
        /// What full trust adds to the log-odds of accepting, 0 or more. Default 4.
        pub accept_trust: Option<Number<NonNegative>>,
        /// What full leverage adds to the log-odds of accepting, 0 or more. Default 2.
        pub accept_leverage: Option<Number<NonNegative>>,
        /// What weariness of 1 adds to the log-odds of accepting, 0 or more (Zartman 2000). Default 2.
        pub accept_weariness: Option<Number<NonNegative>>,
        /// What audience cost times unanswered injury takes from the log-odds of accepting, 0 or more. Default 3.
        pub accept_injury: Option<Number<NonNegative>>,
        /// What a rival that presses for direct talks takes from the log-odds of accepting, at full leverage, 0 or more. Default 2.
        pub rival_pressure: Option<Number<NonNegative>>,
        /// How far a fully trusted go-between lowers the home cost of restraint, 0 to 1. Default 0.5.
        pub face: Option<Number<Share>>,
        /// How much of a go-between's leverage holds acts back, 0 to 1. Default 0.6.
        pub pressure: Option<Number<Share>>,
        /// Chance per day of an agreement, before trust and ripeness, 0 to 1. Default 0.1.
        pub agreement_rate: Option<Number<Share>>,
        /// How much weariness ripens a conflict for agreement, 0 or more (Zartman 2000). Default 2.
        pub ripeness_weight: Option<Number<NonNegative>>,
        /// Share of unanswered injury and tension that an agreement clears, 0 to 1. Default 0.8.
        pub agreement_relief: Option<Number<Share>>,
        /// Share of grievance that an agreement clears, 0 to 1. Default 0.2.
        pub agreement_grievance: Option<Number<Share>>,
        /// Share of their capacity that armed groups lose when their host or sponsor comes to an agreement with the state that they attack, 0 to 1. Default 0.3.
        pub agreement_crackdown: Option<Number<Share>>,
        /// Chance that a violent act breaks a mediation off, 0 to 1. Default 0.4.
        pub breakdown: Option<Number<Share>>,
        /// A mediation without result ends after this many days; above 0. Default 30.
        pub duration_days: Option<Number<Positive>>,
        /// Prestige that a go-between wins by an agreement, 0 to 1. Default 0.1.
        pub prestige_gain: Option<Number<Share>>,
        /// Share of that gain which its rivals lose, 0 to 1. Default 0.5.
        pub rival_loss: Option<Number<Share>>,
    }
}
