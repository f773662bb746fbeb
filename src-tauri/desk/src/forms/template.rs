//! Where templates come from: the shipped folder, and over it the office's own. An office's copy
//! that does not work is told of and put aside; the shipped one takes its place.

use super::spec::{FormFault, FormSpec};
use crate::error::{Code, Error, Result};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use typeset::{Template, TypesetError};

/// Folders of templates, the one to ask first at the front.
pub(super) struct Folders {
    shipped: PathBuf,
    office: Option<PathBuf>,
}

/// A form ready to be set.
pub(super) struct Source {
    pub(super) spec: FormSpec,
    pub(super) template: Template,
    /// Whether any of its files is the office's own.
    pub(super) is_own: bool,
}

/// Why a form cannot be set as it stands.
pub(super) enum Broken {
    Spec(FormFault),
    Io(Error),
}

impl Folders {
    pub(super) fn new(shipped: PathBuf, office: Option<PathBuf>) -> Self {
        Self { shipped, office }
    }

    /// Names of all forms, shipped and own.
    pub(super) fn names(&self) -> BTreeSet<String> {
        let folders = [Some(&self.shipped), self.office.as_ref()];
        let entries = folders.into_iter().flatten().filter_map(|f| fs::read_dir(f).ok());
        let files = entries.flatten().filter_map(|e| e.ok()).map(|e| e.path());
        files
            .filter(|p| p.extension().is_some_and(|e| e == "toml"))
            .filter_map(|p| p.file_stem().map(|n| n.to_string_lossy().into_owned()))
            .collect()
    }

    /// Whether the office has a file of its own for this form.
    pub(super) fn is_own(&self, name: &str) -> bool {
        let has = |ending: &str| {
            self.office.as_ref().is_some_and(|f| f.join(format!("{name}.{ending}")).is_file())
        };
        has("typ") || has("toml")
    }

    /// Whether the form is shipped.
    pub(super) fn is_shipped(&self, name: &str) -> bool {
        self.shipped.join(format!("{name}.toml")).is_file()
    }

    /// The text of a file, and whether it is the office's own.
    fn read(&self, file: &str, with_own: bool) -> Result<(String, bool)> {
        let own = self.office.as_ref().filter(|_| with_own).map(|f| f.join(file));
        let (path, is_own) = match own.filter(|p| p.is_file()) {
            Some(path) => (path, true),
            None => (self.shipped.join(file), false),
        };
        let text = fs::read_to_string(path)
            .map_err(|error| Error::io(&format!("表格模板 {file}"), error))?;
        Ok((text, is_own))
    }

    /// The description of a form and its text.
    pub(super) fn spec(
        &self,
        name: &str,
        with_own: bool,
    ) -> Result<(FormSpec, String, bool), Broken> {
        let (text, is_own) = self.read(&format!("{name}.toml"), with_own).map_err(Broken::Io)?;
        let spec = FormSpec::parse(name, &text).map_err(Broken::Spec)?;
        Ok((spec, text, is_own))
    }

    /// A form with everything its template imports.
    pub(super) fn source(&self, name: &str, with_own: bool) -> Result<Source, Broken> {
        let (spec, _, mut is_own) = self.spec(name, with_own)?;
        let main_name = format!("{name}.typ");
        let (main, own) = self.read(&main_name, with_own).map_err(Broken::Io)?;
        is_own |= own;
        let mut files: Vec<(String, String)> = Vec::new();
        let mut open: Vec<String> = imports(&main);
        while let Some(file) = open.pop() {
            if files.iter().any(|(known, _)| *known == file) {
                continue;
            }
            // A file that is not there is said by the template's own fault, with its line.
            let Ok((text, own)) = self.read(&file, with_own) else { continue };
            is_own |= own;
            open.extend(imports(&text));
            files.push((file, text));
        }
        let template =
            Template { name: main_name, main, files, pictures: Vec::new(), families: Vec::new() };
        Ok(Source { spec, template, is_own })
    }

    /// Copy a shipped form into the office's folder, to be adapted. What is there already stays.
    pub(super) fn adapt(&self, name: &str) -> Result<Vec<PathBuf>> {
        let Some(office) = &self.office else {
            return Err(Error::precondition("没有打开资料夹，没有地方放模板", "请先打开资料夹"));
        };
        if !self.is_shipped(name) {
            return Err(Error::not_found("这份表"));
        }
        fs::create_dir_all(office).map_err(|e| Error::io("模板文件夹", e))?;
        let mut copied = Vec::new();
        for ending in ["toml", "typ"] {
            let file = format!("{name}.{ending}");
            let to = office.join(&file);
            if !to.exists() {
                let what = format!("表格模板 {file}");
                fs::copy(self.shipped.join(&file), &to).map_err(|e| Error::io(&what, e))?;
            }
            copied.push(to);
        }
        Ok(copied)
    }
}

/// Files a template imports by name.
fn imports(text: &str) -> Vec<String> {
    let after = text.split("#import \"").skip(1);
    after.filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

/// The shipped templates must be there.
pub(super) fn check_folder(folder: &Path) -> Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    Err(Error::new(
        Code::NotFound,
        "没有找到程序自带的表格模板或字库",
        "请重新安装程序；开发环境请先运行 ./dev 准备字库",
    ))
}

/// A fault of a template with its place, its line and what it means.
pub(super) fn explain(fault: &TypesetError, template: &Template) -> Option<String> {
    let TypesetError::Template { file, line, message, .. } = fault else { return None };
    if *line == 0 {
        return Some(format!("表格模板 {} 有错：{}", template.name, in_chinese(message)));
    }
    let text = if *file == template.name {
        Some(&template.main)
    } else {
        template.files.iter().find(|(name, _)| name == file).map(|(_, text)| text)
    };
    let quoted = text.and_then(|t| t.lines().nth(line - 1)).map(str::trim).unwrap_or_default();
    let quoted: String = quoted.chars().take(60).collect();
    let quoted =
        if quoted.is_empty() { String::new() } else { format!("。这一行是：{quoted}") };
    Some(format!("表格模板 {file} 第 {line} 行有错：{}{quoted}", in_chinese(message)))
}

/// What Typst says, as far as somebody who adapts a form meets it.
fn in_chinese(message: &str) -> String {
    let name = || message.split(['`', '"']).nth(1).unwrap_or_default();
    if let Some(unknown) = message.strip_prefix("unknown variable: ") {
        format!("不认识“{}”这个名字", unknown.split(';').next().unwrap_or(unknown))
    } else if message.contains("does not contain key") {
        format!("没有交给它“{}”这一项资料；要用它，请写进 toml 的 reads", name())
    } else if message.contains("unclosed delimiter") || message.contains("unexpected closing") {
        "括号、引号没有配对".to_owned()
    } else if message.contains("file not found") || message.contains("not found") {
        "没有找到它要引用的文件".to_owned()
    } else if message.contains("expected comma") {
        "两项之间少了逗号".to_owned()
    } else if let Some(rest) = message.strip_prefix("unexpected argument") {
        format!("多出一个参数{}", rest.trim_start_matches(':'))
    } else if let Some(rest) = message.strip_prefix("missing argument") {
        format!("少了一个参数{}", rest.trim_start_matches(':'))
    } else {
        message.to_owned()
    }
}
