//! Requests to `serve`, byte by byte, through the same server over a stream in memory.

use std::cell::OnceCell;
use std::time::Duration;

use offramp::model::Scenario;
use offramp::output::Origins;
use offramp::spec::{Document, Problem};
use offramp::studio::{Attendant, Bench, Guard, Subject, Token};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::runtime::Runtime;

/// Where the server believes to be.
const PORT: u16 = 8000;
/// What stands in an input for the token, which is new in each process.
const TOKEN: &[u8] = b"@TOKEN@";
/// Bytes that the stream holds on their way.
const BUFFER: usize = 1 << 16;
/// How often the server may go on before it is told that nothing more comes.
const TURNS: usize = 24;
/// How long an answer that is made elsewhere is waited for.
const PATIENCE: Duration = Duration::from_millis(2);

const PAIR: &str = "horizon_days = 3\n[states.a]\n[states.b]\n[relations.a.b]\ngrievance = 0.4\n";

struct Server {
    runtime: Runtime,
    attendant: Attendant,
    token: String,
}

/// The scenario with assignments, as `serve` makes it.
fn load(sets: &[String]) -> Result<Bench, Vec<Problem>> {
    let mut document = Document::parse("s.toml", PAIR.to_owned()).expect("TOML");
    let mut problems: Vec<Problem> =
        sets.iter().filter_map(|set| document.set(set).err().map(|problem| *problem)).collect();
    let (spec, of_form) = document.read();
    problems.extend(of_form);
    let scenario = Scenario::new(&spec)?;
    if problems.is_empty() {
        Ok(Bench { document, scenario, origins: Origins::new() })
    } else {
        Err(problems)
    }
}

impl Server {
    fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let token = Token::new().expect("random numbers");
        let subject = Subject {
            name: "s.toml".to_owned(),
            file: None,
            sets: Vec::new(),
            load: Box::new(load),
            folder: None,
            seed: 1,
            runs: 64,
            threads: 1,
        };
        let guard = Guard::new(PORT, token.clone());
        let attendant = runtime.block_on(async { Attendant::new(subject, guard) });
        Self { runtime, attendant, token: token.as_str().to_owned() }
    }

    /// What is answered to these bytes.
    fn answer(&self, request: &[u8], waits: bool) -> Vec<u8> {
        let (near, far) = tokio::io::duplex(BUFFER);
        let speak = async {
            let (mut reader, mut writer) = tokio::io::split(near);
            let mut answer = Vec::new();
            let say = async {
                // It may be turned away before all of it is said.
                let _ = writer.write_all(request).await;
                for _ in 0..TURNS {
                    tokio::task::yield_now().await;
                }
                if waits {
                    tokio::time::sleep(PATIENCE).await;
                }
                let _ = writer.shutdown().await;
            };
            let hear = async {
                let _ = reader.read_to_end(&mut answer).await;
            };
            tokio::select! {
                ((), ()) = async { tokio::join!(say, hear) } => {}
                // A stream of news goes on as long as there is any.
                () = tokio::time::sleep(PATIENCE * 10) => {}
            }
            answer
        };
        self.runtime.block_on(async {
            let (answer, ()) = tokio::join!(speak, self.attendant.attend(far));
            answer
        })
    }
}

thread_local! {
    static SERVER: OnceCell<Server> = const { OnceCell::new() };
}

/// A connection to `serve`; `@TOKEN@` stands for the token.
pub(super) fn http(bytes: &[u8]) {
    SERVER.with(|server| {
        let server = server.get_or_init(Server::new);
        let knows = bytes.windows(TOKEN.len()).any(|window| window == TOKEN);
        let request = replaced(bytes, server.token.as_bytes());
        let answer = server.answer(&request, knows);
        let text = String::from_utf8_lossy(&answer);
        assert!(answer.is_empty() || text.starts_with("HTTP/1."), "no answer of a server: {text}");
        assert!(!text.starts_with("HTTP/1.1 500"), "{text}");
        if !knows {
            // Whoever does not know the token is not told it, nor anything of the scenario.
            assert!(!text.contains(&server.token) && !text.contains("HTTP/1.1 200"), "{text}");
        }
    });
}

fn replaced(bytes: &[u8], token: &[u8]) -> Vec<u8> {
    let mut request = Vec::with_capacity(bytes.len() + token.len());
    let mut rest = bytes;
    while let Some(at) = rest.windows(TOKEN.len()).position(|window| window == TOKEN) {
        request.extend_from_slice(&rest[..at]);
        request.extend_from_slice(token);
        rest = &rest[at + TOKEN.len()..];
    }
    request.extend_from_slice(rest);
    request
}
