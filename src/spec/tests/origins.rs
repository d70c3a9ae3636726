use crate::spec::{Amount, Document, Location, Origin, Problem};

const TEXT: &str = "\
title = \"x\"

[states.iran]
resolve = { beta = { mean = 0.5, concentration = 8 } }
elections = [{ date = 2024-03-01, weight = 0.6 }]

[relations.iran.pakistan]
grievance = 0.35

[[events.kerman.effects]]
grievance = { \"iran.pakistan\" = 0.25 }
";

fn document() -> Document {
    Document::parse("s.toml", TEXT.into()).unwrap()
}

fn text_at(document: &Document, location: Option<Location>) -> String {
    let Location { source, span } = location.unwrap();
    let source = document.source(&source).unwrap();
    format!("{} {}", source.line(span.start), &source.text[span])
}

#[test]
fn values_and_keys_are_found() {
    let document = document();
    let value = |path| text_at(&document, document.locate(path));
    let key = |path| text_at(&document, document.locate_key(path));
    assert_eq!(value("relations.iran.pakistan.grievance"), "8 0.35");
    assert_eq!(key("relations.iran.pakistan.grievance"), "8 grievance");
    assert_eq!(value("states.iran.resolve.beta.mean"), "4 0.5");
    assert_eq!(value("states.iran.resolve"), "4 { beta = { mean = 0.5, concentration = 8 } }");
    assert_eq!(value("states.iran.elections.0.date"), "5 2024-03-01");
    assert_eq!(value("events.kerman.effects.0.grievance.\"iran.pakistan\""), "11 0.25");
    assert_eq!(value("states.iran"), "3 iran");
}

#[test]
fn what_is_absent_is_shown_at_the_nearest_thing() {
    let document = document();
    let value = |path| text_at(&document, document.locate(path));
    assert_eq!(value("relations.iran.pakistan.reach"), "7 pakistan");
    assert_eq!(value("relations.iran.india.reach"), "7 iran");
    assert_eq!(value("relations.iran.pakistan.grievance.uniform.low"), "8 0.35");
    assert_eq!(value("states.iran.elections.3"), "5 elections");
    assert_eq!(document.locate("mediators.china"), None);
    assert_eq!(document.locate("no path"), None);
}

#[test]
fn origins_tell_file_set_and_default() {
    let mut document = document();
    document.set("states.iran.resolve=0.7").unwrap();
    assert_eq!(
        document.origin("relations.iran.pakistan.grievance"),
        Origin::File { name: "s.toml".into(), line: 8 }
    );
    assert_eq!(
        document.origin("states.iran.resolve"),
        Origin::Set { text: "states.iran.resolve=0.7".into() }
    );
    assert_eq!(document.origin("states.iran.power"), Origin::Default);
    assert_eq!(text_at(&document, document.locate("states.iran.resolve")), "1 0.7");
}

#[test]
fn set_takes_toml_words_and_new_tables() {
    let mut document = document();
    for assignment in [
        "states.iran.name = Islamic Republic",
        "states.iran.policy=quantal",
        "states.iran.elections.0.weight=1",
        "mediators.oman={}",
        " mediators.oman.parties.iran.trust = { uniform = { low = 0, high = 1 } }",
        "events.kerman.effects.0.grievance.\"iran.pakistan\"=-0.5",
        "start=2024-01-03",
        "title='a = b'",
    ] {
        document.set(assignment).unwrap();
    }
    let (spec, problems) = document.read();
    assert_eq!(problems, []);
    assert_eq!(spec.title.as_deref(), Some("a = b"));
    assert_eq!(spec.start.unwrap().0.to_string(), "2024-01-03");
    let iran = &spec.states["iran"];
    assert_eq!(iran.name.as_deref(), Some("Islamic Republic"));
    assert_eq!(iran.elections[0].weight, Some(1.0.into()));
    assert_eq!(spec.events["kerman"].effects[0].grievance["iran.pakistan"].amount, Amount::Fixed(-0.5));
    let trust = spec.mediators["oman"].parties["iran"].trust.as_ref().unwrap();
    assert!(matches!(trust.amount, Amount::Dist(_)));
}

#[test]
fn a_bad_assignment_changes_nothing_and_says_why() {
    for (assignment, expected) in [
        ("states.iran.resolve", "an assignment without `=` | states.iran.resolve"),
        ("states.iran.resolve=", "an assignment without a value | ="),
        ("states..resolve=1", "a key is missing in the path | ."),
        ("=1", "a key is missing in the path | "),
        ("title.x=1", "`title` is the text \"x\", which holds no `x` | x"),
        ("states.iran.elections.1.weight=1", "`states.iran.elections` is a list and has no item `1` | 1"),
        ("states.iran.resolve={ beta = ", "not valid TOML: unclosed inline table | "),
        ("title=\"x", "not valid TOML: invalid basic string | "),
        ("states.irn.resolve=0.5", "there is no state `irn` | irn"),
        ("relations.iran.oman.ties=0.5", "there is no state `oman` | oman"),
        ("events.kermn.probability=0.5", "there is no event `kermn` | kermn"),
    ] {
        let mut document = document();
        let before = document.read();
        let Problem { what, location, .. } = *document.set(assignment).unwrap_err();
        let Location { source, span } = location.unwrap();
        assert_eq!(source, "--set 1");
        assert_eq!(format!("{what} | {}", &document.source(&source).unwrap().text[span]), expected);
        assert_eq!(document.read(), before);
    }
}

#[test]
fn problems_of_assignments_point_into_them_and_come_last() {
    let mut document = Document::parse("s.toml", "\n\n\n\nhorizon_days = 0\n[states.iran]\n".into()).unwrap();
    document.set("quiet_days=0").unwrap();
    document.set("states.iran.resolv=0.7").unwrap();
    let (_, problems) = document.read();
    let shown: Vec<String> = problems.iter().map(|problem| super::show(&document, problem)).collect();
    assert_eq!(
        shown,
        [
            "5 horizon_days: 0 is out of range | 0 | must be a whole number from 1 to 3650 | -",
            "1 quiet_days: 0 is out of range | 0 | must be a whole number from 1 to 365 | -",
            "1 states.iran.resolv: unknown key `resolv` | resolv | not a key of `states.iran` | did you mean `resolve`?",
        ]
    );
}
