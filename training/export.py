"""The model file: the layout that src/segment/model reads."""
import struct

import numpy as np


def forest(model, classes, features):
    """Trees of a LightGBM booster; see Forest::read. `features` maps its columns to ours."""
    trees = [t["tree_structure"] for t in model.dump_model()["tree_info"]]
    limits = {}
    leaves = []

    def visit(node):
        if "leaf_value" in node:
            leaves.append(node["leaf_value"])
        else:
            limits.setdefault(features[node["split_feature"]], set()).add(node["threshold"])
            visit(node["left_child"])
            visit(node["right_child"])

    for tree in trees:
        visit(tree)
    scale = max(abs(v) for v in leaves) / 32767
    count = max(limits, default=-1) + 1
    limits = [sorted(limits.get(f, ())) for f in range(count)]
    out = struct.pack("<HHfH", classes, len(trees), scale, count)
    for values in limits:
        out += struct.pack(f"<B{len(values)}f", len(values), *values)
    return out + b"".join(pack(tree, limits, features, scale) for tree in trees)


LEFT_LEAF, RIGHT_LEAF = 1 << 15, 1 << 14


def pack(tree, limits, features, scale):
    """Nodes and leaves in the order of a walk, left first: so no node has to name its children."""
    nodes, leaves = [], []

    def visit(node):
        if "leaf_value" in node:
            leaves.append(round(node["leaf_value"] / scale))
            return
        feature = features[node["split_feature"]]
        left, right = node["left_child"], node["right_child"]
        flags = LEFT_LEAF * ("leaf_value" in left) + RIGHT_LEAF * ("leaf_value" in right)
        nodes.append((feature | flags, limits[feature].index(node["threshold"])))
        visit(left)
        visit(right)

    visit(tree)
    body = b"".join(struct.pack("<HB", *node) for node in nodes)
    return struct.pack("<B", len(nodes)) + body + struct.pack(f"<{len(leaves)}h", *leaves)


def quantise(path):
    """Keys and weights in whole steps; the few largest weights are clipped."""
    raw = np.fromfile(path, np.dtype([("key", "<u4"), ("weight", "<f4")]))
    scale = float(np.quantile(np.abs(raw["weight"]), 0.9995)) / 127
    steps = np.clip(np.round(raw["weight"] / scale), -127, 127).astype(np.int8)
    keep = np.nonzero(steps)[0]
    keep = keep[np.argsort(raw["key"][keep])]
    return raw["key"][keep], steps[keep], scale


def packed_keys(keys):
    """Their count, then each less the one before, seven bits a byte."""
    out = bytearray(struct.pack("<I", len(keys)))
    for gap in np.diff(keys.astype(np.int64), prepend=0).tolist():
        while gap >= 128:
            out.append(gap & 127 | 128)
            gap >>= 7
        out.append(gap)
    return bytes(out)


def token_table(keys, steps, scale):
    return struct.pack("<f", scale) + packed_keys(keys) + steps.tobytes()
