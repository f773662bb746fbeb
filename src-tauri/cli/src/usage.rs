//! What clap says of the command line, in Chinese: help, and what is wrong.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command};

/// The command with help in Chinese, all the way down.
pub fn chinese(command: Command) -> Command {
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help).help("显示帮助");
    command
        .disable_help_flag(true)
        .arg(help)
        .mut_args(|arg| {
            let heading = if arg.is_positional() { "参数" } else { "选项" };
            arg.help_heading(heading)
        })
        .subcommand_help_heading("命令")
        .subcommand_value_name("命令")
        .help_template("{about}\n\n用法：{usage}\n\n{all-args}")
        .mut_subcommands(chinese)
}

/// Help that was asked for, with the words clap has no setting for.
pub fn help(error: &clap::Error) -> String {
    let mut text = error.to_string();
    for (word, chinese) in
        [("[OPTIONS]", "[选项]"), ("[default: ", "[默认："), ("[possible values: ", "[可选：")]
    {
        text = text.replace(word, chinese);
    }
    text
}

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
