//! The form, what is said when it was sent, and where a message stands.

use std::sync::Arc;

use axum::Form;
use axum::RequestExt;
use axum::extract::rejection::FormRejection;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use tokio::task::spawn_blocking;

use super::guard::Pass;
use super::{Desk, random};
use crate::domain::{Result, Text};
use crate::inbox::{LONGEST, Matter, Message};
use crate::results::Limits;
use crate::text;
use crate::web::ask::{Ask, Stop};
use crate::web::cache::Keep;
use crate::web::pages::{Asked, errors, html};
use crate::web::site::Site;
use crate::web::view::{Block, Entry, Facts, Input, Page, Sheet, cell, code, link};
use crate::workflow::clock::system_now;
use crate::workflow::inbox::{Received, Standing};

type Fields = Vec<(String, String)>;

/// Answers an address with a page that is nobody else's.
async fn answer(
    site: Arc<Site>,
    uri: Uri,
    make: impl FnOnce(&Ask<'_>, &Desk) -> Result<Page, Stop> + Send + 'static,
) -> Response {
    let asked = Asked::new(&uri, Some(Vec::new()));
    let made = spawn_blocking(move || {
        asked.with(&site, |ask| {
            let page = match (&site.desk, asked.bad()) {
                (_, true) => Err(Stop::Bad(text!("web-bad-address"))),
                (None, _) => Ok(closed(ask)),
                (Some(desk), _) => make(ask, desk),
            };
            html(ask, &page.unwrap_or_else(|stop| errors::page(ask, &stop)))
        })
    });
    let mut response = made.await.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response());
    response.extensions_mut().remove::<Keep>();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn sheet(ask: &Ask<'_>) -> Page {
    // Before the first edition the national limit is the one to be told.
    let days = ask.now.face.as_ref().map(|face| face.answer_within).filter(|days| *days > 0);
    let days = days.unwrap_or_else(|| Limits::default().answer.into());
    let lead = ask.say(&text!("web-feedback-lead", days = days));
    let mut page = Page::new("/feedback", ask.t("web-feedback")).lead(lead);
    page.hidden = true;
    page
}

/// A copy of the pages takes nothing in.
fn closed(ask: &Ask<'_>) -> Page {
    let mut page = sheet(ask);
    page.add(Block::Note("info", cell(ask.t("web-feedback-closed"))));
    page
}

fn given<'f>(fields: &'f [(String, String)], name: &str) -> &'f str {
    fields.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str())
}

fn seconds() -> u64 {
    u64::try_from(system_now().timestamp()).unwrap_or_default()
}

/// The form, with what was filled in before and what is wrong with it.
fn filled(ask: &Ask<'_>, desk: &Desk, fields: &[(String, String)], faults: &[Text]) -> Result<Page, Stop> {
    let mut page = sheet(ask);
    if !faults.is_empty() {
        page.status = 400;
        page.add(Block::Alert(faults.iter().map(|fault| cell(ask.say(fault))).collect()));
    }
    let matter = given(fields, "matter");
    let options = Matter::ALL
        .iter()
        .map(|one| (one.slug().to_owned(), ask.say(&one.text()), one.slug() == matter))
        .collect();
    let entry = |name: &'static str, input: Input| Entry {
        name,
        label: ask.t(&format!("web-feedback-{name}")),
        hint: ask.t(&format!("web-feedback-{name}-hint")),
        value: given(fields, name).to_owned(),
        input,
    };
    page.add(Block::Sheet(Sheet {
        action: ask.to("/feedback"),
        label: ask.t("web-feedback"),
        button: ask.t("web-feedback-send"),
        mark: desk.guard.mark(seconds(), &random()?),
        trap: ask.t("web-feedback-trap"),
        entries: vec![
            entry("matter", Input::Choice(options)),
            entry("about", Input::Line { most: 200, kind: "text", fill: "off" }),
            entry("text", Input::Area { most: LONGEST, needed: true }),
            entry("name", Input::Line { most: 200, kind: "text", fill: "name" }),
            entry("contact", Input::Line { most: 200, kind: "text", fill: "off" }),
        ],
    }));
    page.section("privacy", ask.t("web-feedback-privacy"));
    page.text(ask.t("web-feedback-privacy-words"));
    page.section("status", ask.t("web-feedback-follow"));
    page.add(Block::Line(cell(link(ask.t("web-feedback-status"), ask.to("/feedback/status")))));
    Ok(page)
}

