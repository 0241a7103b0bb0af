//! A way to an engine that can be cut.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// Hands on what comes, in both directions.
pub struct Proxy {
    pub port: u16,
    state: Arc<State>,
}

struct State {
    to: u16,
    is_over: AtomicBool,
    is_closed: AtomicBool,
    streams: Mutex<Vec<TcpStream>>,
}

impl Proxy {
    /// A way to a port of this machine, by a port of its own.
    pub fn to(to: u16, port: u16) -> io::Result<Proxy> {
        let listener = TcpListener::bind(("127.0.0.1", port))?;
        listener.set_nonblocking(true)?;
        let port = listener.local_addr()?.port();
        let state = Arc::new(State {
            to,
            is_over: AtomicBool::new(false),
            is_closed: AtomicBool::new(false),
            streams: Mutex::default(),
        });
        let listening = Arc::clone(&state);
        thread::spawn(move || listening.listen(&listener));
        Ok(Proxy { port, state })
    }

    /// Cuts whatever is under way, and lets nobody in for a while.
    pub fn cut(&self, pause: Duration) {
        self.state.is_closed.store(true, SeqCst);
        self.state.cut();
        thread::sleep(pause);
        self.state.cut();
        self.state.is_closed.store(false, SeqCst);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.state.is_over.store(true, SeqCst);
        self.state.cut();
    }
}

impl State {
    fn listen(&self, listener: &TcpListener) {
        while !self.is_over.load(SeqCst) {
            match listener.accept() {
                Ok((stream, _)) if !self.is_closed.load(SeqCst) => {
                    let _ = self.hand_on(stream);
                }
                Ok(_) => {}
                Err(_) => thread::sleep(Duration::from_millis(2)),
            }
        }
    }

    fn hand_on(&self, from: TcpStream) -> io::Result<()> {
        from.set_nonblocking(false)?;
        let to = TcpStream::connect(("127.0.0.1", self.to))?;
        for (mut from, mut to) in [(from.try_clone()?, to.try_clone()?), (to, from)] {
            self.streams
                .lock()
                .expect("nobody panics with it")
                .push(from.try_clone()?);
            thread::spawn(move || {
                let mut buffer = [0; 4096];
                while let Ok(read @ 1..) = from.read(&mut buffer) {
                    if to.write_all(&buffer[..read]).is_err() {
                        break;
                    }
                }
                let _ = to.shutdown(Shutdown::Both);
                let _ = from.shutdown(Shutdown::Both);
            });
        }
        Ok(())
    }

    fn cut(&self) {
        for stream in self
            .streams
            .lock()
            .expect("nobody panics with it")
            .drain(..)
        {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}
