//! 检查对象: what can be drawn for inspection, a business most often.

use serde::{Deserialize, Serialize};

/// A row of the registry of objects (检查对象名录库), cleaned and checked.
/// Field names are the column names of the registry's Parquet partitions;
/// absent values are empty.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Entity {
    /// 统一社会信用代码, 注册号 or another object code; `[0-9A-Z-]{1,54}`.
    pub code: String,
    /// 企业名称.
    pub name: String,
    /// 对象类别: 市场主体, 设备, 项目, 场所, 案卷 …
    pub object: String,
    /// 企业类型: 企业, 个体工商户, 农民专业合作社 …
    pub kind: String,
    /// 法定代表人.
    pub legal_rep: String,
    /// 住所, the registered address.
    pub reg_address: String,
    /// 经营场所, the place of business.
    pub address: String,
    /// 经营范围.
    pub business: String,
    /// 联系人; never public.
    pub contact: String,
    /// 联系电话; never public.
    pub phone: String,
    /// 登记机关.
    pub authority: String,
    /// 管辖单位.
    pub office: String,
    /// 行业, GB/T 4754 code or name.
    pub industry: String,
    /// GB/T 2260 code, six digits, or nine with the township.
    pub area: String,
    /// 信用风险类别, A–D or a local class.
    pub class: String,
    /// 登记状态: 存续, 注销, 吊销, 迁出 …
    pub status: String,
    /// 成立日期, `YYYY-MM-DD`.
    pub founded: String,
    /// 许可证, joined by `;`.
    pub licences: String,
    /// 标签, joined by `;`.
    pub tags: String,
}

/// The registry's columns in order, with their Chinese headings.
pub const COLUMNS: [(&str, &str); 19] = [
    ("code", "统一社会信用代码"),
    ("name", "企业名称"),
    ("object", "对象类别"),
    ("kind", "企业类型"),
    ("legal_rep", "法定代表人"),
    ("reg_address", "住所"),
    ("address", "经营场所"),
    ("business", "经营范围"),
    ("contact", "联系人"),
    ("phone", "联系电话"),
    ("authority", "登记机关"),
    ("office", "管辖单位"),
    ("industry", "行业"),
    ("area", "行政区划"),
    ("class", "信用风险类别"),
    ("status", "登记状态"),
    ("founded", "成立日期"),
    ("licences", "许可证"),
    ("tags", "标签"),
];

impl Entity {
    /// The fields in the order of [`COLUMNS`].
    pub fn fields(&self) -> [&str; 19] {
        [
            &self.code,
            &self.name,
            &self.object,
            &self.kind,
            &self.legal_rep,
            &self.reg_address,
            &self.address,
            &self.business,
            &self.contact,
            &self.phone,
            &self.authority,
            &self.office,
            &self.industry,
            &self.area,
            &self.class,
            &self.status,
            &self.founded,
            &self.licences,
            &self.tags,
        ]
    }
}
