//! Open data: every answer is as its schema says, every fault a problem, every
//! route in the document; and what the public sends is taken in once, kept
//! private, and followed by its receipt.

use std::path::Path;

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use choucha::domain::progress::Quiet;
use choucha::web::{Options, openapi};
use choucha::workflow::{Office, inbox};
use serde_json::Value;

use crate::front::Front;
use crate::tiny::{AFTER, PLAN, at};

impl Front {
    fn post(&self, fields: &[(&str, &str)], more: &[(&str, &str)]) -> (StatusCode, String) {
        let escape = |text: &str| text.bytes().map(|b| format!("%{b:02X}")).collect::<String>();
        let body: Vec<String> = fields.iter().map(|(k, v)| format!("{k}={}", escape(v))).collect();
        let mut request =
            Request::post("/feedback").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        for (name, value) in more {
            request = request.header(*name, *value);
        }
        let (status, headers, body) = self.ask(request.body(Body::from(body.join("&"))).unwrap());
        assert_eq!(headers[header::CACHE_CONTROL], "no-store");
        (status, String::from_utf8(body).unwrap())
    }
}

/// A portal that takes letters in.
fn front(office: &Office) -> Front {
    Front::new(office, Options { office: Some(office.paths.dir.clone()), ..Options::default() })
}

/// An office whose plan was drawn and handed out.
fn office(dir: &Path) -> Office {
    let mut office = crate::office::drawn(dir);
    at(&mut office, AFTER);
    let options = choucha::workflow::publish::Options::default();
    choucha::workflow::publish::publish(&office, PLAN, &dir.join("bundle"), options, &Quiet).unwrap();
    office
}

/// Where a value is not as its schema says; members the schema does not name
/// are a fault as well.
fn faults(document: &Value, schema: &Value, value: &Value, path: &str, out: &mut Vec<String>) {
    if let Some(name) = schema["$ref"].as_str() {
        let name = name.strip_prefix("#/components/schemas/").unwrap();
        let named = &document["components"]["schemas"][name];
        assert!(named.is_object(), "{name} is not described");
        return faults(document, named, value, path, out);
    }
    if let Some(choices) = schema["oneOf"].as_array() {
        let fits = choices.iter().any(|choice| {
            let mut own = Vec::new();
            faults(document, choice, value, path, &mut own);
            own.is_empty()
        });
        if !fits {
            out.push(format!("{path}: none of the forms fits {value}"));
        }
        return;
    }
    if let Some(words) = schema["enum"].as_array()
        && !words.contains(value)
    {
        out.push(format!("{path}: {value} is no word of {words:?}"));
    }
    let kinds: Vec<&str> = match &schema["type"] {
        Value::String(kind) => vec![kind],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => vec![],
    };
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    if !kinds.is_empty() && !kinds.contains(&kind) {
        out.push(format!("{path}: {kind} instead of {kinds:?}"));
    }
    if let Some(items) = value.as_array() {
        let tuple = schema["prefixItems"].as_array();
        for (at, item) in items.iter().enumerate() {
            match tuple {
                Some(forms) if at >= forms.len() => {
                    out.push(format!("{path}: more than {} items", forms.len()))
                }
                Some(forms) => faults(document, &forms[at], item, &format!("{path}[{at}]"), out),
                None => faults(document, &schema["items"], item, &format!("{path}[{at}]"), out),
            }
        }
    }
    if let Some(members) = value.as_object() {
        for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if !members.contains_key(name) {
                out.push(format!("{path}.{name} is missing"));
            }
        }
        for (name, member) in members {
            let own = &schema["properties"][name];
            let form = if own.is_null() { &schema["additionalProperties"] } else { own };
            if form.is_null() {
                out.push(format!("{path}.{name} is not described"));
            } else {
                faults(document, form, member, &format!("{path}.{name}"), out);
            }
        }
    }
}

#[track_caller]
fn fits(document: &Value, template: &str, value: &Value) {
    let answer =
        &document["paths"][template]["get"]["responses"]["200"]["content"]["application/json"]["schema"];
    assert!(answer.is_object(), "{template} is not described");
    let mut out = Vec::new();
    faults(document, answer, value, template, &mut out);
    assert!(out.is_empty(), "{}", out.join("\n"));
}

