//! offramp
pub mod spec;
pub mod stats;
pub mod cli { 
  //! c
  /// m
  pub fn main() -> std::process::ExitCode { std::process::ExitCode::SUCCESS } }
