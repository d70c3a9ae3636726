use super::*;
use crate::experiment::fixture::{RIVALS, program};

const HEADER: &str = "date,actor,target,act,deaths_low,deaths_high,source,note\n";

fn problems(rows: &str) -> Vec<String> {
    read(&format!("{HEADER}{rows}"), &program(RIVALS)).unwrap_err()
}

#[test]
fn a_table_becomes_a_history() {
    let rows = "2024-01-01,a,b,protest,,,,before the run\n\
                2024-01-03,bomb,,event,,,,\n\
                2024-01-06,a,b,strike_state,3,5,Gazette,\n\
                6,b,a,rupture,,,,\n\
                7,m,a;b,mediation,,,,\n\
                8,somebody,anybody,note,,,,not in the scenario\n\
                9,m,a;b,agreement,,,,\n\
                12,,tacit,end,,,,\n\
                12,,limited_war,outcome,,,,it was a campaign in all but name\n";
    let program = program(RIVALS);
    let record = read(&format!("{HEADER}{rows}"), &program).unwrap();
    let scenario = program.scenario();
    let [forth, back] = scenario.pairs()[record_pair(scenario)];
    let rung = |key: &str| scenario.ladder().iter().position(|rung| rung.key == key).unwrap();
    let expected = [
        Step { day: 3, relation: forth, done: Done::Acted(rung("strike_state")), dead: Some((3, 5)) },
        Step { day: 6, relation: back, done: Done::Acted(rung("rupture")), dead: None },
    ];
    assert_eq!(record.history.steps(), expected);
    assert_eq!((record.history.last_day(), record.history.is_settled()), (12, true));
    assert_eq!(record.ending, Ending { day: 12, form: Form::Tacit });
    assert_eq!(record.judged.unwrap().0, "limited_war");
    assert_eq!(record.question, Some(Question { forth, back, opening: None }));
    assert_eq!(record.remarks, ["1 of its rows lie before day 0, which the scenario's numbers stand for"]);
}

fn record_pair(scenario: &Scenario) -> usize {
    let at = |key: &str| scenario.states().iter().position(|state| state.key == key).unwrap();
    scenario.relations()[scenario.relation_between(at("a"), at("b")).unwrap()].pair
}

#[test]
fn everything_that_is_wrong_is_said_at_once() {
    let rows = "2024-01-06,a,b,strke_state,,,,\n\
                2024-13-06,a,b,strike_state,,,,\n\
                7,aa,b,strike_state,,,,\n\
                7,a,b,strike_state,five,,,\n\
                7,a,b,protest,5,3,,\n\
                8,a,a,protest,,,,\n\
                8,idle,b,protest,,,,\n\
                9,mm,a;b,mediation,,,,\n\
                9,m,a,agreement,,,,\n\
                9,bom,,event,,,,\n\
                20,,limited_wra,outcome,,,,reason\n\
                20,,war,outcome,,,,\n\
                5,,tacid,end,,,,\n\
                21,a,b\n";
    let expected = [
        "row 2: there is no act `strke_state`; did you mean `strike_state`?",
        "row 3: date: `2024-13-06` is neither a date such as 2019-02-26 nor the number of a day",
        "row 4: actor: there is no state `aa`; did you mean `a`?",
        "row 5: deaths_low: `five` is not a whole number; leave it empty if nobody knows",
        "row 6: deaths_low is 5, and deaths_high only 3",
        "row 6: `a` acts on `b` on that day in row 5 already, and a state decides once a day; keep the graver act, and make the \
         other a `note` or put it on the next day",
        "row 7: `a` does nothing to anybody else",
        "row 8: the scenario has no relation between `idle` and `b`",
        "row 9: there is no go-between `mm`; did you mean `m`?",
        "row 10: the target of `agreement` is the two states between which it was, as in a;b",
        "row 11: there is no event `bom`; did you mean `bomb`?",
        "row 12: there is no class `limited_wra`; did you mean `limited_war`?",
        "row 13: a class that is judged needs its reason in the column `note`",
        "row 14: the target of `end` is how it ended, and `tacid` is none of these; did you mean `tacit`?",
        "row 15: it has 3 cells, and the header 8; a text with a comma in it stands in \"quotes\"",
    ];
    assert_eq!(problems(rows), expected);
}

#[test]
fn a_history_has_an_end_and_nothing_after_it() {
    let none = "there is no row with the act `end`: its date is the last day on record, and its target says how it ended (`open` \
                if it had not)";
    assert_eq!(problems("6,a,b,protest,,,,\n"), [none]);
    let late = "row 3: this lies after the end; make it a `note`, or put the end later";
    assert_eq!(problems("5,,tacit,end,,,,\n6,a,b,protest,,,,\n"), [late]);
    let header = read("date,actor,target,akt\n", &program(RIVALS)).unwrap_err();
    let expected =
        ["row 1: there is no column `akt`; did you mean `act`?", "row 1: the column `act` is missing", none];
    assert_eq!(header, [expected[2], expected[0], expected[1]]);
}
