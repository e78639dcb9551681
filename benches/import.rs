//! Importing firms, all checks on, against polars reading the same CSV and
//! writing it as Parquet.
//!
//! ```text
//! cargo bench --features bench-peers --bench import -- [FIRMS] [import|polars]
//! ```
//!
//! 3,000,000 firms make about 1 GB, the default; 100000 give a quick look.
//! Each runs in a process of its own, so that each has its own peak of memory.
//! Target: the import takes at most 3 times as long, under 4 GiB.

use std::error::Error;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use choucha::domain::code::credit_check_char;
use choucha::domain::{area, calendar, progress::Quiet};
use choucha::registry::{ImportOptions, Registry};
use polars_io::prelude::*;

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

fn main() -> Outcome {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with("--")).collect();
    let firms: u64 = args.first().map_or(Ok(3_000_000), |n| n.parse())?;
    let folder = std::env::temp_dir().join("choucha-bench-import");
    std::fs::create_dir_all(&folder)?;
    let csv = folder.join(format!("firms-{firms}.csv"));
    match args.get(1).map(String::as_str) {
        Some("import") => import(&csv, &folder.join("registry")),
        Some("polars") => peer(&csv, &folder.join("peer.parquet")),
        Some(other) => Err(format!("unknown: {other}").into()),
        None => {
            if !csv.exists() {
                make(&csv, firms)?;
            }
            let size = csv.metadata()?.len();
            println!("{firms} firms, {:.2} GB", size as f64 / 1e9);
            let peer = run(firms, "polars")?;
            let ours = run(firms, "import")?;
            println!(
                "ratio import / polars: {:.2} (target: at most 3)",
                ours.as_secs_f64() / peer.as_secs_f64()
            );
            Ok(())
        }
    }
}

/// Runs one of the two in its own process, after a look at the file so that
/// both find it in memory.
fn run(firms: u64, which: &str) -> Outcome<Duration> {
    let output = Command::new(std::env::current_exe()?).args([&firms.to_string(), which]).output()?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() {
        return Err(format!("{which}: {said}{}", String::from_utf8_lossy(&output.stderr)).into());
    }
    print!("{said}");
    let seconds = said.split_whitespace().find_map(|word| word.strip_suffix('s')?.parse::<f64>().ok());
    Ok(Duration::from_secs_f64(seconds.ok_or("no time told")?))
}

fn import(csv: &Path, folder: &Path) -> Outcome {
    if folder.exists() {
        std::fs::remove_dir_all(folder)?;
    }
    let at = calendar::parse_instant("2026-11-01T09:00:00+08:00")?;
    let files = [PathBuf::from(csv)];
    let start = Instant::now();
    let report = Registry::new(folder).import(None, &files, &ImportOptions::default(), &at, &Quiet)?;
    let took = start.elapsed();
    println!("import  {:.2}s  peak {} MiB", took.as_secs_f64(), peak());
    if report.read != report.taken + report.rejected || report.new + report.merged != report.taken {
        return Err("rows do not add up".into());
    }
    println!(
        "        read {}, merged {}, rejected {}, partitions {}",
        report.read, report.merged, report.rejected, report.written
    );
    Ok(())
}

fn peer(csv: &Path, out: &Path) -> Outcome {
    let start = Instant::now();
    let mut frame = CsvReadOptions::default()
        .with_has_header(true)
        .with_infer_schema_length(Some(0))
        .try_into_reader_with_file_path(Some(csv.to_owned()))?
        .finish()?;
    let file = File::create(out)?;
    ParquetWriter::new(&file).finish(&mut frame)?;
    file.sync_all()?;
    println!("polars  {:.2}s  peak {} MiB", start.elapsed().as_secs_f64(), peak());
    Ok(())
}

/// The process's greatest resident memory, in MiB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or(0) / 1024
}

/// A generator of its own, so that the file never changes with a library.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % sides
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.roll(from.len() as u64) as usize]
    }
}

/// Made-up firms of the counties of Ningxia and Gansu, a few of them twice
/// (once a licence) and a few wrong.
fn make(path: &Path, firms: u64) -> Outcome {
    let words = [
        "恒", "达", "鑫", "源", "盛", "瑞", "丰", "泰", "安", "康", "宁", "远", "顺", "通", "华", "嘉", "禾",
        "川",
    ];
    let trades =
        ["商贸", "建材", "餐饮", "物流", "农业开发", "信息技术", "装饰工程", "医疗器械", "汽车服务", "食品"];
    let business = [
        "食品销售（仅销售预包装食品）；日用百货销售",
        "餐饮服务；食品互联网销售；停车场服务",
        "道路货物运输（不含危险货物）；仓储服务",
        "软件开发；信息系统集成服务",
    ];
    let surnames = ["王", "李", "张", "刘", "陈", "杨", "赵", "黄", "马", "周", "吴", "徐"];
    let statuses = [
        "存续（在营、开业、在册）",
        "存续（在营、开业、在册）",
        "存续（在营、开业、在册）",
        "开业",
        "注销",
        "吊销，未注销",
    ];
    let counties: Vec<_> =
        ["62", "64"].iter().flat_map(|code| area::under(code)).filter(|area| area.code.len() == 6).collect();
    let mut out = BufWriter::with_capacity(1 << 20, File::create(path)?);
    writeln!(
        out,
        "企业名称,统一社会信用代码,企业类型,法定代表人,住所,经营范围,联系电话,登记机关,行业,行政区划,\
         信用风险类别,登记状态,成立日期,许可证,标签"
    )?;
    let mut dice = Dice(7);
    let mut line = String::new();
    for n in 0..firms {
        line.clear();
        let place = counties[dice.roll(counties.len() as u64) as usize];
        let mut body = format!("91{}MA", place.code);
        // A running number in the 7 free characters, scattered.
        let mut number = n.wrapping_mul(1_000_003) % 31u64.pow(6);
        for _ in 0..7 {
            body.push(char::from(b"0123456789ABCDEFGHJKLMNPQRTUWXY"[(number % 31) as usize]));
            number /= 31;
        }
        let check = credit_check_char(&body).ok_or("no such code")?;
        let check = if n % 1000 == 999 && check != '7' { '7' } else { check };
        let name = format!(
            "{}{}{}{}{}有限公司",
            place.name,
            dice.pick(&words),
            dice.pick(&words),
            dice.pick(&words),
            dice.pick(&trades)
        );
        let person = format!("{}{}{}", dice.pick(&surnames), dice.pick(&words), dice.pick(&words));
        let address = format!(
            "{}人民路{}号{}号楼{}室",
            place.full_name,
            dice.roll(900),
            dice.roll(30),
            dice.roll(2000)
        );
        write!(
            line,
            "{name},{body}{check},有限责任公司,{person},{address},{},1{:010},{}市场监督管理局,F{},{},{}类,{},\
             {}-{:02}-{:02},JY{:014},{}",
            dice.pick(&business),
            dice.roll(10_000_000_000),
            place.name,
            5100 + dice.roll(199),
            place.code,
            dice.pick(&["A", "B", "B", "C", "D"]),
            dice.pick(&statuses),
            2000 + dice.roll(26),
            1 + dice.roll(12),
            1 + dice.roll(28),
            dice.roll(100_000_000_000_000),
            dice.pick(&["", "", "学校周边", "重点企业;食品经营"]),
        )?;
        writeln!(out, "{line}")?;
        if n % 50 == 49 {
            writeln!(out, "{}", line.replacen(",JY", ",XK", 1))?;
        }
    }
    out.flush()?;
    Ok(())
}
