"""Trains and cross-validates the region kinds: `kinds.py FEATURES OUT [--rounds N]`. Needs `train.py` and,
for HTML, `page_type.py` first."""
import argparse
import json
import struct
import sys
from pathlib import Path

import lightgbm as lgb
import numpy as np

import common
import export

KINDS = ("title subtitle byline date category meta body caption comment comment_form nav breadcrumb related advert "
         "follow newsletter share author_bio tags pagination paywall cookie dialog search sidebar footer other").split()
PARAMETERS = dict(objective="multiclass", num_class=len(KINDS), learning_rate=0.12, num_leaves=15,
                  min_data_in_leaf=20, lambda_l2=5, feature_fraction=0.3, bagging_fraction=0.7, bagging_freq=1,
                  max_bin=63, verbosity=-1, num_threads=1, seed=3, deterministic=True, force_row_wise=True)

# How much the table's own scores count before any tree; TABLE_SHARE in the crate.
TABLE_SHARE = 0.8
# Of the kinds that most blocks have, so many are learned from, and count for the rest.
COMMON, KEPT = ("body", "nav", "footer"), 0.4
# The first rounds of trees are asked only of kinds that the table gives so much of a chance against the best one, the
# rest of them only where several kinds still have so much of one; the same in the crate.
CHANCE, FIRST_ROUNDS, LATER_CHANCE = 0.02, 4, 0.05


def unseen(data):
    """The pages of sites that no labelled page is of: for them the shipped model is one that never saw their site."""
    sites = {p["domain"] for p in data.pages if p["regions"]}
    return [i for i, p in enumerate(data.pages) if p["domain"] not in sites]


def blocks_of(data, pages):
    return np.concatenate([np.arange(data.start[i], data.start[i + 1]) for i in pages] + [np.empty(0, int)]).astype(int)


def table_rows(data, fold, at):
    """What the kinds' table says of some blocks of labelled pages, or of unseen ones."""
    pages = unseen(data) if fold == "unseen" else [i for i, p in enumerate(data.pages) if p["regions"]]
    known = blocks_of(data, pages)
    place = np.full(len(data.labels), -1)
    place[known] = np.arange(len(known))
    return data.read(f"kinds-{fold}.f32").reshape(len(known), -1)[place[at]]


def columns(data, rows, fold, at):
    """All columns of some blocks, and the scores that the trees start from."""
    kinds = table_rows(data, fold, at)
    context = data.context(common.FOLDS if fold == "unseen" else fold)
    return np.hstack([rows[at], context[at], kinds]), TABLE_SHARE * kinds[:, :len(KINDS)].astype(np.float64)


def fit(data, rows, fold, at, rounds):
    at, weights = sample(data, at)
    x, start = columns(data, rows, fold, at)
    train = lgb.Dataset(x, data.kinds[at], weight=weights, init_score=start, params=dict(max_bin=63))
    return lgb.train(PARAMETERS, train, rounds)


def sample(data, at, seed=1):
    chance = np.where(np.isin(data.kinds, [KINDS.index(name) for name in COMMON]), KEPT, 1.0)
    at = at[np.random.RandomState(seed).rand(len(chance))[at] < chance[at]]
    return at, 1 / chance[at]


def predict(model, data, rows, fold, at):
    x, start = columns(data, rows, fold, at)
    asked = in_question(start, CHANCE)
    scores = start + asked * model.predict(x, raw_score=True, num_iteration=FIRST_ROUNDS, num_threads=2)
    asked &= in_question(scores, LATER_CHANCE)
    asked &= asked.sum(1, keepdims=True) > 1
    scores += asked * model.predict(x, raw_score=True, start_iteration=FIRST_ROUNDS, num_threads=2)
    powers = np.exp(scores - scores.max(1, keepdims=True))
    return powers / powers.sum(1, keepdims=True)


def in_question(scores, chance):
    return scores >= scores.max(1, keepdims=True) + np.log(chance)


def sparse_table(path):
    raw = np.fromfile(path, np.dtype([("key", "<u4"), ("kind", "<u4"), ("weight", "<f4")]))
    scale = float(np.quantile(np.abs(raw["weight"]), 0.999)) / 127
    raw = raw[np.round(raw["weight"] / scale) != 0]
    raw = raw[np.argsort(raw["key"], kind="stable")]
    keys, counts = np.unique(raw["key"], return_counts=True)
    steps = np.clip(np.round(raw["weight"] / scale), -127, 127).astype(np.int8)
    bits = export.Bits()
    for count in counts.tolist():
        bits.put(count, 5)
    for kind in raw["kind"].tolist():
        bits.put(kind, 5)
    return struct.pack("<f", scale) + export.packed_keys(keys) + bits.done() + steps.tobytes()


