//! Messages on files that extend others, and on knobs.

use crate::cli::{Bench, PAIR};

/// What `check` says of `o.toml`, beside these files and the sound `s.toml`.
fn of_files(files: &[(&str, &str)]) -> String {
    let bench = Bench::with(PAIR);
    for (name, text) in files {
        bench.write(name, text);
    }
    bench.run(&["check", "o.toml"]).ended(1).stdout
}

fn of_overlay(text: &str) -> String {
    of_files(&[("o.toml", &format!("extends = \"s.toml\"\n{text}"))])
}

#[test]
fn files_in_a_ring() {
    insta::assert_snapshot!(of_files(&[
        ("o.toml", "extends = \"middle.toml\"\n"),
        ("middle.toml", "title = \"Middle\"\nextends = \"last.toml\"\n"),
        ("last.toml", "extends = \"middle.toml\"\n"),
    ]));
}

#[test]
fn missing_base() {
    insta::assert_snapshot!(of_files(&[("o.toml", "title = \"x\"\nextends = \"../bsae.toml\"\n")]));
}

#[test]
fn broken_base() {
    insta::assert_snapshot!(of_files(&[
        ("o.toml", "extends = \"bad.toml\"\n"),
        ("bad.toml", "title = \"x\"\n[states.a\n"),
    ]));
}

#[test]
fn remove_that_leads_nowhere() {
    insta::assert_snapshot!(of_overlay("remove = [\"events.incidnet\"]\n"));
}

#[test]
fn remove_of_what_is_referred_to() {
    insta::assert_snapshot!(of_overlay("remove = [\"states.b\"]\n[states.c]\n"));
}

#[test]
fn remove_without_extends() {
    insta::assert_snapshot!(of_files(&[("o.toml", &format!("remove = [\"events.incident\"]\n{PAIR}"))]));
}

#[test]
fn problems_in_base_and_overlay() {
    insta::assert_snapshot!(of_files(&[
        ("o.toml", "extends = \"base.toml\"\n[states.b]\npower = 0\n"),
        ("base.toml", &PAIR.replace("grievance = 0.4", "grievance = 4")),
    ]));
}

#[test]
fn unknown_knob() {
    insta::assert_snapshot!(of_overlay(
        "[knobs]\nbrotherly_ties = 0.5\n[relations.a.b]\nties = \"$brotherly\"\n[states.a]\ntempo = \"$brotherly_ties\"\n"
    ));
}

#[test]
fn knob_out_of_range_at_one_of_its_places() {
    insta::assert_snapshot!(of_overlay(
        "[knobs]\ncost = { uniform = { low = 0.5, high = 1.5 } }\n[states.a]\naudience_cost = \"$cost\"\nprestige = \"$cost\"\n"
    ));
}

#[test]
fn knob_that_refers_to_another() {
    insta::assert_snapshot!(of_overlay(
        "[knobs]\nx = \"$y\"\ny = 0.5\n[states.a]\ntempo = \"$x\"\nroutine = \"$y\"\n"
    ));
}
