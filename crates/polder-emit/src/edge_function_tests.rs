//! The behaviour of edge functions, in Node.js if it is installed.
#![expect(clippy::disallowed_methods, reason = "runs the code in a real engine")]

use std::io::Write as _;
use std::process::{Command, Stdio};

use polder_cloud::EdgeNotice;

use super::*;

/// The function of markets with a notice.
fn shop() -> EdgeWork {
    let words = |language: &str, title: &str| EdgeWords {
        language: language.into(),
        title: title.into(),
        body: format!("<p>{title}.</p>"),
    };
    let words = vec![
        words("nl", "We werken aan de winkel"),
        words("fr", "Nous travaillons"),
        words("en", "We are working"),
    ];
    let frame = ["<html lang=\"", "\"><title>", "</title><main>", "</main>"].map(String::from);
    EdgeWork::Market { notice: EdgeNotice { frame, words } }
}

fn german() -> EdgeMarket {
    EdgeMarket {
        country: "DE".into(),
        channel: "de".into(),
        host: "de.example.com".into(),
        storefront: None,
        languages: ["de", "en"].map(String::from).into(),
    }
}

/// The function of `www`.
fn choose() -> EdgeWork {
    EdgeWork::Choose { otherwise: german(), shared_domains: vec!["shared.example".into()] }
}

fn files() -> EdgeWork {
    let hidden = ["invoices/", "export_files/"].map(String::from);
    let folder = |path: &str, hidden: &[String]| EdgeFolder {
        path: path.into(),
        hidden: hidden.into(),
        linked: hidden.iter().filter(|it| *it == "export_files/").cloned().collect(),
    };
    EdgeWork::Files { folders: vec![folder("/de/media", &hidden), folder("/de/static", &[])] }
}

/// What the key value store has for the function of markets, with what a test adds.
fn stored(more: &str) -> String {
    let market = "{ country: 'BE', channel: 'be', host: 'be.example.com', languages: ['nl', 'fr', 'de'] }";
    let german = "{ country: 'DE', channel: 'de', host: 'de.example.com', languages: ['de', 'en'] }";
    format!("{{ 'host/be.example.com': {market}, 'market/be': {market}, 'market/de': {german}, {more} }}")
}

/// Calls the function of markets, with the market of the host in the store.
#[track_caller]
fn check_shop(request: &str, shown: &str, expected: &str) {
    let request = format!("Object.assign({{ store: {} }}, {request})", stored(""));
    check(shop(), &request, shown, expected);
}

fn code(work: EdgeWork) -> String {
    javascript(&EdgeFunction { name: "tested".into(), work })
}

/// Calls the function with a request and shows `shown` of its `result`. `None` without Node.js.
fn run(work: EdgeWork, request: &str, shown: &str) -> Option<String> {
    run_code(&code(work), request, shown)
}

