//! Engines that are started for the tests.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use libtest_mimic::{Completion, Failed};

use crate::support::root;

/// A kind of engine.
pub struct Engine {
    pub name: &'static str,
    /// Whether it reads RDF 1.2.
    pub rdf12: bool,
    /// Whether readers see the old graph or the new one while it is replaced: by PUT, and by updates.
    pub is_atomic: [bool; 2],
    /// Lines of `[engines.NAME]`, beside the addresses.
    pub auth: &'static str,
    pub secret: &'static str,
    /// Paths of query, update and Graph Store.
    paths: [&'static str; 3],
    is_installed: fn() -> bool,
    start: fn(&Path) -> std::io::Result<(Child, u16)>,
}

/// What Jena is started with.
const TOKEN: &str = "a-Geheimnis";

pub static ENGINES: [Engine; 3] = [
    Engine {
        name: "oxigraph",
        rdf12: true,
        is_atomic: [true, true],
        auth: "",
        secret: "none",
        paths: ["/query", "/update", "/store"],
        is_installed: || oxigraph().exists(),
        start: start_oxigraph,
    },
    Engine {
        name: "virtuoso",
        rdf12: false,
        is_atomic: [false, true],
        auth: "auth = \"digest\"\nuser = \"dba\"\npassword-env = \"ENGINE_SECRET\"\n",
        secret: "dba",
        paths: ["/sparql", "/sparql-auth", "/sparql-graph-crud-auth"],
        is_installed: || on_path("virtuoso-t"),
        start: start_virtuoso,
    },
    Engine {
        name: "jena",
        rdf12: false,
        is_atomic: [true, true],
        auth: "auth = \"bearer\"\ntoken-env = \"ENGINE_SECRET\"\n",
        secret: TOKEN,
        paths: ["/query", "/update", "/data"],
        is_installed: || on_path("java") && jena().exists(),
        start: start_jena,
    },
];

/// One that runs, with its data; both go away with it.
pub struct Server {
    pub engine: &'static Engine,
    pub port: u16,
    process: Child,
    _folder: tempfile::TempDir,
}

impl Server {
    /// Starts an engine, and waits until it answers; nothing if it isn't installed.
    pub fn start(engine: &'static Engine) -> Option<Arc<Server>> {
        if !(engine.is_installed)() {
            return None;
        }
        let folder = tempfile::tempdir().expect("a folder can be made");
        let (process, port) =
            (engine.start)(folder.path()).expect("an engine that is there can be started");
        let server = Server {
            engine,
            port,
            process,
            _folder: folder,
        };
        server.wait();
        Some(Arc::new(server))
    }

