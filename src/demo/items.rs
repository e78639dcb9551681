//! 抽查事项清单: what the five departments may inspect. The laws are real; the
//! approvals are not.

use std::path::Path;

use crate::domain::Result;

use super::people::DEPARTMENTS;
use super::sheets::{Row, Spelling, write_csv};

const HEADINGS: &[&str] = &[
    "事项编码",
    "版本",
    "事项名称",
    "抽查类别",
    "检查依据",
    "检查主体",
    "检查对象",
    "检查内容",
    "检查方式",
    "抽查比例",
    "抽查频次",
    "事项类别",
    "所需执法类别",
    "层级",
    "责任科室",
    "有效期起",
    "有效期止",
    "批准机关",
    "批准文号",
    "批准日期",
    "公布日期",
    "抽取方法",
    "抽查流程",
    "抽查标准",
    "审批权限",
    "公示程序",
    "归档方式",
    "音像记录环节",
    "抽查领域",
    "发起部门",
    "配合部门",
];

/// One item: code, department, name, category, law, object, content, method,
/// rate, frequency, key or general, special competence, joint field.
struct Item(
    &'static str,
    usize,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    bool,
    &'static str,
    &'static str,
);

const FIRMS: &str = "企业、农民专业合作社";
const SITE: &str = "现场检查";
const PAPER: &str = "书面检查、网络监测";
const YEARLY: &str = "每年1次";
const HALF: &str = "每半年1次";

#[rustfmt::skip]
const ITEMS: &[Item] = &[
    Item("SC-01", 0, "年度报告公示信息检查", "公示信息", "《企业信息公示暂行条例》", FIRMS, "年度报告公示是否真实、及时", PAPER, "不低于3%", YEARLY, false, "", ""),
    Item("SC-02", 0, "即时公示信息检查", "公示信息", "《企业信息公示暂行条例》", FIRMS, "应当公示的其他信息是否公示", PAPER, "不低于3%", YEARLY, false, "", ""),
    Item("SC-03", 0, "登记事项检查", "登记事项", "《中华人民共和国市场主体登记管理条例》", "市场主体", "住所、经营范围、注册资本等登记事项", SITE, "不低于3%", YEARLY, false, "", ""),
    Item("SC-04", 0, "价格行为检查", "价格", "《中华人民共和国价格法》", "市场主体", "明码标价、价格欺诈", SITE, "不超过5%/年", YEARLY, false, "", ""),
    Item("SC-05", 0, "餐饮服务食品安全检查", "食品安全", "《中华人民共和国食品安全法》", "餐饮服务提供者", "许可、进货查验、加工制作、从业人员健康", SITE, "不低于5%", HALF, true, "食品安全", "餐饮服务"),
    Item("SC-06", 0, "食品销售监督检查", "食品安全", "《中华人民共和国食品安全法》", "食品销售者", "许可、进货查验、贮存、标签", SITE, "不低于3%", YEARLY, true, "食品安全", ""),
    Item("SC-07", 0, "食品生产监督检查", "食品安全", "《中华人民共和国食品安全法》", "食品生产者", "原料控制、过程控制、出厂检验", "现场检查、抽样检验", "不低于10%", HALF, true, "食品安全", ""),
    Item("SC-08", 0, "特种设备使用单位检查", "特种设备", "《中华人民共和国特种设备安全法》", "特种设备使用单位", "使用登记、定期检验、作业人员", SITE, "不低于5%", HALF, true, "特种设备", "危化品"),
    Item("SC-09", 0, "电梯、锅炉、起重机械检查", "特种设备", "《中华人民共和国特种设备安全法》", "特种设备", "检验合格标志、维护保养记录", SITE, "不低于2‰", YEARLY, true, "特种设备", ""),
    Item("SC-10", 0, "药品零售检查", "药品", "《中华人民共和国药品管理法》", "药品零售企业", "许可、处方药销售、储存", SITE, "每年2次各10%", "每年2次", true, "药品监管", ""),
    Item("SC-11", 0, "广告行为检查", "广告", "《中华人民共和国广告法》", "广告主、广告经营者", "广告内容", "网络监测", "不超过3%/年", YEARLY, false, "", ""),
    Item("SC-12", 0, "产品质量监督检查", "产品质量", "《中华人民共和国产品质量法》", "生产者、销售者", "产品质量与标识", "抽样检验", "不超过5%/年", YEARLY, false, "", ""),
    Item("XF-01", 1, "人员密集场所消防监督检查", "消防安全", "《中华人民共和国消防法》", "人员密集场所", "疏散通道、消防设施、消防安全制度", SITE, "不低于5%", YEARLY, true, "", "餐饮服务"),
    Item("XF-02", 1, "消防安全重点单位检查", "消防安全", "《中华人民共和国消防法》", "消防安全重点单位", "消防安全责任、值班、演练", SITE, "每年1次20%;或者每年2次各10%", YEARLY, true, "", ""),
    Item("XF-03", 1, "消防产品质量检查", "消防产品", "《中华人民共和国消防法》", "消防产品使用单位", "市场准入、一致性", "现场检查、抽样检验", "不超过3%/年", YEARLY, false, "", ""),
    Item("WL-01", 2, "娱乐场所检查", "文化市场", "《娱乐场所管理条例》", "娱乐场所", "许可、未成年人进入、内容", SITE, "不低于10%", HALF, true, "", "文化娱乐"),
    Item("WL-02", 2, "互联网上网服务营业场所检查", "文化市场", "《互联网上网服务营业场所管理条例》", "上网服务场所", "实名登记、未成年人进入", SITE, "不低于10%", HALF, true, "", "文化娱乐"),
    Item("WL-03", 2, "旅行社经营行为检查", "旅游市场", "《中华人民共和国旅游法》", "旅行社", "合同、价格、导游", "现场检查、书面检查", "不低于5%", YEARLY, false, "旅游市场", ""),
    Item("WL-04", 2, "出版物零售检查", "文化市场", "《出版管理条例》", "出版物零售单位", "许可、非法出版物", SITE, "不超过10%/年", YEARLY, false, "", ""),
    Item("HB-01", 3, "排污单位检查", "污染防治", "《中华人民共和国水污染防治法》《中华人民共和国大气污染防治法》", "排污单位", "排污许可、治理设施、自行监测", "现场检查、检验检测", "不低于5%", HALF, true, "", "危化品"),
    Item("HB-02", 3, "危险废物规范化管理检查", "固体废物", "《中华人民共和国固体废物污染环境防治法》", "产废、经营单位", "台账、贮存、转移联单", SITE, "不低于10%", YEARLY, true, "固体废物", ""),
    Item("HB-03", 3, "建筑施工噪声检查", "噪声", "《中华人民共和国噪声污染防治法》", "施工单位", "夜间施工、降噪措施", SITE, "不超过10%/年", "每2年不超过1次", false, "", ""),
    Item("ZJ-01", 4, "建筑施工质量安全检查", "工程质量", "《中华人民共和国建筑法》《建设工程质量管理条例》", "施工单位", "资质、质量与安全管理", SITE, "不低于5%", HALF, true, "建筑施工", "房地产"),
    Item("ZJ-02", 4, "房地产开发、经纪检查", "房地产", "《中华人民共和国城市房地产管理法》《房地产经纪管理办法》", "开发企业、经纪机构", "资质备案、销售、合同", "现场检查、书面检查", "不低于5%", YEARLY, false, "", "房地产"),
    Item("ZJ-03", 4, "物业服务检查", "物业", "《物业管理条例》", "物业服务企业", "合同、收费、共用设施维护", SITE, "不超过20%/年", "每年不超过2次", false, "物业管理", "房地产"),
];

