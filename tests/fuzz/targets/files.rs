//! Files besides scenarios: designs, manifests of results, and saved games.

use std::sync::{Arc, OnceLock};

use offramp::engine::Program;
use offramp::experiment::design::Design;
use offramp::experiment::seat::{Move, SavedGame, SavedMove, SeatGame, SeatKey, Turn};
use offramp::model::Scenario;
use offramp::output::plot::{What, svg};
use offramp::output::verify::verify_folder;
use offramp::output::{Results, html, parquet, workbook};
use offramp::spec::Document;

use super::folder::{in_folder, sections};
use super::text::{host, look_at};

/// Moves of a saved game that are played again.
const MOST_MOVES: usize = 6;

/// The table of a design, as `sweep --design` reads it.
pub(super) fn design(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let document = host();
    let (spec, _) = document.read();
    if let Ok(design) = Design::of_file("d.csv", text, &document, &spec) {
        look_at(&design, &document);
    }
}

/// A manifest with tables beside it, as `verify`, `report`, `plot`, `export` and `serve` read them.
pub(super) fn manifest(bytes: &[u8]) {
    in_folder(|folder| {
        for (name, text) in sections(bytes) {
            folder.write(if name.is_empty() { "manifest.json" } else { &name }, &text);
        }
        let verified = verify_folder(folder.path());
        let Ok(results) = Results::open(folder.path()) else { return };
        assert!(verified.is_ok(), "what can be read can be verified");
        let names: Vec<String> = results.tables().map(str::to_owned).collect();
        for name in &names {
            let _ = (results.table(name), results.columns(name));
            let _ = parquet::write(&results, name, Vec::new());
        }
        let _ = (results.command(), results.title());
        let _ = html::page(&results, &[]);
        for what in What::ALL {
            let _ = svg(&results, what, None, 120.0);
        }
        let _ = workbook::write(&results);
        if let Ok(document) = Document::parse("s.toml", results.head().scenario_toml.clone()) {
            let _ = Scenario::new(&document.read().0);
        }
    });
}

/// The program that saved games are games of.
fn program() -> Arc<Program> {
    static PROGRAM: OnceLock<Arc<Program>> = OnceLock::new();
    let make = || Arc::new(Program::new(&Scenario::new(&host().read().0).expect("sound")));
    Arc::clone(PROGRAM.get_or_init(make))
}

/// A saved game, as `play --load` reads it; some of its moves are made again.
pub(super) fn game(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(saved) = SavedGame::read(text) else { return };
    let written = saved.write().expect("what was read can be written");
    assert_eq!(SavedGame::read(&written).as_ref(), Ok(&saved), "{written}");
    let program = program();
    let seat = program.scenario().states().iter().position(|state| state.key == saved.seat);
    let key = SeatKey { seed: saved.seed, replicate: saved.run, seat: seat.unwrap_or_default() };
    let Ok(mut game) = SeatGame::new(Arc::clone(&program), key) else { return };
    let moves: Result<Vec<Move>, String> =
        saved.moves.iter().map(|saved| saved.read(&program, key.seat)).collect();
    let Ok(moves) = moves else { return };
    for &next in moves.iter().take(MOST_MOVES) {
        if game.make(next).is_err() {
            return;
        }
        let made = game.moves().last().copied().expect("a move was made");
        let again = SavedMove::of(&program, made).read(&program, key.seat);
        assert_eq!(again, Ok(made), "a move that is kept is the move");
    }
    assert!(matches!(game.turn(), Turn::Open(_) | Turn::Over(_)));
    assert!(game.undo() || moves.is_empty());
}
