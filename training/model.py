"""The parts of the model: token table, context of scores, trees, cut."""
import lightgbm as lgb
import numpy as np
import scipy.optimize
import scipy.sparse as sp
from data import GROUPS

TABLE_SIZE = 30000
LEVELS = 6
TREES = dict(
    objective="cross_entropy", learning_rate=0.08, num_leaves=31, min_data_in_leaf=150, lambda_l2=20, max_bin=63,
    feature_fraction=0.4, bagging_fraction=0.7, bagging_freq=1, num_threads=2, seed=3, deterministic=True, verbosity=-1,
)


def weights(data):
    """Weight of a block: its part in the F1 of its page, flattened."""
    gold = np.array([p["v2"] for p in data.pages], float)
    total = np.add.reduceat(data.words, data.start[:-1].clip(max=len(data.words) - 1))
    norm = 0.7 * gold + 0.3 * np.minimum(total, 2 * gold + 100) + 50
    w = ((data.words + 0.3) / norm[data.page]) ** 0.7
    return w / w.mean()


def token_table(data, rows, y, w, l2=6e-5):
    """Logistic regression on tokens seen in three domains or more; the largest weights stay."""
    x = data.tokens[rows]
    domains = np.unique(data.domain, return_inverse=True)[1][data.page[rows]]
    by_domain = sp.csr_matrix((np.ones(len(rows), np.float32), (domains, np.arange(len(rows)))))
    seen = np.asarray(((by_domain @ x) > 0).sum(0)).ravel()
    kept = np.nonzero(seen >= 3)[0]
    x = x[:, kept].tocsr()
    xt = x.T.tocsr()
    sw = np.sqrt(w / w.mean())
    total = sw.sum()

    def loss(beta):
        z = x @ beta[:-1].astype(np.float32) + beta[-1]
        p = 1 / (1 + np.exp(-z))
        value = (sw * (np.logaddexp(0, z) - y * z)).sum() / total + l2 * 0.5 * (beta[:-1] ** 2).sum()
        g = (sw * (p - y) / total).astype(np.float32)
        return value, np.concatenate([xt @ g + l2 * beta[:-1], [g.sum()]])

    beta = scipy.optimize.minimize(loss, np.zeros(len(kept) + 1), jac=True, method="L-BFGS-B", options=dict(maxiter=40)).x
    rank = np.abs(beta[:-1]) * np.sqrt(np.asarray((x > 0).sum(0)).ravel())
    top = np.argsort(-rank)[:TABLE_SIZE]
    table = np.zeros(len(data.keys), np.float32)
    scale = np.abs(beta[:-1][top]).max() / 127
    table[kept[top]] = np.round(beta[:-1][top] / scale) * scale
    return table


def sums(data, table):
    """The sum of the weights of each group of tokens."""
    by_group = sp.csr_matrix((table, (np.arange(len(table)), data.group)), shape=(len(table), GROUPS))
    return np.asarray((data.tokens @ by_group).todense(), np.float32)


def context(data, score, weight):
    """The same as `columns` in `src/segment/engine/scores.rs`."""
    n = len(score)
    row = np.arange(n)
    first, last = data.start[data.page], data.start[data.page + 1]
    cs = np.concatenate([[0], np.cumsum(score.astype(np.float64) * weight)])
    cw = np.concatenate([[0], np.cumsum(weight.astype(np.float64))])

    def mean(a, b):
        return (cs[b] - cs[a]) / np.maximum(cw[b] - cw[a], 1e-9)

    def without(total, mass):
        return np.where(mass > 1e-6, total / np.maximum(mass, 1e-6), -9)

    columns = []
    for d in (1, 2, 3):
        columns.append(np.where(row - d >= first, score[np.maximum(row - d, 0)], -9))
        columns.append(np.where(row + d < last, score[np.minimum(row + d, n - 1)], -9))
    for window in (3, 8, 20):
        columns.append(mean(np.maximum(row - window, first), row))
        columns.append(mean(np.minimum(row + 1, last), np.minimum(row + 1 + window, last)))
    own = score.astype(np.float64) * weight
    for level in range(LEVELS):
        a, b = data.structure[:, level * 2] + first, data.structure[:, level * 2 + 1] + first
        columns.append(without(cs[b] - cs[a] - own, cw[b] - cw[a] - weight))
    for column in (12, 13):
        group = np.unique(data.page.astype(np.int64) * 100000 + data.structure[:, column], return_inverse=True)[1]
        total, mass = np.bincount(group, own), np.bincount(group, weight)
        columns.append(without(total[group] - own, mass[group] - weight))
    columns.append(mean(first, last))
    columns.append(mean(first, row))
    columns.append(mean(row + 1, last))
    heading = data.structure[:, 14]
    columns.append(np.where(heading >= 0, score[np.maximum(heading + first, 0)], -9))
    return np.stack(columns, 1).astype(np.float32)


def features(data, parts):
    total = parts.sum(1)
    return np.hstack([data.rows, parts, total[:, None], context(data, total, np.sqrt(data.words + 0.3))])


def out_of_fold(data, rows, w, folds):
    """Token sums of the rows, each from a table that has not seen its domain."""
    parts = np.zeros((len(data.share), GROUPS), np.float32)
    fold = folds[data.page]
    for k in np.unique(fold[rows]):
        fit = rows[fold[rows] != k]
        table = token_table(data, fit, data.share[fit], w[fit])
        held = rows[fold[rows] == k]
        parts[held] = sums(data, table)[held]
    return parts


def fit_trees(x, data, rows, w, count):
    return lgb.train(TREES, lgb.Dataset(x[rows], data.share[rows], weight=w[rows], free_raw_data=True), count)


def cut(p, words, none_below=0.2, tilt=1.0):
    """The blocks that maximise the expected F1; none where that is too low."""
    order = np.argsort(-p, kind="stable")
    size = words[order] + 1e-3
    gain = np.cumsum(p[order] * size)
    expected = 2 * gain / (np.cumsum(size) + (p * (words + 1e-3)).sum() * tilt)
    chosen = np.zeros(len(p), bool)
    if len(p) and expected.max() >= none_below:
        chosen[order[: expected.argmax() + 1]] = True
    return chosen


def choose(data, page, p):
    """The cut on a page, exact repeats of six or more words counted once."""
    a, b = data.start[page], data.start[page + 1]
    p, words = p[a:b].astype(np.float64), data.words[a:b]
    repeats = np.array(data.pages[page]["repeats"], int)
    p = np.where(repeats >= 0, 0, p)
    if len(p) and (repeats >= 0).any():
        # The first copy stands for all: it is as likely as the likeliest.
        q = p.copy()
        p = q
    return cut(p, words)