#[test]
fn every_answer_is_as_its_schema_says() {
    let dir = tempfile::tempdir().unwrap();
    let office = office(dir.path());
    let front = front(&office);
    let document = front.json("/api/v1/openapi.json");
    assert_eq!(document, openapi("/"));
    assert_eq!(document["openapi"], "3.1.0");
    fits(&document, "/api/v1", &front.json("/api/v1"));
    fits(&document, "/api/v1/office", &front.json("/api/v1/office"));
    let mut seen = 0;
    for kind in ["plans", "draws", "visits", "results", "notices", "companies", "items", "officers"] {
        let list = format!("/api/v1/{kind}");
        let (mut after, mut keys) = (String::new(), Vec::new());
        let total = loop {
            let page = front.json(&format!("{list}?limit=7{after}"));
            fits(&document, &list, &page);
            for item in page["items"].as_array().unwrap() {
                let key = match kind {
                    "plans" => item["plan"].clone(),
                    "draws" => item["serial"].clone(),
                    "visits" => format!("{}-{}", item["serial"], item["visit"]).into(),
                    "officers" => item["certificate"].clone(),
                    "companies" | "items" => item["code"].clone(),
                    _ => item["id"].clone(),
                };
                let key = key.as_str().map_or_else(|| key.to_string(), str::to_owned);
                assert!(!keys.contains(&key), "{key} twice");
                if keys.len() < 3 {
                    let one = front.json(&format!("{list}/{key}"));
                    assert_eq!(one, *item);
                    fits(&document, &format!("{list}/{{key}}"), &one);
                }
                keys.push(key);
            }
            match page["next"].as_str() {
                Some(next) => after = format!("&after={next}"),
                None => break page["total"].as_u64().unwrap(),
            }
        };
        assert_eq!(keys.len() as u64, total, "{kind}");
        seen += keys.len();
    }
    assert!(seen > 50, "{seen} documents");
    let found = front.json("/api/v1/search?q=%E8%99%9A%E6%9E%84%E5%85%AC%E5%8F%B8&limit=5");
    fits(&document, "/api/v1/search", &found);
    assert!(found["total"].as_u64().unwrap() > 0);
    let code = front.json("/api/v1/companies?limit=1")["items"][0]["code"].as_str().unwrap().to_owned();
    let stands = front.json(&format!("/api/v1/draws/1/companies/{code}"));
    let described = "/api/v1/draws/{serial}/companies/{code}";
    assert!(document["paths"][described].is_object());
    assert_eq!(stands["code"], code);
}

