//! Bundles made to deceive: every class is refused with its own code, and nothing is written.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use bundle::{Error, Signer, Trust, extract, verify};
use engine::bundle::{BundleFault as Fault, BundleProblem};
use tempfile::{TempDir, tempdir};
use tests::bag::{self, Forged, Forgery, sealed_in};

struct Case {
    dir: TempDir,
    signer: Signer,
    good: PathBuf,
}

impl Case {
    fn new() -> Self {
        let dir = tempdir().unwrap();
        let signer = Signer::generate().unwrap();
        let (good, _) = sealed_in(dir.path(), &bag::seal(), &signer);
        Self { dir, signer, good }
    }

    /// The problems found in these bytes, by `verify` and by `extract` alike, and nothing written.
    fn problems(&self, bytes: &[u8]) -> Vec<BundleProblem> {
        let zip = self.dir.path().join("case.zip");
        fs::write(&zip, bytes).unwrap();
        let before = fs::read_dir(self.dir.path()).unwrap().count();
        let out = self.dir.path().join("out");
        let found = match verify(&zip, Trust::AnySigner, &()) {
            Ok(_) => vec![],
            Err(Error::Refused(problems)) => problems,
            Err(other) => panic!("not a refusal: {other:?}"),
        };
        if !found.is_empty() {
            let again = extract(&zip, &out, Trust::AnySigner, &()).unwrap_err();
            assert_eq!(again.problems(), found);
            assert_eq!(fs::read_dir(self.dir.path()).unwrap().count(), before);
        }
        found
    }

    fn check(&self, what: &str, fault: Fault, change: impl FnOnce(&mut Forgery, &Signer)) {
        let mut forgery = Forgery::of(&self.good);
        change(&mut forgery, &self.signer);
        let problems = self.problems(&forgery.bytes());
        let codes: Vec<_> = problems.iter().map(|p| p.code).collect();
        assert_eq!(codes, [fault], "{what}");
        let message = &problems[0].message;
        assert!(message.contains(fault.remedy()), "{what}: {message}");
        let is_shown_plainly = problems[0].place.as_deref().unwrap_or_default().is_ascii();
        assert!(is_shown_plainly, "{what}: {message}");
    }
}

#[test]
fn the_forger_can_make_a_good_bundle_too() {
    // Otherwise every refusal below could have another reason than the one intended.
    let case = Case::new();
    let mut forgery = Forgery::of(&case.good);
    assert_eq!(case.problems(&forgery.bytes()), []);
    forgery.put("data/applications/0001/scans/09-more.jpg", "more");
    forgery.reseal(&case.signer);
    assert_eq!(case.problems(&forgery.bytes()), []);
}

#[test]
fn f17_names_that_are_traps_are_refused() {
    let case = Case::new();
    for (name, fault) in [
        ("{top}../../evil.txt", Fault::NameTraversal),
        ("{top}data/./x.txt", Fault::NameTraversal),
        ("/etc/evil.txt", Fault::NameAbsolute),
        ("C:evil.txt", Fault::NameDrive),
        ("{top}data\\evil.txt", Fault::NameBackslash),
        ("{top}data/e\u{202e}txt.exe", Fault::NameBidi),
        ("{top}data/\u{200b}x.txt", Fault::NameBidi),
        ("{top}data/张三.txt", Fault::NameNonAscii),
        // Two normal forms of one name cannot collide, because neither gets in.
        ("{top}data/e\u{301}.txt", Fault::NameNonAscii),
        ("{top}data/CON.txt", Fault::NameReserved),
        ("{top}data/com1", Fault::NameReserved),
        ("{top}data/x.txt.", Fault::NameTrailing),
        ("{top}data/x ", Fault::NameTrailing),
        ("{top}data/a\0b.txt", Fault::NameControl),
        ("{top}data/a\nb.txt", Fault::NameControl),
        ("{top}data/100%.txt", Fault::NameCharset),
        ("{top}data/.hidden", Fault::NameCharset),
        ("{top}data/Readme2.html", Fault::NameCharset),
        ("{top}data/README.html", Fault::NameCaseCollision),
        ("{top}data/readme.html", Fault::DuplicateName),
        ("{top}data/readme.html/x", Fault::NameConflict),
        ("other-top/x.txt", Fault::TopFolder),
    ] {
        case.check(name, fault, |forgery, _| {
            let name = name.replace("{top}", &forgery.top());
            forgery.entries.push(Forged::new(name, "x"));
        });
    }
    case.check("GBK bytes", Fault::NameEncoding, |forgery, _| {
        let name = [forgery.top().as_bytes(), b"data/\xd5\xc5.txt"].concat();
        forgery.entries.push(Forged::new(name, "x"));
    });
    case.check("too long", Fault::NameTooLong, |forgery, _| {
        let name = format!("{}data/{}", forgery.top(), "a".repeat(65));
        forgery.entries.push(Forged::new(name, "x"));
    });
}

