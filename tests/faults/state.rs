//! What is in a folder, and whether what has a final name is whole.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Every file below a folder by its path, with its bytes.
pub(super) type State = BTreeMap<String, Vec<u8>>;

/// Reads a folder and all below it.
pub(super) fn state(folder: &Path) -> State {
    let mut found = State::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(here) = folders.pop() {
        for entry in fs::read_dir(&here).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}

/// Holds that two folders are the same, byte for byte, and says in what they differ.
#[track_caller]
pub(super) fn same(found: &State, expected: &State, after: &str) {
    let names = |state: &State| state.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(found), names(expected), "{after}");
    for (name, bytes) in expected {
        assert!(found[name] == *bytes, "{name} differs after {after}");
    }
}

/// Holds that nothing half-written stands under a final name: a results folder has a manifest, and every file that this lists is
/// there with the bytes that it says. Files that are still being made have a name that begins with a dot or ends in `.partial`.
#[track_caller]
pub(super) fn holds_nothing_half(folder: &Path, after: &str) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let Ok(manifest) = fs::read(folder.join("manifest.json")) else {
        let names: Vec<_> = entries.map(|entry| entry.unwrap().file_name()).collect();
        panic!("after {after} {} holds {names:?} and no manifest", folder.display());
    };
    let manifest: serde_json::Value = serde_json::from_slice(&manifest).unwrap();
    for file in manifest["files"].as_array().unwrap() {
        let name = file["name"].as_str().unwrap();
        let bytes =
            fs::read(folder.join(name)).unwrap_or_else(|error| panic!("{name} after {after}: {error}"));
        assert_eq!(file["blake3"], blake3::hash(&bytes).to_hex().as_str(), "{name} after {after}");
    }
}
