//! What can be asked for. Whatever is not listed here is not there.

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::rejection::JsonRejection;
use axum::extract::{DefaultBodyLimit, Path, Query, Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION, REFERRER_POLICY,
    RETRY_AFTER, SET_COOKIE, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Extension, Json, Router};
use serde::Deserialize;
use serde_json::json;
use tokio::sync::Semaphore;
use tokio_stream::wrappers::WatchStream;
use tokio_stream::{Stream, StreamExt};

use super::download::{self, NoFile};
use super::guard::Guard;
use super::job::{Job, News};
use super::places::Visit;
use super::seat::{self, Ask};
use super::setting::{Setting, Trouble};
use super::{Shared, describe, folder, tell};

/// Largest body of a request, in bytes.
const LARGEST_BODY: usize = 1 << 20;
/// A request must have come, and its answer begun, in this time.
const ANSWERED_IN: Duration = Duration::from_secs(60);
/// Settings that can be asked for at once; so many again come back every [`REFILLED`].
const BURST: usize = 100;
const REFILLED: Duration = Duration::from_secs(2);
/// Stories and files that are made at a time: each may take a core for seconds.
const AT_WORK: usize = 2;
/// Scenarios that are read at a time, which is soon done: a setting does not wait for stories.
const AT_READING: usize = 2;

/// What the page may do: nothing but what comes from here.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
                      base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/// What the page of a results folder may do: it holds its scripts and styles itself, and is shut off from the studio, whose cookie and
/// requests it cannot use.
const REPORT_POLICY: &str = "sandbox allow-scripts allow-downloads; default-src 'none'; script-src 'unsafe-inline'; \
                             style-src 'unsafe-inline'; img-src data: blob:; font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const INDEX: &str = include_str!("page/index.html");
const STYLE: &str = include_str!("page/studio.css");
const SCRIPT: &str = include_str!("page/studio.js");
const SEAT: &str = include_str!("page/seat.js");
const CHARTS: &str = include_str!("../output/html/charts.js");
const ECHARTS: &str = include_str!("../output/html/vendor/echarts.min.js");

/// What the handlers share.
#[derive(Clone)]
pub(super) struct Desk {
    studio: Shared,
    guard: Guard,
    /// Settings that may be asked for now.
    allowance: Arc<Semaphore>,
    at_work: Arc<Semaphore>,
    at_reading: Arc<Semaphore>,
}

/// All that can be asked for, with the guard before it.
pub(super) fn router(studio: Shared, guard: Guard) -> Router {
    let desk = Desk {
        studio,
        guard,
        allowance: Arc::new(Semaphore::new(BURST)),
        at_work: Arc::new(Semaphore::new(AT_WORK)),
        at_reading: Arc::new(Semaphore::new(AT_READING)),
    };
    tokio::spawn(refill(Arc::clone(&desk.allowance)));
    Router::new()
        .route("/", get(|| fixed("text/html; charset=utf-8", INDEX)))
        .route("/studio.css", get(|| fixed("text/css; charset=utf-8", STYLE)))
        .route("/studio.js", get(|| fixed("text/javascript; charset=utf-8", SCRIPT)))
        .route("/seat.js", get(|| fixed("text/javascript; charset=utf-8", SEAT)))
        .route("/charts.js", get(|| fixed("text/javascript; charset=utf-8", CHARTS)))
        .route("/echarts.js", get(|| fixed("text/javascript; charset=utf-8", ECHARTS)))
        .route("/api/scenario", get(scenario))
        .route("/api/batch", post(batch))
        .route("/api/stream/{job}", get(stream))
        .route("/api/story/{job}", get(story))
        .route("/api/seat", post(take_seat))
        .route("/download/{job}/{name}", get(take_away))
        .route("/results/{name}", get(result))
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(from_fn_with_state(desk.clone(), let_in))
        .with_state(desk)
}

/// Gives back, every so often, what settings took of the allowance.
async fn refill(allowance: Arc<Semaphore>) {
    let mut ticks = tokio::time::interval(REFILLED);
    loop {
        ticks.tick().await;
        allowance.add_permits(BURST.saturating_sub(allowance.available_permits()));
    }
}

#[derive(Deserialize)]
struct First {
    token: Option<String>,
}