#[test]
fn f17_structures_that_readers_see_differently_are_refused() {
    let case = Case::new();
    case.check("self-extractor", Fault::ZipPrefixed, |f, _| f.prefix = b"MZ program".to_vec());
    case.check("bytes behind", Fault::ZipTrailingData, |f, _| f.suffix = b"tail".to_vec());
    case.check("second zip behind", Fault::ZipPrefixed, |f, _| f.suffix = f.bytes());
    case.check("comment", Fault::ZipTrailingData, |f, _| f.comment = b"hello".to_vec());
    case.check("hidden bytes", Fault::HiddenData, |f, _| f.hidden = b"hidden".to_vec());
    case.check("count too low", Fault::ZipCountMismatch, |f, _| f.count = Some(3));
    case.check("count too high", Fault::ZipCountMismatch, |f, _| f.count = Some(99));
    case.check("overlap", Fault::OverlappingEntries, |f, _| f.overlap = true);
    case.check("local name differs", Fault::HeaderMismatch, |f, _| {
        f.entries[2].local_name = b"x".to_vec();
    });
    case.check("symlink", Fault::Symlink, |f, _| f.entries[0].mode = 0o120_777);
    case.check("device", Fault::SpecialFile, |f, _| f.entries[0].mode = 0o020_644);
    case.check("password", Fault::EncryptedEntry, |f, _| f.entries[0].flags = 1);
    case.check("bzip2", Fault::UnknownCompression, |f, _| f.entries[0].method = 12);
    case.check("21,000 entries", Fault::TooManyFiles, |f, _| {
        let top = f.top();
        f.entries.extend((0..21_000).map(|i| Forged::new(format!("{top}data/{i}"), "")));
    });
}

#[test]
fn f16_contents_that_are_not_as_declared_are_refused() {
    let case = Case::new();
    case.check("crc", Fault::EntryCorrupt, |f, _| f.at("data/readme.html").crc ^= 1);
    case.check("stored length lies", Fault::HeaderMismatch, |f, _| {
        f.at("data/readme.html").declared += 1;
    });
    // A deflated entry that expands to more, or to less, than it declares.
    let deflated = |data: &[u8]| {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default();
        zip.start_file("x", options).unwrap();
        zip.write_all(data).unwrap();
        let bytes = zip.finish().unwrap().into_inner();
        let len = u32::from_le_bytes(bytes[18..22].try_into().unwrap()) as usize;
        bytes[31..31 + len].to_vec()
    };
    let long = vec![b'x'; 5000];
    for (declared, fault) in [(4999, Fault::EntryCorrupt), (5001, Fault::SizeMismatch)] {
        case.check("deflated length lies", fault, |f, _| {
            let entry = f.at("data/readme.html");
            entry.method = 8;
            entry.data = deflated(&long);
            entry.declared = declared;
            entry.crc = bag::crc32(&long[..declared.min(5000) as usize]);
        });
    }
    case.check("bomb", Fault::RatioTooHigh, |f, _| {
        let zeros = vec![0; 200 << 20];
        let entry = f.at("data/readme.html");
        entry.method = 8;
        entry.data = deflated(&zeros);
        entry.declared = zeros.len() as u32;
        entry.crc = bag::crc32(b"");
    });
    case.check("half a gigabyte declared", Fault::FileTooLarge, |f, _| {
        let entry = f.at("data/readme.html");
        entry.method = 8;
        entry.declared = (512 << 20) + 1;
    });
}

