//! HTTPS to the upstream: the paired authority and no other, and nothing said to anybody else.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use desk::error::Code;
use desk::sync::{UploadState, parse_pairing};
use engine::protocol::Pairing;
use rcgen::{BasicConstraints, Certificate, CertificateParams, DnType, IsCa, Issuer, KeyPair};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use tests::bag::UNIT;
use tests::wire::{Receiver, Stage, client, receiver_command};

/// A receiver that answers over HTTPS with a certificate of its own authority.
fn over_https(stage: &mut Stage) -> Pairing {
    let (data, port) = (stage.receiver.data.clone(), stage.receiver.port);
    stage.receiver.kill();
    stage.receiver = Receiver::start_as(&data, port, &["--https"], None);
    stage.receiver.pairing()
}

#[test]
fn a_bundle_goes_over_https_and_a_new_certificate_of_the_same_authority_is_known() {
    let mut stage = Stage::new();
    let pairing = over_https(&mut stage);
    assert!(pairing.base_url.starts_with("https://127.0.0.1:"), "{}", pairing.base_url);
    assert!(pairing.ca_pem.is_some());
    let (first, second) = (stage.sealed(1, 20 << 20), stage.sealed(2, 10));
    client(&pairing).push(&first.job(), &mut stage.state("a"), &()).unwrap();
    stage.assert_received(&first);
    // At each start another certificate is shown; the pairing file of before still fits.
    over_https(&mut stage);
    client(&pairing).push(&second.job(), &mut stage.state("b"), &()).unwrap();
    stage.assert_received(&second);
    // A unit that is paired while the receiver runs learns the same authority.
    let out = stage.dir.path().join("other.json");
    let data = stage.receiver.data.to_str().unwrap();
    let args = ["pair", "--data", data, "--unit", "OTHER-1", "--name", "另一单位", "--out"];
    let output = receiver_command(&[&args[..], &[out.to_str().unwrap()]].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let other = parse_pairing(&fs::read_to_string(&out).unwrap()).unwrap();
    assert_eq!(other.ca_pem, pairing.ca_pem);
    assert!(client(&other).fetch_events(0).unwrap().events.is_empty());
    // Without HTTPS again: the office refuses to speak in the clear to an address that had it.
    let port = stage.receiver.port;
    stage.receiver.kill();
    stage.receiver = Receiver::start_on(&stage.receiver.data, port);
    let error = client(&pairing).server().unwrap_err();
    assert_eq!(error.code, Code::Offline);
    assert_eq!(stage.receiver.pairing().ca_pem, None);
}

#[test]
fn the_certificate_of_the_house_is_shown_where_there_is_one() {
    let mut stage = Stage::new();
    let ca = Authority::new("House");
    let (leaf, key) = ca.issue(&["127.0.0.1"], -1, 30);
    let write = |name: &str, text: String| {
        let path = stage.dir.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let cert = write("cert.pem", leaf.pem() + &ca.certificate.pem());
    let key_file = write("key.pem", key.serialize_pem());
    let (data, port) = (stage.receiver.data.clone(), stage.receiver.port);
    stage.receiver.kill();
    let options = ["--cert", cert.as_str(), "--key", key_file.as_str()];
    stage.receiver = Receiver::start_as(&data, port, &options, None);
    let pairing = stage.receiver.pairing();
    assert_eq!(pairing.ca_pem.as_deref().map(str::trim), Some(ca.certificate.pem().trim()));
    let sealed = stage.sealed(1, 10);
    client(&pairing).push(&sealed.job(), &mut stage.state("s"), &()).unwrap();
    stage.assert_received(&sealed);
}

#[test]
fn an_open_network_is_never_served_without_https_or_without_a_name() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().to_str().unwrap();
    let said = |options: &[&str]| {
        let output = receiver_command(&[&["serve", "--data", data], options].concat());
        assert!(!output.status.success());
        String::from_utf8(output.stderr).unwrap()
    };
    let nameless = said(&["--listen", "0.0.0.0:0"]);
    assert!(nameless.contains("--host"), "{nameless}");
    let odd = said(&["--listen", "0.0.0.0:0", "--host", "http://a b"]);
    assert!(odd.contains("域名或IP"), "{odd}");
    let wrong = dir.path().join("wrong.pem");
    fs::write(&wrong, "no certificate").unwrap();
    let wrong = wrong.to_str().unwrap();
    let unread = said(&["--cert", wrong, "--key", wrong]);
    assert!(unread.contains("PEM"), "{unread}");
}

/// A certificate authority of a test.
struct Authority {
    certificate: Certificate,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    fn new(name: &str) -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let certificate = params.self_signed(&key).unwrap();
        Self { certificate, issuer: Issuer::new(params, key) }
    }

    /// Good from and until so many days from now.
    #[allow(clippy::disallowed_methods, reason = "a client asks the machine's own clock")]
    fn issue(&self, names: &[&str], from: i64, until: i64) -> (Certificate, KeyPair) {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let mut params = CertificateParams::new(names).unwrap();
        let day = |days: i64| {
            let span = Duration::from_secs(days.unsigned_abs() * 24 * 3600);
            let now = SystemTime::now();
            if days < 0 { now - span } else { now + span }
        };
        params.not_before = day(from).into();
        params.not_after = day(until).into();
        let key = KeyPair::generate().unwrap();
        (params.signed_by(&key, &self.issuer).unwrap(), key)
    }
}

