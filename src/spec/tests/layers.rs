use std::fs;
use std::path::Path;

use crate::spec::{Amount, Document, LoadError, Origin, Problem, load, load_from};

const BASE: &str = r#"title = "Base"
horizon_days = 60
[states.a]
resolve = { uniform = { low = 0.2, high = 0.4 } }
tempo = 0.3
[states.b]
[relations.a.b]
resolve_belief = { mean = 0.6, confidence = 8 }
[relations.b.a]
[events.second]
date = 5
[events.first]
date = 3
effects = [{ tension = { "a.b" = 0.1 } }]
[knobs]
x = { beta = { mean = 0.5, concentration = 4 } }
"#;

/// A folder with these files, and what the last of them loads as.
fn loaded(files: &[(&str, &str)]) -> (tempfile::TempDir, Result<Document, LoadError>) {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let document = load(&folder.path().join(files.last().unwrap().0));
    (folder, document)
}

fn overlay(text: &str) -> (tempfile::TempDir, Document) {
    let (folder, document) =
        loaded(&[("base.toml", BASE), ("o.toml", &format!("extends = \"base.toml\"\n{text}"))]);
    (folder, document.unwrap())
}

/// What is wrong with the last of these files, with its places from the folder on.
fn problems(files: &[(&str, &str)]) -> Vec<String> {
    let (folder, document) = loaded(files);
    let root = format!("{}/", folder.path().display());
    let (sources, problems) = match document {
        Ok(document) => (document.sources().to_vec(), document.read().1),
        Err(LoadError::Extends(errors)) => (errors.sources, errors.problems),
        Err(other) => panic!("{other}"),
    };
    let shown = problems.iter().map(|problem| {
        let location = problem.location.as_ref().unwrap();
        let source = sources.iter().find(|source| source.name == location.source).unwrap();
        let Problem { path, what, label, help, .. } = problem;
        let (line, under) = (source.line(location.span.start), &source.text[location.span.clone()]);
        let help = help.as_deref().unwrap_or("-");
        format!("{}:{line} {path}: {what} | {under} | {label} | {help}", source.name).replace(&root, "")
    });
    shown.collect()
}

#[test]
fn tables_are_merged_and_everything_else_is_replaced() {
    let (_folder, document) = overlay(
        "title = \"Over\"\n[states.a]\nresolve = { beta = { mean = 0.5, concentration = 8 } }\n\
         [states.c]\n[relations.a.b]\nresolve_belief.mean = 0.7\n\
         [events.first]\neffects = []\n[knobs]\nx = { uniform = { low = 0, high = 1 } }\n",
    );
    let (spec, problems) = document.read();
    assert_eq!(problems, []);
    assert_eq!((spec.title.as_deref(), spec.horizon_days), (Some("Over"), Some(60)));
    assert_eq!(spec.states.len(), 3);
    let a = &spec.states["a"];
    assert_eq!(a.tempo, Some(0.3.into()));
    let resolve = r#"{"beta":{"mean":0.5,"concentration":8.0,"low":0.0,"high":1.0}}"#;
    assert_eq!(serde_json::to_string(&a.resolve).unwrap(), resolve);
    let belief = spec.relations["a"]["b"].resolve_belief.as_ref().unwrap();
    assert_eq!((&belief.mean, &belief.confidence), (&Some(0.7.into()), &Some(8.0.into())));
    assert!(spec.events["first"].effects.is_empty() && spec.events["first"].date.is_some());
    assert!(spec.extends.is_none() && spec.remove.is_empty());
}

#[test]
fn a_number_replaces_a_distribution_and_the_other_way_round() {
    let (_folder, document) =
        overlay("[states.a]\nresolve = 0.9\ntempo = { uniform = { low = 0.1, high = 0.2 } }\n");
    let (spec, problems) = document.read();
    assert_eq!(problems, []);
    assert_eq!(spec.states["a"].resolve.as_ref().unwrap().amount, Amount::Fixed(0.9));
    assert!(matches!(spec.states["a"].tempo.as_ref().unwrap().amount, Amount::Dist(_)));
    // The arguments of a distribution do not seep into another of the same name.
    let over = "extends = \"base.toml\"\n[states.a]\nresolve.uniform.high = 0.9\n";
    assert_eq!(
        problems_of_overlay(over),
        [
            "o.toml:3 states.a.resolve.uniform: `uniform` without `low` | uniform | `low` is missing | write { uniform = { low = …, high = … } }"
        ]
    );
}

fn problems_of_overlay(over: &str) -> Vec<String> {
    problems(&[("base.toml", BASE), ("o.toml", over)])
}

