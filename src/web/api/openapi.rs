//! What the open data look like, as OpenAPI 3.1. Schemas come from the very
//! types that are sent, paths from the table the routes are made of.

use serde_json::{Map, Value, json};
use utoipa::{PartialSchema, ToSchema};

use super::answer::body;
use super::problem::Problem;
use super::{MOST, RESOURCES, Resource, known};
use crate::domain::Result;
use crate::publication::public::{
    Company, Draw, ItemPage, Notice, OfficeFace, Officer, Plan, ResultPage, Visit,
};
use crate::store::Tx;
use crate::store::portal::FURTHEST;
use crate::web::ask::{Ask, Stop};

/// `/api/v1/openapi.json`.
pub fn document(ask: &Ask<'_>, _: &mut Tx<'_>) -> Result<Vec<u8>, Stop> {
    known(ask, &[])?;
    let base = &ask.site.options.base;
    body(&described(if base.is_empty() { "/" } else { base }))
}

macro_rules! schemas {
    ($($doc:ident),* $(,)?) => {{
        let mut all: Vec<(String, utoipa::openapi::RefOr<utoipa::openapi::schema::Schema>)> = Vec::new();
        $(
            all.push((<$doc as ToSchema>::name().into_owned(), <$doc as PartialSchema>::schema()));
            <$doc as ToSchema>::schemas(&mut all);
        )*
        all
    }};
}

/// The document, for a portal reached at `server`.
pub fn described(server: &str) -> Value {
    let mut schemas: Map<String, Value> =
        schemas!(OfficeFace, Plan, Draw, Visit, ResultPage, Notice, Company, ItemPage, Officer, Problem)
            .into_iter()
            .map(|(name, schema)| (name, serde_json::to_value(schema).unwrap_or_default()))
            .collect();
    let text = json!({ "type": "string" });
    let count = json!({ "type": "integer", "minimum": 0 });
    let hit = json!({
        "type": "object",
        "required": ["kind", "key", "title"],
        "properties": {
            "kind": { "type": "string", "enum": kinds() },
            "key": text, "title": text,
        },
    });
    schemas.insert("Hit".into(), hit);
    schemas.insert("Explanation".into(), explanation());
    let mut paths = Map::new();
    let index = json!({
        "type": "object",
        "required": ["links", "position", "at"],
        "properties": {
            "links": { "type": "object", "additionalProperties": text },
            "position": count,
            "at": { "type": "string", "description": "When this edition was made, RFC 3339" },
        },
    });
    paths.insert("/api/v1".into(), get("index", "这里有什么 / What is here", &[], index));
    paths.insert(
        "/api/v1/office".into(),
        get("office", "单位、日志与总数 / The office, its log, its figures", &[], named("OfficeFace")),
    );
    for resource in RESOURCES {
        let (name, key) = (resource.kind.name(), key_of(resource));
        let mut parameters: Vec<Value> = resource
            .facets
            .iter()
            .map(|facet| query(facet, "只取此值 / only with this value", text.clone()))
            .collect();
        let place = json!({ "type": "string", "pattern": "^[A-Za-z0-9_-]*$" });
        parameters.push(query("after", "上一页的 next / `next` of the page before", place));
        parameters.push(query(
            "limit",
            "一页多少条 / entries on a page",
            json!({ "type": "integer", "minimum": 1, "maximum": MOST, "default": 50 }),
        ));
        let summary = format!("{name}: 列表 / list");
        paths.insert(
            format!("/api/v1/{name}"),
            get(
                &format!("list_{name}"),
                &summary,
                &parameters,
                page_of(named(resource.schema), text.clone()),
            ),
        );
        let one = [path("key", key)];
        let summary = format!("{name}: 一条 / one");
        paths.insert(
            format!("/api/v1/{name}/{{key}}"),
            get(&format!("get_{name}"), &summary, &one, named(resource.schema)),
        );
    }
    let of_company =
        [path("serial", "抽取的序号 / serial of the draw"), path("code", "对象代码 / code of the entity")];
    paths.insert(
        "/api/v1/draws/{serial}/companies/{code}".into(),
        get("explain", "一家对象在一次抽取中：抽样框里的行、哈希路径、票号、分界 / one entity in one draw: its rows, hash paths, ticket, cut-offs", &of_company, named("Explanation")),
    );
    let searching = [
        required(query(
            "q",
            "任意两个字以上 / any two characters or more; several words must all be there",
            json!({ "type": "string", "minLength": 1 }),
        )),
        query("kind", "只找一类 / only of this kind", json!({ "type": "string", "enum": kinds() })),
        query(
            "from",
            "从第几条起 / from which hit on",
            json!({ "type": "integer", "minimum": 0, "maximum": FURTHEST, "default": 0 }),
        ),
        query(
            "limit",
            "一页多少条 / hits on a page",
            json!({ "type": "integer", "minimum": 1, "maximum": MOST, "default": 50 }),
        ),
    ];
    let mut hits = page_of(named("Hit"), count);
    hits["required"] = json!(["items", "total", "more", "next"]);
    hits["properties"]["more"] = json!({ "type": "boolean", "description": "有多于 total 条，不再往下数 / there are more than total" });
    paths.insert("/api/v1/search".into(), get("search", "搜索 / Search", &searching, hits));
    files(&mut paths);
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "choucha 双随机、一公开",
            "version": "1",
            "description": "抽查计划、抽取、检查结果的开放数据。全部公开，无需登记。 / Open data of inspection plans, draws and results. All of it is public.",
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
        },
        "servers": [{ "url": server }],
        "paths": paths,
        "components": { "schemas": schemas },
    })
}

fn kinds() -> Vec<&'static str> {
    RESOURCES.iter().map(|resource| resource.kind.name()).collect()
}

