//! Scalars of the language: numbers, texts, times, and how they are read, compared and shown.
//!
//! Everything here is exact and depends on nothing but its arguments: no clock, no locale, no binary floating point.
//! Counts and indexes that mean something are `u64` or `u32`, never `usize`, so a 32-bit build gives the same answers.

pub mod fade;
mod fixed;
pub mod half_life;
pub mod number;
pub mod pattern;
pub mod read;
pub mod sum;
pub mod text;
pub mod time;
pub mod types;
pub mod value;
pub mod zone;

pub use half_life::HalfLifeTable;
pub use number::{Decimal, NumberError};
pub use pattern::{Pattern, PatternError};
pub use read::{Misfit, RawScalar};
pub use sum::ExactSum;
pub use time::{Date, Duration, Instant, Unit};
pub use types::{Choices, Type};
pub use value::Value;
pub use zone::{InstantError, Zone};
