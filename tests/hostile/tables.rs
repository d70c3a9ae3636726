//! Tables and data: every text is there as it was written, and no spreadsheet runs any of it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::skipped;
use super::world::{TEXTS, long, said, worlds};
use crate::cli::Bench;

/// What begins a formula, after any apostrophes.
const FORMULA: [char; 11] =
    ['=', '+', '-', '@', '\t', '\r', '\n', '\u{FF1D}', '\u{FF0B}', '\u{FF0D}', '\u{FF20}'];

/// A cell as the apostrophe rule of `docs/outputs.md` reads it.
fn as_meant(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| rest.trim_start_matches('\'').starts_with(FORMULA)).unwrap_or(cell)
}

fn cells(path: &Path) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_path(path).unwrap();
    reader.records().flat_map(|row| row.unwrap().iter().map(str::to_owned).collect::<Vec<_>>()).collect()
}

fn all_texts() -> Vec<String> {
    TEXTS.into_iter().map(str::to_owned).chain([long()]).collect()
}

#[test]
fn every_text_stands_in_csv_workbook_and_json_as_it_was_written() {
    for text in worlds() {
        let bench = Bench::with(&text);
        said(&bench, &["run", "s.toml", "-n", "12", "-o", "r", "--format", "xlsx,parquet,html", "-q"], "");
        let found: BTreeSet<String> =
            cells(&bench.path("r/outcomes.csv")).iter().map(|cell| as_meant(cell).to_owned()).collect();
        let workbook = texts_of_workbook(&bench.path("r/results.xlsx"));
        let manifest: Value = serde_json::from_str(&bench.read("r/manifest.json")).unwrap();
        for text in all_texts() {
            assert!(found.contains(&text), "{text:?} is not in outcomes.csv");
            assert!(workbook.contains(&text), "{text:?} is not in the workbook");
            assert!(
                bench.read("r/manifest.json").contains(&serde_json::to_string(&text).unwrap()),
                "{text:?}"
            );
        }
        // A cell of text that begins like a formula has its apostrophe, in every table.
        for entry in fs::read_dir(bench.path("r")).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|ending| ending == "csv") {
                let bad = |cell: &String| cell.starts_with(FORMULA) && cell.parse::<f64>().is_err();
                let bad: Vec<String> = cells(&path).into_iter().filter(bad).collect();
                assert!(bad.is_empty(), "{}: {bad:?}", path.display());
            }
        }
        // The scenario in the manifest is the scenario.
        bench.write("again.toml", manifest["scenario_toml"].as_str().unwrap());
        said(&bench, &["run", "again.toml", "-n", "12", "-o", "again", "-q"], "");
        assert_eq!(bench.read("again/outcomes.csv"), bench.read("r/outcomes.csv"));
        said(&bench, &["verify", "r"], "");
        let events = said(&bench, &["trace", "s.toml", "--run", "1", "--format", "csv"], "");
        assert!(csv::Reader::from_reader(events[0].as_bytes()).records().all(|row| row.is_ok()));
        let json = said(&bench, &["trace", "s.toml", "--run", "1", "--format", "json"], "");
        assert!(serde_json::from_str::<Value>(&json[0]).is_ok());
    }
}

/// Every text of the sheets, as a spreadsheet reads it: ECMA-376, 22.9.2.19, for what XML cannot hold.
fn texts_of_workbook(path: &Path) -> BTreeSet<String> {
    let mut archive = zip::ZipArchive::new(fs::File::open(path).unwrap()).unwrap();
    let mut texts = BTreeSet::new();
    for number in 0..archive.len() {
        let mut part = archive.by_index(number).unwrap();
        let mut xml = String::new();
        std::io::Read::read_to_string(&mut part, &mut xml).unwrap();
        assert!(!xml.contains("<f>"), "a formula in {}", part.name().unwrap());
        let is_xml =
            |letter: char| !letter.is_control() || matches!(letter, '\n' | '\r' | '\t' | '\u{7f}'..='\u{9f}');
        let bad: Vec<char> = xml
            .chars()
            .filter(|&letter| !is_xml(letter) || matches!(letter, '\u{FFFE}' | '\u{FFFF}'))
            .collect();
        assert!(bad.is_empty(), "{} holds {bad:?}, which is no XML", part.name().unwrap());
        for piece in xml.split("<t").skip(1) {
            let Some((text, _)) = piece.split_once('>').and_then(|(_, rest)| rest.split_once("</t>")) else {
                continue;
            };
            texts.insert(unescaped(text));
        }
    }
    texts
}

fn unescaped(xml: &str) -> String {
    let text = xml.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
    let mut whole = String::new();
    let mut rest = text.as_str();
    while let Some(at) = rest.find("_x") {
        whole.push_str(&rest[..at]);
        let code = rest.get(at + 2..at + 6).and_then(|digits| u32::from_str_radix(digits, 16).ok());
        if let Some(letter) = code.and_then(char::from_u32).filter(|_| rest[at + 6..].starts_with('_')) {
            whole.push(letter);
            rest = &rest[at + 7..];
        } else {
            whole.push_str("_x");
            rest = &rest[at + 2..];
        }
    }
    whole + rest
}

/// Comma, quotes, UTF-8, and formulas are run: the most dangerous way to open a table.
const RUNS_FORMULAS: &str = "--infilter=CSV:44,34,76,1,,0,false,true,false,false,false,0,true";

#[test]
fn a_spreadsheet_finds_no_formula() {
    let bench = Bench::with(&worlds()[1]);
    said(&bench, &["run", "s.toml", "-n", "12", "-o", "r", "--format", "xlsx", "-q"], "");
    // With a formula that nobody made harmless, to see that one would be found.
    bench.write("r/control.csv", "a\r\n=1+1\r\n");
    let profile = format!("-env:UserInstallation=file://{}", bench.path("profile").display());
    let open = |arguments: &[&str]| {
        let mut command = Command::new("soffice");
        command.args([&profile, "--headless"]).args(arguments).current_dir(bench.path("r"));
        command.output().is_ok_and(|answer| answer.status.success())
    };
    if !open(&[RUNS_FORMULAS, "--convert-to", "fods", "control.csv", "outcomes.csv", "distributions.csv"]) {
        skipped("no LibreOffice (soffice) to open tables of hostile text with");
        return;
    }
    // LibreOffice writes every truth value as a formula of its own.
    let formulas = |name: &str| {
        let text = bench.read(name);
        let own =
            ["TRUE", "FALSE"].map(|value| text.matches(&format!("table:formula=\"of:={value}()\"")).count());
        text.matches("table:formula").count() - own[0] - own[1]
    };
    assert_eq!(formulas("r/control.fods"), 1, "the test sees formulas");
    assert_eq!(["r/outcomes.fods", "r/distributions.fods"].map(formulas), [0, 0]);
    assert!(open(&["--convert-to", "fods", "results.xlsx"]));
    assert_eq!(formulas("r/results.fods"), 0);
    assert!(bench.read("r/results.fods").contains("=HYPERLINK("), "the text stands there as text");
}