#[test]
fn every_fault_is_a_problem() {
    let dir = tempfile::tempdir().unwrap();
    let office = office(dir.path());
    let front = front(&office);
    let cases = [
        ("/api/v1/nothing", 404, "about:blank"),
        ("/api/v1/plans/none", 404, "about:blank"),
        ("/api/v1/draws/99/companies/X", 404, "about:blank"),
        ("/api/v1/draws/1/companies/%E7%94%B2", 404, "about:blank"),
        ("/api/v1/plans?departmnt=x", 400, "urn:choucha:web-api-parameter"),
        ("/api/v1/plans?limit=0", 400, "urn:choucha:web-api-number"),
        ("/api/v1/plans?limit=201", 400, "urn:choucha:web-api-number"),
        ("/api/v1/plans?after=!", 400, "urn:choucha:web-bad-after"),
        ("/api/v1/search", 400, "urn:choucha:web-api-words"),
        ("/api/v1/search?q=xx&kind=office", 400, "urn:choucha:web-api-kind"),
        ("/api/v1/plans?q=%FF", 400, "urn:choucha:web-api-parameter"),
    ];
    let document = openapi("/");
    for (path, status, kind) in cases {
        let (found, headers, body) = front.get(path);
        let body: Value = serde_json::from_slice(&body).unwrap();
        assert_eq!((found.as_u16(), body["type"].as_str()), (status, Some(kind)), "{path}: {body}");
        assert_eq!(headers[header::CONTENT_TYPE], "application/problem+json");
        let mut out = Vec::new();
        faults(&document, &document["components"]["schemas"]["Problem"], &body, path, &mut out);
        assert!(out.is_empty(), "{out:?}");
    }
    let asked = |tongue: &str| {
        let request = Request::get("/api/v1/none").header(header::ACCEPT_LANGUAGE, tongue);
        let body = front.ask(request.body(Body::empty()).unwrap()).2;
        serde_json::from_slice::<Value>(&body).unwrap()["title"].as_str().unwrap().to_owned()
    };
    assert_ne!(asked("en-GB,en;q=0.9"), asked("zh-CN"));
    for method in [Method::POST, Method::PUT, Method::DELETE] {
        let request = Request::builder().method(method).uri("/api/v1/plans").body(Body::empty()).unwrap();
        let (status, headers, _) = front.ask(request);
        assert_eq!(
            (status.as_u16(), &headers[header::CONTENT_TYPE]),
            (405, &"application/problem+json".parse().unwrap())
        );
    }
    // So is what never gets as far as an address of ours.
    let long = Request::builder().method(Method::POST).uri("/api/v1/plans");
    let long = long.header(header::CONTENT_LENGTH, 1 << 20).body(Body::from(vec![b'x'; 1 << 20])).unwrap();
    let elsewhere = ["/api/", "/api/v1/", "/api/v2/plans", "/api/v1/plans/a/b", "/api/v1/plans/%FF"];
    let mut asked = vec![(long, 413)];
    for path in elsewhere {
        let status = if path.contains('%') { 400 } else { 404 };
        asked.push((Request::get(path).body(Body::empty()).unwrap(), status));
    }
    asked.push((Request::head("/api/v1/none").body(Body::empty()).unwrap(), 404));
    for (request, wanted) in asked {
        let (address, head) = (request.uri().to_string(), request.method() == Method::HEAD);
        let (status, headers, body) = front.ask(request);
        let told = (status.as_u16(), headers[header::CONTENT_TYPE].to_str().unwrap());
        assert_eq!(told, (wanted, "application/problem+json"), "{address}");
        if !head {
            let body: Value = serde_json::from_slice(&body).unwrap();
            assert_eq!((body["status"].as_u64(), &body["instance"]), (Some(wanted.into()), &address.into()));
        }
    }
    // Unchanged, it is not sent again.
    let (_, headers, _) = front.get("/api/v1/plans");
    let again = Request::get("/api/v1/plans").header(header::IF_NONE_MATCH, &headers[header::ETAG]);
    let (status, _, body) = front.ask(again.body(Body::empty()).unwrap());
    assert_eq!((status.as_u16(), body.len()), (304, 0));
}

/// The value of a hidden field.
fn mark(page: &str) -> String {
    let at = page.find("name=\"mark\" value=\"").unwrap() + 19;
    page[at..].split('"').next().unwrap().to_owned()
}

