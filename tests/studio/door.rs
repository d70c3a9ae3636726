//! Who is let in: requests byte by byte.

use std::io::{Read, Write};
use std::time::Duration;

use serde_json::json;

use super::client::Server;
use crate::cli::{Bench, PAIR};

const PATHS: [&str; 6] = [
    "/",
    "/studio.js",
    "/api/scenario",
    "/api/stream/0",
    "/download/0/outcomes.csv",
    "/results/outcomes.csv",
];

fn server() -> (Bench, Server) {
    let bench = Bench::with(PAIR);
    let server = Server::start(&bench.path(""), &["s.toml", "-n", "100"]);
    (bench, server)
}

#[test]
fn nothing_is_shown_without_the_token_and_the_favicon_says_nothing() {
    let (_bench, server) = server();
    let (host, wrong) = (server.host(), format!("Cookie: offramp_{}={}", server.port, "0".repeat(64)));
    for path in PATHS {
        for headers in [&[host.as_str()][..], &[&host, &wrong], &[&host, "X-Offramp-Token: x"]] {
            let reply = server.ask(&format!("GET {path}"), headers, "");
            assert_eq!(reply.status, 403, "{path}");
            assert!(!reply.text().contains("Two rivals") && reply.text().contains("offramp serve"));
        }
    }
    assert_eq!(server.ask("GET /?token=abc", &[&host], "").status, 403);
    let post = server.ask(
        "POST /api/batch",
        &[&host, "Content-Type: application/json"],
        "{\"page\":\"p\",\"runs\":1}",
    );
    assert_eq!(post.status, 403);
    let favicon = server.ask("GET /favicon.ico", &[&host], "");
    assert_eq!((favicon.status, favicon.body.len()), (204, 0));
}

#[test]
fn the_token_in_the_address_becomes_a_cookie_that_no_script_and_no_other_site_can_use() {
    let (_bench, server) = server();
    let first = server.ask(&format!("GET /?token={}", server.token), &[&server.host()], "");
    assert_eq!((first.status, first.header("location")), (303, Some("/")));
    let cookie = first.header("set-cookie").unwrap();
    assert_eq!(
        cookie,
        format!("offramp_{}={}; httponly; samesite=strict; path=/", server.port, server.token)
    );
    assert_eq!(server.get("/").status, 200);
    let by_header = server.ask("GET /", &[&server.host(), &format!("X-Offramp-Token: {}", server.token)], "");
    assert_eq!(by_header.status, 200);
    assert!(server.token.len() == 64 && server.token.chars().all(|c| c.is_ascii_hexdigit()));
}

#[test]
fn other_hosts_and_other_pages_are_turned_away_even_with_the_token() {
    let (_bench, server) = server();
    let (host, cookie) = (server.host(), server.cookie());
    for other in ["evil.example", "127.0.0.1", "localhost", "0.0.0.0", "[::1]"] {
        let other = format!(
            "Host: {other}{}",
            if other == "evil.example" { format!(":{}", server.port) } else { String::new() }
        );
        assert_eq!(server.ask("GET /", &[&other, &cookie], "").status, 421, "{other}");
    }
    assert_eq!(server.ask("GET /", &[&cookie], "").status, 421, "no host");
    assert_eq!(server.ask("GET /", &[&host, "Host: evil.example", &cookie], "").status, 421, "two hosts");
    let body = json!({ "page": "p", "runs": 1 }).to_string();
    for origin in ["http://evil.example", "null", &format!("https://127.0.0.1:{}", server.port)] {
        let headers =
            [host.as_str(), &cookie, "Content-Type: application/json", &format!("Origin: {origin}")];
        assert_eq!(server.ask("POST /api/batch", &headers, &body).status, 403, "{origin}");
    }
    let own = format!("Origin: http://127.0.0.1:{}", server.port);
    let headers = [host.as_str(), &cookie, "Content-Type: application/json", &own];
    assert_eq!(server.ask("POST /api/batch", &headers, &body).status, 200);
    for site in ["same-site", "cross-site"] {
        let headers = [host.as_str(), &cookie, &format!("Sec-Fetch-Site: {site}")];
        assert_eq!(server.ask("GET /api/scenario", &headers, "").status, 403, "{site}");
    }
    let name = format!("Host: localhost:{}", server.port);
    assert_eq!(server.ask("GET /", &[&name, &cookie], "").status, 200);
}

#[test]
fn every_answer_says_what_a_page_may_do() {
    let (_bench, server) = server();
    let refused = server.ask("GET /", &[&server.host()], "");
    for reply in [server.get("/"), server.get("/nothing"), server.get("/api/scenario"), refused] {
        let policy = reply.header("content-security-policy").unwrap();
        for part in
            ["default-src 'none'", "script-src 'self'", "connect-src 'self'", "frame-ancestors 'none'"]
        {
            assert!(policy.contains(part), "{policy}");
        }
        assert!(!policy.contains("unsafe"));
        assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(reply.header("referrer-policy"), Some("no-referrer"));
        assert_eq!(reply.header("x-frame-options"), Some("deny"));
        assert_eq!(reply.header("cache-control"), Some("no-store"));
        assert!(!reply.head.contains("access-control-allow"));
    }
}

