//! Targets as meant: each with its statistic and a sound interval.

use std::collections::BTreeSet;

use super::quantity::Statistic;
use crate::spec::{Problem, TargetSpec, TargetsSpec, child_path};
use crate::stats::{Observed, Scale};

/// A quantity that was observed.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// Its name in tables.
    pub id: String,
    /// The quantity as written; empty if the model has no counterpart for it.
    pub quantity: String,
    /// What it is; none if the model has no counterpart for it.
    pub statistic: Option<Statistic>,
    /// The condition that runs must meet to count, if there is one.
    pub given: Option<String>,
    /// Its unit: `share`, `days`, `ratio`, or another word.
    pub unit: String,
    /// What was observed, with its 95 % interval and the cases behind it.
    pub observed: Observed,
    /// On which scale it is compared.
    pub scale: Scale,
    /// Where it comes from.
    pub source: String,
    /// What was counted, in words.
    pub definition: String,
    /// Whether nothing is fitted to it.
    pub is_held_out: bool,
    /// Why the model has no counterpart for it, if it has none.
    pub without: Option<String>,
}

/// Quantities that were observed.
#[derive(Debug, Clone, PartialEq)]
pub struct Targets {
    title: String,
    source: String,
    list: Vec<Target>,
}

impl Targets {
    /// The targets of a file.
    ///
    /// # Errors
    /// All that is wrong with what they mean, each by its path. Whether their expressions can be read off a run is for
    /// [`Score::new`](super::Score::new) to say, which knows the scenario.
    pub fn new(spec: &TargetsSpec) -> Result<Self, Vec<Problem>> {
        let mut reader =
            Reader { problems: Vec::new(), ids: BTreeSet::new(), common: spec.source.as_deref() };
        let list: Vec<Target> =
            (0..).zip(&spec.targets).filter_map(|(at, target)| reader.target(at, target)).collect();
        if spec.targets.is_empty() {
            reader.report("targets", "no targets", "a `[[targets]]` is missing", None);
        }
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let targets = Self { title: text(&spec.title), source: text(&spec.source), list };
        if reader.problems.is_empty() { Ok(targets) } else { Err(reader.problems) }
    }

    /// What they are, in a line; may be empty.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Where they come from; may be empty.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The targets, in the order of the file.
    pub fn list(&self) -> &[Target] {
        &self.list
    }

    /// With these held out too.
    ///
    /// # Errors
    /// The names that no target has, each with what was probably meant.
    pub fn holding_out(mut self, ids: &[String]) -> Result<Self, Vec<String>> {
        let known: Vec<String> = self.list.iter().map(|target| target.id.clone()).collect();
        let strange = ids.iter().filter(|id| !known.contains(id)).map(|id| {
            let help = crate::spec::did_you_mean(id, known.iter().map(String::as_str));
            format!("there is no target `{id}`{}", help.map_or_else(String::new, |help| format!("; {help}")))
        });
        let strange: Vec<String> = strange.collect();
        if !strange.is_empty() {
            return Err(strange);
        }
        for target in &mut self.list {
            target.is_held_out |= ids.contains(&target.id);
        }
        Ok(self)
    }
}

struct Reader<'s> {
    problems: Vec<Problem>,
    ids: BTreeSet<String>,
    /// The source of all that name none.
    common: Option<&'s str>,
}

