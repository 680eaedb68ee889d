"""Trains and cross-validates: `train.py FEATURES OUT [--final-only | --cv-only] [--trees N]`."""
import argparse
import json
import time
from pathlib import Path

import lightgbm as lgb
import numpy as np

import common
import export

PARAMETERS = dict(objective="cross_entropy", learning_rate=0.08, num_leaves=31, min_data_in_leaf=150,
                  lambda_l2=20, max_depth=7, feature_fraction=0.3, bagging_fraction=0.7, bagging_freq=1, max_bin=63,
                  verbosity=-1, num_threads=1, seed=3, deterministic=True, force_row_wise=True)


def sample(weights, seed=0):
    """Heavy blocks always, light ones at random: half the rows, the same expectation."""
    chance = np.minimum(1, 0.08 + 0.35 * weights)
    keep = (np.random.RandomState(seed).rand(len(weights)) < chance) & (weights > 0)
    return keep, np.where(keep, weights / chance, 0)


def fit(data, rows, context, mask, trees, weights):
    at = np.nonzero(mask)[0]
    x = np.hstack([rows[at], context[at]])
    train = lgb.Dataset(x, np.clip(data.labels[at], 0, 1), weight=weights[at], params=dict(max_bin=63))
    return lgb.train(PARAMETERS, train, trees)


def main():
    args = argparse.ArgumentParser()
    args.add_argument("features")
    args.add_argument("out")
    args.add_argument("--trees", type=int, default=160)
    args.add_argument("--final-only", action="store_true")
    args.add_argument("--cv-only", action="store_true")
    args.add_argument("--folds", type=int, default=common.FOLDS)
    args = args.parse_args()
    out = Path(args.out)
    out.mkdir(parents=True, exist_ok=True)
    data = common.Data(args.features)
    rows = data.rows()
    print(rows.shape, flush=True)
    keep, weights = sample(data.weights)
    if not args.cv_only:
        ship(args, data, rows, keep, weights)
    if not args.final_only:
        validate(args, data, rows, keep, weights)


def ship(args, data, rows, keep, weights):
    """The model that is compiled in: trained on everything."""
    final = fit(data, rows, data.context(common.FOLDS), keep, args.trees, weights)
    final.save_model(Path(args.out) / "body.txt")
    table = export.quantise(Path(args.features) / "table.bin")
    body = export.forest(final, 1, list(range(10000)))
    tokens = export.token_table(*table)
    print("tokens", len(table[0]), len(tokens), "trees", len(body), flush=True)
    (Path(args.out) / "part.bin").write_bytes(tokens + body)


def validate(args, data, rows, keep, weights):
    out = Path(args.out)
    p = np.zeros(len(data.labels))
    for fold in range(args.folds):
        start = time.time()
        context = data.context(fold)
        model = fit(data, rows, context, keep & (data.fold != fold), args.trees, weights)
        test = np.nonzero(data.fold == fold)[0]
        p[test] = common.probabilities(model, np.hstack([rows[test], context[test]]))
        print("fold", fold, round(time.time() - start), "s", flush=True)
    np.save(out / "p.npy", p)
    report = {}
    for version in ("v1", "v2"):
        f1 = common.scores(data, p, version)
        np.save(out / f"f1-{version}.npy", f1)
        report[version] = common.table(data, f1, version)
        print(version, {k: round(v, 4) for k, v in report[version].items()}, flush=True)
        if version == "v2":
            styles = common.styles(data, f1)
            print(styles, flush=True)
            json.dump(styles, open(out / "styles.json", "w"), indent=1)
    json.dump(report, open(out / "report.json", "w"), indent=1)


if __name__ == "__main__":
    main()
