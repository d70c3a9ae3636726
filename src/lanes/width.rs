//! Which vector instructions to use, decided when the program runs.
//!
//! The same source is compiled three times over, for the baseline of the platform and for two wider sets of
//! instructions. The width changes how many lanes one instruction serves and nothing else: the same operations in the
//! same order, each rounded, so the results are the same bits.
//!
//! This is the one place with `unsafe`: calling a function that was compiled for instructions which the
//! machine may lack. [`Width::detect`] has asked the machine, and there is no other way to make a [`Width`] that it has not
//! vouched for.

#![expect(unsafe_code, reason = "run-time choice of vector instructions; gain in docs/benchmarks.md")]

/// A set of vector instructions that this machine is known to have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Width(Kind);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Baseline,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    #[cfg(target_arch = "x86_64")]
    Avx512,
}

impl Width {
    /// The widest set of this machine.
    pub fn detect() -> Self {
        Self::available().last().copied().unwrap_or(Self::baseline())
    }

    /// What every machine of the platform has.
    pub const fn baseline() -> Self {
        Self(Kind::Baseline)
    }

    /// All that this machine has, narrowest first.
    pub fn available() -> Vec<Self> {
        let mut widths = vec![Self::baseline()];
        #[cfg(target_arch = "x86_64")]
        {
            if std::arch::is_x86_feature_detected!("avx2") {
                widths.push(Self(Kind::Avx2));
            }
            let wide = std::arch::is_x86_feature_detected!("avx512f")
                && std::arch::is_x86_feature_detected!("avx512dq")
                && std::arch::is_x86_feature_detected!("avx512bw")
                && std::arch::is_x86_feature_detected!("avx512vl");
            if wide {
                widths.push(Self(Kind::Avx512));
            }
        }
        widths
    }

    /// The name in messages.
    pub fn name(self) -> &'static str {
        match self.0 {
            Kind::Baseline => "baseline",
            #[cfg(target_arch = "x86_64")]
            Kind::Avx2 => "avx2",
            #[cfg(target_arch = "x86_64")]
            Kind::Avx512 => "avx512",
        }
    }

    /// Runs `work` with these instructions. Only what is inlined into `work` gains by it, and `work` itself only if it is a closure
    /// marked `#[inline(always)]`. The methods of arrays that take closures, such as `map`, are not inlined.
    #[inline(always)]
    pub fn run<R>(self, work: impl FnOnce() -> R) -> R {
        match self.0 {
            Kind::Baseline => work(),
            // SAFETY: a width is made only by `available`, which has asked the machine for these very instructions.
            #[cfg(target_arch = "x86_64")]
            Kind::Avx2 => unsafe { on_avx2(work) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Kind::Avx512 => unsafe { on_avx512(work) },
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn on_avx2<R>(work: impl FnOnce() -> R) -> R {
    work()
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512dq,avx512bw,avx512vl,avx2")]
fn on_avx512<R>(work: impl FnOnce() -> R) -> R {
    work()
}
