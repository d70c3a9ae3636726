use std::fs;

use super::*;
use crate::experiment::study::{Layout, plan_for_tests};

fn span(point: u64, from: u64, to: u64) -> Span {
    Span { point, from, to }
}

/// Writes a part that holds these spans, each with some bytes.
fn part(folder: &tempfile::TempDir, name: &str, records: &[(Span, &str)]) -> Part {
    let path = folder.path().join(name);
    let mut journal = Journal::create(&path, &plan_for_tests(12)).unwrap();
    for &(span, bytes) in records {
        let payload = Payload { partial: bytes.as_bytes().to_vec(), rows: b"rows".to_vec() };
        journal.add(span, &payload).unwrap();
    }
    journal.finish().unwrap();
    Part::open(&path).unwrap()
}

fn contents(store: &Store) -> Vec<(Span, Vec<u8>)> {
    let payloads = store.payloads().unwrap().map(Result::unwrap);
    payloads.map(|(span, payload)| (span, payload.partial)).collect()
}

#[test]
fn spans_come_back_in_ascending_order_from_any_files() {
    let folder = tempfile::tempdir().unwrap();
    let (a, b, c) = (span(0, 0, 4), span(0, 4, 8), span(0, 8, 12));
    let mut store = Store::default();
    store.add(part(&folder, "one", &[(c, "c"), (a, "a")])).unwrap();
    assert_eq!(store.missing(span(0, 0, 12)), [b]);
    store.add(part(&folder, "two", &[(b, "b"), (a, "a")])).unwrap();
    let expected = [(a, "a"), (b, "b"), (c, "c")].map(|(span, text)| (span, text.as_bytes().to_vec()));
    assert_eq!(contents(&store), expected);
    assert!(store.missing(span(0, 0, 12)).is_empty());
}

#[test]
fn missing_runs_are_found_within_and_between_spans() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::default();
    store
        .add(part(&folder, "one", &[(span(1, 2, 5), "x"), (span(1, 7, 9), "y"), (span(0, 0, 9), "z")]))
        .unwrap();
    assert_eq!(store.missing(span(1, 0, 12)), [span(1, 0, 2), span(1, 5, 7), span(1, 9, 12)]);
    assert_eq!(store.missing(span(1, 3, 8)), [span(1, 5, 7)]);
    assert_eq!(store.missing(span(1, 5, 7)), [span(1, 5, 7)]);
    assert_eq!(store.missing(span(2, 0, 3)), [span(2, 0, 3)]);
    assert!(store.missing(span(1, 3, 4)).is_empty());
    let layout = Layout { points: 2, replicates: 12, block: 4 };
    // Point 0 lacks 9 to 11, point 1 something of every block.
    assert_eq!(store.missing_units(layout).collect::<Vec<_>>(), [1, 3, 4, 5]);
}

#[test]
fn the_same_runs_with_other_results_are_a_conflict() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::default();
    store.add(part(&folder, "one", &[(span(0, 0, 4), "a"), (span(0, 4, 8), "b")])).unwrap();
    for (name, records) in [
        ("other", vec![(span(0, 4, 8), "B")]),
        ("overlap", vec![(span(0, 2, 6), "a")]),
        ("within", vec![(span(0, 5, 6), "b")]),
        ("around", vec![(span(0, 0, 12), "a")]),
    ] {
        let conflicts = store.add(part(&folder, name, &records)).unwrap_err();
        assert_eq!(conflicts.len(), 1, "{name}");
        assert_eq!(conflicts[0].span, records[0].0);
        assert!(conflicts[0].files[0].ends_with("one") && conflicts[0].files[1].ends_with(name));
    }
    assert_eq!(contents(&store).len(), 2, "nothing was added");
}

#[test]
fn a_journal_is_gone_on_with_after_its_last_sound_record() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal");
    let records = [(span(0, 0, 4), "one"), (span(0, 4, 8), "two"), (span(0, 8, 12), "three")];
    let whole = part(&folder, "whole", &records);
    let bytes = fs::read(whole.path()).unwrap();
    let begin = whole.entries()[0].at as usize;
    // Cut off anywhere: what was whole stays, and what is added after that gives the same file.
    for length in begin..bytes.len() {
        fs::write(&path, &bytes[..length]).unwrap();
        let there = Part::recover(&path).unwrap();
        assert!(!there.has_end() && matches!(Part::open(&path), Err(PartError::CutShort { .. })));
        let count = there.entries().len();
        assert_eq!(
            count,
            whole.entries().iter().skip(1).filter(|entry| entry.at as usize <= length).count()
                + usize::from(length + 41 >= bytes.len())
        );
        let mut journal = Journal::go_on(&there).unwrap();
        for &(span, text) in &records[count..] {
            journal.add(span, &Payload { partial: text.into(), rows: b"rows".to_vec() }).unwrap();
        }
        journal.finish().unwrap();
        assert!(fs::read(&path).unwrap() == bytes, "cut at {length}");
    }
}

#[test]
fn no_flipped_bit_passes_for_a_sound_part() {
    let folder = tempfile::tempdir().unwrap();
    let whole = part(&folder, "whole", &[(span(0, 0, 4), "one"), (span(0, 4, 8), "two")]);
    let bytes = fs::read(whole.path()).unwrap();
    let path = folder.path().join("flipped");
    for place in 0..bytes.len() {
        for bit in [0, 7] {
            let mut flipped = bytes.clone();
            flipped[place] ^= 1 << bit;
            fs::write(&path, &flipped).unwrap();
            assert!(Part::open(&path).is_err(), "bit {bit} of byte {place}");
        }
    }
}

#[test]
fn partials_come_back_and_nothing_else_passes_for_one() {
    let bytes = encode(&(3_u64, vec![-5_i128], 0.1_f64)).unwrap();
    assert_eq!(decode::<(u64, Vec<i128>, f64)>(&bytes), Some((3, vec![-5], 0.1)));
    assert_eq!(decode::<(u64, Vec<i128>, f64)>(&bytes[1..]), None);
    assert_eq!(decode::<u64>(&[1, 2]), None, "two are not one");
}