#[test]
fn what_is_not_there_is_not_there() {
    let (_bench, server) = server();
    for path in [
        "/index.html",
        "/../Cargo.toml",
        "/%2e%2e/s.toml",
        "/s.toml",
        "/api",
        "/api/stream/99",
        "/api/stream/x",
        "/download/99/outcomes.csv",
        "/results/outcomes.csv",
        "/results/..%2fs.toml",
        "//etc/passwd",
    ] {
        let status = server.get(path).status;
        assert!([400, 404].contains(&status), "{path}: {status}");
    }
    for line in ["DELETE /", "PUT /api/batch", "GET /api/batch", "POST /api/scenario", "OPTIONS /api/batch"] {
        assert_eq!(server.ask(line, &[&server.host(), &server.cookie()], "").status, 405, "{line}");
    }
}

#[test]
fn requests_have_limits() {
    let (_bench, server) = server();
    let (host, cookie) = (server.host(), server.cookie());
    let plain = server.ask(
        "POST /api/batch",
        &[&host, &cookie, "Content-Type: text/plain"],
        "{\"page\":\"p\",\"runs\":1}",
    );
    assert_eq!(plain.status, 415);
    assert_eq!(server.ask("POST /api/batch", &[&host, &cookie], "{}").status, 415);
    let large = format!("{{\"page\":\"{}\"}}", "x".repeat((1 << 20) + 1));
    assert_eq!(
        server.ask("POST /api/batch", &[&host, &cookie, "Content-Type: application/json"], &large).status,
        413
    );
    let broken =
        server.ask("POST /api/batch", &[&host, &cookie, "Content-Type: application/json"], "{\"page\":");
    assert_eq!(broken.status, 400);
    assert!(broken.json()["problems"][0]["what"].as_str().unwrap().contains("JSON"));
    let long = format!("X-Long: {}", "x".repeat(64 * 1024));
    assert_eq!(server.ask("GET /", &[&host, &cookie, &long], "").status, 431);
    let many = server.post("/api/batch", &json!({ "page": "p", "runs": 1_000_000_000_u64 }));
    assert_eq!(many.status, 422);
}

#[test]
fn a_flood_of_settings_is_slowed_down() {
    let (_bench, server) = server();
    let setting = json!({ "page": "p", "runs": 1, "sets": ["nothing"] });
    let statuses: Vec<u16> = (0..600).map(|_| server.post("/api/batch", &setting).status).collect();
    assert!(statuses[..5].iter().all(|&status| status == 422), "{statuses:?}");
    let slowed = statuses.iter().filter(|&&status| status == 429).count();
    assert!(slowed > 0, "none of {} was turned away", statuses.len());
    assert!(statuses.iter().all(|status| [422, 429].contains(status)));
}

#[test]
fn readers_that_never_read_and_writers_that_never_end_keep_nobody_waiting() {
    let (_bench, server) = server();
    let job =
        server.post("/api/batch", &json!({ "page": "slow", "runs": 5000 })).json()["job"].as_u64().unwrap();
    let mut idle = Vec::new();
    for number in 0..20 {
        let mut stream = server.connect();
        if number % 2 == 0 {
            write!(
                stream,
                "GET /api/stream/{job} HTTP/1.1\r\n{}\r\n{}\r\n\r\n",
                server.host(),
                server.cookie()
            )
            .unwrap();
        } else {
            write!(stream, "POST /api/batch HTTP/1.1\r\n{}\r\nContent-Length: 100\r\n", server.host())
                .unwrap();
        }
        idle.push(stream);
    }
    let (_, pictures) = server.play(&json!({ "page": "quick", "runs": 100 }));
    assert_eq!(pictures.last().unwrap()["n"], 100);
    // Headers that never end are not waited for.
    let mut unfinished = idle.remove(1);
    unfinished.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    let mut rest = Vec::new();
    assert!(unfinished.read_to_end(&mut rest).is_ok());
    assert!(rest.is_empty() || String::from_utf8_lossy(&rest).contains(" 408 "));
}

#[test]
fn it_listens_on_this_machine_alone() {
    let (_bench, server) = server();
    // Every address of 127.0.0.0/8 is this machine, and a server on all addresses would answer on any.
    let other =
        std::net::TcpStream::connect_timeout(&(([127, 0, 0, 2], server.port).into()), Duration::from_secs(2));
    assert!(other.is_err());
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_it_cleanly() {
    let (_bench, mut server) = server();
    let id = server.child().id().to_string();
    assert!(std::process::Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    assert_eq!(server.child().wait().unwrap().code(), Some(0));
}
