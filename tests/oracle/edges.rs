//! The generated cases lie on the edges: the smallest change of a rule, or of the instant, changes some result.
//!
//! What two evaluators agree on proves nothing where no case could tell them apart. Each change below is a mistake that
//! an evaluator could make, by one microsecond, one activity or one millionth of a point; over fixed seeds each has to
//! show in the results.

use crate::support::check;
use crate::support::data::{World, world};
use crate::support::program::program;
use crate::support::tape::tapes;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use scoreline::reference;
use scoreline::typed::*;
use scoreline::values::{Decimal, Instant, Zone};

/// As many programs as are tried for the changes that no case has shown yet.
const N_PROGRAMS: u32 = 1_000;
const N_WORLDS: u32 = 4;

/// A change of the rules, or of the instant.
type Change = fn(&mut TypedRules, &mut World);

const CHANGES: &[(&str, Change)] = &[
    ("a window starts 1 us earlier", |rules, _| windows(rules, |from, _| *from += 1)),
    ("a window starts 1 us later", |rules, _| windows(rules, |from, _| *from -= 1)),
    ("a window ends 1 us earlier", |rules, _| windows(rules, |_, to| *to += 1)),
    ("the wait of an order is 1 us longer", |rules, _| relations(rules, |relation| relation.within_us += 1)),
    ("the wait of an order is 1 us shorter", |rules, _| relations(rules, |relation| relation.within_us -= 1)),
    ("`same FIELD` is forgotten", |rules, _| relations(rules, |relation| relation.same = None)),
    ("one more is picked", |rules, _| picks(rules, |pick| pick.n += 1)),
    ("the other end is picked", |rules, _| {
        picks(rules, |pick| pick.end = if pick.end == End::Latest { End::Earliest } else { End::Latest });
    }),
    ("`per FIELD` of a pick is forgotten", |rules, _| picks(rules, |pick| pick.per = None)),
    ("one more per field is kept", |rules, _| {
        limits(rules, |limits| limits.per_field.iter_mut().for_each(|(_, n)| *n += 1))
    }),
    ("one more per day is kept", |rules, _| limits(rules, |limits| limits.per_day.iter_mut().for_each(|n| *n += 1))),
    ("one more in all is kept", |rules, _| limits(rules, |limits| limits.times.iter_mut().for_each(|n| *n += 1))),
    ("a millionth more per field", |rules, _| {
        limits(rules, |limits| limits.points_per_field.iter_mut().for_each(|(_, points)| more(points)))
    }),
    ("a millionth more per day", |rules, _| limits(rules, |limits| limits.points_per_day.iter_mut().for_each(more))),
    ("a millionth more up to", |rules, _| limits(rules, |limits| limits.up_to.iter_mut().for_each(more))),
    ("a millionth more down to", |rules, _| limits(rules, |limits| limits.down_to.iter_mut().for_each(more))),
    ("one more is first", |rules, _| {
        each_rule(rules, &mut |rule| {
            if let Award::FirstRest { n, .. } = &mut rule.award {
                *n += 1;
            }
        })
    }),
    ("`per FIELD` of the first is forgotten", |rules, _| {
        each_rule(rules, &mut |rule| {
            if let Award::FirstRest { per, .. } = &mut rule.award {
                *per = None;
            }
        })
    }),
    ("a grace of one unit more", |rules, _| decays(rules, |decay| decay.grace += 1)),
    ("a clock of the activity's own age", |rules, _| decays(rules, |decay| decay.clock = Clock::Activity)),
    ("a decay over one unit more", |rules, _| {
        decays(rules, |decay| match &mut decay.curve {
            Curve::HalfLife(n) | Curve::Linear(n) => *n += 1,
            Curve::PercentSteps { per, .. } | Curve::PercentSmooth { per, .. } => *per += 1,
            Curve::PercentCompound { per, .. } | Curve::Points { per, .. } => *per += 1,
        })
    }),
    ("an edge of a tier is left out", |rules, _| {
        for tier in rules.scores.iter_mut().flat_map(|score| &mut score.tiers) {
            tier.test = match tier.test {
                TierTest::AtLeast(edge) => TierTest::Above(edge),
                other => other,
            };
        }
    }),
    ("one more is on top", |rules, _| {
        for tier in rules.scores.iter_mut().flat_map(|score| &mut score.tiers) {
            if let TierTest::Top(n) = &mut tier.test {
                *n += 1;
            }
        }
    }),
    ("scores are rounded to a finer step", |rules, _| {
        rules.scores.iter_mut().for_each(|score| score.round = Decimal::from_micro(1));
    }),
    ("days are those of UTC", |rules, _| rules.zone = Zone::utc()),
    ("nobody is excluded", |rules, _| rules.excludes.clear()),
    ("nothing is ignored", |rules, _| rules.ignores.clear()),
    ("the run is 1 us later", |_, world| world.as_of = Instant::from_us(world.as_of.us() + 1)),
    ("ids are forgotten", |_, world| world.records.activities.iter_mut().for_each(|activity| activity.id = None)),
];

