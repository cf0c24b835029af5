#!/usr/bin/env bash
# Puts the real programs that o11ygen's output is proven with under .tools/:
#
#   .tools/prometheus-2.42/{promtool,prometheus}      and 2.53, 3.5
#   .tools/alertmanager-0.25/{amtool,alertmanager}    and 0.28, 0.33
#   .tools/jaeger-2.13/jaeger                         only where a Go toolchain is installed
#
# Each program is taken from the first source that has it: .tools/ itself; PATH (linked under its own version); the
# vendor's release archive; Debian's packages, unpacked without installing anything. Nothing outside .tools/ changes,
# but for Go's own caches when Jaeger is built. A second run finds everything in place and ends at once.
#
# usage: scripts/tools.sh [--require] [--no-jaeger]
#   --require     anything missing is an error; so does O11YGEN_REQUIRE_TOOLS=1. Jaeger counts only where Go is installed
#   --no-jaeger   leave Jaeger out: its first build takes minutes
#
# exit: 0 when a promtool and an amtool are at hand (with --require: when everything is), 1 otherwise, 2 for a wrong option
set -euo pipefail

readonly SETS="prometheus-2.42 prometheus-2.53 prometheus-3.5 alertmanager-0.25 alertmanager-0.28 alertmanager-0.33"

# Jaeger 2.13 is the newest v2 that Go's module rules can name: its tree is the module's tag v1.76.0, and tags from v2.14
# on do not fit a module path without /v2. The sum is the one that Go's checksum database has for that tag.
readonly JAEGER_MINOR="2.13" JAEGER_RELEASE="v2.13.0"
readonly JAEGER_MODULE="github.com/jaegertracing/jaeger" JAEGER_TAG="v1.76.0"
readonly JAEGER_SUM="h1:sWCOOF1dr+NL0PLil7mFo3BqqQL8k4WiM7aguFbc14g="

require=${O11YGEN_REQUIRE_TOOLS:-}
[ "$require" = "0" ] && require=""
jaeger=yes
for option in "$@"; do
  case "$option" in
    --require) require=1 ;;
    --no-jaeger) jaeger="" ;;
    -h | --help) sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p;}' "$0"; exit 0 ;;
    *) echo "tools: unknown option \`$option\`; see scripts/tools.sh --help" >&2; exit 2 ;;
  esac
done

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
tools="$root/.tools"
mkdir -p "$tools"
scratch=$(mktemp -d "$tools/.scratch.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
reasons=""

say() { printf 'tools: %s\n' "$*"; }
reason() { reasons="$reasons
  $*"; }

programs() {
  case "$1" in
    prometheus-*) echo "promtool prometheus" ;;
    alertmanager-*) echo "amtool alertmanager" ;;
  esac
}

# The release whose archive stands for a minor version: the one that the tests were last run with.
release() {
  case "$1" in
    prometheus-2.42) echo 2.42.0 ;;
    prometheus-2.53) echo 2.53.3 ;;
    prometheus-3.5) echo 3.5.3 ;;
    alertmanager-0.25) echo 0.25.0 ;;
    alertmanager-0.28) echo 0.28.1 ;;
    alertmanager-0.33) echo 0.33.1 ;;
  esac
}

# major.minor.patch of a program, empty when it does not run on this machine.
version_of() { { "$1" --version 2>&1 || true; } | sed -nE '1s/.*version v?([0-9]+\.[0-9]+\.[0-9]+).*/\1/p'; }

is_of() { [ "${2%.*}" = "${1#*-}" ]; }

# A link counts only while the program behind it still has that version: an upgrade of the system moves it on.
have() {
  local file="$tools/$1/$2"
  [ -x "$file" ] || return 1
  [ ! -L "$file" ] || is_of "$1" "$(version_of "$file")"
}

lacks() {
  local program
  for program in $(programs "$1"); do have "$1" "$program" || return 0; done
  return 1
}

anything_missing() {
  local set
  for set in $SETS; do if lacks "$set"; then return 0; fi; done
  return 1
}

# keep SET PROGRAM FILE SOURCE: takes FILE over when it runs here and has the set's version.
keep() {
  local found new="$tools/$1/.$2.$$"
  mkdir -p "$tools/$1"
  mv -f "$3" "$new"
  chmod +x "$new"
  found=$(version_of "$new")
  if ! is_of "$1" "$found"; then
    rm -f "$new"
    reason "$1: $2 from $4 ${found:+is version }${found:-does not run on this machine}"
    return 0
  fi
  mv -f "$new" "$tools/$1/$2"
  printf '%s\n' "$4" >"$tools/$1/$2.source"
  say "$1: $2 $found from $4"
}

