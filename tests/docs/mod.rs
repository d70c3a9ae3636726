//! The documents say what the program does: their scenarios are sound, their commands run, their tables are complete.

#![expect(clippy::unwrap_used, reason = "helpers of tests may panic like the tests themselves")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_offramp");
const ROOT: &str = env!("CARGO_MANIFEST_DIR");
/// Enough for every command to work, and soon done.
const RUNS: &str = "200";

/// A fenced block of a document.
struct Block {
    /// What follows the fence: `toml`, `toml fragment`, `sh`.
    info: String,
    /// Number of its first line, counted from 1.
    line: usize,
    text: String,
}

/// README.md and everything in docs/, by name.
fn documents() -> Vec<(String, String)> {
    let root = Path::new(ROOT);
    let in_docs = fs::read_dir(root.join("docs")).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<PathBuf> =
        in_docs.filter(|path| path.extension().is_some_and(|e| e == "md")).collect();
    paths.push(root.join("README.md"));
    paths.sort();
    let named = |path: &PathBuf| path.strip_prefix(root).unwrap().display().to_string();
    paths
        .iter()
        .filter(|path| path.exists())
        .map(|path| (named(path), fs::read_to_string(path).unwrap()))
        .collect()
}

fn document(name: &str) -> String {
    fs::read_to_string(Path::new(ROOT).join(name)).unwrap()
}

fn blocks(document: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for (index, line) in document.lines().enumerate() {
        match (line.strip_prefix("```"), &mut open) {
            (Some(info), None) => {
                open = Some(Block { info: info.trim().to_owned(), line: index + 2, text: String::new() });
            }
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (None, Some(block)) => {
                block.text.push_str(line);
                block.text.push('\n');
            }
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a block is not closed");
    blocks
}

fn offramp(folder: &Path, arguments: &[String]) -> Output {
    Command::new(PROGRAM).args(arguments).current_dir(folder).output().unwrap()
}

fn assert_done(output: &Output, what: &str) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "{what}\n{}{}", text(&output.stdout), text(&output.stderr));
}

/// A folder that holds the shipped scenarios, as a clone of the repository does.
fn clone_with_scenarios() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    {
        let name = "scenarios";
        copy_folder(&Path::new(ROOT).join(name), &folder.path().join(name));
    }
    folder
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy_folder(&path, &target);
        } else {
            fs::copy(&path, target).unwrap();
        }
    }
}

/// The words of a command, as a shell would take it apart: quotes, and a comment at the end.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    for letter in command.chars() {
        match (quote, letter) {
            (Some(open), _) if letter == open => quote = None,
            (None, '\'' | '"') => {
                quote = Some(letter);
                word.get_or_insert_default();
            }
            (None, ' ') => words.extend(word.take()),
            (None, '#') if word.is_none() => return words,
            _ => word.get_or_insert_default().push(letter),
        }
    }
    words.extend(word);
    words
}

/// The same command, soon done: whatever plays a batch gets few runs, whatever number it asks for. And `--force`: two
/// commands that differ only in their number of runs have results folders of their own, but not once the numbers are alike.
fn hastened(mut words: Vec<String>) -> Vec<String> {
    let has = |word: &str| words.iter().any(|other| other == word);
    let players = ["run", "compare", "knockout", "sensitivity", "sweep", "case"];
    let leaves_folder = words.first().is_some_and(|command| players.contains(&command.as_str()));
    let goes_on = has("--resume") || has("--shard");
    if leaves_folder || has("--pick") {
        if let Some(at) = words.iter().position(|word| word == "-n" || word == "--runs") {
            words.drain(at..words.len().min(at + 2));
        }
        words.extend(["-n", RUNS].map(str::to_owned));
        if leaves_folder && !goes_on && !words.iter().any(|word| word == "--force" || word == "--resume") {
            words.push("--force".to_owned());
        }
    }
    words
}