#[test]
fn what_is_removed_is_gone_and_may_be_given_anew() {
    let (_folder, document) = overlay(
        "remove = [\"events.second\", \"events.first.date\", \"title\", \"relations.b\"]\n\
         [events.first]\nhazard_per_day = 0.1\n[events.second]\nafter = { event = \"first\" }\n",
    );
    let (spec, problems) = document.read();
    assert_eq!(problems, []);
    assert_eq!((spec.title.as_deref(), spec.relations.len()), (None, 1));
    let [first, second] = ["first", "second"].map(|name| &spec.events[name]);
    assert!(first.date.is_none() && first.hazard_per_day.is_some() && first.effects.len() == 1);
    assert!(second.date.is_none() && second.after.is_some());
    assert_eq!(document.order_of("events"), ["first", "second"], "what is given anew comes last");
}

#[test]
fn what_cannot_be_removed_is_told() {
    let over = "extends = \"base.toml\"\nremove = [\"events.frist\", \"evnts\", \"states..a\", \"events.first.effects.0\", \"knobs.x\"]\n";
    assert_eq!(
        problems_of_overlay(over),
        [
            "o.toml:2 remove.0: there is no `events.frist` to take out | \"events.frist\" | leads nowhere in what is extended | did you mean `first`?",
            "o.toml:2 remove.1: there is no `evnts` to take out | \"evnts\" | leads nowhere in what is extended | did you mean `events`?",
            "o.toml:2 remove.2: a key is missing in the path | \"states..a\" | not a path | write the path of a table or a key: \"events.kerman\"",
            "o.toml:2 remove.3: `events.first.effects` is a list, of which nothing can be taken out | \"events.first.effects.0\" | leads into a value | give `events.first.effects` anew, or remove it as a whole",
        ]
    );
    assert_eq!(
        problems_of_overlay("extends = \"base.toml\"\nremove = [3]\n"),
        ["o.toml:2 remove.0: expected text, found the number 3 | 3 | must be text | text stands in quotes"]
    );
    assert_eq!(
        problems(&[("o.toml", "remove = [\"events.first\"]\n[states.a]\n")]),
        [
            "o.toml:1 remove: `remove` without `extends` | remove | nothing to take out of | it takes something out of the file that its own file extends"
        ]
    );
}

#[test]
fn values_and_problems_know_their_file() {
    let (folder, mut document) = overlay("[states.a]\ntempo = 0.5\n[states.b]\npower = -1\n");
    document.set("states.a.power=2").unwrap();
    let name = |file: &str| folder.path().join(file).display().to_string();
    let origin = |path| document.origin(path);
    assert_eq!(origin("states.a.tempo"), Origin::File { name: name("o.toml"), line: 3 });
    assert_eq!(origin("states.a.resolve"), Origin::File { name: name("base.toml"), line: 4 });
    assert_eq!(origin("states.a.power"), Origin::Set { text: "states.a.power=2".into() });
    let (_, problems) = document.read();
    assert_eq!(problems[0].location.as_ref().unwrap().source, name("o.toml"));
    let location = document.locate("events.second.date").unwrap();
    assert_eq!((location.source.as_str(), location.span.len()), (&*name("base.toml"), 1));
    assert_eq!(document.set("title").unwrap_err().location.unwrap().source, "--set 2");
}

#[test]
fn chains_are_followed_from_folder_to_folder() {
    let (_folder, document) = loaded(&[
        ("base.toml", BASE),
        ("more/middle.toml", "extends = \"../base.toml\"\nremove = [\"events.first\"]\nquiet_days = 7\n"),
        ("top.toml", "extends = \"more/middle.toml\"\n[events.third]\ndate = 9\n[events.second]\ndate = 6\n"),
    ]);
    let document = document.unwrap();
    let (spec, problems) = document.read();
    assert_eq!(problems, []);
    assert_eq!((spec.quiet_days, spec.horizon_days), (Some(7), Some(60)));
    assert_eq!(document.order_of("events"), ["second", "third"]);
    assert_eq!(document.sources().len(), 3);
}

