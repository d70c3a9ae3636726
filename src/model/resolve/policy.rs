//! By which rule a state decides, and the acts of its script.

use std::collections::BTreeMap;

use super::{Names, Resolver, rung_index};
use crate::model::policy::{Deed, Rule, ScriptedAct};
use crate::model::scenario::Rung;
use crate::spec::{Policy, ScriptSpec, StateSpec};

/// How the acts that are on no rung are called in a script.
const CONCILIATE: &str = "conciliate";
const HOLD: &str = "hold";

/// The rule that a state goes by; `None` if it weighs.
pub(super) fn rule(spec: &StateSpec) -> Option<Rule> {
    match spec.policy? {
        Policy::Quantal | Policy::Played => None,
        Policy::TitForTat => Some(Rule::TitForTat),
        Policy::GenerousTitForTat => Some(Rule::GenerousTitForTat),
        Policy::Grim => Some(Rule::Grim),
        Policy::AlwaysHold => Some(Rule::AlwaysHold),
        Policy::AlwaysRetaliate => Some(Rule::AlwaysRetaliate),
        Policy::Scripted => Some(Rule::Scripted),
    }
}

impl Resolver<'_> {
    /// The acts of a state's script, in order of their days.
    pub(super) fn script(
        &mut self,
        table: &str,
        state: &str,
        spec: &StateSpec,
        ladder: &[Rung],
    ) -> Vec<ScriptedAct> {
        let mut script = Vec::with_capacity(spec.script.len());
        for (place, written) in spec.script.iter().enumerate() {
            let path = format!("{table}.script.{place}");
            let day = self.script_day(&path, written);
            let toward = self.script_target(&path, state, written);
            let deed = self.deed(&path, written, ladder);
            if let (Some(day), Some(toward), Some(deed)) = (day, toward, deed) {
                script.push(ScriptedAct { day, toward, deed, place });
            }
        }
        script.sort_unstable();
        self.check_dates(table, &script);
        script
    }

    fn script_day(&mut self, path: &str, written: &ScriptSpec) -> Option<i64> {
        if written.date.is_none() {
            self.missing(path, "date", "date = 2024-03-01");
        }
        written.date.map(|date| self.day(&format!("{path}.date"), date))
    }

    fn script_target(&mut self, path: &str, state: &str, written: &ScriptSpec) -> Option<usize> {
        let Some(toward) = &written.toward else {
            self.missing(path, "toward", "toward = \"NAME\"");
            return None;
        };
        let path = format!("{path}.toward");
        let found = self.state_named(&path, toward)?;
        if toward == state {
            self.problem(&path, format!("`{state}` cannot act on itself"), "the same state twice", None);
            return None;
        }
        let related = |from: &str, to: &str| {
            self.spec.relations.get(from).is_some_and(|others| others.contains_key(to))
        };
        if !related(state, toward) && !related(toward, state) {
            let what = format!("no relation between `{state}` and `{toward}`");
            let help = format!("add `[relations.{state}.{toward}]`");
            self.problem(&path, what, "the two never act on each other", Some(help));
        }
        Some(found)
    }

    fn deed(&mut self, path: &str, written: &ScriptSpec, ladder: &[Rung]) -> Option<Deed> {
        let assured = written.assured.unwrap_or(false);
        let deed = match written.act.as_deref() {
            None => {
                self.missing(path, "act", "act = \"strike_group\"");
                return None;
            }
            Some(CONCILIATE) => Deed::Conciliate,
            Some(HOLD) => Deed::Hold,
            Some(key) => {
                let rung = rung_index(ladder, key).or_else(|| {
                    let rungs = ladder.iter().map(|rung| rung.key.as_str());
                    let known = Names::new("act", rungs.chain([CONCILIATE, HOLD]));
                    self.index_of(&format!("{path}.act"), key, &known)
                })?;
                Deed::Act { rung, assured }
            }
        };
        let can_be = matches!(deed, Deed::Act { rung, .. } if ladder[rung].can_assure());
        if assured && !can_be {
            self.problem(
                &format!("{path}.assured"),
                format!("`{}` cannot come with assurances", written.act.as_deref().unwrap_or_default()),
                "no message of limited aims",
                Some("only a violent rung that neither lasts nor is nuclear can".to_owned()),
            );
        }
        Some(deed)
    }

    /// A state does one thing a day towards another.
    fn check_dates(&mut self, table: &str, script: &[ScriptedAct]) {
        let mut taken: BTreeMap<(i64, usize), usize> = BTreeMap::new();
        let mut places: Vec<&ScriptedAct> = script.iter().collect();
        places.sort_unstable_by_key(|act| act.place);
        for act in places {
            let first = *taken.entry((act.day, act.toward)).or_insert(act.place);
            if first != act.place {
                let toward = self.states.all()[act.toward];
                let what = format!("a second act towards `{toward}` on day {}", act.day);
                let help = Some(format!("item {first} of the list is the first; leave one of them out"));
                self.problem(&format!("{table}.script.{}", act.place), what, "one act a day", help);
            }
        }
    }
}
