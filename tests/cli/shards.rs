//! Studies that are played in shards and joined, and results that are checked.

use std::fs;

use super::{Bench, PAIR};

/// The whole of a batch, and its three shards.
fn sharded() -> Bench {
    let bench = Bench::with(PAIR);
    let run = ["run", "s.toml", "-n", "1500", "--record", "runs"];
    bench.run(&[&run[..], &["-o", "whole"]].concat()).ended(0);
    for shard in ["0/3", "1/3", "2/3"] {
        bench.run(&[&run[..], &["-o", "parts", "--shard", shard]].concat()).ended(0);
    }
    bench
}

fn parts(bench: &Bench) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(bench.path("parts"))
        .unwrap()
        .map(|entry| format!("parts/{}", entry.unwrap().file_name().to_string_lossy()))
        .collect();
    names.sort();
    names
}

#[track_caller]
fn same(bench: &Bench, folder: &str) {
    for entry in fs::read_dir(bench.path("whole")).unwrap() {
        let name = entry.unwrap().file_name();
        let [one, other] = ["whole", folder].map(|folder| fs::read(bench.path(folder).join(&name)).unwrap());
        assert!(one == other, "{} differs", name.display());
    }
}

#[test]
fn merging_gives_the_bytes_of_one_machine_in_any_order() {
    let bench = sharded();
    let parts = parts(&bench);
    assert_eq!(parts.len(), 3, "{parts:?}");
    let [a, b, c] = [0, 1, 2].map(|place| parts[place].as_str());
    // A part that is there twice counts once.
    fs::copy(bench.path(b), bench.path("again.part")).unwrap();
    for (number, order) in
        [&[a, b, c][..], &[c, a, b], &[b, c, a, "again.part"], &["parts"]].iter().enumerate()
    {
        let out = format!("merged-{number}");
        bench.run(&[&["merge", "-o", &out][..], order].concat()).ended(0);
        same(&bench, &out);
        bench.run(&["verify", &out]).ended(0);
    }
    bench.run(&["verify", a]).ended(0);
}

#[test]
fn missing_units_are_named_so_that_they_can_be_played() {
    let bench = sharded();
    let parts = parts(&bench);
    fs::remove_file(bench.path(&parts[1])).unwrap();
    let answer = bench.run(&["merge", "parts", "-o", "merged"]).ended(3);
    assert!(!bench.path("merged").exists());
    let stderr = answer.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
    let (_, list) = stderr.split_once("add --units ").unwrap();
    let list = list.split(' ').next().unwrap();
    let run = ["run", "s.toml", "-n", "1500", "--record", "runs", "-o", "parts", "--units", list];
    bench.run(&run).ended(0);
    bench.run(&["merge", "parts", "-o", "merged"]).ended(0);
    same(&bench, "merged");
}

#[test]
fn asking_for_a_shard_again_does_nothing_and_a_damaged_one_is_named() {
    let bench = sharded();
    let part = parts(&bench).remove(2);
    let run = ["run", "s.toml", "-n", "1500", "--record", "runs", "-o", "parts", "--shard", "2/3"];
    let before = fs::read(bench.path(&part)).unwrap();
    let again = bench.run(&run).ended(0);
    assert!(again.stdout.contains("are there already"), "{}", again.stdout);
    assert_eq!(fs::read(bench.path(&part)).unwrap(), before);

    let mut flipped = before.clone();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 4;
    for (bytes, said) in [
        (flipped, "is damaged at byte"),
        (before[..before.len() - 1].to_vec(), "is cut short after"),
        (before[..before.len() / 2].to_vec(), "is cut short after"),
        (before[..10].to_vec(), "is no part of a study"),
        (before[..400].to_vec(), "its plan cannot be read"),
        (b"point_id,outcome\n".repeat(9), "is no part of a study"),
        ([&before[..], b"x"].concat(), "is damaged at byte"),
    ] {
        bench.write(&part, bytes);
        let answer = bench.run(&["merge", "parts", "-o", "merged"]).ended(3);
        let stderr = answer.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(stderr.contains(said), "{said}: {stderr}");
        assert!(stderr.contains("shard-2-of-3"), "{stderr}");
        bench.run(&["verify", &part]).ended(1);
        bench.run(&run).ended(2);
    }
    bench.run(&[&run[..], &["--force"]].concat()).ended(0);
    assert_eq!(fs::read(bench.path(&part)).unwrap(), before);
}

