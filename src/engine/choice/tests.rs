use super::*;

fn blow(severity: f32, weight: f32) -> Blow<f32> {
    Blow { severity, felt: severity, seen: severity, home: severity, acts: 1.0, weight, ..Blow::default() }
}

/// The probabilities of a choice with these utilities, at precision 4 between the nests and 6 within.
fn choose(blows: &[Blow<f32>], utilities: &[f32]) -> PerAlternative<f32> {
    let mut menu = Menu::new();
    menu.set(blows, &[Feasible((1 << blows.len()) - 1)]);
    let stance = Stance { precision: 4.0, ..Stance::default() };
    let seat = Seat { stance, menu: &menu };
    let theta = Theta { nest_precision_ratio: 1.5, ..Theta::default() };
    let (mut before, mut probability) = ([0.0; MAX_ALTERNATIVES], [0.0; MAX_ALTERNATIVES]);
    before[..utilities.len()].copy_from_slice(utilities);
    probabilities(&theta, &seat, &before, &[0.0; MAX_ALTERNATIVES], 0.5, &mut probability);
    probability
}

#[test]
fn one_nested_logit_choice_in_closed_form() {
    let blows = [Blow::default(), Blow::default(), blow(0.2, 0.3), blow(0.6, 0.7)];
    let found = choose(&blows, &[-0.3, -0.1, 0.2, -0.2]);
    let nest: f64 = 0.3 * (6.0_f64 * 0.2).exp() + 0.7 * (6.0_f64 * -0.2).exp();
    let (c, h, a) = ((4.0_f64 * -0.3).exp(), (4.0_f64 * -0.1).exp(), nest.powf(4.0 / 6.0));
    let inside = 0.3 * (6.0_f64 * 0.2).exp() / nest;
    let exact = [c, h, a * inside, a * (1.0 - inside)].map(|mass| mass / (c + h + a));
    for (found, exact) in found.iter().zip(exact) {
        assert!((f64::from(*found) - exact).abs() < 1e-6, "{found} {exact}");
    }
}

#[test]
fn a_rung_divided_in_two_changes_nothing() {
    let whole = [Blow::default(), Blow::default(), blow(0.2, 0.4), blow(0.6, 0.6)];
    let split = [Blow::default(), Blow::default(), blow(0.2, 0.4), blow(0.6, 0.35), blow(0.6, 0.25)];
    let utilities = [0.1, 0.0, -0.3, 0.2, 0.2];
    let (a, b) = (choose(&whole, &utilities[..4]), choose(&split, &utilities));
    assert!((a[CONCILIATE] - b[CONCILIATE]).abs() < 1e-6);
    assert!((a[3] - (b[3] + b[4])).abs() < 1e-6);
}

#[test]
fn without_acts_the_choice_is_between_conciliation_and_hold() {
    let found = choose(&[Blow::default(), Blow::default()], &[0.3, 0.1]);
    let odds = (4.0_f64 * 0.2).exp() as f32;
    assert!(
        (found[CONCILIATE] - odds / (1.0 + odds)).abs() < 1e-6
            && (found[HOLD] - 1.0 / (1.0 + odds)).abs() < 1e-6
    );
}

#[test]
fn picking_covers_the_whole_unit_interval() {
    let mut probability = [0.0; MAX_ALTERNATIVES];
    probability[..4].copy_from_slice(&[0.2, 0.3, 0.4, 0.1]);
    let walk = walk(2, 4);
    let picked = |uniform| walk[pick(&walk, Feasible(0b1111), &probability, uniform) as usize];
    assert_eq!(picked(0.05), 3, "the gravest first");
    assert_eq!(picked(0.45), 2);
    assert_eq!(picked(0.65), CONCILIATE);
    assert_eq!(picked(0.999_999), HOLD);
}
