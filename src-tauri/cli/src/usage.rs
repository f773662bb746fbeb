//! What clap finds wrong with a command line, in Chinese.

use clap::error::{ContextKind, ContextValue, ErrorKind};

/// The sentence for a command line that cannot be read; `None` where clap has asked-for text to
/// show, such as help or the version.
pub fn sentence(error: &clap::Error) -> Option<String> {
    let part = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(list)) => list.join("、"),
        _ => String::new(),
    };
    let argument = part(ContextKind::InvalidArg);
    let value = part(ContextKind::InvalidValue);
    let what = match error.kind() {
        ErrorKind::DisplayHelp
        | ErrorKind::DisplayVersion
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => return None,
        ErrorKind::MissingRequiredArgument => format!("还缺：{argument}"),
        ErrorKind::UnknownArgument => format!("没有“{argument}”这一项"),
        ErrorKind::InvalidSubcommand => {
            format!("没有“{}”这个命令", part(ContextKind::InvalidSubcommand))
        }
        ErrorKind::MissingSubcommand => "命令没有写完".to_owned(),
        ErrorKind::ArgumentConflict => {
            format!("{argument} 和 {} 不能一起用", part(ContextKind::PriorArg))
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation if value.is_empty() => {
            format!("{argument} 后面没有写值")
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("{argument} 后面的“{value}”不对")
        }
        ErrorKind::TooManyValues | ErrorKind::WrongNumberOfValues | ErrorKind::TooFewValues => {
            format!("{argument} 的值的个数不对")
        }
        _ => "命令行读不懂".to_owned(),
    };
    Some(format!("{what}。在命令后面加 --help 看写法"))
}
