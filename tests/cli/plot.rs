//! `plot`: one chart of results for print.

use std::fs;

use super::{Bench, PAIR};

/// Width of the drawing as the file says it.
fn width(svg: &str) -> &str {
    let (_, after) = svg.split_once("width=\"").unwrap();
    after.split_once('"').unwrap().0
}

#[test]
fn charts_of_a_run_are_drawn_with_what_they_rest_on() {
    let bench = Bench::with(PAIR);
    bench.run(&["run", "s.toml", "-n", "200", "-q", "-o", "r"]).ended(0);
    for (what, says) in [
        ("outcomes", "Wilson intervals of 95"),
        ("fan", "An incident at the border"),
        ("drivers", "decisions"),
    ] {
        let file = format!("{what}.svg");
        bench.run(&["plot", "r", "--what", what, "-o", &file]).ended(0);
        let svg = bench.read(&file);
        assert!(svg.starts_with("<svg") && svg.ends_with("</svg>\n"), "{what}");
        assert_eq!(width(&svg), "84.00mm", "{what}");
        assert!(svg.contains("n = 200 runs"), "{what}");
        let texts = svg.split('<').filter_map(|tag| tag.split_once('>')).map(|(_, text)| text);
        let words = texts.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ");
        assert!(words.contains(says), "{what}: {words}");
    }
    bench.run(&["plot", "r", "--what", "outcomes", "--width", "174", "-o", "wide.svg"]).ended(0);
    assert_eq!(width(&bench.read("wide.svg")), "174.00mm");
    let twice = ["plot", "r", "--what", "fan", "-o", "fan.svg"];
    assert!(bench.run(&twice).ended(2).stderr.contains("exists"));
    let before = bench.read("fan.svg");
    bench.run(&[&twice[..], &["--force"]].concat()).ended(0);
    assert_eq!(bench.read("fan.svg"), before, "the same results give the same drawing");
}

#[test]
fn a_picture_is_as_large_as_its_width_and_its_points_to_the_inch_say() {
    let bench = Bench::with(PAIR);
    bench.run(&["run", "s.toml", "-n", "40", "-q", "-o", "r"]).ended(0);
    bench.run(&["plot", "r", "--what", "outcomes", "--dpi", "100", "-o", "o.png"]).ended(0);
    let bytes = fs::read(bench.path("o.png")).unwrap();
    assert_eq!(&bytes[..8], b"\x89PNG\r\n\x1a\n");
    let across = u32::from_be_bytes(bytes[16..20].try_into().unwrap());
    // 84 mm at 100 points to the inch are 330.7.
    assert!((329..=333).contains(&across), "{across} points across");
}

#[test]
fn what_a_folder_does_not_have_is_refused_with_what_it_has() {
    let bench = Bench::with(PAIR);
    bench.run(&["run", "s.toml", "-n", "40", "-q", "-o", "r"]).ended(0);
    let refused =
        |arguments: &[&str]| bench.run(&[&["plot", "r", "-o", "x.svg"], arguments].concat()).ended(2).stderr;
    let told = refused(&["--what", "tornado"]);
    assert!(
        told.contains("there is no tornado in these results; what there is: outcomes, fan, drivers"),
        "{told}"
    );
    let told = refused(&["--what", "drivers", "--of", "nobody"]);
    assert!(told.contains("there is no drivers of `nobody`; there are: `"), "{told}");
    let told = bench.run(&["plot", "r", "--what", "fan", "-o", "x.gif"]).ended(2).stderr;
    assert!(told.contains("must end in .svg or .png"), "{told}");
    assert!(!bench.path("x.svg").exists());
}

#[test]
fn sweeps_and_tornados_have_charts_of_their_own() {
    let bench = Bench::with(PAIR);
    let vary = ["--vary", "states.a.tempo=0.2:0.8:2", "--vary", "states.b.resolve=0.2:0.8:3"];
    bench.run(&[&["sweep", "s.toml", "-n", "40", "-q", "-o", "g"][..], &vary].concat()).ended(0);
    bench.run(&["plot", "g", "--what", "heatmap", "--of", "no strike", "-o", "g.svg"]).ended(0);
    let svg = bench.read("g.svg");
    assert!(svg.contains("states.b.resolve") && svg.contains("40 runs at each point"), "{svg}");
    bench.run(&["sensitivity", "s.toml", "--method", "tornado", "-n", "40", "-q", "-o", "t"]).ended(0);
    bench.run(&["plot", "t", "--what", "tornado", "-o", "t.svg"]).ended(0);
    assert!(bench.read("t.svg").contains("states.a.resolve"));
}
