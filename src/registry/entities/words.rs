//! The one word for what offices call by many: 登记状态, 信用风险类别, 对象类别.
//! Words unknown here are kept as they are.

use std::borrow::Cow;

/// The kind of object that must have a 统一社会信用代码 or 注册号.
pub const FIRM: &str = "市场主体";

/// 登记状态 in its usual word: 存续, 注销, 吊销, 撤销, 迁出, 停业, 歇业, 清算;
/// anything else as it is. `value` is clean.
pub fn status(value: &str) -> &str {
    let bare = before_bracket(value);
    match bare {
        "存续" | "在营" | "开业" | "在业" | "正常" | "在册" | "营业" | "正常营业" | "正常经营"
        | "登记成立" | "成立" | "确立" | "存活" | "存续在营" | "在营在册" | "仍注册" | "在营企业"
        | "存续企业" => "存续",
        "注销" | "已注销" | "注销登记" | "注销企业" | "吊销，已注销" | "吊销,已注销" | "吊销已注销"
        | "吊销后注销" => "注销",
        "吊销" | "已吊销" | "吊销企业" | "吊销，未注销" | "吊销,未注销" | "吊销未注销" | "吊销营业执照" => {
            "吊销"
        }
        "撤销" | "已撤销" | "撤销登记" | "撤销设立登记" => "撤销",
        "迁出" | "已迁出" | "迁移" | "迁往市外" | "迁出外地" => "迁出",
        "停业" | "已停业" | "暂停营业" | "关闭" | "已关闭" => "停业",
        "歇业" | "已歇业" | "歇业备案" => "歇业",
        "清算" | "清算中" | "正在清算" => "清算",
        // 存续（在营、开业、在册）, 在营（开业）企业, 吊销（未注销）, 吊销（已注销）
        _ if value.starts_with("存续") || value.starts_with("在营") => "存续",
        _ => value,
    }
}

/// 信用风险类别 as A–D where the words are those of the national rule
/// (信用风险低 A、一般 B、较高 C、高 D); local classes as they are. `value` is
/// clean.
pub fn class(value: &str) -> Cow<'_, str> {
    let mut letters = value.chars();
    if let Some(letter @ ('A'..='D' | 'a'..='d')) = letters.next() {
        let rest = letters.as_str();
        let rest = before_bracket(rest);
        if matches!(rest, "" | "类" | "级" | "等" | "类企业" | "级企业" | "类风险" | "级风险" | "等级")
        {
            return Cow::Owned(letter.to_ascii_uppercase().to_string());
        }
    }
    let bare = before_bracket(value);
    Cow::Borrowed(match bare {
        "低风险" | "信用风险低" | "低" | "低风险企业" => "A",
        "一般风险" | "信用风险一般" | "一般" | "一般风险企业" => "B",
        "较高风险" | "信用风险较高" | "较高" | "较高风险企业" => "C",
        "高风险" | "信用风险高" | "高" | "高风险企业" => "D",
        _ => value,
    })
}

/// 对象类别: every word for firms is [`FIRM`]; others as they are.
pub fn object(value: &str) -> &str {
    match value {
        ""
        | "经营主体"
        | "企业"
        | "市场主体"
        | "个体工商户"
        | "农民专业合作社"
        | "企业和个体工商户"
        | "各类市场主体" => FIRM,
        _ => value,
    }
}

fn before_bracket(value: &str) -> &str {
    value.split(['（', '(']).next().unwrap_or(value).trim_end()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words() {
        assert_eq!(status("存续（在营、开业、在册）"), "存续");
        assert_eq!(status("在营（开业）企业"), "存续");
        assert_eq!(status("吊销，未注销"), "吊销");
        assert_eq!(status("吊销，已注销"), "注销");
        assert_eq!(status("待核实"), "待核实");
        assert_eq!(status(""), "");
        assert_eq!(class("a级"), "A");
        assert_eq!(class("D类（高风险）"), "D");
        assert_eq!(class("较高风险"), "C");
        assert_eq!(class("AA"), "AA");
        assert_eq!(class("新设立企业"), "新设立企业");
        assert_eq!(object("经营主体"), FIRM);
        assert_eq!(object("电梯"), "电梯");
    }
}
