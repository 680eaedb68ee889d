"""Writes the report: `report.py HTML_FEATURES HTML_OUT TEXT_OUT MODEL REPORT`."""
import json
import sys
from pathlib import Path

import numpy as np

import common


def f1_lines(reports):
    names = ["all", "non-empty", "representative", "hard", "fundus"] + common.TYPES
    yield "| | " + " | ".join(names) + " |"
    yield "|---|" + "--:|" * len(names)
    for title, values in reports:
        yield f"| {title} | " + " | ".join(f"{values[n]:.3f}" if n in values else "" for n in names) + " |"


def reliability(data, p):
    """Words by the probability of their block: what was promised, what came true."""
    yield "| promised | words | mean promise | true |"
    yield "|---|--:|--:|--:|"
    for low in np.arange(0, 1, 0.1):
        at = (p >= low) & (p < low + 0.1 + 1e-9)
        n = data.counts[at]
        if n.sum() > 0:
            yield (f"| {low:.1f} to {low + .1:.1f} | {int(n.sum())} | {np.average(p[at], weights=n):.3f} "
                   f"| {np.average(data.labels[at], weights=n):.3f} |")


def kinds(result):
    alone = result["argmax"]
    yield "Accuracy over blocks, and macro-F1 over kinds with 100 or more blocks:"
    yield ""
    yield f"- most probable kind of each block: {alone['accuracy']:.3f}, {alone['macro']:.3f}"
    yield f"- as the engine labels, body by the cut: {result['accuracy']:.3f}, {result['macro']:.3f}; by kind:"
    yield ""
    yield "| kind | blocks | precision | recall | F1 |"
    yield "|---|--:|--:|--:|--:|"
    for name, k in sorted(result["kinds"].items(), key=lambda item: -item[1]["count"]):
        yield f"| {name} | {k['count']} | {k['precision']:.2f} | {k['recall']:.2f} | {k['f1']:.2f} |"


def main():
    features, html, text, model, out = map(Path, sys.argv[1:])
    read = lambda path: json.loads(path.read_text()) if path.exists() else None
    lines = ["# Training report", "",
             "Cross-validation by registrable domain, five folds; token tables are nested, so that no number comes",
             "from a table or tree that saw a page of the same site. Written by `training/report.py`; do not edit.", "",
             f"Model file: {model.stat().st_size:,} bytes.", "", "## Body, word F1", ""]
    reports = []
    for name, folder in (("HTML", html), ("dumps", text)):
        for version, values in (read(folder / "report.json") or {}).items():
            reports.append((f"{name}, {version}", values))
    regions = read(html / "kinds.json")
    if regions:
        for version, values in regions["joined"].items():
            reports.append((f"HTML, {version}, with the kinds' model", values))
    lines += f1_lines(reports)
    lines += ["", "v2 is the corrected truth, v1 the published one. Types are over pages with non-empty truth. The engine takes the",
              "mean of both models; on pages without labelled regions the kinds' model of another fold does not exist, so the",
              "rows with it change the labelled pages only.",
              "", "## Reliability", ""]
    lines += reliability(common.Data(features), np.load(html / "p.npy"))
    if regions:
        lines += ["", "## Region kinds, HTML", ""]
        lines += kinds(regions)
    types = read(html / "types.json")
    if types:
        lines += ["", "## Page type", ""]
        lines += [f"- {name}: {value:.3f}" for name, value in types.items()]
    out.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
