//! Every number a scenario holds, by name: what it is called in the file and its value when the file is silent.
//!
//! A *field* is one number of one kind of thing (a state's resolve, a rung's severity). Fields are laid out one
//! after another in the scenario's list of [inputs](super::Input); the engine reads them by field, never by text.
//! The defaults are set by argument in `docs/model.md`, section "Parameters", not fitted to any one crisis.

use crate::spec::{
    Amount, Bounds, DynamicsSpec, GroupSpec, GroupTargetSpec, MediationSpec, MediatorSpec, Number, PartySpec,
    Range, RelationSpec, RungSpec, StateSpec, UtilitySpec,
};

/// What the file says of one number, and the range it must lie in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Written<'a> {
    pub(crate) amount: Option<&'a Amount>,
    pub(crate) range: Range,
}

fn written<B: Bounds>(number: Option<&Number<B>>) -> Written<'_> {
    Written { amount: number.map(|number| &number.amount), range: Range::of::<B>() }
}

/// A number of a table, or of a sub-table, as written.
macro_rules! look_up {
    ($spec:ident, $key:ident) => {
        written($spec.$key.as_ref())
    };
    ($spec:ident, $table:ident . $key:ident) => {
        written($spec.$table.as_ref().and_then(|table| table.$key.as_ref()))
    };
}

