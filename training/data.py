"""Reads what `cargo run --release --example features` wrote."""
import json
from pathlib import Path

import numpy as np
import scipy.sparse as sp
import tldextract

LABELS = (
    "title subtitle byline date category meta body caption comment comment_form nav breadcrumb related advert follow "
    "newsletter share author_bio tags pagination paywall cookie dialog search sidebar footer other"
).split()
GROUPS = 8
_domain = tldextract.TLDExtract(suffix_list_urls=())


class Data:
    """All blocks of all pages, one after the other; `start[i]:start[i + 1]` are those of page i."""

    def __init__(self, folder):
        folder = Path(folder)
        self.names = json.loads((folder / "names.json").read_text())
        self.pages = [json.loads(line) for line in (folder / "pages.jsonl").open()]
        count = np.array([len(p["lengths"]) for p in self.pages])
        self.start = np.concatenate([[0], np.cumsum(count)])
        self.page = np.repeat(np.arange(len(count)), count)
        n = self.start[-1]
        self.rows = np.fromfile(folder / "rows.f32", np.float32).reshape(n, len(self.names))
        self.share = np.fromfile(folder / "shares.f32", np.float32)
        self.structure = np.fromfile(folder / "structure.i32", np.int32).reshape(n, 15)
        offsets = np.concatenate([[0], np.fromfile(folder / "offsets.u64", np.uint64).astype(np.int64)])
        tokens = np.fromfile(folder / "tokens.u64", np.uint64)
        self.keys, columns = np.unique(tokens, return_inverse=True)
        self.tokens = sp.csr_matrix((np.ones(len(tokens), np.float32), columns.astype(np.int32), offsets), shape=(n, len(self.keys)))
        self.group = (self.keys >> np.uint64(32)).astype(int)
        self.words = np.concatenate([p["lengths"] for p in self.pages]).astype(np.float64)
        self.domain = np.array([_domain(p["url"] or "").registered_domain or p["id"] for p in self.pages])
        self.type = np.array([p["type"] or "article" for p in self.pages])
        self.set = np.array([p["set"] for p in self.pages])
        self.kind = np.full(n, -1)
        for i, page in enumerate(self.pages):
            if page["kinds"]:
                labels = [LABELS.index(k) if k else -1 for k in page["kinds"]]
                self.kind[self.start[i] : self.start[i + 1]] = labels
        self._read_words(folder)

    def _read_words(self, folder):
        words = np.fromfile(folder / "words.u32", np.uint32)
        at = 0
        self.bags = []
        for page in self.pages:
            sizes = [sum(page["lengths"]), page["v1"], page["v2"]]
            parts = np.split(words[at : at + sum(sizes)], np.cumsum(sizes)[:2])
            at += sum(sizes)
            size = int(max([p.max() for p in parts if len(p)], default=-1)) + 1
            owner = np.repeat(np.arange(len(page["lengths"])), page["lengths"])
            self.bags.append((parts[0], owner, np.bincount(parts[1], minlength=size), np.bincount(parts[2], minlength=size)))

    def folds(self, count, seed):
        """A fold for each page; pages of a registrable domain stand together."""
        domains = np.unique(self.domain)
        fold = dict(zip(domains, np.random.RandomState(seed).permutation(len(domains)) % count))
        return np.array([fold[d] for d in self.domain])

    def f1(self, page, chosen, truth):
        """Bag-of-words F1 of a page; `truth` is 1 or 2, the version."""
        words, owner, *bags = self.bags[page]
        gold = bags[truth - 1]
        found = np.bincount(words[chosen[owner]], minlength=len(gold)) if len(words) else np.zeros(len(gold), int)
        if gold.sum() == 0 or found.sum() == 0:
            return float(gold.sum() == found.sum())
        return 2 * np.minimum(gold, found).sum() / (gold.sum() + found.sum())