#[test]
fn scenarios_of_the_documents_are_sound() {
    for (name, text) in documents() {
        for block in blocks(&text).iter().filter(|block| block.info == "toml") {
            let folder = tempfile::tempdir().unwrap();
            fs::write(folder.path().join("s.toml"), &block.text).unwrap();
            let output = offramp(folder.path(), &["check".to_owned(), "s.toml".to_owned()]);
            assert_done(&output, &format!("{name}, line {}", block.line));
        }
    }
}

#[test]
fn commands_of_the_documents_run() {
    for (name, text) in documents() {
        // One folder for a document, so that a command finds what the one before it wrote.
        let folder = clone_with_scenarios();
        for block in blocks(&text).iter().filter(|block| block.info == "sh") {
            for (index, line) in block.text.lines().enumerate() {
                let Some(command) = line.strip_prefix("offramp ") else { continue };
                let output = offramp(folder.path(), &hastened(words(command)));
                assert_done(&output, &format!("{name}, line {}: {line}", block.line + index));
            }
        }
    }
}

#[test]
fn commands_are_taken_apart_as_a_shell_does() {
    let plain = words("run a.toml --set 'relations.a.\"b.c\".ties=0.2' -n 5  # five runs");
    assert_eq!(plain, ["run", "a.toml", "--set", "relations.a.\"b.c\".ties=0.2", "-n", "5"]);
    assert_eq!(hastened(plain)[4..], ["-n", RUNS, "--force"]);
}

#[test]
fn the_schema_file_is_up_to_date() {
    let output = offramp(Path::new(ROOT), &["schema".to_owned()]);
    assert_done(&output, "offramp schema");
    let shipped = document("scenarios/offramp.schema.json");
    let printed = String::from_utf8(output.stdout).unwrap();
    assert!(printed == shipped, "out of date; run: offramp schema > scenarios/offramp.schema.json");
}

/// The part of a document under a heading that begins so, up to the next heading of its rank or above.
fn section<'a>(document: &'a str, heading: &str) -> &'a str {
    let mut found = document.match_indices(heading).map(|(begin, _)| begin);
    let begin = found.find(|&begin| begin == 0 || document[..begin].ends_with('\n'));
    let begin = begin.unwrap_or_else(|| panic!("no heading {heading}"));
    let rank = heading.bytes().take_while(|&byte| byte == b'#').count();
    let rest = &document[begin + heading.len()..];
    let ends = |line: &str| {
        let hashes = line.bytes().take_while(|&byte| byte == b'#').count();
        (1..=rank).contains(&hashes)
    };
    let length = rest.split_inclusive('\n').take_while(|line| !ends(line)).map(str::len).sum();
    &rest[..length]
}

/// What a measure is called in the documents: names of the scenario are replaced by what they are names of.
fn documented_measure(key: &str) -> String {
    let patterns = [
        ("fatalities_", "_military", "fatalities_STATE_military"),
        ("fatalities_", "_civilian", "fatalities_STATE_civilian"),
        ("mediator_prestige_change_", "", "mediator_prestige_change_MEDIATOR"),
        ("prestige_change_", "", "prestige_change_STATE"),
        ("violent_acts_", "", "violent_acts_A_B"),
        ("force_turns_", "", "force_turns_A_B"),
        ("group_attacks_", "", "group_attacks_GROUP"),
        ("group_strikes_", "", "group_strikes_GROUP"),
        ("group_capacity_", "", "group_capacity_GROUP"),
        ("event_", "_day", "event_EVENT_day"),
    ];
    if key.contains('.') {
        return "PATH".to_owned();
    }
    let named = |(begin, end, name): &(&str, &str, &str)| {
        (key.starts_with(begin) && key.ends_with(end)).then(|| (*name).to_owned())
    };
    patterns.iter().find_map(named).unwrap_or_else(|| key.to_owned())
}

/// Holds that a section of docs/outputs.md has a row for a column as the manifest describes it.
fn assert_documented(section: &str, file: &str, column: &Value) {
    let text = |key: &str| column[key].as_str().unwrap();
    let row = format!("| `{}` | {} | {}", text("name"), text("type"), text("unit"));
    assert!(section.contains(row.trim_end()), "docs/outputs.md, {file}: no row `{row}`");
}

