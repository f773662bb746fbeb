//! What is handed out beside the desktop: packed from the programs that are built already, unpacked
//! somewhere else, and used there.
#![cfg(target_os = "linux")]

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tests::office::{chengbao, repository};

fn run(command: &mut Command) -> Output {
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {said}");
    output
}

fn found(folder: &Path, ending: &str) -> PathBuf {
    let all = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path());
    let mut named = all.filter(|p| p.to_string_lossy().ends_with(ending));
    named.next().unwrap_or_else(|| panic!("no {ending}"))
}

fn front_page(port: &str) -> std::io::Result<String> {
    let mut line = TcpStream::connect(format!("127.0.0.1:{port}"))?;
    write!(line, "GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n")?;
    let mut page = String::new();
    line.read_to_string(&mut page)?;
    Ok(page)
}

#[test]
fn the_packages_hold_all_that_is_needed_and_work_where_nothing_else_is() {
    let out = tempfile::tempdir().unwrap();
    let bin = chengbao().parent().unwrap().to_owned();
    // Fast and larger: it is thrown away.
    run(Command::new(repository().join("src-tauri/package/pack.sh"))
        .arg(bin)
        .arg(out.path())
        .arg("1"));

    let away = tempfile::tempdir().unwrap();
    run(Command::new("tar")
        .args(["-xzf"])
        .arg(found(out.path(), ".tar.gz"))
        .arg("-C")
        .arg(away.path()));
    let root = std::fs::read_dir(away.path()).unwrap().next().unwrap().unwrap().path();
    let program = root.join("bin/chengbao");
    run(Command::new(&program).args(["pack", "check"]));
    let office = away.path().join("office");
    let port_file = away.path().join("port");
    let mut served = Command::new(&program)
        .args(["serve", "--office"])
        .arg(&office)
        .arg("--port-file")
        .arg(&port_file)
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let told = tests::wire::wait_until("the port", || {
        std::fs::read_to_string(&port_file).ok().filter(|text| !text.is_empty())
    });
    let port: serde_json::Value = serde_json::from_str(&told).unwrap();
    let page = front_page(&port["port"].to_string());
    served.kill().unwrap();
    served.wait().unwrap();
    let page = page.unwrap();
    assert!(page.contains("assets/index-"), "the window lies beside the program: {page}");
    for name in ["share/man/man1/chengbao.1.gz", "share/man/man1/chengbao-roster-import.1.gz"] {
        assert!(root.join(name).is_file(), "{name}");
    }

    let deb = found(out.path(), ".deb");
    let fields = run(Command::new("dpkg-deb").arg("-f").arg(&deb));
    let fields = String::from_utf8_lossy(&fields.stdout).into_owned();
    assert!(
        fields.contains("Package: chengbao-receiver") && fields.contains("libssl3"),
        "{fields}"
    );
    let installed = away.path().join("receiver");
    run(Command::new("dpkg-deb").arg("-x").arg(&deb).arg(&installed));
    run(Command::new(installed.join("usr/bin/chengbao-receiver")).arg("--version"));
    let unit = installed.join("lib/systemd/system/chengbao-receiver.service");
    let unit = std::fs::read_to_string(unit).unwrap();
    assert!(unit.contains("ExecStart=/usr/bin/chengbao-receiver serve --data /var/lib/"));
    assert!(installed.join("etc/default/chengbao-receiver").is_file());

    let manual = out.path().join("share/doc/chengbao");
    assert!(std::fs::read(manual.join("manual.pdf")).unwrap().starts_with(b"%PDF-"));
    let html = std::fs::read_to_string(manual.join("manual.html")).unwrap();
    for chapter in std::fs::read_dir(repository().join("assets/help")).unwrap() {
        let name = chapter.unwrap().file_name().to_string_lossy().into_owned();
        if let Some(name) = name.strip_suffix(".md") {
            assert!(html.contains(&format!("id=\"{name}\"")), "{name} is in the manual");
        }
    }
}
