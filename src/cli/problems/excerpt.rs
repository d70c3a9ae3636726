//! The part of a text that a problem is about, with the line numbers of the whole.
//!
//! A report reads its source from the beginning. With thousands of problems in a long file that would take the square
//! of its length, so each gets only the lines around it.

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use crate::spec::Source;

/// Lines above a problem that its report may show; it shows one.
const LINES_ABOVE: usize = 3;

/// A source that knows where its lines begin.
#[derive(Debug)]
pub(super) struct Text<'a> {
    pub(super) source: &'a Source,
    line_starts: Vec<usize>,
}

impl<'a> Text<'a> {
    pub(super) fn of(source: &'a Source) -> Self {
        let after_breaks = source.text.match_indices('\n').map(|(at, _)| at + 1);
        Self { source, line_starts: std::iter::once(0).chain(after_breaks).collect() }
    }

    /// What stands around byte `at`, and everything below it.
    pub(super) fn excerpt(&self, at: usize) -> Excerpt<'a> {
        let line = self.line_starts.partition_point(|&start| start <= at) - 1;
        let first_line = line.saturating_sub(LINES_ABOVE);
        Excerpt { source: self.source, first_line, start: self.line_starts[first_line] }
    }
}

/// A source from one of its lines on. Places in it are those of the whole.
#[derive(Debug)]
pub(super) struct Excerpt<'a> {
    source: &'a Source,
    /// Lines left out.
    first_line: usize,
    /// Bytes left out.
    start: usize,
}

impl SourceCode for Excerpt<'_> {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        lines_before: usize,
        lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let offset = span.offset().checked_sub(self.start).ok_or(MietteError::OutOfBounds)?;
        let below = &self.source.text.as_bytes()[self.start..];
        let read = below.read_span(&(offset, span.len()).into(), lines_before, lines_after)?;
        let found = read.span();
        Ok(Box::new(MietteSpanContents::new_named(
            self.source.name.clone(),
            read.data(),
            (found.offset() + self.start, found.len()).into(),
            read.line() + self.first_line,
            read.column(),
            read.line_count() + self.first_line,
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_reads_as_the_whole_does() {
        let lines: Vec<String> = (0..40).map(|line| format!("key_{line} = {}\n", line * line)).collect();
        let text = lines.concat();
        let source = Source { name: "s.toml".into(), text: text.as_str().into() };
        let whole = Text::of(&source);
        for at in 0..text.len() {
            let span = SourceSpan::from((at, 2.min(text.len() - at)));
            let excerpt = whole.excerpt(at);
            let read = excerpt.read_span(&span, 1, 1).unwrap();
            let expected = text.as_bytes().read_span(&span, 1, 1).unwrap();
            assert_eq!(read.data(), expected.data(), "byte {at}");
            assert_eq!(
                (read.span(), read.line(), read.column()),
                (expected.span(), expected.line(), expected.column())
            );
            assert_eq!((read.line_count(), read.name()), (expected.line_count(), Some("s.toml")));
        }
    }
}