#[test]
fn every_column_of_a_knockout_and_of_a_log_is_documented() {
    let folder = clone_with_scenarios();
    let arguments = words("knockout scenarios/two-rivals.toml -n 10 --out k --quiet");
    assert_done(&offramp(folder.path(), &arguments), "knockout");
    let manifest = fs::read_to_string(folder.path().join("k/manifest.json")).unwrap();
    let manifest: Value = serde_json::from_str(&manifest).unwrap();
    let files = manifest["files"].as_array().unwrap();
    assert_eq!(files.len(), 2);
    assert!(files[0]["name"] == "units.part" && files[1]["name"] == "knockout.csv", "{files:?}");
    let program = crate::support::program(&crate::support::shipped("two-rivals.toml"));
    let story = offramp::experiment::Story::of_run(&program, 1, 0);
    let events = serde_json::to_value(offramp::output::events(&program, &story).columns).unwrap();
    let outputs = document("docs/outputs.md");
    for (name, columns) in [("knockout.csv", &files[1]["columns"]), ("events.csv", &events)] {
        let section = section(&outputs, &format!("### `{name}`"));
        for column in columns.as_array().unwrap() {
            assert_documented(section, name, column);
        }
    }
}

#[test]
fn every_column_of_a_sweep_is_documented() {
    let folder = clone_with_scenarios();
    let arguments = words(
        "sweep scenarios/two-rivals.toml --lever 'states.borduria.policy=[quantal,grim]' --vary states.aland.resolve=0:1:2 \
         --minimise war -n 10 --out s --quiet",
    );
    assert_done(&offramp(folder.path(), &arguments), "sweep");
    let manifest = fs::read_to_string(folder.path().join("s/manifest.json")).unwrap();
    let manifest: Value = serde_json::from_str(&manifest).unwrap();
    let outputs = document("docs/outputs.md");
    let files = manifest["files"].as_array().unwrap();
    for name in ["design.csv", "regret.csv"] {
        let file = files.iter().find(|file| file["name"] == name).unwrap();
        let section = section(&outputs, &format!("### `{name}`"));
        let of_paths = |column: &&Value| !column["name"].as_str().unwrap().contains('.');
        for column in file["columns"].as_array().unwrap().iter().filter(of_paths) {
            assert_documented(section, name, column);
        }
    }
    assert!(files.iter().any(|file| file["name"].as_str().unwrap().starts_with("heatmap_")));
}

#[test]
fn every_column_of_a_comparison_is_documented() {
    let folder = clone_with_scenarios();
    let arguments =
        words("compare scenarios/two-rivals.toml --with states.aland.resolve=0.7 -n 10 --out c --quiet");
    assert_done(&offramp(folder.path(), &arguments), "compare");
    let manifest = fs::read_to_string(folder.path().join("c/manifest.json")).unwrap();
    let manifest: Value = serde_json::from_str(&manifest).unwrap();
    assert!(manifest["variants"].is_array());
    let outputs = document("docs/outputs.md");
    assert!(section(&outputs, "### `manifest.json`").contains("| `variants` |"));
    for name in ["compare.csv", "transitions.csv"] {
        let files = manifest["files"].as_array().unwrap();
        let file = files.iter().find(|file| file["name"] == name).unwrap();
        for column in file["columns"].as_array().unwrap() {
            assert_documented(section(&outputs, &format!("### `{name}`")), name, column);
        }
    }
}

