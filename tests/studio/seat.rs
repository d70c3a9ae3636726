//! A person in a state's seat on the page: the game of `play`, kept by the page as text.

use serde_json::{Value, json};

use super::client::Server;
use crate::browser::Browser;
use crate::cli::{Bench, PAIR};

fn server(arguments: &[&str]) -> (Bench, Server) {
    let bench = Bench::with(PAIR);
    let server = Server::start(&bench.path(""), arguments);
    (bench, server)
}

fn told(server: &Server, ask: &Value) -> Value {
    let reply = server.post("/api/seat", ask);
    assert_eq!(reply.status, 200, "{}", reply.text());
    reply.json()
}

fn refused(server: &Server, ask: &Value) -> String {
    let reply = server.post("/api/seat", ask);
    assert_eq!(reply.status, 422, "{}", reply.text());
    reply.json()["problems"][0]["what"].as_str().unwrap().to_owned()
}

/// Waits until the game is over.
fn to_the_end(server: &Server, mut page: Value) -> Value {
    while page["over"].is_null() {
        page = told(server, &json!({ "game": page["game"], "order": { "wait": {} } }));
    }
    page
}

#[test]
fn a_game_is_the_game_of_the_terminal() {
    let (bench, server) = server(&["s.toml", "--seed", "5"]);
    let begun = told(&server, &json!({ "start": { "seat": "a", "run": 3 }, "toward": "b", "advisers": 20 }));
    assert_eq!(
        (&begun["name"], &begun["moves"], &begun["branches"]),
        (&json!("Aland"), &json!(0), &json!(20))
    );
    let options = begun["options"].as_array().unwrap();
    let sum: f64 = options.iter().map(|line| line["probability"].as_f64().unwrap()).sum();
    assert!((sum - 1.0).abs() < 1e-4, "{sum}");
    assert!(options.iter().all(|line| line["chances"].as_array().unwrap().len() == 4));
    // The strongest option there is, and then nothing more.
    let strongest = options.len() - 2;
    let pick = json!({ "pick": { "toward": "b", "alternative": options[strongest]["alternative"] } });
    let picked = told(&server, &json!({ "game": begun["game"], "order": pick }));
    assert_eq!(picked["moves"], 1);
    let last = to_the_end(&server, picked);
    let game = last["game"].as_str().unwrap();
    bench.write("kept.toml", game);
    let shown = bench.run(&["play", "--load", "kept.toml", "--advisers", "0", "--runs", "20"]).ended(0);
    let outcome = last["over"]["outcome"].as_str().unwrap().to_lowercase();
    assert!(
        shown.stdout.to_lowercase().contains(&format!("outcome: {outcome}")),
        "{outcome}: {}",
        shown.stdout
    );
    // As a scenario, whose run is the game.
    let script = told(&server, &json!({ "game": game, "script": true }));
    bench.write("script.toml", script["script"].as_str().unwrap());
    let traced = bench.run(&["trace", "script.toml", "--seed", "5", "--run", "3"]).ended(0);
    assert!(traced.stdout.to_lowercase().contains(&outcome), "{}", traced.stdout);
}

#[test]
fn moves_can_be_taken_back_and_a_debrief_looks_back_on_all() {
    let (_bench, server) = server(&["s.toml"]);
    let begun = told(&server, &json!({ "start": { "seat": "b" } }));
    let waited = told(&server, &json!({ "game": begun["game"], "order": { "wait": { "days": 2 } } }));
    assert_ne!(waited["game"], begun["game"]);
    let back = told(&server, &json!({ "game": waited["game"], "order": "undo" }));
    assert_eq!((&back["game"], &back["briefing"]), (&begun["game"], &begun["briefing"]));
    let last = to_the_end(&server, waited);
    assert!(last["briefing"].is_null() && last["over"]["debrief"].is_null());
    let page = told(&server, &json!({ "game": last["game"], "debrief": true, "advisers": 10 }));
    let debrief = &page["over"]["debrief"];
    assert_eq!(debrief["runs"], 2000);
    let shares = debrief["outcomes"].as_array().unwrap().iter();
    let sum: f64 = shares.map(|line| line["share"]["value"].as_f64().unwrap()).sum();
    assert!((sum - 1.0).abs() < 1e-9, "{sum}");
}

