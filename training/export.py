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


def pack(tree, limits, features, scale):
    nodes, leaves = [], []

    def visit(node):
        if "leaf_value" in node:
            leaves.append(round(node["leaf_value"] / scale))
            return ~(len(leaves) - 1)
        at = len(nodes)
        nodes.append(None)
        feature = features[node["split_feature"]]
        nodes[at] = (feature, limits[feature].index(node["threshold"]),
                     visit(node["left_child"]), visit(node["right_child"]))
        return at

    visit(tree)
    body = b"".join(struct.pack("<HBbb", *node) for node in nodes)
    return struct.pack("<B", len(nodes)) + body + struct.pack(f"<{len(leaves)}h", *leaves)


def quantise(path):
    """Keys and weights in whole steps; the few largest weights are clipped."""
    raw = np.fromfile(path, np.dtype([("key", "<u4"), ("weight", "<f4")]))
    scale = float(np.quantile(np.abs(raw["weight"]), 0.9995)) / 127
    steps = np.clip(np.round(raw["weight"] / scale), -127, 127).astype(np.int8)
    keep = steps != 0
    return raw["key"][keep], steps[keep], scale


def token_table(keys, steps, scale):
    packed = keys.astype("<u4").view(np.uint8).reshape(-1, 4)[:, :3].tobytes()
    return struct.pack("<fI", scale, len(keys)) + packed + steps.tobytes()
