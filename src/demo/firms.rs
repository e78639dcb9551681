//! 检查对象: the county's firms, shops, cooperatives and lifts, as they truly
//! are; how badly they are written down is `exports`' business.

use crate::domain::Date;
use crate::domain::code::{credit_check_char, registration_check_digit};

use super::dice::Dice;
use super::names::Names;
use super::trades::{TRADES, Trade};

/// GB/T 2260 of the county whose place in the tables the demo borrows.
pub(super) const COUNTY: &str = "640502";
/// A neighbour, for the firms that belong elsewhere.
pub(super) const NEIGHBOUR: &str = "640521";
/// Townships of the county: the last three digits of their codes run from 100.
pub(super) const TOWNSHIPS: u64 = 11;

/// One object that can be inspected.
#[derive(Debug, Clone)]
pub(super) struct Firm {
    pub code: String,
    pub name: String,
    /// 市场主体 or 特种设备.
    pub object: &'static str,
    pub kind: &'static str,
    pub person: String,
    pub address: String,
    pub business: &'static str,
    pub phone: String,
    pub office: String,
    pub industry: &'static str,
    /// Nine digits.
    pub area: String,
    /// `A`–`D`, empty for equipment.
    pub class: &'static str,
    pub status: &'static str,
    pub founded: Date,
    pub licences: Vec<String>,
    pub tags: &'static str,
}

/// All objects of the county, in an order of their own.
pub(super) fn make(entities: u64) -> Vec<Firm> {
    let names = Names::new();
    let mut dice = Dice::new(1);
    let companies: Vec<(&Trade, u64)> = TRADES.iter().map(|trade| (trade, trade.companies)).collect();
    let shops: Vec<(&Trade, u64)> = TRADES.iter().map(|trade| (trade, trade.shops)).collect();
    (0..entities)
        .map(|n| match dice.below(1000) {
            0..12 => equipment(n, &names, &mut dice),
            12..40 => cooperative(n, &names, &mut dice),
            40..400 => company(n, dice.weighted(&companies), &names, &mut dice),
            _ => shop(n, dice.weighted(&shops), &names, &mut dice),
        })
        .collect()
}

/// What all of them share.
fn firm(n: u64, names: &Names, dice: &mut Dice) -> Firm {
    let township = dice.below(TOWNSHIPS);
    let elsewhere = dice.permille(8);
    let (area, office) = if elsewhere {
        (format!("{NEIGHBOUR}{:03}", 100 + township), "中宁县市场监管所（演示）".to_owned())
    } else {
        (format!("{COUNTY}{:03}", 100 + township), format!("第{}市场监管所（演示）", numeral(township)))
    };
    let class = dice.weighted(&[("A", 560), ("B", 320), ("C", 90), ("D", 30)]);
    let status = dice.weighted(&[("存续", 930), ("注销", 35), ("吊销", 25), ("迁出", 10)]);
    Firm {
        code: credit_code("91", n),
        name: String::new(),
        object: "市场主体",
        kind: "企业",
        person: names.person(dice),
        address: names.address(dice),
        business: "",
        phone: names.phone(dice),
        office,
        industry: "",
        area,
        class,
        status,
        founded: founded(dice),
        licences: Vec::new(),
        tags: "",
    }
}

fn company(n: u64, trade: &Trade, names: &Names, dice: &mut Dice) -> Firm {
    let shop = names.shop(n);
    let form = dice.weighted(&[
        ("有限公司", 860),
        ("有限责任公司", 90),
        ("股份有限公司", 10),
        ("中心（有限合伙）", 40),
    ]);
    let name = match dice.below(3) {
        0 => format!("沙坡头区{shop}{}{form}", trade.company),
        1 => format!("中卫市{shop}{}{form}", trade.company),
        _ => format!("宁夏{shop}{}{form}", trade.company),
    };
    let base = firm(n, names, dice);
    Firm { name, licences: licences(trade, n), ..of_trade(base, trade) }
}

fn shop(n: u64, trade: &Trade, names: &Names, dice: &mut Dice) -> Firm {
    let name = format!("沙坡头区{}{}", names.shop(n), trade.shop);
    let base = firm(n, names, dice);
    // Shops of before 2015 that never changed anything keep their 注册号.
    let old = base.founded < day(2015, 10, 1) && dice.permille(600);
    let code = if old { registration_number(n) } else { credit_code("92", n) };
    Firm { code, name, kind: "个体工商户", licences: licences(trade, n), ..of_trade(base, trade) }
}

