//! Little-endian numbers, and numbers of any width, from the model file.

#[derive(Debug)]
pub(super) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    pub(super) fn bytes(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(taken)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.bytes(N)?.try_into().ok()
    }

    pub(super) fn u8(&mut self) -> Option<u8> {
        self.array().map(u8::from_le_bytes)
    }

    pub(super) fn u16(&mut self) -> Option<u16> {
        self.array().map(u16::from_le_bytes)
    }

    pub(super) fn u32(&mut self) -> Option<u32> {
        self.array().map(u32::from_le_bytes)
    }

    pub(super) fn f32(&mut self) -> Option<f32> {
        self.array().map(f32::from_le_bytes)
    }
}

/// Numbers of any width, low bits first. What is left of the last byte is filled up.
#[derive(Debug)]
pub(super) struct Bits<'r, 'a> {
    reader: &'r mut Reader<'a>,
    held: u64,
    count: u32,
}

impl<'a> Reader<'a> {
    pub(super) fn bits(&mut self) -> Bits<'_, 'a> {
        Bits {
            reader: self,
            held: 0,
            count: 0,
        }
    }
}

impl Bits<'_, '_> {
    /// A number of so many bits, at most 32.
    pub(super) fn take(&mut self, width: u32) -> Option<u32> {
        while self.count < width {
            self.held |= u64::from(self.reader.u8()?) << self.count;
            self.count += 8;
        }
        let number = self.held & ((1 << width) - 1);
        self.held >>= width;
        self.count -= width;
        u32::try_from(number).ok()
    }

    /// One of so many things.
    pub(super) fn choose(&mut self, count: usize) -> Option<usize> {
        let width = usize::BITS - count.saturating_sub(1).leading_zeros();
        self.take(width).map(|number| number as usize)
    }

    /// Rice's code: so many low bits, then what is above them in ones, closed by a zero.
    pub(super) fn rice(&mut self, low: u32) -> Option<u32> {
        let rest = self.take(low)?;
        let mut above = 0u32;
        while self.take(1)? == 1 {
            above += 1;
        }
        above.checked_mul(1 << low)?.checked_add(rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_any_width_are_read_low_bits_first() {
        let mut reader = Reader::new(&[0b1010_0110, 0b0000_0111, 9]);
        let mut bits = reader.bits();
        assert_eq!(bits.take(3), Some(0b110));
        assert_eq!(bits.choose(5), Some(0b100));
        assert_eq!(bits.rice(1), Some(8));
        assert_eq!(reader.u8(), Some(9));
        assert_eq!(reader.bits().take(1), None);
    }
}
