//! WHAT IS WRITTEN: results become tables, tables become bytes, bytes become files that appear whole or not at all.
//!
//! [`tables::all`] makes the tables of a batch, [`csv`] writes them, [`RunsWriter`] streams the runs while the batch is
//! under way, [`Manifest`] says what was run and what every column means, and [`ResultsFolder`] puts it all in
//! place in one step. The room draws no random numbers and computes no statistics.

pub mod acts;
mod addition;
pub mod calibrate;
pub mod case;
mod chronicle;
pub mod compare;
pub mod csv;
pub mod distributions;
pub mod drivers;
pub mod figures;
mod folder;
mod game;
pub mod heatmap;
pub mod html;
pub mod indicators;
pub mod knockout;
pub mod ladder;
mod lock;
mod log;
mod manifest;
pub mod markdown;
pub mod offramps;
pub mod outcomes;
mod page;
pub mod parquet;
pub mod part;
pub mod plot;
pub mod points;
pub mod rare;
pub mod regret;
mod resolved;
mod results;
mod runs;
pub mod score;
pub mod seat;
pub mod sensitivity;
mod story;
pub mod summary;
mod table;
pub mod tables;
mod tale;
pub mod timeline;
pub mod verify;
mod visible;
pub mod workbook;

pub use addition::{NewFile, add};
pub use folder::{FileEntry, FileWriter, FolderError, IfExists, ResultsFolder};
pub use game::efg;
pub use lock::try_lock;
pub use log::{PickEntry, events, trace_json};
pub use manifest::{Manifest, ManifestHead, MeasureEntry, RareEntry, VariantEntry};
pub use page::Sheet;
pub use resolved::{Origins, canonical, resolved, scenario_hash};
pub use results::{Results, ResultsError, Rows};
pub use runs::{EarlierRows, NumberedRows, RunRows, RunsWriter};
pub use story::{Detail, story};
pub use table::{Cell, Column, ColumnType, Table};
pub use tale::{Tale, rule};
pub use visible::{file_name, is_unseen, visible, visible_lines};
