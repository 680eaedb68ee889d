//! Bot walls: each vendor named with its evidence, and never an article that writes about them.

use crate::support::{Reply, Server, article, builder};
use unhusk::fetch::{FetchError, Fetched, Vendor};

async fn get(reply: Reply) -> Result<Fetched, FetchError> {
    let server = Server::start(move |_| reply.clone()).await;
    let fetcher = builder().ignore_robots(true).build().unwrap();
    fetcher.get(&server.url("/story")).await
}

/// Vendor, status, extra header, body, part of the evidence.
type Wall = (
    Vendor,
    u16,
    (&'static str, &'static str),
    &'static str,
    &'static str,
);

const WALLS: &[Wall] = &[
    (
        Vendor::Cloudflare,
        403,
        ("cf-mitigated", "challenge"),
        "<title>Just a moment...</title><script>window._cf_chl_opt={cType:'managed'}</script>",
        "header cf-mitigated: challenge",
    ),
    (
        Vendor::Cloudflare,
        503,
        ("Server", "cloudflare"),
        "<title>Just a moment...</title><script src=/cdn-cgi/challenge-platform/h/b/orchestrate/jsch/v1></script>",
        "markup `/cdn-cgi/challenge-platform/h/`",
    ),
    (
        Vendor::Cloudflare,
        403,
        ("Server", "cloudflare"),
        "<title>Attention Required! | Cloudflare</title><h1>Sorry, you have been blocked</h1>",
        "text `attention required! | cloudflare`",
    ),
    (
        Vendor::Cloudflare,
        200,
        ("Server", "cloudflare"),
        "<title>Just a moment...</title><script>window._cf_chl_opt={}</script>",
        "_cf_chl_opt",
    ),
    (
        Vendor::Akamai,
        403,
        ("Server", "AkamaiGHost"),
        "<TITLE>Access Denied</TITLE><H1>Access Denied</H1>Reference&#32;&#35;18&#46;2",
        "header server: AkamaiGHost",
    ),
    (
        Vendor::Akamai,
        200,
        ("Server", "x"),
        "<div id=sec-if-cpt-container></div><script src='/_sec/cp_challenge/verify'></script>",
        "/_sec/cp_challenge/",
    ),
    (
        Vendor::DataDome,
        403,
        ("X-DataDome", "protected"),
        "<script src=https://ct.captcha-delivery.com/c.js></script>",
        "header x-datadome: protected",
    ),
    (
        Vendor::DataDome,
        200,
        ("Server", "x"),
        "<iframe src='https://geo.captcha-delivery.com/captcha/?initialCid=1'></iframe>",
        "captcha-delivery.com",
    ),
    (
        Vendor::PerimeterX,
        403,
        ("Server", "x"),
        "<title>Access to this page has been denied</title><div id=px-captcha></div>",
        "px-captcha",
    ),
    (
        Vendor::Imperva,
        200,
        ("X-Iinfo", "1-2-3"),
        "<iframe src='/_Incapsula_Resource?SWUDNSAI=31&incident_id=7-1'>Request unsuccessful. Incapsula incident ID: 7-1</iframe>",
        "_incapsula_resource?swudnsai",
    ),
    (
        Vendor::Imperva,
        403,
        ("X-CDN", "Imperva"),
        "<p>Request unsuccessful. Incapsula incident ID: 70-1</p>",
        "incapsula incident id",
    ),
    (
        Vendor::Aws,
        202,
        ("x-amzn-waf-action", "challenge"),
        "",
        "header x-amzn-waf-action: challenge",
    ),
    (
        Vendor::Aws,
        405,
        ("x-amzn-waf-action", "captcha"),
        "<script src=https://a.eu-west-1.captcha.awswaf.com/a/captcha.js></script>",
        "captcha",
    ),
    (
        Vendor::Aws,
        403,
        ("Server", "awselb/2.0"),
        "<h1>403 Forbidden</h1>",
        "awselb",
    ),
    (
        Vendor::Sucuri,
        403,
        ("X-Sucuri-Block", "bot"),
        "<h1>Access Denied - Sucuri Website Firewall</h1>",
        "x-sucuri-block",
    ),
    (
        Vendor::Sucuri,
        200,
        ("Server", "Sucuri/Cloudproxy"),
        "<script>sucuri_cloudproxy_js='';S='cz0i'</script>",
        "sucuri_cloudproxy_js",
    ),
    (
        Vendor::DdosGuard,
        403,
        ("Server", "ddos-guard"),
        "<title>DDoS-Guard</title>",
        "ddos-guard",
    ),
    (
        Vendor::DdosGuard,
        200,
        ("Server", "x"),
        "<script src='/.well-known/ddos-guard/js-challenge/index.js'></script>",
        "/.well-known/ddos-guard/",
    ),
    (
        Vendor::Kasada,
        429,
        ("x-kpsdk-ct", "abc"),
        "<script>window.KPSDK={}</script>",
        "x-kpsdk-ct",
    ),
    (
        Vendor::F5,
        200,
        ("Server", "x"),
        "<script src='/TSPD/08d?type=17'></script><noscript>Please enable JavaScript</noscript>",
        "/tspd/",
    ),
    (
        Vendor::F5,
        403,
        ("Server", "x"),
        "The requested URL was rejected. Please consult with your administrator. Your support ID is: 1",
        "rejected",
    ),
    (
        Vendor::Vercel,
        403,
        ("x-vercel-mitigated", "deny"),
        "Forbidden",
        "x-vercel-mitigated",
    ),
    (
        Vendor::Azure,
        403,
        ("x-azure-ref", "1"),
        "<title>Azure WAF</title>Wait",
        "azure waf",
    ),
    (
        Vendor::Radware,
        200,
        ("Server", "x"),
        "<script src='https://captcha.perfdrive.com/x.js'></script>",
        "perfdrive",
    ),
    (
        Vendor::Wordfence,
        503,
        ("Server", "x"),
        "<h1>Your access to this site has been limited by the site owner</h1>Generated by Wordfence",
        "wordfence",
    ),
    (
        Vendor::Anubis,
        200,
        ("Server", "x"),
        "<title>Making sure you're not a bot!</title><script id=anubis_challenge>{}</script>",
        "anubis_challenge",
    ),
    (
        Vendor::Google,
        429,
        ("Server", "x"),
        "Our systems have detected unusual traffic from your computer network.",
        "unusual traffic",
    ),
    (
        Vendor::Captcha,
        403,
        ("Server", "x"),
        "<div class=h-captcha></div>Prove it",
        "h-captcha",
    ),
];

