//! One department's result of one visit.

use serde::{Deserialize, Serialize};

use super::finding::{Disposal, Finding};
use crate::domain::{Date, Digest, Instant, Result};
use crate::draw::document::to_canonical;
use crate::text;

/// One department's result of one visit, one version of it, as the office
/// keeps it. Fields marked *private* never leave the office; what does is
/// decided by `publication::public` alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitResult {
    /// 计划编号.
    pub plan: String,
    /// The attempt drawn.
    pub attempt: u64,
    /// Number of the visit.
    pub visit: u64,
    /// Entity visited (after substitutions).
    pub code: String,
    /// The department whose part this is.
    pub department: String,
    /// Counts from 1; a correction or a return makes the next.
    pub version: u64,
    /// 检查日期.
    pub date: Date,
    /// Why the date lies outside the window; private. None: it lies inside.
    pub late: Option<String>,
    /// 检查方式: 现场检查, 书面检查, 检验检测, 网络监测, 专业机构核查 …
    pub method: String,
    /// Certificate numbers of who went; private, of the team or its experts.
    pub inspectors: Vec<String>,
    /// Who was there for the entity; private.
    pub present: String,
    /// 权利告知.
    pub rights_told: bool,
    /// Per item of the department's parts.
    pub items: Vec<ItemResult>,
    /// Documents and media, named by digest.
    pub evidence: Vec<Evidence>,
    /// Whether a decision with this result is a major one (重大执法决定), which
    /// passes 法制审核 before it is made public.
    pub major: bool,
    /// Whether it holds a penalty or licence decision: 7 working days to 公示
    /// instead of 20.
    pub decision: bool,
    /// Day of the decision the deadline runs from; the visit's date where none.
    pub decided: Date,
    /// Who recorded it; private.
    pub recorded_by: String,
    /// When.
    pub recorded_at: Instant,
    /// Where it stands.
    pub state: State,
    /// When it was made public.
    pub published_at: Option<Instant>,
    /// Why this version was made (更正) or the result withdrawn (撤销); public
    /// notice text, none for the first.
    pub notice: Option<String>,
}

/// What stands in place of erased words that must not be empty.
pub const ERASED: &str = "—";

impl VisitResult {
    /// What was recorded, as canonical JSON (RFC 8785): every member but `state`
    /// and `published_at`, which come later. Its digest is what the log commits
    /// to.
    ///
    /// # Errors
    /// Only where a value has no canonical form.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        let mut value =
            serde_json::to_value(self).map_err(|error| text!("results-form", error = error.to_string()))?;
        if let Some(members) = value.as_object_mut() {
            members.remove("state");
            members.remove("published_at");
        }
        to_canonical(&value)
    }

    /// SHA-256 of [`Self::to_bytes`].
    ///
    /// # Errors
    /// As there.
    pub fn digest(&self) -> Result<Digest> {
        Ok(Digest::of(&self.to_bytes()?))
    }

    /// It without personal data: what is left of a version once these are
    /// erased. Findings, days and the public notice stay.
    #[must_use]
    pub fn cleared(&self) -> Self {
        let mut out = self.clone();
        out.late = out.late.map(|_| ERASED.to_owned());
        out.inspectors.clear();
        out.present.clear();
        out.recorded_by.clear();
        out.items.iter_mut().for_each(|item| item.note.clear());
        out.evidence.iter_mut().for_each(|one| one.name.clear());
        out
    }

    /// Whether any item has a finding that says something is wrong.
    pub fn problem(&self) -> bool {
        self.items.iter().any(|item| item.finding.is_some_and(Finding::problem))
    }
}

/// One item of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemResult {
    /// 事项编码.
    pub item: String,
    /// Whether it was checked; an item that was not has neither finding nor disposal.
    pub checked: bool,
    /// 检查结果.
    pub finding: Option<Finding>,
    /// 后续处置.
    pub disposal: Option<Disposal>,
    /// What was seen; private.
    pub note: String,
}

/// One document or recording; its bytes lie in the office's `evidence/` under
/// the digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// SHA-256.
    pub digest: Digest,
    /// Name of the file handed in; private.
    pub name: String,
    /// What it is.
    pub kind: EvidenceKind,
    /// When it was made.
    pub at: Instant,
}

/// What a piece of evidence is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceKind {
    /// 文书.
    Document,
    /// 照片.
    Picture,
    /// 录音.
    Sound,
    /// 录像.
    Video,
}

impl EvidenceKind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Document, Self::Picture, Self::Sound, Self::Video];

    /// As tables write it.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Picture => "picture",
            Self::Sound => "sound",
            Self::Video => "video",
        }
    }

    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Document => "文书",
            Self::Picture => "照片",
            Self::Sound => "录音",
            Self::Video => "录像",
        }
    }

    /// Reads [`Self::slug`] or [`Self::words`].
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.slug() == word || kind.words() == word)
    }

    /// What a file of that name is likely to be, by its ending.
    pub fn of_name(name: &str) -> Self {
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
        match ending.as_str() {
            "jpg" | "jpeg" | "png" | "heic" | "webp" | "bmp" | "gif" | "tif" | "tiff" => Self::Picture,
            "mp3" | "wav" | "m4a" | "amr" | "aac" | "flac" | "ogg" | "wma" => Self::Sound,
            "mp4" | "mov" | "avi" | "mkv" | "wmv" | "3gp" | "ts" | "webm" => Self::Video,
            _ => Self::Document,
        }
    }
}

/// Where a result stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// 已录入, waiting for 审核.
    Recorded,
    /// 已退回 to who recorded it.
    Returned,
    /// 审核通过; a major decision still waits for 法制审核.
    Accepted,
    /// 法制审核通过.
    Cleared,
    /// 已公示.
    Published,
    /// A later version was made public (更正).
    Superseded,
    /// 已撤销: off show, its notice stays.
    Withdrawn,
}
