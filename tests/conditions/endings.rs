//! How crises end, how long they last and what the struck side does: scripts with known endings.

use offramp::engine::{Program, RunKey, RunRecord, Silent, Workspace};
use offramp::model::EndForm;

use crate::support::program;

/// Two states that do what their scripts say: A strikes on day 2.
fn played(first: &str, second: &str, more: &str) -> (Program, RunRecord) {
    let text = format!(
        "horizon_days = 80\nquiet_days = 10\n{more}\n\
         [states.a]\npolicy = \"scripted\"\n\
         script = [{{ date = 2, toward = \"b\", act = \"strike_state\" }}, {first}]\n\
         [states.b]\npolicy = \"scripted\"\nscript = [{second}]\n[relations.a.b]\n[relations.b.a]\n\
         [dynamics]\ntension_half_life_days = 7\nseverity_noise = 0\n[ladder]\n\
         strike_state.accident = 0\nmobilise.accident = 0\n"
    );
    let program = program(&text);
    let record = Workspace::new(&program).run(&program, RunKey::new(3, 0), &mut Silent).clone();
    (program, record)
}

fn act(day: u32, toward: &str, act: &str) -> String {
    format!("{{ date = {day}, toward = \"{toward}\", act = \"{act}\" }}")
}

fn form(first: &[String], second: &[String]) -> EndForm {
    played(&first.join(", "), &second.join(", "), "").1.end_form.unwrap()
}

#[test]
fn each_form_of_ending_is_told() {
    let (a, b) = (|day| act(day, "b", "conciliate"), |day| act(day, "a", "conciliate"));
    assert_eq!(form(&[], &[]), EndForm::Faded);
    assert_eq!(form(&[a(4)], &[]), EndForm::Unilateral);
    assert_eq!(form(&[], &[b(4)]), EndForm::Unilateral);
    assert_eq!(form(&[a(3)], &[b(10)]), EndForm::Joint);
    assert_eq!(form(&[a(3)], &[b(11)]), EndForm::Tacit);
    // What was said before the last hostile act, or on its day, ended nothing.
    assert_eq!(form(&[a(5)], &[b(4), act(5, "a", "coerce"), b(6)]), EndForm::Unilateral);
    assert_eq!(form(&[act(3, "b", "war"), a(5)], &[]), EndForm::Imposed);
    assert_eq!(form(&[act(8, "b", "mobilise")], &[b(9)]), EndForm::Unsettled);
}

#[test]
fn a_crisis_lasts_until_it_is_calm() {
    // A strike of 0.68 raises tension to 0.544; with a half-life of 7 days it is 0.25 or less after 7.85 nights: the nights of
    // days 2 to 8 leave it above.
    let (_, record) = played("", "", "");
    assert_eq!(record.crisis_days, Some(6));
    // So it does again after sanctions on day 11, which add 0.208 to what is left and hold up 0.13 themselves: until day 19.
    let (_, record) = played("", &act(11, "a", "coerce"), "");
    assert_eq!((record.crisis_days, record.reply_rung), (Some(17), Some(2)));
    let (_, record) = played(&act(8, "b", "mobilise"), "", "");
    assert_eq!((record.crisis_days, record.end_day), (Some(77), 79));
}

#[test]
fn the_reply_is_what_the_struck_side_did_gravest() {
    let reply = |acts: &[String]| {
        let (program, record) = played("", &acts.join(", "), "");
        record.reply_rung.map(|rung| program.scenario().ladder()[rung].key.clone())
    };
    assert_eq!(reply(&[]), None);
    // On the day of the strike it knows of none.
    assert_eq!(reply(&[act(2, "a", "mobilise")]), None);
    assert_eq!(
        reply(&[act(4, "a", "protest"), act(6, "a", "mobilise"), act(7, "a", "coerce")]).unwrap(),
        "mobilise"
    );
    assert_eq!(reply(&[act(4, "a", "strike_state"), act(6, "a", "protest")]).unwrap(), "strike_state");
}

#[test]
fn conditions_can_ask_for_all_of_it() {
    let classes = "[outcomes.as_it_was]\nwhen = \"ended_jointly and replied.coerce and not replied.mobilise and \
                   crisis_days < 60 and not ended_faded\"\n";
    let acts = [act(4, "a", "coerce"), act(6, "a", "conciliate")].join(", ");
    let (_, record) = played(&act(9, "b", "conciliate"), &acts, "");
    assert_eq!((record.own_outcome, record.end_form), (None, Some(EndForm::Joint)));
    let (_, record) = played(&act(9, "b", "conciliate"), &acts, classes);
    assert_eq!(record.own_outcome, Some(0));
}

#[test]
fn a_state_that_weighs_keeps_to_its_script_and_weighs_otherwise() {
    let with = program(
        "horizon_days = 30\n[states.a]\nscript = [{ date = 0, toward = \"b\", act = \"strike_state\" }, \
         { date = 12, toward = \"b\", act = \"hold\" }]\n[states.b]\n[relations.a.b]\ngrievance = 0.4\n[relations.b.a]\n",
    );
    let mut scripted = Workspace::new(&with);
    let (mut opened, mut again) = (0, 0);
    for replicate in 0..400 {
        let key = RunKey::new(5, replicate);
        let record = scripted.run(&with, key, &mut Silent);
        let first = record.first_strike.unwrap();
        let striker = with.scenario().relations()[first.relation].from;
        assert_eq!(with.scenario().states()[striker].key, "a");
        opened += u32::from(first.day == 0);
        again += u32::from(record.violent_acts > 1 && record.force_turns != 2);
    }
    assert_eq!(opened, 400, "what the script has is done, in every run");
    assert!(again > 0, "beyond its script it goes on deciding");
}