#[tokio::test]
async fn every_vendor_is_named_with_its_evidence() {
    for (vendor, status, header, body, part) in WALLS {
        let headers = [("Content-Type", "text/html"), *header];
        let error = get(Reply::new(*status, &headers, body))
            .await
            .expect_err(body);
        let FetchError::Blocked {
            vendor: found,
            evidence,
            status: at,
            ..
        } = &error
        else {
            panic!("{vendor}: {error:?}")
        };
        assert_eq!((found, at), (vendor, status), "{error}");
        assert!(evidence.iter().any(|e| e.contains(part)), "{error}");
    }
}

/// What articles about bot walls contain, and what the vendors put into pages they let through.
const INNOCENT: &[&str] = &[
    "<p>Cloudflare showed `Just a moment...` and Attention Required! | Cloudflare.</p>",
    "<pre>&lt;script&gt;window._cf_chl_opt={}&lt;/script&gt; cf-mitigated: challenge</pre>",
    "<p>Request unsuccessful. Incapsula incident ID: 7. Powered by Imperva.</p>",
    "<p>Press &amp; hold to confirm you are a human, said px-captcha of PerimeterX.</p>",
    "<p>DataDome's captcha-delivery.com, Akamai's errors.edgesuite.net, Kasada's x-kpsdk-ct.</p>",
    "<p>The requested URL was rejected. Please consult with your administrator.</p>",
    "<p>Our systems have detected unusual traffic. Generated by Wordfence.</p>",
    "<script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'></script>",
    "<script src='/_Incapsula_Resource?SWJIYLWA=719d34d31c8e3a6e6fffd425f7e032f3'></script>",
    "<script src='https://js.datadome.co/tags.js'></script>",
    "<script src='https://client.px-cloud.net/PX1/main.min.js'></script>",
    "<form><div class=g-recaptcha></div></form>",
    "<script src='https://challenges.cloudflare.com/turnstile/v0/api.js'></script>",
];

#[tokio::test]
async fn articles_about_walls_are_articles() {
    for part in INNOCENT {
        for body in [article("Walls").replace("</body>", part), short(part)] {
            for header in [
                ("Server", "cloudflare"),
                ("X-DataDome", "protected"),
                ("x-iinfo", "1"),
            ] {
                let headers = [("Content-Type", "text/html"), header];
                let page = get(Reply::new(200, &headers, &body)).await;
                assert!(page.is_ok(), "{part}: {:?}", page.map(drop));
            }
        }
    }
}

/// A page so short that its length alone does not make it an article.
fn short(part: &str) -> String {
    format!("<title>Note</title><h1>Note</h1><p>A short note of a few words.</p>{part}")
}

#[tokio::test]
async fn an_origins_own_errors_behind_a_vendor_are_not_walls() {
    for (status, header) in [
        (403, ("Server", "cloudflare")),
        (503, ("Server", "cloudflare")),
        (404, ("X-DataDome", "protected")),
        (404, ("Server", "AkamaiGHost")),
        (403, ("X-Iinfo", "1")),
    ] {
        let headers = [("Content-Type", "text/html"), header];
        let error = get(Reply::new(status, &headers, "<h1>Sorry</h1>"))
            .await
            .unwrap_err();
        assert!(
            !matches!(error, FetchError::Blocked { .. }),
            "{status} {header:?}: {error}"
        );
    }
}
