//! Look into a PDF with other people's programs, as a committee's computer would.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use desk::forms::Forms;
use tempfile::TempDir;

/// The folder the program's resources lie in.
pub fn assets() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets")
}

/// The fixtures of one kind.
pub fn fixture(kind: &str, name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(kind).join(name)
}

/// The shipped forms, their faces loaded once for all tests.
pub fn forms() -> &'static Forms {
    static FORMS: OnceLock<Forms> = OnceLock::new();
    FORMS.get_or_init(|| {
        Forms::open(&assets(), None).expect("fonts: run assets/fonts/fetch.sh first")
    })
}

/// A day for documents' properties.
pub fn day() -> chrono::NaiveDate {
    chrono::NaiveDate::from_ymd_opt(2025, 9, 23).expect("a day")
}

/// A PDF on the disk.
pub struct Pdf {
    _folder: Option<TempDir>,
    pub path: PathBuf,
}

impl Pdf {
    pub fn new(bytes: &[u8]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("document.pdf");
        fs::write(&path, bytes).expect("written");
        Self { _folder: Some(folder), path }
    }

    pub fn at(path: &Path) -> Self {
        Self { _folder: None, path: path.to_owned() }
    }

    fn run(&self, program: &str, before: &[&str], after: &[&str]) -> String {
        let output = Command::new(program)
            .args(before)
            .arg(&self.path)
            .args(after)
            .output()
            .unwrap_or_else(|error| panic!("{program} is needed: {error}"));
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        // Older poppler expects the wrong type here; the standard says boolean (table 321).
        let complaint = String::from_utf8_lossy(&output.stderr)
            .replace("Syntax Error: Suspects object is wrong type (boolean)", "");
        assert!(output.status.success(), "{program}: {said}{complaint}");
        assert!(complaint.trim().is_empty(), "{program} complains: {complaint}");
        said
    }

    /// qpdf finds nothing wrong.
    pub fn assert_sound(&self) {
        let said = self.run("qpdf", &["--check"], &[]);
        assert!(said.contains("No syntax or stream encoding errors"), "{said}");
    }

    /// Every face is embedded, cut down, and maps back to text.
    pub fn assert_fonts_embedded(&self) {
        let table = self.run("pdffonts", &[], &[]);
        let lines: Vec<&str> = table.lines().skip(2).collect();
        assert!(!lines.is_empty(), "no face at all");
        for line in lines {
            let flags = line.split_whitespace().rev().skip(2).take(3).collect::<Vec<_>>();
            assert_eq!(flags, ["yes", "yes", "yes"], "emb sub uni of {line}");
        }
    }

    /// Text in the order it was written, without white space, of all pages or one.
    pub fn text(&self, page: Option<usize>) -> String {
        let number = page.unwrap_or(1).to_string();
        let mut before = vec!["-raw", "-enc", "UTF-8"];
        if page.is_some() {
            before.extend(["-f", &number, "-l", &number]);
        }
        self.run("pdftotext", &before, &["-"]).split_whitespace().collect()
    }

    /// Words of all pages, as white space parts them.
    pub fn words(&self) -> Vec<String> {
        let text = self.run("pdftotext", &["-raw", "-enc", "UTF-8"], &["-"]);
        text.split_whitespace().map(str::to_owned).collect()
    }

    /// What pdfinfo says under a name.
    pub fn info(&self, name: &str) -> String {
        let said = self.run("pdfinfo", &[], &[]);
        let line = said.lines().find_map(|line| line.strip_prefix(name));
        line.map(|value| value.trim_start_matches(':').trim().to_owned()).unwrap_or_default()
    }

    pub fn pages(&self) -> usize {
        self.info("Pages").parse().expect("a number of pages")
    }

    /// Size of a page in points.
    pub fn page_size(&self, page: usize) -> (f32, f32) {
        let number = page.to_string();
        let said = self.run("pdfinfo", &["-f", &number, "-l", &number], &[]);
        let line = said.lines().find(|line| line.contains(" size:")).expect("a page size");
        let mut numbers = line.split_whitespace().filter_map(|word| word.parse::<f32>().ok());
        numbers.next().expect("a page number");
        (numbers.next().expect("a width"), numbers.next().expect("a height"))
    }

    /// Page, width and height in pixels, and coding of every picture.
    pub fn images(&self) -> Vec<(usize, u32, u32, String)> {
        self.run("pdfimages", &["-list"], &[])
            .lines()
            .skip(2)
            .map(|line| {
                let words: Vec<&str> = line.split_whitespace().collect();
                let number = |n: usize| words[n].parse::<u32>().expect("a number");
                (number(0) as usize, number(3), number(4), words[8].to_owned())
            })
            .collect()
    }

    /// A page as grey pixels: width, height, rows.
    pub fn draw(&self, page: usize, dpi: u32) -> (usize, usize, Vec<u8>) {
        let (page, dpi) = (page.to_string(), dpi.to_string());
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().join("page");
        let root_text = root.to_str().expect("a path");
        self.run(
            "pdftoppm",
            &["-gray", "-singlefile", "-r", &dpi, "-f", &page, "-l", &page],
            &[root_text],
        );
        let file = fs::read(root.with_extension("pgm")).expect("a picture");
        let mut fields = file.splitn(4, |byte| byte.is_ascii_whitespace());
        let mut next = || fields.next().expect("a field");
        assert_eq!(next(), b"P5");
        let number =
            |bytes: &[u8]| -> usize { String::from_utf8_lossy(bytes).parse().expect("a number") };
        let (width, height) = (number(next()), number(next()));
        let rows = file[file.len() - width * height..].to_vec();
        (width, height, rows)
    }
}
