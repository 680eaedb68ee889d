"""Trains and cross-validates the page type: `page_type.py FEATURES OUT`. Needs `train.py` first."""
import json
import struct
import sys
from pathlib import Path

import lightgbm as lgb
import numpy as np

import common
import export

# In the order of the crate's PageType.
NAMES = ["article", "forum", "product", "listing", "collection", "documentation", "service"]
PARAMETERS = dict(objective="multiclass", num_class=len(NAMES), learning_rate=0.1, num_leaves=7,
                  min_data_in_leaf=10, lambda_l2=2, feature_fraction=0.2, bagging_fraction=0.7, bagging_freq=1,
                  max_bin=63, verbosity=-1, num_threads=1, seed=3, deterministic=True, force_row_wise=True)
ROUNDS = 40


def means(data, rows, p):
    """Means over the page's blocks, by words and by words times probability of body."""
    out = np.zeros((len(data.pages), 2 * rows.shape[1]), np.float32)
    for i in range(len(data.pages)):
        a, b = data.start[i], data.start[i + 1]
        words = data.counts[a:b] + 0.01
        for half, weight in enumerate((words, words * p[a:b])):
            if b > a:
                at = slice(half * rows.shape[1], (half + 1) * rows.shape[1])
                out[i, at] = weight @ rows[a:b] / weight.sum()
    return out


def main():
    features, out = sys.argv[1], Path(sys.argv[2])
    data = common.Data(features)
    x = means(data, data.rows(), np.load(out / "p.npy"))
    y = np.array([NAMES.index(p["type"]) for p in data.pages])
    wcxb = np.array([p["set"] == "wcxb" for p in data.pages])
    guess = np.zeros((len(y), len(NAMES)))
    fit = lambda at: lgb.train(PARAMETERS, lgb.Dataset(x[at], y[at], params=dict(max_bin=63)), ROUNDS)
    for fold in range(common.FOLDS):
        test = data.page_fold == fold
        guess[test] = fit(~test).predict(x[test], num_threads=2)
    np.save(out / "types.npy", guess)
    chosen = guess.argmax(1)
    says, is_article = chosen == 0, y == 0
    result = {"accuracy": float((chosen == y)[wcxb].mean()),
              "article precision": float(is_article[says & wcxb].mean()),
              "article recall": float(says[is_article & wcxb].mean()),
              "fundus called article": float(says[~wcxb].mean())}
    print(result)
    json.dump(result, open(out / "types.json", "w"), indent=1)
    forest = export.forest(fit(np.ones(len(y), bool)), len(NAMES), list(range(10000)))
    (out / "types.bin").write_bytes(forest)
    print("trees", len(forest))


if __name__ == "__main__":
    main()
