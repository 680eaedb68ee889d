"""The model file: the layout that src/segment/model reads."""
import struct

import numpy as np


class Bits:
    """Numbers of any width, low bits first."""

    def __init__(self):
        self.bytes, self.held, self.count = bytearray(), 0, 0

    def put(self, value, width):
        self.held |= value << self.count
        self.count += width
        while self.count >= 8:
            self.bytes.append(self.held & 255)
            self.held >>= 8
            self.count -= 8

    def done(self):
        """The bytes; the last one is filled up."""
        self.put(0, -self.count % 8)
        return bytes(self.bytes)


def forest(model, classes, features):
    """Trees of a LightGBM booster; see Forest::read. `features` maps its columns to ours."""
    trees = [t["tree_structure"] for t in model.dump_model()["tree_info"]]
    limits = {}
    leaves = []

    def visit(node):
        if "leaf_value" in node:
            leaves.append(node["leaf_value"])
        else:
            limits.setdefault(features[node["split_feature"]], set()).add(short(node["threshold"]))
            visit(node["left_child"])
            visit(node["right_child"])

    for tree in trees:
        visit(tree)
    scale = max(abs(v) for v in leaves) / 127
    count = max(limits, default=-1) + 1
    limits = [sorted(limits.get(f, ()), key=value_of) for f in range(count)]
    out = struct.pack("<HHfH", classes, len(trees), scale, count)
    bits = Bits()
    for values in limits:
        bits.put(len(values), 8)
        for value in values:
            bits.put(value, 24)
    for tree in trees:
        pack(bits, tree, limits, features, scale)
    return out + bits.done()


def short(threshold):
    """The upper 24 bits of the nearest number of 32 bits."""
    (bits,) = struct.unpack("<I", struct.pack("<f", threshold))
    return (bits + 128) >> 8


def value_of(threshold):
    return struct.unpack("<f", struct.pack("<I", threshold << 8))[0]


def pack(bits, tree, limits, features, scale):
    """Nodes and leaves in the order of a walk, left first: so no node has to name its children."""

    def visit(node):
        is_leaf = "leaf_value" in node
        bits.put(is_leaf, 1)
        if is_leaf:
            bits.put(round(node["leaf_value"] / scale) & 255, 8)
            return
        feature = features[node["split_feature"]]
        bits.put(feature, (len(limits) - 1).bit_length())
        own = limits[feature]
        bits.put(own.index(short(node["threshold"])), (len(own) - 1).bit_length())
        visit(node["left_child"])
        visit(node["right_child"])

    visit(tree)


def quantise(path):
    """Keys and weights in whole steps; the few largest weights are clipped."""
    raw = np.fromfile(path, np.dtype([("key", "<u4"), ("weight", "<f4")]))
    scale = float(np.quantile(np.abs(raw["weight"]), 0.9995)) / 127
    steps = np.clip(np.round(raw["weight"] / scale), -127, 127).astype(np.int8)
    keep = np.nonzero(steps)[0]
    keep = keep[np.argsort(raw["key"][keep])]
    return raw["key"][keep], steps[keep], scale


def packed_keys(keys):
    """Their count, then each less the one before: as many low bits as the mean has, then what is
    above them in ones, closed by a zero (Rice's code)."""
    low = max(int(keys[-1]) // len(keys), 1).bit_length() - 1 if len(keys) else 0
    bits = Bits()
    for gap in np.diff(keys.astype(np.int64), prepend=0).tolist():
        bits.put(gap & (1 << low) - 1, low)
        bits.put((1 << (gap >> low)) - 1, (gap >> low) + 1)
    return struct.pack("<IB", len(keys), low) + bits.done()


def token_table(keys, steps, scale):
    return struct.pack("<f", scale) + packed_keys(keys) + steps.tobytes()
