use super::{problem, read};
use crate::spec::Document;

const UNKNOWN_KEYS: &[(&str, &str)] = &[
    (
        "[states.iran]\nresolv = 0.5",
        "2 states.iran.resolv: unknown key `resolv` | resolv | not a key of `states.iran` | did you mean `resolve`?",
    ),
    (
        "[states.iran]\ntrust = 0.5",
        "2 states.iran.trust: unknown key `trust` | trust | not a key of `states.iran` | `trust` belongs in `mediators.*.parties.*`",
    ),
    (
        "[states.iran]\ndefense = 0.5",
        "2 states.iran.defense: unknown key `defense` | defense | not a key of `states.iran` | did you mean `defence`?",
    ),
    (
        "[states.iran]\nresolve_belief = { mean = 0.5 }",
        "2 states.iran.resolve_belief: unknown key `resolve_belief` | resolve_belief | not a key of `states.iran` | `resolve_belief` belongs in `relations.*.*`",
    ),
    (
        "horizon = 20",
        "1 horizon: unknown key `horizon` | horizon | not a key of the file | did you mean `horizon_days`?",
    ),
    (
        "[states.iran]\nhorizon_days = 20",
        "2 states.iran.horizon_days: unknown key `horizon_days` | horizon_days | not a key of `states.iran` | `horizon_days` belongs at the top of the file, before the first [table]",
    ),
    (
        "[states.iran]\npower_base = 20",
        "2 states.iran.power_base: unknown key `power_base` | power_base | not a key of `states.iran` | did you mean `power`?",
    ),
    (
        "[dynamics]\ninjury_half_life = 3",
        "2 dynamics.injury_half_life: unknown key `injury_half_life` | injury_half_life | not a key of `dynamics` | did you mean `injury_half_life_days`?",
    ),
    (
        "[dynamics]\nties = 3",
        "2 dynamics.ties: unknown key `ties` | ties | not a key of `dynamics` | `ties` belongs in `events.*.effects`, `relations.*.*` or `utility`",
    ),
    (
        "[gauges]\nx = 1",
        "1 gauges: unknown key `gauges` | gauges | not a key of the file | keys allowed here: description, dynamics, events, extends, focus, groups, horizon_days, knobs, ladder, ladder_base, levers, mediation, mediators, objective, outcomes, population, quiet_days, relations, remove, start, states, sweep, title, utility",
    ),
    (
        "[dynamics]\nblah = 1",
        "2 dynamics.blah: unknown key `blah` | blah | not a key of `dynamics` | `offramp schema` lists all keys",
    ),
    (
        "[[events.kerman.effects]]\nassertivness.iran = 1",
        "2 events.kerman.effects.0.assertivness: unknown key `assertivness` | assertivness | not a key of `events.kerman.effects.0` | did you mean `assertiveness`?",
    ),
];

#[test]
fn unknown_keys() {
    for (text, expected) in UNKNOWN_KEYS {
        assert_eq!(problem(text), *expected);
    }
}

