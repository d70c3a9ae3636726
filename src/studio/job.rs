//! A setting that is being played: a thread that adds up runs, and what they come to so far.

use std::convert::Infallible;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::watch;

use super::ramp::Ramp;
use super::setting::View;
use super::standing::{Standing, Told, told};
use super::{Bench, Subject};
use crate::engine::Program;
use crate::experiment::compare::{Comparison, Scope};
use crate::experiment::study::{Flow, Fold, Study, deal};
use crate::experiment::{BatchPlan, BatchStudy, Recorded, threads};

/// Between one picture and the next so many times the runs come in.
const GROWTH: f64 = 1.5;

/// What a page that waits for a job gets to know.
#[derive(Debug, Clone)]
pub(super) enum News {
    /// Nothing yet.
    Waiting,
    /// What the runs so far come to, as JSON.
    Picture(Arc<str>),
    /// Another setting took its place.
    CalledOff,
}

/// A setting that is being played, or was.
pub(super) struct Job {
    pub(super) id: u64,
    pub(super) page: String,
    /// The page's assignments.
    pub(super) sets: Vec<String>,
    pub(super) bench: Bench,
    pub(super) program: Program,
    pub(super) plan: BatchPlan,
    called_off: AtomicBool,
    news: watch::Receiver<News>,
    /// What all runs come to, once they are played.
    whole: Mutex<Option<Arc<Standing>>>,
}

impl Job {
    /// Begins to play a setting, with its baseline if it has one.
    pub(super) fn begin(
        id: u64,
        page: String,
        sets: Vec<String>,
        (bench, baseline): (Bench, Option<Bench>),
        (runs, view): (u64, View),
        subject: &Subject,
    ) -> std::io::Result<Arc<Self>> {
        let plan = BatchPlan { runs, seed: subject.seed, threads: subject.threads };
        let (tell, news) = watch::channel(News::Waiting);
        let program = Program::new(&bench.scenario);
        let called_off = AtomicBool::new(false);
        let whole = Mutex::new(None);
        let job = Arc::new(Self { id, page, sets, bench, program, plan, called_off, news, whole });
        let played = Arc::clone(&job);
        let work = move || match baseline {
            None => played.play_alone(&view, &tell),
            Some(baseline) => played.play_against(&baseline, &view, &tell),
        };
        std::thread::Builder::new().name(format!("job {id}")).spawn(work)?;
        Ok(job)
    }

    /// What there is to know, now and whenever it changes.
    pub(super) fn news(&self) -> watch::Receiver<News> {
        self.news.clone()
    }

    /// Ends it as soon as what is under way is done.
    pub(super) fn call_off(&self) {
        self.called_off.store(true, Ordering::Relaxed);
    }

    /// Whether its thread is still at work.
    pub(super) fn is_playing(&self) -> bool {
        self.news.has_changed().is_ok()
    }

    /// What all its runs come to; `None` while they are being played.
    pub(super) fn whole(&self) -> Option<Arc<Standing>> {
        self.whole.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn play_alone(&self, view: &View, tell: &watch::Sender<News>) {
        let study = BatchStudy::new(&self.program, self.plan, false);
        let relations = self.bench.scenario.relations().len();
        self.play(&study, relations, view, tell, |tally| Some(Standing::alone(study.batch(tally))));
    }

    fn play_against(&self, baseline: &Bench, view: &View, tell: &watch::Sender<News>) {
        let scope = Scope::CoreAndBatches;
        let mut study =
            Comparison::new("baseline", &baseline.scenario, &self.plan, scope).recording(Recorded::ALL);
        study.against("setting", &self.bench.scenario);
        let relations = baseline.scenario.relations().len() + self.bench.scenario.relations().len();
        self.play(&study, relations, view, tell, |tally| Standing::against(study.compared(tally)));
    }

    /// Plays a study of one point in growing pieces, and tells what it comes to every so often.
    fn play<S: Study>(
        &self,
        study: &S,
        relations: usize,
        view: &View,
        tell: &watch::Sender<News>,
        stand: impl Fn(S::Partial) -> Option<Standing>,
    ) {
        let pieces = Ramp::new(study.layout(), relations);
        let mut fold = Fold::new(study);
        let mut due = 1;
        let is_off = || self.called_off.load(Ordering::Relaxed);
        let work = |span| (!is_off()).then(|| study.play(span).partial);
        let dealt: Result<(), Infallible> =
            deal(pieces, threads(self.plan.threads), work, |span, partial| {
                let Some(partial) = partial.filter(|_| !is_off()) else { return Ok(Flow::Stop) };
                let fits = fold.take(study, span, partial);
                debug_assert!(fits, "what a study plays has its shape");
                let done = fold.done_of_all();
                if done >= due && done < self.plan.runs {
                    due = (done as f64 * GROWTH) as u64 + 1;
                    if let Some(standing) = fold.totals().first().cloned().and_then(&stand) {
                        self.tell(&standing, view, tell);
                    }
                }
                Ok(Flow::Continue)
            });
        let is_whole = dealt.is_ok() && fold.done_of_all() == self.plan.runs && !is_off();
        let standing = is_whole.then(|| fold.into_totals().pop()).flatten().and_then(stand);
        match standing {
            Some(standing) => {
                let standing = Arc::new(standing);
                *self.whole.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&standing));
                self.tell(&standing, view, tell);
            }
            None => tell.send_modify(|news| *news = News::CalledOff),
        }
    }

    fn tell(&self, standing: &Standing, view: &View, tell: &watch::Sender<News>) {
        let told: Told = told(standing, self.plan.runs, view);
        // Cannot fail: all keys are text, and JSON has null for numbers that are none.
        let text = serde_json::to_string(&told).unwrap_or_default();
        tell.send_modify(|news| *news = News::Picture(text.into()));
    }
}
