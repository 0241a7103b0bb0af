//! The way in, by HTTP/1.1: routes, limits, and who may ask from a browser.
//!
//! All that is answered is the project's to read by whoever can reach the address, and nothing changes anything. Pages of any
//! origin may ask, as the specification wants (CORS). What comes in is bounded: headers, bodies and how long they take, and
//! how many connections are open.

use std::future::Future;
use std::io;
use std::net::TcpListener;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, FromRequest, Path, RawQuery, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use serde_json::Value;
use tokio::sync::Semaphore;
use tower_http::cors::{Any, CorsLayer};

use super::form::Form;
use super::suggest::Kind;
use super::{Catalogue, Live, Refusal, read};

/// The longest body, in bytes.
const LARGEST: usize = 1 << 20;
/// The longest request line with all headers, in bytes: queries may stand in a URL.
const HEAD: usize = 64 << 10;
/// How long a client may take for its headers, and for its body.
const PATIENCE: Duration = Duration::from_secs(10);
/// How many connections are open at once; more wait.
const CONNECTIONS: usize = 64;
/// How many requests are answered at once.
const WORKERS: usize = 4;
/// How long answers may take that are under way when the service stops.
const FAREWELL: Duration = Duration::from_secs(5);

/// What all requests share.
struct Door {
    live: Live,
    /// Where the service is reached.
    address: String,
}

/// What is sent.
enum Reply {
    Json(Value),
    Html(String),
}

type Answer = Result<Reply, Refusal>;

/// Answers requests that come to a listener, until `stop` is done; then what is under way is answered still.
pub fn serve<S: Future<Output = ()>>(
    listener: TcpListener,
    live: Live,
    stop: impl FnOnce() -> S,
) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .max_blocking_threads(WORKERS)
        .build()?;
    let address = format!("http://{}", listener.local_addr()?);
    listener.set_nonblocking(true)?;
    let door = Arc::new(Door { live, address });
    let served = runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        accept(&listener, router(door), stop()).await
    });
    runtime.shutdown_timeout(FAREWELL);
    served
}

fn router(door: Arc<Door>) -> Router {
    let cors = CorsLayer::new()
        .allow_origin(Any)
        .allow_methods(Any)
        .allow_headers(Any);
    Router::new()
        .route("/", get(asked).post(posted))
        .route("/suggest/{kind}", get(suggest))
        .route("/flyout/{kind}", get(flyout))
        .route("/preview", get(preview))
        .route("/properties", get(properties))
        .fallback(|| async {
            refuse(&Refusal::not_found(
                "there is nothing here: the manifest is at /",
            ))
        })
        .method_not_allowed_fallback(|| async {
            let detail = "GET is answered, and POST at /";
            refuse(&Refusal::new(StatusCode::METHOD_NOT_ALLOWED, detail))
        })
        .layer(DefaultBodyLimit::max(LARGEST))
        .layer(cors)
        .with_state(door)
}

async fn accept(
    listener: &tokio::net::TcpListener,
    router: Router,
    stop: impl Future<Output = ()>,
) -> io::Result<()> {
    let mut builder = http1::Builder::new();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(PATIENCE)
        .max_buf_size(HEAD);
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    let graceful = GracefulShutdown::new();
    let mut stop = pin!(stop);
    loop {
        let next = async {
            let permit = room.clone().acquire_owned().await;
            (permit, listener.accept().await)
        };
        let (permit, accepted) = tokio::select! {
            next = next => next,
            () = &mut stop => break,
        };
        let Ok((stream, _)) = accepted else {
            // The system has no more files for us, or whoever asked is gone already.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let service = TowerToHyperService::new(router.clone());
        let connection = builder.serve_connection(TokioIo::new(stream), service);
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            // What breaks is the client's connection, and nobody else's.
            let _ = connection.await;
            drop(permit);
        });
    }
    let _ = tokio::time::timeout(FAREWELL, graceful.shutdown()).await;
    Ok(())
}

async fn asked(State(door): State<Arc<Door>>, RawQuery(query): RawQuery) -> Response {
    match Form::read(query.unwrap_or_default().as_bytes()) {
        Ok(form) => endpoint(door, form, true).await,
        Err(refusal) => refuse(&refusal),
    }
}

async fn posted(State(door): State<Arc<Door>>, request: Request) -> Response {
    match body(request).await.and_then(|bytes| Form::read(&bytes)) {
        Ok(form) => endpoint(door, form, false).await,
        Err(refusal) => refuse(&refusal),
    }
}

/// The body of a form.
async fn body(request: Request) -> Result<Bytes, Refusal> {
    const FORM: &str = "application/x-www-form-urlencoded";
    let media_type = media_type(request.headers());
    if media_type != FORM {
        let detail =
            format!("a body is a form ({FORM}) with `queries` or `extend`, not `{media_type}`");
        return Err(Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, detail));
    }
    match tokio::time::timeout(PATIENCE, Bytes::from_request(request, &())).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(wrong)) => Err(Refusal::new(wrong.status(), wrong.body_text())),
        Err(_) => {
            let detail = format!("the body took longer than {} s", PATIENCE.as_secs());
            Err(Refusal::new(StatusCode::REQUEST_TIMEOUT, detail))
        }
    }
}

