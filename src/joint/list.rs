//! 跨部门联合抽查事项清单: which departments usually inspect which objects
//! together (`data/joint-items.csv`).

use std::sync::OnceLock;

use crate::domain::csv::split_line;
use crate::domain::department::is_department;

/// One row of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// 抽查领域.
    pub field: &'static str,
    /// 抽查事项.
    pub matter: &'static str,
    /// 检查对象, by their names.
    pub objects: Vec<&'static str>,
    /// 发起部门, a short name.
    pub initiator: &'static str,
    /// 配合部门, short names.
    pub participants: Vec<&'static str>,
}

/// Words of objects that say too little.
const GENERIC: [&str; 6] = ["企业", "市场主体", "单位", "市场", "场所", "经营者"];

/// The list; rows that cannot be read are left out, which a test forbids.
pub fn joint_items() -> &'static [Listed] {
    static LIST: OnceLock<Vec<Listed>> = OnceLock::new();
    LIST.get_or_init(|| include_str!("../../data/joint-items.csv").lines().skip(1).filter_map(read).collect())
}

fn read(line: &'static str) -> Option<Listed> {
    use std::borrow::Cow::Borrowed;
    match split_line(line) {
        Ok(
            [Borrowed(field), Borrowed(matter), Borrowed(object), Borrowed(initiator), Borrowed(others), _],
        ) => Some(Listed {
            field,
            matter,
            objects: object.split('、').collect(),
            initiator,
            participants: others.split(';').collect(),
        }),
        _ => None,
    }
}

impl Listed {
    /// Whether it names a department, as initiator or participant.
    pub fn names(&self, department: &str) -> bool {
        is_department(department, self.initiator)
            || self.participants.iter().any(|short| is_department(department, short))
    }

    /// Whether it is about an object of an item's words. Words that fit nearly
    /// everything only fit themselves.
    pub fn covers(&self, object: &str) -> bool {
        let holds = |whole: &str, word: &str| {
            whole == word || (whole.contains(word) && word.chars().count() > 1 && !GENERIC.contains(&word))
        };
        self.objects.iter().any(|own| holds(object, own) || holds(own, object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::department::is_short;

    #[test]
    fn every_row_can_be_read_and_names_known_departments() {
        let lines = include_str!("../../data/joint-items.csv").lines().count() - 1;
        assert_eq!(joint_items().len(), lines);
        assert!(lines > 40);
        for row in joint_items() {
            for short in row.participants.iter().chain([&row.initiator]) {
                assert!(is_short(short), "{short} of {}", row.field);
            }
            assert!(!row.participants.contains(&row.initiator), "{}", row.matter);
            assert!(row.objects.iter().all(|object| !object.is_empty()));
        }
    }

    #[test]
    fn departments_are_known_by_their_usual_names() {
        assert!(is_department("沙坡头区市场监督管理局", "市场监管"));
        assert!(is_department("市文化旅游体育局", "文化和旅游"));
        assert!(is_department("县住建局", "住房城乡建设"));
        assert!(!is_department("县住建局", "市场监管"));
    }
}
