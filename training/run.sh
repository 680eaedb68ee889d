#!/bin/sh
# Data folder to model file and report: run.sh DATA WORK
set -eu
data=$1 work=$2
here=$(dirname "$0")
model=$here/../src/segment/model/unhusk.model
cargo run --release --example training -- "$data" "$work/html"
cargo run --release --example training -- "$data" "$work/text" --dumps
python "$here/train.py" "$work/html" "$work/html-out" --trees 180
python "$here/train.py" "$work/text" "$work/text-out" --trees 170
python "$here/page_type.py" "$work/html" "$work/html-out"
python "$here/kinds.py" "$work/html" "$work/html-out"
python "$here/kinds.py" "$work/text" "$work/text-out" --rounds 16
python "$here/assemble.py" "$work/html-out" "$work/text-out" "$model"
python "$here/report.py" "$work/html" "$work/html-out" "$work/text-out" "$model" "$here/REPORT.md"
