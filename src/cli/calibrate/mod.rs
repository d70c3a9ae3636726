//! `calibrate`: which values of a scenario's numbers bring its runs near to what was observed.

mod dry_run;
mod fits;
mod ledger;
mod report;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::anyhow;
use serde_json::json;

use super::args::CalibrateArguments;
use super::carry_out::{Conclusion, conclude, refused};
use super::inputs::Inputs;
use super::load::Loaded;
use super::progress::ProgressLine;
use super::screen::Style;
use super::settings::stem;
use super::stop::Stop;
use super::{explain, interrupt, score};
use crate::engine::Program;
use crate::experiment::calibrate::{
    Calibration, CalibrationPlan, ScoredScenario, Simulator, calibrate as fit,
};
use crate::experiment::study::{Layout, Plan};
use crate::experiment::{BatchPlan, Confidence, threads};
use crate::output::{IfExists, ManifestHead, ResultsFolder, calibrate as output};
use crate::spec::Limit;
use ledger::Ledger;

/// Generations that a calibration is thought to have, for progress.
const USUAL_GENERATIONS: usize = 6;

/// Fits the numbers, writes what came out and reports it.
pub(super) fn calibrate(arguments: &CalibrateArguments, inputs: &Inputs) -> Result<(), Stop> {
    if arguments.play.shard.is_some() || arguments.play.units.is_some() {
        let text = "a calibration plays what earlier runs have shown to be promising, so it cannot be cut into shards";
        return Err(Stop::Failed(anyhow!(text)));
    }
    let question = Question::read(arguments, inputs)?;
    let play = &arguments.play;
    if play.dry_run {
        return dry_run::dry_run(&question);
    }
    let if_exists = match (play.resume, play.force) {
        (true, _) => IfExists::Resume,
        (false, true) => IfExists::Replace,
        (false, false) => IfExists::Refuse,
    };
    let mut folder = ResultsFolder::open(&question.target(), if_exists).map_err(refused)?;
    interrupt::watch()?;
    let plan = question.calibration;
    let planned = plan.evaluations(USUAL_GENERATIONS);
    let progress = ProgressLine::new(play.progress, play.quiet, planned, "evaluations");
    let threads = threads(usize::from(play.threads));
    let into = (&mut folder, if_exists);
    let mut ledger = Ledger::open(&question.simulator, threads, into, &question.plan, progress)?;
    // From the first evaluation on there is something that is worth keeping.
    folder.keep();
    let (parameters, goals) = (question.simulator.parameters(), question.simulator.goals());
    match fit(parameters, goals, &plan, &mut ledger) {
        Ok(calibration) => question.finish(folder, ledger, &calibration),
        Err(Stop::Interrupted) => Err(interrupt::nothing_to_show(ledger.close()?)),
        Err(other) => Err(other),
    }
}

/// Everything that is fitted, and to what.
struct Question<'a> {
    arguments: &'a CalibrateArguments,
    loaded: Loaded,
    simulator: ScoredScenario,
    calibration: CalibrationPlan,
    plan: Plan,
}

impl<'a> Question<'a> {
    fn read(arguments: &'a CalibrateArguments, inputs: &Inputs) -> Result<Self, Stop> {
        // What is held on to at a place is one tenth of what a score may hold.
        let most = Limit::ScoredRuns.now() / 10;
        if arguments.runs > most {
            let how = Limit::ScoredRuns.how(arguments.runs.saturating_mul(10));
            let text = format!("{} runs at each place are too many: at most {most}; {how}", arguments.runs);
            return Err(Stop::Failed(anyhow!(text)));
        }
        let (file, seed) = (arguments.file.as_path(), arguments.play.seed);
        let loaded = inputs.scenario(file, &arguments.play.sets)?;
        let name = arguments.targets.to_string_lossy().into_owned();
        let text = inputs.text(&name)?;
        let (document, targets) = score::read(&arguments.targets, &text)?;
        let parameters = fits::parameters(&arguments.fits, &loaded.document);
        let targets = fits::holding_out(targets, &arguments.hold_out, seed);
        let (parameters, targets) = match (parameters, targets) {
            (Ok(parameters), Ok(targets)) => (parameters, targets),
            (parameters, targets) => {
                let problems =
                    parameters.err().into_iter().flatten().chain(targets.err().into_iter().flatten());
                return Err(score::told(problems.collect()));
            }
        };
        let bounds: Vec<(String, [f64; 2])> =
            parameters.iter().map(|one| (one.path.clone(), [one.low, one.high])).collect();
        let held_out: Vec<&str> =
            targets.list().iter().filter(|one| one.is_held_out).map(|one| one.id.as_str()).collect();
        let calibration =
            CalibrationPlan::new(parameters.len(), arguments.runs, arguments.particles as usize, seed);
        let hash = |text: &str| blake3::hash(text.as_bytes()).to_hex().to_string();
        let terms = json!({
            "the scenario with its population": hash(&loaded.document.to_toml()),
            "the targets": hash(&text),
            "the targets held out": held_out,
            "the fitted numbers": bounds,
            "the runs of each evaluation": arguments.runs,
            "the number of particles": arguments.particles,
        });
        let layout = Layout { points: 1, replicates: arguments.runs, block: arguments.runs };
        let plan = inputs.plan("calibrate", seed, layout, &[(file, &loaded)], terms, json!({}));
        let plan = Plan { files: BTreeMap::from([(name, text)]), ..plan };
        let simulator = ScoredScenario::new(&loaded.document, targets, parameters)
            .map_err(|error| score::refused(error, &loaded, (file, &arguments.targets), &document))?;
        if simulator.goals().iter().all(|goal| goal.hold_out) {
            return Err(Stop::Failed(anyhow!(
                "there is no target to fit to: all are held out or have no counterpart"
            )));
        }
        Ok(Self { arguments, loaded, simulator, calibration, plan })
    }

    fn target(&self) -> PathBuf {
        let default = || {
            let name =
                format!("{}-calibrate-{}", stem(&self.arguments.file), &self.plan.foundation_id()[..8]);
            Path::new("results").join(name)
        };
        self.arguments.play.out.clone().unwrap_or_else(default)
    }

    /// Writes everything, puts the folder in place, and says what came out.
    fn finish(&self, mut folder: ResultsFolder, ledger: Ledger<'_>, found: &Calibration) -> Result<(), Stop> {
        let (records, runs) = ledger.finish(&folder.state(), &self.plan)?;
        folder.adopt_state(records).map_err(refused)?;
        let (title, play) = (self.loaded.scenario.title(), &self.arguments.play);
        let page = output::page(&self.simulator, found, self.calibration.runs, title);
        let conclusion = Conclusion {
            tables: output::tables(&self.simulator, found),
            head: self.head(runs),
            report: report::report(&self.simulator, found, &self.calibration, title, Style::of_stdout()),
            warnings: output::cautions(&self.simulator, found, self.calibration.runs),
        };
        conclude(folder, conclusion, &[("calibrate.md", page)], &play.formats, play.quiet)
    }

    fn head(&self, runs: u64) -> ManifestHead {
        let program = Program::new(&self.loaded.scenario);
        let plan = BatchPlan { runs, seed: self.calibration.seed, threads: 1 };
        let (words, origins) = (self.plan.words.clone(), explain::origins(&self.loaded));
        ManifestHead::of_runs(&program, plan, Confidence::default(), words, &origins)
            .with_text(self.plan.scenarios[0].toml.clone())
            .with_rule("the last generation came from a population at the last tolerance".to_owned())
    }
}
