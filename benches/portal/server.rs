//! The real program, serving a demo office on a port of its own.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

/// Makes a demo with results.
pub fn demo(dir: &Path) {
    let made = Command::new(env!("CARGO_BIN_EXE_choucha"))
        .args(["--lang", "en", "demo", "--results"])
        .arg(dir.join("demo"))
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
}

pub struct Server {
    child: Child,
    pub address: String,
}

impl Server {
    pub fn start(office: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_choucha"))
            .args(["--lang", "en", "serve", "--listen", "127.0.0.1:0", "--office"])
            .arg(office)
            .stderr(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        while !line.contains("http://") {
            line.clear();
            assert!(said.read_line(&mut line).unwrap() > 0, "the portal did not open");
        }
        // Whatever it says later must not fill the pipe.
        std::thread::spawn(move || said.read_to_end(&mut Vec::new()));
        let address = line.split("http://").nth(1).unwrap();
        let address = address.split('/').next().unwrap().to_owned();
        Self { child, address }
    }

    /// The page's bytes once it is there.
    pub fn until_open(&self, path: &str) -> Vec<u8> {
        for _ in 0..600 {
            let (status, body) = get(&self.address, path);
            if status == 200 {
                return body;
            }
            sleep(Duration::from_millis(200));
        }
        panic!("{path} never came");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = Command::new("kill").arg(self.child.id().to_string()).status();
        let _ = self.child.wait();
    }
}

/// Status and body; 0 where there was no answer.
pub fn get(address: &str, path: &str) -> (u16, Vec<u8>) {
    let ask = || -> std::io::Result<Vec<u8>> {
        let mut stream = TcpStream::connect(address)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        write!(stream, "GET {path} HTTP/1.1\r\nhost: bench\r\nconnection: close\r\n\r\n")?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        Ok(answer)
    };
    let answer = ask().unwrap_or_default();
    let head = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap_or(answer.len());
    let status = String::from_utf8_lossy(&answer[..head]);
    let status = status.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
    (status, answer.get(head + 4..).unwrap_or_default().to_vec())
}
