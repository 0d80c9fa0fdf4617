# The program with everything it is checked with; docs/reproduce.md says how to use it.
FROM rust:1.95-bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends m4 && rm -rf /var/lib/apt/lists/*
WORKDIR /escapement
COPY . .
RUN cargo build --release --locked

FROM debian:bookworm-slim
WORKDIR /escapement
# `report --check` and `replay` compare with the committed files.
COPY --from=build /escapement/target/release/escapement /usr/local/bin/escapement
COPY --from=build /escapement/REPORT.md REPORT.md
COPY --from=build /escapement/fixtures fixtures
COPY --from=build /escapement/evidence evidence
ENTRYPOINT ["escapement"]
