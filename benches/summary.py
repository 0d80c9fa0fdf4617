"""Prints what `cargo bench` measured as one short table: a line per benchmark, its median and how far it spreads.

    python3 benches/summary.py [target/criterion]
"""

import json
import pathlib
import sys

# Groups in the order of a reader's interest, each with what it is.
GROUPS = {
    "product": "kernel: the product of two series",
    "step": "one step, plain and proved",
    "problem_c": "reference problem: one bistable equation",
    "two memories": "reference problem: two memories, by the bits",
    "four memories": "reference problem: four memories, by the bits",
    "neurons, by the span": "reference problem: two memories in so many neurons",
    "predictors": "closed forms, by the digits",
    "limit_system": "proved transitions of the limit system, by the digits",
    "claims": "the first claim of each theorem",
}


def shown(nanoseconds):
    """A time in the unit that suits it."""
    for unit, size in (("s", 1e9), ("ms", 1e6), ("us", 1e3)):
        if nanoseconds >= size:
            return f"{nanoseconds / size:.3g} {unit}"
    return f"{nanoseconds:.3g} ns"


def measured(folder):
    """Every benchmark of the last run: its group, its name, its median and the relative width of the median's confidence interval."""
    for path in sorted(folder.rglob("new/benchmark.json")):
        name = json.loads(path.read_text())
        median = json.loads((path.parent / "estimates.json").read_text())["median"]
        interval, middle = median["confidence_interval"], median["point_estimate"]
        spread = (interval["upper_bound"] - interval["lower_bound"]) / (2 * middle)
        label = " ".join(x for x in (name["function_id"], name["value_str"]) if x)
        yield name["group_id"], label, middle, spread


def natural(label):
    """Words, then numbers by their size."""
    return [(0, int(word), "") if word.isdigit() else (1, 0, word) for word in label.split()]


def main():
    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "target/criterion")
    groups = {}
    for group, *line in measured(folder):
        groups.setdefault(group, []).append(line)
    if not groups:
        sys.exit(f"nothing measured in '{folder}': run `cargo bench` first")
    order = [group for group in GROUPS if group in groups] + sorted(set(groups) - set(GROUPS))
    for group in order:
        print(f"\n{GROUPS.get(group, group)}")
        for label, middle, spread in sorted(groups[group], key=lambda line: natural(line[0])):
            print(f"  {label:<28}{shown(middle):>10}  +- {100 * spread:.1f} %")


if __name__ == "__main__":
    main()
