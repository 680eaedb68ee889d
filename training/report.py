"""Writes the report: `report.py HTML_FEATURES HTML_OUT TEXT_OUT MODEL REPORT`."""
import json
import sys
from pathlib import Path

import numpy as np

import common


# Measured once: the shipped kinds' model on pages of sites that it has not seen, the body's and the type's models of
# other folds, 1,481 of 1,614 pages.
GATE = """How both models are joined was chosen on the pages whose sites have no labelled regions, and on the labelled ones
by cross-validation. A fixed share of the kinds' model hurts articles, those in other languages than English most, for
it takes teasers for items of a list; so it lowers the body's probability everywhere, but raises it only as far as the
page is no article (`joined` in common.py). Measured before `labels.jsonl` was added to the labels of
`regions-dev`; with it, fixed shares of 1/2 and .4 still cost the newsrooms (.914 and .926):

| v2 | all | fundus | article | service | listing | collection | product |
|---|--:|--:|--:|--:|--:|--:|--:|
| body's model alone | .908 | .952 | .970 | .900 | .815 | .747 | .750 |
| fixed share of 1/4 | **.916** | .940 | .969 | .908 | .855 | .774 | .747 |
| fixed share of 1/2 | .913 | .910 | .967 | .911 | .863 | .780 | .742 |
| share of .45 less that of an article | **.917** | .940 | .970 | .911 | .857 | .780 | .742 |
| lowers by 1/2, raises by 1/2 less the article | .916 | .949 | .971 | .910 | .854 | .786 | .749 |
| lowers by 1/2, raises by 1/4 less the article | .914 | .953 | .971 | .905 | .850 | .770 | .754 |
| lowers by .6, raises by 1/4 less the article | .914 | .952 | .971 | .905 | .851 | .771 | .754 |""".split("\n")


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
    yield "Accuracy over the blocks of `regions-dev`, and macro-F1 over kinds with 100 or more blocks:"
    yield ""
    yield f"- most probable kind of each block: {alone['accuracy']:.3f}, {alone['macro']:.3f}"
    yield f"- as the engine labels, body by the cut: {result['accuracy']:.3f}, {result['macro']:.3f}; by kind:"
    yield ""
    yield "| kind | blocks | precision | recall | F1 |"
    yield "|---|--:|--:|--:|--:|"
    for name, k in sorted(result["kinds"].items(), key=lambda item: -item[1]["count"]):
        yield f"| {name} | {k['count']} | {k['precision']:.2f} | {k['recall']:.2f} | {k['f1']:.2f} |"


def style_lines(styles):
    """Dumps are learned in the crawled style and each in one more; all of a site in one fold."""
    if not styles:
        return
    yield from ["", "## Styles of dumps, word F1 of the body (v2, non-empty)", "",
                "Each page is learned as crawled and in one more style: without bullets and indentation, as",
                "Markdown (headings, bullets, links, strong words), or one line a block without blank lines.", "",
                "| style | pages | F1 |", "|---|--:|--:|"]
    for name, (count, f1) in styles.items():
        yield f"| {name} | {count} | {f1:.3f} |"


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
    of_lines = read(text / "kinds.json")
    if of_lines:
        for version, values in of_lines["joined"].items():
            reports.append((f"dumps, {version}, with the kinds' model", values))
    lines += f1_lines(reports)
    lines += ["", "v2 is the corrected truth, v1 the published one. Types are over pages with non-empty truth. The engine joins both",
              "models: on labelled pages the kinds' model is that of another fold, on pages of other sites (HTML only) the shipped",
              "one, which never saw them; on the rest of the pages, and of dumps, the body's model stands alone.", ""]
    lines += GATE
    lines += [
              "", "## Reliability", ""]
    lines += reliability(common.Data(features), np.load(html / "joined.npy"))
    lines += style_lines(read(text / "styles.json") or {})
    if regions:
        lines += ["", "## Region kinds, HTML", ""]
        lines += kinds(regions)
    if of_lines:
        lines += ["", "## Region kinds, dumps", "",
                  "Of lines as crawled; a line has the kind of most of its words in the labelled HTML.", ""]
        lines += kinds(of_lines)
    types = read(html / "types.json")
    if types:
        lines += ["", "## Page type", ""]
        lines += [f"- {name}: {value:.3f}" for name, value in types.items()]
    out.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