#[test]
fn every_column_of_a_score_is_documented() {
    let folder = clone_with_scenarios();
    let population = "\n[population]\ncolumns = [\"name\", \"states.aland.resolve\"]\nrows = [[\"x\", 0.2], [\"y\", 0.8]]\n";
    fs::write(folder.path().join("p.toml"), document("scenarios/two-rivals.toml") + population).unwrap();
    let target = "[[targets]]\nid = \"t\"\nquantity = \"share(struck)\"\nunit = \"share\"\nvalue = 0.5\nlow = 0.4\nhigh = 0.6\n\
        n = 60\nsource = \"by hand\"\n";
    fs::write(folder.path().join("t.toml"), target).unwrap();
    let line = "score p.toml --targets t.toml -n 20 --data-sets 5 --out s --quiet";
    assert_done(&offramp(folder.path(), &words(line)), "score");
    let manifest = fs::read_to_string(folder.path().join("s/manifest.json")).unwrap();
    let manifest: Value = serde_json::from_str(&manifest).unwrap();
    let outputs = document("docs/outputs.md");
    let files = manifest["files"].as_array().unwrap();
    for name in ["score.csv", "verdict.csv", "members.csv", "score.md"] {
        let file = files.iter().find(|file| file["name"] == name).unwrap_or_else(|| panic!("no {name}"));
        let section = section(&outputs, &format!("### `{name}`"));
        for column in file["columns"].as_array().unwrap() {
            assert_documented(section, name, column);
        }
    }
}

#[test]
fn every_column_of_a_calibration_is_documented() {
    let folder = clone_with_scenarios();
    let target = "[[targets]]\nid = \"t\"\nquantity = \"share(struck)\"\nunit = \"share\"\nvalue = 0.5\nlow = 0.4\nhigh = 0.6\n\
        n = 60\nsource = \"by hand\"\n";
    fs::write(folder.path().join("t.toml"), target).unwrap();
    let line = "calibrate scenarios/two-rivals.toml --targets t.toml --fit states.aland.tempo --fit states.borduria.tempo -n 10 \
        --particles 50 --set horizon_days=5 --out c --quiet";
    assert_done(&offramp(folder.path(), &words(line)), "calibrate");
    let manifest = fs::read_to_string(folder.path().join("c/manifest.json")).unwrap();
    let manifest: Value = serde_json::from_str(&manifest).unwrap();
    let outputs = document("docs/outputs.md");
    let files = manifest["files"].as_array().unwrap();
    for name in
        ["posterior.csv", "fit.csv", "correlations.csv", "predictive.csv", "generations.csv", "calibrate.md"]
    {
        let file = files.iter().find(|file| file["name"] == name).unwrap_or_else(|| panic!("no {name}"));
        let section = section(&outputs, &format!("### `{name}`"));
        let of_paths = |column: &&Value| !column["name"].as_str().unwrap().contains('.');
        for column in file["columns"].as_array().unwrap().iter().filter(of_paths) {
            assert_documented(section, name, column);
        }
    }
}

#[test]
fn every_column_of_a_back_test_is_documented() {
    let folder = clone_with_scenarios();
    let arguments = words(
        "case scenarios/cases/shayrat-2017.toml scenarios/cases/kyrgyzstan-tajikistan-2021.toml -n 20 --out b --quiet",
    );
    assert_done(&offramp(folder.path(), &arguments), "case");
    let manifest = fs::read_to_string(folder.path().join("b/manifest.json")).unwrap();
    let manifest: Value = serde_json::from_str(&manifest).unwrap();
    let outputs = document("docs/outputs.md");
    for name in ["case.csv", "values.csv", "path.csv", "cases.csv", "scores.csv", "calibration.csv"] {
        let files = manifest["files"].as_array().unwrap();
        let file = files.iter().find(|file| file["name"] == name).unwrap();
        for column in file["columns"].as_array().unwrap() {
            assert_documented(section(&outputs, &format!("### `{name}`")), name, column);
        }
    }
}

#[test]
fn every_column_of_a_sensitivity_study_is_documented() {
    let folder = clone_with_scenarios();
    let outputs = document("docs/outputs.md");
    for (method, name) in [("sobol", "sensitivity.csv"), ("tornado", "tornado.csv")] {
        let line =
            format!("sensitivity scenarios/two-rivals.toml --method {method} -n 4 --out {method} --quiet");
        assert_done(&offramp(folder.path(), &words(&line)), method);
        let manifest = fs::read_to_string(folder.path().join(format!("{method}/manifest.json"))).unwrap();
        let manifest: Value = serde_json::from_str(&manifest).unwrap();
        let files = manifest["files"].as_array().unwrap();
        let table = files.iter().find(|file| file["name"] == name).unwrap();
        let section = section(&outputs, &format!("### `{name}`"));
        for column in table["columns"].as_array().unwrap() {
            assert_documented(section, name, column);
        }
    }
}