#[test]
fn f16_bags_that_are_not_what_was_signed_are_refused() {
    let case = Case::new();
    let packet = "data/applications/0001/packet.pdf";
    case.check("changed file", Fault::PayloadChecksum, |f, _| f.put(packet, "changed"));
    case.check("extra file", Fault::PayloadExtra, |f, _| f.put("data/extra.txt", "x"));
    case.check("missing file", Fault::PayloadMissing, |f, _| {
        let name = format!("{}{packet}", f.top());
        f.entries.retain(|e| e.name != name.as_bytes());
    });
    case.check("changed manifest", Fault::TagChecksum, |f, _| {
        f.put(packet, "changed");
        let text = String::from_utf8(f.at("manifest-sha256.txt").data.clone()).unwrap();
        f.put("manifest-sha256.txt", text.replacen(&text[..64], &"0".repeat(64), 1));
    });
    case.check("manifest out of order", Fault::ManifestMalformed, |f, signer| {
        let text = String::from_utf8(f.at("manifest-sha256.txt").data.clone()).unwrap();
        let reversed: Vec<_> = text.lines().rev().collect();
        f.put("manifest-sha256.txt", reversed.join("\n") + "\n");
        f.resign(signer);
    });
    case.check("bag info without a round", Fault::BagInfoMalformed, |f, signer| {
        let text = String::from_utf8(f.at("bag-info.txt").data.clone()).unwrap();
        f.put("bag-info.txt", text.replace("X-Round: 0\n", ""));
        f.resign(signer);
    });
    case.check("bag info with another round", Fault::BundleJson, |f, signer| {
        let text = String::from_utf8(f.at("bag-info.txt").data.clone()).unwrap();
        f.put("bag-info.txt", text.replace("X-Round: 0\n", "X-Round: 2\n"));
        f.resign(signer);
    });
    case.check("another protocol", Fault::ProtocolVersion, |f, signer| {
        let text = String::from_utf8(f.at("bag-info.txt").data.clone()).unwrap();
        f.put("bag-info.txt", text.replace("Protocol-Version: 1", "Protocol-Version: 9"));
        f.resign(signer);
    });
    case.check("wrong total", Fault::OxumMismatch, |f, signer| {
        let text = String::from_utf8(f.at("bag-info.txt").data.clone()).unwrap();
        let (head, _) = text.split_once("Payload-Oxum").unwrap();
        f.put("bag-info.txt", format!("{head}Payload-Oxum: 1.1\n"));
        f.resign(signer);
    });
    case.check("another version", Fault::BagDeclaration, |f, signer| {
        f.put("bagit.txt", "BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n");
        f.resign(signer);
    });
    case.check("fetch", Fault::FetchPresent, |f, _| f.put("fetch.txt", "http://x - data/x\n"));
    case.check("another tag file", Fault::UnlistedTagFile, |f, _| f.put("note.txt", "x"));
    case.check("no manifest", Fault::TagFileMissing, |f, _| {
        f.entries.retain(|e| !e.name.ends_with(b"/manifest-sha256.txt"));
    });
    case.check("no signature", Fault::SignatureInvalid, |f, _| {
        f.entries.retain(|e| !e.name.ends_with(b".minisig"));
    });
    case.check("signed by another key than it names", Fault::SignatureInvalid, |f, _| {
        f.reseal(&Signer::generate().unwrap());
    });
    case.check("signature without its end", Fault::SignatureInvalid, |f, _| {
        let name = "tagmanifest-sha256.txt.minisig";
        let short = f.at(name).data[..150].to_vec();
        f.put(name, short);
    });
    case.check("application of another batch", Fault::ApplicationJson, |f, signer| {
        let path = "data/applications/0002/application.json";
        let text = String::from_utf8(f.at(path).data.clone()).unwrap();
        f.put(path, text.replace("batch-1", "batch-2"));
        f.reseal(signer);
    });
    case.check(
        "application that names a file that is not there",
        Fault::ApplicationJson,
        |f, s| {
            let name = format!("{}{packet}", f.top());
            f.entries.retain(|e| e.name != name.as_bytes());
            f.reseal(s);
        },
    );
    case.check("bundle.json that is no JSON", Fault::BundleJson, |f, signer| {
        f.put("data/bundle.json", "{");
        f.reseal(signer);
    });
}

