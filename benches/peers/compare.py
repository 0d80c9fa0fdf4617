"""Times our integrator beside others, alternating, pinned to one core, and writes docs/performance.md and its figure.

    python3 benches/peers/compare.py [--quick] [--rounds N] [--memories N] [--environment DIRECTORY] [--core N]

Times are of the processor, not of the clock, so that other work on the machine disturbs them little. Exits with 1 when two
results differ by more than rounding explains. See the README beside this file.
"""

import argparse
import json
import math
import os
import pathlib
import platform
import resource
import statistics
import subprocess
import sys
import time
from decimal import Decimal, getcontext

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent

# Problem, bits, rounds, peers. Long runs have one round.
TABLE = [
    ("bistable", 128, 5, ["heyoka", "flint", "mpmath"]),
    ("bistable", 256, 3, ["heyoka", "flint"]),
    ("2", 128, 5, ["heyoka", "flint"]),
    ("2", 256, 5, ["heyoka"]),
    ("2", 512, 3, ["heyoka"]),
    ("2", 1024, 1, ["heyoka"]),
    ("4", 128, 5, ["heyoka"]),
    ("4", 256, 3, ["heyoka"]),
]
NAMES = {"bistable": "one bistable equation", "2": "two memories", "4": "four memories"}
LOST_BITS = 20
COLOURS = {"ours": "#0072b2", "heyoka": "#d55e00", "flint": "#009e73", "mpmath": "#cc79a7"}


def environment(directory):
    """The interpreter of a virtual environment with the peers, made on the first call."""
    python = directory / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", directory], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "-r", HERE / "requirements.txt"], check=True)
    return python


def built(name, *command):
    """The executable of that name that a command of cargo builds."""
    command = ["cargo", *command, "--locked", "--message-format", "json"]
    lines = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()
    made = [message for message in map(json.loads, lines) if message.get("executable")]
    return next(message["executable"] for message in made if message["target"]["name"] == name)


def executable():
    """Our side of the comparison."""
    return built("peers", "bench", "--no-run", "--bench", "peers")


def program():
    """The program."""
    return built("escapement", "build", "--release", "--bin", "escapement")


class Bench:
    """Runs one repetition at a time of ours and of the peers."""

    def __init__(self, ours, python, core):
        self.ours, self.python, self.core = ours, python, core

    def command(self, arguments):
        """Seconds of processor time of a pinned process, and what it printed."""
        pin = lambda: os.sched_setaffinity(0, {self.core})
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        done = subprocess.run([str(x) for x in arguments], check=True, capture_output=True, text=True, preexec_fn=pin)
        return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before, done.stdout.split()

    def run_ours(self, problem, bits, neurons=()):
        """Seconds of one of our runs, as the mean of enough of them for the clock's grain, and the final state."""
        empty, _ = self.command([self.ours, problem, bits, 0, *neurons])
        once, state = self.command([self.ours, problem, bits, 1, *neurons])
        repetitions = min(50, int(0.3 / max(once - empty, 0.001)))
        if repetitions <= 1:
            return once - empty, state
        many, state = self.command([self.ours, problem, bits, repetitions, *neurons])
        return (many - empty) / repetitions, state

    def run_peer(self, peer, problem, bits):
        """Seconds of one run of a peer, the better of two where it is short, and the final state."""
        repetitions = 1 if bits > 512 or peer == "mpmath" else 2
        _, words = self.command([self.python, HERE / "peers.py", peer, problem, bits, repetitions])
        return min(map(float, words[:repetitions])), words[repetitions:]


def disagreement(a, b, bits):
    """The largest difference of two states, in units of what rounding explains."""
    getcontext().prec = bits
    unit = Decimal(2) ** (LOST_BITS - bits)
    return max(abs(Decimal(x) - Decimal(y)) / (max(1, abs(Decimal(y))) * unit) for x, y in zip(a, b, strict=True))


def compare(bench, table):
    """Rows (problem, bits, peer, ratios, our seconds, peer's seconds)."""
    rows, failures = [], []
    for problem, bits, rounds, peers in table:
        times = {peer: [] for peer in peers}
        for _ in range(rounds):
            for peer in peers:
                ours, state = bench.run_ours(problem, bits)
                theirs, other = bench.run_peer(peer, problem, bits)
                times[peer].append((ours, theirs))
                if disagreement(state, other, bits) > 1:
                    failures.append(f"{peer}, {NAMES[problem]}, {bits} bits: {state} against {other}")
        for peer in peers:
            ours, theirs = zip(*times[peer])
            ratios = [a / b for a, b in times[peer]]
            rows.append((problem, bits, peer, ratios, statistics.median(ours), statistics.median(theirs)))
            print(f"{NAMES[problem]}, {bits} bits, {peer}: {statistics.median(ratios):.3g}", file=sys.stderr, flush=True)
    return rows, failures


def exponent(points):
    """Slope of the least-squares line through the logarithms."""
    x, y = zip(*((math.log(a), math.log(b)) for a, b in points))
    return statistics.linear_regression(x, y).slope


def scaling(bench, most):
    """Cost over neurons and over memories, at 128 bits."""
    sizes = [4, 1024, 2**20]
    neurons = [(size, bench.run_ours("2", 128, [size])[0]) for size in sizes]
    memories = [(count, bench.run_ours(str(count), 128)[0]) for count in range(2, most + 1)]
    return neurons, memories


def cores(program):
    """Seconds of the clock for the evidence of one theorem on one core and on two."""
    def elapsed(threads):
        variables = {**os.environ, "RAYON_NUM_THREADS": str(threads)}
        began = time.monotonic()
        subprocess.run([program, "verify", "gain_threshold"], check=True, capture_output=True, env=variables)
        return time.monotonic() - began

    return [(threads, min(elapsed(threads) for _ in range(3))) for threads in (1, 2)]