/// Writes the list.
pub(super) fn write_all(path: &Path) -> Result<()> {
    let rows: Vec<Row> = ITEMS.iter().map(row).collect();
    write_csv(path, Spelling::Utf8Bom, HEADINGS, &rows)
}

fn row(item: &Item) -> Row {
    let department = &DEPARTMENTS[item.1];
    let mut competences = vec![department.common];
    competences.extend(Some(item.11).filter(|special| !special.is_empty()));
    let joint = !item.12.is_empty();
    let partners: Vec<&str> = ITEMS
        .iter()
        .filter(|other| joint && other.12 == item.12 && other.1 != item.1)
        .map(|other| DEPARTMENTS[other.1].name)
        .collect();
    let initiator =
        ITEMS.iter().find(|other| joint && other.12 == item.12).map(|other| DEPARTMENTS[other.1].name);
    let cells: [&str; 31] = [
        item.0,
        "1",
        item.2,
        item.3,
        item.4,
        department.name,
        item.5,
        item.6,
        item.7,
        item.8,
        item.9,
        if item.10 { "重点检查事项" } else { "一般检查事项" },
        &competences.join("、"),
        "县",
        department.name,
        "2026-01-01",
        "长期",
        "上级主管部门（演示）",
        &format!("演示函〔2025〕{}号", item.1 + 11),
        "2025-12-10",
        "2025-12-25",
        "按信用风险分类分层随机抽取",
        "制定计划、抽取、检查、录入、公示",
        "按检查内容逐项记录",
        "行政主要负责人审批",
        "检查结果形成之日起20个工作日内公示",
        "一案一档",
        if item.10 { "现场检查、抽样" } else { "" },
        item.12,
        initiator.unwrap_or(""),
        &partners.join("、"),
    ];
    cells.map(str::to_owned).to_vec()
}
