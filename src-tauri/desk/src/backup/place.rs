//! Where the office folder lies: some places lose databases.

use std::path::Path;

/// Folders that a service copies to and fro behind the program's back, by a part of their name.
const SYNCED: &[&str] = &[
    "onedrive",
    "dropbox",
    "google drive",
    "icloud",
    "nutstore",
    "坚果云",
    "baidusyncdisk",
    "百度网盘",
    "百度云",
    "wpsdrive",
    "wps云盘",
    "微云",
    "阿里云盘",
];
/// File systems that lie on another machine.
#[cfg(not(windows))]
const REMOTE: &[&str] =
    &["nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "fuse.rclone", "davfs"];

/// Why this is a bad place for an office folder, in Chinese; `None` where nothing speaks against it.
#[must_use]
pub fn caution(folder: &Path) -> Option<String> {
    let folder = std::fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    let synced = folder.components().any(|part| {
        let part = part.as_os_str().to_string_lossy().to_lowercase();
        SYNCED.iter().any(|name| part.contains(name))
    });
    if synced {
        return Some(
            "资料夹在网盘的同步目录里：网盘会在程序写入时来回搬动文件，可能损坏资料，也会把个人信息传到外面。请把资料夹移到本机的普通目录"
                .to_owned(),
        );
    }
    is_remote(&folder).then(|| {
        "资料夹在网络共享盘上：断网或两台电脑同时打开会损坏资料。请把资料夹移到本机硬盘，另外定期备份到共享盘"
            .to_owned()
    })
}

#[cfg(windows)]
fn is_remote(folder: &Path) -> bool {
    use std::path::{Component, Prefix};
    matches!(
        folder.components().next(),
        Some(Component::Prefix(p)) if matches!(p.kind(), Prefix::UNC(..) | Prefix::VerbatimUNC(..))
    )
}

/// By the file system of the longest mount point above the folder.
#[cfg(not(windows))]
fn is_remote(folder: &Path) -> bool {
    std::fs::read_to_string("/proc/self/mounts").is_ok_and(|mounts| on_remote(&mounts, folder))
}

#[cfg(not(windows))]
fn on_remote(mounts: &str, folder: &Path) -> bool {
    mounts
        .lines()
        .filter_map(|line| {
            let mut parts = line.split(' ');
            // The kernel writes a blank of a mount point as \040.
            let (at, kind) = (parts.nth(1)?.replace("\\040", " "), parts.next()?);
            folder.starts_with(&at).then_some((at.len(), kind))
        })
        .max_by_key(|(length, _)| *length)
        .is_some_and(|(_, kind)| REMOTE.contains(&kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn synced_folders_and_shares_are_told_and_plain_ones_are_not() {
        assert!(caution(Path::new("/home/a/OneDrive - 单位/呈报")).unwrap().contains("网盘"));
        assert!(caution(Path::new("/home/a/我的坚果云/呈报")).unwrap().contains("网盘"));
        assert_eq!(caution(&std::env::temp_dir()), None);
    }

    #[cfg(not(windows))]
    #[test]
    fn the_nearest_mount_point_counts() {
        let mounts = "/dev/sda1 / ext4 rw 0 0\n//nas/hr /mnt/hr\\040share cifs rw 0 0\n";
        assert!(on_remote(mounts, Path::new("/mnt/hr share/呈报")));
        assert!(!on_remote(mounts, Path::new("/home/a")));
    }
}
