//! What the README promises of the structure, held by looking at the sources.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use tests::office::{repository, resources};

fn files(dir: &Path, ending: &str, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && !matches!(name.as_str(), "node_modules" | "target" | "dist" | "gen") {
            files(&path, ending, out);
        } else if name.ends_with(ending) {
            out.push(path);
        }
    }
}

fn rust(package: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    files(&repository().join("src-tauri").join(package).join("src"), ".rs", &mut found);
    found.into_iter().map(|p| (p.clone(), fs::read_to_string(p).unwrap())).collect()
}

fn manifest(package: &str) -> String {
    fs::read_to_string(repository().join("src-tauri").join(package).join("Cargo.toml")).unwrap()
}

#[test]
fn the_engine_touches_neither_files_nor_clock_nor_network_nor_database() {
    let manifest = manifest("engine");
    for word in ["rusqlite", "reqwest", "tokio", "tauri", "desk", "uuid", "calamine"] {
        assert!(!manifest.contains(word), "engine depends on {word}");
    }
    for (path, text) in rust("engine") {
        for word in ["std::fs", "std::env", "std::net", "SystemTime", "Instant::now", "Local::now"]
        {
            assert!(!text.contains(word), "{} uses {word}", path.display());
        }
    }
}

#[test]
fn packages_depend_in_one_direction() {
    let ours = ["engine", "bundle", "pixel", "typeset", "desk", "cli", "receiver"];
    let allowed = |package: &str| -> &[&str] {
        match package {
            "engine" | "pixel" | "typeset" => &[],
            "bundle" => &["engine"],
            "desk" => &["engine", "bundle", "pixel", "typeset"],
            "cli" => &["desk", "engine"],
            "receiver" => &["engine", "bundle"],
            _ => &["desk"],
        }
    };
    for package in ["engine", "bundle", "pixel", "typeset", "desk", "cli", "receiver", ""] {
        let text = manifest(package);
        for other in ours {
            let is_used = text.contains(&format!("\n{other}.workspace = true"));
            assert!(!is_used || allowed(package).contains(&other), "{package} may not use {other}");
        }
    }
}

#[test]
fn only_the_shell_knows_tauri_and_it_stays_small() {
    for package in ["engine", "bundle", "pixel", "typeset", "desk", "cli", "receiver"] {
        assert!(!manifest(package).contains("tauri"), "{package} knows Tauri");
    }
    let lines: usize = fs::read_dir(repository().join("src-tauri/src"))
        .unwrap()
        .map(|f| fs::read_to_string(f.unwrap().path()).unwrap().lines().count())
        .sum();
    assert!(lines <= 500, "the shell has {lines} lines");
}

#[test]
fn only_one_file_of_the_window_imports_tauri() {
    let mut found = Vec::new();
    let src = repository().join("ui/src");
    files(&src, ".ts", &mut found);
    files(&src, ".vue", &mut found);
    let users: Vec<_> = found
        .iter()
        .filter(|p| fs::read_to_string(p).unwrap().contains("@tauri-apps/api"))
        .map(|p| p.strip_prefix(&src).unwrap().to_string_lossy().into_owned())
        .collect();
    assert_eq!(users, ["api/host-tauri.ts"]);
}

#[test]
fn no_hand_written_file_is_longer_than_six_hundred_lines() {
    let mut found = Vec::new();
    files(&repository().join("src-tauri"), ".rs", &mut found);
    files(&repository().join("tests"), ".rs", &mut found);
    files(&repository().join("ui/src"), ".ts", &mut found);
    files(&repository().join("ui/src"), ".vue", &mut found);
    for path in found.iter().filter(|p| !p.ends_with("bindings.ts")) {
        let lines = fs::read_to_string(path).unwrap().lines().count();
        assert!(lines <= 600, "{} has {lines} lines", path.display());
    }
}

#[test]
fn what_is_generated_from_rust_is_up_to_date() {
    let fresh = |path: &str, text: &str| {
        let kept = fs::read_to_string(repository().join(path)).unwrap_or_default();
        assert!(kept == text, "{path} is out of date: run ./dev schemas");
    };
    fresh("ui/src/api/bindings.ts", &desk::api::typescript());
    let packs = resources().packs().unwrap();
    for (name, text) in desk::api::schemas(&packs) {
        fresh(&format!("schemas/{name}"), &text);
    }
}

#[test]
fn the_terms_of_the_glossary_stand_in_the_docs_of_the_engine() {
    let text: String = rust("engine").into_iter().map(|(_, text)| text).collect();
    for term in [
        "职称",
        "系列",
        "员级",
        "正高级",
        "转系列",
        "考核认定",
        "破格",
        "委托评审",
        "单位",
        "主管部门",
        "派遣",
        "岗位",
        "学历",
        "年度考核",
        "继续教育",
        "业绩",
        "借调",
        "公示",
        "材料",
        "报送渠道",
        "规则包",
        "条款",
        "判定",
        "结论",
        "花名册",
        "上报包",
        "回执",
        "评审委员会",
        "工作日",
    ] {
        assert!(text.contains(term), "the engine's docs never say {term}");
    }
}

#[test]
fn no_policy_number_stands_in_the_code_of_the_rules() {
    // Years, days and ages of the policy live in packs; the evaluation knows none of them.
    for (path, text) in rust("engine") {
        let name = path.to_string_lossy().into_owned();
        if !(name.contains("/eval/") || name.contains("/fact/")) {
            continue;
        }
        // Tests and examples may name a year.
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let code = code.lines().filter(|l| !l.trim_start().starts_with("//"));
        let code = code.collect::<Vec<_>>().join("\n");
        for word in ["12-31", "2025", "2023", "\"工程", "\"会计"] {
            assert!(!code.contains(word), "{name} holds {word}");
        }
    }
}

#[test]
fn every_clause_is_cited_and_every_material_asked_for() {
    let packs = tests::office::resources().packs().unwrap();
    let mut cited = BTreeSet::new();
    let mut asked = BTreeSet::new();
    for rule in packs.rules() {
        for version in &rule.versions {
            cited.extend(version.cites.iter().cloned());
            asked.extend(version.value.material.iter().cloned());
        }
    }
    for material in packs.materials().into_iter().filter(|m| !m.is_optional) {
        assert!(asked.contains(&material.id), "nothing asks for {}", material.id);
    }
    for id in &cited {
        assert!(packs.clause(id).is_some(), "{id} is cited and not in the index");
    }
}

#[test]
fn every_browser_test_is_on_the_list_that_runs() {
    let folder = repository().join("tests/e2e");
    let listed = fs::read_to_string(folder.join("package.json")).unwrap();
    for entry in fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if name.ends_with(".spec.mjs") {
            assert!(listed.contains(&format!(" {name}")), "{name} never runs");
        }
    }
}

#[test]
fn what_a_page_reads_somebody_writes() {
    let table = fs::read_to_string(repository().join("src-tauri/desk/src/api/mod.rs")).unwrap();
    let topics = |word: &str| -> BTreeSet<String> {
        let rows = table.lines().filter_map(|l| l.split_once(&format!("{word} [")));
        let lists = rows.filter_map(|(_, rest)| rest.split_once(']')).map(|(list, _)| list);
        lists
            .flat_map(|l| l.split(','))
            .map(|t| t.trim().trim_matches('"').to_owned())
            .filter(|t| !t.is_empty())
            .collect()
    };
    let (read, written) = (topics("reads"), topics("writes"));
    assert!(read.len() > 10 && written.len() > 10);
    let silent: Vec<&String> = read.difference(&written).collect();
    assert!(silent.is_empty(), "nothing makes these stale: {silent:?}");
}