#[test]
fn the_order_is_that_of_the_text() {
    let (_folder, mut document) = overlay("[events.zero]\ndate = 1\n[events.first]\nprobability = 0.5\n");
    assert_eq!(document.order_of("events"), ["second", "first", "zero"]);
    document.set("events.early={ date = 0 }").unwrap();
    document.set("events.first.date=1").unwrap();
    assert_eq!(document.order_of("events"), ["second", "first", "zero", "early"]);
    document.set("events={ b = { date = 1 }, zero = { date = 2 }, a = { date = 3 } }").unwrap();
    assert_eq!(document.order_of("events"), ["zero", "b", "a"]);
    assert_eq!(document.order_of("title"), [""; 0]);
    assert_eq!(document.order_of("nothing"), [""; 0]);
    let text = "events.b.date = 1\nevents.a.date = 2\nevents.b.repeats = false\n";
    assert_eq!(Document::parse("s.toml", text.into()).unwrap().order_of("events"), ["b", "a"]);
}

#[test]
fn what_cannot_be_extended_is_told_at_the_line() {
    let one = |text: &str| problems(&[("o.toml", text)]);
    assert_eq!(
        one("title = \"x\"\nextends = \"bsae.toml\"\n"),
        [
            "o.toml:2 extends: bsae.toml: no such file | \"bsae.toml\" | extended here | a path begins at the folder of the file that it stands in"
        ]
    );
    assert_eq!(
        one("extends = 3\n"),
        [
            "o.toml:1 extends: expected the path of a scenario file, found the number 3 | 3 | must be a path | write it in quotes: extends = \"base.toml\""
        ]
    );
    assert_eq!(
        one("extends = \".\"\n"),
        [
            "o.toml:1 extends: .: is a directory, and a scenario is a single TOML file | \".\" | extended here | -"
        ]
    );
    assert_eq!(
        problems(&[("bad.toml", "a = 1\n[states\n"), ("o.toml", "extends = \"bad.toml\"\n")]),
        [
            "o.toml:1 extends: bad.toml is not valid TOML | \"bad.toml\" | extended here | -",
            "bad.toml:2 : not valid TOML: unclosed table |  | expected `]` | -"
        ]
    );
}

#[test]
fn rings_and_endless_chains_are_told() {
    assert_eq!(
        problems(&[
            ("b.toml", "extends = \"sub/../c.toml\"\n"),
            ("sub/x", ""),
            ("c.toml", "title = \"c\"\nextends = \"b.toml\"\n"),
            ("a.toml", "extends = \"b.toml\"\n"),
        ]),
        [
            "sub/../c.toml:2 extends: files extend one another: b.toml extends sub/../c.toml extends b.toml | \"b.toml\" | a ring that never begins | one of them must stand on its own"
        ]
    );
    assert_eq!(problems(&[("a.toml", "extends = \"a.toml\"\n")]).len(), 1);
    let names: Vec<String> = (0..18).map(|number| format!("{number}.toml")).collect();
    let texts: Vec<String> =
        (0..18).map(|number: usize| format!("extends = \"{}.toml\"\n", number.wrapping_sub(1))).collect();
    let mut files: Vec<(&str, &str)> =
        names.iter().zip(&texts).map(|(name, text)| (name.as_str(), text.as_str())).collect();
    files[0].1 = BASE;
    assert_eq!(problems(&files[..17]), [""; 0], "16 files below it are not too many");
    assert_eq!(
        problems(&files),
        [
            "1.toml:1 extends: more than 16 files that extend one another | \"0.toml\" | one too many | if it is meant, OFFRAMP_LIMITS=bases=32 in the environment \
          raises the limit"
        ]
    );
}

#[cfg(unix)]
#[test]
fn links_are_followed_and_do_not_hide_a_ring() {
    let (folder, _) = loaded(&[("base.toml", BASE), ("o.toml", "extends = \"link.toml\"\n")]);
    let link = folder.path().join("link.toml");
    std::os::unix::fs::symlink("base.toml", &link).unwrap();
    assert_eq!(load(&folder.path().join("o.toml")).unwrap().read().1, []);
    fs::remove_file(&link).unwrap();
    std::os::unix::fs::symlink("o.toml", &link).unwrap();
    let Err(LoadError::Extends(errors)) = load(&folder.path().join("o.toml")) else { panic!() };
    assert!(errors.problems[0].what.starts_with("files extend one another"), "{errors:?}");
}

#[test]
fn only_what_is_loaded_is_followed() {
    let text = "extends = \"base.toml\"\n[states.a]\n";
    let (_, problems) = super::read(text);
    assert_eq!(
        problems,
        [
            "1 extends: `extends` cannot be followed from here | extends | not in a file | write it in a scenario file, and load that"
        ]
    );
    assert!(matches!(
        load_from("<stdin>", "extends = \"no/such.toml\"".as_bytes()),
        Err(LoadError::Extends(_))
    ));
    assert!(!Path::new("no/such.toml").exists());
}