/// The guard, and what every answer says of itself.
async fn let_in(
    State(desk): State<Desk>,
    Extension(visit): Extension<Arc<Visit>>,
    request: Request,
    next: Next,
) -> Response {
    let checked = checked(&desk.guard, &request);
    if checked.is_ok() {
        visit.is_known();
    }
    let answer = match checked {
        Ok(()) => tokio::time::timeout(ANSWERED_IN, next.run(request))
            .await
            .unwrap_or_else(|_| plain(StatusCode::REQUEST_TIMEOUT, "the request took too long")),
        Err(answer) => *answer,
    };
    marked(answer)
}

fn checked(guard: &Guard, request: &Request) -> Result<(), Box<Response>> {
    let headers = request.headers();
    let path = request.uri().path();
    guard.check_target(request.uri()).map_err(|(status, text)| Box::new(plain(status, text)))?;
    guard.check_origin(headers, path).map_err(|(status, text)| Box::new(plain(status, text)))?;
    if path == "/favicon.ico" {
        return Err(Box::new(StatusCode::NO_CONTENT.into_response()));
    }
    let asked = Query::<First>::try_from_uri(request.uri()).ok().and_then(|query| query.0.token);
    if let (Some(token), "/", &Method::GET) = (&asked, path, request.method())
        && guard.is_token(token)
    {
        let mut answer = StatusCode::SEE_OTHER.into_response();
        answer.headers_mut().insert(LOCATION, HeaderValue::from_static("/"));
        if let Ok(cookie) = HeaderValue::from_str(&guard.cookie()) {
            answer.headers_mut().insert(SET_COOKIE, cookie);
        }
        return Err(Box::new(answer));
    }
    if !guard.knows(headers) {
        let text = "Open the address that `offramp serve` printed: it holds the token without which nothing is shown.\n";
        return Err(Box::new(plain(StatusCode::FORBIDDEN, text)));
    }
    Ok(())
}