const WRONG_KINDS: &[(&str, &str)] = &[
    (
        "[states.iran]\nresolve = \"high\"",
        "2 states.iran.resolve: expected a number from 0 to 1, found the text \"high\" | \"high\" | must be a number from 0 to 1 | or a distribution: { uniform = { low = …, high = … } }",
    ),
    (
        "[states.iran]\nresolve = \"0.5\"",
        "2 states.iran.resolve: expected a number from 0 to 1, found the text \"0.5\" | \"0.5\" | must be a number from 0 to 1 | write the number without quotes: 0.5",
    ),
    (
        "[states.iran]\nresolve = \"55 %\"",
        "2 states.iran.resolve: expected a number from 0 to 1, found the text \"55 %\" | \"55 %\" | must be a number from 0 to 1 | write 55 % as 0.55",
    ),
    (
        "[states.iran]\nresolve = \"0,5\"",
        "2 states.iran.resolve: expected a number from 0 to 1, found the text \"0,5\" | \"0,5\" | must be a number from 0 to 1 | write it with a point and without quotes: 0.5",
    ),
    (
        "[states.iran]\nresolve = \"$k\"",
        "2 states.iran.resolve: there is no knob `k` | \"$k\" | unknown knob | knobs are given in a table `[knobs]`",
    ),
    (
        "[states.iran]\nresolve = true",
        "2 states.iran.resolve: expected a number from 0 to 1, found the switch true | true | must be a number from 0 to 1 | -",
    ),
    (
        "[states.iran]\nresolve = [0.2, 0.8]",
        "2 states.iran.resolve: expected a number from 0 to 1, found a list | [0.2, 0.8] | must be a number from 0 to 1 | did you mean { uniform = { low = 0.2, high = 0.8 } }?",
    ),
    (
        "[states.iran]\nnuclear = \"true\"",
        "2 states.iran.nuclear: expected true or false, found the text \"true\" | \"true\" | must be true or false | write it without quotes: true",
    ),
    (
        "[states.iran]\nnuclear = 1",
        "2 states.iran.nuclear: expected true or false, found the number 1 | 1 | must be true or false | write true",
    ),
    (
        "[states.iran]\nforesight = 1.0",
        "2 states.iran.foresight: expected a whole number from 0 to 2, found the number 1.0 | 1.0 | must be a whole number from 0 to 2 | write it without a decimal point: 1",
    ),
    (
        "[states.iran]\nforesight = 3",
        "2 states.iran.foresight: 3 is out of range | 3 | must be a whole number from 0 to 2 | -",
    ),
    (
        "[states.iran]\nforesight = { uniform = { low = 0, high = 1 } }",
        "2 states.iran.foresight: expected a whole number from 0 to 2, found a table | { uniform = { low = 0, high = 1 } } | must be a whole number from 0 to 2 | this number cannot be a distribution",
    ),
    (
        "[states.iran]\nname = 3",
        "2 states.iran.name: expected text, found the number 3 | 3 | must be text | text stands in quotes",
    ),
    (
        "[states.iran]\npolicy = \"quantall\"",
        "2 states.iran.policy: \"quantall\" is not known here | \"quantall\" | must be `quantal`, `tit_for_tat`, `generous_tit_for_tat`, `grim`, `always_hold`, `always_retaliate`, `scripted` or `played` | did you mean `quantal`?",
    ),
    (
        "[states.iran]\npolicy = 3",
        "2 states.iran.policy: expected `quantal`, `tit_for_tat`, `generous_tit_for_tat`, `grim`, `always_hold`, `always_retaliate`, `scripted` or `played`, found the number 3 | 3 | must be `quantal`, `tit_for_tat`, `generous_tit_for_tat`, `grim`, `always_hold`, `always_retaliate`, `scripted` or `played` | text stands in quotes",
    ),
    (
        "[states]\niran = 3",
        "2 states.iran: expected a table, found the number 3 | 3 | must be a table | its keys: assertiveness, audience_cost, defence, elections, foresight, generosity, name, nuclear, policy, power, precision, prestige, proportionality, reach, resolve, routine, rungs, script, tempo, tremble",
    ),
    (
        "start = \"2024-01-03\"",
        "1 start: expected a date, found the text \"2024-01-03\" | \"2024-01-03\" | must be a date | write the date without quotes: 2024-01-03",
    ),
    (
        "start = \"3 Jan\"",
        "1 start: expected a date, found the text \"3 Jan\" | \"3 Jan\" | must be a date | write dates as year-month-day without quotes: 2024-01-03",
    ),
    (
        "start = 2024-01-03T10:00:00",
        "1 start: expected a date, found the date 2024-01-03T10:00:00 | 2024-01-03T10:00:00 | must be a date | days are the unit of time: write only the date: 2024-01-03",
    ),
    (
        "start = 3",
        "1 start: expected a date, found the number 3 | 3 | must be a date | day numbers count from this date; write it as 2024-01-03",
    ),
    (
        "start = 10:00:00",
        "1 start: expected a date, found the time 10:00:00 | 10:00:00 | must be a date | days are the unit of time: write only the date",
    ),
    (
        "events.k.date = -3",
        "1 events.k.date: -3 is out of range | -3 | must be a whole number from 0 to 36500 | -",
    ),
    (
        "events.k.date = 2024-01-03T10:00:00Z",
        "1 events.k.date: expected a date or a day number, found the date 2024-01-03T10:00:00Z | 2024-01-03T10:00:00Z | must be a date or a day number | days are the unit of time: write only the date: 2024-01-03",
    ),
    (
        "ladder_base = \"nothing\"",
        "1 ladder_base: \"nothing\" is not known here | \"nothing\" | must be `default` or `none` | -",
    ),
    (
        "states.iran.resolve = 2024-01-03",
        "1 states.iran.resolve: expected a number from 0 to 1, found the date 2024-01-03 | 2024-01-03 | must be a number from 0 to 1 | -",
    ),
    (
        "states.iran.elections = [3]",
        "1 states.iran.elections.0: expected a table, found the number 3 | 3 | must be a table | its keys: date, weight",
    ),
    (
        "horizon_days = \"120\"",
        "1 horizon_days: expected a whole number from 1 to 3650, found the text \"120\" | \"120\" | must be a whole number from 1 to 3650 | write the number without quotes: 120",
    ),
    (
        "horizon_days = 1e9",
        "1 horizon_days: expected a whole number from 1 to 3650, found the number 1000000000.0 | 1e9 | must be a whole number from 1 to 3650 | write it without a decimal point: 1000000000",
    ),
    (
        "events.k.effects = { ties = {} }",
        "1 events.k.effects: expected a list of tables, found a table | { ties = {} } | must be a list of tables | write a list: effects = [{ … }], or [[…effects]] as the header",
    ),
    (
        "mediators.c.rivals = \"us\"",
        "1 mediators.c.rivals: expected a list of texts, found the text \"us\" | \"us\" | must be a list of texts | write a list: rivals = [\"us\"]",
    ),
    (
        "mediators.c.rivals = [\"us\", 3]",
        "1 mediators.c.rivals.1: expected text, found the number 3 | 3 | must be text | text stands in quotes",
    ),
    ("focus = [\"iran\"]", "1 focus: a list of 1 item | [\"iran\"] | must have exactly 2 | -"),
    (
        "relations.iran.grievance = 0.3",
        "1 relations.iran.grievance: expected a table, found the number 0.3 | 0.3 | must be a table | `grievance` belongs in `events.*.effects` or `relations.*.*`",
    ),
    ("title = [1]", "1 title: expected text, found a list | [1] | must be text | -"),
    (
        "utility = 3",
        "1 utility: expected a table, found the number 3 | 3 | must be a table | its keys: assertion, audience, coercion, conciliation_effort, effort, effort_fixed, humiliation, legitimacy, nest_precision_ratio, nuclear_risk, precedent, pressure, reconciliation, reconciliation_base, reprisal, ties, weariness",
    ),
    (
        "utility.ties = { }",
        "1 utility.ties: a table with 0 keys where one distribution is expected | { } | must be a number of 0 or more, up to a billion, or one distribution | for example { uniform = { low = …, high = … } }",
    ),
];