#[test]
fn the_smallest_mistake_shows() {
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[13; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let mut choices = |n| tapes(n).new_tree(&mut runner).expect("a tape is always made").current();
    let mut unseen: Vec<&(&str, Change)> = CHANGES.iter().collect();
    for _ in 0..N_PROGRAMS {
        if unseen.is_empty() {
            return;
        }
        let Some(rules) = check(&program(choices(500))).rules else { continue };
        for _ in 0..N_WORLDS {
            let world = world(&rules, choices(1_500));
            let results = reference::run(&rules, &world.records, world.as_of);
            unseen.retain(|(_, change)| {
                let (mut rules, mut world) = (rules.clone(), world.clone());
                change(&mut rules, &mut world);
                reference::run(&rules, &world.records, world.as_of) == results
            });
        }
    }
    let names: Vec<_> = unseen.iter().map(|(name, _)| name).collect();
    assert!(names.is_empty(), "no case would notice: {names:?}");
}

fn more(points: &mut Decimal) {
    *points = Decimal::from_micro(points.micro() + 1);
}

fn each_rule(rules: &mut TypedRules, change: &mut dyn FnMut(&mut Rule)) {
    rules.scores.iter_mut().for_each(|score| each_rule_of(&mut score.body, change));
}

fn each_rule_of(block: &mut Block, change: &mut dyn FnMut(&mut Rule)) {
    for item in &mut block.items {
        match item {
            Item::Rule(rule) => change(rule),
            Item::Group(group) => each_rule_of(group, change),
        }
    }
}

/// The phrases at the heads of rules.
fn heads(rules: &mut TypedRules, change: impl Fn(&mut Phrase)) {
    each_rule(rules, &mut |rule| {
        if let Head::Each(phrase) = &mut rule.head {
            change(phrase);
        }
    });
}

fn windows(rules: &mut TypedRules, change: impl Fn(&mut i64, &mut i64)) {
    heads(rules, |phrase| {
        for window in &mut phrase.windows {
            if let Window::Ago { from_us, to_us } = window {
                change(from_us, to_us);
            }
        }
    });
}

fn relations(rules: &mut TypedRules, change: impl Fn(&mut Relation)) {
    heads(rules, |phrase| {
        if let Some(order) = &mut phrase.order {
            match &mut **order {
                Order::WithinAfter(relation)
                | Order::FollowedBy(relation)
                | Order::NotFollowedBy(relation)
                | Order::AfterWithout(relation) => change(relation),
            }
        }
    });
}

fn picks(rules: &mut TypedRules, change: impl Fn(&mut Pick)) {
    heads(rules, |phrase| {
        for source in &mut phrase.sources {
            if let Source::Pick(pick) = source {
                change(pick);
            }
        }
    });
}

fn limits(rules: &mut TypedRules, change: impl Fn(&mut Limits)) {
    each_rule(rules, &mut |rule| change(&mut rule.limits));
}

fn decays(rules: &mut TypedRules, change: impl Fn(&mut Decay)) {
    each_rule(rules, &mut |rule| rule.decay.iter_mut().for_each(&change));
}
