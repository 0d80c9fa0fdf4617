#!/usr/bin/env bash
# Checks the machine-checked proofs, theorems/*/proof.v, and writes what was checked to fixtures/proofs.json.
# Installs the checker with apt-get where it is missing. Prints one line per theorem with its assumptions, and fails on a proof that is not
# finished, on an assumption that is not allowed, and on a claim that is neither proved nor named as left out.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly LEDGER=fixtures/proofs.json
readonly WORK=${CARGO_TARGET_DIR:-target}/proofs

# What a theorem may rest on: the axioms of the classical reals of the standard library, which Coquelicot builds on.
readonly ALLOWED='ClassicalDedekindReals.sig_forall_dec ClassicalDedekindReals.sig_not_dec Classical_Prop.classic FunctionalExtensionality.functional_extensionality_dep'

fail() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

# Runs a command as root where that is possible, and as the present user elsewhere.
as_root() {
    if [[ $(id -u) -ne 0 ]] && command -v sudo >/dev/null; then sudo "$@"; else "$@"; fi
}

# Whether the checker and its libraries are there.
has_checker() {
    command -v coqc >/dev/null && coqtop -q -batch -ri Coquelicot.Coquelicot -ri Interval.Tactic >/dev/null 2>&1
}

install_checker() {
    has_checker && return
    command -v apt-get >/dev/null || fail 'Coq with Coquelicot and Interval is missing, and there is no apt-get to install it with'
    echo 'Coq with Coquelicot and Interval is missing: installing it with apt-get (about 40 s)' >&2
    # One unreachable source must not stop the installation, which decides for itself.
    as_root apt-get update >&2 || true
    as_root apt-get install -y coq libcoq-coquelicot libcoq-interval make >&2
    has_checker || fail 'Coq with Coquelicot and Interval could not be installed'
}

# upstream PACKAGE: its version without the packager's part.
upstream() {
    local version
    version=$(dpkg-query -W -f '${Version}' "$1" 2>/dev/null) || version=unknown
    printf '%s' "${version%%[-+]*}"
}

# The theorems that have a proof, by folder name.
proved_folders() {
    local file
    for file in theorems/*/proof.v; do basename "$(dirname "$file")"; done
}

# Compiles every proof in a directory of its own, two at a time, dependencies first.
compile() {
    local folder
    rm -rf "$WORK"
    for folder in "${FOLDERS[@]}"; do
        mkdir -p "$WORK/$folder"
        cp "theorems/$folder/proof.v" "$WORK/$folder/"
    done
    (
        cd "$WORK"
        coq_makefile -Q . Escapement -arg -w -arg -ambiguous-paths -o build.mk */proof.v >/dev/null
        make --no-print-directory -j2 -f build.mk >build.log 2>&1 || { cat build.log >&2; exit 1; }
    ) || fail 'a proof does not compile'
}

# theorem_names FOLDER: what is proved there, in the file's order.
theorem_names() {
    sed -nE 's/^Theorem ([A-Z][0-9]+_[A-Za-z0-9_]*).*/\1/p' "theorems/$1/proof.v"
}

# formulas FOLDER: "claim name" of each definition that follows a mark (* formula CLAIM *).
formulas() {
    sed -nE '/^\(\* formula [A-Z][0-9]+ \*\)$/{s/^.* ([A-Z][0-9]+) .*$/\1/;h;n;H;x;s/\nDefinition ([A-Za-z0-9_]+).*/ \1/p}' "theorems/$1/proof.v"
}

# The questions to the checker about a folder: the assumptions of every theorem and the body of every formula; answers stand behind lines
# that begin with @. The module's own names are printed short, those of others with their folder.
questions() {
    local folder=$1 name claim
    echo 'Require Import Reals. Open Scope R_scope.'
    echo "From Escapement.$folder Require Import proof."
    echo 'Set Printing Width 100000. Set Printing Depth 10000.'
    for name in $(theorem_names "$folder"); do
        echo "Goal True. idtac \"@theorem $folder $name\". Abort."
        echo "Print Assumptions Escapement.$folder.proof.$name."
    done
    while read -r claim name; do
        echo "Goal True. idtac \"@formula $folder $claim $name\". Abort."
        echo "Print Escapement.$folder.proof.$name."
    done < <(formulas "$folder")
    echo 'Goal True. idtac "@end". Abort.'
}

