//! Encodings of delimited text: which one, and where its bytes break.

use std::borrow::Cow;

use crate::domain::Result;
use crate::text;

/// The encodings offices export in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8 without BOM (plain ASCII too).
    Utf8,
    /// UTF-8 with BOM.
    Utf8Bom,
    /// GB18030, and so GBK and GB2312.
    Gb18030,
    /// UTF-16, little-endian, with BOM ("Unicode text" of spreadsheets).
    Utf16Le,
    /// UTF-16, big-endian, with BOM.
    Utf16Be,
}

impl Encoding {
    /// Its name as reports show it.
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "UTF-8",
            Encoding::Utf8Bom => "UTF-8 BOM",
            Encoding::Gb18030 => "GB18030",
            Encoding::Utf16Le => "UTF-16LE",
            Encoding::Utf16Be => "UTF-16BE",
        }
    }

    /// How many bytes of BOM stand at the beginning.
    pub(crate) fn bom(self) -> usize {
        match self {
            Encoding::Utf8 | Encoding::Gb18030 => 0,
            Encoding::Utf8Bom => 3,
            Encoding::Utf16Le | Encoding::Utf16Be => 2,
        }
    }

    /// The encoding a BOM tells.
    pub(crate) fn of_bom(head: &[u8]) -> Option<Self> {
        match head {
            [0xef, 0xbb, 0xbf, ..] => Some(Encoding::Utf8Bom),
            [0xff, 0xfe, ..] => Some(Encoding::Utf16Le),
            [0xfe, 0xff, ..] => Some(Encoding::Utf16Be),
            _ => None,
        }
    }

    /// Judges a stretch of text that holds the file's first bytes beyond
    /// ASCII; its end may cut a character. `None` when it is neither.
    pub(crate) fn of_sample(sample: &[u8]) -> Option<Self> {
        match std::str::from_utf8(sample) {
            Ok(_) => return Some(Encoding::Utf8),
            Err(error) if error.error_len().is_none() => return Some(Encoding::Utf8),
            Err(_) => {}
        }
        // GB18030 takes almost any pair of bytes, so a cut is made at a line's
        // end, and a few broken characters do not hide what the rest is.
        let whole = match sample.iter().rposition(|byte| *byte == b'\n') {
            Some(end) if end > 0 => &sample[..end],
            _ => sample,
        };
        let faults = |encoding: &'static encoding_rs::Encoding| {
            encoding.decode_without_bom_handling(whole).0.matches('\u{fffd}').count()
        };
        let (gb, utf8) = (faults(encoding_rs::GB18030), faults(encoding_rs::UTF_8));
        let foreign = whole.iter().filter(|byte| !byte.is_ascii()).count();
        // Chinese in GB18030 hardly ever looks like UTF-8, the reverse is common.
        if utf8 * 50 < foreign {
            Some(Encoding::Utf8)
        } else if gb * 50 < foreign && plausible(whole) {
            Some(Encoding::Gb18030)
        } else {
            None
        }
    }

    /// Decodes a stretch that begins and ends between characters (no BOM), or
    /// gives the offset of the first byte that is not of this encoding.
    pub(crate) fn decode(self, bytes: &[u8]) -> Result<Cow<'_, str>, usize> {
        match self {
            Encoding::Utf8 | Encoding::Utf8Bom => {
                std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|error| error.valid_up_to())
            }
            Encoding::Gb18030 => encoding_rs::GB18030
                .decode_without_bom_handling_and_without_replacement(bytes)
                .ok_or_else(|| gb_fault(bytes)),
            Encoding::Utf16Le => {
                encoding_rs::UTF_16LE.decode_without_bom_handling_and_without_replacement(bytes).ok_or(0)
            }
            Encoding::Utf16Be => {
                encoding_rs::UTF_16BE.decode_without_bom_handling_and_without_replacement(bytes).ok_or(0)
            }
        }
    }

    /// Decodes what it can; every broken character becomes U+FFFD.
    pub(crate) fn decode_lossy(self, bytes: &[u8]) -> Cow<'_, str> {
        match self {
            Encoding::Gb18030 => encoding_rs::GB18030.decode_without_bom_handling(bytes).0,
            Encoding::Utf16Le => encoding_rs::UTF_16LE.decode_without_bom_handling(bytes).0,
            Encoding::Utf16Be => encoding_rs::UTF_16BE.decode_without_bom_handling(bytes).0,
            Encoding::Utf8 | Encoding::Utf8Bom => String::from_utf8_lossy(bytes),
        }
    }
}

/// Chinese text in GB18030 decodes to Chinese; Big5 or Shift-JIS mistaken for
/// it decodes to rare characters and private-use ones, which a detector tells.
fn plausible(sample: &[u8]) -> bool {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    let guess = detector.guess(None, chardetng::Utf8Detection::Deny);
    guess == encoding_rs::GBK || guess == encoding_rs::GB18030 || {
        // Short samples mislead the detector: common Chinese decides.
        let decoded = encoding_rs::GB18030.decode_without_bom_handling(sample).0;
        let foreign = decoded.chars().filter(|c| !c.is_ascii()).count();
        let usual = decoded
            .chars()
            .filter(
                |c| matches!(c, '\u{4e00}'..='\u{9fa5}' | '\u{3000}'..='\u{3011}' | '\u{ff01}'..='\u{ff5e}'),
            )
            .count();
        foreign < 200 && usual * 10 >= foreign * 9
    }
}

/// Where GB18030 breaks: the lines one by one, as line feeds never stand
/// inside a character.
fn gb_fault(bytes: &[u8]) -> usize {
    let mut from = 0;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        if encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(line).is_none() {
            return from;
        }
        from += line.len();
    }
    from
}

/// The error of a file in none of the encodings.
pub(crate) fn unknown(file: &std::path::Path) -> crate::domain::Text {
    text!("registry-file-encoding", file = file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples() {
        let text = "企业名称,统一社会信用代码,住所\n宁夏某某商贸有限公司,91640300012705299X,鼓楼东街\n";
        let gb = encoding_rs::GB18030.encode(text).0.into_owned();
        assert_eq!(Encoding::of_sample(text.as_bytes()), Some(Encoding::Utf8));
        assert_eq!(Encoding::of_sample(&gb), Some(Encoding::Gb18030));
        assert_eq!(Encoding::of_sample(&text.as_bytes()[..40]), Some(Encoding::Utf8));
        assert_eq!(Encoding::of_sample(&gb[..25]), Some(Encoding::Gb18030));
        assert_eq!(
            Encoding::of_sample(&encoding_rs::BIG5.encode(&"統一編號與營業所在地址資料表".repeat(40)).0),
            None
        );
        assert_eq!(Encoding::of_sample(&[0xff, 0xff, 0x80, 0xff, 0x80, 0x81]), None);
    }
}
