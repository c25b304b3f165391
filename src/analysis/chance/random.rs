//! Random numbers that are a function of a seed, an input and the place of a sample: the same on every machine, in every
//! order and on any number of threads.
//!
//! Philox4x32-10 of J. K. Salmon, M. A. Moraes, R. O. Dror and D. E. Shaw, "Parallel random numbers: as easy as 1, 2, 3",
//! SC11 (2011), with the test vectors of their library Random123.

/// What makes the numbers of one input under one seed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stream {
    key: [u32; 2],
    input: u64,
}

impl Stream {
    /// The stream of the input called `name`.
    pub(super) fn new(seed: u64, name: &str) -> Self {
        Stream { key: [seed as u32, (seed >> 32) as u32], input: fingerprint(name) }
    }

    /// The number of a sample: above 0 and below 1, one of 2^53 that lie evenly. Two samples share a block.
    pub(super) fn uniform(&self, sample: u64) -> f64 {
        let block = sample / 2;
        let counter = [block as u32, (block >> 32) as u32, self.input as u32, (self.input >> 32) as u32];
        let [a, b, c, d] = philox(counter, self.key);
        let (low, high) = if sample.is_multiple_of(2) { (a, b) } else { (c, d) };
        let bits = (u64::from(high) << 32 | u64::from(low)) >> 11;
        (bits as f64 + 0.5) * (1.0 / 9_007_199_254_740_992.0)
    }
}

/// FNV-1a in 64 bits, by G. Fowler, L. C. Noll and K.-P. Vo (RFC 9923).
fn fingerprint(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

fn philox(mut counter: [u32; 4], mut key: [u32; 2]) -> [u32; 4] {
    for _ in 0..10 {
        let [a, b, c, d] = counter;
        let first = u64::from(a) * 0xd251_1f53;
        let second = u64::from(c) * 0xcd9e_8d57;
        counter = [(second >> 32) as u32 ^ b ^ key[0], second as u32, (first >> 32) as u32 ^ d ^ key[1], first as u32];
        key = [key[0].wrapping_add(0x9e37_79b9), key[1].wrapping_add(0xbb67_ae85)];
    }
    counter
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_vectors() {
        // Random123, kat_vectors, `philox4x32 10`.
        assert_eq!(philox([0; 4], [0; 2]), [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]);
        assert_eq!(philox([u32::MAX; 4], [u32::MAX; 2]), [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]);
        assert_eq!(
            philox([0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], [0xa409_3822, 0x299f_31d0]),
            [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
        );
        assert_eq!(fingerprint("a"), 0xaf63_dc4c_8601_ec8c);
    }

    #[test]
    fn numbers_lie_evenly_and_apart() {
        let (stream, other) = (Stream::new(7, "compute"), Stream::new(7, "revenue"));
        let (mut sum, mut product) = (0.0, 0.0);
        for at in 0..20_000 {
            let (x, y) = (stream.uniform(at), other.uniform(at));
            assert!(x > 0.0 && x < 1.0);
            sum += x;
            product += (x - 0.5) * (y - 0.5);
        }
        // Standard errors: 0.2887 / sqrt(20000) = 0.0020, and 1/12 / sqrt(20000) = 0.0006.
        assert!((sum / 20_000.0 - 0.5).abs() < 0.008 && (product / 20_000.0).abs() < 0.0024);
        assert_ne!(stream.uniform(0), Stream::new(8, "compute").uniform(0));
    }
}