from_path() {
  local program file found set
  for program in promtool prometheus amtool alertmanager prometheus-alertmanager; do
    file=$(command -v "$program" 2>/dev/null) || continue
    found=$(version_of "$file")
    [ -n "$found" ] || continue
    case "$program" in
      promtool | prometheus) set="prometheus-${found%.*}" ;;
      *) set="alertmanager-${found%.*}"; [ "$program" = amtool ] || program=alertmanager ;;
    esac
    have "$set" "$program" && continue
    mkdir -p "$tools/$set"
    ln -sfn "$file" "$tools/$set/$program"
    printf '%s\n' "PATH ($file)" >"$tools/$set/$program.source"
    say "$set: $program $found linked from $file"
  done
}

sha256() { if command -v sha256sum >/dev/null; then sha256sum "$1"; else shasum -a 256 "$1"; fi | cut -d' ' -f1; }

platform() {
  local os arch
  os=$(uname -s | tr '[:upper:]' '[:lower:]')
  case "$(uname -m)" in
    x86_64) arch=amd64 ;;
    aarch64 | arm64) arch=arm64 ;;
    *) arch=$(uname -m) ;;
  esac
  echo "$os-$arch"
}

# The archives are compared with the checksums that the vendor publishes beside them, over https. That finds a damaged
# download, not a replaced release; checksums pinned here would do both, once someone has established them.
from_vendor() {
  local set name version archive url want answer
  command -v curl >/dev/null || { reason "no curl, so no archive of the vendor's"; return 0; }
  # One short question decides for all of them: a machine without a way out must not wait once for each program.
  if ! curl -fsSI --connect-timeout 3 --max-time 6 -o /dev/null https://github.com 2>/dev/null; then
    reason "the vendor's release archives (github.com) can't be reached from here"
    return 0
  fi
  for set in $SETS; do
    lacks "$set" || continue
    name=${set%%-*} version=$(release "$set")
    archive="$name-$version.$(platform).tar.gz"
    url="https://github.com/prometheus/$name/releases/download/v$version"
    answer=0
    curl -fsSL --connect-timeout 5 --max-time 30 -o "$scratch/sums" "$url/sha256sums.txt" 2>/dev/null &&
      curl -fsSL --connect-timeout 5 --max-time 300 -o "$scratch/$archive" "$url/$archive" 2>/dev/null || answer=$?
    if [ "$answer" != 0 ]; then
      reason "$set: $archive can't be downloaded (curl: $answer)"
      # 22 is an answer, such as 404; anything else will be no better for the next archive.
      [ "$answer" = 22 ] || return 0
      continue
    fi
    want=$(awk -v file="$archive" '$2 == file || $2 == "*" file { print $1 }' "$scratch/sums")
    if [ -z "$want" ] || [ "$(sha256 "$scratch/$archive")" != "$want" ]; then
      reason "$set: $archive does not have the checksum that its release publishes; it is not used"
      continue
    fi
    tar -xzf "$scratch/$archive" -C "$scratch"
    take "$set" "$scratch/${archive%.tar.gz}" "the vendor's archive $archive"
  done
}

# take SET FOLDER SOURCE: keeps from FOLDER the programs that the set still lacks.
take() {
  local program file
  for program in $(programs "$1"); do
    have "$1" "$program" && continue
    for file in "$2/$program" "$2/prometheus-$program"; do
      if [ -f "$file" ]; then keep "$1" "$program" "$file" "$3"; break; fi
    done
  done
}

# The mirror that this machine's own apt uses for Debian, empty on anything but Debian.
debian_mirror() {
  # shellcheck disable=SC2016  # $(REPO_URI) is apt's own syntax
  apt-get indextargets --format '$(REPO_URI) $(RELEASE)' 'Identifier: Packages' 2>/dev/null |
    awk '$2 ~ /^(old)*stable$|^(bullseye|bookworm|trixie|forky|testing|unstable|sid)$/ && !mirror { mirror = $1 } END { print mirror }'
}

