//! The story of a run that was picked, as a page shows it.

use super::page::Sheet;
use super::story::{Detail, story};
use crate::engine::Program;
use crate::experiment::pick::{Pick, PickError, Picked, Profiles};
use crate::experiment::{BatchPlan, OutcomeClass, Story};

/// A run that was picked, told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tale {
    /// By which rule: `typical`, `worst`, `best`, `surprising` or `outcome=NAME`.
    pub rule: String,
    /// Why this run.
    pub why: String,
    /// Its number: what `trace --run` asks for.
    pub replicate: u64,
    /// How it ended, in words.
    pub outcome: String,
    /// What happened, as HTML: a heading for each day, a paragraph for each sentence, all names escaped.
    pub html: String,
}

impl Tale {
    /// Tells a run of this seed.
    pub fn of(program: &Program, seed: u64, picked: &Picked) -> Self {
        let told = Story::of_run(program, seed, picked.replicate);
        let class = OutcomeClass::of(program.scenario(), &told.record);
        Self {
            rule: rule(&picked.pick),
            why: picked.to_string(),
            replicate: picked.replicate,
            outcome: class.name().map_or_else(|| class.key().replace('_', " "), str::to_owned),
            html: story(program, &told, Detail::Turning, Sheet::Html),
        }
    }

    /// The typical, the worst, the best and the most surprising run of a batch, which is played for this.
    ///
    /// # Errors
    /// If a run could not be handed on.
    pub fn four(program: &Program, plan: &BatchPlan) -> Result<Vec<Self>, PickError> {
        let profiles = Profiles::of(program, plan, &mut |_| {})?;
        let told = |pick| Ok(Self::of(program, plan.seed, &profiles.pick(&pick)?));
        [Pick::Typical, Pick::Worst, Pick::Best, Pick::Surprising].into_iter().map(told).collect()
    }
}

/// A rule as it is asked for.
pub fn rule(pick: &Pick) -> String {
    match pick {
        Pick::Typical => "typical".to_owned(),
        Pick::Worst => "worst".to_owned(),
        Pick::Best => "best".to_owned(),
        Pick::Surprising => "surprising".to_owned(),
        Pick::Outcome(outcome) => format!("outcome={outcome}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::fixture::{RIVALS, program};

    #[test]
    fn a_name_is_text_whatever_it_says() {
        let hostile = RIVALS.replacen("name = \"A\"", "name = \"<script>alert(1)</script> & co\"", 1);
        let program = program(&hostile);
        let plan = BatchPlan { runs: 50, seed: 1, threads: 1 };
        let profiles = Profiles::of(&program, &plan, &mut |_| {}).unwrap();
        let tale = Tale::of(&program, 1, &profiles.pick(&Pick::Worst).unwrap());
        assert_eq!(tale.rule, "worst");
        assert!(tale.html.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; co"), "{}", tale.html);
        assert!(!tale.html.contains("<script>"));
        assert!(tale.html.contains("<h4>") && tale.html.contains("<p>"));
    }
}
