//! The server: one address of this machine, and a limit on the time that each connection may take.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};

use super::desk::Desk;
use super::guard::{Guard, Token, TokenError};
use super::places::{Places, Visit};
use super::{Studio, Subject, routes};

/// A request's headers must have come in this time; so long, too, may a connection be idle.
const HEADERS_IN: Duration = Duration::from_secs(5);
/// A connection may last so long: one that is never read does not hold its place for ever. A stream that is cut off is taken up again by
/// the browser.
const CONNECTION: Duration = Duration::from_secs(600);
/// Largest headers of a request, in bytes.
const LARGEST_HEADERS: usize = 16 * 1024;

/// The page cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The port is taken, or may not be used.
    #[error("port {port} of 127.0.0.1 cannot be used: {source}")]
    Port {
        /// Which port.
        port: u16,
        /// What the system says.
        source: io::Error,
    },
    /// There is no token.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// The system does not let it run.
    #[error("the server cannot run: {0}")]
    System(#[from] io::Error),
}

/// An address that is taken and not served yet.
pub struct Bound {
    listener: TcpListener,
    guard: Guard,
}

/// Takes a port of 127.0.0.1, any that is free for 0, and makes a token for it.
///
/// # Errors
/// If the port cannot be had, or the system has no random numbers.
pub fn bind(port: u16) -> Result<Bound, ServeError> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let listener = TcpListener::bind(address).map_err(|source| ServeError::Port { port, source })?;
    listener.set_nonblocking(true)?;
    let guard = Guard::new(listener.local_addr()?.port(), Token::new()?);
    Ok(Bound { listener, guard })
}

impl Bound {
    /// Where the page is, with the token.
    pub fn address(&self) -> String {
        self.guard.address()
    }

    /// Answers the page until the process ends.
    ///
    /// # Errors
    /// If the system does not let it run.
    pub fn serve(self, subject: Subject) -> Result<(), ServeError> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build()?;
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(self.listener)?;
            accept(&listener, &Attendant::new(subject, self.guard)).await;
            Ok(())
        })
    }
}

/// Answers whoever is connected, however that came about: a port is one way, a stream in memory another.
#[derive(Clone)]
pub struct Attendant {
    router: axum::Router,
    places: Arc<Places>,
}

impl Attendant {
    /// For a page about this subject, behind this guard.
    ///
    /// # Panics
    /// Outside of a runtime of tokio.
    pub fn new(subject: Subject, guard: Guard) -> Self {
        let studio = Arc::new(Studio { subject, desk: Desk::default() });
        Self { router: routes::router(studio, guard), places: Arc::default() }
    }

    /// Answers requests until the other end has gone, says something that is no request, or has taken too long.
    pub async fn attend(&self, stream: impl AsyncRead + AsyncWrite + Unpin) {
        self.attend_to(stream, self.places.visit()).await;
    }

    async fn attend_to(&self, stream: impl AsyncRead + AsyncWrite + Unpin, visit: Arc<Visit>) {
        // The guard tells the visit when it has seen the token.
        let service = TowerToHyperService::new(self.router.clone().layer(Extension(Arc::clone(&visit))));
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEADERS_IN)
            .max_buf_size(LARGEST_HEADERS)
            .serve_connection(TokioIo::new(stream), service);
        // What goes wrong with a connection concerns nobody but the one at its other end.
        let _ = tokio::time::timeout(CONNECTION, connection).await;
        drop(visit);
    }
}

async fn accept(listener: &tokio::net::TcpListener, attendant: &Attendant) {
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // Out of file handles, most likely: some will be free soon.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let _ = stream.set_nodelay(true);
        let visit = attendant.places.visit();
        let number = visit.number();
        let own = attendant.clone();
        let task = tokio::spawn(async move { own.attend_to(stream, visit).await });
        attendant.places.take(number, task.abort_handle());
    }
}
