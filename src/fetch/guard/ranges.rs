//! Which kind of address an IP address is: the IANA special-purpose registries as data.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use serde::Serialize;

/// The kind of an IP address, as far as safety is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum AddressClass {
    /// An ordinary address of the Internet.
    Public,
    /// The machine itself: `127.0.0.0/8`, `::1`.
    Loopback,
    /// Private networks: RFC 1918, unique local and site-local IPv6.
    Private,
    /// Carrier-grade NAT, `100.64.0.0/10`.
    Shared,
    /// Link-local: `169.254.0.0/16`, `fe80::/10`.
    LinkLocal,
    /// Addresses at which clouds hand out credentials to their machines.
    Metadata,
    /// Multicast and broadcast.
    Multicast,
    /// Documentation, benchmarking, unspecified and everything else that is not assigned.
    Reserved,
}

impl std::fmt::Display for AddressClass {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Public => "public",
            Self::Loopback => "loopback",
            Self::Private => "private",
            Self::Shared => "shared (carrier NAT)",
            Self::LinkLocal => "link-local",
            Self::Metadata => "cloud metadata",
            Self::Multicast => "multicast",
            Self::Reserved => "reserved",
        })
    }
}

use AddressClass::{LinkLocal, Loopback, Metadata, Multicast, Private, Public, Reserved, Shared};

/// First match wins, so single addresses stand before the ranges they are in.
const V4: &[(Ipv4Addr, u32, AddressClass)] = &[
    (Ipv4Addr::new(169, 254, 169, 254), 32, Metadata), // AWS, Azure, Google and most others
    (Ipv4Addr::new(169, 254, 170, 2), 32, Metadata),   // AWS containers
    (Ipv4Addr::new(100, 100, 100, 200), 32, Metadata), // Alibaba
    (Ipv4Addr::new(192, 0, 0, 192), 32, Metadata),     // Oracle
    (Ipv4Addr::new(168, 63, 129, 16), 32, Metadata),   // Azure wire server, in a public range
    (Ipv4Addr::new(0, 0, 0, 0), 8, Reserved),          // "this network"; connects to loopback
    (Ipv4Addr::new(10, 0, 0, 0), 8, Private),
    (Ipv4Addr::new(100, 64, 0, 0), 10, Shared),
    (Ipv4Addr::new(127, 0, 0, 0), 8, Loopback),
    (Ipv4Addr::new(169, 254, 0, 0), 16, LinkLocal),
    (Ipv4Addr::new(172, 16, 0, 0), 12, Private),
    (Ipv4Addr::new(192, 0, 0, 0), 24, Reserved), // IETF protocol assignments
    (Ipv4Addr::new(192, 0, 2, 0), 24, Reserved), // documentation
    (Ipv4Addr::new(192, 88, 99, 0), 24, Reserved), // 6to4 relay anycast
    (Ipv4Addr::new(192, 168, 0, 0), 16, Private),
    (Ipv4Addr::new(198, 18, 0, 0), 15, Reserved), // benchmarking
    (Ipv4Addr::new(198, 51, 100, 0), 24, Reserved), // documentation
    (Ipv4Addr::new(203, 0, 113, 0), 24, Reserved), // documentation
    (Ipv4Addr::new(255, 255, 255, 255), 32, Multicast), // broadcast
    (Ipv4Addr::new(224, 0, 0, 0), 4, Multicast),
    (Ipv4Addr::new(240, 0, 0, 0), 4, Reserved),
];

/// First match wins; what is outside of `2000::/3` and not named is reserved.
const V6: &[(Ipv6Addr, u32, AddressClass)] = &[
    (Ipv6Addr::LOCALHOST, 128, Loopback),
    (
        Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254),
        128,
        Metadata,
    ), // AWS
    (
        Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x23),
        128,
        Metadata,
    ), // AWS containers
    (
        Ipv6Addr::new(0xfd20, 0xce, 0, 0, 0, 0, 0, 0x254),
        128,
        Metadata,
    ), // Google
    (Ipv6Addr::new(0xfc00, 0, 0, 0, 0, 0, 0, 0), 7, Private), // unique local
    (Ipv6Addr::new(0xfe80, 0, 0, 0, 0, 0, 0, 0), 10, LinkLocal),
    (Ipv6Addr::new(0xfec0, 0, 0, 0, 0, 0, 0, 0), 10, Private), // site-local, deprecated
    (Ipv6Addr::new(0xff00, 0, 0, 0, 0, 0, 0, 0), 8, Multicast),
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23, Reserved), // IETF: Teredo, ORCHID ...
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32, Reserved), // documentation
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20, Reserved), // documentation
    (Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3, Public),
];

