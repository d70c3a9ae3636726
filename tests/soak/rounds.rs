//! A round: what people do with the studio and the commands, and the work by which rounds are compared.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};

use super::commands::{self, Dice};
use super::gauge::Gauge;
use super::series::Sample;
use crate::cli::PAIR;
use crate::studio::Server;
use crate::support::any_scenario;

/// Settings by which rounds are compared, and runs of each. As many as are kept at a time, so that nothing else is.
const REFERENCES: usize = 6;
const REFERENCE_RUNS: u64 = 600;
/// Random settings in a round, and most runs of each.
const SETTINGS: u64 = 5;
const MOST_RUNS: u64 = 300;

/// The soak, between two rounds.
pub(super) struct Rounds {
    program: PathBuf,
    folder: tempfile::TempDir,
    server: Server,
    gauge: Gauge,
    scenarios: TestRunner,
    dice: Dice,
    /// Handles and threads of the server at rest.
    rest: Option<(u64, u64)>,
    pub(super) requests: usize,
    pub(super) commands: usize,
}

impl Rounds {
    /// Starts the server that is there to the end.
    pub(super) fn begin(program: &Path) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("pair.toml"), PAIR).unwrap();
        std::fs::create_dir(folder.path().join("temporary")).unwrap();
        let server = serve(program, folder.path(), "pair.toml");
        let gauge = Gauge(server.id());
        let luck = TestRng::from_seed(RngAlgorithm::ChaCha, &[11; 32]);
        let scenarios = TestRunner::new_with_rng(Config::default(), luck);
        let program = program.to_owned();
        Self {
            program,
            folder,
            server,
            gauge,
            scenarios,
            dice: Dice(1),
            rest: None,
            requests: 0,
            commands: 0,
        }
    }

    /// Plays a round and looks at what it left behind.
    pub(super) fn play(&mut self) -> Sample {
        let text = any_scenario().new_tree(&mut self.scenarios).unwrap().current();
        std::fs::write(self.folder.path().join("any.toml"), text).unwrap();
        for number in 0..SETTINGS {
            self.setting(number);
        }
        self.refusals();
        self.passing_server();
        self.commands += commands::any(&self.program, self.folder.path(), &mut self.dice);
        let (setting, waited) = self.references();
        let (command, peak) = commands::reference(&self.program, self.folder.path());
        self.commands += 1;
        let (handles, threads) = self.gauge.at_rest(self.rest);
        self.rest.get_or_insert((handles, threads));
        let litter = std::fs::read_dir(self.folder.path().join("temporary")).unwrap().count();
        Sample { memory: self.gauge.memory(), handles, threads, setting, waited, command, peak, litter }
    }

    /// Ends the server as a person does, which must succeed.
    pub(super) fn end(mut self) {
        interrupt(&mut self.server);
    }

    /// A random setting of one of two pages; what becomes of it depends on its number.
    fn setting(&mut self, number: u64) {
        let page = format!("page {}", self.dice.below(2));
        let first = self.dice.below(4);
        let other = (first + 1 + self.dice.below(3)) % 4;
        let sets = [self.assignment(first), self.assignment(other)];
        let mut setting = json!({ "page": page, "runs": 1 + self.dice.below(MOST_RUNS), "sets": sets });
        if number % 2 == 1 {
            setting["baseline"] = json!([self.assignment(first)]);
        }
        match number {
            // Read to the end, and files made of it.
            0 | 1 => {
                let (job, pictures) = self.server.play(&setting);
                self.take_away(job, pictures.last().unwrap());
            }
            // The reader goes away.
            2 => {
                let job = self.started(&setting);
                let mut stream = self.server.connect();
                let lines =
                    [format!("GET /api/stream/{job} HTTP/1.1"), self.server.host(), self.server.cookie()];
                write!(stream, "{}\r\n\r\n", lines.join("\r\n")).unwrap();
                let mut some = [0; 64];
                assert!(stream.read(&mut some).unwrap() > 0);
            }
            // Called off by the next, or not read at all.
            _ => {
                self.started(&setting);
            }
        }
        self.requests += 2;
    }

    fn started(&self, setting: &Value) -> u64 {
        let reply = self.server.post("/api/batch", setting);
        assert_eq!(reply.status, 200, "{setting}: {}", reply.text());
        reply.json()["job"].as_u64().unwrap()
    }

    fn assignment(&mut self, what: u64) -> String {
        let number = self.dice.below(1001) as f64 / 1000.0;
        match what {
            0 => format!("states.a.resolve={number}"),
            1 => format!("states.b.assertiveness={number}"),
            2 => format!("relations.a.b.grievance={number}"),
            _ => format!("horizon_days={}", 5 + self.dice.below(56)),
        }
    }

    fn take_away(&mut self, job: u64, picture: &Value) {
        let rows = picture["outcomes"].as_array().unwrap();
        let often = rows.iter().max_by_key(|row| row["count"].as_u64()).unwrap()["key"].as_str().unwrap();
        let story = format!("story-{often}.md");
        for name in [
            "outcomes.csv",
            "timeline.csv",
            "results.xlsx",
            "report.html",
            "scenario.toml",
            "variant.toml",
            &story,
        ] {
            let reply = self.server.get(&format!("/download/{job}/{name}"));
            assert_eq!(reply.status, 200, "{name}: {}", reply.text());
            self.requests += 1;
        }
    }

    /// What is turned away must leave nothing behind either.
    fn refusals(&mut self) {
        let server = &self.server;
        let host = server.host();
        let asked = [
            server.ask("GET /", &[&host], "").status,
            server.ask("GET /", &["Host: evil.example", &server.cookie()], "").status,
            server.get("/download/999999/outcomes.csv").status,
            server
                .post("/api/batch", &json!({ "page": "p", "runs": 1, "sets": ["states.z.resolve=2"] }))
                .status,
            server.raw("no request\r\n\r\n").status,
        ];
        assert_eq!(asked, [403, 421, 404, 422, 400]);
        self.requests += asked.len();
    }

    /// A server of a random scenario, for one setting.
    fn passing_server(&mut self) {
        let mut server = serve(&self.program, self.folder.path(), "any.toml");
        let (_, pictures) = server.play(&json!({ "page": "p", "runs": 40 }));
        assert_eq!(pictures.last().unwrap()["n"], 40);
        interrupt(&mut server);
        self.requests += 2;
    }

    /// The settings by which rounds are compared: seconds of the processor, and by the clock.
    fn references(&mut self) -> (f64, f64) {
        let (before, begun) = (self.gauge.seconds(), Instant::now());
        for number in 0..REFERENCES {
            let set = format!("states.a.resolve=0.{number}");
            let (_, pictures) =
                self.server.play(&json!({ "page": "reference", "runs": REFERENCE_RUNS, "sets": [set] }));
            assert_eq!(pictures.last().unwrap()["n"], REFERENCE_RUNS);
        }
        self.requests += 2 * REFERENCES;
        (self.gauge.seconds() - before, begun.elapsed().as_secs_f64())
    }
}

fn serve(program: &Path, folder: &Path, file: &str) -> Server {
    let mut command = std::process::Command::new(program);
    command.current_dir(folder).env("TMPDIR", folder.join("temporary")).args(["serve", "--no-open", file]);
    Server::of(command)
}

fn interrupt(server: &mut Server) {
    let id = server.id().to_string();
    assert!(std::process::Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    assert_eq!(server.child().wait().unwrap().code(), Some(0));
}
