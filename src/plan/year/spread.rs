//! Whole numbers over quarters and strata.

/// How many of each stratum are due until the end of quarter `k` (0 to the
/// number of weights), with `quotas` for the year: ⌊Tₛ·Wₖ/W⌋ − ⌊Tₛ₋₁·Wₖ/W⌋, T the
/// quotas' and W the weights' running sums. At the end exactly the quotas; in
/// between each stratum, and all together, within one of the exact share.
/// Without any weight everything is due at the end.
pub fn until(quotas: &[u64], weights: &[u64], k: usize) -> Vec<u64> {
    let sum = |weights: &[u64]| weights.iter().map(|weight| u128::from(*weight)).sum::<u128>();
    let (mut part, mut whole) = (sum(&weights[..k.min(weights.len())]), sum(weights));
    if whole == 0 {
        (part, whole) = (u128::from(k >= weights.len()), 1);
    }
    let (mut total, mut before) = (0_u128, 0_u128);
    let due = |quota: &u64| {
        total += u128::from(*quota);
        let now = total * part / whole;
        let due = now - before;
        before = now;
        u64::try_from(due).unwrap_or(*quota)
    };
    quotas.iter().map(due).collect()
}

/// `total` shared out by weights with the largest remainders, the first of
/// equal ones first. No share passes its weight where `total` does not pass
/// their sum; nothing is shared where all weights are 0.
pub fn share(total: u64, weights: &[u64]) -> Vec<u64> {
    let whole: u128 = weights.iter().map(|weight| u128::from(*weight)).sum();
    if whole == 0 {
        return vec![0; weights.len()];
    }
    let exact = |weight: &u64| u128::from(total) * u128::from(*weight);
    let mut out: Vec<u64> =
        weights.iter().map(|weight| u64::try_from(exact(weight) / whole).unwrap_or(u64::MAX)).collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(exact(&weights[*at]) % whole)); // stable
    let left = total.saturating_sub(out.iter().sum());
    order.into_iter().take(usize::try_from(left).unwrap_or(usize::MAX)).for_each(|at| out[at] += 1);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_sum_is_exact_and_each_step_within_one(
            quotas in prop::collection::vec(0u64..500, 0..12),
            weights in prop::collection::vec(0u64..9, 4),
        ) {
            let whole: u64 = weights.iter().sum();
            prop_assert_eq!(until(&quotas, &weights, 4), quotas.clone());
            prop_assert!(until(&quotas, &weights, 0).iter().all(|due| *due == 0));
            for k in 0..=4 {
                let due = until(&quotas, &weights, k);
                let part: u64 = weights[..k].iter().sum();
                let total: u64 = quotas.iter().sum();
                if let Some(exact) = (total * part).checked_div(whole) {
                    prop_assert_eq!(due.iter().sum::<u64>(), exact);
                    for (due, quota) in due.iter().zip(&quotas) {
                        prop_assert!((quota * part / whole..=(quota * part).div_ceil(whole)).contains(due));
                    }
                }
            }
        }

        #[test]
        fn even_quarters_differ_by_at_most_one(
            quotas in prop::collection::vec(0u64..500, 1..12), wanted in 1usize..16,
        ) {
            // Any set of quarters with the same weight.
            let weights: Vec<u64> = (0..4).map(|k| u64::from(wanted >> k & 1 == 1)).collect();
            for s in 0..quotas.len() {
                let cumulative: Vec<u64> = (0..=4).map(|k| until(&quotas, &weights, k)[s]).collect();
                let drawn: Vec<i64> = (0..4).filter(|k| weights[*k] > 0)
                    .map(|k| cumulative[k + 1] as i64 - cumulative[k] as i64).collect();
                prop_assert!(drawn.iter().max().unwrap() - drawn.iter().min().unwrap() <= 1, "{drawn:?}");
            }
        }

        #[test]
        fn shares_add_up(weights in prop::collection::vec(0u64..500, 1..12), part in 0u64..=100) {
            let whole: u64 = weights.iter().sum();
            let total = whole * part / 100;
            let shares = share(total, &weights);
            prop_assert_eq!(shares.iter().sum::<u64>(), total);
            prop_assert!(shares.iter().zip(&weights).all(|(share, weight)| share <= weight));
        }
    }
}