fn cooperative(n: u64, names: &Names, dice: &mut Dice) -> Firm {
    let (trade, industry) = *dice.pick(&[("种植", "A0141"), ("果品", "A0151"), ("养殖", "A0311")]);
    Firm {
        code: credit_code("93", n),
        name: format!("沙坡头区{}{trade}农民专业合作社", names.shop(n)),
        kind: "农民专业合作社",
        business: "组织成员采购、供应生产资料，收购、销售农产品",
        industry,
        ..firm(n, names, dice)
    }
}

fn equipment(n: u64, names: &Names, dice: &mut Dice) -> Firm {
    let (sort, mark) =
        *dice.pick(&[("曳引驱动乘客电梯", "DT"), ("承压蒸汽锅炉", "GL"), ("桥式起重机", "QZ")]);
    Firm {
        code: format!("{mark}-{COUNTY}-{n:07}"),
        name: format!("{}{sort}", names.address(dice)),
        object: "特种设备",
        kind: "",
        business: "",
        class: "",
        status: dice.weighted(&[("在用", 940), ("停用", 60)]),
        tags: "特种设备",
        ..firm(n, names, dice)
    }
}

/// A firm beyond the county's last, for rows that are going to be spoilt.
pub(super) fn spare(n: u64) -> Firm {
    let mut dice = Dice::new(1000 + n);
    company(n, &TRADES[0], &Names::new(), &mut dice)
}

fn of_trade(firm: Firm, trade: &Trade) -> Firm {
    Firm { business: trade.business, industry: trade.industry, tags: trade.tags, ..firm }
}

fn licences(trade: &Trade, n: u64) -> Vec<String> {
    let of = |name: &str| format!("{name} XU{COUNTY}{n:07}");
    trade.licences.split(';').filter(|name| !name.is_empty()).map(of).collect()
}

/// 统一社会信用代码 of a block nobody has issued: its organisation code begins
/// `XU`. Both check characters are right.
fn credit_code(kind: &str, n: u64) -> String {
    let body = format!("XU{n:06}");
    let first17 = format!("{kind}{COUNTY}{body}{}", organisation_check(&body));
    let check = credit_check_char(&first17).unwrap_or('0');
    format!("{first17}{check}")
}

/// The check character of an organisation code (GB 11714-1997: weights
/// 3 7 9 10 5 8 4 2, 11 less the sum mod 11, `X` for ten, 0 for eleven).
fn organisation_check(body: &str) -> char {
    const WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = body.chars().zip(WEIGHTS).map(|(c, weight)| c.to_digit(36).unwrap_or(0) * weight).sum();
    match 11 - sum % 11 {
        10 => 'X',
        11 => '0',
        digit => char::from_digit(digit, 10).unwrap_or('0'),
    }
}

/// 15-digit 注册号; sequence numbers from 99000000 are not in use.
fn registration_number(n: u64) -> String {
    let first14 = format!("{COUNTY}{:08}", 99_000_000 + n % 1_000_000);
    let check = registration_check_digit(&first14).unwrap_or('0');
    format!("{first14}{check}")
}

/// Most firms are young; 2026 is the year of the demo.
fn founded(dice: &mut Dice) -> Date {
    let ago = dice.below(26).min(dice.below(26));
    let year = 2026 - i32::try_from(ago).unwrap_or(0);
    let months = if year == 2026 { 8 } else { 12 };
    day(year, dice.below(months) + 1, dice.below(28) + 1)
}

/// A day that exists by construction: 1 January 2000 otherwise.
pub(super) fn day(year: i32, month: u64, day: u64) -> Date {
    let part = |n: u64| u32::try_from(n).unwrap_or(1);
    Date::from_ymd_opt(year, part(month), part(day)).unwrap_or_default()
}

fn numeral(n: u64) -> &'static str {
    const NUMERALS: [&str; 11] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一"];
    NUMERALS[usize::try_from(n).unwrap_or(0) % NUMERALS.len()]
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::domain::code::{is_credit_code, is_registration_number};

    #[test]
    fn codes_and_names_are_sound_and_single() {
        let firms = make(3000);
        for firm in &firms {
            let sound = match firm.object {
                "特种设备" => crate::domain::grammar::check_code(&firm.code).is_ok(),
                _ => is_credit_code(&firm.code) || is_registration_number(&firm.code),
            };
            assert!(sound && !firm.name.is_empty(), "{firm:?}");
        }
        assert_eq!(firms.iter().map(|firm| &firm.code).collect::<BTreeSet<_>>().len(), firms.len());
        assert!(firms.iter().any(|firm| is_registration_number(&firm.code)));
    }

    #[test]
    fn the_example_of_gb_11714() {
        // D2143569-X, the standard's own example.
        assert_eq!(organisation_check("D2143569"), 'X');
    }
}