    fn wait(&self) {
        let limit = Instant::now() + Duration::from_secs(120);
        while Instant::now() < limit {
            if self
                .ask("SELECT * WHERE { ?s <a:none> ?o } LIMIT 1")
                .is_ok()
            {
                return;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("{} does not answer", self.engine.name);
    }

    /// Query, update and Graph Store, by way of a port.
    pub fn addresses(&self, port: u16) -> [String; 3] {
        self.engine
            .paths
            .map(|path| format!("http://127.0.0.1:{port}{path}"))
    }

    /// Asks a SELECT, without citable, and gives its rows as JSON.
    pub fn ask(&self, query: &str) -> Result<Vec<serde_json::Value>, Failed> {
        let body = format!("query={}", citable::iri::percent_encode(query));
        let request = format!(
            "POST {} HTTP/1.0\r\nHost: 127.0.0.1\r\nAccept: application/sparql-results+json\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            self.engine.paths[0],
            body.len(),
        );
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        stream.write_all(request.as_bytes())?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        let answer = String::from_utf8(answer)?;
        let (head, body) = answer.split_once("\r\n\r\n").ok_or("no HTTP")?;
        if head.split(' ').nth(1) != Some("200") {
            return Err(answer.clone().into());
        }
        let body = match head
            .to_ascii_lowercase()
            .contains("transfer-encoding: chunked")
        {
            true => unchunked(body)?,
            false => body.to_owned(),
        };
        let json: serde_json::Value = serde_json::from_str(&body)?;
        let rows = json["results"]["bindings"].as_array();
        Ok(rows.ok_or("no rows")?.clone())
    }
}

/// Takes a body out of its chunks (RFC 9112, section 7.1).
fn unchunked(body: &str) -> Result<String, Failed> {
    let (mut whole, mut rest) = (String::new(), body);
    loop {
        let (size, after) = rest.split_once("\r\n").ok_or("a chunk has no size")?;
        let size = usize::from_str_radix(size.trim(), 16)?;
        if size == 0 {
            return Ok(whole);
        }
        whole.push_str(after.get(..size).ok_or("a chunk is cut")?);
        rest = after.get(size + 2..).ok_or("a chunk is cut")?;
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// What becomes of a trial whose engine isn't there.
pub fn missing(name: &str) -> Result<Completion, Failed> {
    let message = format!("{name} is not installed: tests/engines/install");
    match std::env::var_os("CITABLE_REQUIRE_READERS") {
        Some(_) => Err(message.into()),
        None => Ok(Completion::ignored_with(message)),
    }
}

fn target(path: &str) -> PathBuf {
    root().join("target/readers").join(path)
}

fn oxigraph() -> PathBuf {
    target("engines/bin/oxigraph")
}

/// Where the resources of Jena's own Xerces stand, which Debian packages where nobody finds them.
fn jena() -> PathBuf {
    target("jena")
}

fn on_path(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

/// A port that nobody has.
pub fn free_port() -> std::io::Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

fn quiet(command: &mut Command) -> &mut Command {
    command.stdout(Stdio::null()).stderr(Stdio::null())
}

fn start_oxigraph(folder: &Path) -> std::io::Result<(Child, u16)> {
    let port = free_port()?;
    let mut command = Command::new(oxigraph());
    command
        .args(["serve", "--location"])
        .arg(folder)
        .args(["--bind", &format!("127.0.0.1:{port}")]);
    Ok((quiet(&mut command).spawn()?, port))
}

fn start_virtuoso(folder: &Path) -> std::io::Result<(Child, u16)> {
    let (port, sql) = (free_port()?, free_port()?);
    let at = folder.display();
    let settings = format!(
        "[Database]\nDatabaseFile = {at}/v.db\nErrorLogFile = {at}/v.log\nLockFile = {at}/v.lck\n\
         TransactionFile = {at}/v.trx\nxa_persistent_file = {at}/v.pxa\nErrorLogLevel = 7\nFileExtend = 200\n\
         [TempDatabase]\nDatabaseFile = {at}/t.db\nTransactionFile = {at}/t.trx\n\
         [Parameters]\nServerPort = 127.0.0.1:{sql}\nDisableUnixSocket = 1\nServerThreads = 20\n\
         CheckpointInterval = 0\nNumberOfBuffers = 4000\nMaxDirtyBuffers = 2000\n\
         [HTTPServer]\nServerPort = 127.0.0.1:{port}\nServerRoot = {at}\nServerThreads = 10\nEnabledDavVSP = 0\n\
         [SPARQL]\nResultSetMaxRows = 100000\n"
    );
    fs::write(folder.join("v.ini"), settings)?;
    let mut command = Command::new("virtuoso-t");
    command
        .args(["+foreground", "+configfile"])
        .arg(folder.join("v.ini"))
        .current_dir(folder);
    Ok((quiet(&mut command).spawn()?, port))
}

fn start_jena(folder: &Path) -> std::io::Result<(Child, u16)> {
    let class_path = format!("{}:/usr/share/java/*", jena().display());
    let mut process = Command::new("java")
        .args(["-Xmx1g", "-cp", &class_path])
        .arg(root().join("tests/engines/Jena.java"))
        .arg(folder)
        .arg(TOKEN)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let mut line = String::new();
    if let Some(out) = process.stdout.take() {
        BufReader::new(out).read_line(&mut line)?;
    }
    let port = line.trim().parse().map_err(std::io::Error::other)?;
    Ok((process, port))
}