/// `GET /feedback[?matter=…&about=…]`.
pub async fn form(State(site): State<Arc<Site>>, uri: Uri) -> Response {
    answer(site, uri, |ask, desk| {
        let fields: Fields = ask
            .query
            .iter()
            .filter(|(name, _)| matches!(name.as_str(), "matter" | "about"))
            .cloned()
            .collect();
        filled(ask, desk, &fields, &[])
    })
    .await
}

/// `POST /feedback`.
pub async fn send(State(site): State<Arc<Site>>, request: Request) -> Response {
    let uri = request.uri().clone();
    let headers = request.headers().clone();
    let from = site.desk.as_ref().and_then(|desk| desk.sender(&headers, request.extensions()));
    let form: std::result::Result<Form<Fields>, FormRejection> = request.extract().await;
    answer(site, uri, move |ask, desk| {
        let Ok(Form(fields)) = form else { return Err(Stop::Bad(text!("web-form-unread"))) };
        if foreign(&headers) || !given(&fields, "website").is_empty() {
            return Err(Stop::Bad(text!("web-form-foreign")));
        }
        let mark = given(&fields, "mark");
        match desk.guard.check(mark, seconds()) {
            Err(fault) => return filled(ask, desk, &fields, &[fault]),
            Ok(Pass::Again(receipt)) => {
                let standing =
                    desk.inbox()?.standing(&receipt).map_err(|refusal| Stop::Broken(refusal.text))?;
                return Ok(taken(ask, &Received { receipt: standing.receipt, due: standing.due }));
            }
            Ok(Pass::First) => {}
        }
        let received = take(desk, &fields, from);
        desk.guard.done(mark, received.as_ref().ok().map(|received| received.receipt.as_str()));
        match received {
            Ok(received) => {
                desk.waiting.store(true, std::sync::atomic::Ordering::Relaxed);
                Ok(taken(ask, &received))
            }
            Err(faults) => {
                let mut page = filled(ask, desk, &fields, &faults)?;
                if faults.iter().any(|fault| matches!(fault.id, "web-form-often" | "inbox-full")) {
                    page.status = 429;
                }
                Ok(page)
            }
        }
    })
    .await
}

/// A form that another site's page sent.
fn foreign(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-site").is_some_and(|from| from != "same-origin" && from != "none")
}

fn take(
    desk: &Desk,
    fields: &[(String, String)],
    from: Option<std::net::IpAddr>,
) -> Result<Received, Vec<Text>> {
    let one = |fault: Text| vec![fault];
    let message = Message {
        matter: Matter::parse(given(fields, "matter")).ok_or_else(|| one(text!("web-form-matter")))?,
        about: given(fields, "about").to_owned(),
        text: given(fields, "text").to_owned(),
        name: given(fields, "name").to_owned(),
        contact: given(fields, "contact").to_owned(),
    };
    // Faults first: correcting one's own form is no flood.
    let message = message.checked()?;
    desk.guard.may(from).map_err(one)?;
    let random = random().map_err(one)?;
    desk.inbox().map_err(one)?.receive(message, &system_now(), &desk.deadlines(), &random).map_err(
        |refusal| match refusal.faults {
            faults if faults.is_empty() => one(refusal.text),
            faults => faults,
        },
    )
}

