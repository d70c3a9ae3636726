use std::collections::BTreeMap;

use super::*;
use crate::experiment::Confidence;
use crate::experiment::fixture::batch;
use crate::output::tables;

/// A complete results folder.
fn write_results(target: &Path, if_exists: IfExists) -> Result<PathBuf, FolderError> {
    let batch = batch(30);
    let confidence = Confidence::default();
    let mut folder = ResultsFolder::open(target, if_exists)?;
    for table in tables::all(&batch, confidence) {
        folder.write_table(&table)?;
    }
    folder.finish(ManifestHead::new(&batch, None, confidence, vec!["offramp".to_owned()], &BTreeMap::new()))
}

fn names(path: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(path).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_folder_appears_whole_and_its_manifest_tells_the_truth() {
    let root = tempfile::tempdir().unwrap();
    let target = root.path().join("results").join("rivals");
    assert_eq!(write_results(&target, IfExists::Refuse).unwrap(), target);
    let expected = [
        "acts.csv",
        "distributions.csv",
        "drivers.csv",
        "indicators.csv",
        "ladder.csv",
        "manifest.json",
        "offramps.csv",
        "outcomes.csv",
        "summary.csv",
        "timeline.csv",
    ];
    assert_eq!(names(&target), expected);
    assert_eq!(names(target.parent().unwrap()), ["rivals"], "nothing else is left");
    let manifest: serde_json::Value =
        serde_json::from_slice(&fs::read(target.join("manifest.json")).unwrap()).unwrap();
    for file in manifest["files"].as_array().unwrap() {
        let bytes = fs::read(target.join(file["name"].as_str().unwrap())).unwrap();
        assert_eq!(file["bytes"], bytes.len());
        assert_eq!(file["blake3"], blake3::hash(&bytes).to_hex().as_str());
        let lines = String::from_utf8(bytes.clone()).unwrap().lines().count();
        assert_eq!(file["rows"], lines - 1);
        let header: Vec<_> =
            file["columns"].as_array().unwrap().iter().map(|c| c["name"].as_str().unwrap()).collect();
        assert!(bytes.starts_with(header.join(",").as_bytes()));
    }
}

#[test]
fn before_the_end_and_after_giving_up_there_is_nothing() {
    let root = tempfile::tempdir().unwrap();
    let target = root.path().join("r");
    let folder = ResultsFolder::open(&target, IfExists::Refuse).unwrap();
    let mut writer = folder.begin("runs.csv").unwrap();
    writer.write_all(b"half a row").unwrap();
    assert!(!target.exists());
    drop(writer);
    drop(folder);
    assert_eq!(names(root.path()), Vec::<String>::new());
}

#[test]
fn an_existing_folder_is_refused_or_replaced_at_the_end() {
    let root = tempfile::tempdir().unwrap();
    let target = root.path().join("r");
    write_results(&target, IfExists::Refuse).unwrap();
    fs::write(target.join("old"), "").unwrap();
    assert!(matches!(write_results(&target, IfExists::Refuse), Err(FolderError::Exists(_))));
    let folder = ResultsFolder::open(&target, IfExists::Replace).unwrap();
    assert!(target.join("old").exists(), "still there while the new one is in the making");
    drop(folder);
    assert!(target.join("old").exists(), "and after it was given up");
    write_results(&target, IfExists::Replace).unwrap();
    assert!(!target.join("old").exists() && target.join("manifest.json").exists());
    assert_eq!(names(root.path()), ["r"]);
}

#[test]
fn what_holds_no_results_is_never_replaced() {
    let root = tempfile::tempdir().unwrap();
    let (full, file, empty) = (root.path().join("full"), root.path().join("file"), root.path().join("empty"));
    fs::create_dir(&full).unwrap();
    fs::write(full.join("thesis.doc"), "years of work").unwrap();
    fs::write(&file, "").unwrap();
    fs::create_dir(&empty).unwrap();
    for target in [&full, &file] {
        let refused = write_results(target, IfExists::Replace);
        assert!(matches!(refused, Err(FolderError::NotResults(_))), "{}", target.display());
    }
    write_results(&empty, IfExists::Replace).unwrap();
    assert!(full.join("thesis.doc").exists());
}

#[test]
fn places_that_cannot_be_written_to_are_found_before_the_work() {
    let root = tempfile::tempdir().unwrap();
    let file = root.path().join("file");
    fs::write(&file, "").unwrap();
    let below_a_file = ResultsFolder::open(&file.join("r"), IfExists::Refuse);
    assert!(matches!(below_a_file, Err(FolderError::Write { .. })));
    assert!(ResultsFolder::open(Path::new("/"), IfExists::Replace).is_err());
    assert!(ResultsFolder::open(Path::new(".."), IfExists::Replace).is_err());
}

#[test]
fn two_at_work_on_one_folder_do_not_mix() {
    let root = tempfile::tempdir().unwrap();
    let target = root.path().join("r");
    let first = ResultsFolder::open(&target, IfExists::Refuse).unwrap();
    assert!(matches!(write_results(&target, IfExists::Replace), Err(FolderError::Busy(_))));
    drop(first);
    write_results(&target, IfExists::Refuse).unwrap();
    assert_eq!(names(root.path()), ["r"]);
}

#[test]
fn an_interrupted_replacement_is_mended() {
    let root = tempfile::tempdir().unwrap();
    let target = root.path().join("r");
    let old = root.path().join(".r.replaced");
    write_results(&target, IfExists::Refuse).unwrap();
    fs::write(target.join("older"), "").unwrap();
    // Killed between the two steps: the older folder has been moved, and the new one is not in its place.
    fs::rename(&target, &old).unwrap();
    assert!(matches!(write_results(&target, IfExists::Refuse), Err(FolderError::Exists(_))));
    assert!(target.join("older").exists());
    assert_eq!(names(root.path()), ["r"]);
    // Killed while the older folder was removed.
    fs::create_dir(&old).unwrap();
    fs::write(old.join("summary.csv"), "").unwrap();
    write_results(&target, IfExists::Replace).unwrap();
    assert!(!target.join("older").exists());
    assert_eq!(names(root.path()), ["r"]);
}

#[test]
fn of_what_is_kept_only_the_journal_stays_and_half_made_files_go() {
    let root = tempfile::tempdir().unwrap();
    let target = root.path().join("r");
    let mut folder = ResultsFolder::open(&target, IfExists::Refuse).unwrap();
    fs::write(folder.journal(), "finished runs").unwrap();
    fs::write(folder.notes(), "finished repeats").unwrap();
    folder.begin("summary.csv").unwrap().write_all(b"half a row").unwrap();
    folder.keep();
    drop(folder);
    assert_eq!(names(&root.path().join(".r.partial")), ["journal.part", "lock", "notes.part"]);
}