#[test]
fn parts_of_other_studies_are_turned_away_with_a_reason() {
    let bench = sharded();
    for (change, said) in [
        (&["--seed", "2"][..], "the seed (2 there, 1 here) differs"),
        (&["--set", "states.a.resolve=0.4"][..], "the scenario differs"),
        (&["-n", "1600"][..], "the number of runs"),
    ] {
        let run = ["run", "s.toml", "--record", "runs", "-o", "other", "--shard", "0/3", "--force"];
        let runs: &[&str] = if change[0] == "-n" { &[] } else { &["-n", "1500"] };
        let _ = fs::remove_dir_all(bench.path("other"));
        bench.run(&[&run[..], runs, change].concat()).ended(0);
        let answer = bench.run(&["merge", "parts", "other", "-o", "merged"]).ended(3);
        let stderr = answer.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(stderr.contains(said), "{stderr}");
    }
}

#[test]
fn shards_that_cannot_be_are_explained() {
    let bench = Bench::with(PAIR);
    for (arguments, said) in [
        (&["--shard", "3/3"][..], "numbered from 0/3 to 2/3"),
        (&["--shard", "three"][..], "a shard is written 3/64"),
        (&["--units", "5..3"][..], "is no list of units"),
        (&["--units", "1000"][..], "there is no unit 1000"),
        (&["--shard", "0/2", "--until", "half_width(war) <= 0.1"][..], "needs to see all runs"),
    ] {
        let answer = bench.run(&[&["run", "s.toml", "-n", "300"][..], arguments].concat()).ended(2);
        let stderr = answer.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(stderr.contains(said), "{stderr}");
    }
}

#[test]
fn every_kind_of_damage_to_results_is_found() {
    let bench = Bench::with(PAIR);
    bench.run(&["run", "s.toml", "-n", "300", "-o", "whole", "--record", "runs"]).ended(0);
    let sound = bench.run(&["verify", "whole"]).ended(0);
    assert!(sound.stdout.contains("sound (300 runs, 11 files"), "{}", sound.stdout);
    let runs = bench.read("whole/runs.csv");
    let lines: Vec<&str> = runs.lines().collect();
    let without = |left_out: usize| {
        let kept: Vec<&str> = [&lines[..left_out], &lines[left_out + 1..]].concat();
        kept.join("\r\n") + "\r\n"
    };
    let damage = [
        ("runs.csv", without(5), "row 4 has another number"),
        ("runs.csv", without(300), "has 299 rows, and should have 300"),
        ("runs.csv", runs.replacen("replicate", "replica", 1), "has the columns"),
        ("runs.csv", runs.replacen("no_strike", "no_stroke", 1), "its hash is another"),
        ("outcomes.csv", String::new(), "has 0 bytes"),
        ("stranger.csv", "a\r\n".to_owned(), "is not in manifest.json"),
    ];
    for (file, text, said) in damage {
        let path = bench.path("whole").join(file);
        let before = fs::read(&path).ok();
        fs::write(&path, text).unwrap();
        let answer = bench.run(&["verify", "whole"]).ended(1);
        let stderr = answer.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(stderr.contains(file) && stderr.contains(said), "{said}: {stderr}");
        match before {
            Some(bytes) => fs::write(&path, bytes).unwrap(),
            None => fs::remove_file(&path).unwrap(),
        }
    }
    fs::remove_file(bench.path("whole/acts.csv")).unwrap();
    assert!(bench.run(&["verify", "whole"]).ended(1).stderr.contains("acts.csv cannot be read"));
    bench.run(&["verify", "s.toml"]).ended(1);
    fs::create_dir(bench.path("empty")).unwrap();
    assert!(bench.run(&["verify", "empty"]).ended(2).stderr.contains("is no results folder"));
}
