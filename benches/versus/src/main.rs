//! unhusk and its peers over the same pages, in one run:
//! `cargo run --release --manifest-path benches/versus/Cargo.toml -- DATA [--step N]`.
//!
//! `DATA` holds the folders `wcxb-dev` and `fundus-dev`. The contenders take turns page by page,
//! so that noise of the machine hits all alike. Peak memory is that of a process of its own for
//! each contender, which is given one page after the other.

mod contenders;
#[path = "../../../examples/evaluate/data.rs"]
mod data;
#[path = "../../../examples/evaluate/measure.rs"]
mod measure;
mod memory;
mod race;
mod table;

use std::path::PathBuf;
use std::thread::Builder;

use contenders::CONTENDERS;

/// Some peers recurse as deep as the page nests.
const STACK: usize = 1 << 30;

fn main() {
    // A panic of a contender is an empty result, not a message.
    std::panic::set_hook(Box::new(|_| {}));
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let run = move || match arguments.as_slice() {
        [flag, name] if flag == memory::FLAG => memory::child(name),
        arguments => compare(arguments),
    };
    let worker = Builder::new().stack_size(STACK).spawn(run);
    if worker.map(|worker| worker.join().is_err()).unwrap_or(true) {
        eprintln!("versus: the run itself failed");
        std::process::exit(1);
    }
}

fn compare(arguments: &[String]) {
    let step = arguments.iter().skip_while(|a| *a != "--step").nth(1);
    let step = step.and_then(|n| n.parse().ok()).unwrap_or(1);
    let Some(root) = arguments.first().map(PathBuf::from) else {
        println!("usage: versus DATA [--step N]");
        return;
    };
    let pages = data::load_some(&root, false, step);
    let results = race::run(&pages);
    let peaks = CONTENDERS.map(|contender| memory::peak(contender.name, &pages));
    let nothing = memory::peak(memory::NOTHING, &pages);
    table::print(&pages, &results, peaks, nothing);
}
