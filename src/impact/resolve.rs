//! What the names of a version's tree lead to, in a version with some edits.

use super::edits::Set;
use super::items::Item;
use super::merge::{Merging, Origin, OriginKey};
use super::walk::Refs;
use crate::compare::What;
use crate::typed::*;

/// Resolves the names of an origin's tree for a version.
pub(super) struct Resolve<'m, 'c> {
    pub merging: &'m mut Merging<'c>,
    pub key: &'m OriginKey,
    pub edits: Set,
    /// Whether everything was found.
    pub is_whole: bool,
}

impl Resolve<'_, '_> {
    fn item(&mut self, item: &Item) -> u32 {
        let place = self.merging.item(item, self.edits);
        self.is_whole &= place.is_some();
        place.map_or(0, |place| place.id)
    }

    fn rules(&self) -> Option<&TypedRules> {
        self.merging.rules_of(self.key)
    }
}

impl Refs for Resolve<'_, '_> {
    fn score(&mut self, score: ScoreId) -> ScoreId {
        let name = self.rules().map(|rules| rules.scores[score.0 as usize].name.clone());
        ScoreId(self.item(&Item::Score(name.unwrap_or_default())))
    }

    fn tier(&mut self, score: ScoreId, tier: TierId) -> TierId {
        let name = self.rules().map(|rules| rules.scores[score.0 as usize].tiers[tier.0 as usize].clone());
        let (score, Some(named)) = (self.score(score), name) else { return tier };
        let world = self.merging.world(self.edits);
        let Some(score) = self.merging.worlds[world].scores.get_mut(score.0 as usize) else { return tier };
        let found = score.tiers.iter().position(|tier| tier.name == named.name);
        let place = found.unwrap_or_else(|| {
            // A tier that this version of the score does not have: nobody is in it.
            score.tiers.push(Tier { test: TierTest::OnlyWhen, ..named });
            score.tiers.len() - 1
        });
        TierId(u32::try_from(place).unwrap_or(0))
    }

    fn label(&mut self, label: LabelId) -> LabelId {
        let name = self.rules().map(|rules| rules.labels[label.0 as usize].name.clone());
        LabelId(self.item(&Item::Label(name.unwrap_or_default())))
    }

    fn segment(&mut self, segment: SegmentId) -> SegmentId {
        let name = self.rules().map(|rules| rules.segments[segment.0 as usize].name.clone());
        SegmentId(self.item(&Item::Segment(name.unwrap_or_default())))
    }

    fn list(&mut self, list: ListId) -> ListId {
        let own = self
            .merging
            .origins
            .get(self.key)
            .and_then(Option::as_ref)
            .map(|origin| (origin.rules.lists[list.0 as usize].clone(), origin.lists[list.0 as usize]));
        let Some((of, mapped)) = own else { return list };
        let Some(name) = of.name else { return mapped };
        let find = |origin: &Origin| {
            let is_it = |other: &List| other.name.as_ref() == Some(&name) && other.ty == of.ty;
            origin.rules.lists.iter().position(is_it).map(|at| origin.lists[at])
        };
        self.merging.named(self.key, self.edits, (What::List, &name), find).unwrap_or(mapped)
    }

    fn table(&mut self, table: TableId) -> TableId {
        let own = self
            .merging
            .origins
            .get(self.key)
            .and_then(Option::as_ref)
            .map(|origin| (origin.rules.tables[table.0 as usize].name.clone(), origin.tables[table.0 as usize]));
        let Some((name, mapped)) = own else { return table };
        let find = |origin: &Origin| {
            origin.rules.tables.iter().position(|other| other.name == name).map(|at| origin.tables[at])
        };
        self.merging.named(self.key, self.edits, (What::Table, &name), find).unwrap_or(mapped)
    }
}
