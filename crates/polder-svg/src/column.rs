//! Boxes in a column.

/// The tops of boxes of these heights below each other, from `top` on. Each takes at least `least` pixels, so that a label
/// next to its middle does not overlap its neighbours. The last value is the bottom of the column.
pub fn column(heights: &[i32], top: i32, least: i32) -> (Vec<i32>, i32) {
    let (mut tops, mut at) = (vec![], top);
    for height in heights {
        let slot = (*height).max(least);
        tops.push(at.saturating_add((slot - height) / 2));
        at = at.saturating_add(slot);
    }
    (tops, at)
}

#[cfg(test)]
mod tests {
    use super::column;

    #[test]
    fn low_boxes_get_room_for_their_labels() {
        assert_eq!(column(&[10, 50, 2], 100, 30), (vec![110, 130, 194], 210));
        assert_eq!(column(&[], 5, 30), (vec![], 5));
    }
}
