//! The headings an entities file may have.

use crate::domain::entity::COLUMNS;
use crate::registry::headings::{Column, Headings, Spec};

/// Columns of the registry.
pub(crate) const FIELDS: usize = COLUMNS.len();

/// Places of columns that have rules of their own.
pub(crate) const CODE: usize = 0;
pub(crate) const NAME: usize = 1;
pub(crate) const OBJECT: usize = 2;
pub(crate) const KIND: usize = 3;
pub(crate) const REG_ADDRESS: usize = 5;
pub(crate) const ADDRESS: usize = 6;
pub(crate) const AUTHORITY: usize = 10;
pub(crate) const OFFICE: usize = 11;
pub(crate) const INDUSTRY: usize = 12;
pub(crate) const AREA: usize = 13;
pub(crate) const CLASS: usize = 14;
pub(crate) const STATUS: usize = 15;
pub(crate) const FOUNDED: usize = 16;
pub(crate) const LICENCES: usize = 17;
pub(crate) const TAGS: usize = 18;

const fn column(at: usize, synonyms: &'static [&'static str]) -> Column {
    Column { name: COLUMNS[at].0, title: COLUMNS[at].1, required: false, synonyms }
}

/// A column that only serves to fill one of the registry's.
const fn source(name: &'static str, title: &'static str, synonyms: &'static [&'static str]) -> Column {
    Column { name, title, required: false, synonyms }
}

/// The registry's columns, then those that stand in for one of them where it
/// is missing or empty, then those an area is put together from.
pub static ENTITIES: Spec = Spec {
    register: "entities",
    columns: &[
        column(
            CODE,
            &[
                "统一社会信用代码/注册号",
                "统一社会信用代码(注册号)",
                "统一社会信用代码或注册号",
                "统一信用代码",
                "统一代码",
                "社会信用代码",
                "信用代码",
                "统一社会信用代码证号",
                "注册号/统一社会信用代码",
                "主体代码",
                "主体身份代码",
                "对象代码",
                "对象编号",
                "设备代码",
                "设备编号",
                "项目代码",
                "项目编号",
                "场所编号",
                "案卷号",
                "案卷编号",
                "案号",
                "uscc",
                "uniscid",
            ],
        ),
        column(
            NAME,
            &[
                "名称",
                "主体名称",
                "市场主体名称",
                "经营主体名称",
                "单位名称",
                "企业(机构)名称",
                "企业(单位)名称",
                "企业名称(字号)",
                "企业字号名称",
                "字号名称",
                "字号",
                "公司名称",
                "机构名称",
                "商户名称",
                "当事人名称",
                "检查对象名称",
                "检查对象",
                "对象名称",
                "设备名称",
                "项目名称",
                "场所名称",
                "案卷名称",
                "案件名称",
                "entname",
            ],
        ),
        column(OBJECT, &["对象类型", "检查对象类别", "检查对象类型"]),
        column(
            KIND,
            &["市场主体类型", "经营主体类型", "主体类型", "企业(机构)类型", "公司类型", "类型", "enttype"],
        ),
        column(
            4,
            &[
                "法人代表",
                "法人",
                "法定代表人姓名",
                "法定代表人(负责人)",
                "法定代表人/负责人",
                "法人姓名",
                "法人名称",
                "法定代表",
            ],
        ),
        column(
            REG_ADDRESS,
            &[
                "注册地址",
                "住所(经营场所)",
                "住所/经营场所",
                "住所地址",
                "登记住所",
                "企业地址",
                "单位地址",
                "企业住所",
                "注册住所",
                "地址",
                "主要经营场所",
                "场所地址",
                "设备地址",
                "项目地址",
                "安装地址",
                "使用地址",
            ],
        ),
        column(
            ADDRESS,
            &[
                "经营地址",
                "经营场所地址",
                "实际经营地址",
                "生产经营地址",
                "生产经营场所",
                "生产地址",
                "通讯地址",
                "实际地址",
            ],
        ),
        column(7, &["经营范围及方式", "许可经营项目", "业务范围", "主营业务", "经营(业务)范围"]),
        column(8, &["联络人", "联络员", "联系人姓名", "企业联系人", "工商联络员"]),
        column(9, &["电话", "联系方式", "联系人电话", "电话号码", "企业联系电话", "法人电话", "联络员电话"]),
        column(AUTHORITY, &["登记机关名称", "注册机关", "登记部门", "发照机关"]),
        column(
            OFFICE,
            &[
                "管辖机关",
                "管辖工商所",
                "管辖市场监管所",
                "所属市场监管所",
                "所属监管所",
                "市场监管所",
                "监管所",
                "属地监管机构",
                "属地监管机关",
                "监管机构",
                "监管单位",
                "日常监管单位",
                "所属工商所",
                "工商所",
                "管辖所",
                "片区",
            ],
        ),
        column(
            INDUSTRY,
            &["行业代码", "国民经济行业代码", "行业类别代码", "国民经济行业", "行业小类", "行业大类"],
        ),
        column(
            AREA,
            &[
                "行政区划代码",
                "行政区划编码",
                "区划代码",
                "区域代码",
                "所在区划",
                "所属区划",
                "所在省份/地区",
                "所在地区",
                "所属地区",
                "所在区域",
                "所属区域",
                "地区",
                "区域",
                "辖区",
                "所在地",
                "行政区域",
                "所属行政区划",
            ],
        ),
        column(
            CLASS,
            &[
                "信用风险分类",
                "信用风险等级",
                "企业信用风险等级",
                "企业信用风险分类",
                "信用风险分类等级",
                "信用风险分类结果",
                "风险等级",
                "风险类别",
                "风险分类",
                "风险分级",
            ],
        ),
        column(
            STATUS,
            &[
                "企业状态",
                "主体状态",
                "市场主体状态",
                "登记注册状态",
                "企业登记状态",
                "状态",
                "存续状态",
                "regstate",
            ],
        ),
        column(FOUNDED, &["成立时间", "设立日期", "开业日期", "estdate"]),
        column(
            LICENCES,
            &["许可证编号", "许可证号", "许可证件编号", "许可证书编号", "许可证件", "许可文件编号"],
        ),
        column(TAGS, &["企业标签", "标签名称", "分类标签", "监管标签", "标识"]),
        source("registration", "注册号", &["工商注册号", "营业执照注册号", "营业执照号", "执照号", "regno"]),
        source(
            "legal_rep_other",
            "负责人",
            &["经营者", "经营者姓名", "投资人", "执行事务合伙人", "负责人姓名"],
        ),
        source("phone_other", "手机", &["手机号", "手机号码", "移动电话"]),
        source(
            "industry_other",
            "所属行业",
            &["行业名称", "行业门类", "行业类别", "行业分类", "所属行业名称"],
        ),
        source("class_other", "信用等级", &["信用评级", "信用评价等级", "信用分类", "分级分类结果"]),
        source("status_other", "经营状态", &["经营状况", "营业状态", "经营情况"]),
        source("founded_other", "注册日期", &["登记日期", "注册时间", "登记时间", "设立登记日期"]),
        source(
            "province",
            "省",
            &["省份", "所在省", "所在省份", "所属省", "所属省份", "省级", "省(区、市)", "省(自治区、直辖市)"],
        ),
        source(
            "city",
            "市",
            &[
                "城市",
                "所在市",
                "所属市",
                "所属城市",
                "所在城市",
                "地市",
                "市级",
                "地级市",
                "市(州)",
                "市(州、盟)",
            ],
        ),
        source(
            "county",
            "区县",
            &[
                "所在区县",
                "所属区县",
                "区/县",
                "县区",
                "县(区)",
                "区(县)",
                "县(市、区)",
                "县",
                "区",
                "县级",
                "所在县区",
                "所属县区",
                "县市区",
            ],
        ),
        source(
            "township",
            "乡镇街道",
            &["乡镇(街道)", "乡镇/街道", "街道乡镇", "镇街", "街道", "乡镇", "所属街道", "所属乡镇"],
        ),
    ],
};

