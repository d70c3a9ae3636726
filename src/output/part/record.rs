//! A record of a part, as bytes.

use std::io::{self, Read, Write};

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::experiment::study::Span;

/// Bytes of a checksum.
const CHECKSUM: usize = 32;
/// Longest partial or rows that are believed: a damaged length must not ask for all memory.
const LONGEST: u64 = 1 << 32;

const SPAN: u8 = b'S';
const END: u8 = b'E';

/// What is kept of a span.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Payload {
    /// What the runs came to.
    pub partial: Vec<u8>,
    /// Their rows in the table of runs, without the column that numbers them.
    pub rows: Vec<u8>,
}

/// A partial as bytes.
///
/// # Errors
/// If it cannot be written as bytes, which no partial of this program should be.
pub fn encode<P: Serialize>(partial: &P) -> io::Result<Vec<u8>> {
    postcard::to_stdvec(partial).map_err(io::Error::other)
}

/// A partial from bytes; `None` if they hold none, or more than one.
pub fn decode<P: DeserializeOwned>(bytes: &[u8]) -> Option<P> {
    let (partial, rest) = postcard::take_from_bytes(bytes).ok()?;
    rest.is_empty().then_some(partial)
}

/// Writes a record; returns its checksum.
pub(super) fn write(
    target: &mut impl Write,
    plan: &str,
    span: Span,
    payload: &Payload,
) -> io::Result<blake3::Hash> {
    let head = head(span, payload.partial.len() as u64, payload.rows.len() as u64);
    let checksum = checksum(plan, &head, payload);
    target.write_all(&head)?;
    target.write_all(&payload.partial)?;
    target.write_all(&payload.rows)?;
    target.write_all(checksum.as_bytes())?;
    Ok(checksum)
}

/// Writes the trailer.
pub(super) fn write_end(target: &mut impl Write, records: u64, checksums: &blake3::Hasher) -> io::Result<()> {
    target.write_all(&[END])?;
    target.write_all(&records.to_le_bytes())?;
    target.write_all(checksums.finalize().as_bytes())
}

fn head(span: Span, partial: u64, rows: u64) -> Vec<u8> {
    let mut head = vec![SPAN];
    for number in [span.point, span.from, span.to, partial, rows] {
        head.extend(number.to_le_bytes());
    }
    head
}

fn checksum(plan: &str, head: &[u8], payload: &Payload) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    hasher.update(plan.as_bytes()).update(head).update(&payload.partial).update(&payload.rows);
    hasher.finalize()
}

/// What comes next in a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// A sound record.
    Record { span: Span, payload: Payload, checksum: blake3::Hash, bytes: u64 },
    /// The trailer, which says how many records there are and what all their checksums come to.
    End { records: u64, checksums: blake3::Hash },
    /// Nothing whole: the file is over.
    Nothing,
    /// What stands here is no record.
    Damaged,
}

/// Reads what comes next in a part of the study with this id.
///
/// # Errors
/// If the file cannot be read.
pub(super) fn next_record(source: &mut impl Read, plan: &str) -> io::Result<Piece> {
    let mut kind = [0];
    if !fill(source, &mut kind)? {
        return Ok(Piece::Nothing);
    }
    match kind[0] {
        SPAN => record(source, plan),
        END => {
            let (mut records, mut checksums) = ([0; 8], [0; CHECKSUM]);
            let is_whole = fill(source, &mut records)? && fill(source, &mut checksums)?;
            let is_last = !fill(source, &mut kind)?;
            Ok(match (is_whole, is_last) {
                (false, _) => Piece::Nothing,
                (true, true) => {
                    Piece::End { records: u64::from_le_bytes(records), checksums: checksums.into() }
                }
                (true, false) => Piece::Damaged,
            })
        }
        _ => Ok(Piece::Damaged),
    }
}

fn record(source: &mut impl Read, plan: &str) -> io::Result<Piece> {
    let mut numbers = [0; 5];
    for number in &mut numbers {
        let mut bytes = [0; 8];
        if !fill(source, &mut bytes)? {
            return Ok(Piece::Nothing);
        }
        *number = u64::from_le_bytes(bytes);
    }
    let [point, from, to, partial, rows] = numbers;
    let span = Span { point, from, to };
    if partial > LONGEST || rows > LONGEST || span.is_empty() {
        return Ok(Piece::Damaged);
    }
    let (Some(partial), Some(rows)) = (take(source, partial)?, take(source, rows)?) else {
        return Ok(Piece::Nothing);
    };
    let mut written = [0; CHECKSUM];
    if !fill(source, &mut written)? {
        return Ok(Piece::Nothing);
    }
    let payload = Payload { partial, rows };
    let head = head(span, payload.partial.len() as u64, payload.rows.len() as u64);
    let checksum = checksum(plan, &head, &payload);
    if checksum != blake3::Hash::from(written) {
        return Ok(Piece::Damaged);
    }
    let bytes = (head.len() + payload.partial.len() + payload.rows.len() + CHECKSUM) as u64;
    Ok(Piece::Record { span, payload, checksum, bytes })
}

/// Fills the buffer; false if the source is over before.
fn fill(source: &mut impl Read, buffer: &mut [u8]) -> io::Result<bool> {
    match source.read_exact(buffer) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error),
    }
}

/// So many bytes; `None` if there are fewer. Memory is taken only for what is there.
fn take(source: &mut impl Read, length: u64) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    source.by_ref().take(length).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 == length).then_some(bytes))
}