/// What the sender is told.
fn taken(ask: &Ask<'_>, received: &Received) -> Page {
    let mut page = Page::new("/feedback", ask.t("web-feedback-taken")).lead(ask.t("web-feedback-taken-lead"));
    page.hidden = true;
    let mut facts = Facts::default();
    facts.put(ask.t("web-feedback-receipt"), cell(code(received.receipt.as_str())));
    facts.put(ask.t("web-feedback-due"), cell(received.due.as_str()));
    page.add(Block::Facts(facts));
    page.text(ask.t("web-feedback-keep"));
    page.add(Block::Line(cell(link(ask.t("web-feedback-status"), ask.to("/feedback/status")))));
    page
}

/// `GET /feedback/status[?receipt=…]`.
pub async fn status(State(site): State<Arc<Site>>, uri: Uri) -> Response {
    answer(site, uri, |ask, desk| {
        let asked = ask.get("receipt").trim();
        let mut page = Page::new("/feedback", ask.t("web-feedback-status"))
            .crumb(ask.t("web-feedback"), ask.to("/feedback"));
        page.hidden = true;
        page.add(Block::Filters {
            action: ask.to("/feedback/status"),
            fields: vec![crate::web::lists::field(
                "receipt",
                ask.t("web-feedback-receipt"),
                asked,
                Vec::new(),
            )],
            button: ask.t("web-feedback-look"),
            clear: String::new(),
            clear_words: String::new(),
            label: ask.t("web-feedback-status"),
        });
        if asked.is_empty() {
            return Ok(page);
        }
        match desk.inbox()?.standing(asked) {
            Ok(standing) => stands(ask, &mut page, &standing),
            Err(refusal) if refusal.text.id.starts_with("inbox-") => {
                page.status = 404;
                page.add(Block::Alert(vec![cell(ask.say(&refusal.text))]));
            }
            Err(refusal) => return Err(Stop::Broken(refusal.text)),
        }
        Ok(page)
    })
    .await
}

/// Where it stands; nothing of what it says.
fn stands(ask: &Ask<'_>, page: &mut Page, standing: &Standing) {
    let mut facts = Facts::default();
    facts.put(ask.t("web-feedback-receipt"), cell(code(standing.receipt.as_str())));
    facts.put(ask.t("web-feedback-matter"), cell(ask.say(&standing.matter.text())));
    facts.put(ask.t("web-feedback-at"), cell(ask.moment(&standing.at)));
    facts.put(ask.t("web-feedback-due"), cell(standing.due.as_str()));
    let logged = |entry: Option<u64>| match entry {
        Some(entry) => cell(link(
            ask.say(&text!("web-feedback-entry", entry = entry)),
            ask.to(&format!("/log/entries/{entry}")),
        )),
        None => cell(ask.t("web-feedback-soon")),
    };
    facts.put(ask.t("web-feedback-logged"), logged(standing.entry));
    match standing.outcome {
        None => {
            let state = match standing.handled.map(|handled| handled.objection.is_some()) {
                None => "web-feedback-open",
                Some(true) => "web-feedback-objection",
                Some(false) => "web-feedback-correcting",
            };
            facts.put(ask.t("web-feedback-state"), cell(ask.t(state)));
            if let Some(handled) = standing.handled {
                facts.put(ask.t("web-feedback-handled"), logged(Some(handled.entry)));
            }
        }
        Some(outcome) => {
            facts.put(ask.t("web-feedback-state"), cell(ask.say(&outcome.text())));
            let at = standing.answered_at.as_deref().unwrap_or_default();
            facts.put(ask.t("web-feedback-answered"), cell(ask.moment(at)));
            facts.put(ask.t("web-feedback-answer-logged"), logged(standing.answer_entry));
        }
    }
    page.section("stands", ask.t("web-feedback-stands"));
    page.add(Block::Facts(facts));
    if let Some(words) = standing.answer.as_deref().filter(|words| !words.is_empty()) {
        page.section("answer", ask.t("web-feedback-answer"));
        for line in words.lines() {
            page.text(line);
        }
    }
    if standing.erased {
        page.text(ask.t("web-feedback-erased"));
    }
}