fn media_type(headers: &HeaderMap) -> String {
    let value = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let bare = value
        .unwrap_or_default()
        .split(';')
        .next()
        .unwrap_or_default();
    bare.trim().to_ascii_lowercase()
}

/// The manifest, candidates, or values, as the parameters say.
async fn endpoint(door: Arc<Door>, form: Form, may_be_manifest: bool) -> Response {
    answer(door, form, move |door, catalogue, form| {
        match (form.get("queries")?, form.get("extend")?) {
            (Some(_), Some(_)) => Err(Refusal::bad("`queries` and `extend` don't go together")),
            (Some(queries), None) => Ok(Reply::Json(catalogue.reconcile(&read::batch(queries)?)?)),
            (None, Some(extend)) => Ok(Reply::Json(catalogue.extend(&read::extension(extend)?)?)),
            (None, None) if may_be_manifest => Ok(Reply::Json(
                catalogue.manifest(&door.address, &door.live.title),
            )),
            (None, None) => Err(Refusal::bad("a form has `queries` or `extend`")),
        }
    })
    .await
}

async fn suggest(
    State(door): State<Arc<Door>>,
    Path(kind): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    with_form(door, query, move |_, catalogue, form| {
        let cursor = form.number("cursor")?.unwrap_or(0);
        Ok(Reply::Json(catalogue.suggest(
            kind_of(&kind)?,
            form.need("prefix")?,
            cursor,
        )?))
    })
    .await
}

async fn flyout(
    State(door): State<Arc<Door>>,
    Path(kind): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    with_form(door, query, move |_, catalogue, form| {
        Ok(Reply::Json(
            catalogue.flyout(kind_of(&kind)?, form.need("id")?)?,
        ))
    })
    .await
}

async fn preview(State(door): State<Arc<Door>>, RawQuery(query): RawQuery) -> Response {
    with_form(door, query, |_, catalogue, form| {
        Ok(Reply::Html(catalogue.preview(form.need("id")?)?))
    })
    .await
}

async fn properties(State(door): State<Arc<Door>>, RawQuery(query): RawQuery) -> Response {
    with_form(door, query, |_, catalogue, form| {
        let class = form.get("type")?.filter(|class| !class.is_empty());
        Ok(Reply::Json(
            catalogue.propose(class, form.number("limit")?)?,
        ))
    })
    .await
}

fn kind_of(name: &str) -> Result<Kind, Refusal> {
    Kind::named(name)
        .ok_or_else(|| Refusal::not_found("entity, property and type can be suggested"))
}

async fn with_form(
    door: Arc<Door>,
    query: Option<String>,
    work: impl FnOnce(&Door, &Catalogue, &Form) -> Answer + Send + 'static,
) -> Response {
    match Form::read(query.unwrap_or_default().as_bytes()) {
        Ok(form) => answer(door, form, work).await,
        Err(refusal) => refuse(&refusal),
    }
}

/// Has a request answered by a thread that may take its time.
async fn answer(
    door: Arc<Door>,
    form: Form,
    work: impl FnOnce(&Door, &Catalogue, &Form) -> Answer + Send + 'static,
) -> Response {
    let answered = tokio::task::spawn_blocking(move || {
        let callback = callback(&form)?;
        let reply = work(&door, &door.live.catalogue(), &form)?;
        Ok(send(reply, callback))
    });
    match answered.await {
        Ok(Ok(response)) => response,
        Ok(Err(refusal)) => refuse(&refusal),
        Err(_) => {
            let detail = "this could not be answered, by a mistake of citable's";
            refuse(&Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, detail))
        }
    }
}

/// The function that an answer is handed to, for old clients (JSONP).
fn callback(form: &Form) -> Result<Option<String>, Refusal> {
    const LONGEST: usize = 100;
    let Some(name) = form.get("callback")? else {
        return Ok(None);
    };
    let is_start = |c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '$');
    let is_name = |part: &str| {
        part.starts_with(is_start) && part.chars().all(|c| is_start(c) || c.is_ascii_digit())
    };
    if name.len() <= LONGEST && name.split('.').all(is_name) {
        return Ok(Some(name.to_owned()));
    }
    Err(Refusal::bad("`callback` is the name of a function"))
}

fn send(reply: Reply, callback: Option<String>) -> Response {
    const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";
    let sniff = (header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    match (reply, callback) {
        (Reply::Html(html), _) => {
            let kind = (header::CONTENT_TYPE, "text/html; charset=utf-8");
            (
                [kind, sniff, (header::CONTENT_SECURITY_POLICY, POLICY)],
                html,
            )
                .into_response()
        }
        (Reply::Json(value), None) => {
            let kind = (header::CONTENT_TYPE, "application/json");
            ([kind, sniff], value.to_string()).into_response()
        }
        (Reply::Json(value), Some(callback)) => {
            // These end a line in older JavaScript, though not in JSON.
            let json = value
                .to_string()
                .replace('\u{2028}', "\\u2028")
                .replace('\u{2029}', "\\u2029");
            let kind = (header::CONTENT_TYPE, "text/javascript; charset=utf-8");
            ([kind, sniff], format!("/**/{callback}({json});")).into_response()
        }
    }
}

fn refuse(refusal: &Refusal) -> Response {
    let kind = (header::CONTENT_TYPE, "application/problem+json");
    (refusal.status, [kind], refusal.to_json().to_string()).into_response()
}
