//! A thousand connections that are never done: everybody else is served all the same.

use std::io::Write;
use std::net::TcpStream;

use serde_json::json;

use super::client::Server;
use crate::cli::{Bench, PAIR};

/// Connections in all, of four kinds, and handles that are left to the other tests of this process.
const CROWD: usize = 1000;
const KINDS: usize = 4;
const LEFT: usize = 600;

/// Connections of each kind: a quarter of all, or as many as the system lets this process hold.
#[expect(clippy::print_stderr, reason = "what is not tested must be seen")]
fn each() -> usize {
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files")).unwrap_or_default();
    let most: usize = line.split_whitespace().next().map_or(LEFT, |word| word.parse().unwrap_or(usize::MAX));
    let crowd = CROWD.min(most.saturating_sub(LEFT)).max(200);
    if crowd < CROWD {
        eprintln!(
            "SMALLER: {crowd} connections instead of {CROWD}, since this process may open {most} files"
        );
    }
    crowd / KINDS
}

/// Opens so many connections and sends a beginning on each.
fn crowd(server: &Server, each: usize, beginning: &str) -> Vec<TcpStream> {
    (0..each)
        .map(|_| {
            let mut stream = server.connect();
            // It may have been turned away before that.
            let _ = stream.write_all(beginning.as_bytes());
            stream
        })
        .collect()
}

#[test]
fn a_thousand_slow_connections_keep_nobody_waiting() {
    let bench = Bench::with(PAIR);
    let server = Server::start(&bench.path(""), &["s.toml", "-n", "100"]);
    let (host, cookie) = (server.host(), server.cookie());
    let job = server.play(&json!({ "page": "long", "runs": 100 })).0;
    let kinds: [String; KINDS] = [
        String::new(),
        format!("GET / HTTP/1.1\r\n{host}\r\nX-Slow: "),
        format!(
            "POST /api/batch HTTP/1.1\r\n{host}\r\n{cookie}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{{"
        ),
        format!("GET /api/stream/{job} HTTP/1.1\r\n{host}\r\n{cookie}\r\n\r\n"),
    ];
    let (each, mut waiting) = (each(), Vec::new());
    for (number, beginning) in kinds.iter().enumerate() {
        waiting.push(crowd(&server, each, beginning));
        // While they wait, all that a page does works.
        let (_, pictures) = server.play(&json!({ "page": format!("page {number}"), "runs": 100 }));
        assert_eq!(pictures.last().unwrap()["n"], 100);
        assert_eq!(server.get("/").status, 200);
        assert_eq!(server.get("/api/scenario").json()["title"], "Two rivals");
    }
    #[cfg(target_os = "linux")]
    {
        let handles = std::fs::read_dir(format!("/proc/{}/fd", server.id())).unwrap().count();
        assert!(handles < 220, "{handles} handles are held");
    }
}