#[test]
fn every_column_and_measure_is_documented() {
    let folder = clone_with_scenarios();
    let arguments = words(
        "run scenarios/iran-pakistan-2024.toml -n 20 --record runs --rare war --repeats 2 --effort 20 --out r --quiet",
    );
    assert_done(&offramp(folder.path(), &arguments), "run");
    let manifest = fs::read_to_string(folder.path().join("r/manifest.json")).unwrap();
    let manifest: Value = serde_json::from_str(&manifest).unwrap();
    let outputs = document("docs/outputs.md");
    let list = |value: &Value| value.as_array().unwrap().clone();
    let text = |value: &Value| value.as_str().unwrap().to_owned();

    let measures = section(&outputs, "## The measures");
    let keys: Vec<String> = list(&manifest["measures"]).iter().map(|measure| text(&measure["key"])).collect();
    for measure in list(&manifest["measures"]) {
        let row =
            format!("| `{}` | {} |", documented_measure(&text(&measure["key"])), text(&measure["kind"]));
        assert!(measures.contains(&row), "docs/outputs.md, measures: no row `{row}`");
    }
    for file in list(&manifest["files"]) {
        let name = text(&file["name"]);
        let section = section(&outputs, &format!("### `{name}`"));
        for column in list(&file["columns"]) {
            // Columns of runs that are measures are explained with the measures.
            if keys.contains(&text(&column["name"])) && name == "runs.csv" {
                continue;
            }
            assert_documented(section, &name, &column);
        }
    }
    for key in manifest.as_object().unwrap().keys() {
        let section = section(&outputs, "### `manifest.json`");
        assert!(section.contains(&format!("| `{key}` |")), "docs/outputs.md, manifest.json: no row `{key}`");
    }
}

/// The first two cells of each row of the tables of a section.
fn cells(section: &str) -> Vec<[String; 2]> {
    let rows = section.lines().filter(|line| line.starts_with("| `"));
    rows.map(|row| {
        let mut cells = row.split(" | ").map(|cell| cell.trim_start_matches("| ").to_owned());
        [cells.next().unwrap(), cells.next().unwrap()]
    })
    .collect()
}

#[test]
fn every_word_of_conditions_is_documented() {
    let format = document("docs/scenario-format.md");
    let ending: Vec<_> = offramp::model::ending_words().collect();
    let morning: Vec<_> = offramp::model::morning_words().collect();
    for (heading, words) in
        [("#### Words for the end of a run", ending), ("#### Words for a morning", morning)]
    {
        let expected: Vec<_> =
            words.iter().map(|word| [format!("`{}`", word.pattern), word.unit.to_owned()]).collect();
        assert_eq!(cells(section(&format, heading)), expected, "docs/scenario-format.md, {heading}");
    }
}

/// What a description in the schema gives as the default.
fn default_in(description: &str) -> Option<String> {
    let word = description.split_once("Default ")?.1.split_whitespace().next()?;
    Some(word.trim_end_matches(['.', ':', ',', ';']).trim_matches('`').to_owned())
}

/// A cell of a document's table as the schema would write it.
fn plain_cell(cell: &str) -> String {
    cell.trim().replace('−', "-").replace(['`', '"'], "")
}

/// Whether a table of the document has a row for the key with this default in one of the next two cells.
fn has_row(document: &str, key: &str, default: &str) -> bool {
    document.lines().filter(|line| line.starts_with('|')).any(|line| {
        let cells: Vec<String> = line.split('|').skip(1).map(plain_cell).collect();
        // One row may stand for several keys, or for one of an inner table.
        let mut keys = cells[0].split(", ").map(|written| written.rsplit('.').next().unwrap_or(written));
        keys.any(|written| written == key) && cells[1..].iter().take(2).any(|cell| cell == default)
    })
}

