//! The word that was meant by one misspelt.

/// The known word nearest to another, unless all are far.
pub(super) fn nearest<'k>(word: &str, known: &[&'k str]) -> Option<&'k str> {
    let (distance, near) = known.iter().map(|near| (distance(word, near), *near)).min()?;
    (distance <= 2 + near.len() / 6 && distance < near.len()).then_some(near)
}

/// Edit distance, by bytes; keys are short.
fn distance(a: &str, b: &str) -> usize {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = (diagonal + usize::from(x != y)).min(above + 1).min(row[j] + 1);
            diagonal = above;
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_words_are_found_and_far_ones_not() {
        assert_eq!(nearest("reserve", &["rate", "reserves"]), Some("reserves"));
        assert_eq!(nearest("titel", &["title", "team"]), Some("title"));
        assert_eq!(nearest("备选", &["rate", "reserves"]), None);
        assert_eq!(nearest("xyz", &["min", "max"]), None);
    }
}
