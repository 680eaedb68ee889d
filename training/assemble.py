"""Joins the trained parts to the model file: `assemble.py HTML_OUT TEXT_OUT MODEL`."""
import struct
import sys
from pathlib import Path

FORMAT = 1


def main():
    html, text, model = map(Path, sys.argv[1:])
    kinds = html / "kinds.bin"
    kinds = kinds.read_bytes() if kinds.exists() else b"\x00"
    types = html / "types.bin"
    types = b"\x01" + types.read_bytes() if types.exists() else b"\x00"
    parts = [(html / "part.bin").read_bytes(), (text / "part.bin").read_bytes(), kinds, types]
    model.write_bytes(b"UHSK" + struct.pack("<H", FORMAT) + b"".join(parts))
    print(model, model.stat().st_size, [len(p) for p in parts])


if __name__ == "__main__":
    main()