fn marked(mut answer: Response) -> Response {
    let marks: [(HeaderName, &'static str); 7] = [
        (CONTENT_SECURITY_POLICY, POLICY),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "no-referrer"),
        (X_FRAME_OPTIONS, "DENY"),
        (CACHE_CONTROL, "no-store"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ];
    for (name, value) in marks {
        answer.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    answer
}

fn plain(status: StatusCode, text: &'static str) -> Response {
    (status, [(CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
}

fn fixed(mime: &'static str, text: &'static str) -> Ready<Response> {
    ready(([(CONTENT_TYPE, mime)], text).into_response())
}

fn troubles(status: StatusCode, troubles: &[Trouble]) -> Response {
    (status, Json(json!({ "problems": troubles }))).into_response()
}

fn not_there() -> Response {
    plain(StatusCode::NOT_FOUND, "there is nothing here")
}

/// Does work that takes a core, when there is one, apart from the thread that waits for connections.
async fn worked<T: Send + 'static>(
    desk: &Desk,
    places: &Arc<Semaphore>,
    work: impl FnOnce(&Shared) -> T + Send + 'static,
) -> Result<T, Response> {
    let permit = Arc::clone(places).acquire_owned().await;
    let studio = Arc::clone(&desk.studio);
    let done = tokio::task::spawn_blocking(move || {
        let _permit = permit;
        work(&studio)
    });
    done.await.map_err(|_| plain(StatusCode::INTERNAL_SERVER_ERROR, "that failed; the terminal says why"))
}

async fn scenario(State(desk): State<Desk>) -> Result<Response, Response> {
    let described = worked(&desk, &desk.at_reading, |studio| describe::describe(&studio.subject)).await?;
    Ok(match described {
        Ok(described) => Json(described).into_response(),
        Err(list) => troubles(StatusCode::UNPROCESSABLE_ENTITY, &list),
    })
}

/// What a request holds, if it can be read and there have not been too many.
fn admitted<T>(desk: &Desk, held: Result<Json<T>, JsonRejection>) -> Result<T, Box<Response>> {
    let Json(held) = held
        .map_err(|rejection| troubles(rejection.status(), &[Trouble::of_request(rejection.body_text())]))
        .map_err(Box::new)?;
    let Ok(permit) = desk.allowance.try_acquire() else {
        let mut answer = troubles(StatusCode::TOO_MANY_REQUESTS, &[Trouble::of_request("too much at once")]);
        answer.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("2"));
        return Err(Box::new(answer));
    };
    permit.forget();
    Ok(held)
}

async fn batch(
    State(desk): State<Desk>,
    setting: Result<Json<Setting>, JsonRejection>,
) -> Result<Response, Response> {
    let setting = admitted(&desk, setting).map_err(|answer| *answer)?;
    let begun = worked(&desk, &desk.at_reading, |studio| studio.desk.begin(setting, &studio.subject)).await?;
    Ok(match begun {
        Ok(job) => Json(json!({ "job": job.id })).into_response(),
        Err(list) => troubles(StatusCode::UNPROCESSABLE_ENTITY, &list),
    })
}

async fn take_seat(
    State(desk): State<Desk>,
    ask: Result<Json<Ask>, JsonRejection>,
) -> Result<Response, Response> {
    let ask = admitted(&desk, ask).map_err(|answer| *answer)?;
    let told = worked(&desk, &desk.at_work, move |studio| seat::sit(&studio.subject, &ask)).await?;
    Ok(match told {
        Ok(told) => Json(told).into_response(),
        Err(list) => troubles(StatusCode::UNPROCESSABLE_ENTITY, &list),
    })
}

fn find(desk: &Desk, id: u64) -> Option<Arc<Job>> {
    desk.studio.desk.job(id)
}

/// What a job comes to, whenever that changes. A reader that is too slow misses pictures, and never the last.
async fn stream(
    State(desk): State<Desk>,
    Path(id): Path<u64>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Response> {
    let news = WatchStream::new(find(&desk, id).ok_or_else(not_there)?.news());
    let events = news.filter_map(|news| match news {
        News::Waiting => None,
        News::Picture(text) => Some(Event::default().event("picture").data(text)),
        News::CalledOff => Some(Event::default().event("off").data("{}")),
    });
    let ended = tokio_stream::once(Event::default().event("end").data("{}"));
    Ok(Sse::new(events.chain(ended).map(Ok)).keep_alive(KeepAlive::default()))
}

#[derive(Deserialize)]
struct Which {
    outcome: String,
}

async fn story(
    State(desk): State<Desk>,
    Path(id): Path<u64>,
    Query(which): Query<Which>,
) -> Result<Response, Response> {
    let job = find(&desk, id).ok_or_else(not_there)?;
    let tale = worked(&desk, &desk.at_work, move |_| tell::tell(&job, &which.outcome)).await?;
    Ok(match tale {
        Ok(tale) => Json(tale).into_response(),
        Err(trouble) => troubles(StatusCode::UNPROCESSABLE_ENTITY, &[trouble]),
    })
}

async fn take_away(
    State(desk): State<Desk>,
    Path((id, name)): Path<(u64, String)>,
) -> Result<Response, Response> {
    let job = find(&desk, id).ok_or_else(not_there)?;
    let made =
        worked(&desk, &desk.at_work, move |studio| download::file(&studio.subject, &job, &name)).await?;
    Ok(match made {
        Ok(file) => {
            let mut headers = HeaderMap::new();
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(file.mime));
            headers.insert(CONTENT_DISPOSITION, attachment(&file.name));
            (headers, Body::from(file.bytes)).into_response()
        }
        Err(NoFile::Unknown) => not_there(),
        Err(NoFile::NotYet) => plain(StatusCode::CONFLICT, "not all runs are played yet"),
        Err(NoFile::Impossible(trouble)) => troubles(StatusCode::UNPROCESSABLE_ENTITY, &[trouble]),
    })
}

/// A file's name as a browser is told it: what could end the header or the quotes is left out.
fn attachment(name: &str) -> HeaderValue {
    let safe: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || "._-".contains(*c)).collect();
    HeaderValue::from_str(&format!("attachment; filename=\"{safe}\""))
        .unwrap_or(HeaderValue::from_static("attachment"))
}

/// A file of the results folder.
async fn result(State(desk): State<Desk>, Path(name): Path<String>) -> Result<Response, Response> {
    let is_page = name == folder::PAGE;
    let headers = attachment(&name);
    let read = move |studio: &Shared| studio.subject.folder.as_ref().and_then(|folder| folder.read(&name));
    let Some(Ok(bytes)) = worked(&desk, &desk.at_work, read).await? else { return Err(not_there()) };
    let mut answer = Body::from(bytes).into_response();
    let list = answer.headers_mut();
    if is_page {
        list.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        list.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(REPORT_POLICY));
    } else {
        list.insert(CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
        list.insert(CONTENT_DISPOSITION, headers);
    }
    Ok(answer)
}
