//! HTTPS of the receiver: its own certificate authority, or the certificate of the house.
//!
//! The authority is made once and goes into every pairing file; units trust it and nothing else
//! (`tls_certs_only`), so nobody has to buy a certificate for an address inside the building. What is
//! shown to units is issued anew at each start and again long before it expires, so that a forgotten
//! date never stops a season. Whoever has a certificate of their own names it with `--cert` and `--key`.

use std::fs;
use std::path::Path;
use std::time::Duration;

use axum_server::tls_rustls::RustlsConfig;
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, date_time_ymd,
};

use crate::cli::ServeOptions;
use crate::clock;
use crate::data::{DataDir, write_private};
use crate::failure::{Failure, Result};

/// How often what is shown to units is issued anew while the receiver runs.
pub const RENEW_EVERY: Duration = Duration::from_secs(30 * DAY);
/// How long it is good for.
const LEAF_DAYS: u64 = 397;
/// A unit's clock may be behind by as much.
const LEAF_BACKDATED_DAYS: u64 = 2;
const DAY: u64 = 24 * 3600;
/// A year before this program was written, so that no clock calls the authority too young.
const CA_FROM_YEAR: i32 = 2020;
/// Longer than any of these machines will stand.
const CA_UNTIL_YEAR: i32 = 2099;

/// What the receiver shows, and what units must trust for it.
pub struct Credentials {
    /// Certificate chain (PEM), what units see.
    pub chain: String,
    /// Its private key (PEM).
    pub key: String,
    /// Certificate authority (PEM) for the pairing files.
    pub ca: String,
}

/// Whether these options ask for HTTPS: everything but this computer itself does.
pub fn is_wanted(options: &ServeOptions) -> bool {
    options.https || options.cert.is_some() || !options.listen.ip().is_loopback()
}

/// The names units will ask for: those that were given, or the address itself.
pub fn hosts(options: &ServeOptions) -> Result<Vec<String>> {
    if options.host.iter().any(|host| !is_host(host)) {
        return Err(Failure::bad("--host只能是域名或IP地址，不带http://和端口"));
    }
    if !options.host.is_empty() {
        return Ok(options.host.clone());
    }
    let ip = options.listen.ip();
    if ip.is_unspecified() {
        return Err(Failure::bad(
            "监听全部地址时，请用--host写明各单位访问用的域名或IP，例如--host 192.168.1.10",
        ));
    }
    Ok(vec![ip.to_string()])
}

/// An address, or a name as RFC 1123 has it.
fn is_host(host: &str) -> bool {
    let is_label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'-')
    };
    host.parse::<std::net::IpAddr>().is_ok() || host.len() <= 253 && host.split('.').all(is_label)
}

/// What to show: the certificate of the house where one is named, else one of our own authority.
pub fn credentials(options: &ServeOptions, data: &DataDir) -> Result<Credentials> {
    let (Some(cert), Some(key)) = (&options.cert, &options.key) else {
        return issue(data, &hosts(options)?);
    };
    let chain = read(cert)?;
    let ca = match &options.ca {
        Some(ca) => read(ca)?,
        None => last_certificate(&chain)
            .ok_or_else(|| Failure::bad("--cert不是PEM格式的证书，请换成PEM格式的证书链"))?,
    };
    Ok(Credentials { chain, key: read(key)?, ca })
}

/// For the server. The name of a fault of `rustls` goes to the log, not to people.
pub async fn config(credentials: &Credentials) -> Result<RustlsConfig> {
    let (chain, key) = (credentials.chain.clone(), credentials.key.clone());
    RustlsConfig::from_pem(chain.into_bytes(), key.into_bytes()).await.map_err(|e| {
        tracing::warn!(fault = %e, "certificate");
        Failure::bad("证书和私钥读不出来或不是一对，请检查--cert和--key（PEM格式）")
    })
}