#[test]
fn what_the_public_sends_is_taken_in_once_and_followed_by_its_receipt() {
    let dir = tempfile::tempdir().unwrap();
    let office = office(dir.path());
    let front = front(&office);
    let (status, headers, page) = front.get("/feedback?matter=objection&about=/results/1-2-1");
    let page = String::from_utf8(page).unwrap();
    assert_eq!((status.as_u16(), &headers[header::CACHE_CONTROL]), (200, &"no-store".parse().unwrap()));
    assert!(page.contains("value=\"/results/1-2-1\"") && page.contains("value=\"objection\" selected"));
    assert_ne!(mark(&page), mark(&String::from_utf8(front.get("/feedback").2).unwrap()));
    let hostile = "\"><script>alert(1)</script>";
    // At once, and with a fault, so that a machine which is slow takes nothing in.
    let mark = (0..50).find_map(|_| {
        let page = String::from_utf8(front.get("/feedback?about=/results/1-2-1").2).unwrap();
        let mark = mark(&page);
        let (status, page) = front.post(&[("mark", &mark), ("matter", "other"), ("text", hostile)], &[]);
        assert_eq!(status.as_u16(), 400);
        assert!(!page.contains("<script>alert") && page.contains("alert(1)"), "kept, and escaped");
        page.contains("提交得太快").then_some(mark)
    });
    let mark = mark.expect("never too fast");
    let fields = [
        ("mark", mark.as_str()),
        ("matter", "objection"),
        ("about", "results/1-2-1"),
        ("text", hostile),
        ("name", ""),
        ("contact", ""),
    ];
    std::thread::sleep(std::time::Duration::from_millis(3200));

    let with = |name: &'static str, value: &'static str| {
        let mut fields = fields.to_vec();
        fields.retain(|(key, _)| *key != name);
        fields.push((name, value));
        fields
    };
    assert_eq!(front.post(&with("website", "x"), &[]).0.as_u16(), 400, "a script filled in all fields");
    assert_eq!(front.post(&fields, &[("sec-fetch-site", "cross-site")]).0.as_u16(), 400);
    assert_eq!(front.post(&with("mark", "1-2-3"), &[]).0.as_u16(), 400);
    assert_eq!(front.post(&with("text", " "), &[]).0.as_u16(), 400);
    assert_eq!(front.post(&with("matter", "other"), &[]).0.as_u16(), 400);
    assert_eq!(inbox::list(&office, true).unwrap().len(), 0);

    let (status, page) = front.post(&fields, &[]);
    assert_eq!(status.as_u16(), 200, "{page}");
    let (second, again) = front.post(&fields, &[]);
    let receipt = |page: &str| {
        let at = page.find("<code>").unwrap() + 6;
        page[at..].split('<').next().unwrap().to_owned()
    };
    assert_eq!((second.as_u16(), receipt(&again)), (200, receipt(&page)), "a second click");
    let letters = inbox::list(&office, true).unwrap();
    assert_eq!((letters.len(), letters[0].message.text.as_str()), (1, hostile));

    let receipt = receipt(&page);
    let (status, headers, page) = front.get(&format!("/en/feedback/status?receipt={receipt}"));
    let page = String::from_utf8(page).unwrap();
    assert_eq!((status.as_u16(), &headers[header::CACHE_CONTROL]), (200, &"no-store".parse().unwrap()));
    assert!(page.contains(&receipt) && !page.contains("alert(1)") && page.contains("noindex"));
    inbox::answer(&office, &receipt, choucha::inbox::Outcome::Rejected, "经复核无误").unwrap();
    let page = String::from_utf8(front.get(&format!("/feedback/status?receipt={receipt}")).2).unwrap();
    assert!(page.contains("经复核无误"));
    assert_eq!(front.get("/feedback/status?receipt=0000-0000-0000").0.as_u16(), 404);
    assert_eq!(front.get("/feedback/status?receipt=%00").0.as_u16(), 404);
    drop(front.site);
}

#[test]
fn no_answer_holds_a_private_field() {
    use crate::portal::privacy::{MARK, told};
    let dir = tempfile::tempdir().unwrap();
    let (office, _) = told(dir.path());
    let front = front(&office);
    let mark = MARK.to_lowercase();
    let mut seen = 0;
    let mut clean = |path: &str| {
        let (status, _, body) = front.get(path);
        assert_eq!(status, StatusCode::OK, "{path}");
        seen += 1;
        let said = String::from_utf8(body).unwrap();
        assert!(!said.to_lowercase().contains(&mark), "{path}: {said}");
        said
    };
    clean("/api/v1/office");
    for kind in ["plans", "draws", "visits", "results", "notices", "companies", "items", "officers"] {
        let list: Value = serde_json::from_str(&clean(&format!("/api/v1/{kind}?limit=200"))).unwrap();
        assert!(list["next"].is_null() && list["total"].as_u64().unwrap() > 0, "{kind}");
    }
    for word in ["PRIVATE", "rivat", "%E8%99%9A%E6%9E%84"] {
        for (path, more) in [("/api/v1/search", "&limit=200"), ("/search", ""), ("/en/search", "")] {
            // The word looked for stands on the page that says nothing was found.
            let path = format!("{path}?q={word}{more}");
            if path.starts_with("/api") || !word.to_lowercase().contains("riva") {
                clean(&path);
            }
        }
    }
    assert!(seen > 10);
}
