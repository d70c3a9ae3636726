//! `export`: a decision as a game in extensive form.

use super::{Bench, PAIR};

#[test]
fn a_game_goes_to_the_standard_output_or_to_a_file_that_is_not_replaced_unasked() {
    let bench = Bench::with(PAIR);
    let told = bench.run(&["export", "s.toml", "--game", "a.b"]).ended(0).stdout;
    assert!(told.starts_with("EFG 2 R \""), "{told}");
    let nodes = |letter: char| told.lines().filter(|line| line.starts_with(letter)).count();
    assert_eq!(nodes('c'), 1);
    let shares = told.lines().find(|line| line.starts_with('c')).unwrap();
    let units: Vec<u64> = shares
        .split(' ')
        .filter_map(|word| word.strip_prefix("0.").filter(|digits| digits.len() == 9))
        .map(|digits| digits.parse().unwrap())
        .collect();
    assert_eq!((units.len(), units.iter().sum::<u64>()), (5, 1_000_000_000), "{shares}");
    bench.run(&["export", "s.toml", "--game", "a.b", "-o", "g.efg"]).ended(0);
    bench.run(&["export", "s.toml", "--game", "a.b", "-o", "g.efg"]).ended(2);
    bench.run(&["export", "s.toml", "--game", "a.b", "-o", "g.efg", "--force"]).ended(0);
}

#[test]
fn what_is_no_game_is_refused() {
    let bench = Bench::with(PAIR);
    let answer = bench.run(&["export", "s.toml", "--game", "a.bb"]).ended(2);
    assert!(answer.stderr.contains("there is no relation `a.bb`; did you mean `a.b`?"), "{}", answer.stderr);
    let answer = bench.run(&["export", "s.toml", "--game", "a.b", "--set", "states.b.policy=grim"]).ended(2);
    let told = answer.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("`b` goes by the policy grim and weighs no payoffs"), "{told}");
}
