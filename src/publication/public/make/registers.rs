//! Items, officers, companies: the registers' public columns.

use super::super::{Company, ItemPage, ItemVersion, Joint, Officer, Procedure};
use super::rules::Rules;
use crate::domain::{Inspector, Item, area};

/// The page of one item; `versions` are all of one code, in any order. `None`
/// where there are none.
pub fn item_page(mut versions: Vec<&Item>) -> Option<ItemPage> {
    versions.sort_by_key(|item| std::cmp::Reverse(item.version));
    let code = versions.first()?.code.clone();
    Some(ItemPage { code, versions: versions.into_iter().map(version).collect() })
}

/// The pages of all items, by code. An item whose publication is still to
/// come by its own list is shown all the same: it is in the list.
pub fn item_pages(items: &[Item]) -> Vec<ItemPage> {
    let mut all: Vec<&Item> = items.iter().collect();
    all.sort_by(|a, b| a.code.cmp(&b.code));
    all.chunk_by(|a, b| a.code == b.code).filter_map(|one| item_page(one.to_vec())).collect()
}

fn version(item: &Item) -> ItemVersion {
    let procedure = &item.procedure;
    ItemVersion {
        version: item.version,
        name: item.name.clone(),
        category: item.category.clone(),
        basis: item.basis.clone(),
        subject: item.subject.clone(),
        object: item.object.clone(),
        content: item.content.clone(),
        method: item.method.clone(),
        rate: item.rate.clone(),
        frequency: item.frequency.clone(),
        key: item.key,
        competences: item.competences.clone(),
        level: item.level.clone(),
        section: item.section.clone(),
        valid_from: item.valid_from.to_string(),
        valid_to: item.valid_to.to_string(),
        approved_by: item.approved_by.clone(),
        approval: item.approval.clone(),
        approved_on: item.approved_on.map(|day| day.to_string()).unwrap_or_default(),
        published_on: item.published_on.map(|day| day.to_string()).unwrap_or_default(),
        procedure: Procedure {
            draw: procedure.draw.clone(),
            flow: procedure.flow.clone(),
            standard: procedure.standard.clone(),
            authority: procedure.authority.clone(),
            disclosure: procedure.disclosure.clone(),
            archive: procedure.archive.clone(),
            recorded: procedure.recorded.clone(),
        },
        joint: item.joint.as_ref().map(|joint| Joint {
            field: joint.field.clone(),
            initiator: joint.initiator.clone(),
            participants: joint.participants.clone(),
        }),
    }
}

/// An officer. Sex, post, review, state and leaves stay with the office.
pub fn officer(inspector: &Inspector) -> Officer {
    Officer {
        certificate: inspector.certificate.clone(),
        name: inspector.name.clone(),
        department: inspector.department.clone(),
        competences: inspector.competences.clone(),
        areas: inspector.areas.clone(),
        authority: inspector.authority.clone(),
        valid_from: inspector.valid_from.to_string(),
        valid_to: inspector.valid_to.to_string(),
        expert: inspector.expert,
    }
}

/// What of an object's row in the registry is public, its name masked where
/// it is a natural person's.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Subject {
    /// Name, perhaps masked.
    pub name: String,
    /// A natural person's.
    pub person: bool,
    /// 对象类别.
    pub object: String,
    /// 企业类型.
    pub kind: String,
    /// Area code.
    pub area: String,
    /// 登记机关.
    pub authority: String,
    /// 行业.
    pub industry: String,
    /// 登记状态.
    pub status: String,
}

impl Subject {
    /// The registry's columns a subject is made of, in the order [`subject`] takes them.
    pub const COLUMNS: [&'static str; 7] =
        ["name", "object", "kind", "area", "authority", "industry", "status"];
}

/// Reads the public part of a row of [`Subject::COLUMNS`].
pub fn subject(rules: &Rules, row: [&str; 7]) -> Subject {
    let [name, object, kind, area, authority, industry, status] = row;
    Subject {
        name: rules.name(object, kind, name),
        person: rules.is_person(object, kind, name),
        object: object.to_owned(),
        kind: kind.to_owned(),
        area: area.to_owned(),
        authority: authority.to_owned(),
        industry: industry.to_owned(),
        status: status.to_owned(),
    }
}

/// A company that stood in the frames of these draws; what became of it there
/// is put in by whoever knows its visits and results.
pub fn company(code: &str, subject: &Subject, draws: Vec<u64>) -> Company {
    Company {
        code: code.to_owned(),
        name: subject.name.clone(),
        person: subject.person,
        object: subject.object.clone(),
        kind: subject.kind.clone(),
        area: subject.area.clone(),
        area_name: area::name(&subject.area),
        authority: subject.authority.clone(),
        industry: subject.industry.clone(),
        status: subject.status.clone(),
        draws,
        visits: Vec::new(),
        results: Vec::new(),
        notices: Vec::new(),
    }
}
