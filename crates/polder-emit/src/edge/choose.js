// Runs on `www` and responds to every request itself, without an origin. `?market=be&language=fr` is a choice, which is
// stored in a cookie.
async function handler(event) {
    const request = event.request;
    const asked = await marketOf(parameter(request, 'market'));
    const market = asked || (await marketOfHost(request)) || (await marketOfVisitor(request));
    const wanted = parameter(request, 'language');
    const language = market.languages.includes(wanted) ? wanted : languageOf(request, market.languages);
    // Nothing is known of the paths of a storefront that is hosted elsewhere.
    const page = 'https://' + market.host + '/' + language + '/' + market.channel;
    const response = {
        statusCode: 302,
        statusDescription: 'Found',
        headers: {
            location: { value: market.storefront ? market.storefront + '/' : page },
            'cache-control': { value: 'no-store' },
            'strict-transport-security': { value: transport(request) },
        },
        cookies: {},
    };
    if (asked) {
        const attributes = 'Path=/; Max-Age=31536000; Secure; HttpOnly; SameSite=Lax';
        response.cookies['market'] = { value: market.channel, attributes: attributes };
        response.cookies['NEXT_LOCALE'] = { value: language, attributes: attributes };
    }
    return response;
}

// The market that a domain of its own leads to.
async function marketOfHost(request) {
    return await read('host/' + request.headers.host.value.toLowerCase());
}

// The market of an earlier choice, then that of the visitor's country.
async function marketOfVisitor(request) {
    const kept = request.cookies['market'];
    const country = request.headers['cloudfront-viewer-country'];
    const chosen = kept ? await marketOf(kept.value) : undefined;
    if (chosen) {
        return chosen;
    }
    const near = country ? await marketOf(country.value) : undefined;
    return near || OTHERWISE;
}

// The market with a channel, or the first one in a country. Only what the store says is used in a response, never the
// visitor's input.
async function marketOf(name) {
    return /^[A-Za-z0-9-]{1,64}$/.test(name) ? await read('market/' + name.toLowerCase()) : undefined;
}

function parameter(request, name) {
    const found = request.querystring[name];
    return found ? found.value : '';
}

// Others use a shared domain as well, and hosts below it may have no TLS.
function transport(request) {
    const shared = SHARED_DOMAINS.includes(request.headers.host.value.toLowerCase());
    return 'max-age=63072000' + (shared ? '' : '; includeSubDomains; preload');
}
