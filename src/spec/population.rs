//! A population: members that are the scenario with settings of their own, each with its share of the runs.

use std::borrow::Cow;
use std::collections::BTreeSet;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::aim::Aim;
use super::gate::{Gate, Remark};
use super::hints;
use super::limits::Limit;
use super::path::{child_path, is_bare_char};
use super::table::spec_table;
use super::tree::{Entry, Node, Table, Value};
use super::whole::toml_of;

/// The top-level table.
pub(super) const POPULATION: &str = "population";
/// The column of members' names.
pub const NAME: &str = "name";
/// The column of members' weights.
pub const WEIGHT: &str = "weight";

spec_table! {
    /// Members of a population: the scenario with the settings of a row each. Only `score` and what is fitted to targets take it into account.
    pub struct PopulationSpec {
        /// What the rows give, in this order: `name`, which every population has, `weight`, and paths of parameters.
        pub columns: Vec<String>,
        /// The members: for each a list with a value for every column.
        #[schemars(with = "Vec<Vec<String>>")]
        pub rows: Vec<Vec<toml::Value>>,
    }
}

/// The table of a population, for the schema.
pub(super) enum Population {}

impl JsonSchema for Population {
    fn schema_name() -> Cow<'static, str> {
        "Population".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "Members of a population: the scenario with the settings of a row each.",
            "x-population": true,
            "type": "object",
            "additionalProperties": false,
            "required": ["columns", "rows"],
            "properties": {
                "columns": {
                    "description": "What the rows give, in this order: `name`, which every population has, `weight`, and paths of parameters.",
                    "type": "array",
                    "minItems": 1,
                    "items": { "type": "string" },
                },
                "rows": {
                    "description": "The members: for each a list with a value for every column.",
                    "type": "array",
                    "minItems": 1,
                    "items": { "type": "array" },
                },
            },
        })
    }
}

/// What a column gives.
enum Column {
    Name,
    Weight,
    Setting(Aim),
    /// Nothing that could be read.
    Unsound,
}