# A private apt: the machine's own ways to reach a mirror (proxies, certificates), but lists, cache and sources apart, so
# that suites it does not use can be read without a change to the system, and without being root.
private_apt() {
  local keyring=/usr/share/keyrings/debian-archive-keyring.gpg signed="" suite
  [ ! -f "$keyring" ] || signed="[signed-by=$keyring] "
  mkdir -p "$scratch/apt/lists/partial" "$scratch/apt/cache/archives/partial"
  for suite in bookworm trixie sid; do echo "deb $signed$1 $suite main"; done >"$scratch/apt/sources.list"
  {
    apt-config dump Acquire
    cat <<CONF
Dir::Etc::Main "/dev/null";
Dir::Etc::Parts "/dev/null";
Dir::Etc::SourceList "$scratch/apt/sources.list";
Dir::Etc::SourceParts "/dev/null";
Dir::Etc::Preferences "/dev/null";
Dir::Etc::PreferencesParts "/dev/null";
Dir::State::Lists "$scratch/apt/lists";
Dir::Cache "$scratch/apt/cache";
APT::Sandbox::User "root";
Acquire::Languages "none";
Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";
Acquire::Retries "1";
Acquire::http::Timeout "20";
CONF
  } >"$scratch/apt/apt.conf"
  export APT_CONFIG="$scratch/apt/apt.conf"
}

from_debian() {
  local mirror set package version
  if ! command -v apt-get >/dev/null || ! command -v dpkg-deb >/dev/null; then
    reason "no apt here, so no Debian packages"
    return 0
  fi
  mirror=$(debian_mirror)
  [ -n "$mirror" ] || { reason "this machine's apt knows no Debian mirror, so no Debian packages"; return 0; }
  say "reading Debian's package lists (bookworm, trixie, sid)"
  private_apt "$mirror"
  apt-get -qq update >"$scratch/apt.log" 2>&1 || reason "apt could not read every list: $(tail -n 1 "$scratch/apt.log")"
  for set in $SETS; do
    lacks "$set" || continue
    package=prometheus
    case "$set" in alertmanager-*) package=prometheus-alertmanager ;; esac
    version=$(debian_version "$package" "${set#*-}")
    if [ -z "$version" ]; then
      reason "$set: Debian's bookworm, trixie and sid have no $package ${set#*-}"
      continue
    fi
    debian_take "$set" "$package" "$version"
    # promtool moved out of the package prometheus into one of its own after bookworm.
    if lacks "$set" && [ "$package" = prometheus ]; then debian_take "$set" promtool "$version"; fi
  done
}

debian_version() {
  { apt-cache madison "$1" 2>/dev/null || true; } |
    awk -F' *[|] *' -v start="$2." 'index($2, start) == 1 { print $2 }' | sort -V | tail -n 1
}

