//! Tables of a sweep, cell by cell.

use super::*;
use crate::experiment::fixture::{batch, design};

fn csv(table: &Table) -> Vec<String> {
    let mut bytes = Vec::new();
    crate::output::csv::write(table, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap().lines().map(str::to_owned).collect()
}

#[test]
fn the_design_says_what_is_set_at_every_point() {
    let design = design(
        "[levers]\n\"states.b.policy\" = [\"grim\", \"quantal\"]\n[sweep]\nlist = [{ \"states.a.power\" = 2 }, { \"states.a.nuclear\" = true }]",
    );
    assert_eq!(
        csv(&design_table(&design)),
        [
            "point_id,policy_id,future_id,states.b.policy,states.a.power,states.a.nuclear",
            "0,0,0,grim,2,",
            "1,0,1,grim,,true",
            "2,1,0,quantal,2,",
            "3,1,1,quantal,,true",
        ]
    );
    let kinds: Vec<ColumnType> = Head::new(&design).columns().iter().map(|column| column.kind).collect();
    assert_eq!(kinds, [ColumnType::Text, ColumnType::Real, ColumnType::Boolean]);
}

#[test]
fn values_of_several_kinds_are_texts() {
    let design =
        design("[sweep.vary]\n\"states.a.resolve\" = [0.5, { beta = { mean = 0.5, concentration = 8 } }]");
    let rows = csv(&design_table(&design));
    assert_eq!(rows[..2], ["point_id,states.a.resolve", "0,0.5"]);
    assert!(rows[2].contains("beta"), "{rows:?}");
}

#[test]
fn every_table_has_the_point_and_its_values_before_the_cells_of_its_batch() {
    let design = design("[sweep.vary]\n\"states.a.power\" = [1.5, 2]");
    let batches = [20, 30].map(batch);
    let alone = batches.each_ref().map(|batch| crate::output::tables::all(batch, Confidence::default()));
    let of_points = tables(&design, (0..).zip(batches), Confidence::default());
    assert_eq!(of_points.len(), alone[0].len());
    for (place, table) in of_points.iter().enumerate() {
        assert_eq!(table.columns[1].name, "states.a.power");
        let mut expected = Vec::new();
        for (point, power) in [(0, 1.5), (1, 2.0)] {
            expected.extend(alone[point as usize][place].rows.iter().map(|row| {
                let head = [Cell::Integer(point), Cell::Real(power)];
                head.into_iter().chain(row[1..].iter().cloned()).collect::<Vec<_>>()
            }));
        }
        assert_eq!(table.rows, expected, "{}", table.name);
    }
}