/// Where docs/scenario-format.md and docs/model.md have the rows for the keys of a kind of table; `None` where they stand
/// in a sentence.
fn sections_of(kind: &str) -> [Option<&'static str>; 2] {
    let (format, model) = match kind {
        "the top" => ("### The top of the file", ""),
        "StateSpec" => ("### `[states.NAME]`", "### States: `[states.NAME]`"),
        "RelationSpec" | "BeliefSpec" => {
            ("### `[relations.FROM.TO]`", "### Relations: `[relations.FROM.TO]`")
        }
        "RungSpec" => ("### `[ladder.NAME]`", "### Rungs: `[ladder.NAME]`"),
        "FatalitiesSpec" => ("", "### Rungs: `[ladder.NAME]`"),
        "MediatorSpec" => ("### `[mediators.NAME]`", "### Go-betweens: `[mediators.NAME]`"),
        "PartySpec" => ("### `[mediators.NAME]`", "### Their standing with a party: `parties.STATE`"),
        "EventSpec" => ("### `[events.NAME]`", ""),
        "GroupSpec" | "GroupAttributionSpec" | "GroupTargetSpec" => {
            ("### `[groups.NAME]`", "### Armed groups: `[groups.NAME]`")
        }
        "OutcomeSpec" => ("### `[outcomes.NAME]`", ""),
        "SweepSpec" => ("### `[sweep]`", ""),
        "Population" => ("### `[population]`", ""),
        "UtilitySpec" => ("### `[utility]`", "### Weights of the utility: `[utility]`"),
        "DynamicsSpec" => ("### `[dynamics]`", "### Dynamics: `[dynamics]`"),
        "MediationSpec" => ("### `[mediation]`", "### Mediation: `[mediation]`"),
        _ => ("", ""),
    };
    [format, model].map(|heading| (!heading.is_empty()).then_some(heading))
}

#[test]
fn every_key_is_documented_with_its_default() {
    let schema: Value = serde_json::from_str(&document("scenarios/offramp.schema.json")).unwrap();
    let format = document("docs/scenario-format.md");
    let model = document("docs/model.md");
    let mut kinds: Vec<(&str, &Value)> = vec![("the top", &schema["properties"])];
    let inner = schema["$defs"].as_object().unwrap();
    kinds.extend(inner.iter().map(|(name, kind)| (name.as_str(), &kind["properties"])));
    let tables = [
        "states",
        "relations",
        "ladder",
        "groups",
        "mediators",
        "events",
        "outcomes",
        "sweep",
        "levers",
        "objective",
        "utility",
        "dynamics",
        "mediation",
    ];
    let mut wrong = Vec::new();
    for (kind, properties) in kinds {
        for (key, property) in properties.as_object().into_iter().flatten() {
            let default = default_in(property["description"].as_str().unwrap_or_default());
            let mentioned = format.contains(&format!("`{key}`"))
                || format.contains(&format!(" {key} = "))
                || format.contains(&format!(".{key}`"))
                || format.contains(&format!("`{key}."))
                || format.contains(&format!(" {key}, "))
                || format.contains(&format!(" {key} }}"));
            if !(mentioned || kind == "the top" && tables.contains(&key.as_str())) {
                wrong.push(format!("docs/scenario-format.md: {kind}, no `{key}`"));
            }
            let Some(default) = default else { continue };
            let [in_format, in_model] = sections_of(kind);
            if in_format.is_some_and(|heading| !has_row(section(&format, heading), key, &default)) {
                wrong.push(format!("docs/scenario-format.md: {kind}, `{key}` with default {default}"));
            }
            let is_number = default.parse::<f64>().is_ok();
            let in_model = in_model.filter(|_| is_number);
            if in_model.is_some_and(|heading| !has_row(section(&model, heading), key, &default)) {
                wrong.push(format!("docs/model.md: {kind}, `{key}` with default {default}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