impl Gate<'_> {
    /// What of a population is sound: all of it, or nothing.
    pub(super) fn population(&mut self, table: &Table, path: &str) -> toml::Table {
        let before = self.count();
        for (key, entry) in table.iter().filter(|(key, _)| !["columns", "rows"].contains(&key.as_str())) {
            let remark = Remark {
                what: format!("unknown key `{key}`"),
                label: format!("not a key of `{path}`"),
                help: hints::did_you_mean(key, ["columns", "rows"]),
            };
            self.report(&child_path(path, key), &entry.key, remark);
        }
        let columns = self.population_list(table, path, "columns").map(|nodes| self.columns(nodes, path));
        let rows = self.population_list(table, path, "rows");
        let mut sound = toml::Table::new();
        let (Some(columns), Some(rows)) = (columns, rows) else { return sound };
        let most = Limit::Members.count();
        if rows.len() > most {
            let remark = Remark {
                what: format!("{} members", rows.len()),
                label: format!("at most {most}"),
                help: Some(Limit::Members.how(rows.len() as u64)),
            };
            if let Some(entry) = table.get("rows") {
                self.report(&child_path(path, "rows"), &entry.node.place, remark);
            }
        }
        let mut names = BTreeSet::new();
        let rows: Vec<toml::Value> = rows
            .iter()
            .enumerate()
            .map(|(at, row)| {
                self.row(row, &columns, &child_path(&child_path(path, "rows"), &at.to_string()), &mut names)
            })
            .collect();
        if self.count() > before {
            return sound;
        }
        let key = |column: &Column| match column {
            Column::Name => NAME.to_owned(),
            Column::Weight => WEIGHT.to_owned(),
            Column::Setting(aim) => aim.path.clone(),
            Column::Unsound => String::new(),
        };
        let columns: Vec<toml::Value> = columns.iter().map(|column| key(column).into()).collect();
        sound.insert("columns".to_owned(), columns.into());
        sound.insert("rows".to_owned(), rows.into());
        sound
    }

    /// One of the two lists, or a problem.
    fn population_list<'t>(&mut self, table: &'t Table, path: &str, key: &str) -> Option<&'t [Node]> {
        let usage = match key {
            "columns" => "columns = [\"name\", \"weight\", \"states.a.resolve\"]",
            _ => "rows = [[\"first\", 1, 0.4], [\"second\", 2, 0.6]]",
        };
        match table.get(key).map(|Entry { node, .. }| &node.value) {
            Some(Value::List(nodes)) if !nodes.is_empty() => return Some(nodes),
            Some(Value::List(_)) => {
                self.population_problem(table, path, key, "an empty list".to_owned(), "must have 1 or more");
            }
            Some(other) => {
                let what = format!("expected a list, found {}", other.found());
                self.population_problem(table, path, key, what, "must be a list");
            }
            None => {
                let remark = Remark {
                    what: format!("a population without `{key}`"),
                    label: format!("`{key}` is missing"),
                    help: Some(format!("write {usage}")),
                };
                let place = self.document.root.get(POPULATION).map(|entry| entry.key.clone());
                if let Some(place) = place {
                    self.report(path, &place, remark);
                }
            }
        }
        None
    }

    fn population_problem(&mut self, table: &Table, path: &str, key: &str, what: String, label: &str) {
        if let Some(entry) = table.get(key) {
            let remark = Remark { what, label: label.to_owned(), help: None };
            self.report(&child_path(path, key), &entry.node.place, remark);
        }
    }

    /// What each column gives; each thing once, and names always.
    fn columns(&mut self, nodes: &[Node], path: &str) -> Vec<Column> {
        let within = child_path(path, "columns");
        let mut given: BTreeSet<String> = BTreeSet::new();
        let mut columns = Vec::with_capacity(nodes.len());
        for (at, node) in nodes.iter().enumerate() {
            let Value::Text(text) = &node.value else {
                let remark = Remark {
                    what: format!("expected text, found {}", node.value.found()),
                    label: "must be `name`, `weight` or the path of a parameter".to_owned(),
                    help: None,
                };
                self.report(&child_path(&within, &at.to_string()), &node.place, remark);
                columns.push(Column::Unsound);
                continue;
            };
            let column = match text.as_str() {
                NAME => Column::Name,
                WEIGHT => Column::Weight,
                text => self.aim_at(text, &node.place, &within).map_or(Column::Unsound, Column::Setting),
            };
            let key = if let Column::Setting(aim) = &column { aim.path.clone() } else { text.clone() };
            if !given.insert(key.clone()) {
                let (what, label) = (format!("column `{key}` is given twice"), "given before".to_owned());
                self.report(
                    &child_path(&within, &at.to_string()),
                    &node.place,
                    Remark { what, label, help: None },
                );
            }
            columns.push(column);
        }
        if !given.contains(NAME) {
            let (what, label) = ("members without names".to_owned(), "no column `name`".to_owned());
            let help = Some(
                "begin with a column \"name\": what a member is called in messages and tables".to_owned(),
            );
            self.report(&within, &nodes[0].place, Remark { what, label, help });
        }
        columns
    }

    /// One member, its values as they are written.
    fn row(
        &mut self,
        row: &Node,
        columns: &[Column],
        path: &str,
        names: &mut BTreeSet<String>,
    ) -> toml::Value {
        let Value::List(cells) = &row.value else {
            let (what, label) =
                (format!("expected a list, found {}", row.value.found()), "must be a list".to_owned());
            self.report(path, &row.place, Remark { what, label, help: None });
            return toml_of(&row.value);
        };
        if cells.len() != columns.len() {
            let what = format!("a row of {} for {} columns", values(cells.len()), columns.len());
            let label = format!("must have {}", values(columns.len()));
            self.report(path, &row.place, Remark { what, label, help: None });
        }
        for (at, (cell, column)) in cells.iter().zip(columns).enumerate() {
            let below = child_path(path, &at.to_string());
            match column {
                Column::Name => self.member_name(cell, &below, names),
                Column::Weight => self.member_weight(cell, &below),
                Column::Setting(aim) => {
                    // The value as written is kept: a knob's name is to stay one.
                    self.level(cell, aim, &below);
                }
                Column::Unsound => {}
            }
        }
        toml_of(&row.value)
    }

    fn member_name(&mut self, cell: &Node, path: &str, names: &mut BTreeSet<String>) {
        let remark = match &cell.value {
            Value::Text(name) if name.is_empty() || !name.chars().all(is_bare_char) => Remark {
                what: format!("`{name}` cannot name a member"),
                label: "must be letters, digits, `_` and `-`".to_owned(),
                help: None,
            },
            Value::Text(name) if names.contains(name) => Remark {
                what: format!("two members are called `{name}`"),
                label: "given before".to_owned(),
                help: None,
            },
            Value::Text(name) => {
                names.insert(name.clone());
                return;
            }
            other => Remark {
                what: format!("expected text, found {}", other.found()),
                label: "must be the member's name".to_owned(),
                help: None,
            },
        };
        self.report(path, &cell.place, remark);
    }

    fn member_weight(&mut self, cell: &Node, path: &str) {
        let weight = match cell.value {
            Value::Integer(number) => number as f64,
            Value::Float(number) => number,
            _ => f64::NAN,
        };
        if weight.is_finite() && weight > 0.0 {
            return;
        }
        let remark = Remark {
            what: format!("{} is no weight", toml_of(&cell.value)),
            label: "must be a number above 0".to_owned(),
            help: Some(
                "weights are relative: 1, 1, 2 give a quarter, a quarter and a half of the runs".to_owned(),
            ),
        };
        self.report(path, &cell.place, remark);
    }
}

fn values(count: usize) -> String {
    format!("{count} value{}", if count == 1 { "" } else { "s" })
}
