//! Indexes into the tables of a [`Plan`](super::Plan).

/// Index in [`Plan::nodes`](super::Plan::nodes).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub u32);
/// Index in [`Plan::accumulators`](super::Plan::accumulators).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccumulatorId(pub u32);
/// Index in [`Plan::logs`](super::Plan::logs).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LogId(pub u32);
/// Index in [`Plan::exclusions`](super::Plan::exclusions).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExclusionId(pub u32);
/// Index in [`Plan::stores`](super::Plan::stores).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StoreId(pub u32);
/// Index in [`Plan::selections`](super::Plan::selections).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SelectionId(pub u32);
/// Index in [`Plan::decays`](super::Plan::decays).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DecayId(pub u32);
/// Index in [`Plan::rules`](super::Plan::rules).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(pub u32);
/// Index in [`Plan::instances`](super::Plan::instances).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InstanceId(pub u32);
/// Index in [`Plan::patterns`](super::Plan::patterns).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PatternId(pub u32);
/// Index in [`Plan::half_lives`](super::Plan::half_lives).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HalfLifeId(pub u32);
