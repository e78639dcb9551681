use proptest::prelude::*;

use super::*;

fn code(text: &str) -> String {
    resolve(text, None).unwrap_or_else(|e| panic!("{text}: {e}"))
}

#[test]
fn the_table_is_whole() {
    assert!(all().windows(2).all(|pair| pair[0].code < pair[1].code));
    assert_eq!(all().iter().filter(|a| a.code.len() == 6 && !a.code.ends_with("00")).count(), 2845);
    assert_eq!(all().iter().filter(|a| a.code.len() == 2).count(), 34);
    for area in all().iter().filter(|a| a.code.len() > 2) {
        let parent = &area.code[..area.code.len() - 2];
        assert_eq!(by_code(parent).unwrap().code, parent, "{}", area.code);
    }
}

#[test]
fn every_full_name_resolves_to_itself() {
    for area in all() {
        let expected = match by_code(&format!("{}00", area.code)) {
            Some(twin) if area.code.len() == 4 && twin.code.len() == 6 => twin.code,
            _ => area.code,
        };
        assert_eq!(code(&area.full_name), expected, "{}", area.full_name);
        assert_eq!(code(area.code), area.code);
        if area.code.len() == 6 {
            assert_eq!(
                of_address(&format!("{}人民路12号", area.full_name), None).as_deref(),
                Some(area.code)
            );
        }
    }
}

#[test]
fn paths_without_suffixes() {
    for text in [
        "宁夏回族自治区中卫市沙坡头区",
        "宁夏/中卫/沙坡头",
        "宁夏中卫沙坡头",
        "宁夏 中卫市 沙坡头区",
        "宁夏自治区-中卫市-沙坡头区",
        "中卫沙坡头",
        "宁夏沙坡头区",
        "沙坡头区",
        "沙坡头",
        "中卫市市辖区沙坡头区",
        "宁夏回族自治区中卫市沙坡头区滨河镇",
        "沙坡头区文昌街道办事处",
    ] {
        assert_eq!(code(text), "640502", "{text}");
    }
    for (text, expected) in [
        ("中卫", "6405"),
        ("宁夏", "64"),
        ("内蒙", "15"),
        ("广西自治区", "45"),
        ("恩施州", "4228"),
        ("恩施市", "422801"),
        ("五峰县", "420529"),
        ("前郭尔罗斯", "220721"),
        ("东乡族自治县", "622926"),
        ("积石山", "622927"),
        ("龙胜县", "450328"),
        ("浦东", "310115"),
        ("上海市浦东新区", "310115"),
        ("北京市市辖区东城区", "110101"),
        ("北京市市辖区", "1101"),
        ("重庆市县城口县", "500229"),
        ("重庆城口", "500229"),
        ("湖北省省直辖县级行政区划仙桃市", "429004"),
        ("湖北仙桃", "429004"),
        ("神农架", "429021"),
        ("广东省东莞市", "441900"),
        ("东莞", "441900"),
        ("嘉峪关市", "620200"),
        ("香港", "81"),
        ("台湾省", "71"),
        ("吉林", "22"),
        ("吉林市", "2202"),
        ("吉林吉林", "2202"),
        ("海南", "46"),
        ("海南省海口市", "4601"),
        ("长沙", "4301"),
        ("湖南长沙长沙", "430121"),
        ("长沙县", "430121"),
        ("朝阳市", "2113"),
        ("西双版纳", "5328"),
        ("喀什", "6531"),
        ("阿拉善左旗", "152921"),
        ("锡林郭勒", "1525"),
    ] {
        assert_eq!(code(text), expected, "{text}");
    }
}

#[test]
fn codes() {
    for (text, expected) in [
        ("64", "64"),
        ("640000", "64"),
        ("6405", "6405"),
        ("640500", "6405"),
        ("640502", "640502"),
        (" 640502 ", "640502"),
        ("640502001", "640502001"),
        ("640502000", "640502"),
        ("640502001002", "640502001"),
        ("640500000000", "6405"),
        ("441900", "441900"),
        ("4419", "4419"),
        ("441900003", "441900003"),
    ] {
        assert_eq!(code(text), expected, "{text}");
    }
    for bad in ["99", "640599", "640599001", "640500001", "6499", "000000"] {
        assert_eq!(resolve(bad, None).unwrap_err().id, "area-code-unknown", "{bad}");
    }
    for bad in ["6", "640", "64050", "6405020", "6405020011", "6405020010021"] {
        assert_eq!(resolve(bad, None).unwrap_err().id, "area-code-length", "{bad}");
    }
    assert_eq!(by_code("640502001").unwrap().name, "沙坡头区");
    assert!(by_code("沙坡头").is_none() && by_code("").is_none());
    assert_eq!(name("640502001"), "宁夏回族自治区中卫市沙坡头区（640502001）");
    assert_eq!(under("6405").len(), 4);
}