#[test]
fn a_good_signature_by_a_stranger_is_told_from_a_bad_one() {
    let case = Case::new();
    let stranger = Signer::generate().unwrap().public().clone();
    let error = verify(&case.good, Trust::Keys(std::slice::from_ref(&stranger)), &()).unwrap_err();
    assert_eq!(error.problems()[0].code, Fault::SignerUnknown);
    let both = [stranger, case.signer.public().clone()];
    assert_eq!(verify(&case.good, Trust::Keys(&both), &()).unwrap().signer, both[1]);
}

#[test]
fn f16_a_file_cut_anywhere_is_refused() {
    let case = Case::new();
    let bytes = fs::read(&case.good).unwrap();
    for end in (0..bytes.len()).step_by(bytes.len() / 60) {
        let problems = case.problems(&bytes[..end]);
        assert_eq!(problems[0].code, Fault::ZipTruncated, "cut at {end}");
    }
}

#[test]
fn f16_a_flipped_bit_anywhere_is_refused_or_changes_nothing() {
    let case = Case::new();
    let bytes = fs::read(&case.good).unwrap();
    let id = verify(&case.good, Trust::AnySigner, &()).unwrap().bundle_id;
    let zip = case.dir.path().join("flip.zip");
    let (mut refused, mut harmless) = (0, 0);
    // A prime step visits all kinds of records at all their offsets.
    for (round, at) in (0..bytes.len()).step_by(23).enumerate() {
        let mut flipped = bytes.clone();
        flipped[at] ^= 1 << (round % 8);
        fs::write(&zip, &flipped).unwrap();
        match verify(&zip, Trust::AnySigner, &()) {
            Err(Error::Refused(_)) => refused += 1,
            Ok(verified) => {
                // Dates and version numbers of the zip itself carry no content.
                assert_eq!(verified.bundle_id, id, "at {at}");
                harmless += 1;
            }
            Err(other) => panic!("at {at}: {other:?}"),
        }
    }
    assert!(refused > 20 * harmless, "{refused} refused, {harmless} harmless");
}

#[test]
fn f16_random_damage_never_panics_and_never_passes_for_other_content() {
    let case = Case::new();
    let bytes = fs::read(&case.good).unwrap();
    let id = verify(&case.good, Trust::AnySigner, &()).unwrap().bundle_id;
    let zip = case.dir.path().join("damaged.zip");
    // The directory and the end record decide most, so half of the damage goes there.
    let tail = bytes.len() - 3000;
    for round in 0..3000_u32 {
        let chance = bag::noise(round + 1, 12);
        let number =
            |at: usize| u32::from_le_bytes(chance[at..at + 4].try_into().unwrap()) as usize;
        let at = if round % 2 == 0 { tail + number(0) % 2990 } else { number(0) % tail };
        let len = 1 + number(4) % 8;
        let mut damaged = bytes.clone();
        for (target, value) in damaged[at..].iter_mut().take(len).zip(&chance[4..]) {
            *target = if number(8) % 3 == 0 { 0xff } else { *value };
        }
        fs::write(&zip, &damaged).unwrap();
        match verify(&zip, Trust::AnySigner, &()) {
            Ok(verified) => assert_eq!(verified.bundle_id, id, "round {round} at {at}"),
            Err(Error::Refused(problems)) => assert!(!problems.is_empty()),
            Err(other) => panic!("round {round} at {at}: {other:?}"),
        }
    }
}