/// Declares an enumeration of numeric fields: variant, key in the spec, default.
macro_rules! fields {
    ($(#[$outer:meta])* $name:ident of $spec:ident {
        $($(#[$inner:meta])* $variant:ident = $first:ident $(. $second:ident)? : $default:expr,)+
    }) => {
        $(#[$outer])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name { $($(#[$inner])* $variant,)+ }

        impl $name {
            /// All fields, in layout order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];
            /// How many numbers one such thing has.
            pub const COUNT: usize = Self::ALL.len();

            /// The key in the scenario file (dotted where the number sits in a sub-table).
            pub fn key(self) -> &'static str {
                match self { $(Self::$variant => concat!(stringify!($first) $(, ".", stringify!($second))?),)+ }
            }

            /// The value taken when the scenario does not give one.
            pub fn default_value(self) -> f64 {
                match self { $(Self::$variant => $default,)+ }
            }

            /// Place of this field within the block of one thing.
            pub fn index(self) -> usize {
                self as usize
            }

            pub(crate) fn written(self, spec: &$spec) -> Written<'_> {
                match self { $(Self::$variant => look_up!(spec, $first $(. $second)?),)+ }
            }
        }
    };
}

fields! {
    /// Numbers of a state.
    StateField of StateSpec {
        /// Relative capability; only ratios matter.
        Power = power: 1.0,
        /// Willingness to bear costs: the private type.
        Resolve = resolve: 0.5,
        /// What leaders pay at home per unit of unanswered injury (Fearon 1994).
        AudienceCost = audience_cost: 0.5,
        /// Standing of leadership and armed forces at home at the start.
        Prestige = prestige: 0.5,
        /// Resting wish to show strength, whoever the target.
        Assertiveness = assertiveness: 0.1,
        /// Share of an incoming blow that is stopped.
        Defence = defence: 0.1,
        /// Logit precision λ: how sharply utility differences decide.
        Precision = precision: 6.0,
        /// Chance of a decision on a day while a pair is on the agenda.
        Tempo = tempo: 0.5,
        /// The same while it is not.
        Routine = routine: 0.05,
        /// How far a reply in kind closes the account.
        Proportionality = proportionality: 0.8,
        /// Chance that a rule gives way to weighing.
        Tremble = tremble: 0.0,
        /// Chance that the generous rule lets a hostile act pass.
        Generosity = generosity: 0.33,
    }
}

fields! {
    /// Numbers of a relation i → j.
    RelationField of RelationSpec {
        /// Long-standing wrongs that i holds against j.
        Grievance = grievance: 0.1,
        /// What i has to lose with j.
        Ties = ties: 0.3,
        /// What i thinks of j's resolve: mean.
        BeliefMean = resolve_belief.mean: 0.5,
        /// How sure i is of it: the concentration of a beta distribution.
        BeliefConfidence = resolve_belief.confidence: 4.0,
        /// Injury unanswered on day 0.
        Injury = injury: 0.0,
        /// Tension of the pair on day 0.
        Tension = tension: 0.0,
    }
}

fields! {
    /// Numbers of a go-between.
    MediatorField of MediatorSpec {
        /// Readiness to step in.
        Initiative = initiative: 0.5,
        /// Interest in calm.
        Stake = stake: 0.5,
        /// Standing as a go-between; moves during the run.
        Prestige = prestige: 0.5,
    }
}

fields! {
    /// Numbers that tie a go-between to one party.
    PartyField of PartySpec {
        /// How far the party trusts the go-between.
        Trust = trust: 0.5,
        /// What the go-between can withhold from the party.
        Leverage = leverage: 0.3,
    }
}

fields! {
    /// Numbers of an armed group.
    GroupField of GroupSpec {
        /// Share of its sponsor's covert acts that it carries out at full capacity.
        Control = control: 0.5,
        /// Chance that what it does is traced to its sponsor.
        BlamesSponsor = attribution.sponsor: 0.4,
        /// Chance that its host is held responsible where its sponsor is not.
        BlamesHost = attribution.host: 0.4,
        /// How able it is to attack on day 0; where it returns to.
        Capacity = capacity: 1.0,
        /// Share of its capacity that a blow of severity 1 at it destroys.
        Vulnerability = vulnerability: 0.6,
        /// Days in which half of the capacity that it has lost grows back.
        RegrowthHalfLife = regrowth_half_life_days: 60.0,
        /// Share of its victims who are civilian.
        CivilianShare = civilian_share: 0.6,
    }
}

fields! {
    /// Numbers of what an armed group does to one of its targets.
    TargetField of GroupTargetSpec {
        /// Chance of an attack on a day at full capacity.
        Rate = rate_per_day: 0.005,
        /// How grave an attack is.
        Severity = severity: 0.25,
        /// Mean deaths of an attack.
        Fatalities = fatalities: 4.0,
        /// Dispersion of that number.
        Dispersion = dispersion: 0.7,
    }
}

fields! {
    /// Numbers of a rung of the ladder.
    RungField of RungSpec {
        /// Severity, 0 to 1.
        Severity = severity: 0.5,
        /// How much of it audiences see.
        Public = public: 1.0,
        /// Mean deaths of one such act.
        FatalitiesMean = fatalities.mean: 0.0,
        /// Dispersion r of the negative binomial: variance = mean + mean² / r.
        FatalitiesDispersion = fatalities.dispersion: 1.0,
        /// Share of the dead who are civilians.
        CivilianShare = civilian_share: 0.3,
        /// Chance that the act lands one rung higher than meant.
        Accident = accident: 0.0,
    }
}

fields! {
    /// The weights θ of the utility terms, and the precision inside the act nest.
    UtilityField of UtilitySpec {
        /// Weight of the grievance a blow may redress.
        Coercion = coercion: 0.7,
        /// Weight of showing strength.
        Assertion = assertion: 2.2,
        /// Weight of what leaders pay at home for answering less than was suffered.
        Audience = audience: 1.8,
        /// Weight of what onlookers would learn from it.
        Precedent = precedent: 1.5,
        /// Weight of the answer expected.
        Reprisal = reprisal: 1.5,
        /// Weight of the relation's worth.
        Ties = ties: 1.0,
        /// Weight of condemnation for unprovoked or disproportionate force.
        Legitimacy = legitimacy: 1.3,
        /// Weight of the threat that leaves something to chance (Schelling 1960).
        NuclearRisk = nuclear_risk: 3.0,
        /// Weight of what mediators and patrons can withhold.
        Pressure = pressure: 1.0,
        /// Weight of the hurting stalemate (Zartman).
        Weariness = weariness: 1.0,
        /// Cost of any act, whatever its severity.
        EffortFixed = effort_fixed: 0.15,
        /// Cost of an act per unit of severity.
        Effort = effort: 0.25,
        /// Standing attraction of conciliation.
        ReconciliationBase = reconciliation_base: 0.0,
        /// Weight of ties times tension in favour of conciliation.
        Reconciliation = reconciliation: 1.0,
        /// Weight of conciliating with an injury unanswered.
        Humiliation = humiliation: 0.5,
        /// Cost of conciliating at all.
        ConciliationEffort = conciliation_effort: 0.25,
        /// Precision within the act nest over the precision between nests.
        NestPrecisionRatio = nest_precision_ratio: 1.5,
    }
}

fields! {
    /// How what a pair carries moves from day to day.
    DynamicsField of DynamicsSpec {
        /// Days in which half of an unanswered injury fades.
        InjuryHalfLife = injury_half_life_days: 30.0,
        /// Days in which half of acute grievance returns to its starting level.
        GrievanceHalfLife = grievance_half_life_days: 365.0,
        /// Days in which half of a justification is forgotten.
        JustificationHalfLife = justification_half_life_days: 30.0,
        /// Days in which half of the tension above what postures hold up goes.
        TensionHalfLife = tension_half_life_days: 7.0,
        /// Days in which the need to show strength goes halfway back to rest.
        AssertivenessHalfLife = assertiveness_half_life_days: 15.0,
        /// Days in which prestige goes halfway back to its starting level.
        PrestigeHalfLife = prestige_half_life_days: 120.0,
        /// Days in which cordiality goes halfway back to the ties.
        TiesHalfLife = ties_half_life_days: 90.0,
        /// Days in which half of war weariness goes.
        WearinessHalfLife = weariness_half_life_days: 90.0,
        /// σ of the lognormal noise on a blow's severity.
        SeverityNoise = severity_noise: 0.2,
        /// Share of a violent blow that a perfect defence stops.
        DefenceEffect = defence_effect: 0.8,
        /// Chance that a deniable act is traced to the state that did it.
        Attribution = attribution: 0.6,
        /// An assured blow lands as that much less injury and tension.
        AssuranceSoftening = assurance_softening: 0.25,
        /// And buys that much less at home.
        AssuranceDiscount = assurance_discount: 0.1,
        /// Unanswered injury per unit of severity that lands.
        InjuryGain = injury_gain: 1.0,
        /// Largest share by which civilian deaths raise the injury.
        CivilianInjury = civilian_injury: 0.3,
        /// Grievance per unit of violent injury.
        GrievanceGain = grievance_gain: 0.15,
        /// Share of its own grievance that a blow of severity 1 spends.
        GrievanceRelief = grievance_relief: 0.2,
        /// Right to answer, in others' eyes, per unit of severity suffered.
        JustificationGain = justification_gain: 0.3,
        /// Tension per unit of severity.
        TensionGain = tension_gain: 0.8,
        /// Share of cordiality that a violent blow of severity 1 destroys.
        TiesDamage = ties_damage: 0.2,
        /// Share of the need to show strength that a violent act of severity 1 spends.
        AssertionSpent = assertion_spent: 1.0,
        /// Prestige won by answering an injury of 1.
        PrestigeAnswered = prestige_answered: 0.1,
        /// Prestige lost per day under an unanswered injury of 1.
        PrestigeUnanswered = prestige_unanswered: 0.01,
        /// Weariness per day of a violent posture of severity 1.
        WearinessGain = weariness_gain: 0.02,
        /// Share of a violent posture's severity and deaths that lands on every further day.
        BitePerDay = bite_per_day: 0.15,
        /// Tension that a posture of severity 1 holds up.
        PostureTension = posture_tension: 0.5,
        /// Tempering of Bayes' rule: 0 learns nothing, 1 learns all.
        BeliefWeight = belief_weight: 0.5,
        /// Tension, injury, justification or excess assertiveness that puts a pair on the agenda.
        AgendaThreshold = agenda_threshold: 0.05,
        /// Days before an election in which it weighs on leaders.
        ElectionWindow = election_window_days: 60.0,
        /// Share of the other's unanswered injury that conciliation clears.
        ConciliationRelief = conciliation_relief: 0.3,
        /// Share of the other's grievance that conciliation clears.
        ConciliationGrievance = conciliation_grievance: 0.1,
        /// Share of the pair's tension that conciliation clears.
        ConciliationTension = conciliation_tension: 0.0,
        /// Tension below which a crisis may count as settled.
        SettledTension = settled_tension: 0.25,
        /// Severity below which a posture may remain when a crisis counts as settled.
        SettledPosture = settled_posture: 0.3,
        /// Share of their capacity that armed groups lose by their host's conciliation.
        Crackdown = crackdown: 0.15,
        /// Share of an injury that becomes grievance against a suspected accomplice.
        SuspicionGrievance = suspicion_grievance: 0.3,
        /// How far the grievance against the accomplice counts against the author of an unanswered injury.
        SuspicionSpill = suspicion_spill: 1.0,
    }
}

fields! {
    /// How go-betweens work.
    MediationField of MediationSpec {
        /// Tension at which go-betweens stir.
        Threshold = threshold: 0.2,
        /// Daily chance of an offer at full initiative, stake and tension.
        OfferRate = offer_rate: 0.5,
        /// Log-odds of accepting an untrusted, powerless go-between.
        AcceptBase = accept_base: -1.0,
        /// What full trust adds.
        AcceptTrust = accept_trust: 4.0,
        /// What full leverage adds.
        AcceptLeverage = accept_leverage: 2.0,
        /// What full weariness adds.
        AcceptWeariness = accept_weariness: 2.0,
        /// What an unanswered injury of 1 takes away at an audience cost of 1.
        AcceptInjury = accept_injury: 3.0,
        /// What a rival's encouragement takes away at full leverage.
        RivalPressure = rival_pressure: 2.0,
        /// How far a fully trusted go-between lowers the home cost of restraint.
        Face = face: 0.5,
        /// How much of its leverage holds acts back.
        Pressure = pressure: 0.6,
        /// Daily chance of an agreement at full trust, before ripeness.
        AgreementRate = agreement_rate: 0.1,
        /// How much full weariness multiplies that chance by, above one.
        RipenessWeight = ripeness_weight: 2.0,
        /// Share of injury and tension an agreement clears.
        AgreementRelief = agreement_relief: 0.8,
        /// Share of grievance an agreement clears.
        AgreementGrievance = agreement_grievance: 0.2,
        /// Share of their capacity that armed groups lose by an agreement.
        AgreementCrackdown = agreement_crackdown: 0.3,
        /// Chance that a violent act breaks a mediation off.
        Breakdown = breakdown: 0.4,
        /// Days after which a mediation without result ends.
        Duration = duration_days: 30.0,
        /// Prestige a go-between wins by an agreement.
        PrestigeGain = prestige_gain: 0.1,
        /// Share of that gain which its rivals lose.
        RivalLoss = rival_loss: 0.5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The default that the schema tells for a key of a table, such as `resolve_belief.mean` of `RelationSpec`.
    fn told(table: &str, key: &str) -> Option<f64> {
        let (table, key) = match key.split_once('.') {
            Some(("resolve_belief", inner)) => ("BeliefSpec", inner),
            Some(("fatalities", inner)) => ("FatalitiesSpec", inner),
            Some(("attribution", inner)) => ("GroupAttributionSpec", inner),
            _ => (table, key),
        };
        let schema = crate::spec::schema();
        let description = schema["$defs"][table]["properties"][key]["description"].as_str()?.to_owned();
        let word = description.rsplit_once("Default ")?.1.split_whitespace().next()?;
        word.trim_end_matches(['.', ':', ',', ';']).parse().ok()
    }

    #[test]
    fn the_schema_tells_every_default() {
        let mut wrong = Vec::new();
        macro_rules! compare {
            ($($fields:ident of $table:literal),+) => {$(
                for field in $fields::ALL {
                    let (key, default) = (field.key(), field.default_value());
                    // A rung of one's own must give its severity.
                    let told = told($table, key).or((key == "severity").then_some(default));
                    if told != Some(default) {
                        wrong.push(format!("{} {key}: {default} here, {told:?} in the schema", $table));
                    }
                }
            )+};
        }
        compare!(
            StateField of "StateSpec",
            RelationField of "RelationSpec",
            MediatorField of "MediatorSpec",
            PartyField of "PartySpec",
            GroupField of "GroupSpec",
            TargetField of "GroupTargetSpec",
            RungField of "RungSpec",
            UtilityField of "UtilitySpec",
            DynamicsField of "DynamicsSpec",
            MediationField of "MediationSpec"
        );
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