def report(chosen, truth):
    lines = {"accuracy": float((chosen == truth).mean())}
    scores = {}
    for k, name in enumerate(KINDS):
        right = ((chosen == k) & (truth == k)).sum()
        count = (truth == k).sum()
        scores[name] = dict(precision=float(right / max((chosen == k).sum(), 1)), recall=float(right / max(count, 1)),
                            f1=float(2 * right / max((chosen == k).sum() + count, 1)), count=int(count))
    lines["macro"] = float(np.mean([s["f1"] for s in scores.values() if s["count"] >= 100]))
    return lines | {"kinds": scores}


def choose(data, body, many, article):
    """As the engine does: the cut over the body probabilities of both, then the best other kind."""
    chosen = np.full(len(body), -1)
    joined = common.joined(body, many[:, KINDS.index("body")], article)
    others = np.where(np.isnan(many), 0, many)
    others[:, KINDS.index("body")] = -1
    for i, page in enumerate(data.pages):
        a, b = data.start[i], data.start[i + 1]
        if page["regions"] and b > a:
            n = data.counts[a:b] + 1e-3
            keep = common.cut(joined[a:b], n)
            chosen[a:b] = np.where(keep, KINDS.index("body"), others[a:b].argmax(1))
    return chosen, joined


def main():
    args = argparse.ArgumentParser()
    args.add_argument("features")
    args.add_argument("out")
    args.add_argument("--rounds", type=int, default=32)
    args = args.parse_args()
    out = Path(args.out)
    data = common.Data(args.features)
    rows = data.rows()
    many = validate(args, data, rows, ship(args, data, rows))
    write_report(out, data, many)


def ship(args, data, rows):
    """The model that is compiled in: trained on everything."""
    final = fit(data, rows, common.FOLDS, np.nonzero(data.kinds != 255)[0], args.rounds)
    forest = export.forest(final, len(KINDS), list(range(10000)))
    table = sparse_table(Path(args.features) / "kind-table.bin")
    (Path(args.out) / "kinds.bin").write_bytes(b"\x01" + table + forest)
    print("table", len(table), "trees", len(forest), flush=True)
    return final


def validate(args, data, rows, final):
    """Probabilities of all kinds by models that never saw the page's site."""
    known = data.kinds != 255
    labelled = np.repeat([p["regions"] for p in data.pages], np.diff(data.start))
    many = np.full((len(data.labels), len(KINDS)), np.nan)
    for fold in range(common.FOLDS):
        model = fit(data, rows, fold, np.nonzero(known & (data.fold != fold))[0], args.rounds)
        test = np.nonzero((data.fold == fold) & labelled)[0]
        many[test] = predict(model, data, rows, fold, test)
        print("fold", fold, flush=True)
    if (data.folder / "kinds-unseen.f32").stat().st_size:
        rest = blocks_of(data, unseen(data))
        for at in np.array_split(rest, 8):
            many[at] = predict(final, data, rows, "unseen", at)
    np.save(Path(args.out) / "many.npy", many)
    return many


def write_report(out, data, many):
    types = out / "types.npy"
    article = np.load(types)[:, 0] if types.exists() else np.full(len(data.pages), common.UNKNOWN)
    chosen, joined = choose(data, np.load(out / "p.npy"), many, np.repeat(article, np.diff(data.start)))
    np.save(out / "joined.npy", joined)
    measured = data.is_usual() & np.array([p["part"] != "" for p in data.pages])
    known = (data.kinds != 255) & np.repeat(measured, np.diff(data.start))
    alone = report(many[known].argmax(1), data.kinds[known])
    result = report(chosen[known], data.kinds[known])
    result["joined"] = {v: common.table(data, common.scores(data, joined, v), v) for v in ("v1", "v2")}
    print("argmax", alone["accuracy"], alone["macro"], "with cut", result["accuracy"], result["macro"])
    for version, values in result["joined"].items():
        print(version, {k: round(v, 4) for k, v in values.items()})
    print({k: round(v["f1"], 2) for k, v in result["kinds"].items()})
    json.dump(result | {"argmax": alone}, open(out / "kinds.json", "w"), indent=1)


if __name__ == "__main__":
    main()
