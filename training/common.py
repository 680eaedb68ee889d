"""Arrays written by the `training` example, and the measure."""
import json
from pathlib import Path

import numpy as np

FOLDS = 5
TYPES = ["article", "documentation", "service", "forum", "collection", "listing", "product"]
GATE = 0.2
# After so many trees a row is left alone whose score is so far from zero, and counts for so many times as much; the
# same in the crate.
STOPS = (20, 2.0, 1.5), (40, 2.5, 1.2), (100, 2.5, 1.0)
# How far the kinds' model lowers and raises the body's probability; the same in the crate.
LOWER, RAISE = 0.6, 0.25
# What stands for the probability that a dump is an article; UNKNOWN in the crate.
UNKNOWN = 0.25


class Data:
    def __init__(self, folder):
        self.folder = Path(folder)
        self.pages = [json.loads(l) for l in open(self.folder / "pages.jsonl")]
        count = lambda key: np.array([p[key] for p in self.pages])
        self.start = np.concatenate([[0], np.cumsum(count("blocks"))])
        self.word_start = np.concatenate([[0], np.cumsum(count("words"))])
        self.truth_start = {v: np.concatenate([[0], np.cumsum(count(k))])
                            for v, k in (("v2", "truth"), ("v1", "truth_v1"))}
        self.page_fold = count("fold")
        self.fold = np.repeat(self.page_fold, count("blocks"))
        self.width = self.pages[0]["width"]
        self.labels, self.weights = self.read("labels.f32"), self.read("weights.f32")
        self.words, self.block_of = self.read("words.u32"), self.read("block_of.u32")
        self.truth = {"v2": self.read("truth.u32"), "v1": self.read("truth-v1.u32")}
        self.kinds = self.read("kinds.u8")
        self.counts = np.concatenate([
            np.bincount(self.block_of[a:b], minlength=p["blocks"]).astype(np.float64)
            for p, a, b in zip(self.pages, self.word_start, self.word_start[1:])])

    def read(self, name):
        dtype = {"f32": np.float32, "u32": np.uint32, ".u8": np.uint8}[name[-3:]]
        return np.fromfile(self.folder / name, dtype)

    def rows(self):
        return self.read("rows.f32").reshape(-1, self.width)

    def context(self, fold):
        return self.read(f"context-{fold}.f32").reshape(len(self.labels), -1)

    def is_usual(self):
        """Which pages are not written in one more style of dump."""
        return np.array([p["style"] in ("", "crawled") for p in self.pages])

    def page_words(self, i):
        a, b = self.word_start[i], self.word_start[i + 1]
        return self.words[a:b], self.block_of[a:b]

    def f1(self, i, keep, version="v2"):
        a, b = self.truth_start[version][i:i + 2]
        truth = self.truth[version][a:b]
        words, block_of = self.page_words(i)
        words = words[keep[block_of]] if len(words) else words
        if len(truth) == 0 or len(words) == 0:
            return float(len(truth) == len(words))
        size = int(max(truth.max(), words.max())) + 1
        shared = np.minimum(np.bincount(truth, minlength=size), np.bincount(words, minlength=size)).sum()
        return 2 * shared / (len(truth) + len(words))


def probabilities(model, x):
    """Of being body, by as many trees as it takes to be sure."""
    scores, rest, start = np.zeros(len(x)), np.arange(len(x)), 0
    for stop, sure, growth in (*STOPS, (model.num_trees(), np.inf, 1)):
        if len(rest) == 0 or stop <= start:
            break
        scores[rest] += model.predict(x[rest], raw_score=True, start_iteration=start, num_iteration=stop - start,
                                      num_threads=2)
        is_sure = np.abs(scores[rest]) >= sure
        scores[rest[is_sure]] *= growth
        rest, start = rest[~is_sure], stop
    return 1 / (1 + np.exp(-scores))


def cut(p, n, gate=GATE):
    order = np.argsort(-p, kind="stable")
    right, taken = np.cumsum((p * n)[order]), np.cumsum(n[order])
    value = 2 * right / (taken + (p * n).sum() + 1e-9)
    keep = np.zeros(len(p), bool)
    if len(p) and value.max() >= gate:
        keep[order[:value.argmax() + 1]] = True
    return keep


def joined(body, many, article):
    """Body probability of both models: on articles the kinds' model may lower it only; without kinds it stays."""
    raising = RAISE * np.maximum(0, 1 - 2 * article)
    share = np.where(many < body, LOWER, raising)
    return np.where(np.isnan(many), body, body + share * (many - body))


def once(page, p, n):
    """Probabilities with exact repeats of six or more words kept at the best place only."""
    p = p.copy()
    first = np.array(page["hashes"])
    for h, c in zip(*np.unique(first, return_counts=True)):
        if c > 1 and n[h] >= 6:
            at = np.nonzero(first == h)[0]
            p[at[at != at[p[at].argmax()]]] = 0
    return p


def scores(data, p, version="v2", drop_repeats=True):
    out = []
    for i, page in enumerate(data.pages):
        a, b = data.start[i], data.start[i + 1]
        n = data.counts[a:b] + 1e-3
        q = once(page, p[a:b], n) if drop_repeats else p[a:b]
        out.append(data.f1(i, cut(q, n), version))
    return np.array(out)


def table(data, f1, version="v2"):
    """Means over the groups of pages that the report names."""
    key = {"v2": "truth", "v1": "truth_v1"}[version]
    usual = data.is_usual()
    wcxb = usual & np.array([p["set"] == "wcxb" for p in data.pages])
    some = np.array([p[key] > 0 for p in data.pages])
    part = lambda name: usual & np.array([p["part"] == name for p in data.pages])
    groups = {"all": wcxb, "non-empty": wcxb & some, "representative": part("representative"),
              "hard": part("hard"), "fundus": usual & ~wcxb}
    for kind in TYPES:
        groups[kind] = wcxb & some & np.array([p["type"] == kind for p in data.pages])
    return {name: float(f1[mask].mean()) for name, mask in groups.items() if mask.any()}


def styles(data, f1):
    """Number of pages with truth and mean F1 of each way to write a dump."""
    names = np.array([p["style"] for p in data.pages])
    some = np.array([p["truth"] > 0 for p in data.pages])
    of = lambda name: f1[some & (names == name)]
    return {name: [len(of(name)), float(of(name).mean())] for name in dict.fromkeys(names) if name}
