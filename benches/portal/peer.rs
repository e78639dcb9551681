//! nginx, serving the very bytes of a draw page from a file.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use crate::server::{Server, get};

const PORT: &str = "127.0.0.1:18321";
const SECONDS: &str = "5s";

struct Nginx(Child);

impl Drop for Nginx {
    fn drop(&mut self) {
        let _ = Command::new("kill").arg(self.0.id().to_string()).status();
        let _ = self.0.wait();
    }
}

fn nginx(page: &[u8], dir: &Path) -> Option<Nginx> {
    let root = dir.join("nginx");
    fs::create_dir_all(root.join("www")).unwrap();
    fs::write(root.join("www/draw.html"), page).unwrap();
    // As its packages come, but for the log of every request.
    let conf = format!(
        "daemon off; master_process on; worker_processes auto; pid {root}/pid; error_log {root}/error.log;\n\
         events {{ worker_connections 1024; }}\n\
         http {{ access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000; types {{ text/html html; }}\n\
         client_body_temp_path {root}/a; proxy_temp_path {root}/b; fastcgi_temp_path {root}/c;\n\
         uwsgi_temp_path {root}/d; scgi_temp_path {root}/e;\n\
         server {{ listen {PORT}; root {root}/www; }} }}\n",
        root = root.display()
    );
    fs::write(root.join("nginx.conf"), conf).unwrap();
    // Workers of a master started by root are somebody else and must get in.
    let _ = Command::new("chmod").arg("-R").arg("a+rX").arg(dir).status();
    let run = Command::new("nginx").arg("-c").arg(root.join("nginx.conf")).stderr(Stdio::null()).spawn();
    let running = Nginx(run.ok()?);
    (0..50).find(|_| {
        sleep(Duration::from_millis(100));
        get(PORT, "/draw.html") == (200, page.to_vec())
    })?;
    Some(running)
}

/// Requests a second, by wrk with 32 connections from one thread.
fn rate(url: &str) -> Option<f64> {
    let done = Command::new("wrk").args(["-t1", "-c32", "-d", SECONDS, url]).output().ok()?;
    let said = String::from_utf8_lossy(&done.stdout).into_owned();
    assert!(!said.contains("Non-2xx"), "{said}");
    said.lines().find_map(|line| line.strip_prefix("Requests/sec:"))?.trim().parse().ok()
}

/// Both in turn, three times; the best of each.
pub fn compare(server: &Server, page: &[u8], dir: &Path) {
    let Some(peer) = nginx(page, dir) else {
        println!("nginx is not there or does not start: no comparison (apt-get install nginx wrk)");
        return;
    };
    let (mut ours, mut theirs) = (0.0f64, 0.0f64);
    for _ in 0..3 {
        let (Some(mine), Some(other)) =
            (rate(&format!("http://{}/draws/1", server.address)), rate(&format!("http://{PORT}/draw.html")))
        else {
            println!("wrk is not there: no comparison (apt-get install wrk)");
            return;
        };
        println!("  {mine:.0} requests/s, nginx {other:.0}");
        (ours, theirs) = (ours.max(mine), theirs.max(other));
    }
    drop(peer);
    println!(
        "DRAW PAGE {} bytes: {ours:.0} requests/s, nginx {theirs:.0}: {:.2} of it (limit 0.50)",
        page.len(),
        ours / theirs
    );
}