impl Reader<'_> {
    fn report(&mut self, path: &str, what: &str, label: &str, help: Option<String>) {
        let (path, what, label) = (path.to_owned(), what.to_owned(), label.to_owned());
        self.problems.push(Problem { path, what, label, help, location: None });
    }

    /// A target; none if anything is wrong with it.
    fn target(&mut self, at: usize, spec: &TargetSpec) -> Option<Target> {
        let path = child_path("targets", &at.to_string());
        let before = self.problems.len();
        let id = self.id(&path, spec);
        let is_scored = spec.scored.unwrap_or(true);
        if !is_scored && spec.why.is_none() {
            let help = Some("why = \"the model has no …\"".to_owned());
            self.report(&path, "a target that is not scored, without a reason", "`why` is missing", help);
        }
        if is_scored && spec.why.is_some() {
            let below = child_path(&path, "why");
            let help =
                Some("a quantity that the model has no counterpart for has `scored = false`".to_owned());
            self.report(&below, "`why` of a target that is scored", "not needed", help);
        }
        let statistic = if is_scored { self.statistic(&path, spec) } else { None };
        let unit = self.needed(&path, "unit", spec.unit.clone(), "unit = \"share\"");
        let observed = self.observed(&path, spec, unit.as_deref());
        let source = spec.source.as_deref().or(self.common).map(str::to_owned);
        let source = self.needed(&path, "source", source, "source = \"…\", here or at the top of the file");
        (self.problems.len() == before).then_some(())?;
        let (observed, unit) = (observed?, unit?);
        Some(Target {
            id: id?,
            quantity: statistic.as_ref().and(spec.quantity.clone()).unwrap_or_default(),
            scale: scale(statistic.as_ref(), &unit, &observed),
            statistic,
            given: spec.given.clone().filter(|_| is_scored),
            unit,
            observed,
            source: source?,
            definition: spec.definition.clone().unwrap_or_default(),
            is_held_out: spec.hold_out.unwrap_or(false),
            without: spec.why.clone(),
        })
    }

    /// What must be there.
    fn needed<T>(&mut self, path: &str, key: &str, value: Option<T>, usage: &str) -> Option<T> {
        if value.is_none() {
            let (what, label) = (format!("a target without `{key}`"), format!("`{key}` is missing"));
            self.report(path, &what, &label, Some(format!("write {usage}")));
        }
        value
    }

    fn id(&mut self, path: &str, spec: &TargetSpec) -> Option<String> {
        let id = self.needed(path, "id", spec.id.clone(), "id = \"first_reply.violent\"")?;
        let below = child_path(path, "id");
        let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
        if id.is_empty() || !id.chars().all(is_plain) {
            let label = "must be letters, digits, `_`, `-` and `.`";
            self.report(&below, &format!("`{id}` cannot name a target"), label, None);
        } else if !self.ids.insert(id.clone()) {
            self.report(&below, &format!("two targets are called `{id}`"), "given before", None);
        }
        Some(id)
    }

    fn statistic(&mut self, path: &str, spec: &TargetSpec) -> Option<Statistic> {
        let usage =
            "quantity = \"share(retaliated)\", or scored = false and why if the model has no counterpart";
        let text = self.needed(path, "quantity", spec.quantity.clone(), usage)?;
        match Statistic::parse(&text) {
            Ok(statistic) => Some(statistic),
            Err(malformed) => {
                let below = child_path(path, "quantity");
                self.report(&below, &malformed.what, "not a quantity", malformed.help);
                None
            }
        }
    }

    /// The numbers, and whether they make sense together.
    fn observed(&mut self, path: &str, spec: &TargetSpec, unit: Option<&str>) -> Option<Observed> {
        let value = self.needed(path, "value", spec.value, "value = 0.45");
        let low = self.needed(path, "low", spec.low, "low = 0.34, the lower end of its 95 % interval");
        let high = self.needed(path, "high", spec.high, "high = 0.57, the upper end of its 95 % interval");
        let n = self.needed(path, "n", spec.n, "n = 66, the cases behind it");
        let observed = Observed { value: value?, low: low?, high: high?, n: n? };
        let Observed { value, low, high, .. } = observed;
        let is_ordered = low <= value && value <= high && low < high;
        if !is_ordered {
            let what = format!("{value} with an interval from {low} to {high}");
            self.report(&child_path(path, "value"), &what, "must lie in its interval, low to high", None);
        }
        if unit == Some("share") {
            for (key, number) in [("value", value), ("low", low), ("high", high)] {
                if !(0.0..=1.0).contains(&number) {
                    let help = (1.0..=100.0).contains(&number);
                    let help = help.then(|| format!("shares are written from 0 to 1: {}", number / 100.0));
                    let what = format!("{number} is no share");
                    self.report(&child_path(path, key), &what, "must be a number from 0 to 1", help);
                }
            }
        }
        Some(observed)
    }
}

/// The scale on which the errors of such a quantity are about symmetric.
fn scale(statistic: Option<&Statistic>, unit: &str, observed: &Observed) -> Scale {
    match statistic {
        statistic if unit == "share" || matches!(statistic, Some(Statistic::Share(_))) => Scale::Logit,
        _ if observed.low > 0.0 => Scale::Log,
        _ => Scale::Linear,
    }
}
