//! The pairing file: read with care, because it decides whom this office trusts.

use engine::protocol::{BASE_PATH, PAIRING_FORMAT, PROTOCOL, Pairing};
use reqwest::Url;

use crate::error::{Code, Error, Result};

/// Read a pairing file (UTF-8 JSON, with or without a byte order mark) and check every part of it.
///
/// # Errors
/// `InvalidInput` with the part that is wrong; `UpstreamRejected` when the receiver speaks another
/// protocol version.
pub fn parse_pairing(text: &str) -> Result<Pairing> {
    let hint = "请向上级重新索取配对文件，不要修改其中内容";
    let wrong = |what: &str| Error::invalid(format!("配对文件不可用：{what}"), hint);
    let text = text.trim_start_matches('\u{feff}');
    let pairing: Pairing =
        serde_json::from_str(text).map_err(|e| wrong("内容不完整或不是配对文件").with_source(e))?;
    if pairing.format != PAIRING_FORMAT {
        return Err(wrong("不是呈报的配对文件"));
    }
    if pairing.protocol != PROTOCOL {
        return Err(Error::new(
            Code::UpstreamRejected,
            format!("上级收件端的协议版本是{}，本程序是{PROTOCOL}", pairing.protocol),
            "请把双方程序升级到同一版本",
        ));
    }
    check_address(&pairing.base_url).map_err(wrong)?;
    bundle::PublicKey::parse(&pairing.server_key).map_err(|_| wrong("上级的公钥读不出来"))?;
    let is_whose =
        |secret: &str| secret.len() >= 32 && secret.bytes().all(|c| c.is_ascii_graphic());
    let token = pairing.token.reveal().strip_prefix(&pairing.unit_id);
    if pairing.unit_id.is_empty() || !token.and_then(|t| t.strip_prefix('.')).is_some_and(is_whose)
    {
        return Err(wrong("凭据与单位代码不符"));
    }
    if pairing.server_id.is_empty() {
        return Err(wrong("缺少收件端编号"));
    }
    Ok(pairing)
}

/// `https` anywhere; plain `http` only to this computer, because the token would be readable on
/// the way.
fn check_address(address: &str) -> Result<(), &'static str> {
    let url = Url::parse(address).map_err(|_| "地址写法不对")?;
    if url.path() != BASE_PATH || url.query().is_some() || !url.username().is_empty() {
        return Err("地址写法不对");
    }
    let is_loopback = match url.host_str() {
        Some("localhost") => true,
        Some(host) => host
            .trim_matches(['[', ']'])
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback()),
        None => return Err("地址写法不对"),
    };
    match url.scheme() {
        "https" => Ok(()),
        "http" if is_loopback => Ok(()),
        "http" => Err("地址没有加密（http），只有本机收件端可以这样"),
        _ => Err("地址写法不对"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairing() -> serde_json::Value {
        let key = bundle::Signer::generate().unwrap().public().to_base64();
        serde_json::json!({
            "format": "chengbao-pairing", "protocol": 1,
            "base_url": "http://127.0.0.1:8080/zc/v1",
            "server_id": "s", "server_name": "样例收件端", "server_key": key,
            "unit_id": "91530124MAXXXXXA9X", "unit_name": "样例单位",
            "token": format!("91530124MAXXXXXA9X.{}", "a".repeat(64)),
        })
    }

    #[test]
    fn a_good_pairing_file_is_read_even_with_a_byte_order_mark() {
        let text = format!("\u{feff}{}", pairing());
        assert_eq!(parse_pairing(&text).unwrap().server_name, "样例收件端");
    }

    #[test]
    fn every_wrong_part_of_a_pairing_file_is_named() {
        for (field, value, word) in [
            ("format", "other", "不是呈报"),
            ("base_url", "http://10.0.0.1/zc/v1", "没有加密"),
            ("base_url", "https://example.org/other", "地址"),
            ("base_url", "ftp://127.0.0.1/zc/v1", "地址"),
            ("server_key", "abc", "公钥"),
            ("token", "91530124MAXXXXXA9X.short", "凭据"),
            ("unit_id", "another", "凭据"),
        ] {
            let mut changed = pairing();
            changed[field] = value.into();
            let error = parse_pairing(&changed.to_string()).unwrap_err();
            assert_eq!(error.code, Code::InvalidInput, "{field}");
            assert!(error.message.contains(word), "{field}: {error}");
        }
        assert_eq!(parse_pairing("[]").unwrap_err().code, Code::InvalidInput);
        let mut newer = pairing();
        newer["protocol"] = 2.into();
        assert_eq!(parse_pairing(&newer.to_string()).unwrap_err().code, Code::UpstreamRejected);
    }
}
