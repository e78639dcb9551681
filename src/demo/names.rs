//! Invented names. Syllables are dealt by number, so that names are unique
//! where they have to be and nobody's in particular; the made-up credit codes
//! carry organisation codes beginning `XU`, a block nobody has issued.

use super::dice::Dice;

const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷";
const GIVEN: &str = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华建文玉兰春梅志红海燕国庆晓东云飞学林彦秀珍雪宁博瑞昊晨嘉怡思远子轩雨桐立新永福生成光荣德义";
/// 字号: 48 first, 48 middle and 40 last syllables, 92,160 names of three.
const FIRST: &str =
    "青朔岚澜沐珩禾苑槿昀笃霁溪砚黛枫蓼芷榆桦驼鹭雁鲲麓漠渠坊垣磐钧铄锦缦绮翊翎骁骊穹衡曜晗煦烨焕炜炘";
const MIDDLE: &str =
    "渡川原野洲汀浦岸屿峰岭谷泉源润泽沛涵淳沁溢滋茂葳蕤荣萃芃蓁蕴秉持守敬谦和畅达迅捷致远恒毅弘拓启";
const LAST: &str = "丰盈裕阜隆昌盛旺顺通祥瑞吉安康宁泰和鼎升腾跃翔展维信诚义德仁礼嘉悦乐欣怡美优";

const STREETS: &str = "青禾路 沙枣巷 渠畔街 雁鸣路 驼铃街 长滩路 红柳巷 绿洲大道 新渠路 果园街 望沙路 柳湾巷 葡萄街 石桥路 南苑街 北垣路 东屏巷 西营街 向阳渠路 枸杞大道";
const VILLAGES: &str = "上滩村 下滩村 新渠村 老渠村 柳湾村 石桥村 果园村 东屏村 西营村 望沙村 雁鸣村 红柳村";

/// Some characters as a list to pick from.
fn chars(list: &str) -> Vec<char> {
    list.chars().collect()
}

/// Deals names; holds the syllables once.
pub(super) struct Names {
    surnames: Vec<char>,
    given: Vec<char>,
    first: Vec<char>,
    middle: Vec<char>,
    last: Vec<char>,
    streets: Vec<&'static str>,
    villages: Vec<&'static str>,
}

impl Names {
    pub fn new() -> Self {
        Self {
            surnames: chars(SURNAMES),
            given: chars(GIVEN),
            first: chars(FIRST),
            middle: chars(MIDDLE),
            last: chars(LAST),
            streets: STREETS.split(' ').collect(),
            villages: VILLAGES.split(' ').collect(),
        }
    }

    /// 姓名.
    pub fn person(&self, dice: &mut Dice) -> String {
        let mut name = String::from(*dice.pick(&self.surnames));
        name.push(*dice.pick(&self.given));
        if dice.permille(780) {
            name.push(*dice.pick(&self.given));
        }
        name
    }

    /// 字号 number `n`: the same one only after all others; later rounds
    /// carry a fourth syllable.
    pub fn shop(&self, n: u64) -> String {
        let all = (self.first.len() * self.middle.len() * self.last.len()) as u64;
        // A stride without common factor walks through all before repeating.
        let mut at = (n % all) * 7919 % all;
        let mut name = String::new();
        for syllables in [&self.first, &self.middle, &self.last] {
            name.push(syllables[usize::try_from(at % syllables.len() as u64).unwrap_or(0)]);
            at /= syllables.len() as u64;
        }
        if n >= all {
            name.push(self.first[usize::try_from(n / all).unwrap_or(0) % self.first.len()]);
        }
        name
    }

    /// A street and number, or a village, behind the county's name.
    pub fn address(&self, dice: &mut Dice) -> String {
        if dice.permille(720) {
            let street = dice.pick(&self.streets);
            format!(
                "{street}{}号{}",
                dice.below(380) + 1,
                ["", "", "商铺", "院内", "二层"][dice.below(5) as usize]
            )
        } else {
            format!("{}{}组", dice.pick(&self.villages), dice.below(9) + 1)
        }
    }

    /// A mobile number of the block 100, which no operator has.
    pub fn phone(&self, dice: &mut Dice) -> String {
        format!("100{:08}", dice.below(100_000_000))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn shops_differ_until_all_are_used() {
        let names = Names::new();
        let all = names.first.len() * names.middle.len() * names.last.len();
        let shops: BTreeSet<String> = (0..all as u64 + 1000).map(|n| names.shop(n)).collect();
        assert_eq!(shops.len(), all + 1000);
        for list in [&names.first, &names.middle, &names.last] {
            assert_eq!(list.iter().collect::<BTreeSet<_>>().len(), list.len(), "a syllable stands twice");
        }
    }
}
