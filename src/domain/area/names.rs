//! The names an area goes by, sorted for search by beginning.

use super::AreaInfo;

/// How much a name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// The official name.
    Full,
    /// A usual short form that still ends in 省, 市, 州, 县 …: 恩施州.
    Usual,
    /// Without any suffix: 恩施.
    Bare,
    /// Means something only after the area above it: 市辖区.
    Grouping,
}

/// One name of one area.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Name {
    /// The words.
    pub text: String,
    /// What sort of name.
    pub kind: Kind,
    /// Index into the table of areas.
    pub area: usize,
}

/// All names.
pub(super) struct Names {
    /// Sorted by their text.
    names: Vec<Name>,
    /// Each first character and where its names begin: a quick way to most
    /// addresses' end.
    firsts: Vec<(char, usize)>,
}

/// Names that GB/T 2260 puts between a province and its counties where there
/// is no city.
pub(super) fn only_groups(name: &str) -> bool {
    name == "市辖区" || name == "县" || name.ends_with("直辖县级行政区划")
}

/// Words that exports put between city and county and that name nothing.
pub(super) const FILLERS: [&str; 7] = [
    "市辖区",
    "省直辖县级行政区划",
    "省直辖县级行政单位",
    "省直辖行政单位",
    "自治区直辖县级行政区划",
    "自治区直辖县级行政单位",
    "自治区直辖行政单位",
];

/// Suffixes, longest first.
const SUFFIXES: [&str; 15] = [
    "特别行政区",
    "自治区",
    "自治州",
    "自治县",
    "自治旗",
    "地区",
    "林区",
    "特区",
    "新区",
    "省",
    "市",
    "区",
    "县",
    "旗",
    "盟",
];

/// Peoples in the names of autonomous areas, as they stand there.
const PEOPLES: [&str; 47] = [
    "维吾尔",
    "柯尔克孜",
    "哈萨克族",
    "哈萨克",
    "塔吉克",
    "锡伯",
    "蒙古族",
    "蒙古",
    "达斡尔族",
    "鄂温克族",
    "布依族",
    "朝鲜族",
    "土家族",
    "哈尼族",
    "傈僳族",
    "拉祜族",
    "纳西族",
    "景颇族",
    "仫佬族",
    "布朗族",
    "撒拉族",
    "毛南族",
    "仡佬族",
    "普米族",
    "保安族",
    "裕固族",
    "独龙族",
    "东乡族",
    "回族",
    "藏族",
    "壮族",
    "苗族",
    "彝族",
    "满族",
    "侗族",
    "瑶族",
    "白族",
    "傣族",
    "黎族",
    "佤族",
    "畲族",
    "水族",
    "土族",
    "羌族",
    "怒族",
    "各族",
    "族",
];

/// Short forms in everyday use that no rule yields.
const EVERYDAY: [(&str, &str); 8] = [
    ("内蒙", "15"),
    ("前郭县", "220721"),
    ("前郭", "220721"),
    ("博州", "6527"),
    ("巴州", "6528"),
    ("克州", "6530"),
    ("锡盟", "1525"),
    ("喀左县", "211324"),
];

impl Names {
    pub(super) fn of(areas: &[AreaInfo]) -> Self {
        let mut names = Vec::with_capacity(areas.len() * 3);
        for (i, area) in areas.iter().enumerate() {
            name_area(area, i, &mut names);
        }
        for (text, code) in EVERYDAY {
            if let Ok(area) = areas.binary_search_by(|area| area.code.cmp(code)) {
                // Two characters may as well begin a street's name.
                let kind = if text.chars().count() > 2 { Kind::Usual } else { Kind::Bare };
                names.push(Name { text: text.to_owned(), kind, area });
            }
        }
        names.sort_unstable();
        // The same words once for each area, as the most telling kind.
        names.dedup_by(|next, kept| next.text == kept.text && next.area == kept.area);
        let mut firsts: Vec<(char, usize)> =
            names.iter().enumerate().filter_map(|(i, name)| Some((name.text.chars().next()?, i))).collect();
        firsts.dedup_by_key(|(c, _)| *c);
        Self { names, firsts }
    }

    /// Every name that `text` begins with, in no particular order.
    pub(super) fn beginning<'a>(&'a self, text: &str, found: impl FnMut(&'a Name)) {
        let Some(first) = text.chars().next() else { return };
        if let Ok(at) = self.firsts.binary_search_by_key(&first, |(c, _)| *c) {
            let to = self.firsts.get(at + 1).map_or(self.names.len(), |(_, from)| *from);
            let names = &self.names[self.firsts[at].1..to];
            names.iter().filter(|name| text.starts_with(&name.text)).for_each(found);
        }
    }

    /// Every name that begins with `stem`.
    pub(super) fn with_stem<'a>(&'a self, stem: &'a str) -> impl Iterator<Item = &'a Name> {
        let from = self.names.partition_point(|name| name.text.as_str() < stem);
        self.names[from..].iter().take_while(move |name| name.text.starts_with(stem))
    }
}

fn name_area(area: &AreaInfo, index: usize, names: &mut Vec<Name>) {
    let mut add = |text: String, kind| names.push(Name { text, kind, area: index });
    if only_groups(area.name) {
        return add(area.name.to_owned(), Kind::Grouping);
    }
    add(area.name.to_owned(), Kind::Full);
    let Some((stem, suffix)) = without_suffix(area.name) else { return };
    let own = without_peoples(stem);
    for bare in [stem, own] {
        if bare.chars().count() >= 2 {
            add(bare.to_owned(), Kind::Bare);
        }
    }
    if suffix == "新区" || suffix == "林区" || suffix == "特区" {
        // 浦东新区 also as 浦东区, and as one would write it without 区.
        add(area.name.trim_end_matches('区').to_owned(), Kind::Bare);
    }
    let usual = match suffix {
        "自治区" => &["自治区", "区"][..],
        "自治州" => &["州", "自治州"],
        "自治县" => &["县", "自治县"],
        "自治旗" => &["旗", "自治旗"],
        "特别行政区" => &["特区"],
        _ => &[],
    };
    for ending in usual.iter().filter(|_| own.chars().count() >= 2) {
        add(format!("{own}{ending}"), Kind::Usual);
    }
}

/// A name's stem and suffix: 中卫市 → 中卫, 市.
pub(super) fn without_suffix(name: &str) -> Option<(&str, &'static str)> {
    SUFFIXES
        .iter()
        .find_map(|suffix| Some((name.strip_suffix(suffix)?, *suffix)))
        .filter(|(s, _)| !s.is_empty())
}

/// 恩施土家族苗族 → 恩施; 东乡族 → 东乡; the peoples never leave nothing.
fn without_peoples(mut stem: &str) -> &str {
    while let Some(rest) =
        PEOPLES.iter().find_map(|people| stem.strip_suffix(people)).filter(|rest| rest.chars().count() >= 2)
    {
        stem = rest;
    }
    stem
}