/// A server that writes down what it is told once a client trusts it.
struct Listener {
    port: u16,
    heard: Arc<Mutex<Vec<u8>>>,
}

impl Listener {
    fn showing(leaf: &Certificate, key: &KeyPair) -> Self {
        let chain = vec![CertificateDer::from(leaf.der().to_vec())];
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let config = ServerConfig::builder().with_no_client_auth().with_single_cert(chain, key);
        let config = Arc::new(config.unwrap());
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let heard = Arc::new(Mutex::new(Vec::new()));
        let book = Arc::clone(&heard);
        std::thread::spawn(move || {
            for socket in listener.incoming().flatten() {
                let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
                let mut secure = StreamOwned::new(connection, socket);
                let mut buffer = [0; 4096];
                if let Ok(read) = secure.read(&mut buffer) {
                    book.lock().unwrap().extend_from_slice(&buffer[..read]);
                    let _ = secure.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                }
            }
        });
        Self { port, heard }
    }
}

/// The computer's clock two years off is the same as a certificate two years off, and needs no root.
#[test]
fn f10_whoever_shows_another_certificate_is_told_nothing() {
    let stage = Stage::new();
    let sealed = stage.sealed(1, 10);
    let (ours, other) = (Authority::new("Ours"), Authority::new("Other"));
    let pairing_to = |port: u16| {
        let mut pairing = stage.receiver.pairing();
        pairing.base_url = format!("https://127.0.0.1:{port}/zc/v1");
        pairing.ca_pem = Some(ours.certificate.pem());
        pairing
    };
    let here: &[&str] = &["127.0.0.1"];
    for (what, (leaf, key), word) in [
        ("another authority", other.issue(here, -1, 30), "不是配对时的那一个"),
        ("another name", ours.issue(&["receiver.invalid"], -1, 30), "不是配对时的那一个"),
        ("two years over", ours.issue(here, -1000, -730), "已过期"),
        ("two years early", ours.issue(here, 730, 1000), "尚未生效"),
    ] {
        let listener = Listener::showing(&leaf, &key);
        let mut state = stage.state("s");
        let client = client(&pairing_to(listener.port));
        let error = client.push(&sealed.job(), &mut state, &()).unwrap_err();
        assert_eq!(error.code, Code::UpstreamRejected, "{what}: {error}");
        assert!(error.message.contains(word), "{what}: {error}");
        assert_eq!(state.load().unwrap(), None, "{what}");
        assert_eq!(listener.heard.lock().unwrap().len(), 0, "{what}: it was told something");
    }
    // The same listener with the right certificate does hear: the silence above proves something.
    let (leaf, key) = ours.issue(here, -1, 30);
    let listener = Listener::showing(&leaf, &key);
    let error = client(&pairing_to(listener.port)).server().unwrap_err();
    assert_eq!(error.code, Code::Offline, "it is no receiver: {error}");
    let heard = String::from_utf8_lossy(&listener.heard.lock().unwrap()).into_owned();
    assert!(heard.to_lowercase().contains(&format!("authorization: bearer {UNIT}").to_lowercase()));
    assert!(Path::new(&sealed.zip).exists());
}