/// The same for code.
fn run_code(code: &str, request: &str, shown: &str) -> Option<String> {
    let spawned =
        Command::new("node").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let Ok(mut node) = spawned else {
        assert!(std::env::var_os("CI").is_none(), "node is not on the PATH, and CI must not go without it");
        eprintln!("SKIPPED: node is not on the PATH, so no function of the edge was run");
        return None;
    };
    // A stub of CloudFront's module. The test's request has the content of the KeyValueStore.
    let program = format!(
        "const cf = {{ kvs: function () {{ if (change.store === undefined) {{ throw new Error('no store'); }} return {{ get: \
         async function (key, options) {{ const plain = typeof change.store[key] === 'string'; if (!(key in change.store)) {{ throw new Error('no key'); }} if (plain === \
         Boolean(options)) {{ throw new Error('format'); }} return change.store[key]; }} \
         }}; }} }};\n{}\nconst base = {{ method: 'GET', uri: '/', querystring: {{}}, cookies: {{}}, headers: {{ host: {{ \
         value: 'be.example.com' }} }} }};\nconst change = {request};\nObject.assign(base.headers, change.headers || {{}}); \
         delete change.headers;\nPromise.resolve(handler({{ request: Object.assign(base, change) }})).then(function (result) \
         {{ console.log({shown}); }});\n",
        code.replace("import cf from 'cloudfront';\n", "")
    );
    node.stdin.take().expect("a pipe").write_all(program.as_bytes()).expect("node reads");
    let output = node.wait_with_output().expect("node ends");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

#[track_caller]
fn check(work: EdgeWork, request: &str, shown: &str, expected: &str) {
    if let Some(found) = run(work, request, shown) {
        assert_eq!(found, expected);
    }
}

const LOCATION: &str = "result.headers.location.value";

#[test]
fn the_root_of_a_market_leads_to_the_language_that_fits() {
    let go = |request: &str, expected: &str| check_shop(request, LOCATION, expected);
    go("{}", "/nl/be");
    go("{ headers: { 'accept-language': { value: 'fr-BE,fr;q=0.9,nl;q=0.8' } } }", "/fr/be");
    go("{ headers: { 'accept-language': { value: 'ja,de;q=0.3,fr;q=0.2' } } }", "/de/be");
    go("{ headers: { 'accept-language': { value: ';;;q=,,q=x' } } }", "/nl/be");
    go("{ cookies: { NEXT_LOCALE: { value: 'fr' } } }", "/fr/be");
    go("{ cookies: { NEXT_LOCALE: { value: '//evil.example' } } }", "/nl/be");
    go("{ uri: '/fr' }", "/fr/be");
    // CloudFront's rewrite of the root path.
    go("{ uri: '/index.html' }", "/nl/be");
}

#[test]
fn a_redirect_keeps_the_query_as_it_came() {
    let request = "{ querystring: { utm: { value: 'a%20b' }, x: { value: '', multiValue: [{ value: '1' }, { value: '2' \
                   }] } } }";
    check_shop(request, LOCATION, "/nl/be?utm=a%20b&x=1&x=2");
}

#[test]
fn a_page_names_market_language_and_country_for_the_origin() {
    let request = "{ uri: '/fr/be/products/x', headers: { 'cloudfront-viewer-country': { value: 'LU' } } }";
    let shown = "['x-market', 'x-language', 'x-country', 'x-forwarded-host'].map(function (name) { return \
                 result.headers[name].value; }).join(' ')";
    check_shop(request, shown, "be fr LU be.example.com");
}

const SAID: &str = "[result.statusCode, result.headers['content-language'].value, \
                    result.headers['retry-after'].value, result.headers['cache-control'].value, \
                    result.body].join(' ')";

#[test]
fn a_closed_shop_says_so_in_the_visitors_language() {
    let say = |request: &str, closed: &str, expected: &str| {
        let store = stored(&format!("maintenance: '{closed}'"));
        check(shop(), &format!("Object.assign({{ store: {store} }}, {request})"), SAID, expected);
    };
    let french = "503 fr 300 no-store <html lang=\"fr\"><title>Nous travaillons</title><main><h1>Nous \
                  travaillons</h1><p>Nous travaillons.</p></main>";
    say("{ uri: '/fr/be/products/x' }", "all", french);
    say("{ cookies: { NEXT_LOCALE: { value: 'fr' } } }", "de, be", french);
    say("{ method: 'POST', uri: '/fr/be' }", "be", french);
    // There is no translation for the requested language: the page's `lang` is that of its text.
    let english = "503 en 300 no-store <html lang=\"en\"><title>We are working</title><main><h1>We are \
                   working</h1><p>We are working.</p></main>";
    say("{ uri: '/de/be' }", "be", english);
}

/// A key that is not set, names other channels, or cannot be read, closes nothing.
#[test]
fn a_shop_is_open_unless_the_switch_names_it() {
    let closed = |names: &str| stored(&format!("maintenance: '{names}'"));
    let stores =
        ["undefined".to_owned(), "{}".to_owned(), stored(""), closed(""), closed("de"), closed("bel")];
    for store in stores {
        check(shop(), &format!("{{ uri: '/fr/be', store: {store} }}"), "result.uri", "/fr/be");
    }
}

/// A page stays available while the store lacks its host or cannot be read, and no header of a visitor is passed on in place
/// of what the store says.
#[test]
fn a_page_needs_no_store() {
    let forged =
        "'x-language': { value: 'nl' }, 'x-market': { value: 'de' }, 'accept-language': { value: 'fr' }";
    for store in ["undefined", "{}"] {
        let request = format!("{{ uri: '/fr/be/x', headers: {{ {forged} }}, store: {store} }}");
        let shown = "result.uri + ' ' + Object.keys(result.headers).sort().join(' ')";
        check(shop(), &request, shown, "/fr/be/x host x-forwarded-host");
    }
}

/// Pages of several markets at one host are below the channel; other paths lead to the visitor's market.
#[test]
fn markets_share_a_host_by_their_paths() {
    let first =
        "{ country: 'BE', channel: 'be', host: 'be.example.com', languages: ['nl', 'fr'], others: ['de'] }";
    let german = "{ country: 'DE', channel: 'de', host: 'be.example.com', languages: ['de', 'en'] }";
    let store =
        format!("Object.assign({}, {{ 'host/be.example.com': {first}, 'market/de': {german} }})", stored(""));
    let german = "'cloudfront-viewer-country': { value: 'DE' }";
    let go = |uri: &str, headers: &str, shown: &str, expected: &str| {
        let request = format!("{{ store: {store}, uri: '{uri}', headers: {{ {headers} }} }}");
        check(shop(), &request, shown, expected);
    };
    go("/", "", LOCATION, "/nl/be");
    go("/", german, LOCATION, "/de/de");
    go("/en/de/products/x", "", "result.headers['x-market'].value", "de");
    go("/fr/be/products/x", german, "result.headers['x-market'].value", "be");
    go("/fr/other/x", german, "result.headers['x-market'].value", "be");
}

/// The market of a country can be one whose channel is named otherwise. One at another host is not meant: this host leads to
/// its own markets.
#[test]
fn the_root_of_a_shared_host_leads_to_the_market_of_the_country_there() {
    let business = "{ country: 'NO', channel: 'no-b2b', host: 'be.example.com', languages: ['no'] }";
    let first =
        "{ country: 'BE', channel: 'be', host: 'be.example.com', languages: ['nl'], others: ['no-b2b'] }";
    let store = format!(
        "Object.assign({}, {{ 'host/be.example.com': {first}, 'market/no-b2b': {business}, 'market/no': {business} }})",
        stored("")
    );
    let go = |uri: &str, country: &str, expected: &str| {
        let headers = format!("'cloudfront-viewer-country': {{ value: '{country}' }}");
        let request = format!("{{ store: {store}, uri: '{uri}', headers: {{ {headers} }} }}");
        check(shop(), &request, LOCATION, expected);
    };
    go("/", "NO", "/no/no-b2b");
    go("/no/", "NO", "/no/no-b2b");
    go("/", "DE", "/nl/be");
    go("/", "FR", "/nl/be");
}

/// A browser keeps it for two years: whoever has a page below the domain without TLS would lose its visitors.
#[test]
fn hosts_below_a_shared_domain_may_have_no_tls() {
    let shown = "result.headers['strict-transport-security'].value";
    let alone = "max-age=63072000";
    let below = "max-age=63072000; includeSubDomains; preload";
    for (host, expected) in
        [("shared.example", alone), ("Shared.Example", alone), ("www.shared.example", below)]
    {
        // Also while the store cannot be read.
        for store in [stored(""), "undefined".to_owned()] {
            let request = format!("{{ store: {store}, headers: {{ host: {{ value: '{host}' }} }} }}");
            check(choose(), &request, shown, expected);
        }
    }
    // A closed shop does not know whether its host is such a domain.
    let closed = format!("{{ store: {}, uri: '/nl/be' }}", stored("maintenance: 'all'"));
    check(shop(), &closed, shown, alone);
}

/// The host of a market whose storefront is elsewhere leads there, and `www` as well.
#[test]
fn a_storefront_elsewhere_is_where_visitors_go() {
    let market = "{ country: 'BE', channel: 'be', host: 'be.example.com', storefront: 'https://shop.example', languages: ['nl'] }";
    let store = format!("{{ 'host/be.example.com': {market}, 'market/be': {market} }}");
    let query = "querystring: { a: { value: '1' } }";
    let go = |uri: &str, expected: &str| {
        check(shop(), &format!("{{ store: {store}, uri: '{uri}', {query} }}"), LOCATION, expected);
    };
    go("/", "https://shop.example/?a=1");
    go("/index.html", "https://shop.example/?a=1");
    go("/nl/be/products/x", "https://shop.example/nl/be/products/x?a=1");
    let belgian = "headers: { 'cloudfront-viewer-country': { value: 'BE' } }";
    check_www(&format!("{{ store: {store}, {belgian} }}"), LOCATION, "https://shop.example/");
}

#[test]
fn a_host_is_found_however_it_is_written() {
    check_shop("{ headers: { host: { value: 'BE.Example.com' } } }", LOCATION, "/nl/be");
}

/// This header is part of the cache key: visitors must not be able to set it.
#[test]
fn no_visitor_chooses_the_language_that_a_page_is_kept_by() {
    let forged = "{ uri: '/fr/be', headers: { 'x-language': { value: 'nl' }, 'x-market': { value: 'de' } } }";
    let shown = "result.headers['x-language'].value + ' ' + result.headers['x-market'].value";
    check_shop(forged, shown, "fr be");
}

/// Saleor trusts the first address in `X-Forwarded-For`, which clients can set.
#[test]
fn no_visitor_chooses_the_own_address() {
    let request = "{ uri: '/graphql/', headers: { 'x-forwarded-for': { value: '127.0.0.1' }, 'x-gateway-secret': { \
                   value: 'p' }, forwarded: { value: 'for=1' } } }";
    let shown = "Object.keys(result.headers).sort().join(' ')";
    let works = [EdgeWork::Forward, EdgeWork::Dashboard { paths: vec!["/dashboard/".into()] }];
    for work in works {
        check(work, request, shown, "host x-forwarded-host");
    }
    let own = "accept-language host x-country x-forwarded-host x-language x-market";
    check_shop(request, shown, own);
}

/// Internal headers of Next.js change its response but are not in the cache key: CVE-2024-46982, CVE-2025-29927.
#[test]
fn no_visitor_speaks_as_a_server() {
    let names = [
        "x-middleware-subrequest",
        "x-now-route-matches",
        "x-invoke-path",
        "x-nextjs-data",
        "x-original-url",
        "x-http-method-override",
        "x-forwarded-scheme",
    ];
    let headers: Vec<String> = names.iter().map(|name| format!("'{name}': {{ value: '1' }}")).collect();
    let kept = "rsc: { value: '1' }, 'x-newrelic-id': { value: '1' }";
    let request = format!("{{ uri: '/fr/be', headers: {{ {kept}, {} }} }}", headers.join(", "));
    let shown = "Object.keys(result.headers).sort().join(' ')";
    check(EdgeWork::Forward, &request, shown, "host rsc x-forwarded-host x-newrelic-id");
    let shown = "result.headers['accept-language'].value + ' ' + Object.keys(result.headers).length";
    check_shop(&request, shown, "fr 8");
}

/// Calls the function of `www`.
#[track_caller]
fn check_www(request: &str, shown: &str, expected: &str) {
    let request = format!(
        "(function (it) {{ it.headers = Object.assign({{ host: {{ value: 'www.example.com' }} }}, it.headers); return it; }})({request})"
    );
    check(choose(), &request, shown, expected);
}

#[test]
fn www_sends_a_visitor_home() {
    let go = |request: &str, store: &str, expected: &str| {
        check_www(&format!("Object.assign({{ store: {store} }}, {request})"), LOCATION, expected);
    };
    let (all, german) = (stored(""), "https://de.example.com/de/de");
    go("{}", &all, german);
    let belgian = "{ headers: { 'cloudfront-viewer-country': { value: 'BE' } } }";
    go(belgian, &all, "https://be.example.com/nl/be");
    // The cookies of earlier releases have the country.
    for kept in ["BE", "be"] {
        let kept = format!("{{ cookies: {{ market: {{ value: '{kept}' }} }} }}");
        go(&kept, &all, "https://be.example.com/nl/be");
    }
    for forged in ["//evil.example", "maintenance", "../host/be.example.com", ""] {
        go(&format!("{{ cookies: {{ market: {{ value: '{forged}' }} }} }}"), &all, german);
    }
    for store in ["undefined", "{}"] {
        go(belgian, store, german);
    }
}

#[test]
fn www_keeps_a_choice() {
    let store = stored("");
    let request = format!(
        "{{ store: {store}, querystring: {{ market: {{ value: 'BE' }}, language: {{ value: 'fr' }} }} }}"
    );
    let shown = "result.headers.location.value + ' ' + result.cookies.market.value + ' ' + \
                 result.cookies.NEXT_LOCALE.value";
    check_www(&request, shown, "https://be.example.com/fr/be be fr");
}

/// A domain of its own leads to one market, wherever the visitor is; a choice in the address comes before.
#[test]
fn a_domain_leads_to_its_market() {
    let german =
        "headers: { host: { value: 'BE.example.com' }, 'cloudfront-viewer-country': { value: 'DE' } }";
    let go = |more: &str, expected: &str| {
        let request = format!("{{ store: {}, {german}, {more} }}", stored(""));
        check(choose(), &request, LOCATION, expected);
    };
    go("", "https://be.example.com/nl/be");
    go("querystring: { market: { value: 'de' } }", "https://de.example.com/de/de");
}

#[test]
fn the_dashboard_host_leads_to_the_dashboard() {
    let work = || EdgeWork::Dashboard { paths: vec!["/dashboard/".into()] };
    check(work(), "{}", LOCATION, "/dashboard/");
    check(work(), "{ uri: '/index.html' }", LOCATION, "/dashboard/");
    check(work(), "{ uri: '/dashboard' }", LOCATION, "/dashboard/");
    check(work(), "{ uri: '/dashboard/assets/app.js' }", "result.uri", "/dashboard/assets/app.js");
}

/// Browsers write the header in many ways, and each would be a copy in the cache.
#[test]
fn pictures_are_kept_by_the_formats_that_matter() {
    let shown = "result.headers['accept'].value";
    let check = |accept: &str, expected: &str| {
        let request = format!("{{ headers: {{ accept: {{ value: '{accept}' }} }} }}");
        check(EdgeWork::Pictures, &request, shown, expected);
    };
    check("image/avif,image/webp,image/apng,*/*;q=0.8", "image/avif,image/webp");
    check("image/AVIF", "image/avif,image/webp");
    check("image/webp,*/*", "image/webp");
    check("image/png,image/*;q=0.8", "image/*");
    self::check(EdgeWork::Pictures, "{}", shown, "image/*");
}

/// Every way in which the address of a client, or the proof for it, can be wrong.
#[test]
fn a_client_is_named_by_a_caller_with_the_proof_only() {
    // The digests of `right` and of nothing, which is the second secret while none is rotated.
    let digests = "27042f4e6eca7d0b2a7ee4026df2ecfa51d3339e6d122aa099118ecd8563bad9 \
                   e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    let code = code(EdgeWork::Forward).replace(polder_cloud::CLIENT_PROOFS, digests);
    let shown = "['x-forwarded-for', 'x-client-address', 'x-client-proof'].map(function (name) { return \
                 result.headers[name] ? result.headers[name].value : '-'; }).join(' ')";
    let named = |address: &str, proof: &str, expected: &str| {
        let request = format!(
            "{{ headers: {{ 'x-client-address': {address}, 'x-client-proof': {proof}, 'x-forwarded-for': \
             {{ value: '6.6.6.6' }} }} }}"
        );
        if let Some(found) = run_code(&code, &request, shown) {
            assert_eq!(found, format!("{expected} - -"), "{address} {proof}");
        }
    };
    let (right, address) = ("{ value: 'right' }", "{ value: '81.82.0.1' }");
    named(address, right, "81.82.0.1");
    for good in ["2001:db8::7", "::1", "2001:db8:0:0:0:0:0:7", "::ffff:81.82.0.1"] {
        named(&format!("{{ value: '{good}' }}"), right, good);
    }
    for bad in ["", "81.82.0.1, 9.9.9.9", "81.82.0", "81.82.0.1\\n", "localhost", "a:b", "1:2:3:4:5:6:7:8:9"]
    {
        named(&format!("{{ value: '{bad}' }}"), right, "-");
    }
    for proof in ["undefined", "{ value: '' }", "{ value: 'wrong' }", "{ value: 'Right' }"] {
        named(address, proof, "-");
    }
    named("undefined", right, "-");
    let twice = "{ value: 'right', multiValue: [{ value: 'right' }, { value: 'wrong' }] }";
    named(address, twice, "-");
    named("{ value: '81.82.0.1', multiValue: [{ value: '81.82.0.1' }, { value: '9.9.9.9' }] }", right, "-");
    // The digests are no secret: sending one proves nothing.
    named(address, &format!("{{ value: '{}' }}", &digests[..64]), "-");
}

#[test]
fn the_folder_is_cut_off_before_the_bucket_is_asked() {
    check(files(), "{ uri: '/de/media/products/shoe.jpg' }", "result.uri", "/products/shoe.jpg");
    check(files(), "{ uri: '/de/static/app.css' }", "result.uri", "/app.css");
    check(files(), "{ uri: '/de/mediathek/x' }", "result.statusCode", "404");
    check(files(), "{ uri: '/' }", "result.statusCode", "404");
    check(files(), "{ uri: '/index.html' }", "result.statusCode", "404");
}

/// The cache key is the rewritten path and this header.
#[test]
fn the_same_key_in_two_folders_is_kept_apart() {
    let shown = "result.headers['x-folder'].value + ' ' + result.uri";
    check(files(), "{ uri: '/de/media/a.jpg' }", shown, "de/media /a.jpg");
    check(files(), "{ uri: '/de/static/a.jpg' }", shown, "de/static /a.jpg");
    let forged = "{ uri: '/de/media/a.jpg', headers: { 'x-folder': { value: 'benelux/media' } } }";
    check(files(), forged, shown, "de/media /a.jpg");
}

/// Saleor stores invoices and exports in the media bucket.
#[test]
fn invoices_and_exports_are_shown_to_nobody() {
    for uri in [
        "/de/media/invoices/1.pdf",
        "/de/media/export_files/orders.csv",
        "/de/media/%69nvoices/1.pdf",
        "/de/media//invoices/1.pdf",
        "/de/media/INVOICES/1.pdf",
    ] {
        check(files(), &format!("{{ uri: '{uri}' }}"), "result.statusCode", "403");
    }
    check(files(), "{ uri: '/de/media/%zz' }", "result.uri", "/%zz");
}

#[test]
fn no_text_breaks_out_of_its_literal() {
    let nasty = "'; throw 1; //\\ \n\u{2028}</script>`${x}é🦭";
    let mut otherwise = german();
    otherwise.channel = nasty.into();
    let literal = text(nasty);
    assert!(literal.is_ascii() && !literal.contains('\n'));
    assert_eq!(literal.matches('\'').count(), 2, "only the literal's own quotes");
    let expected = r#""https://de.example.com/de/'; throw 1; //\\ \n\u2028</script>`${x}é🦭""#;
    let shown = "JSON.stringify(result.headers.location.value).replace(/\\u2028/g, '\\\\u2028')";
    check(EdgeWork::Choose { otherwise, shared_domains: vec![] }, "{}", shown, expected);
}

/// A function may have 10 KB. The longest is that of the shops' pages, which contains the maintenance page.
#[test]
fn the_functions_are_short_enough_for_the_edge() {
    for work in [choose(), shop(), EdgeWork::Forward, files()] {
        assert!(code(work).len() < 10_000);
    }
}

#[test]
fn the_code_reads_well() {
    insta::assert_snapshot!(code(shop()));
    insta::assert_snapshot!(code(files()));
}

/// The quota check counts data and reserves a maximum for the program: its assumption must hold.
#[test]
fn programs_and_data_take_no_more_than_the_judge_of_quotas_believes() {
    let works = [
        shop(),
        choose(),
        EdgeWork::Forward,
        EdgeWork::Dashboard { paths: ["/de/", "/benelux/"].map(String::from).into() },
        files(),
    ];
    for work in works {
        let data = constants(&work).len();
        let function = EdgeFunction { name: "tested".into(), work };
        let program = javascript(&function).len() - data;
        assert!(program <= function.program_bytes_max(), "{program}: {:?}", function.work);
        assert!(data <= 40 + function.data_bytes(), "{data}: {:?}", function.work);
    }
}

/// Saleor mails the link to whoever asked for the export, and shows it to staff: nobody else can know the name.
#[test]
fn an_export_opens_by_its_link_alone() {
    const UUID: &str = "1b4e28ba-2fa1-4d2c-883f-0016d3cca427";
    let answer = |key: &str, expected: &str| {
        let request = format!("{{ uri: '/de/media/{key}' }}");
        check(files(), &request, "result.statusCode || result.uri", expected);
    };
    let name = format!("export_files/product_data_28_11_2026_10_00_00_{UUID}.csv");
    answer(&name, &format!("/{name}"));
    for refused in [
        "export_files/1.csv".to_owned(),
        "export_files/product_data_28_11_2026_10_00_00.csv".to_owned(),
        // Not random: version 1, and a UUID with too few digits.
        name.replace("-4d2c-", "-1d2c-"),
        name.replace(UUID, &UUID[1..]),
        format!("export_files/{UUID}.csv/../other.csv"),
        format!("export_files/{UUID}/other.csv"),
        format!("export_files/product_data_{UUID}.csv%2f"),
        format!("invoices/invoice_{UUID}.pdf"),
    ] {
        answer(&refused, "403");
    }
}