#[test]
fn the_setting_of_the_sliders_is_what_is_played() {
    let (bench, server) = server(&["s.toml", "--set", "states.a.resolve=0.3"]);
    let set = "states.b.assertiveness=0.9";
    let begun = told(&server, &json!({ "start": { "seat": "a", "sets": [set] } }));
    let game = begun["game"].as_str().unwrap();
    bench.write("kept.toml", game);
    assert!(game.contains("states.a.resolve=0.3") && game.contains(set), "{game}");
    // The terminal goes on with it: what both came to is the same scenario.
    bench.run(&["play", "--load", "kept.toml", "--advisers", "0", "-q"]).ended(0);
    let other = game.replace("b.assertiveness=0.9", "b.assertiveness=0.8");
    assert!(refused(&server, &json!({ "game": other })).contains("another scenario"));
}

#[test]
fn what_cannot_be_is_said() {
    let (_bench, server) = server(&["s.toml"]);
    assert!(refused(&server, &json!({})).contains("a game or the start"));
    assert!(refused(&server, &json!({ "start": { "seat": "nobody" } })).contains("no state `nobody`"));
    assert!(refused(&server, &json!({ "game": "x = 1" })).contains("no saved game"));
    let begun = told(&server, &json!({ "start": { "seat": "a" } }));
    let pick = |toward: &str, alternative: u64| json!({ "game": begun["game"], "order": { "pick": { "toward": toward, "alternative": alternative } } });
    assert!(refused(&server, &pick("a", 0)).contains("no relation to `a`"));
    assert!(refused(&server, &pick("b", 10_000)).contains("not open to you"));
    assert!(refused(&server, &json!({ "game": begun["game"], "order": "undo" })).contains("no move"));
    assert_eq!(server.post("/api/seat", &json!({ "start": { "seat": "a" }, "cheat": true })).status, 422);
    let many = begun["game"].as_str().unwrap().replace("moves = []\n", "")
        + &"[[moves]]\nday = 0\nact = \"wait\"\n".repeat(1_001);
    assert!(refused(&server, &json!({ "game": many })).contains("more than 1000 moves"));
}

#[test]
fn a_game_is_played_in_a_browser() {
    let Some(browser) = Browser::start(1280) else { return };
    let (_bench, server) = server(&["s.toml", "-n", "200"]);
    browser.open(&server.address());
    browser.wait("document.querySelectorAll('#seats option').length === 2");
    browser.script("document.getElementById('sit').click()");
    // Nothing presses on the first day; the other state is looked at all the same.
    browser.wait("document.querySelector('#neighbours button')");
    browser.script("document.querySelector('#neighbours button').click()");
    browser.wait("document.querySelectorAll('#options tbody tr').length > 2");
    browser.wait("document.getElementById('advisers').textContent.includes('branches')");
    assert_eq!(
        browser
            .script("return document.querySelector('#options tbody td:nth-child(3)').textContent.length > 0"),
        true
    );
    browser.script("document.querySelector('#options button.small').click()");
    assert_eq!(browser.script("return document.querySelector('#options tbody tr:nth-child(2)').textContent.includes('Answer expected')"), true);
    // The last option but one is the strongest.
    browser.script("document.querySelector('#options tbody tr:nth-last-child(2) button').click()");
    browser.wait("!document.getElementById('take-back').disabled");
    // The game outlives the page.
    browser.script("location.reload()");
    browser.wait("document.getElementById('resume') && !document.getElementById('resume').hidden");
    browser.script("document.getElementById('resume').click()");
    browser.wait("!document.getElementById('take-back').disabled");
    for _ in 0..100 {
        let is_over = browser.script("return !document.getElementById('look-back').hidden");
        if is_over == true {
            break;
        }
        browser.script("window.before = document.getElementById('seat-title').textContent; document.getElementById('wait').click()");
        browser.wait("document.getElementById('seat-title').textContent !== window.before");
    }
    browser.wait("document.getElementById('debrief').textContent.includes('runs of the model alone')");
    assert_eq!(browser.script("return document.querySelectorAll('#game-story li').length > 0"), true);
    assert_eq!(browser.complaints(), Vec::<String>::new());
}
