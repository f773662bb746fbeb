//! What an answer means for the sender. The rule: it is our receiver's answer only if it carries
//! the protocol header and the paired server id; anything else came from something in between.

use engine::protocol::{
    PROTOCOL, PROTOCOL_HEADER, Pairing, Problem, ProblemCode, SERVER_ID_HEADER, TUS_VERSION,
};
use reqwest::StatusCode;
use reqwest::blocking::Response;

use crate::error::{Code, Error};

/// Why a request did not do what it should, by what helps.
#[derive(Debug)]
pub(super) enum Trouble {
    /// Nothing helps but a person.
    Stop(Error),
    /// Wait, ask where the upload stands, go on. The error is shown if patience runs out.
    Again(Error),
    /// The upload is gone at the receiver: begin a new one.
    Restart(Error),
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        Self::Stop(error)
    }
}

impl Trouble {
    /// The error to show, whatever would help.
    pub fn into_error(self) -> Error {
        match self {
            Self::Stop(e) | Self::Again(e) | Self::Restart(e) => e,
        }
    }
}

/// A request that got no answer at all.
pub(super) fn unreachable(error: reqwest::Error) -> Trouble {
    // The address would be written into the log with it.
    let error = error.without_url();
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(&error);
    while let Some(e) = cause {
        if let Some(fault) = certificate_fault(&e.to_string()) {
            return Trouble::Stop(
                Error::new(Code::UpstreamRejected, fault.0, fault.1).with_source(error),
            );
        }
        cause = e.source();
    }
    Trouble::Again(
        Error::new(
            Code::Offline,
            "现在连不上上级收件端，这一批都在本机，没有丢",
            "请检查网络后重试，已传的部分会接着传",
        )
        .with_source(error),
    )
}

/// rustls reports certificate faults as text inside an I/O error; nothing else names them so.
fn certificate_fault(text: &str) -> Option<(&'static str, &'static str)> {
    if !text.contains("certificate") {
        return None;
    }
    Some(if text.contains("NotValidYet") || text.contains("not valid yet") {
        ("上级收件端的证书尚未生效", "请检查本机日期和时间是否正确")
    } else if text.contains("Expired") || text.contains("expired") {
        ("上级收件端的证书已过期", "请检查本机日期；日期无误时请联系上级更换证书并重新配对")
    } else {
        (
            "对方出示的证书不是配对时的那一个，没有发送任何内容",
            "请确认网络可信，或向上级重新索取配对文件",
        )
    })
}

/// Let only answers of the paired receiver through, and among them only successes.
pub(super) fn check(pairing: &Pairing, response: Response) -> Result<Response, Trouble> {
    let header = |name: &str| response.headers().get(name).and_then(|v| v.to_str().ok());
    let status = response.status();
    if header(PROTOCOL_HEADER) != Some(PROTOCOL.to_string().as_str()) {
        return Err(not_ours(status, header("content-type").unwrap_or_default()));
    }
    if header(SERVER_ID_HEADER) != Some(pairing.server_id.as_str()) {
        return Err(Trouble::Stop(Error::new(
            Code::UpstreamRejected,
            "这个地址上的收件端不是配对时的那一个，已停止上报，本机内容没有改动",
            "请联系上级确认；确已更换的，请重新索取配对文件",
        )));
    }
    if status.is_success() || status == StatusCode::NOT_MODIFIED {
        return Ok(response);
    }
    let problem = response.json::<Problem>().unwrap_or_else(|_| {
        // An answer to HEAD has no body; its status says enough.
        let mut silent = Problem::new(code_of(status.as_u16()), "收件端没有说明原因");
        silent.status = status.as_u16();
        silent
    });
    Err(refusal(&problem))
}

fn code_of(status: u16) -> ProblemCode {
    match status {
        401 | 403 => ProblemCode::Unauthorized,
        404 => ProblemCode::NotFound,
        409 => ProblemCode::OffsetConflict,
        410 => ProblemCode::UploadExpired,
        423 => ProblemCode::Busy,
        507 => ProblemCode::StorageFull,
        _ => ProblemCode::Unknown,
    }
}

/// A tus answer must say so: a proxy that strips headers would strip offsets too.
pub(super) fn check_tus(response: &Response) -> Result<(), Trouble> {
    let is_tus = response.headers().get("tus-resumable").is_some_and(|v| v == TUS_VERSION);
    if is_tus { Ok(()) } else { Err(not_ours(response.status(), "")) }
}

/// Something between here and the receiver answered: a login page, a proxy, another web server.
fn not_ours(status: StatusCode, content_type: &str) -> Trouble {
    let error = Error::new(
        Code::Offline,
        format!(
            "网络被登录页或代理拦住了：回答（状态{}）不是上级收件端给的，这一批没有送出，都在本机",
            status.as_u16()
        ),
        "请在浏览器里完成上网登录，或请网络管理员放行收件端地址，然后重试",
    )
    .with_source(format!("foreign answer {status} {content_type}"));
    match status.as_u16() {
        // A gateway that is just restarting the receiver says so with these.
        429 | 502 | 503 | 504 => Trouble::Again(error),
        _ => Trouble::Stop(error),
    }
}

/// What a problem of the receiver means here.
fn refusal(problem: &Problem) -> Trouble {
    use ProblemCode as P;
    let rejected = |message: String, hint: &str| {
        Error::new(Code::UpstreamRejected, message, hint).with_source(format!(
            "{} {}",
            problem.status,
            problem.code.as_str()
        ))
    };
    let said = |hint: &str| rejected(format!("上级收件端没有接收：{}", problem.detail), hint);
    match problem.code {
        P::Unauthorized => Trouble::Stop(rejected(
            "上级收件端不认可本单位的配对凭据，没有接收".to_owned(),
            "请向上级重新索取配对文件，在“上报”页重新配对后再试；本机内容没有丢",
        )),
        P::OffsetConflict | P::Busy | P::ChunkChecksum => {
            Trouble::Again(said("请稍后重试；已传的部分会接着传"))
        }
        P::NotFound | P::UploadExpired | P::HashDiffers => {
            Trouble::Restart(said("请重试；多次不成时请重新封装"))
        }
        P::RoundTaken => Trouble::Stop(Error::new(
            Code::Conflict,
            format!("上级收件端没有接收：{}", problem.detail),
            "请核对是否已由另一台电脑报送；确需更改的，请联系上级退回后再报",
        )),
        P::RoundOrder => Trouble::Stop(Error::new(
            Code::Conflict,
            format!("上级收件端没有接收：{}", problem.detail),
            "请先取回审核结果，再在退回的基础上重新封存",
        )),
        P::ReturnLimit => Trouble::Stop(said("请联系上级")),
        P::StorageFull => Trouble::Stop(said("请稍后再试，或联系上级腾出空间；本机内容没有丢")),
        P::VersionMismatch => Trouble::Stop(said("请把双方程序升级到同一版本")),
        P::BagInvalid | P::UnitMismatch | P::TooLarge => {
            Trouble::Stop(said("请按提示处理后重新封装；原来的上报包仍在本机"))
        }
        P::Internal => Trouble::Again(said("请稍后重试；本机内容没有丢")),
        P::BadRequest | P::MethodNotAllowed | P::WrongMediaType => {
            Trouble::Stop(said("请把双方程序升级到同一版本"))
        }
        P::Unknown if problem.status >= 500 => Trouble::Again(said("请稍后重试；本机内容没有丢")),
        P::Unknown => Trouble::Stop(said("请联系上级，并把双方程序升级到同一版本")),
    }
}
