//! The rule files that come with the crate. A test keeps the table equal to the folders.

pub(super) const FILES: &[(&str, &str)] = &[
    (
        "platforms/smartmag.toml",
        include_str!("platforms/smartmag.toml"),
    ),
    (
        "platforms/wordpress.toml",
        include_str!("platforms/wordpress.toml"),
    ),
    (
        "sites/creativedestructionmedia.com.toml",
        include_str!("sites/creativedestructionmedia.com.toml"),
    ),
    (
        "sites/geopoliticsandempire.com.toml",
        include_str!("sites/geopoliticsandempire.com.toml"),
    ),
];
