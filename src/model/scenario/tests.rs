use std::fmt::Write;

use super::*;
use crate::spec::{Document, synthetic_scenario};

fn scenario(text: String) -> Scenario {
    let (spec, problems) = Document::parse("test", text).unwrap().read();
    assert_eq!(problems, []);
    Scenario::new(&spec).unwrap()
}

/// Forty states, of which go-betweens have a standing with some.
fn crowd() -> Scenario {
    let mut text = synthetic_scenario("A crowd", "40,300,20".parse().unwrap());
    text.push_str("[mediators.envoy]\nrivals = [\"friend\"]\n");
    text.push_str("[mediators.friend]\nmode = \"encourage\"\n[mediators.stranger]\n");
    let standings = [3, 4, 5, 9, 30, 31].map(|state| ("envoy", state)).into_iter();
    for (mediator, state) in standings.chain([("friend", 5), ("friend", 17)]) {
        writeln!(text, "[mediators.{mediator}.parties.s{state:02}]").unwrap();
    }
    scenario(text)
}

#[test]
fn relations_are_found_by_their_ends() {
    let scenario = crowd();
    for from in 0..scenario.states().len() {
        let expected: Vec<&Relation> = scenario.relations().iter().filter(|one| one.from == from).collect();
        assert_eq!(scenario.relations_from(from).iter().collect::<Vec<_>>(), expected);
        for to in 0..scenario.states().len() {
            let expected = scenario.relations().iter().position(|one| (one.from, one.to) == (from, to));
            assert_eq!(scenario.relation_between(from, to), expected);
        }
    }
}

#[test]
fn relations_reverses_and_pairs_belong_together() {
    let scenario = crowd();
    assert_eq!((scenario.relations().len(), scenario.pairs().len()), (300, 150));
    for (index, relation) in scenario.relations().iter().enumerate() {
        let back = &scenario.relations()[relation.reverse];
        assert_eq!((back.from, back.to, back.reverse), (relation.to, relation.from, index));
        let [first, second] = scenario.pairs()[relation.pair];
        assert!(scenario.relations()[first].from < scenario.relations()[second].from);
        assert!([first, second].contains(&index) && [first, second].contains(&relation.reverse));
    }
}

#[test]
fn go_betweens_work_where_they_have_the_standing_for_it() {
    let scenario = crowd();
    for (mediator, needed) in scenario.mediators().iter().zip([2, 1, 2]) {
        let sides = |pair: &[usize; 2]| pair.map(|relation| scenario.relations()[relation].from);
        let standing = |pair: &[usize; 2]| {
            let known = |side: &&usize| mediator.parties.iter().any(|party| party.state == **side);
            sides(pair).iter().filter(known).count()
        };
        let pairs = scenario.pairs().iter().enumerate();
        let expected: Vec<usize> =
            pairs.filter(|(_, pair)| standing(pair) >= needed).map(|(index, _)| index).collect();
        assert_eq!(scenario.pairs_open_to(mediator), expected, "{}", mediator.key);
        assert_eq!(expected.is_empty(), mediator.key == "stranger");
    }
    assert_eq!(scenario.mediators()[1].rivals, [0], "rivalry is mutual");
}
