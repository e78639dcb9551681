//! 部门: one and the same goes by several names, 沙坡头区市场监督管理局 and
//! 市场监管局, 县级以上消防救援机构 and 消防救援大队.

/// Short names of departments, and what else a department's name may hold.
const DEPARTMENTS: &[(&str, &[&str])] = &[
    ("市场监管", &["市场监督", "市监"]),
    ("教育", &["教体"]),
    ("公安", &["交警"]),
    ("卫生健康", &["卫健", "疾控"]),
    ("人力资源社会保障", &["人力资源和社会保障", "人社"]),
    ("税务", &[]),
    ("消防救援", &["消防"]),
    ("交通运输", &["交通局"]),
    ("宣传", &["新闻出版", "电影局"]),
    ("文化和旅游", &["文化旅游", "文旅", "文化广电", "文广"]),
    ("体育", &["教体"]),
    ("应急管理", &["应急局", "安监"]),
    ("住房城乡建设", &["住房和城乡建设", "住建", "城乡建设", "建设局"]),
    ("工业和信息化", &["工信", "经信"]),
    ("商务", &["商粮"]),
    ("海关", &[]),
    ("统计", &[]),
    ("生态环境", &["环保", "环境保护"]),
    ("水务", &["水利"]),
    ("发展改革", &["发展和改革", "发改"]),
    ("自然资源", &["国土", "规划和自然"]),
    ("医疗保障", &["医保"]),
    ("药品监管", &["药品监督", "药监"]),
    ("民政", &[]),
];

/// What a name may end in that says nothing of whose it is.
const ENDINGS: [&str; 12] =
    ["总局", "分局", "委员会", "总队", "支队", "大队", "机构", "部门", "局", "厅", "委", "办"];

/// Whether a name is one of the known short ones.
pub fn is_short(name: &str) -> bool {
    DEPARTMENTS.iter().any(|(known, _)| *known == name)
}

/// Whether a department is meant by a short name: 沙坡头区市场监管局 by 市场监管.
pub fn is_department(name: &str, short: &str) -> bool {
    let others = DEPARTMENTS.iter().find(|(known, _)| *known == short).map_or(&[][..], |(_, others)| others);
    name.contains(short) || others.iter().any(|other| name.contains(other))
}

/// Whether two names may mean departments of one kind: a short name of
/// the known ones fits both, or one holds the other but for its ending.
pub fn may_be_same(one: &str, other: &str) -> bool {
    let stem = |name: &str| {
        let name = name.trim();
        ENDINGS.iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name).to_owned()
    };
    let (a, b) = (stem(one), stem(other));
    (!a.is_empty() && other.contains(&a))
        || (!b.is_empty() && one.contains(&b))
        || DEPARTMENTS.iter().any(|(short, _)| is_department(one, short) && is_department(other, short))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_department_by_its_names() {
        for (one, other) in [
            ("市场监管局", "市场监管局"),
            ("市场监管局", "沙坡头区市场监督管理局"),
            ("消防救援大队", "县级以上消防救援机构"),
            ("住房城乡建设局", "住建部门"),
            ("粮食和物资储备局", "区粮食和物资储备部门"),
            ("市场监管局、生态环境局", "生态环境局"),
        ] {
            assert!(may_be_same(one, other) && may_be_same(other, one), "{one} {other}");
        }
        for (one, other) in
            [("市场监管局", "生态环境局"), ("文化和旅游局", "住房城乡建设局"), ("局", "教育局")]
        {
            assert!(!may_be_same(one, other) && !may_be_same(other, one), "{one} {other}");
        }
    }
}