/// What kind of address this is. IPv6 forms that carry an IPv4 address (mapped, compatible,
/// translated, NAT64, 6to4, ISATAP) are judged by the address they carry.
///
/// ```
/// use unhusk::fetch::{AddressClass, classify};
///
/// assert_eq!(classify("93.184.215.14".parse()?), AddressClass::Public);
/// assert_eq!(classify("::ffff:10.0.0.1".parse()?), AddressClass::Private);
/// # Ok::<(), std::net::AddrParseError>(())
/// ```
#[must_use]
pub fn classify(address: IpAddr) -> AddressClass {
    match address {
        IpAddr::V4(v4) => classify_v4(v4),
        IpAddr::V6(v6) => classify_v6(v6),
    }
}

fn classify_v4(address: Ipv4Addr) -> AddressClass {
    let bits = address.to_bits();
    V4.iter()
        .find(|(net, length, _)| (bits ^ net.to_bits()) >> (32 - length) == 0)
        .map_or(Public, |(_, _, class)| *class)
}

fn classify_v6(address: Ipv6Addr) -> AddressClass {
    let bits = address.to_bits();
    let own = V6
        .iter()
        .find(|(net, length, _)| (bits ^ net.to_bits()) >> (128 - length) == 0);
    match (embedded(address), own) {
        // A bare `::1` or `::` is itself, not the IPv4 address 0.0.0.1.
        (_, Some((_, 128, class))) => *class,
        (Some(v4), Some((_, _, Public)) | None) => classify_v4(v4),
        (_, Some((_, _, class))) => *class,
        (None, None) => Reserved,
    }
}

/// The IPv4 address an IPv6 address stands for, in every form that a router or a host translates.
fn embedded(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let s = address.segments();
    let join = |high: u16, low: u16| Ipv4Addr::from_bits((u32::from(high) << 16) | u32::from(low));
    match s {
        // compatible (::a.b.c.d), mapped (::ffff:a.b.c.d), translated (::ffff:0:a.b.c.d)
        [0, 0, 0, 0, 0, 0 | 0xffff, a, b] | [0, 0, 0, 0, 0xffff, 0, a, b] => Some(join(a, b)),
        // NAT64, well-known prefix
        [0x64, 0xff9b, 0, 0, 0, 0, a, b] => Some(join(a, b)),
        // 6to4
        [0x2002, a, b, ..] => Some(join(a, b)),
        // ISATAP
        [.., 0 | 0x200, 0x5efe, a, b] => Some(join(a, b)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{AddressClass, classify};

    #[test]
    fn every_kind_of_address() {
        for (text, class) in [
            ("93.184.215.14", AddressClass::Public),
            ("2606:2800:220:1::1", AddressClass::Public),
            ("64:ff9b::5db8:d70e", AddressClass::Public),
            ("172.15.255.255", AddressClass::Public),
            ("172.31.255.255", AddressClass::Private),
            ("172.32.0.0", AddressClass::Public),
            ("127.255.255.255", AddressClass::Loopback),
            ("::1", AddressClass::Loopback),
            ("::", AddressClass::Reserved),
            ("0.0.0.0", AddressClass::Reserved),
            ("::ffff:127.0.0.1", AddressClass::Loopback),
            ("::127.0.0.1", AddressClass::Loopback),
            ("::ffff:0:127.0.0.1", AddressClass::Loopback),
            ("64:ff9b::7f00:1", AddressClass::Loopback),
            ("64:ff9b:1::7f00:1", AddressClass::Reserved),
            ("2002:7f00:1::", AddressClass::Loopback),
            ("2001:db8::1", AddressClass::Reserved),
            ("2001::1", AddressClass::Reserved),
            ("2606:2800::5efe:a00:1", AddressClass::Private),
            ("fe80::5efe:5db8:d70e", AddressClass::LinkLocal),
            ("fd00:ec2::254", AddressClass::Metadata),
            ("fd12::1", AddressClass::Private),
            ("fec0::1", AddressClass::Private),
            ("ff02::1", AddressClass::Multicast),
            ("100::1", AddressClass::Reserved),
            ("169.254.169.254", AddressClass::Metadata),
            ("::ffff:169.254.169.254", AddressClass::Metadata),
            ("168.63.129.16", AddressClass::Metadata),
            ("169.254.1.1", AddressClass::LinkLocal),
            ("100.127.0.1", AddressClass::Shared),
            ("255.255.255.255", AddressClass::Multicast),
            ("239.1.1.1", AddressClass::Multicast),
            ("250.1.1.1", AddressClass::Reserved),
        ] {
            let address = text.parse().unwrap_or_else(|e| panic!("{text}: {e}"));
            assert_eq!(classify(address), class, "{text}");
        }
    }
}
