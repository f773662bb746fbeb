#!/usr/bin/env bash
# Packs programs that are built already: chengbao-receiver as .deb, chengbao with the window for browsers
# as .tar.gz, and under OUT/share what the desktop's packages carry beside their programs. They themselves
# are made by `tauri bundle` (tauri.conf.json). Usage: pack.sh BIN OUT [LEVEL]
set -euo pipefail
cd "$(dirname "$0")/../.."
bin=$1 out=$2 level=${3:-9}
here=src-tauri/package
version=$(sed -n '/^\[workspace.package\]/,/^\[/s/^version = "\(.*\)"/\1/p' Cargo.toml)
arch=$(dpkg --print-architecture)
stage=$out/stage
rm -rf "$stage" && mkdir -p "$stage" "$out"

program() { # NAME FOLDER
  install -D -m 755 "$bin/$1" "$2/$1"
  strip --strip-all "$2/$1"
}

# Man pages and completions, as the programs declare their options.
"$bin/chengbao" papers --out "$stage/papers"
"$bin/chengbao-receiver" papers --out "$stage/papers"
papers() { # NAME ROOT
  local page
  for page in "$stage/papers/$1".1 "$stage/papers/$1"-*.1; do
    # The receiver's pages begin with the same word.
    case $(basename "$page") in "$1-receiver"*) continue ;; esac
    install -D -m 644 "$page" "$2/share/man/man1/$(basename "$page")"
    gzip -9n "$2/share/man/man1/$(basename "$page")"
  done
  install -D -m 644 "$stage/papers/$1.bash" "$2/share/bash-completion/completions/$1"
  install -D -m 644 "$stage/papers/_$1" "$2/share/zsh/vendor-completions/_$1"
  install -D -m 644 "$stage/papers/$1.fish" "$2/share/fish/vendor_completions.d/$1.fish"
}

receiver() {
  local root=$stage/receiver
  program chengbao-receiver "$root/usr/bin"
  papers chengbao-receiver "$root/usr"
  install -D -m 644 $here/chengbao-receiver.service "$root/lib/systemd/system/chengbao-receiver.service"
  install -D -m 644 $here/chengbao-receiver.default "$root/etc/default/chengbao-receiver"
  install -D -m 644 LICENSE "$root/usr/share/doc/chengbao-receiver/copyright"
  install -D -m 644 src-tauri/receiver/README.md "$root/usr/share/doc/chengbao-receiver/README.md"
  install -D -m 755 $here/postinst "$root/DEBIAN/postinst"
  install -D -m 755 $here/prerm "$root/DEBIAN/prerm"
  echo /etc/default/chengbao-receiver >"$root/DEBIAN/conffiles"
  cat >"$root/DEBIAN/control" <<EOF
Package: chengbao-receiver
Version: $version
Architecture: $arch
Maintainer: 呈报 <noreply@chengbao.invalid>
Depends: libc6 (>= 2.36), libgcc-s1, libssl3
Recommends: systemd
Installed-Size: $(du -sk "$root/usr" | cut -f 1)
Section: web
Priority: optional
Description: 呈报收件端：接收各单位的上报包，核对后给出签名回执
 一个程序，数据放在一个文件夹里；审核页用浏览器打开。
EOF
  dpkg-deb --root-owner-group -Zgzip -z"$level" --build "$root" "$out/chengbao-receiver_${version}_$arch.deb" >/dev/null
}

# No window of its own: `chengbao serve` shows it in a browser, where WebKit is too old for the desktop.
portable() {
  local name=chengbao-$version-linux-$(uname -m) root
  root=$stage/$name
  program chengbao "$root/bin"
  program chengbao-receiver "$root/bin"
  papers chengbao "$root"
  papers chengbao-receiver "$root"
  mkdir -p "$root/share/chengbao"
  cp -r assets/{packs,forms,portal,sample,help} ui/dist "$root/share/chengbao/"
  mv "$root/share/chengbao/dist" "$root/share/chengbao/ui"
  mkdir -p "$root/share/chengbao/fonts"
  cp assets/fonts/*.{ttf,txt,md} "$root/share/chengbao/fonts/"
  cp LICENSE CHANGELOG.md "$root/"
  install -m 644 $here/PORTABLE.md "$root/先读这个.md"
  tar -C "$stage" --owner 0 --group 0 --sort name -cf - "$name" | gzip -n"$level" >"$out/$name.tar.gz"
}

# The desktop's packages: papers and the manual.
beside() {
  rm -rf "$out/share"
  papers chengbao "$out"
  "$bin/chengbao" --resources assets manual --out "$out/share/doc/chengbao" \
    ${CHENGBAO_SHOTS:+--shots "$CHENGBAO_SHOTS"} >/dev/null
  cp LICENSE "$out/share/doc/chengbao/copyright"
  gzip -9nc CHANGELOG.md >"$out/share/doc/chengbao/changelog.gz"
}

receiver
portable
beside
rm -rf "$stage"
