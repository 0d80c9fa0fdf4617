//! Fixed-point numbers of a few digits in a large radix, signed and balanced: additions and products without carries between them.

use rug::Integer;
use rug::integer::Order;

/// How a number is cut: `count` digits of `width` bits, most significant first. The digits `d_l` stand for `sum_l d_l 2^(-width (l+1))`.
///
/// All digits but the first lie in `[-2^(width-1), 2^(width-1)]` (*balanced*), so the sign needs no care and a number that is
/// small has zeros in front, whichever its sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Format {
    /// Bits of a digit.
    pub width: u32,
    /// Digits of a number.
    pub count: usize,
}

impl Format {
    /// The fewest digits, two or more, for `bits` bits behind the point such that `terms` products of two numbers below 2 can be summed in
    /// 128 bits before any carry is passed on.
    pub fn new(bits: u32, terms: usize) -> Self {
        // In a column meet at most `count` pairs of digits, all but two of them balanced: together less than 2^(2 width + 2)
        // (1 + count/8) a term.
        let width = |count: usize| (124 - (terms * (count + 8) / 8).ilog2() - 1) / 2;
        let mut count = bits.div_ceil(width(1)).max(2) as usize;
        while width(count) * (count as u32) < bits {
            count += 1;
        }
        Self { width: bits.div_ceil(count as u32), count }
    }

    /// Bits behind the point.
    pub const fn bits(self) -> u32 {
        self.width * self.count as u32
    }

    /// Half the radix.
    const fn half(self) -> i64 {
        1 << (self.width - 1)
    }

    /// Passes on carries until all digits but the first are balanced.
    pub fn balance(self, digits: &mut [i64]) {
        let mut carry = 0;
        for digit in digits.iter_mut().skip(1).rev() {
            let sum = *digit + carry;
            carry = (sum + self.half()) >> self.width;
            *digit = sum - (carry << self.width);
        }
        digits[0] += carry;
    }

    /// `out = 2^shift digits`, rounded to the nearest last digit. The result must be below `2^(63 - width)`.
    pub fn shift(self, out: &mut [i64], digits: &[i64], shift: i64) {
        if shift == 0 {
            out.copy_from_slice(digits);
            return;
        }
        let width = i64::from(self.width);
        let (whole, part) = (shift.div_euclid(width), shift.rem_euclid(width) as u32);
        let rest = self.width - part;
        let digit = |l: i64| usize::try_from(l).ok().and_then(|l| digits.get(l)).copied().unwrap_or(0);
        // What stays in the digit's new place, and what moves one place further up.
        let low = |l: i64| (digit(l) & ((1 << rest) - 1)) << part;
        let high = |l: i64| digit(l) >> rest;
        for (l, out) in (whole..).zip(out.iter_mut()) {
            *out = low(l) + high(l + 1);
        }
        // The digit below the last one is rounded off.
        let below = whole + self.count as i64;
        out[self.count - 1] += ((digit(below) + (1 << (rest - 1))) >> rest) - high(below);
        // Digits that leave at the top cancel but for a small number.
        out[0] += (low(whole - 1) + high(whole)) << self.width;
        self.balance(out);
    }

    /// `out = sum_c columns_c 2^(-width (c+2))`, rounded to the nearest last digit.
    pub fn carry(self, out: &mut [i64], columns: &[i128]) {
        let half = i128::from(self.half());
        let mut carry = 0i128;
        for (c, column) in columns.iter().enumerate().rev() {
            let sum = column + carry;
            carry = (sum + half) >> self.width;
            if c + 1 < self.count {
                out[c + 1] = (sum - (carry << self.width)) as i64;
            }
        }
        out[0] = carry as i64;
    }

    /// Adds the product of two numbers to the columns; pairs of digits below the last column are left out.
    pub fn multiply(self, columns: &mut [i128], a: &[i64], b: &[i64]) {
        for (l, &x) in a.iter().enumerate() {
            if x != 0 {
                for (column, &y) in columns[l..].iter_mut().zip(b) {
                    *column += i128::from(x) * i128::from(y);
                }
            }
        }
    }

    /// The exponent `e` with `2^(e-1) <= |x| < 2^e`, to within one; `None` for zero.
    pub fn exponent(self, mut digits: impl Iterator<Item = i64>) -> Option<i64> {
        let (l, digit) = digits.by_ref().enumerate().find(|&(_, digit)| digit != 0)?;
        let bits = i64::from(64 - digit.unsigned_abs().leading_zeros());
        Some(bits - i64::from(self.width) * (l as i64 + 1))
    }

    /// `2^bits x` as an integer.
    pub fn to_integer(self, digits: impl Iterator<Item = i64>) -> Integer {
        digits.fold(Integer::new(), |sum, digit| (sum << self.width) + digit)
    }

    /// The digits of `2^(-bits) x`.
    pub fn digits_of(self, out: &mut [i64], x: &Integer) {
        let negative = x.is_negative();
        let mut words = [0u64; 1];
        let mut rest = Integer::from(x.abs_ref());
        let mask = (Integer::from(1) << self.width) - 1u32;
        for digit in out[1..].iter_mut().rev() {
            Integer::from(&rest & &mask).write_digits(&mut words, Order::Lsf);
            *digit = words[0] as i64;
            rest >>= self.width;
        }
        out[0] = rest.to_i64_wrapping();
        if negative {
            out.iter_mut().for_each(|digit| *digit = -*digit);
        }
        self.balance(out);
    }
}
