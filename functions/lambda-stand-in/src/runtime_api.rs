//! Lambda's runtime API, as far as a function uses it: it requests the next event, and responds or fails.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

/// The function's response to an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Success, with this result.
    Done(String),
    /// Failure, with this error.
    Failed(String),
}

/// What the listener received.
enum Seen {
    Asked,
    Answered(Answer),
}

/// A runtime API on a port of this machine, for one function, which uses one connection at a time.
pub struct RuntimeApi {
    address: SocketAddr,
    events: Sender<(String, u64)>,
    seen: Receiver<Seen>,
}

impl RuntimeApi {
    /// Starts to listen. The thread lives as long as the process: it waits for connections without cost.
    ///
    /// # Errors
    /// If there is no free port.
    pub fn start() -> std::io::Result<RuntimeApi> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let (events, waiting) = channel();
        let (tell, seen) = channel();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // A disconnect in the middle of a request does not affect the next one.
                let _ = serve(&stream, &waiting, &tell);
            }
        });
        Ok(RuntimeApi { address, events, seen })
    }

    /// The value of `AWS_LAMBDA_RUNTIME_API`.
    pub fn address(&self) -> String {
        self.address.to_string()
    }

    /// Waits until the function requests its first event: it has started.
    ///
    /// # Errors
    /// If it does not within this time.
    pub fn wait_until_asked(&self, patience: Duration) -> Result<(), RecvTimeoutError> {
        loop {
            if let Seen::Asked = self.seen.recv_timeout(patience)? {
                return Ok(());
            }
        }
    }

    /// Sends an event to the function, with a deadline in milliseconds after the start of 1970, and waits for
    /// its response.
    ///
    /// # Errors
    /// If there is no response within this time.
    pub fn invoke(
        &self,
        event: &str,
        deadline_milliseconds: u64,
        patience: Duration,
    ) -> Result<Answer, RecvTimeoutError> {
        // The thread outlives this, so there is always a listener.
        let _ = self.events.send((event.to_owned(), deadline_milliseconds));
        loop {
            if let Seen::Answered(answer) = self.seen.recv_timeout(patience)? {
                return Ok(answer);
            }
        }
    }
}

/// Serves the requests of one connection until it ends.
fn serve(stream: &TcpStream, waiting: &Receiver<(String, u64)>, tell: &Sender<Seen>) -> std::io::Result<()> {
    let mut input = BufReader::new(stream.try_clone()?);
    let mut output = stream.try_clone()?;
    while let Some((path, body)) = request(&mut input)? {
        if path.ends_with("/invocation/next") {
            let _ = tell.send(Seen::Asked);
            let Ok((event, deadline)) = waiting.recv() else { return Ok(()) };
            let headers = format!(
                "Lambda-Runtime-Aws-Request-Id: 6c1f2d3a-0000-4000-8000-000000000001\r\n\
                 Lambda-Runtime-Deadline-Ms: {deadline}\r\n\
                 Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:eu-west-1:123456789012:function:local\r\n\
                 Lambda-Runtime-Trace-Id: Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700\r\n"
            );
            respond(&mut output, "200 OK", &headers, &event)?;
        } else {
            let answer = if path.ends_with("/error") { Answer::Failed(body) } else { Answer::Done(body) };
            let _ = tell.send(Seen::Answered(answer));
            respond(&mut output, "202 Accepted", "", "{\"status\":\"OK\"}")?;
        }
    }
    Ok(())
}

/// The path and the body of the next request, if there is one.
fn request(input: &mut BufReader<TcpStream>) -> std::io::Result<Option<(String, String)>> {
    let (mut first, mut length, mut chunked) = (String::new(), 0, false);
    if input.read_line(&mut first)? == 0 {
        return Ok(None);
    }
    loop {
        let mut line = String::new();
        input.read_line(&mut line)?;
        let line = line.trim().to_ascii_lowercase();
        if line.is_empty() {
            break;
        }
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or(0);
        }
        chunked |= line == "transfer-encoding: chunked";
    }
    let body = if chunked { chunks(input)? } else { exactly(input, length)? };
    let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
    Ok(Some((path, String::from_utf8_lossy(&body).into_owned())))
}

fn exactly(input: &mut BufReader<TcpStream>, length: usize) -> std::io::Result<Vec<u8>> {
    let mut body = vec![0; length];
    input.read_exact(&mut body)?;
    Ok(body)
}

/// A chunked body.
fn chunks(input: &mut BufReader<TcpStream>) -> std::io::Result<Vec<u8>> {
    let mut body = vec![];
    loop {
        let mut line = String::new();
        input.read_line(&mut line)?;
        let length = usize::from_str_radix(line.trim(), 16).unwrap_or(0);
        body.extend(exactly(input, length)?);
        input.read_line(&mut line)?;
        if length == 0 {
            return Ok(body);
        }
    }
}

fn respond(output: &mut TcpStream, status: &str, headers: &str, body: &str) -> std::io::Result<()> {
    let length = body.len();
    let head = "Content-Type: application/json\r\n";
    write!(output, "HTTP/1.1 {status}\r\n{head}{headers}Content-Length: {length}\r\n\r\n{body}")?;
    output.flush()
}