fn key_of(resource: &Resource) -> &'static str {
    match resource.schema {
        "Plan" => "计划编号 / the plan's number",
        "Draw" => "序号 / serial",
        "Visit" => "序号-检查号 / serial-visit",
        "ResultPage" | "Notice" => "结果的 id / `id` of the result",
        "Company" => "对象代码 / code",
        "ItemPage" => "事项编码 / code",
        _ => "执法证号 / certificate number",
    }
}

fn named(schema: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{schema}") })
}

fn page_of(item: Value, next: Value) -> Value {
    json!({
        "type": "object",
        "required": ["items", "total", "next"],
        "properties": {
            "items": { "type": "array", "items": item },
            "total": { "type": "integer", "minimum": 0, "description": "在全部各页中 / on all pages" },
            "next": { "oneOf": [next, { "type": "null" }] },
        },
    })
}

fn query(name: &str, description: &str, schema: Value) -> Value {
    json!({ "name": name, "in": "query", "description": description, "schema": schema })
}

fn required(mut parameter: Value) -> Value {
    parameter["required"] = true.into();
    parameter
}

fn path(name: &str, description: &str) -> Value {
    json!({ "name": name, "in": "path", "required": true, "description": description, "schema": { "type": "string" } })
}

fn get(id: &str, summary: &str, parameters: &[Value], schema: Value) -> Value {
    let problem = |status: &str| {
        json!({
            "description": status,
            "content": { "application/problem+json": { "schema": named("Problem") } },
        })
    };
    json!({
        "get": {
            "operationId": id,
            "summary": summary,
            "parameters": parameters,
            "responses": {
                "200": {
                    "description": "OK",
                    "headers": { "ETag": { "schema": { "type": "string" } } },
                    "content": { "application/json": { "schema": schema } },
                },
                "304": { "description": "If-None-Match" },
                "400": problem("不可读的请求 / a request that cannot be read"),
                "404": problem("没有 / there is none"),
                "410": problem("已撤销 / withdrawn"),
                "503": problem("门户数据尚未生成 / no edition yet"),
            },
        },
    })
}

/// Files at their standard addresses: bundles by digest, the log's tiles.
fn files(paths: &mut Map<String, Value>) {
    let file = |summary: &str, parameters: &[Value], kinds: &[&str]| {
        let content: Map<String, Value> = kinds.iter().map(|kind| ((*kind).to_owned(), json!({}))).collect();
        json!({
            "get": {
                "summary": summary,
                "parameters": parameters,
                "responses": {
                    "200": { "description": "OK", "content": &content },
                    "206": { "description": "Range", "content": &content },
                    "304": { "description": "If-None-Match" },
                    "404": { "description": "没有 / there is none" },
                    "416": { "description": "Range" },
                },
            },
        })
    };
    let bundle = [
        path("digest", "SHA256SUMS 的 SHA-256 / SHA-256 of SHA256SUMS"),
        path("path", "SHA256SUMS 里的文件名 / a name in SHA256SUMS"),
    ];
    paths.insert(
        "/bundles/{digest}/{path}".into(),
        file(
            "证据包的文件 / a file of an evidence bundle",
            &bundle,
            &["application/json", "text/csv", "text/plain", "application/octet-stream"],
        ),
    );
    paths.insert(
        "/log/checkpoint".into(),
        file("日志的检查点 / the log's checkpoint (C2SP tlog-checkpoint)", &[], &["text/plain"]),
    );
    let tile = [path("path", "C2SP tlog-tiles")];
    paths.insert(
        "/log/tile/{path}".into(),
        file("日志的瓦片 / the log's tiles (C2SP tlog-tiles)", &tile, &["application/octet-stream"]),
    );
}

/// What `explain` says, as the checker writes it.
fn explanation() -> Value {
    let text = json!({ "type": "string" });
    let count = json!({ "type": "integer", "minimum": 0 });
    let row = json!({
        "type": ["string", "null"],
        "description": "抽样框里的一行；自然人的不给出，从 frames/PART.csv 第 offset 个字节读取 / a row of the frame; null for natural persons: read it from frames/PART.csv, byte `offset`",
    });
    let path = json!({ "type": "array", "items": text });
    let neighbour = json!({ "oneOf": [
        { "type": "null" },
        {
            "type": "object",
            "required": ["row", "index", "offset", "path"],
            "properties": { "row": row, "index": count, "offset": count, "path": path },
        },
    ] });
    json!({
        "type": "object",
        "required": ["code", "name", "ticket", "frames", "absent", "visit"],
        "properties": {
            "code": text,
            "ticket": text,
            "name": text,
            "visit": { "oneOf": [count, { "type": "null" }] },
            "absent": {
                "type": "array",
                "description": "不在其中的抽样框：代码本应所在之处前后紧挨的两行 / frames it does not stand in: the two rows, next to each other, between which its code would",
                "items": {
                    "type": "object",
                    "required": ["part", "department", "size", "root", "before", "after"],
                    "properties": {
                        "part": text, "department": text, "size": count, "root": text,
                        "before": neighbour, "after": neighbour,
                    },
                },
            },
            "frames": { "type": "array", "items": {
                "type": "object",
                "required": ["part", "department", "stratum", "excluded", "row", "index", "offset", "size", "path", "root", "outcome"],
                "properties": {
                    "part": text, "department": text, "stratum": text, "excluded": text, "row": row,
                    "index": count, "offset": count, "size": count, "root": text, "outcome": text,
                    "path": path,
                    "rank": { "oneOf": [count, { "type": "null" }] },
                    "cutoff": { "oneOf": [text, { "type": "null" }] },
                },
            } },
        },
    })
}