#[test]
fn wrong_kinds() {
    for (text, expected) in WRONG_KINDS {
        assert_eq!(problem(text), *expected);
    }
}

#[test]
fn all_problems_come_at_once_in_the_order_of_the_text_and_leave_the_rest() {
    let (spec, problems) = read(
        "title = 3\n[states.iran]\nresolve = 0.5\npower = -1\n[states]\npakistan = 3\n[relations.iran.x]\nties = nan\n",
    );
    assert_eq!(
        problems,
        [
            "1 title: expected text, found the number 3 | 3 | must be text | text stands in quotes",
            "4 states.iran.power: -1 is out of range | -1 | must be a number above 0 (a millionth to a billion) | -",
            "6 states.pakistan: expected a table, found the number 3 | 3 | must be a table | its keys: \
             assertiveness, audience_cost, defence, elections, foresight, generosity, name, nuclear, policy, power, \
             precision, prestige, proportionality, reach, resolve, routine, rungs, script, tempo, tremble",
            "8 relations.iran.x.ties: nan is not a finite number | nan | must be a number from 0 to 1 | -",
        ]
    );
    assert_eq!(spec.states["iran"].resolve, Some(0.5.into()));
    assert_eq!(spec.states["iran"].power, None);
    assert!(spec.states.contains_key("pakistan") && spec.relations["iran"].contains_key("x"));
}

#[test]
fn syntax_errors_come_at_once_in_plain_words() {
    let text =
        "a = iran\nb = \nc = 3,5\nd = 2024-02-30\ne = TRUE\nf = 55%\ng = $knob\nh = 1\nh = 2\ni = 05\n";
    let errors = Document::parse("s.toml", text.into()).unwrap_err();
    let shown: Vec<String> = errors
        .problems
        .iter()
        .map(|problem| {
            let span = problem.location.clone().unwrap().span;
            let (line, help) = (errors.source_text.line(span.start), problem.help.as_deref().unwrap_or("-"));
            format!("{line}: {} | {} | {} | {help}", problem.what, &text[span], problem.label)
        })
        .collect();
    assert_eq!(
        shown,
        [
            "1: `iran` is not a value | iran | text stands in quotes | write \"iran\"",
            "2: a value is missing |  | expected a value | -",
            "3: unexpected `,` |  | here | decimals have a point: 0.5",
            "4: `2024-02-30` is not a date | 2024-02-30 | expected day between 01 and 29 | dates are written year-month-day with two digits each: 2024-01-03",
            "5: `TRUE` is not a value | TRUE | text stands in quotes | write true",
            "6: `55%` is not a value | 55% | text stands in quotes | write 55 % as 0.55",
            "7: `$knob` is not a value | $knob | text stands in quotes | write \"$knob\"",
            "9: `h` is given twice | h | given again here | each key and each [table] stands once: remove or join the second",
            "10: a number begins with 0 | 0 | remove the zero | text stands in quotes",
        ]
    );
}