def figure(rows):
    """Time over precision for two memories, log-log, relative to ours at 128 bits."""
    curves = {"ours": {}}
    for problem, bits, peer, _, ours, theirs in rows:
        if problem == "2":
            curves["ours"][bits] = ours
            curves.setdefault(peer, {})[bits] = theirs
    unit = curves["ours"][128]
    curves = {name: {bits: value / unit for bits, value in curve.items()} for name, curve in curves.items()}
    top = max(max(curve.values()) for curve in curves.values())
    decades = math.ceil(math.log10(top))
    last = max(curves["ours"])
    across = lambda bits: 60 + 360 * math.log2(bits / 128) / max(1, math.log2(last / 128))
    up = lambda value: 260 - 230 * math.log10(value) / decades
    out = ['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 520 310" font-family="sans-serif" font-size="12">']
    out.append('<rect width="520" height="310" fill="white"/>')
    for power in range(decades + 1):
        y = up(10**power)
        out.append(f'<line x1="60" x2="420" y1="{y:.1f}" y2="{y:.1f}" stroke="#ddd"/>')
        out.append(f'<text x="52" y="{y + 4:.1f}" text-anchor="end">{10**power}</text>')
    for bits in curves["ours"]:
        out.append(f'<text x="{across(bits):.1f}" y="280" text-anchor="middle">{bits}</text>')
    out.append('<text x="240" y="300" text-anchor="middle">bits of precision</text>')
    out.append('<text x="60" y="18">time, in units of ours at 128 bits: two memories</text>')
    for name, curve in curves.items():
        points = " ".join(f"{across(bits):.1f},{up(value):.1f}" for bits, value in curve.items())
        out.append(f'<polyline points="{points}" fill="none" stroke="{COLOURS[name]}" stroke-width="2"/>')
        for bits, value in curve.items():
            out.append(f'<circle cx="{across(bits):.1f}" cy="{up(value):.1f}" r="3" fill="{COLOURS[name]}"/>')
        bits, value = list(curve.items())[-1]
        out.append(f'<text x="{across(bits) + 8:.1f}" y="{up(value) + 4:.1f}" fill="{COLOURS[name]}">{name}</text>')
    return "\n".join([*out, "</svg>", ""])


def machine():
    """The class of the machine, without its name."""
    lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
    model = next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.machine())
    return f"{model}, {os.cpu_count()} cores, {platform.system()}"


def page(rows, neurons, memories, cores):
    """The text of docs/performance.md."""
    pinned = (HERE / "requirements.txt").read_text().split()
    versions = ", ".join(line.replace("==", " ") for line in pinned)
    fitted = {bits: ours for problem, bits, _, _, ours, _ in rows if problem == "2"}
    lines = [
        "# How fast it is",
        "",
        "Written by `benches/peers/compare.py`. Each ratio is our time over theirs, the same problem at the same precision, alternating in one",
        "run on one core; the median of the rounds and their spread. Times are of the processor. All final states agree to within",
        f"{LOST_BITS} bits of the precision.",
        "",
        f"Machine: {machine()}. Peers: {versions}, Python {platform.python_version()}.",
        "",
        "| problem | bits | peer | ours / peer | spread | rounds |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for problem, bits, peer, ratios, *_ in rows:
        spread = f"{min(ratios):.3g} to {max(ratios):.3g}" if len(ratios) > 1 else "-"
        lines.append(f"| {NAMES[problem]} | {bits} | {peer} | {statistics.median(ratios):.3g} | {spread} | {len(ratios)} |")
    relative = lambda points: ", ".join(f"{size}: {value / points[0][1]:.3g}" for size, value in points)
    lines += [
        "",
        "heyoka compiles the same recurrences for MPFR floats, in its compact mode; its compilation is not counted. The entry for flint",
        "is Picard iteration on its series of balls, written in Python; that for mpmath is its `odefun`. Neither is made for speed",
        "on such problems. Our runs of the network also look for the crossings of overlaps on every step; the peers' do not.",
        "",
        "![time over precision](performance.svg)",
        "",
        f"- Over the precision, two memories: time grows as its power {exponent(list(fitted.items())):.2f} ({min(fitted)} to {max(fitted)} bits).",
        f"- Over the neurons, two memories, 128 bits, relative to the first: {relative(neurons)}.",
        f"- Over the memories, 128 bits, all sign classes, relative to the first: {relative(memories)}.",
        f"- Over the cores, the evidence for one theorem, by the clock, relative to the first: {relative(cores)}.",
        "",
        "No absolute time is a claim: it would be one about a machine.",
        "",
    ]
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="at most 256 bits, one round each, and write nothing")
    parser.add_argument("--environment", type=pathlib.Path, default=ROOT / "target" / "peers")
    parser.add_argument("--core", type=int, default=max(os.sched_getaffinity(0)))
    parser.add_argument("--rounds", type=int, default=5, help="rounds of a comparison at most")
    parser.add_argument("--memories", type=int, default=12, help="most memories whose cost is measured")
    options = parser.parse_args()
    bench = Bench(executable(), environment(options.environment), options.core)
    short = [(problem, bits, 1, peers) for problem, bits, _, peers in TABLE if bits <= 256]
    full = [(problem, bits, min(rounds, options.rounds), peers) for problem, bits, rounds, peers in TABLE]
    rows, failures = compare(bench, short if options.quick else full)
    text = page(rows, *scaling(bench, 5 if options.quick else options.memories), cores(program()))
    if options.quick:
        print(text)
    else:
        (ROOT / "docs" / "performance.md").write_text(text)
        (ROOT / "docs" / "performance.svg").write_text(figure(rows))
    print(*failures, sep="\n", file=sys.stderr)
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
