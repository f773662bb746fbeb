//! `chengbao serve` admits only who has its token, on its own address, from its own page.

use serde_json::Value;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

struct Server {
    child: Child,
    port: u16,
    token: String,
    _folder: TempDir,
}

impl Server {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let test = std::env::current_exe().unwrap();
        let program = test.ancestors().nth(2).unwrap().join("chengbao");
        let ui = folder.path().join("ui");
        std::fs::create_dir_all(ui.join("assets")).unwrap();
        std::fs::write(ui.join("index.html"), "<!doctype html><title>呈报</title>").unwrap();
        let port_file = folder.path().join("port.json");
        let child = Command::new(program)
            .arg("serve")
            .args(["--office".as_ref(), folder.path().join("office").as_os_str()])
            .args(["--port-file".as_ref(), port_file.as_os_str()])
            .args(["--ui".as_ref(), ui.as_os_str()])
            .stdout(Stdio::null())
            .spawn()
            .expect("./dev builds chengbao first");
        let patience = Instant::now() + Duration::from_secs(30);
        let text = loop {
            if let Ok(text) = std::fs::read_to_string(&port_file) {
                break text;
            }
            assert!(Instant::now() < patience, "serve did not start");
            std::thread::sleep(Duration::from_millis(20));
        };
        let told: Value = serde_json::from_str(&text).unwrap();
        Self {
            child,
            port: u16::try_from(told["port"].as_u64().unwrap()).unwrap(),
            token: told["token"].as_str().unwrap().to_owned(),
            _folder: folder,
        }
    }

    /// One request by hand, so that every header is ours; status, and everything that came back.
    fn send(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> (u16, String) {
        let mut wire = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        let mut text = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n");
        if !headers.iter().any(|h| h.0 == "Host") {
            text += &format!("Host: 127.0.0.1:{}\r\n", self.port);
        }
        for (name, value) in headers {
            text += &format!("{name}: {value}\r\n");
        }
        text += "Content-Length: 0\r\n\r\n";
        wire.write_all(text.as_bytes()).unwrap();
        let mut answer = String::new();
        wire.read_to_string(&mut answer).unwrap();
        let status = answer.split(' ').nth(1).unwrap().parse().unwrap();
        (status, answer)
    }

    fn call(&self, headers: &[(&str, &str)]) -> u16 {
        self.send("POST", "/api/call/overview.get", headers).0
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn only_the_token_opens_the_table() {
    let server = Server::start();
    let token = ("X-Chengbao-Token", server.token.as_str());
    assert_eq!(server.call(&[token]), 200);
    assert_eq!(server.call(&[]), 401);
    let wrong = "0".repeat(server.token.len());
    assert_eq!(server.call(&[("X-Chengbao-Token", &wrong)]), 401);
}

#[test]
fn another_host_name_or_another_page_is_refused_even_with_the_token() {
    let server = Server::start();
    let token = ("X-Chengbao-Token", server.token.as_str());
    assert_eq!(server.call(&[token, ("Host", "chengbao.example")]), 403);
    assert_eq!(server.call(&[token, ("Origin", "http://evil.example")]), 403);
    let own = format!("http://127.0.0.1:{}", server.port);
    assert_eq!(server.call(&[token, ("Origin", &own)]), 200);
}

#[test]
fn the_page_comes_with_a_strict_policy_and_nothing_above_it_is_served() {
    let server = Server::start();
    let (_, page) = server.send("GET", "/", &[]);
    let policy = page.lines().find(|l| l.starts_with("content-security-policy")).unwrap();
    assert!(policy.contains("default-src 'self'") && !policy.contains("unsafe-inline"), "{policy}");
    for above in ["/..%2f..%2foffice%2foffice.db", "/../office/office.db"] {
        let (_, answer) = server.send("GET", above, &[]);
        assert!(answer.contains("<title>呈报</title>"), "only pages are served: {above}");
    }
}
