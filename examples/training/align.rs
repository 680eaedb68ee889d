//! Which words of a page are the true text: an alignment that rewards long runs, so that a
//! title repeated in the menu does not steal the match.

use crate::NO_KIND;

const RUN_START: f32 = 0.4;
const RUN_NEXT: f32 = 1.0;
const ROUNDS: usize = 4;
const MAX_CELLS: usize = 400_000_000;

/// For every block the share of its words found in the truth.
pub(crate) fn label(page: &[u32], block_of: &[u32], blocks: usize, truth: &[u32]) -> Vec<f32> {
    let matched = matched(page, block_of, truth);
    let mut shares = vec![(0.0, 0.0); blocks];
    for (&block, found) in block_of.iter().zip(matched) {
        let share: &mut (f32, f32) = &mut shares[block as usize];
        share.0 += f32::from(found.is_some());
        share.1 += 1.0;
    }
    shares
        .iter()
        .map(|(found, all)| found / f32::max(*all, 1.0))
        .collect()
}

/// For every block the kind that most of its words have: `of_truth` gives the kind of every word
/// of the truth. Blocks of which less than half is found have none.
pub(crate) fn majority(
    page: &[u32],
    block_of: &[u32],
    blocks: usize,
    (truth, of_truth): (&[u32], &[u8]),
) -> Vec<u8> {
    let matched = matched(page, block_of, truth);
    let mut counts = vec![([0u32; 256], 0u32); blocks];
    for (&block, found) in block_of.iter().zip(matched) {
        let (kinds, all) = &mut counts[block as usize];
        *all += 1;
        if let Some(at) = found {
            kinds[usize::from(of_truth[at as usize])] += 1;
        }
    }
    let most = |(kinds, all): &([u32; 256], u32)| {
        let best = (0..NO_KIND).max_by_key(|&k| (kinds[usize::from(k)], NO_KIND - k));
        let found: u32 = kinds.iter().sum();
        best.filter(|_| *all > 0 && found * 2 >= *all)
    };
    counts.iter().map(|c| most(c).unwrap_or(NO_KIND)).collect()
}

/// For every word of the page the word of the truth that it is.
fn matched(page: &[u32], block_of: &[u32], truth: &[u32]) -> Vec<Option<u32>> {
    let mut found = vec![None; page.len()];
    let count = page.len().min(MAX_CELLS / truth.len().max(1));
    let mut page: Vec<i64> = page[..count].iter().map(|&w| i64::from(w)).collect();
    let mut truth: Vec<i64> = truth.iter().map(|&w| i64::from(w)).collect();
    let total = truth.len();
    for round in 0..ROUNDS {
        let path = best_path(&page, &truth);
        let mut got = 0;
        for (start, end) in runs(&path) {
            if !accept(round, start, end, block_of, count) {
                continue;
            }
            got += end - start;
            for at in start..end {
                found[at] = Some(path[at] as u32);
                page[at] = -1 - at as i64;
                truth[path[at] as usize] = -(1 << 40) - i64::from(path[at]);
            }
        }
        let left = truth.iter().filter(|&&w| w >= 0).count();
        if got == 0 || left * 50 < total {
            break;
        }
    }
    found
}

fn accept(round: usize, start: usize, end: usize, block_of: &[u32], count: usize) -> bool {
    let opens = start == 0 || block_of[start - 1] != block_of[start];
    let closes = end == count || block_of[end] != block_of[end - 1];
    let whole = opens && closes;
    match (round, end - start) {
        (0, length) => length >= 3 || whole,
        (_, length) => length >= 5 || (length >= 2 && whole),
    }
}

/// Runs of page words matched to truth words in a row.
fn runs(path: &[i32]) -> Vec<(usize, usize)> {
    let mut runs = Vec::new();
    let mut at = 0;
    while at < path.len() {
        if path[at] < 0 {
            at += 1;
            continue;
        }
        let start = at;
        at += 1;
        while at < path.len() && path[at] == path[at - 1] + 1 {
            at += 1;
        }
        runs.push((start, at));
    }
    runs
}

/// For every page word the truth word it is matched to, or -1.
fn best_path(page: &[i64], truth: &[i64]) -> Vec<i32> {
    let width = truth.len() + 1;
    let mut steps = vec![0u8; (page.len() + 1) * width];
    let mut before = vec![0.0f32; width];
    let mut now = vec![0.0f32; width];
    let mut runs_before = vec![-1e9f32; width];
    let mut runs_now = vec![-1e9f32; width];
    for (i, word) in page.iter().enumerate() {
        let steps = &mut steps[(i + 1) * width..(i + 2) * width];
        for j in 1..width {
            let (mut best, mut step) = (before[j], 0);
            if now[j - 1] > best {
                (best, step) = (now[j - 1], 1);
            }
            if *word == truth[j - 1] {
                let start = before[j - 1] + RUN_START;
                let next = runs_before[j - 1] + RUN_NEXT;
                let continues = next >= start;
                let score = if continues { next } else { start };
                runs_now[j] = score;
                if score >= best {
                    (best, step) = (score, 2);
                }
                step |= u8::from(continues) << 2;
            } else {
                runs_now[j] = -1e9;
            }
            now[j] = best;
            steps[j] = step;
        }
        std::mem::swap(&mut before, &mut now);
        std::mem::swap(&mut runs_before, &mut runs_now);
    }
    trace(&steps, page.len(), truth.len())
}

fn trace(steps: &[u8], mut i: usize, mut j: usize) -> Vec<i32> {
    let width = j + 1;
    let mut path = vec![-1; i];
    let mut in_run = false;
    while i > 0 && j > 0 {
        let step = steps[i * width + j];
        if in_run || step & 3 == 2 {
            path[i - 1] = j as i32 - 1;
            in_run = step & 4 != 0;
            i -= 1;
            j -= 1;
        } else if step & 3 == 0 {
            i -= 1;
        } else {
            j -= 1;
        }
    }
    path
}
