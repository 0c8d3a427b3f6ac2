//! What an explanation shows is what scored: over programs and records at random, evidence and ledger say the same.

use crate::agreement::{cases, try_cases};
use proptest::prelude::*;
use scoreline::engine::Engine;
use scoreline::engine::trace::{OwnerEvidence, ScoreTrace};
use scoreline::ledger::{EntryKind, ScoreResult};
use scoreline::plan::{self, KindId};
use scoreline::reference;
use scoreline::values::Decimal;

#[test]
fn evidence_and_ledger_say_the_same() {
    try_cases(cases(60), |text, rules, world, _| {
        let expected = reference::run(rules, &world.records, world.as_of);
        let plan = plan::lower(rules);
        let run = Engine::new(&plan, &world.records.rows, world.as_of).run(&world.records);
        for (kind, records) in (0u32..).zip(&expected.records) {
            for (row, record) in (0u32..).zip(records) {
                let trace = run.trace(KindId(kind), row, &world.records.activities).expect("there is such a row");
                prop_assert_eq!(trace.excluded.is_some(), record.excluded.is_some());
                for seen in &trace.scores {
                    let Some(result) = &record.scores[seen.score.0 as usize] else { continue };
                    if let Err(why) = says_the_same(seen, result) {
                        return Err(TestCaseError::fail(format!("{why}\n{text}\n{world:?}")));
                    }
                }
            }
        }
        Ok(())
    });
}

/// Every award has evidence that holds, and evidence that holds has its award.
fn says_the_same(seen: &ScoreTrace, result: &ScoreResult) -> Result<(), String> {
    let paid = |owner: u32, kind: EntryKind| {
        result.entries.iter().find(|entry| entry.owner == owner && entry.kind == kind).map(|entry| entry.points)
    };
    for owner in &seen.owners {
        let id = owner.owner.0;
        match &owner.evidence {
            OwnerEvidence::Rule { when, award, .. } => {
                let award = award.filter(|award| *award != Decimal::ZERO);
                if award != paid(id, EntryKind::Award) {
                    return Err(format!("owner {id}: {award:?} is shown, {:?} was paid", paid(id, EntryKind::Award)));
                }
                if let ([atom], true) = (when.atoms.as_slice(), when.holds)
                    && !atom.holds
                {
                    return Err(format!("owner {id}: it holds, and {atom:?} does not"));
                }
            }
            OwnerEvidence::Activities(activities) => {
                let awards = activities.iter().filter_map(|one| one.award).map(|award| i128::from(award.micro()));
                let paid = paid(id, EntryKind::Award).map_or(0, |points| i128::from(points.micro()));
                if awards.sum::<i128>() != paid {
                    return Err(format!("owner {id}: activities do not add up to {paid}"));
                }
            }
            OwnerEvidence::Group(when) if !when.holds && paid(id, EntryKind::Cap).is_some() => {
                return Err(format!("owner {id}: a group that is not open has a cap"));
            }
            OwnerEvidence::Group(_) => {}
            OwnerEvidence::Factor { by, .. } => {
                if by.is_none() && paid(id, EntryKind::Factor).is_some() {
                    return Err(format!("owner {id}: a factor took part and is not shown"));
                }
            }
        }
    }
    Ok(())
}
