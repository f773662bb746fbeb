//! An office in a temporary folder, with the sample imported as its clerk would.

use desk::api::{Call, dispatch};
use desk::clock::SteppedClock;
use desk::error::Error;
use desk::resources::Resources;
use desk::{Desk, Opening};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;

/// The repository.
#[must_use]
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests lies in the repository").to_owned()
}

/// The data we ship.
#[must_use]
pub fn resources() -> Resources {
    Resources::find(Some(&repository().join("assets"))).expect("the repository holds its assets")
}

/// The program under test, built beside the suites.
///
/// # Panics
/// When the suite does not lie where cargo puts it.
#[must_use]
pub fn chengbao() -> PathBuf {
    let test = std::env::current_exe().expect("a suite knows where it is");
    let name = if cfg!(windows) { "chengbao.exe" } else { "chengbao" };
    test.ancestors().nth(2).expect("suites lie in deps").join(name)
}

/// The day the sample is imported.
const SAMPLE_DAY: &str = "2025-08-25";

/// Copy a folder and all in it.
///
/// # Panics
/// When something cannot be copied.
pub fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("a copy");
        }
    }
}

/// An office on a day of our choosing.
pub struct Office {
    /// The desk.
    pub desk: Desk,
    /// Its clock.
    pub clock: Arc<SteppedClock>,
    /// Its folder, removed at the end.
    pub folder: TempDir,
}

impl Office {
    /// An empty office.
    #[must_use]
    pub fn on(day: &str) -> Self {
        desk::worker::use_program(chengbao());
        let folder = tempfile::tempdir().expect("a temporary folder");
        Self::opened(folder, Arc::new(SteppedClock::at(day.parse().expect("a date"))))
    }

    /// The office in this folder.
    ///
    /// # Panics
    /// When it does not open.
    #[must_use]
    pub fn opened(folder: TempDir, clock: Arc<SteppedClock>) -> Self {
        let desk = Desk::open(Opening {
            folder: folder.path().join("office"),
            resources: resources(),
            clock: Arc::clone(&clock) as Arc<dyn desk::clock::Clock>,
            passphrase: None,
        })
        .expect("an office opens");
        Self { desk, clock, folder }
    }

    /// Close the office, do something to its folder, and open it again on the same day.
    ///
    /// # Panics
    /// When it does not open.
    #[must_use]
    pub fn reopened(self, change: impl FnOnce(&Path)) -> Self {
        let Self { desk, clock, folder } = self;
        drop::<Desk>(desk);
        change(&folder.path().join("office"));
        Self::opened(folder, clock)
    }

    /// The sample office with its people imported under the clerk's decisions.
    #[must_use]
    pub fn with_sample() -> Self {
        let make = || (Self::import_sample(), Value::Null);
        crate::kept::kept("sample", SAMPLE_DAY, make).0
    }

    fn import_sample() -> Self {
        let office = Self::on(SAMPLE_DAY);
        let opened = office.ok("sample.open", json!({}));
        let script = script();
        let mut request = json!({
            "file": opened["roster"],
            "fixes": script["fixes"],
            "drops": script["drops"],
        });
        let preview = office.ok("roster.preview", request.clone());
        let assumed: Vec<&Value> = preview["issues"]
            .as_array()
            .expect("issues")
            .iter()
            .filter(|i| i["code"] == "date_assumed")
            .map(|i| &i["id"])
            .collect();
        request["accepts"] = json!(assumed);
        let preview = office.ok("roster.preview", request);
        office.ok("roster.commit", json!({ "preview": preview["preview"] }));
        office
    }

    /// Decide every open doubt for its first side.
    pub fn settle_all(&self) {
        for row in self.ok("person.list", json!({}))["rows"].as_array().expect("rows") {
            let page = self.ok("person.get", json!({ "id": row["id"] }));
            for doubt in page["doubts"].as_array().expect("doubts") {
                let value = &doubt["choices"][0]["value"];
                self.ok("person.settle", json!({ "doubt": doubt["id"], "value": value }));
            }
        }
    }

    /// The sample's batch with everybody who may be chosen, assessed; gives its id.
    #[must_use]
    pub fn assessed_batch(&self) -> Value {
        let batch = self.ok("batch.create", script()["batch"].clone());
        let id = batch["id"].clone();
        let all = self.ok("batch.candidates", json!({ "id": id }));
        let chosen: Vec<&Value> = all["candidates"]
            .as_array()
            .expect("candidates")
            .iter()
            .filter(|c| c["isSelectable"] == true)
            .map(|c| &c["personId"])
            .collect();
        self.ok("batch.choose", json!({ "id": id, "personIds": chosen }));
        self.ok("eligibility.assess", json!({ "batchId": id }));
        id
    }

    /// Run a command.
    ///
    /// # Errors
    /// The command's failure.
    pub fn call(&self, name: &str, input: Value) -> Result<Value, Error> {
        dispatch(&Call { desk: &self.desk, progress: &() }, name, input)
    }

    /// Run a command that must succeed.
    pub fn ok(&self, name: &str, input: Value) -> Value {
        match self.call(name, input) {
            Ok(output) => output,
            Err(error) => panic!("{name}: {error} ({:?})", error.source),
        }
    }

    /// Run a command that must fail, and give its failure.
    pub fn fails(&self, name: &str, input: Value) -> Error {
        match self.call(name, input) {
            Ok(output) => panic!("{name} should fail, gave {output}"),
            Err(error) => error,
        }
    }

    /// A token for a file of the repository.
    #[must_use]
    pub fn file(&self, path: &str) -> String {
        let path = repository().join(path);
        let name = path.file_name().expect("a file").to_string_lossy().into_owned();
        self.desk.hand_in(&path, &name)
    }

    /// The application of a person in a batch.
    #[must_use]
    pub fn application(&self, batch: &Value, name: &str) -> Value {
        let page = self.ok("batch.get", json!({ "id": batch }));
        let rows = page["applications"].as_array().expect("applications");
        rows.iter()
            .find(|r| r["name"] == name)
            .unwrap_or_else(|| panic!("{name} is in the batch"))
            .clone()
    }
}

/// Somebody who has pressed cancel.
pub struct Stop;

impl desk::progress::Progress for Stop {
    fn step(&self, _: &str, _: u64, _: u64) {}

    fn is_cancelled(&self) -> bool {
        true
    }
}

/// What the clerk of the sample does.
#[must_use]
pub fn script() -> Value {
    let text = std::fs::read_to_string(repository().join("assets/sample/job.json")).expect("job");
    serde_json::from_str(&text).expect("job.json is JSON")
}

/// A pack of ours as the one file it is handed in as.
///
/// # Panics
/// When there is no such pack.
#[must_use]
pub fn zipped_pack(name: &str) -> Vec<u8> {
    use std::io::Write as _;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for entry in std::fs::read_dir(repository().join("assets/packs").join(name)).expect("a pack") {
        let path = entry.expect("a file").path();
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let options = zip::write::SimpleFileOptions::default();
        zip.start_file(format!("{name}/{file}"), options).expect("an entry");
        zip.write_all(&std::fs::read(path).expect("its bytes")).expect("written");
    }
    zip.finish().expect("a zip").into_inner()
}
