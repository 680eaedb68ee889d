"""Joins the trained parts to the model file: `assemble.py HTML_OUT TEXT_OUT MODEL`."""
import struct
import sys
from pathlib import Path

FORMAT = 3


def blocks(out):
    """Body and kinds of the blocks of one sort of pages."""
    kinds = out / "kinds.bin"
    return (out / "part.bin").read_bytes() + (kinds.read_bytes() if kinds.exists() else b"\x00")


def main():
    html, text, model = map(Path, sys.argv[1:])
    types = html / "types.bin"
    types = b"\x01" + types.read_bytes() if types.exists() else b"\x00"
    parts = [blocks(html), blocks(text), types]
    model.write_bytes(b"UHSK" + struct.pack("<H", FORMAT) + b"".join(parts))
    print(model, model.stat().st_size, [len(p) for p in parts])


if __name__ == "__main__":
    main()