# Asks them, two folders at a time, and leaves the answers in audit.txt.
audit() {
    local folder
    for folder in "${FOLDERS[@]}"; do questions "$folder" >"$WORK/audit_$folder.v"; done
    (
        cd "$WORK"
        printf '%s\n' "${FOLDERS[@]}" |
            xargs -P 2 -I '{}' sh -c 'coqc -w -ambiguous-paths -Q . Escapement "audit_{}.v" >"audit_{}.txt"'
    ) || fail 'the checker does not answer for a proof'
    for folder in "${FOLDERS[@]}"; do cat "$WORK/audit_$folder.txt"; done >"$WORK/audit.txt"
}

# Every claim of a statement with a proof beside it is proved, or named in the proof's head as left out.
require_all_claims() {
    local folder claim left_out
    for folder in "${FOLDERS[@]}"; do
        left_out=$(sed -nE 's/^[ (*]*Left out: ([A-Z0-9, ]+).*/\1/p' "theorems/$folder/proof.v" | tr ',' ' ')
        for claim in $(sed -nE 's/^### ([A-Z][0-9]+)( .*|$)/\1/p' "theorems/$folder/statement.md"); do
            theorem_names "$folder" | grep -q "^${claim}_" && continue
            [[ " $left_out " == *" $claim "* ]] || fail "theorems/$folder/proof.v proves nothing of claim $claim and does not name it as left out"
        done
    done
}

# The ledger's lines after its digest, from the audit.
ledger_body() {
    local folder
    echo '  "checker": {'
    printf '    "coq": "%s",\n    "coquelicot": "%s",\n    "interval": "%s"\n  },\n' \
        "$(coqc --print-version | cut -d' ' -f1)" "$(upstream libcoq-coquelicot)" "$(upstream libcoq-interval)"
    echo '  "files": {'
    for folder in "${FOLDERS[@]}"; do
        printf '    "theorems/%s/proof.v": "%s"\n' "$folder" "$(sha256sum "theorems/$folder/proof.v" | cut -d' ' -f1)"
    done | sed '$!s/$/,/'
    echo '  },'
    awk -v allowed="$ALLOWED" -f scripts/proofs.awk "$WORK/audit.txt"
    echo '}'
}

# What a ledger says of the proofs: all of it but its digest and the versions of the checker.
findings() {
    sed -e '/^  "digest":/d' -e '/^  "checker": {/,/^  },/d' "$1"
}

# Writes the ledger: a digest of all that follows it, so that an edit by hand does not go unseen.
write_ledger() {
    ledger_body >"$WORK/body"
    {
        printf '{\n  "digest": "%s",\n' "$(sha256sum "$WORK/body" | cut -d' ' -f1)"
        cat "$WORK/body"
    } >"$WORK/ledger"
    # Another version of the checker that finds the same leaves the ledger as it is.
    if [[ -e $LEDGER ]] && cmp -s <(findings "$LEDGER") <(findings "$WORK/ledger"); then return; fi
    cp "$WORK/ledger" "$LEDGER"
}

export LC_ALL=C
mapfile -t FOLDERS < <(proved_folders)
install_checker
require_all_claims
compile
audit
write_ledger
awk -F'"' '/"theorem":/ { name = $4 } /"assumptions":/ { gsub(/^[^[]*\[|\].*$/, ""); gsub(/"/, ""); printf "%-28s %s\n", name, $0 == "" ? "no axiom" : $0 }' "$LEDGER"
printf '%s theorems, %s formulas: %s\n' "$(grep -c '"theorem":' "$LEDGER")" "$(grep -c '"body":' "$LEDGER")" "$LEDGER"
