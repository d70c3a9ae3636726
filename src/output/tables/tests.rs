use super::*;
use crate::experiment::fixture::{RIVALS, batch, program};
use crate::experiment::{BatchPlan, NoRuns, Part, Recorded, run_batch, run_batch_recording};
use crate::output::{Cell, ColumnType, RunsWriter, csv};

fn bytes(table: &Table) -> Vec<u8> {
    let mut bytes = Vec::new();
    csv::write(table, &mut bytes).unwrap();
    bytes
}

/// Every table and the runs, as bytes.
fn everything(threads: usize) -> Vec<Vec<u8>> {
    let program = program(RIVALS);
    let plan = BatchPlan { runs: 500, seed: 11, threads };
    let mut sink = RunsWriter::new(&program, plan.seed, Vec::new()).unwrap();
    let batch = run_batch(&program, &plan, &mut sink, &mut |_| {}).unwrap();
    let mut files: Vec<_> = all(&batch, Confidence::default()).iter().map(bytes).collect();
    files.push(sink.finish());
    files
}

#[test]
fn one_two_and_seven_threads_write_the_same_bytes() {
    let one = everything(1);
    assert_eq!(one.len(), 10);
    assert!(one.iter().all(|file| file.len() > 200));
    assert!(everything(2) == one && everything(7) == one);
}

#[test]
fn cells_are_of_their_column_and_rows_of_full_length() {
    for table in all(&batch(200), Confidence::default()) {
        assert!(!table.rows.is_empty(), "{}", table.name);
        assert_eq!(table.columns[0].name, "point_id");
        assert!(table.columns.iter().all(|column| !column.meaning.is_empty()));
        for row in &table.rows {
            assert_eq!(row.len(), table.columns.len(), "{}", table.name);
            for (column, cell) in table.columns.iter().zip(row) {
                let fits = match cell {
                    Cell::Empty => true,
                    Cell::Text(_) => matches!(column.kind, ColumnType::Text | ColumnType::Date),
                    Cell::Integer(_) => column.kind == ColumnType::Integer,
                    Cell::Real(number) => column.kind == ColumnType::Real && number.is_finite(),
                    Cell::Boolean(_) => column.kind == ColumnType::Boolean,
                };
                assert!(fits, "{} {}: {cell:?}", table.name, column.name);
            }
        }
    }
}

#[test]
fn headers_are_those_of_the_documents() {
    let headers: Vec<String> = all(&batch(1), Confidence::default())
        .iter()
        .map(|table| {
            let names: Vec<_> = table.columns.iter().map(|column| &*column.name).collect();
            format!("{}: {}", table.name, names.join(","))
        })
        .collect();
    let expected = [
        "outcomes: point_id,outcome,count,n,probability,ci_low,ci_high,ci_method",
        "summary: point_id,metric,statistic,value,ci_low,ci_high,n",
        "timeline: point_id,day,date,relation,measure,mean,ci_low,ci_high,p05,p25,p50,p75,p95,n_active",
        "acts: point_id,relation,rung,assured,label,mean_per_run,mean_ci_low,mean_ci_high,share_of_runs,\
         share_ci_low,share_ci_high,n",
        "drivers: point_id,state,decision,term,mean_log_odds,ci_low,ci_high,share,decisions,n",
        "indicators: point_id,sign,subject,day,outcome,sign_count,outcome_count,both_count,sign_share,\
         sign_share_ci_low,sign_share_ci_high,given_sign,given_sign_ci_low,given_sign_ci_high,given_no_sign,\
         given_no_sign_ci_low,given_no_sign_ci_high,sensitivity,sensitivity_ci_low,sensitivity_ci_high,false_alarms,\
         false_alarms_ci_low,false_alarms_ci_high,likelihood_ratio,likelihood_ratio_ci_low,likelihood_ratio_ci_high,n",
        "offramps: point_id,relation,rung,lasting,reached,runs_reached,share_of_runs,share_ci_low,share_ci_high,\
         came_down,chance_down,chance_ci_low,chance_ci_high,lifted,lowered,conciliated,reciprocated,agreement,quiet,\
         climbed,open,days_p25,days_p50,days_p50_ci_low,days_p50_ci_high,days_p75,decisions,blocker,blocker_log_odds,\
         blocker_ci_low,blocker_ci_high,second_blocker,second_blocker_log_odds,second_blocker_ci_low,\
         second_blocker_ci_high,n",
        "ladder: point_id,day,date,rung,count,n,share,ci_low,ci_high,ci_method",
        "distributions: point_id,metric,from,to,count,n,share,ci_low,ci_high,ci_method",
    ];
    assert_eq!(headers, expected);
}

#[test]
fn what_is_undefined_is_an_empty_cell() {
    let tables = all(&batch(100), Confidence::default());
    let text = String::from_utf8(bytes(&tables[1])).unwrap();
    assert!(text.contains("\r\n0,event_never_day,p50,,,,100\r\n"), "{text}");
    assert!(text.contains("\r\n0,event_never_day,share_censored,1,"), "{text}");
    let dated = String::from_utf8(bytes(&tables[2])).unwrap();
    assert!(dated.contains("\r\n0,1,2024-01-04,a.b,tension,"));
}

#[test]
fn no_outcome_is_left_out_and_no_act_that_never_occurred_is_kept() {
    let tables = all(&batch(100), Confidence::default());
    let text = String::from_utf8(bytes(&tables[0])).unwrap();
    assert!(text.contains("\r\n0,nuclear_use,0,100,0,0,0.03"), "{text}");
    let count = |row: &Vec<Cell>| row[5].clone();
    assert!(tables[3].rows.iter().all(|row| count(row) != Cell::Real(0.0)));
}

#[test]
fn runs_have_one_row_each_with_empty_cells_for_what_did_not_happen() {
    let program = program(RIVALS);
    let plan = BatchPlan { runs: 70, seed: u64::MAX, threads: 3 };
    let mut sink = RunsWriter::new(&program, plan.seed, Vec::new()).unwrap();
    run_batch(&program, &plan, &mut sink, &mut |_| {}).unwrap();
    let text = String::from_utf8(sink.finish()).unwrap();
    let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split(',').collect()).collect();
    assert_eq!(rows[0][..6], ["run_id", "point_id", "replicate", "seed", "states.a.resolve", "outcome"]);
    assert_eq!((rows.len(), rows[70][0], rows[70][3]), (71, "69", "18446744073709551615"));
    assert!(rows.iter().all(|row| row.len() == rows[0].len()));
    let never = rows[0].iter().position(|&name| name == "event_never_day").unwrap();
    let end = rows[0].iter().position(|&name| name == "end_day").unwrap();
    assert!(rows[1..].iter().all(|row| row[never].is_empty() && !row[end].is_empty()));
}

#[test]
fn only_what_was_recorded_is_written_and_it_is_the_same_as_ever() {
    let program = program(RIVALS);
    let plan = BatchPlan { runs: 100, seed: 0, threads: 2 };
    let everything = all(&batch(100), Confidence::default());
    let recording = |recorded| {
        let batch = run_batch_recording(&program, &plan, recorded, &mut NoRuns, &mut |_| {}).unwrap();
        all(&batch, Confidence::default())
    };
    assert_eq!(recording(Recorded::LEAN), everything[..2]);
    for (part, table) in Part::ALL.into_iter().zip(&everything[2..]) {
        let tables = recording([part].into_iter().collect());
        assert_eq!(tables[..2], everything[..2]);
        assert_eq!(&tables[2..], std::slice::from_ref(table));
    }
}
