# The commands of the README. `make` alone lists them.

TARGET_DIR := $(if $(CARGO_TARGET_DIR),$(CARGO_TARGET_DIR),target)

.PHONY: help report test check proofs bench m4 note-debug note-release

help:
	@echo 'make report   verify every claim and write REPORT.md'
	@echo 'make test     run every test'
	@echo 'make check    formatting, lints, documentation, and whether REPORT.md is current'
	@echo 'make proofs   check every machine-checked proof and write its ledger (installs Coq if it is missing)'
	@echo 'make bench    run the benchmarks and print a summary'

report: m4 note-debug
	cargo run --locked -- report

test: m4 note-debug
	cargo test --locked

check: m4 note-debug
	cargo fmt --check
	cargo clippy --locked --all-targets -- -D warnings
	RUSTDOCFLAGS='-D warnings' cargo doc --locked --no-deps
	cargo run --locked -- report --check

# Needs no Rust: the proofs stand on their own.
proofs:
	@bash scripts/proofs.sh

bench: m4 note-release
	cargo bench --locked
	@python3 benches/summary.py "$(TARGET_DIR)/criterion"

# GMP is built from source, and its build needs m4.
m4:
	@sh scripts/ensure-m4.sh

# The first build is long and silent: say why before it starts.
note-debug note-release: note-%: m4
	@ls "$(TARGET_DIR)"/$*/build/gmp-mpfr-sys-*/out/lib/libmpfr.a >/dev/null 2>&1 || \
	  echo 'The first build compiles GMP and MPFR from source: about two minutes.'
