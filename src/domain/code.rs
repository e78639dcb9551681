//! Check characters of the codes businesses are registered under.

const CREDIT_CHARS: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// Each byte's place among [`CREDIT_CHARS`]; 31 for none.
const CREDIT_VALUES: [u8; 256] = {
    let mut values = [31; 256];
    let mut value = 0;
    while value < 31 {
        values[CREDIT_CHARS[value] as usize] = value as u8;
        value += 1;
    }
    values
};

/// The check character of the first 17 characters of a 统一社会信用代码
/// (GB 32100-2015: weights 3^i mod 31). `None` when a character is not one of
/// the 31 or there are not 17.
pub fn credit_check_char(first17: &str) -> Option<char> {
    let bytes = first17.as_bytes();
    if bytes.len() != 17 {
        return None;
    }
    let mut weight = 1;
    let mut sum = 0;
    for byte in bytes {
        let value = usize::from(CREDIT_VALUES[usize::from(*byte)]);
        if value == 31 {
            return None;
        }
        sum += weight * value;
        weight = weight * 3 % 31;
    }
    Some(char::from(CREDIT_CHARS[(31 - sum % 31) % 31]))
}

/// Whether 18 characters are a 统一社会信用代码 with the right check character.
pub fn is_credit_code(code: &str) -> bool {
    code.len() == 18 && code.is_ascii() && credit_check_char(&code[..17]) == code[17..].chars().next()
}

/// The check digit of the first 14 digits of a 注册号 (GS 15-2006, ISO 7064
/// MOD 11,10). `None` unless there are 14 digits.
pub fn registration_check_digit(first14: &str) -> Option<char> {
    let bytes = first14.as_bytes();
    if bytes.len() != 14 {
        return None;
    }
    let mut product = 10;
    for byte in bytes {
        let digit = byte.is_ascii_digit().then(|| u32::from(byte - b'0'))?;
        let sum = match (product + digit) % 10 {
            0 => 10,
            sum => sum,
        };
        product = sum * 2 % 11;
    }
    char::from_digit((11 - product) % 10, 10)
}

/// Whether 15 digits are a 注册号 with the right check digit.
pub fn is_registration_number(code: &str) -> bool {
    code.len() == 15 && code.is_ascii() && registration_check_digit(&code[..14]) == code[14..].chars().next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_examples() {
        // The example of GB 32100-2015 itself, and a registration number of GS 15-2006's scheme.
        assert_eq!(credit_check_char("91350100M000100Y4"), Some('3'));
        assert!(is_credit_code("91350100M000100Y43"));
        assert!(!is_credit_code("91350100M000100Y44"));
        assert!(!is_credit_code("9135O100M000100Y43"));
        assert!(is_registration_number("110108000000016"));
        assert!(!is_registration_number("110108000000017"));
        assert!(!is_registration_number("11010800000001"));
    }
}
