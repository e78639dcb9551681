//! The one place of rules: what becomes of a name, how long a result is on show.

use chrono::Months;

use crate::domain::Date;

/// Words that only a shop's name ends up with, whatever its length.
const TRADE: [&str; 62] = [
    "店", "厂", "铺", "摊", "馆", "吧", "站", "部", "超市", "公司", "商行", "商店", "酒楼", "酒店", "酒家",
    "饭庄", "餐厅", "餐饮", "小吃", "早点", "烧烤", "火锅", "面馆", "理发", "美发", "美容", "造型", "养生",
    "足浴", "服饰", "服装", "鞋业", "五金", "建材", "家具", "家电", "电器", "数码", "手机", "通讯", "汽修",
    "汽配", "修理", "维修", "加工", "印刷", "广告", "图文", "便利", "百货", "副食", "水果", "蔬菜", "粮油",
    "药房", "诊所", "种植", "养殖", "运输", "物流", "经营", "服务",
];

/// Words that a shop's name may end in, and a person's too: they count in a
/// name of five characters or more.
const PERHAPS: [&str; 24] = [
    "行",
    "社",
    "坊",
    "室",
    "园",
    "城",
    "楼",
    "阁",
    "轩",
    "堂",
    "居",
    "庄",
    "屋",
    "院",
    "场",
    "所",
    "中心",
    "商",
    "户",
    "业",
    "廊",
    "苑",
    "会所",
    "工作室",
];

/// What is public of whom, and for how long.
///
/// Sources: 国办发〔2018〕118号 (results 5 years on show, those of natural persons
/// 2), 政府信息公开条例 第十五条 (privacy of natural persons).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// Years a result is on show.
    pub years: u32,
    /// Years a natural person's is.
    pub years_person: u32,
}

impl Default for Rules {
    fn default() -> Self {
        Self { years: 5, years_person: 2 }
    }
}

impl Rules {
    /// Whether an object's name is a natural person's: it is one, or a
    /// 个体工商户 that goes by its owner's name (no trade word in it).
    pub fn is_person(&self, object: &str, kind: &str, name: &str) -> bool {
        let natural = |value: &str| value.contains("自然人") || matches!(value, "个人" | "公民");
        if natural(object) || natural(kind) {
            return true;
        }
        let keeper = kind.contains("个体") || object.contains("个体");
        keeper && !trades(name)
    }

    /// A name as the public may read it: the first character, and a `*` for
    /// each further one, where it is a natural person's.
    pub fn name(&self, object: &str, kind: &str, name: &str) -> String {
        if self.is_person(object, kind, name) { mask(name) } else { name.to_owned() }
    }

    /// The last day on show of a result made public on that day.
    pub fn until(&self, published: Date, person: bool) -> Date {
        let years = if person { self.years_person } else { self.years };
        let end = published.checked_add_months(Months::new(12 * years)).and_then(|day| day.pred_opt());
        end.unwrap_or(published)
    }
}

fn trades(name: &str) -> bool {
    let long = name.chars().count() > 4;
    TRADE.iter().any(|word| name.contains(word)) || long && PERHAPS.iter().any(|word| name.contains(word))
}

/// 王小二 → 王**.
fn mask(name: &str) -> String {
    let mut chars = name.trim().chars();
    chars.next().into_iter().chain(chars.map(|_| '*')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn persons_are_masked_and_shops_are_not() {
        let rules = Rules::default();
        let name = |object: &str, kind: &str, name: &str| rules.name(object, kind, name);
        assert_eq!(name("市场主体", "企业", "王小二"), "王小二");
        assert_eq!(name("市场主体", "自然人", "王小二"), "王**");
        assert_eq!(name("自然人", "", "阿依古丽·买买提"), "阿*******");
        assert_eq!(name("市场主体", "个体工商户", "王小二"), "王**");
        assert_eq!(name("市场主体", "个体工商户", "欧阳行"), "欧**");
        assert_eq!(name("市场主体", "个体工商户", "沙坡头区王小二"), "沙******");
        for shop in ["王小二面馆", "小二店", "虚构县城关镇小二商行", "甜甜造型", "老王烧烤"]
        {
            assert_eq!(name("市场主体", "个体工商户", shop), shop);
        }
        assert_eq!(name("自然人", "", ""), "");
    }

    #[test]
    fn five_years_and_two() {
        let rules = Rules::default();
        let day = |value: &str| crate::domain::calendar::parse_date(value).unwrap();
        assert_eq!(rules.until(day("2026-11-22"), false), day("2031-11-21"));
        assert_eq!(rules.until(day("2026-11-22"), true), day("2028-11-21"));
        assert_eq!(rules.until(day("2024-02-29"), false), day("2029-02-27"));
    }
}