#[test]
fn several_places_share_a_name() {
    let fault = resolve("鼓楼区", None).unwrap_err();
    assert_eq!(fault.id, "area-ambiguous");
    assert!(fault.arg("candidates").unwrap().contains("江苏省南京市鼓楼区（320106）"));
    assert_eq!(resolve("鼓楼区", Some("3201")).unwrap(), "320106");
    assert_eq!(resolve("鼓楼", Some("35")).unwrap(), "350102");
    assert_eq!(resolve("鼓楼区", Some("64")).unwrap_err().id, "area-ambiguous");
    assert_eq!(resolve("海南", Some("1503")).unwrap(), "150303");
    assert_eq!(resolve("吉林", Some("22")).unwrap(), "2202");
    assert_eq!(resolve("宁夏", Some("64")).unwrap(), "64");
    // Elsewhere, but named beyond doubt.
    assert_eq!(resolve("北京市朝阳区", Some("64")).unwrap(), "110105");
    assert_eq!(resolve("朝阳", None).unwrap_err().id, "area-ambiguous");
}

#[test]
fn what_is_no_area() {
    for bad in ["", "  ", "某某区", "市辖区", "县", "宁夏回族自治区中卫市沙坡头区鼓楼东街12号", "ABC", "区"]
    {
        assert_eq!(resolve(bad, None).unwrap_err().id, "area-unknown", "{bad}");
    }
    let near = resolve("江苏省徐州市铜山县", None).unwrap_err();
    assert_eq!(near.id, "area-near");
    assert!(near.arg("candidates").unwrap().contains("铜山区"), "{near}");
}

#[test]
fn addresses() {
    for (address, within, expected) in [
        ("宁夏回族自治区中卫市沙坡头区鼓楼东街12号", None, Some("640502")),
        ("中卫市沙坡头区文昌镇", None, Some("640502")),
        ("宁夏中卫沙坡头区滨河镇", None, Some("640502")),
        ("中卫市鼓楼西街3号", None, Some("6405")),
        ("宁夏中卫工业园区", None, Some("6405")),
        ("鼓楼区湖南路1号", None, None),
        ("鼓楼区湖南路1号", Some("3201"), Some("320106")),
        ("南京西路1号", None, None),
        ("湖南长沙路5号", None, None),
        ("文昌路12号", None, None),
        ("石狮市场3号", None, None),
        ("北京朝阳区建国路1号", None, Some("110105")),
        ("东莞市南城街道", None, Some("441900")),
        ("一号楼", None, None),
        ("", None, None),
    ] {
        assert_eq!(of_address(address, within).as_deref(), expected, "{address}");
    }
}

proptest! {
    /// Any way of shortening a county's path that still names all levels finds it or admits doubt.
    #[test]
    fn shortened_paths(i in 0..3225usize, bare in any::<[bool; 3]>(), separator in "[/ >、]?") {
        let area = &all()[i];
        let mut parts = Vec::new();
        for length in [2, 4, 6] {
            let above = area.code.get(..length).and_then(by_code).filter(|a| a.code.len() == length);
            if let Some(above) = above.filter(|a| !names::only_groups(a.name)) {
                let stem = names::without_suffix(above.name).map_or(above.name, |(stem, _)| stem);
                let short = bare[length / 2 - 1] && stem.chars().count() > 1;
                parts.push(if short { stem } else { above.name });
            }
        }
        let path = parts.join(&separator);
        if let Ok(code) = resolve(&path, None) {
            let twin = by_code(&format!("{}00", area.code)).map(|a| a.code);
            prop_assert!(code == area.code || Some(code.as_str()) == twin || !bare[2..].contains(&false) || only_groups_last(area), "{path}: {code} for {}", area.code);
        } else {
            prop_assert!(bare[area.code.len() / 2 - 1] || only_groups_last(area), "{path}");
        }
    }

    #[test]
    fn nothing_panics(text in "\\PC{0,30}", within in "[0-9]{0,6}") {
        let _ = resolve(&text, Some(&within));
        let _ = of_address(&text, Some(&within));
        let _ = by_code(&text);
    }

    #[test]
    fn what_resolves_is_known_and_a_fixed_point(words in prop::collection::vec(0..3225usize, 1..4), cut in 0..3usize) {
        let text: String = words.iter().map(|&i| {
            let name = all()[i].name;
            let keep = name.chars().count().saturating_sub(cut).max(1);
            name.chars().take(keep).collect::<String>()
        }).collect();
        if let Ok(code) = resolve(&text, None) {
            prop_assert!(by_code(&code).is_some());
            prop_assert_eq!(resolve(&code, None).unwrap(), code);
        }
    }
}

fn only_groups_last(area: &AreaInfo) -> bool {
    names::only_groups(area.name)
}
