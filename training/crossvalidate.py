"""Nested cross-validation by registrable domain: `python crossvalidate.py FEATURES REGIONS [TREES]`."""
import gzip
import json
import sys

import numpy as np
from data import Data
from model import choose, features, fit_trees, out_of_fold, sums, token_table, weights

data = Data(sys.argv[1])
parts = {}
for line in gzip.open(sys.argv[2]):
    page = json.loads(line)
    parts[page["id"]] = page["part"]
count = int(sys.argv[3]) if len(sys.argv) > 3 else 160
outer, inner = data.folds(5, 1), data.folds(4, 2)
w = weights(data)
p = np.zeros(len(data.share))
for k in range(5):
    train = np.nonzero(outer[data.page] != k)[0]
    test = np.nonzero(outer[data.page] == k)[0]
    token_sums = out_of_fold(data, train, w, inner)
    table = token_table(data, train, data.share[train], w[train])
    token_sums[test] = sums(data, table)[test]
    x = features(data, token_sums)
    p[test] = fit_trees(x, data, train, w, count).predict(x[test])
    print("fold", k, flush=True)
np.save("/tmp/train/p.npy", p) if len(sys.argv) > 4 else None

scores = {}
for version in (1, 2):
    scores[version] = np.array([data.f1(i, choose(data, i, p), version) for i in range(len(data.pages))])


def show(name, mask):
    gold = np.array([page["v2"] > 0 for page in data.pages])
    v1, v2 = scores[1][mask], scores[2][mask]
    print(f"| {name} | {mask.sum()} | {v1.mean():.3f} | {v2.mean():.3f} | {scores[2][mask & gold].mean():.3f} |")


wcxb = data.set == "wcxb-dev"
part = np.array([parts.get(page["id"], "") if page["set"] == "wcxb-dev" else "" for page in data.pages])
print("| pages | n | v1 | v2 | v2, with truth |\n|---|--:|--:|--:|--:|")
show("wcxb-dev", wcxb)
for name in ("representative", "hard"):
    show(name, part == name)
for name in np.unique(data.type):
    show(name, wcxb & (data.type == name))
if (~wcxb).any():
    show("fundus-dev", ~wcxb)

edges = np.linspace(0, 1, 11)
print("\n| probability | blocks | share that is body |\n|---|--:|--:|")
for low, high in zip(edges, edges[1:]):
    mask = (p >= low) & (p < high + (high == 1))
    print(f"| {low:.1f} to {high:.1f} | {mask.sum()} | {np.average(data.share[mask], weights=data.words[mask] + 1e-3):.2f} |")
