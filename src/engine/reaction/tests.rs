use super::*;
use crate::engine::choice::{Feasible, Menu, probabilities};
use crate::engine::term::Stance;

const BELIEVED: PerType<f32> = [0.1, 0.3, 0.3, 0.2, 0.1];

/// The severity to be expected of a choice at this precision: as imagined, and added up over the types one by one.
fn both_ways(precision: f32) -> [f32; 2] {
    let blow =
        |severity: f32| Blow { severity, felt: severity, weight: severity, acts: 1.0, ..Blow::default() };
    let blows = [Blow::default(), Blow::default(), blow(0.2), blow(0.5), blow(0.9)];
    let mut menu = Menu::new();
    menu.set(&blows, &[Feasible(0b1_1111)]);
    let stance = Stance { precision, exposure: 0.5, ..Stance::default() };
    let seat = Seat { stance, menu: &menu };
    let theta = Theta { nest_precision_ratio: 1.5, reprisal: 2.0, ..Theta::default() };
    let mut before = [0.0; MAX_ALTERNATIVES];
    before[..5].copy_from_slice(&[-0.1, 0.0, 0.1, 0.2, 0.15]);
    let mut reactions = Reactions::new();
    reactions.replies[..5].copy_from_slice(&[0.05, 0.1, 0.1, 0.25, 0.45]);
    reactions.settle(&theta, &seat);
    let imagined = Imagined {
        theta: &theta,
        blows: &blows,
        seat: &seat,
        before: &before,
        reactions: &reactions,
        believed: &BELIEVED,
    };
    let mut added_up = 0.0;
    for (&resolve, believed) in TYPES.iter().zip(BELIEVED) {
        let mut probability = [0.0; MAX_ALTERNATIVES];
        probabilities(&theta, &seat, &before, &reactions.replies, resolve, &mut probability);
        added_up += believed * (2..5).map(|act| probability[act] * blows[act].severity).sum::<f32>();
    }
    [imagined.expected_severity(&mut [0.0; MAX_ALTERNATIVES]), added_up]
}

#[test]
fn imagining_all_types_at_once_comes_to_the_same_as_one_by_one() {
    for precision in [0.1, 1.0, 4.0, 20.0, 100.0] {
        let [imagined, added_up] = both_ways(precision);
        assert!((imagined / added_up - 1.0).abs() < 1e-4, "precision {precision}: {imagined} {added_up}");
    }
}

#[test]
fn a_very_precise_chooser_is_imagined_as_well() {
    for precision in [1e3, 1e4, 1e6] {
        let [imagined, added_up] = both_ways(precision);
        assert!(
            imagined.is_finite() && (imagined - added_up).abs() < 1e-5,
            "precision {precision}: {imagined} {added_up}"
        );
    }
}