/// The column that stands in for one of the registry's.
const OTHERS: [(usize, &str); 7] = [
    (CODE, "registration"),
    (4, "legal_rep_other"),
    (9, "phone_other"),
    (INDUSTRY, "industry_other"),
    (CLASS, "class_other"),
    (STATUS, "status_other"),
    (FOUNDED, "founded_other"),
];

/// Where in a file's rows each of the registry's columns is found.
#[derive(Debug)]
pub(crate) struct Layout {
    /// The column itself and the one that stands in for it.
    pub places: [(Option<usize>, Option<usize>); FIELDS],
    /// 省、市、区县.
    pub above: [Option<usize>; 3],
    /// 乡镇街道.
    pub township: Option<usize>,
    /// The headings as written.
    pub headings: Headings,
}

impl Layout {
    /// Lays out a file; it must tell code and name.
    pub fn of(headings: Headings) -> crate::domain::Result<Self> {
        let mut places = [(None, None); FIELDS];
        for (place, (name, _)) in places.iter_mut().zip(COLUMNS) {
            place.0 = headings.place(name);
        }
        for (at, other) in OTHERS {
            places[at].1 = headings.place(other);
        }
        for required in [CODE, NAME] {
            if places[required] == (None, None) {
                return Err(headings.missing(&[COLUMNS[required].0]));
            }
        }
        let above = ["province", "city", "county"].map(|name| headings.place(name));
        Ok(Self { places, above, township: headings.place("township"), headings })
    }

    /// The heading a fault of a column is told under.
    pub fn written(&self, at: usize) -> &str {
        let other = OTHERS.iter().find(|(column, _)| *column == at).map(|(_, other)| *other);
        match (self.places[at], other) {
            ((None, Some(_)), Some(other)) => self.headings.written(other),
            _ => self.headings.written(COLUMNS[at].0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    use crate::registry::headings::plain;

    #[test]
    fn columns_are_the_registrys_and_no_heading_stands_for_two() {
        for (at, (name, title)) in COLUMNS.iter().enumerate() {
            assert_eq!((ENTITIES.columns[at].name, ENTITIES.columns[at].title), (*name, *title));
        }
        let mut seen = BTreeMap::new();
        for column in ENTITIES.columns {
            for heading in column.synonyms.iter().chain([&column.title, &column.name]) {
                if let Some(other) = seen.insert(plain(heading), column.name) {
                    panic!("{heading} stands for {other} and {}", column.name);
                }
            }
        }
    }
}
