//! Parts of a study: the files of shards, and journals that a study goes on from.

use std::path::Path;
use std::sync::OnceLock;

use offramp::engine::Program;
use offramp::experiment::study::{Fold, Layout, Plan, PlannedScenario, Span, Study};
use offramp::experiment::{BatchPlan, BatchStudy, Confidence, Tally};
use offramp::model::Scenario;
use offramp::output::part::{Journal, Part, Payload, Store, decode};
use offramp::output::tables;

use super::folder::{Folder, in_folder, sections};
use super::text::host;

/// The study that partials are added to.
fn study() -> &'static BatchStudy {
    static STUDY: OnceLock<BatchStudy> = OnceLock::new();
    STUDY.get_or_init(|| {
        let program = Program::new(&Scenario::new(&host().read().0).expect("sound"));
        BatchStudy::new(&program, BatchPlan { runs: 64, seed: 1, threads: 1 }, false)
    })
}

/// A plan of that study.
fn plan() -> Plan {
    let scenario = PlannedScenario {
        file: "s.toml".to_owned(),
        blake3: "00".to_owned(),
        toml: "[states.a]".to_owned(),
        origins: [].into(),
    };
    Plan {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        command: "run".to_owned(),
        words: ["offramp", "run", "s.toml"].map(str::to_owned).to_vec(),
        seed: "1".to_owned(),
        layout: Layout { points: 1, replicates: 64, block: 32 },
        scenarios: vec![scenario],
        files: [].into(),
        terms: [].into(),
        scope: [].into(),
    }
}

/// A part, read as `verify` and `merge` do, and as a journal that is gone on with. Input that begins with a `%% ` is sealed with right checksums before:
/// a first section with the plan, if it is one, then `%% POINT FROM TO` and the bytes of a partial.
pub(super) fn part(bytes: &[u8]) {
    in_folder(|folder| {
        if bytes.starts_with(b"%% ") {
            sealed(folder, bytes);
        } else if let Some(path) = folder.write("x.part", bytes) {
            read(&path);
        }
    });
}

fn sealed(folder: &Folder, bytes: &[u8]) {
    let path = folder.path().join("x.part");
    let mut plan = plan();
    let mut journal = None;
    for (name, payload) in sections(bytes).into_iter().skip(1) {
        if name == "plan" {
            plan = serde_json::from_slice(&payload).unwrap_or(plan);
            continue;
        }
        let journal =
            journal.get_or_insert_with(|| Journal::create(&path, &plan).expect("a journal can be begun"));
        let numbers: Vec<u64> = name.split(' ').filter_map(|number| number.parse().ok()).collect();
        let &[point, from, to] = &numbers[..] else { continue };
        // The section ends with the end of a line that is not its own.
        let partial = payload.strip_suffix(b"\n").unwrap_or(&payload).to_vec();
        journal.add(Span { point, from, to }, &Payload { partial, rows: Vec::new() }).expect("a record");
    }
    if let Some(journal) = journal {
        journal.finish().expect("a journal can be ended");
        read(&path);
    }
}

fn read(path: &Path) {
    let opened = Part::open(path);
    if let Ok(part) = Part::recover(path) {
        assert!(part.replicates() >= part.entries().len() as u64);
        assert!(opened.is_err() || part.has_end(), "what is a part was ended");
        if let Ok(journal) = Journal::go_on(&part) {
            assert_eq!(journal.records(), part.entries().len() as u64);
        }
    }
    let Ok(part) = opened else { return };
    let _ = (part.plan().differences(&plan()), part.plan().foundation_id());
    // The journal above has cut off the end; what was read of it before is still true.
    let mut store = Store::default();
    if store.add(part).is_err() {
        return;
    }
    let layout = study().layout();
    assert!(store.missing_units(layout).count() as u64 <= layout.units());
    fold(&store);
}

/// Adds up what is there, as `merge` does, and makes the tables of it.
fn fold(store: &Store) {
    let study = study();
    let mut fold = Fold::new(study);
    let Ok(payloads) = store.payloads() else { return };
    for piece in payloads {
        let Ok((span, payload)) = piece else { return };
        let Some(partial) = decode::<Tally>(&payload.partial) else { return };
        if !fold.take(study, span, partial) {
            return;
        }
    }
    let all = fold.done_of_all() == study.layout().total();
    if let Some(tally) = fold.into_totals().pop().filter(|_| all) {
        let _ = tables::all(&study.batch(tally), Confidence::default());
    }
}