debian_take() {
  local folder="$scratch/$2-$3"
  mkdir -p "$folder"
  if ! (cd "$folder" && apt-get -qq download "$2=$3") >"$scratch/apt.log" 2>&1 ||
    ! dpkg-deb -x "$folder"/*.deb "$folder/root"; then
    reason "$1: Debian package $2 $3 can't be downloaded: $(tail -n 1 "$scratch/apt.log")"
    return 0
  fi
  case "$1" in alertmanager-*) with_its_templates "$1" "$folder/root" ;; esac
  take "$1" "$folder/root/usr/bin" "Debian package $2 $3"
}

# Debian's Alertmanager reads its built-in notification templates from /usr/share/prometheus, each version its own, and
# does not start without them. Not installed, it is given them by a view of /usr/share that only this process has.
with_its_templates() {
  local home="$tools/$1/debian"
  [ -f "$2/usr/share/prometheus/alertmanager/default.tmpl" ] || return 0
  rm -rf "$home"
  mkdir -p "$home/share"
  mv "$2/usr/share/prometheus" "$home/share/"
  mv "$2/usr/bin/prometheus-alertmanager" "$home/alertmanager"
  cat >"$2/usr/bin/alertmanager" <<'WRAPPER'
#!/bin/sh
# Debian's Alertmanager, with the templates of its own package at the place where it looks for them.
home=$(dirname "$(readlink -f "$0")")/debian
exec unshare --map-root-user --mount sh -c \
  'mount -t overlay -o "ro,lowerdir=$0/share:/usr/share" overlay /usr/share && exec "$0/alertmanager" "$@"' "$home" "$@"
WRAPPER
}

jaeger_file="$tools/jaeger-$JAEGER_MINOR/jaeger"

# Built in the module's own folder, with its own go.sum: that names the checksum of every dependency. The module has no
# web pages in it, so the query page is Jaeger's own placeholder; the API, storage and OTLP are all there.
build_jaeger() {
  local module folder started=$SECONDS
  if ! command -v go >/dev/null; then
    reason "jaeger-$JAEGER_MINOR: needs a Go toolchain (1.24.6 or newer) to be built; tests with a real Jaeger are left out"
    return 0
  fi
  say "building Jaeger $JAEGER_RELEASE with $(go env GOVERSION); the first time takes minutes"
  if ! module=$(cd "$scratch" && GOWORK=off GOFLAGS='' go mod download -json "$JAEGER_MODULE@$JAEGER_TAG" 2>"$scratch/go.log"); then
    reason "jaeger-$JAEGER_MINOR: Go can't fetch $JAEGER_MODULE@$JAEGER_TAG: $(printf '%s' "$module" | sed -n 's/.*"Error": //p')"
    return 0
  fi
  case "$module" in
    *"\"$JAEGER_SUM\""*) ;;
    *) reason "jaeger-$JAEGER_MINOR: $JAEGER_MODULE@$JAEGER_TAG does not have the checksum $JAEGER_SUM; it is not built"; return 0 ;;
  esac
  folder=$(printf '%s' "$module" | sed -n 's/.*"Dir": "\(.*\)".*/\1/p')
  if ! (cd "$folder" && GOWORK=off GOFLAGS='' CGO_ENABLED=0 go build -mod=readonly -buildvcs=false -trimpath \
    -ldflags "-s -w -X $JAEGER_MODULE/internal/version.latestVersion=$JAEGER_RELEASE" \
    -o "$scratch/jaeger" ./cmd/jaeger) >"$scratch/go.log" 2>&1; then
    reason "jaeger-$JAEGER_MINOR: go build stops: $(grep -v '^go: downloading' "$scratch/go.log" | tail -n 3)"
    return 0
  fi
  mkdir -p "${jaeger_file%/*}"
  mv -f "$scratch/jaeger" "$jaeger_file"
  printf '%s\n' "go build of $JAEGER_MODULE@$JAEGER_TAG" >"$jaeger_file.source"
  say "jaeger-$JAEGER_MINOR: built in $((SECONDS - started)) s from $JAEGER_MODULE@$JAEGER_TAG"
}

has_any() {
  local file
  for file in "$tools"/*/"$1"; do if [ -x "$file" ]; then return 0; fi; done
  return 1
}

# Prints what is there and from where, then what is missing and why; sets `missing`.
summary() {
  local set program line
  missing=""
  for set in $SETS; do
    line=""
    for program in $(programs "$set"); do
      if have "$set" "$program"; then
        line="$line  $program ($(cat "$tools/$set/$program.source" 2>/dev/null || echo "put there by hand"))"
      else
        missing="$missing $set/$program"
      fi
    done
    [ -z "$line" ] || say "$set:$line"
  done
  if [ -x "$jaeger_file" ]; then
    say "jaeger-$JAEGER_MINOR:  jaeger ($(cat "$jaeger_file.source" 2>/dev/null || echo "put there by hand"))"
  elif [ -n "$jaeger" ] && command -v go >/dev/null; then
    missing="$missing jaeger-$JAEGER_MINOR/jaeger"
  fi
  if [ -n "$missing" ]; then say "missing:$missing"; fi
  if [ -n "$reasons" ] && { [ -n "$missing" ] || { [ -n "$jaeger" ] && [ ! -x "$jaeger_file" ]; }; }; then
    say "because:$reasons"
  fi
}

if anything_missing; then from_path; fi
if anything_missing; then from_vendor; fi
if anything_missing; then from_debian; fi
if [ -n "$jaeger" ] && [ ! -x "$jaeger_file" ]; then build_jaeger; fi
summary

if [ -n "$missing" ] && [ -n "$require" ]; then
  echo "tools: everything is required here; put the missing programs on PATH or into .tools/, then run again" >&2
  exit 1
fi
if ! has_any promtool || ! has_any amtool; then
  echo "tools: not even one promtool and one amtool are at hand; tests with real programs are left out" >&2
  exit 1
fi
