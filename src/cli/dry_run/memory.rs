//! How much memory something takes: measured where the system tells, estimated from its size in a file elsewhere.

use std::hint::black_box;

use crate::output::{Cell, Table};

/// Copies that are made to measure one thing take so much in a file.
const ENOUGH: u64 = 4 << 20;
/// Copies at most.
const MOST_COPIES: u64 = 4096;
/// Bytes in memory for a byte in a file, where the system does not tell: small numbers are packed there.
const UNPACKED: u64 = 8;

/// What an allocator takes for itself with each piece, and the least that it gives, in bytes.
const ALLOCATION: usize = 16;
const LEAST_ALLOCATED: usize = 24;

/// What this process has in memory now, and the most that it ever had, in bytes; `None` where the system does not tell.
#[derive(Debug, Clone, Copy)]
pub(in crate::cli) struct Resident {
    pub(in crate::cli) now: u64,
    pub(in crate::cli) peak: u64,
}

pub(in crate::cli) fn resident() -> Option<Resident> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let of = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        let kibibytes: u64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
        Some(kibibytes * 1024)
    };
    Some(Resident { now: of("VmRSS:")?, peak: of("VmHWM:")? })
}

/// What one such thing takes in memory, of which `packed` bytes are written to a file.
pub(in crate::cli) fn taken_by<T: Clone>(thing: &T, packed: u64) -> u64 {
    let packed = packed.max(64);
    let copies = (ENOUGH / packed).clamp(1, MOST_COPIES);
    let Some(before) = resident() else { return packed * UNPACKED };
    let all: Vec<T> = (0..copies).map(|_| thing.clone()).collect();
    let after = resident().map_or(before.now, |resident| resident.now);
    drop(black_box(all));
    // What the allocator had free already is not seen: less than what is in the file cannot be true.
    (after.saturating_sub(before.now) / copies).max(packed)
}

/// What a table takes: a list of lists of cells, and what these hold outside. Allocators round up, and lists grow by doubling.
pub(in crate::cli) fn taken_by_table(table: &Table) -> u64 {
    let outside = |cell: &Cell| match cell {
        Cell::Text(text) => text.capacity().max(LEAST_ALLOCATED) + ALLOCATION,
        _ => 0,
    };
    let of_row = |row: &Vec<Cell>| {
        let cells = row.capacity() * size_of::<Cell>();
        2 * size_of::<Vec<Cell>>() + ALLOCATION + cells + row.iter().map(outside).sum::<usize>()
    };
    table.rows.iter().map(of_row).sum::<usize>() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(target_os = "linux")]
    #[test]
    fn a_vector_takes_what_it_holds() {
        let vector = vec![0x0123_4567_89AB_CDEF_u64; 64 * 1024];
        let taken = taken_by(&vector, 100_000);
        assert!((300_000..800_000).contains(&taken), "{taken} for 524,288 bytes");
        let resident = resident().unwrap();
        assert!(resident.peak >= resident.now && resident.now > 1 << 20, "{resident:?}");
    }
}
