//! The words: one catalogue, Simplified Chinese first and English second.
//!
//! `Lang` chooses, [`Lang::say`] renders a [`Text`]. Catalogue files are split
//! by room so that a message stands near what says it.

use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

use crate::domain::{Arg, Text};

/// A language a person can read us in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    /// 简体中文.
    #[default]
    Zh,
    /// English.
    En,
}

/// The catalogue's files: name, Chinese, English.
pub const CATALOGUE: &[(&str, &str, &str)] = &[
    ("domain", include_str!("zh/domain.ftl"), include_str!("en/domain.ftl")),
    ("log", include_str!("zh/log.ftl"), include_str!("en/log.ftl")),
    ("draw", include_str!("zh/draw.ftl"), include_str!("en/draw.ftl")),
    ("record", include_str!("zh/record.ftl"), include_str!("en/record.ftl")),
    ("logbook", include_str!("zh/logbook.ftl"), include_str!("en/logbook.ftl")),
    ("matching", include_str!("zh/matching.ftl"), include_str!("en/matching.ftl")),
    ("registry", include_str!("zh/registry.ftl"), include_str!("en/registry.ftl")),
    ("registers", include_str!("zh/registers.ftl"), include_str!("en/registers.ftl")),
    ("frame", include_str!("zh/frame.ftl"), include_str!("en/frame.ftl")),
    ("plan", include_str!("zh/plan.ftl"), include_str!("en/plan.ftl")),
    ("joint", include_str!("zh/joint.ftl"), include_str!("en/joint.ftl")),
    ("checker", include_str!("zh/checker.ftl"), include_str!("en/checker.ftl")),
    ("publication", include_str!("zh/publication.ftl"), include_str!("en/publication.ftl")),
    ("store", include_str!("zh/store.ftl"), include_str!("en/store.ftl")),
    ("witness", include_str!("zh/witness.ftl"), include_str!("en/witness.ftl")),
    ("results", include_str!("zh/results.ftl"), include_str!("en/results.ftl")),
    ("inbox", include_str!("zh/inbox.ftl"), include_str!("en/inbox.ftl")),
    ("calendar", include_str!("zh/calendar.ftl"), include_str!("en/calendar.ftl")),
    ("workflow", include_str!("zh/workflow.ftl"), include_str!("en/workflow.ftl")),
    ("fsck", include_str!("zh/fsck.ftl"), include_str!("en/fsck.ftl")),
    ("portal", include_str!("zh/portal.ftl"), include_str!("en/portal.ftl")),
    ("api", include_str!("zh/api.ftl"), include_str!("en/api.ftl")),
    ("web", include_str!("zh/web.ftl"), include_str!("en/web.ftl")),
    ("cli", include_str!("zh/cli.ftl"), include_str!("en/cli.ftl")),
    ("demo", include_str!("zh/demo.ftl"), include_str!("en/demo.ftl")),
];

type Bundle = FluentBundle<FluentResource>;

impl Lang {
    /// The language of a locale name such as `zh_CN.UTF-8`; Chinese when it
    /// says nothing.
    pub fn of_locale(locale: &str) -> Self {
        let name = locale.to_ascii_lowercase();
        if name.starts_with("en") { Lang::En } else { Lang::Zh }
    }

    /// Renders a message.
    pub fn say(self, text: &Text) -> String {
        let bundle = self.bundle();
        let Some(pattern) = bundle.get_message(text.id).and_then(|message| message.value()) else {
            return text.to_string();
        };
        let mut args = FluentArgs::new();
        for (name, value) in &text.args {
            args.set(
                *name,
                match value {
                    Arg::Str(s) => FluentValue::from(s.as_str()),
                    Arg::Num(n) => FluentValue::from(*n),
                    Arg::Text(t) => FluentValue::from(self.say(t)),
                },
            );
        }
        bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned()
    }

    /// Renders a message without arguments whose id was put together; the id
    /// itself where the catalogue has none.
    pub fn say_id(self, id: &str) -> String {
        let bundle = self.bundle();
        let Some(pattern) = bundle.get_message(id).and_then(|message| message.value()) else {
            return id.to_owned();
        };
        bundle.format_pattern(pattern, None, &mut Vec::new()).into_owned()
    }

    /// Whether the catalogue has a message of that id.
    pub fn has(self, id: &str) -> bool {
        self.bundle().has_message(id)
    }

    fn bundle(self) -> &'static Bundle {
        static ZH: OnceLock<Bundle> = OnceLock::new();
        static EN: OnceLock<Bundle> = OnceLock::new();
        match self {
            Lang::Zh => ZH.get_or_init(|| build("zh-CN", |(_, zh, _)| zh)),
            Lang::En => EN.get_or_init(|| build("en", |(_, _, en)| en)),
        }
    }
}

/// A broken catalogue file loses only its broken messages here; the
/// catalogue's test fails on any.
fn build(tag: &str, pick: impl Fn(&(&'static str, &'static str, &'static str)) -> &'static str) -> Bundle {
    let mut bundle = Bundle::new_concurrent(tag.parse().into_iter().collect());
    bundle.set_use_isolating(false);
    for file in CATALOGUE {
        let resource = match FluentResource::try_new(pick(file).to_owned()) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        bundle.add_resource_overriding(resource);
    }
    bundle
}