/// Issue a certificate for these names by the authority in the data folder, made on first use.
fn issue(data: &DataDir, hosts: &[String]) -> Result<Credentials> {
    let (ca_key, ca) = authority(data)?;
    let key = KeyPair::generate().map_err(Failure::internal)?;
    let mut params = CertificateParams::new(hosts.to_vec()).map_err(Failure::internal)?;
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, "Chengbao receiver");
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.use_authority_key_identifier_extension = true;
    let now = std::time::UNIX_EPOCH + Duration::from_secs(clock::seconds().unsigned_abs());
    params.not_before = (now - Duration::from_secs(LEAF_BACKDATED_DAYS * DAY)).into();
    params.not_after = (now + Duration::from_secs(LEAF_DAYS * DAY)).into();
    let issuer = Issuer::new(authority_params()?, ca_key);
    let leaf = params.signed_by(&key, &issuer).map_err(Failure::internal)?;
    Ok(Credentials { chain: leaf.pem() + &ca, key: key.serialize_pem(), ca })
}

/// The authority's key and certificate (PEM).
fn authority(data: &DataDir) -> Result<(KeyPair, String)> {
    let damaged = || Failure::bad("收件端的证书密钥（tls-ca.key）已损坏，请从备份恢复");
    let make_key = || Ok(KeyPair::generate().map_err(Failure::internal)?.serialize_pem());
    let key = KeyPair::from_pem(&data.key("tls-ca.key", make_key)?).map_err(|_| damaged())?;
    let certify = || {
        let own = authority_params()?.self_signed(&key).map_err(Failure::internal)?;
        Ok(own.pem())
    };
    let pem = data.key("tls-ca.pem", certify)?;
    Ok((key, pem))
}

fn authority_params() -> Result<CertificateParams> {
    let mut params = CertificateParams::new(Vec::new()).map_err(Failure::internal)?;
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, "Chengbao receiver CA");
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params.not_before = date_time_ymd(CA_FROM_YEAR, 1, 1);
    params.not_after = date_time_ymd(CA_UNTIL_YEAR, 12, 31);
    Ok(params)
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).map_err(|_| Failure::bad("证书或私钥文件读不出来，请检查路径和权限"))
}

/// The last certificate of a chain: the one that issued the others, or the only one.
fn last_certificate(chain: &str) -> Option<String> {
    const END: &str = "-----END CERTIFICATE-----";
    let from = chain.rfind("-----BEGIN CERTIFICATE-----")?;
    let until = from + chain[from..].find(END)? + END.len();
    Some(format!("{}\n", &chain[from..until]))
}

/// Keep what `pair` must write into later pairing files; nothing where there is no HTTPS.
pub fn remember(data: &DataDir, credentials: Option<&Credentials>) -> Result<()> {
    match credentials {
        Some(credentials) => write_private(&data.trusted(), credentials.ca.as_bytes()),
        None => match fs::remove_file(data.trusted()) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(e.into()),
            _ => Ok(()),
        },
    }
}

/// Issue anew now and then while the receiver runs; a fault leaves the old one, good for a year.
pub async fn renew(data: DataDir, hosts: Vec<String>, config: RustlsConfig) {
    loop {
        tokio::time::sleep(RENEW_EVERY).await;
        let (data, hosts) = (data.clone(), hosts.clone());
        let issued = tokio::task::spawn_blocking(move || issue(&data, &hosts)).await;
        let Ok(Ok(fresh)) = issued else {
            tracing::warn!(at = clock::instant(), "certificate not renewed");
            continue;
        };
        if config.reload_from_pem(fresh.chain.into_bytes(), fresh.key.into_bytes()).await.is_err() {
            tracing::warn!("certificate not renewed");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_a_name_or_an_address_and_nothing_around_it() {
        assert!(["10.0.0.1", "fe80::1", "hr.example", "server-1"].iter().all(|h| is_host(h)));
        for wrong in ["", "http://a", "a b", "a:80", "名称", "-a", "a..b"] {
            assert!(!is_host(wrong), "{wrong}");
        }
    }

    #[test]
    fn the_authority_is_made_once_and_signs_every_certificate() {
        let dir = std::env::temp_dir().join(format!("tls-{}", uuid::Uuid::new_v4()));
        let data = DataDir::open(&dir).unwrap();
        let hosts = ["10.0.0.1".to_owned(), "hr.example".to_owned()];
        let (first, second) = (issue(&data, &hosts).unwrap(), issue(&data, &hosts).unwrap());
        assert_eq!(first.ca, second.ca);
        assert_ne!(first.chain, second.chain);
        assert_eq!(last_certificate(&first.chain).unwrap().trim(), first.ca.trim());
        fs::remove_dir_all(dir).unwrap();
    }
}
